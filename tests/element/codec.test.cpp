#include "pack/hex.hpp"
#include "support/catch.hpp"

#include <array>
#include <bit>
#include <complex>
#include <cstdint>
#include <lendbuf/element/codec.hpp>
#include <lendbuf/element/endian.hpp>
#include <limits>
#include <type_traits>
#include <utility>

namespace lb = lendbuf;
using lb::errc;
using lb::value_kind;
using test_support::hex;

namespace {

template <value_kind Kind, std::size_t Size, std::endian Order, class V>
constexpr auto written(const V& value) {
    std::array<std::uint8_t, Size> bytes{};
    lb::write_value<Kind, Size, Order>(bytes.data(), value);
    return bytes;
}

// Every integer type's own extremes, checked against what the standard library says of the target's range.
template <class Target, value_kind Kind, class V>
constexpr bool agrees_with_in_range() {
    using limits = std::numeric_limits<V>;
    for (const V value : {limits::min(), static_cast<V>(limits::min() + 1), V{0}, V{1},
                          static_cast<V>(limits::max() - 1), limits::max(), static_cast<V>(limits::max() / 2)})
        if ((lb::check_value<Kind, sizeof(Target)>(value) == errc::success) != std::in_range<Target>(value))
            return false;
    return true;
}

template <class Target, value_kind Kind>
constexpr bool checks_all_types() {
    return agrees_with_in_range<Target, Kind, signed char>() && agrees_with_in_range<Target, Kind, unsigned char>() &&
           agrees_with_in_range<Target, Kind, short>() && agrees_with_in_range<Target, Kind, unsigned short>() &&
           agrees_with_in_range<Target, Kind, int>() && agrees_with_in_range<Target, Kind, unsigned>() &&
           agrees_with_in_range<Target, Kind, long>() && agrees_with_in_range<Target, Kind, unsigned long>() &&
           agrees_with_in_range<Target, Kind, long long>() && agrees_with_in_range<Target, Kind, unsigned long long>();
}

constexpr auto big = std::endian::big;
constexpr auto little = std::endian::little;

struct file_handle {};

} // namespace

TEST_CASE("integers of every type are checked against every field") {
    CHECK_BOTH(checks_all_types<std::int8_t, value_kind::signed_integer>());
    CHECK_BOTH(checks_all_types<std::int16_t, value_kind::signed_integer>());
    CHECK_BOTH(checks_all_types<std::int32_t, value_kind::signed_integer>());
    CHECK_BOTH(checks_all_types<std::int64_t, value_kind::signed_integer>());
    CHECK_BOTH(checks_all_types<std::uint8_t, value_kind::unsigned_integer>());
    CHECK_BOTH(checks_all_types<std::uint16_t, value_kind::unsigned_integer>());
    CHECK_BOTH(checks_all_types<std::uint32_t, value_kind::unsigned_integer>());
    CHECK_BOTH(checks_all_types<std::uint64_t, value_kind::unsigned_integer>());
}

TEST_CASE("what a code takes is decided by the compiler") {
    constexpr auto integer = value_kind::signed_integer;
    STATIC_CHECK(lb::packable<int, integer>() && lb::packable<bool, integer>() && lb::packable<char, integer>());
    STATIC_CHECK(lb::packable<std::byte, integer>() && lb::packable<lb::be<short>, integer>());
    STATIC_CHECK_FALSE(lb::packable<double, integer>() || lb::packable<lb::le<float>, integer>());
    STATIC_CHECK_FALSE(lb::packable<lb::half, integer>() || lb::packable<int*, integer>());
    STATIC_CHECK(lb::packable<int, value_kind::floating>() && lb::packable<lb::half, value_kind::floating>());
    STATIC_CHECK_FALSE(lb::packable<std::complex<float>, value_kind::floating>());
    STATIC_CHECK(lb::packable<std::complex<float>, value_kind::complex>() && lb::packable<int, value_kind::complex>());
    STATIC_CHECK(lb::packable<char, value_kind::character>() && !lb::packable<int, value_kind::character>());
    STATIC_CHECK(lb::packable<const int*, value_kind::pointer>() && lb::packable<int, value_kind::pointer>());
    STATIC_CHECK_FALSE(lb::packable<double, value_kind::pointer>() || lb::packable<file_handle, value_kind::boolean>());
}

TEST_CASE("values are written and read at any address, in both orders") {
    CHECK_BOTH(written<value_kind::unsigned_integer, 4, big>(0x01020304u) == hex("01020304"));
    CHECK_BOTH(written<value_kind::unsigned_integer, 4, little>(0x01020304u) == hex("04030201"));
    CHECK_BOTH(written<value_kind::floating, 2, big>(1.0) == hex("3c00"));
    CHECK_BOTH(written<value_kind::boolean, 1, big>(256) == hex("01"));
    CHECK_BOTH(written<value_kind::complex, 8, little>(1) == hex("0000803f00000000"));
    constexpr auto bytes = hex("ee0102030405060708");
    CHECK_BOTH(lb::read_value<value_kind::unsigned_integer, 8, big>(bytes.data() + 1) == 0x0102030405060708u);
    CHECK_BOTH(lb::read_value<value_kind::unsigned_integer, 8, little>(bytes.data() + 1) == 0x0807060504030201u);
    CHECK_BOTH(lb::read_value<value_kind::signed_integer, 1, big>(bytes.data()) == -18);
    CHECK_BOTH(lb::read_value<value_kind::boolean, 1, big>(bytes.data()) == true);
    CHECK_BOTH(lb::read_value<value_kind::character, 1, big>(bytes.data()) == '\xee');
}

TEST_CASE("doubles near the largest float are rounded, not refused") {
    constexpr float most = std::numeric_limits<float>::max();
    CHECK_BOTH(lb::detail::narrow_to_float(0x1.fffffefffffffp127) == most);
    CHECK_BOTH(lb::detail::narrow_to_float(-0x1.fffffefffffffp127) == -most);
    CHECK_BOTH(!lb::detail::overflows_float(0x1.fffffefffffffp127) && lb::detail::overflows_float(0x1.ffffffp127));
    CHECK_BOTH(lb::detail::narrow_to_float(std::numeric_limits<double>::infinity()) ==
               std::numeric_limits<float>::infinity());
    CHECK_BOTH(lb::detail::narrow_to_float(0.1) == 0.1f);
}

TEST_CASE("complex values convert to std complex of the same part") {
    constexpr lb::complex_value<double> value{1, -2};
    const std::complex<double> converted = value;
    CHECK((converted.real() == 1 && converted.imag() == -2));
    STATIC_CHECK_FALSE(std::is_convertible_v<lb::complex_value<double>, std::complex<float>>);
    CHECK_BOTH(value.real() == 1 && value == lb::complex_value<double>{1, -2});
}
