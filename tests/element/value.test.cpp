#include <cstdint>
#include <lendbuf/element/value.hpp>
#include <limits>
#include <string>
#include <type_traits>

#include "support/catch.hpp"

namespace lb = lendbuf;
using lb::be;
using lb::le;
using lb::same_value;

namespace {

enum class level : std::int16_t { low = -1, high = 300 };
struct opaque {
    int x;
};

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

} // namespace

TEST_CASE("integers compare by value, whatever their size and sign") {
    CHECK_BOTH(same_value(std::int8_t{5}, std::uint64_t{5}));
    CHECK_BOTH(!same_value(-1, std::uint32_t{0xFFFFFFFF}));
    CHECK_BOTH(!same_value(std::uint32_t{0xFFFFFFFF}, -1));
    CHECK_BOTH(!same_value(std::int64_t{-1}, std::uint64_t{UINT64_MAX}));
    CHECK_BOTH(!same_value(std::int8_t{-1}, std::uint8_t{255}));
    CHECK_BOTH(same_value(std::int64_t{-1}, std::int8_t{-1}));
    CHECK_BOTH(!same_value(std::uint64_t{1} << 32, std::uint32_t{0}));
    CHECK_BOTH(same_value(true, 1) && same_value(0, false) && !same_value(true, 2));
}

TEST_CASE("floats compare as IEEE 754 says") {
    CHECK_BOTH(same_value(1.5f, 1.5));
    CHECK_BOTH(!same_value(0.1f, 0.1));
    CHECK_BOTH(same_value(-0.0, 0.0));
    CHECK_BOTH(!same_value(not_a_number, not_a_number));
    CHECK_BOTH(!same_value(not_a_number, 1) && !same_value(0, not_a_number));
    CHECK_BOTH(same_value(lb::half(1.5), 1.5) && same_value(2, lb::half(2.0)));
    CHECK_BOTH(!same_value(lb::half::from_bits(0x7E00), lb::half::from_bits(0x7E00)));
}

TEST_CASE("an integer equals a float only when both are the same number") {
    CHECK_BOTH(same_value(1, 1.0) && same_value(1.0f, 1));
    CHECK_BOTH(!same_value(1, 1.5));
    // As in Python: 9007199254740993 != 9007199254740992.0, though it rounds to it.
    CHECK_BOTH(!same_value(std::int64_t{9007199254740993}, 9007199254740992.0));
    CHECK_BOTH(same_value(std::int64_t{9007199254740992}, 9007199254740992.0));
    CHECK_BOTH(!same_value(std::int32_t{16777217}, 16777216.0f));
    CHECK_BOTH(!same_value(16777216.0f, std::uint32_t{16777217}));
    CHECK_BOTH(!same_value(std::int64_t{INT64_MAX}, 9223372036854775808.0));
    CHECK_BOTH(same_value(std::int64_t{INT64_MIN}, -9223372036854775808.0));
    CHECK_BOTH(!same_value(std::uint64_t{UINT64_MAX}, 18446744073709551616.0));
    CHECK_BOTH(same_value(std::uint64_t{1} << 63, 9223372036854775808.0f));
    CHECK_BOTH(!same_value(std::uint32_t{UINT32_MAX}, 4294967296.0f));
    CHECK_BOTH(!same_value(1, std::numeric_limits<double>::infinity()));
    CHECK_BOTH(!same_value(-1, -std::numeric_limits<float>::infinity()));
    CHECK_BOTH(same_value(true, 1.0) && !same_value(true, 2.0) && same_value(0.0, false));
}

TEST_CASE("characters compare as bytes, whether char is signed or not") {
    CHECK_BOTH(same_value('a', 'a') && !same_value('a', 'b'));
    CHECK_BOTH(same_value('\xE4', static_cast<unsigned char>(0xE4)));
    CHECK_BOTH(same_value(static_cast<unsigned char>(0xE4), '\xE4'));
    CHECK_BOTH(!same_value('\xFF', static_cast<signed char>(-1)));
    CHECK_BOTH(same_value('\xFF', std::byte{0xFF}));
}

TEST_CASE("items of a fixed byte order compare as their values") {
    CHECK_BOTH(same_value(be<std::int32_t>(-7), le<std::int16_t>(-7)));
    CHECK_BOTH(same_value(be<std::uint16_t>(258), 258));
    CHECK_BOTH(!same_value(be<std::uint16_t>(258), le<std::uint16_t>(513)));
    CHECK_BOTH(same_value(be<float>(0.5f), 0.5));
    CHECK_BOTH(!same_value(le<double>(not_a_number), be<double>(not_a_number)));
}

TEST_CASE("enums and bytes compare as their integers") {
    CHECK_BOTH(same_value(level::low, -1) && same_value(300, level::high) && same_value(level::low, level::low));
    CHECK_BOTH(same_value(std::byte{200}, 200));
}

TEST_CASE("pairs without an equality cannot be compared") {
    STATIC_CHECK(lb::comparable_items<int, double>);
    STATIC_CHECK(lb::comparable_items<be<int>, lb::half>);
    STATIC_CHECK_FALSE(lb::comparable_items<opaque, opaque>);
    STATIC_CHECK_FALSE(lb::comparable_items<int, opaque>);
    STATIC_CHECK_FALSE(lb::comparable_items<int*, int>);
}

TEST_CASE("the plain value of an item is what it stands for") {
    STATIC_CHECK(std::is_same_v<decltype(lb::plain_value(be<int>())), int>);
    STATIC_CHECK(std::is_same_v<decltype(lb::plain_value(lb::half())), float>);
    STATIC_CHECK(std::is_same_v<decltype(lb::plain_value(level())), std::int16_t>);
    CHECK_BOTH(lb::plain_value(be<int>(5)) == 5);
}

TEST_CASE("bytes decide equality only where every value has one image") {
    STATIC_CHECK(lb::equal_as_bytes<int> && lb::equal_as_bytes<const unsigned long> && lb::equal_as_bytes<char>);
    STATIC_CHECK(lb::equal_as_bytes<std::byte> && lb::equal_as_bytes<be<int>> && lb::equal_as_bytes<level>);
    STATIC_CHECK_FALSE(lb::equal_as_bytes<float> || lb::equal_as_bytes<double> || lb::equal_as_bytes<lb::half>);
    STATIC_CHECK_FALSE(lb::equal_as_bytes<bool> || lb::equal_as_bytes<be<bool>> || lb::equal_as_bytes<le<double>>);
    STATIC_CHECK_FALSE(lb::equal_as_bytes<opaque>);
}
