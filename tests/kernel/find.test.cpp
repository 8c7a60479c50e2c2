#include <cstddef>
#include <cstdint>
#include <lendbuf/kernel/find.hpp>
#include <string>
#include <string_view>

#include "support/catch.hpp"

namespace kernel = lendbuf::kernel;

namespace {

constexpr kernel::byte_run<char> run_of(std::string_view text, std::ptrdiff_t stride = 1) {
    return {text.data(), (static_cast<std::ptrdiff_t>(text.size()) + stride - 1) / stride, stride};
}
constexpr std::ptrdiff_t find(std::string_view hay, std::string_view needle) {
    return kernel::find_run<true>(run_of(hay), run_of(needle));
}
constexpr std::ptrdiff_t rfind(std::string_view hay, std::string_view needle) {
    return kernel::find_run<false>(run_of(hay), run_of(needle));
}
constexpr std::ptrdiff_t count(std::string_view hay, std::string_view needle) {
    return kernel::count_run(run_of(hay), run_of(needle));
}

std::ptrdiff_t as_place(std::size_t place) {
    return place == std::string_view::npos ? -1 : static_cast<std::ptrdiff_t>(place);
}

std::ptrdiff_t count_slowly(std::string_view hay, std::string_view needle) {
    std::ptrdiff_t found = 0;
    for (std::size_t at = 0; (at = hay.find(needle, at)) != std::string_view::npos; at += needle.size()) ++found;
    return found;
}

} // namespace

TEST_CASE("bytes are found and counted, gapless or strided") {
    CHECK_BOTH(kernel::find_byte<true>(run_of("banana"), 'a') == 1 &&
               kernel::find_byte<false>(run_of("banana"), 'a') == 5);
    CHECK_BOTH(kernel::find_byte<true>(run_of("banana"), 'x') == -1 && kernel::find_byte<false>(run_of(""), 'x') == -1);
    CHECK_BOTH(kernel::count_byte(run_of("banana"), 'a') == 3 && kernel::count_byte(run_of(""), 'a') == 0);
    CHECK_BOTH(kernel::find_byte<true>(run_of("banana", 2), 'a') == -1 &&
               kernel::count_byte(run_of("banana", 2), 'n') == 2);
    CHECK_BOTH(kernel::find_byte<true>(run_of("banana").reversed(), 'n') == 1);
    CHECK_BOTH(kernel::count_byte(run_of("banana").reversed(), 'n') == 2);
}

TEST_CASE("runs are found from both ends") {
    CHECK_BOTH(find("banana", "ana") == 1 && rfind("banana", "ana") == 3);
    CHECK_BOTH(find("banana", "nab") == -1 && rfind("banana", "nab") == -1);
    CHECK_BOTH(find("banana", "banana") == 0 && rfind("banana", "banana") == 0 && rfind("banana", "bananas") == -1);
    CHECK_BOTH(find("banana", "n") == 2 && rfind("banana", "n") == 4);
    CHECK_BOTH(find("banana", "") == 0 && rfind("banana", "") == 6 && find("", "") == 0);
}

TEST_CASE("runs are counted where they do not overlap") {
    CHECK_BOTH(count("banana", "ana") == 1 && count("banana", "an") == 2 && count("aaaaa", "aa") == 2);
    CHECK_BOTH(count("banana", "a") == 3 && count("banana", "bananas") == 0 && count("banana", "x") == 0);
    CHECK_BOTH(count("banana", "") == 7 && count("", "") == 1);
}

TEST_CASE("needle and text may be strided") {
    static constexpr std::string_view spread = "b.a.n.a.n.a.";
    CHECK_BOTH(kernel::find_run<true>(run_of(spread, 2), run_of("ana")) == 1);
    CHECK_BOTH(kernel::find_run<false>(run_of(spread, 2), run_of("ana")) == 3);
    CHECK_BOTH(kernel::find_run<true>(run_of("banana"), run_of("n.a.n.", 2)) == 2);
    CHECK_BOTH(kernel::find_run<false>(run_of("banana"), run_of("a.n.", 2)) == 3);
    CHECK_BOTH(kernel::find_run<true>(run_of("banana"), run_of("ana").reversed()) == 1);
    CHECK_BOTH(kernel::count_run(run_of(spread, 2), run_of("an")) == 2);
    CHECK_BOTH(kernel::count_run(run_of("banana"), run_of("a.n.", 2)) == 2);
}

TEST_CASE("bytes of all types can be looked for in each other") {
    static constexpr std::byte bytes[] = {std::byte{1}, std::byte{200}, std::byte{3}};
    static constexpr char text[] = {static_cast<char>(200), 3};
    constexpr kernel::byte_run<std::byte> hay{bytes, 3};
    CHECK_BOTH(kernel::find_run<true>(hay, kernel::byte_run<char>{text, 2}) == 1);
    CHECK_BOTH(kernel::find_byte<true>(hay, 200) == 1 && kernel::count_byte(hay, 200) == 1);
}

TEST_CASE("random runs over few letters are found and counted as std does") {
    unsigned state = 5;
    const auto next = [&state](unsigned limit) { return ((state = state * 1664525u + 1013904223u) >> 8) % limit; };
    for (int k = 0; k < 3000; ++k) {
        const unsigned letters = 1 + next(3);
        std::string hay;
        std::string needle;
        for (unsigned n = next(300); n > 0; --n) hay += static_cast<char>('a' + next(letters));
        for (unsigned n = 1 + next(5); n > 0; --n) needle += static_cast<char>('a' + next(letters));
        std::string spread_hay;
        for (const char c : hay) spread_hay += {c, '.', '-'};
        const auto strided = run_of(spread_hay, 3);
        CAPTURE(hay, needle);
        CHECK(find(hay, needle) == as_place(hay.find(needle)));
        CHECK(rfind(hay, needle) == as_place(hay.rfind(needle)));
        CHECK(count(hay, needle) == count_slowly(hay, needle));
        CHECK(kernel::find_run<true>(strided, run_of(needle)) == as_place(hay.find(needle)));
        CHECK(kernel::find_run<false>(strided, run_of(needle)) == as_place(hay.rfind(needle)));
        CHECK(kernel::count_run(strided, run_of(needle)) == count_slowly(hay, needle));
    }
}
