#include "support/catch.hpp"
#include "support/failure.hpp"

#include <array>
#include <cstdint>
#include <lendbuf/owner/byte_argument.hpp>
#include <lendbuf/owner/static_memory.hpp>
#include <lendbuf/view/buffer_view.hpp>
#include <limits>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace lb = lendbuf;
using lb::errc;
using lb::none;

namespace {

constexpr std::uint8_t numbers[5] = {10, 20, 30, 40, 50};
constexpr char unterminated[3] = {'a', 'b', 'c'};

template <class X>
constexpr int sum_of(X&& x) {
    const auto run = lb::detail::run_of_bytes(x);
    int sum = 0;
    for (std::ptrdiff_t k = 0; k < run.size; ++k) sum = sum * 100 + run[k];
    return sum;
}

constexpr bool spans(lb::slice_bound start, lb::slice_bound stop, std::ptrdiff_t first, std::ptrdiff_t size) {
    const auto span = lb::detail::bounded(start, stop, 5);
    return span.start == first && span.size == size;
}

} // namespace

TEST_CASE("byte arguments are rows of bytes, gapless or strided") {
    STATIC_CHECK(lb::byte_argument<std::string&>);
    STATIC_CHECK(lb::byte_argument<const std::string_view&>);
    STATIC_CHECK(lb::byte_argument<std::vector<std::byte>>);
    STATIC_CHECK(lb::byte_argument<lb::buffer_view<const std::uint8_t>>);
    STATIC_CHECK(lb::byte_argument<const char(&)[4]>);
    STATIC_CHECK_FALSE(lb::byte_argument<std::vector<int>&>);
    STATIC_CHECK_FALSE(lb::byte_argument<lb::buffer_view<char, 2>>);
    STATIC_CHECK_FALSE(lb::byte_argument<const char*>);
    STATIC_CHECK_FALSE(lb::byte_argument<int>);
}

TEST_CASE("bytes that would be gone at once do not last") {
    STATIC_CHECK(lb::lasting_bytes<std::string&>);
    STATIC_CHECK(lb::lasting_bytes<std::string_view>);
    STATIC_CHECK(lb::lasting_bytes<lb::buffer_view<char>>);
    STATIC_CHECK_FALSE(lb::lasting_bytes<std::string>);
    STATIC_CHECK_FALSE(lb::lasting_bytes<lb::buffer_view<char, 1, lb::contiguous, lb::leased>>);
}

TEST_CASE("a literal is read without its terminator, and strided bytes are read where they are") {
    CHECK_BOTH(sum_of("\1\2\3") == 10203 && sum_of("") == 0 && lb::detail::run_of_bytes("abc").size == 3);
    CHECK_BOTH(lb::detail::run_of_bytes(unterminated).size == 3 && lb::detail::run_of_bytes("a\0").size == 2);
    constexpr lb::region<const std::uint8_t, 1, lb::strided> odd{numbers + 4, {{3}}, {{-2}}};
    CHECK_BOTH(sum_of(odd) == 503010 && sum_of(numbers) == 1020304050);
    CHECK(sum_of(std::string("\4\5")) == 405);
}

TEST_CASE("a part of a region keeps its type and layout, and an empty one its address") {
    constexpr lb::region<const std::uint8_t, 1, lb::strided> odd{numbers, {{3}}, {{2}}};
    constexpr auto part = lb::detail::part_of(odd, 1, 2);
    CHECK_BOTH(part.data == numbers + 2 && part.shape[0] == 2 && sum_of(part) == 3050);
    CHECK_BOTH(lb::detail::part_of(odd, 3, 0).data == numbers && lb::detail::part_of(odd, 3, 0).shape[0] == 0);
    std::string text("abc");
    auto whole = lb::detail::region_of_bytes(text);
    STATIC_CHECK(std::is_same_v<decltype(whole), lb::region<char, 1, lb::contiguous>>);
    CHECK((whole.data == text.data() && whole.shape[0] == 3));
}

TEST_CASE("numbers are bytes from 0 to 255, and chars what they are in memory") {
    using lb::detail::checked_byte;
    CHECK_BOTH(checked_byte(0) == 0 && checked_byte(255u) == 255 && checked_byte(std::byte{7}) == 7);
    CHECK_BOTH(checked_byte('\xff') == 255 && checked_byte(std::int8_t{127}) == 127);
    STATIC_CHECK_FALSE(lb::byte_value<bool>);
    STATIC_CHECK_FALSE(lb::byte_value<double>);
    CHECK(FAILURE_OF(checked_byte(256)).offset == 256);
    CHECK(FAILURE_OF(checked_byte(std::int8_t{-1})).code == errc::byte_out_of_range);
    CHECK_THROWS_LB_AS(lb::value_error, checked_byte(std::numeric_limits<std::uint64_t>::max()));
    CHECK_THROWS_LB_AS(lb::value_error, checked_byte(std::numeric_limits<std::int64_t>::min()));
}

TEST_CASE("bounds of searches are those of slices, but a start beyond the end stays there") {
    CHECK_BOTH(spans(none, none, 0, 5) && spans(1, -1, 1, 3) && spans(-2, none, 3, 2) && spans(-9, 9, 0, 5));
    CHECK_BOTH(spans(5, none, 5, 0) && spans(6, none, 6, -1) && spans(4, 2, 4, -2));
    constexpr auto most = std::numeric_limits<std::ptrdiff_t>::max();
    CHECK_BOTH(spans(most, most, most, 5 - most) && spans(-most - 1, -most - 1, 0, 0));
}
