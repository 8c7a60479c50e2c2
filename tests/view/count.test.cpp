#include "support/catch.hpp"
#include "support/failure.hpp"
#include "view/model.hpp"

#include <array>
#include <cstdint>
#include <lendbuf/element/endian.hpp>
#include <lendbuf/owner/standard.hpp>
#include <lendbuf/view/count.hpp>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace lb = lendbuf;
using lb::buffer_view;
using lb::errc;
using lb::none;
using lb::slice;
using namespace std::string_view_literals;

TEST_CASE("bytes and runs of bytes are counted") {
    // Python: b"banana".count(b"ana") == 1, and so on
    CHECK_BOTH(lb::count("banana"sv, "ana") == 1 && lb::count("banana"sv, 'a') == 3 && lb::count("banana"sv, 110) == 2);
    CHECK_BOTH(lb::count("banana"sv, "an", 2) == 1 && lb::count("banana"sv, 'a', 1, -1) == 2);
    CHECK_BOTH(lb::count("banana"sv, 'a', 10) == 0 && lb::count("banana"sv, "a", 4, 2) == 0);
    CHECK_BOTH(*lb::try_count("banana"sv, "na"sv) == 2);
}

TEST_CASE("an empty needle is between all bytes") {
    CHECK_BOTH(lb::count("abc"sv, "") == 4 && lb::count("abc"sv, "", 3) == 1 && lb::count("abc"sv, "", 4) == 0);
    CHECK_BOTH(lb::count("abc"sv, "", 2, 1) == 0 && lb::count("abc"sv, "", 1, 2) == 2 && lb::count(""sv, "") == 1);
}

TEST_CASE("values are counted in views and among other items") {
    // Python: memoryview(b"banana").count(300) == 0, but b"banana".count(300) is a ValueError
    CHECK_BOTH(lb::count(buffer_view("banana"sv), 300) == 0 && lb::count(buffer_view("banana"sv), 97) == 3);
    CHECK_BOTH(lb::try_count("banana"sv, 300).error().code == errc::byte_out_of_range);
    CHECK_THROWS_LB(lb::value_error, "byte must be in range(0, 256), got -1", lb::count("banana"sv, -1));
    static constexpr std::array<double, 4> floats{1, 0.5, 1, std::numeric_limits<double>::quiet_NaN()};
    CHECK_BOTH(lb::count(floats, 1) == 2 && lb::count(floats, floats[3]) == 0 && lb::count(floats, 1, 1) == 1);
    static constexpr std::array<std::int8_t, 3> small{-1, 1, -1};
    CHECK_BOTH(lb::count(small, -1) == 2 && lb::count(small, 255) == 0 && lb::count(small, "\xff") == 2);
    static constexpr std::array<lb::be<int>, 3> words{7, 8, 7};
    CHECK_BOTH(lb::count(words, 7) == 2 && lb::count(words, 7, 5, 1) == 0);
}

TEST_CASE("strided bytes and items are counted") {
    static constexpr std::array<int, 6> numbers{1, 2, 1, 2, 1, 1};
    constexpr auto odd = buffer_view(numbers)[slice(1, none, 2)];
    CHECK_BOTH(lb::count(odd, 2) == 2 && lb::count(odd, 1) == 1);
    constexpr auto backwards = buffer_view("banana"sv)[slice(none, none, -1)];
    CHECK_BOTH(lb::count(backwards, "an") == 2 && lb::count(backwards, "nab") == 1 && lb::count(backwards, 'n') == 2);
}

TEST_CASE("random runs of bytes are counted as a slow search does") {
    test_support::random_numbers next(12);
    for (int k = 0; k < 2000; ++k) {
        std::string hay;
        std::string needle;
        for (auto n = next(0, 80); n > 0; --n) hay += static_cast<char>('a' + next(0, 1));
        for (auto n = next(1, 4); n > 0; --n) needle += static_cast<char>('a' + next(0, 1));
        std::ptrdiff_t slowly = 0;
        for (std::size_t at = 0; (at = hay.find(needle, at)) != std::string::npos; at += needle.size()) ++slowly;
        CAPTURE(hay, needle);
        CHECK(lb::count(hay, needle) == slowly);
    }
}
