#include "support/catch.hpp"
#include "support/failure.hpp"
#include "view/model.hpp"

#include <array>
#include <cstdint>
#include <lendbuf/element/endian.hpp>
#include <lendbuf/owner/standard.hpp>
#include <lendbuf/owner/static_memory.hpp>
#include <lendbuf/view/find.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace lb = lendbuf;
using lb::buffer_view;
using lb::errc;
using lb::none;
using lb::slice;
using namespace std::string_view_literals;

namespace {

constexpr std::array<std::uint8_t, 6> banana{'b', 'a', 'n', 'a', 'n', 'a'};

// Finds as Python does, by trying every place.
std::ptrdiff_t find_slowly(std::string_view hay, std::string_view needle, lb::slice_bound start, lb::slice_bound stop,
                           bool last) {
    const auto size = static_cast<std::ptrdiff_t>(hay.size());
    const auto length = static_cast<std::ptrdiff_t>(needle.size());
    std::ptrdiff_t from = start.value_or(0);
    std::ptrdiff_t to = stop.value_or(size);
    if (from < 0) from = from + size < 0 ? 0 : from + size;
    if (to < 0) to = to + size < 0 ? 0 : to + size;
    if (to > size) to = size;
    std::ptrdiff_t found = -1;
    for (std::ptrdiff_t k = from; k + length <= to; ++k)
        if (hay.substr(static_cast<std::size_t>(k), needle.size()) == needle && (found < 0 || last)) found = k;
    return found;
}

} // namespace

TEST_CASE("find gives the first place of a byte or a run, rfind the last, both -1 for none") {
    // Python: b"banana".find(b"an"), and so on
    CHECK_BOTH(lb::find(banana, "an") == 1 && lb::rfind(banana, "an") == 3);
    CHECK_BOTH(lb::find(banana, 'n') == 2 && lb::rfind(banana, 110) == 4);
    CHECK_BOTH(lb::find(banana, "nab") == -1 && lb::rfind(banana, std::byte{0}) == -1);
    CHECK_BOTH(lb::find(banana, "na"sv) == 2 && lb::find(banana, banana) == 0);
    CHECK_BOTH(lb::find("banana"sv, banana) == 0 && lb::find("a banana"sv, buffer_view(banana)) == 2);
    CHECK_BOTH(lb::find(buffer_view(banana), "nan") == 2);
}

TEST_CASE("index and rindex fail where find gives -1") {
    CHECK_BOTH(lb::index(banana, "an") == 1 && lb::rindex(banana, "an") == 3 && lb::index(banana, 'b') == 0);
    CHECK_BOTH(*lb::try_index(banana, "na") == 2 && *lb::try_rindex(banana, "na") == 4);
    CHECK_BOTH(lb::try_index(banana, "x").error().code == errc::item_not_found);
    CHECK_BOTH(lb::try_rindex(banana, 'x').error().code == errc::item_not_found);
    CHECK_THROWS_LB(lb::value_error, "index: item not found", lb::index(banana, "x"));
    CHECK_THROWS_LB(lb::value_error, "rindex: item not found", lb::rindex(banana, "an", 4));
}

TEST_CASE("bounds are those of a slice, and places count from the start of the whole") {
    CHECK_BOTH(lb::find(banana, "an", 2) == 3 && lb::find(banana, "an", 2, 4) == -1 && lb::find(banana, "an", -5) == 1);
    CHECK_BOTH(lb::rfind(banana, "an", none, -1) == 3 && lb::rfind(banana, "an", none, 4) == 1);
    CHECK_BOTH(lb::find(banana, 'a', 2) == 3 && lb::rfind(banana, 'a', 0, -1) == 3 && lb::find(banana, 'b', 1) == -1);
    CHECK_BOTH(lb::find(banana, 'a', 100) == -1 && lb::find(banana, "a", 4, 2) == -1);
    CHECK_BOTH(lb::index(banana, 'n', 3) == 4 && *lb::try_find(banana, 'n', 3) == 4 &&
               *lb::try_rfind(banana, 'n', 0, 4) == 2);
}

TEST_CASE("an empty needle is found at the bounds, but not beyond the end") {
    // Python: b"abc".find(b"", 3) == 3, b"abc".find(b"", 4) == -1
    CHECK_BOTH(lb::find("abc"sv, "") == 0 && lb::find("abc"sv, "", 3) == 3 && lb::find("abc"sv, "", 4) == -1);
    CHECK_BOTH(lb::rfind("abc"sv, "") == 3 && lb::rfind("abc"sv, "", 1, 2) == 2 && lb::rfind("abc"sv, "", 2, 1) == -1);
    CHECK_BOTH(lb::find(""sv, "") == 0 && lb::rfind(""sv, "") == 0 && lb::find(""sv, "a") == -1);
    CHECK(lb::find(std::vector<std::uint8_t>(), ""sv) == 0);
}

