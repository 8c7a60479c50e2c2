#include <cstdint>
#include <lendbuf/kernel/two_way.hpp>
#include <string>
#include <string_view>

#include "support/catch.hpp"

namespace kernel = lendbuf::kernel;

namespace {

constexpr kernel::byte_run<char> run_of(std::string_view text) {
    return {text.data(), static_cast<std::ptrdiff_t>(text.size())};
}

constexpr std::ptrdiff_t find(std::string_view hay, std::string_view needle) {
    const auto run = run_of(needle);
    return kernel::detail::find_two_way(run_of(hay), run, kernel::detail::plan_two_way(run));
}

constexpr std::ptrdiff_t place_of(std::string_view hay, std::string_view needle) {
    const auto place = hay.find(needle);
    return place == std::string_view::npos ? -1 : static_cast<std::ptrdiff_t>(place);
}

} // namespace

TEST_CASE("a run of bytes may be strided and turned round") {
    static constexpr char text[] = {'a', '-', 'b', '-', 'c'};
    constexpr kernel::byte_run<char> run{text, 3, 2};
    CHECK_BOTH(run[0] == 'a' && run[1] == 'b' && run[2] == 'c');
    CHECK_BOTH(run.reversed()[0] == 'c' && run.reversed()[2] == 'a' && run.reversed().reversed()[1] == 'b');
    CHECK_BOTH(run.part(1, 2)[0] == 'b' && run.part(1, 2).size == 2);
    CHECK_BOTH(run.part(3, 0).first == text && kernel::byte_run<char>{}.reversed().size == 0);
}

TEST_CASE("needles are found when compiled") {
    CHECK_BOTH(find("hello", "l") == 2 && find("hello", "lo") == 3 && find("hello", "hello") == 0);
    CHECK_BOTH(find("hello", "hallo") == -1 && find("hello", "hello!") == -1 && find("", "a") == -1);
    CHECK_BOTH(find("abababac", "abac") == 4 && find("aaaaaaab", "aab") == 5 && find("abaabaabaac", "abaabaac") == 3);
}

TEST_CASE("every needle over two letters is found in every text over two letters") {
    for (unsigned hay_bits = 0; hay_bits < 1024; ++hay_bits) {
        std::string hay;
        for (unsigned k = 0; k < 10; ++k) hay += (hay_bits >> k & 1) != 0 ? 'b' : 'a';
        bool right = true;
        for (unsigned size = 1; size <= 7; ++size)
            for (unsigned bits = 0; bits < 1u << size; ++bits) {
                std::string needle;
                for (unsigned k = 0; k < size; ++k) needle += (bits >> k & 1) != 0 ? 'b' : 'a';
                right = right && find(hay, needle) == place_of(hay, needle);
            }
        CAPTURE(hay);
        CHECK(right);
    }
}

TEST_CASE("the plan knows how needles repeat") {
    const auto plan = [](std::string_view needle) { return kernel::detail::plan_two_way(run_of(needle)); };
    CHECK((plan("aaaa").periodic && plan("aaaa").period == 1));
    CHECK((plan("abababab").periodic && plan("abababab").period == 2));
    CHECK_FALSE(plan("abcdef").periodic);
    CHECK(plan("abcdef").period > 3);
}