TEST_CASE("a number that is no byte is refused") {
    CHECK_BOTH(lb::try_find(banana, 256).error().code == errc::byte_out_of_range);
    CHECK_BOTH(lb::try_rfind(banana, -1).error().offset == -1);
    CHECK_BOTH(lb::try_index(banana, 256).error().code == errc::byte_out_of_range);
    CHECK_THROWS_LB(lb::value_error, "byte must be in range(0, 256), got 300", lb::find(banana, 300));
    CHECK(FAILURE_OF(lb::rindex(banana, 300)).code == errc::byte_out_of_range);
}

TEST_CASE("in a view index looks for values, and no byte is 300") {
    // Python: memoryview(b"banana").index(300) is a ValueError: not found
    CHECK_BOTH(lb::index(buffer_view(banana), 'n') == 2 && lb::rindex(buffer_view(banana), 110.0) == 4);
    CHECK_BOTH(lb::try_index(buffer_view(banana), 300).error().code == errc::item_not_found);
    CHECK_BOTH(lb::try_index(buffer_view(banana), -1).error().code == errc::item_not_found);
}

TEST_CASE("strided bytes are searched, too, and looked for") {
    static constexpr std::string_view spread = "b-a-n-a-n-a-";
    constexpr auto every_second = buffer_view(spread)[slice(none, none, 2)];
    CHECK_BOTH(lb::find(every_second, "nan") == 2 && lb::rfind(every_second, "an") == 3 &&
               lb::find(every_second, '-') == -1);
    CHECK_BOTH(lb::find(banana, every_second) == 0 && lb::rfind(every_second, 'n') == 4);
    constexpr auto backwards = buffer_view(banana)[slice(none, none, -1)];
    CHECK_BOTH(lb::find(backwards, "nab") == 3 && lb::rfind(backwards, "an") == 2 && lb::rfind(backwards, 'b') == 5);
    CHECK_BOTH(lb::find(backwards, backwards[slice(3, none)]) == 3);
    const std::string text = "banana";
    const std::string dashed = "b-a-n-a-n-a";
    CHECK(lb::find(text, buffer_view(dashed)[slice(2, 7, 2)]) == 1);
    CHECK(lb::rfind(buffer_view(dashed)[slice(none, none, 2)], buffer_view(text)[slice(1, 3)]) == 3);
    CHECK(lb::find(buffer_view(dashed)[slice(none, none, 2)], 'n', 3) == 4);
}

TEST_CASE("items of other types are found by value") {
    static constexpr std::array<int, 5> numbers{3, -1, 4, -1, 5};
    CHECK_BOTH(lb::find(numbers, -1) == 1 && lb::rfind(numbers, -1) == 3 && lb::find(numbers, 4.0) == 2);
    CHECK_BOTH(lb::find(numbers, 4294967295u) == -1 && lb::find(numbers, 4.5) == -1 && lb::index(numbers, 5, -1) == 4);
    static constexpr std::array<std::int8_t, 2> small{-1, 1};
    CHECK_BOTH(lb::find(small, -1) == 0 && lb::find(small, 255) == -1 && lb::find(small, "\xff\x01") == 0);
    static constexpr std::array<lb::be<std::uint16_t>, 2> words{std::uint16_t{256}, std::uint16_t{1}};
    CHECK_BOTH(lb::find(words, 1) == 1 && lb::find(words, 256) == 0);
}

TEST_CASE("owners with leases are searched without one") {
    lb::static_memory<std::uint8_t, 4> memory(1, 2, 3, 2);
    CHECK(lb::find(memory, 2) == 1);
    CHECK(lb::rfind(memory, 2) == 3);
    CHECK(memory.leases() == 0);
    const buffer_view view(memory);
    CHECK(lb::index(view, 3) == 2);
}

TEST_CASE("random texts, needles and bounds agree with the slow search") {
    test_support::random_numbers next(11);
    const auto bound = [&next]() -> lb::slice_bound {
        const auto k = next(-60, 60);
        return k == 0 ? lb::slice_bound(none) : lb::slice_bound(k);
    };
    for (int k = 0; k < 5000; ++k) {
        std::string hay;
        std::string needle;
        for (auto n = next(0, 50); n > 0; --n) hay += static_cast<char>('a' + next(0, 1));
        for (auto n = next(0, 4); n > 0; --n) needle += static_cast<char>('a' + next(0, 1));
        const auto start = bound();
        const auto stop = bound();
        CAPTURE(hay, needle, start.given(), start.value_or(0), stop.given(), stop.value_or(0));
        CHECK(lb::find(hay, needle, start, stop) == find_slowly(hay, needle, start, stop, false));
        CHECK(lb::rfind(hay, needle, start, stop) == find_slowly(hay, needle, start, stop, true));
        CHECK(lb::find(hay, 'a', start, stop) == find_slowly(hay, "a", start, stop, false));
        CHECK(lb::rfind(hay, 'a', start, stop) == find_slowly(hay, "a", start, stop, true));
    }
}
