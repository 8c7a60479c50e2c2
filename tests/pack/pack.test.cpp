#include "pack/hex.hpp"
#include "support/catch.hpp"

#include <array>
#include <bit>
#include <complex>
#include <cstdint>
#include <lendbuf/element/endian.hpp>
#include <lendbuf/owner/static_memory.hpp>
#include <lendbuf/pack/pack.hpp>
#include <lendbuf/view/buffer_view.hpp>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lb = lendbuf;
using lb::errc;
using test_support::hex;
using test_support::same_bytes;

namespace {

template <lb::fixed_format Format, std::size_t Size, class... V>
constexpr bool packs(const char (&digits)[Size], const V&... value) {
    return same_bytes(lb::pack<Format>(value...), hex(digits));
}

template <class A, class B>
constexpr bool same_number(A a, B b) {
    if constexpr (std::is_floating_point_v<A>)
        return std::bit_cast<std::uint64_t>(static_cast<double>(a)) ==
               std::bit_cast<std::uint64_t>(static_cast<double>(b));
    else if constexpr (std::is_same_v<A, bool> || std::is_same_v<A, char>)
        return a == b;
    else
        return std::cmp_equal(a, b);
}

// Packs to these bytes, and unpacks to the same value again.
template <lb::fixed_format Format, std::size_t Size, class V>
constexpr bool both_ways(const char (&digits)[Size], V value) {
    const auto [back] = lb::unpack<Format>(hex(digits));
    return packs<Format>(digits, value) && same_number(back, value);
}

template <lb::fixed_format Format, class... V>
constexpr errc refusal(const V&... value) {
    return lb::try_pack<Format>(value...).error().code;
}

// Neither the number below `low` nor the one above `high` is packed; both ends are.
template <lb::fixed_format Format, class Low, class High>
constexpr bool range_is(Low low, High high) {
    using signed_limits = std::numeric_limits<std::int64_t>;
    using unsigned_limits = std::numeric_limits<std::uint64_t>;
    if (refusal<Format>(low) != errc::success || refusal<Format>(high) != errc::success) return false;
    if (std::cmp_greater(low, signed_limits::min()) &&
        refusal<Format>(static_cast<std::int64_t>(low) - 1) != errc::number_out_of_range)
        return false;
    return std::cmp_equal(high, unsigned_limits::max()) ||
           refusal<Format>(static_cast<std::uint64_t>(high) + 1) == errc::number_out_of_range;
}

template <class Int>
using limits = std::numeric_limits<Int>;
constexpr auto i64_min = limits<std::int64_t>::min();
constexpr auto i64_max = limits<std::int64_t>::max();
constexpr auto u64_max = limits<std::uint64_t>::max();

enum class colour : std::uint16_t { red = 0x1234 };

} // namespace

TEST_CASE("pack integers at both ends of their range, in both byte orders") {
    CHECK_BOTH(both_ways<"<b">("80", -128) && both_ways<"<b">("7f", 127));
    CHECK_BOTH(both_ways<"<B">("00", 0) && both_ways<"<B">("ff", 255));
    CHECK_BOTH(both_ways<"<h">("0080", -32768) && both_ways<"<h">("ff7f", 32767));
    CHECK_BOTH(both_ways<"<H">("0000", 0) && both_ways<"<H">("ffff", 65535));
    CHECK_BOTH(both_ways<"<i">("00000080", -2147483647 - 1) && both_ways<"<i">("ffffff7f", 2147483647));
    CHECK_BOTH(both_ways<"<I">("00000000", 0) && both_ways<"<I">("ffffffff", 4294967295u));
    CHECK_BOTH(both_ways<"<l">("00000080", -2147483647 - 1) && both_ways<"<l">("ffffff7f", 2147483647));
    CHECK_BOTH(both_ways<"<L">("00000000", 0) && both_ways<"<L">("ffffffff", 4294967295u));
    CHECK_BOTH(both_ways<"<q">("0000000000000080", i64_min) && both_ways<"<q">("ffffffffffffff7f", i64_max));
    CHECK_BOTH(both_ways<"<Q">("0000000000000000", 0) && both_ways<"<Q">("ffffffffffffffff", u64_max));
    CHECK_BOTH(both_ways<">b">("80", -128) && both_ways<">b">("7f", 127));
    CHECK_BOTH(both_ways<">B">("00", 0) && both_ways<">B">("ff", 255));
    CHECK_BOTH(both_ways<">h">("8000", -32768) && both_ways<">h">("7fff", 32767) && both_ways<">h">("0064", 100));
    CHECK_BOTH(both_ways<">H">("0000", 0) && both_ways<">H">("ffff", 65535) && both_ways<">H">("0064", 100));
    CHECK_BOTH(both_ways<">i">("80000000", -2147483647 - 1) && both_ways<">i">("7fffffff", 2147483647));
    CHECK_BOTH(both_ways<">I">("00000064", 100) && both_ways<">I">("ffffffff", 4294967295u));
    CHECK_BOTH(both_ways<">l">("80000000", -2147483647 - 1) && both_ways<">l">("7fffffff", 2147483647));
    CHECK_BOTH(both_ways<">L">("00000064", 100) && both_ways<">L">("ffffffff", 4294967295u));
    CHECK_BOTH(both_ways<">q">("8000000000000000", i64_min) && both_ways<">q">("7fffffffffffffff", i64_max));
    CHECK_BOTH(both_ways<">Q">("0000000000000064", 100) && both_ways<">Q">("ffffffffffffffff", u64_max));
}

TEST_CASE("pack floats as Python does, rounding ties to even") {
    constexpr double infinity = limits<double>::infinity();
    CHECK_BOTH(both_ways<"<e">("0000", 0.0) && both_ways<"<e">("0080", -0.0) && both_ways<">e">("8000", -0.0));
    CHECK_BOTH(both_ways<"<e">("003c", 1.0) && both_ways<"<e">("00be", -1.5) && both_ways<">e">("be00", -1.5));
    CHECK_BOTH(both_ways<"<e">("007c", infinity) && both_ways<"<e">("00fc", -infinity));
    CHECK_BOTH(both_ways<"<e">("ff7b", 65504.0) && packs<"<e">("ff7b", 65519.999));
    CHECK_BOTH(packs<"<e">("662e", 0.1) && packs<"<e">("0068", 2049.0) && packs<"<e">("0268", 2051.0));
    CHECK_BOTH(packs<"<e">("0100", 6e-8) && packs<"<e">("0000", 0x1p-25) && packs<"<e">("0100", 0x1.0000000000001p-25));
    CHECK_BOTH(packs<"<e">("0000", 5e-324) && both_ways<">e">("0001", 0x1p-24) && both_ways<"<e">("ff03", 0x1.ff8p-15));
    CHECK_BOTH(both_ways<"<f">("00000000", 0.0) && both_ways<"<f">("00000080", -0.0));
    CHECK_BOTH(both_ways<">f">("3f800000", 1.0) && both_ways<">f">("bfc00000", -1.5));
    CHECK_BOTH(both_ways<"<f">("0000807f", infinity) && both_ways<"<f">("000080ff", -infinity));
    CHECK_BOTH(packs<"<f">("cdcccc3d", 0.1) && packs<">f">("3dcccccd", 0.1f) && packs<"<f">("00f07f47", 65519.999));
    CHECK_BOTH(packs<"<f">("00000033", 0x1.0000000000001p-25) && packs<"<f">("01000000", 1e-45));
    CHECK_BOTH(packs<"<f">("00000000", 5e-324) && both_ways<"<f">("ffff7f7f", 0x1.fffffep127));
    CHECK_BOTH(packs<"<f">("ffff7f7f", 0x1.fffffefffffffp127) && packs<"<f">("ffff7fff", -0x1.fffffefffffffp127));
    CHECK_BOTH(both_ways<"<d">("0000000000000080", -0.0) && both_ways<">d">("bff8000000000000", -1.5));
    CHECK_BOTH(both_ways<"<d">("9a9999999999b93f", 0.1) && both_ways<">d">("3fb999999999999a", 0.1));
    CHECK_BOTH(both_ways<"<d">("0100000000000000", 5e-324) &&
               both_ways<"<d">("ffffffffffffef7f", limits<double>::max()));
    CHECK_BOTH(both_ways<"<d">("000000000000f07f", infinity));
}

TEST_CASE("pack takes any number for a float code and any integer for an integer code") {
    CHECK_BOTH(packs<"<f">("0000803f", 1) && packs<"<d">("000000000000f03f", true) && packs<"<e">("003c", 1u));
    CHECK_BOTH(packs<"<f">("0000803f", lb::half(1.0f)) && packs<"<e">("003c", 1.0L));
    CHECK_BOTH(packs<"<h">("0100", true) && packs<"<h">("4100", 'A') && packs<">H">("1234", colour::red));
    CHECK_BOTH(packs<"<H">("3412", lb::be<std::uint16_t>(0x1234)) && packs<">e">("3c00", lb::le<float>(1)));
    CHECK_BOTH(packs<"<i">("ffffffff", static_cast<signed char>(-1)) && packs<">q">("ffffffffffffffff", -1));
}

TEST_CASE("pack keeps the payload of a quiet NaN") {
    constexpr auto nan32 = std::bit_cast<float>(0x7fc12345u);
    constexpr auto nan64 = std::bit_cast<double>(std::uint64_t{0xfff8123456789abc});
    CHECK_BOTH(packs<">f">("7fc12345", nan32));
    CHECK_BOTH(packs<"<f">("4523c17f", nan32));
    CHECK_BOTH(packs<">d">("fff8123456789abc", nan64));
    CHECK_BOTH(packs<">e">("7e00", limits<double>::quiet_NaN()) && packs<">e">("fe00", -limits<double>::quiet_NaN()));
    CHECK_BOTH(packs<">f">("7fc00000", limits<double>::quiet_NaN()));
    CHECK_BOTH(refusal<"<f">(nan64) == errc::success && refusal<"<e">(nan32) == errc::success);
}

TEST_CASE("pack refuses floats that are finite but too large, silent infinity") {
    CHECK_BOTH(refusal<"<e">(65520.0) == errc::float_too_large && refusal<">e">(-65520.0) == errc::float_too_large);
    CHECK_BOTH(refusal<"e">(65519.99) == errc::success && refusal<"e">(1e300) == errc::float_too_large);
    CHECK_BOTH(refusal<"e">(65520.0f) == errc::float_too_large && refusal<"e">(100000) == errc::float_too_large);
    CHECK_BOTH(refusal<"<f">(0x1.ffffffp127) == errc::float_too_large &&
               refusal<"<f">(-0x1.ffffffp127) == errc::float_too_large);
    CHECK_BOTH(refusal<"@f">(1e39) == errc::float_too_large && refusal<"@f">(-1e39) == errc::float_too_large);
    CHECK_BOTH(refusal<"f">(limits<double>::infinity()) == errc::success);
    CHECK_BOTH(refusal<"Zf">(std::complex<double>(0, 1e39)) == errc::float_too_large);
    CHECK_BOTH(refusal<"<Zf">(std::complex<double>(-1e39, 0)) == errc::float_too_large);
    CHECK_BOTH(refusal<"<Zf">(1e39) == errc::float_too_large);
    CHECK_THROWS_LB_WITH(lb::overflow_error, test_support::contains("float too large to pack with e format"),
                         lb::pack<"e">(1e5));
    CHECK_THROWS_LB_WITH(lb::overflow_error, test_support::contains("float too large to pack with f format"),
                         lb::pack<"<f">(1e39));
}

TEST_CASE("pack refuses long doubles that no double can hold") {
    if constexpr (limits<long double>::max_exponent > limits<double>::max_exponent) {
        constexpr long double huge = limits<long double>::max();
        CHECK(refusal<"<d">(huge) == errc::float_too_large);
        CHECK(refusal<"<f">(-huge) == errc::float_too_large);
        CHECK(refusal<"<e">(huge) == errc::float_too_large);
        CHECK(refusal<"<Zd">(huge) == errc::float_too_large);
        CHECK(refusal<"<d">(limits<long double>::infinity()) == errc::success);
    }
    CHECK(packs<"<d">("000000000000f03f", 1.0L));
}

TEST_CASE("pack complex numbers, real part first") {
    CHECK_BOTH(packs<"<Zf">("0000803f00000040", std::complex<float>(1, 2)));
    CHECK_BOTH(packs<">Zd">("3ff00000000000004000000000000000", std::complex<double>(1, 2)));
    CHECK_BOTH(packs<">F">("3f80000000000000", 1.0) && packs<">D">("3ff00000000000000000000000000000", 1));
    CHECK_BOTH(packs<"<Zf">("0000803f00000040", lb::complex_value<float>{1, 2}));
    constexpr auto back = lb::get<0>(lb::unpack<">Zf">(hex("3f80000040000000")));
    CHECK_BOTH(back == lb::complex_value<float>{1, 2});
    CHECK(std::complex<float>(back) == std::complex<float>(1, 2));
}

TEST_CASE("pack checks the range of every integer code at both ends") {
    CHECK_BOTH(range_is<"<b">(-128, 127) && range_is<">b">(-128, 127) && range_is<"@b">(-128, 127));
    CHECK_BOTH(range_is<"<B">(0, 255) && range_is<">B">(0, 255) && range_is<"@B">(0, 255));
    CHECK_BOTH(range_is<"<h">(-32768, 32767) && range_is<">h">(-32768, 32767) && range_is<"@h">(-32768, 32767));
    CHECK_BOTH(range_is<"<H">(0, 65535) && range_is<">H">(0, 65535) && range_is<"@H">(0, 65535));
    CHECK_BOTH(range_is<"<i">(limits<int>::min(), limits<int>::max()));
    CHECK_BOTH(range_is<"@i">(limits<int>::min(), limits<int>::max()));
    CHECK_BOTH(range_is<"=I">(0, limits<unsigned>::max()) && range_is<"@I">(0, limits<unsigned>::max()));
    CHECK_BOTH(range_is<"<l">(limits<std::int32_t>::min(), limits<std::int32_t>::max()));
    CHECK_BOTH(range_is<"!L">(0, limits<std::uint32_t>::max()));
    CHECK_BOTH(range_is<"@l">(limits<long>::min(), limits<long>::max()));
    CHECK_BOTH(range_is<"@L">(0, limits<unsigned long>::max()));
    CHECK_BOTH(range_is<"<q">(i64_min, i64_max) && range_is<"@q">(i64_min, i64_max));
    CHECK_BOTH(range_is<">Q">(0, u64_max) && range_is<"@Q">(0, u64_max));
    CHECK_BOTH(range_is<"n">(limits<std::ptrdiff_t>::min(), limits<std::ptrdiff_t>::max()));
    CHECK_BOTH(range_is<"N">(0, limits<std::size_t>::max()));
}

TEST_CASE("pack names the range, the field and its place") {
    CHECK_THROWS_LB(lb::struct_error, "'H' format requires 0 <= number <= 65535 (field 2, byte offset 5)",
                    lb::pack<"<BIH">(1, 2, 65536));
    CHECK_THROWS_LB_WITH(lb::struct_error, test_support::contains("'b' format requires -128 <= number <= 127"),
                         lb::pack<"<b">(128));
    CHECK_THROWS_LB_WITH(
        lb::struct_error,
        test_support::contains("'q' format requires -9223372036854775808 <= number <= 9223372036854775807"),
        lb::pack<"q">(u64_max));
    CHECK_THROWS_LB_WITH(lb::struct_error,
                         test_support::contains("'Q' format requires 0 <= number <= 18446744073709551615"),
                         lb::pack<"Q">(-1));
    constexpr auto error = lb::try_pack<"<BIH">(1, 2, 65536).error();
    CHECK_BOTH(error.code == errc::number_out_of_range && error.symbol == 'H' && error.field == 2);
    CHECK_BOTH(error.offset == 5 && error.need == 65535);
}

TEST_CASE("pack reports the first of several bad values") {
    CHECK_BOTH(lb::try_pack<"<BBe">(1, 256, 1e9).error().field == 1);
    CHECK_BOTH(lb::try_pack<"<eBB">(1e9, 256, 256).error().code == errc::float_too_large);
}

TEST_CASE("pack booleans by truth, characters by byte") {
    CHECK_BOTH(packs<"?">("01", true) && packs<"?">("00", 0) && packs<"?">("01", 7) && packs<"?">("01", 256));
    CHECK_BOTH(packs<">??">("0100", 0.5, 0.0) && packs<"?">("01", lb::be<int>(256)));
    CHECK_BOTH(packs<"3cB">("616263ff", 'a', 'b', std::byte{'c'}, 255) && packs<"c">("ff", '\xff'));
    CHECK_BOTH(packs<"c">("80", static_cast<std::uint8_t>(128)) && packs<"c">("ff", static_cast<signed char>(-1)));
}

TEST_CASE("pack strings cut, padded with zeros, counted by p") {
    CHECK_BOTH(packs<"3s">("616200", "ab") && packs<"3s">("616263", "abcd") && packs<"3s">("000000", ""));
    CHECK_BOTH(packs<"0s">("", "abc") && packs<"s">("61", "abc") && packs<"s">("00", ""));
    CHECK_BOTH(packs<"5p">("0261620000", "ab") && packs<"5p">("0461626364", "abcdefg"));
    CHECK_BOTH(packs<"1p">("00", "abc") && packs<"0p">("", "abc") && packs<"p">("00", "abc"));
    CHECK_BOTH(packs<"2p">("0000", "") && packs<"<2s3p4s">("780002797a77000000", "x", "yzz", "w"));
    const auto long_one = lb::pack<"300p">(std::string(299, 'z'));
    CHECK((long_one[0] == 255 && long_one[1] == 'z' && long_one[-1] == 'z'));
}

TEST_CASE("pack takes strings from any contiguous bytes") {
    constexpr std::string_view text = "abc";
    constexpr std::array<std::uint8_t, 2> numbers{1, 255};
    constexpr char unterminated[2] = {'a', 'b'};
    CHECK_BOTH(packs<"4s">("61626300", text) && packs<"4s">("01ff0000", numbers) &&
               packs<"4s">("61620000", unterminated));
    CHECK(packs<"4s">("61626300", std::string("abc")));
    CHECK(packs<"4s">("00610000", std::vector<std::byte>{std::byte{0}, std::byte{'a'}}));
    CHECK_BOTH(packs<"3p">("02ff00", std::string_view("\xff\0z", 3)));
    CHECK_BOTH(packs<"2s2s">("61006200", "a", lb::get<1>(lb::unpack<"2s1s">(text))) == false);
}

TEST_CASE("pack writes zeros into all padding") {
    CHECK_BOTH(packs<"<bxH2x">("010002000000", 1, 2) && packs<"3x">("000000") && packs<"">("") && packs<"<0h">(""));
    CHECK_BOTH(packs<"<x3xB2x">("00000000ff0000", 255));
    CHECK_BOTH(lb::pack<"@bi">(1, 2).size() == 8 && lb::pack<"@ib0i">(1, 2).size() == 8);
    std::vector<std::uint8_t> dirty(10, 0xEE);
    lb::pack_into<"@bi0h">(dirty, 1, -1, -1);
    CHECK(same_bytes(dirty, hex("eeff000000ffffffffee")));
    std::vector<std::uint8_t> tail(8, 0xEE);
    lb::pack_into<"@ib0i">(tail, 0, -1, -1);
    CHECK(same_bytes(tail, hex("ffffffffff000000")));
}

TEST_CASE("pack records of mixed codes") {
    CHECK_BOTH(packs<">4sHI">("6c656e64000100000002", "lend", 1, 2));
    CHECK_BOTH(packs<"<4sHI">("6c656e64010002000000", "lend", 1, 2));
    CHECK_BOTH(packs<"<3h">("0100feff0300", 1, -2, 3) && packs<">2B3h?">("0102ffff0000000101", 1, 2, -1, 0, 1, true));
    CHECK_BOTH(packs<"!bhiq">("010002000000030000000000000004", 1, 2, 3, 4));
    CHECK_BOTH(packs<"<bq">("010200000000000000", 1, 2) && packs<"< i h">("010000000200", 1, 2));
}

TEST_CASE("pack in native order and size follows the machine") {
    constexpr bool little = std::endian::native == std::endian::little;
    CHECK_BOTH(lb::pack<"=bhiq">(1, 2, 3, 4) ==
               (little ? lb::pack<"<bhiq">(1, 2, 3, 4) : lb::pack<">bhiq">(1, 2, 3, 4)));
    CHECK_BOTH(lb::pack<"@h">(-2) == (little ? lb::pack<"<h">(-2) : lb::pack<">h">(-2)));
    CHECK_BOTH(lb::pack<"i">(-2) == lb::pack<"@i">(-2) && lb::pack<"^bi">(1, 2) == lb::pack<"=bi">(1, 2));
    CHECK_BOTH(lb::pack<"P">(-1) == lb::pack<"P">(limits<std::uintptr_t>::max()));
    CHECK_BOTH(lb::pack<"n">(-5) == lb::pack<"N">(limits<std::size_t>::max() - 4) &&
               lb::pack<"N">(5) == lb::pack<"n">(5));
    CHECK(lb::calcsize<"l">() == sizeof(long));
    CHECK(lb::calcsize<"bP">() == 2 * sizeof(void*));
    constexpr bool other_machine = !little || sizeof(long) != 8; // the bytes below are from an x86-64
    CHECK_BOTH(other_machine || (packs<"hhl">("01000200000000000300000000000000", 1, 2, 3)));
    CHECK_BOTH(other_machine || (packs<"llh0l">("010000000000000002000000000000000300000000000000", 1, 2, 3)));
    CHECK_BOTH(other_machine ||
               (packs<"xi">("0000000001000000", 1) && packs<"0qb">("01", 1) && packs<"b0q">("0100000000000000", 1)));
    CHECK_BOTH(other_machine || (packs<"@bq">("01000000000000000200000000000000", 1, 2)));
    CHECK_BOTH(other_machine || (packs<"@cd">("7800000000000000000000000000f83f", 'x', 1.5)));
}

TEST_CASE("pack addresses") {
    int target = 0;
    const auto bytes = lb::pack<"PP">(&target, nullptr);
    const auto [first, second] = lb::unpack<"PP">(bytes);
    CHECK(first == reinterpret_cast<std::uintptr_t>(&target));
    CHECK(second == 0);
    CHECK_BOTH(lb::pack<"P">(lb::be<std::uint16_t>(258)) == lb::pack<"P">(258));
    CHECK_BOTH(lb::pack<"P">(colour::red) == lb::pack<"P">(0x1234));
}

TEST_CASE("pack_into follows the rules of Python for offsets") {
    std::array<std::uint8_t, 12> buffer{};
    lb::pack_into<"<I">(buffer, 8, 1);
    lb::pack_into<"<I">(buffer, -12, 0x0a0b0c0d);
    lb::pack_into<"<H">(buffer, -6, 0xffff);
    CHECK(same_bytes(buffer, hex("0d0c0b0a0000ffff01000000")));
    lb::pack_into<"">(buffer, 12);
    lb::pack_into<"">(buffer, -12);
    CHECK_THROWS_LB(lb::struct_error,
                    "pack_into requires a buffer of at least 13 bytes for packing 4 bytes at offset 9 (actual buffer "
                    "size is 12)",
                    lb::pack_into<"<I">(buffer, 9, 1), 0);
    CHECK_THROWS_LB(lb::struct_error, "no space to pack 4 bytes at offset -3", lb::pack_into<"<I">(buffer, -3, 1), 0);
    CHECK_THROWS_LB(lb::struct_error, "offset -13 out of range for 12-byte buffer", lb::pack_into<"<I">(buffer, -13, 1),
                    0);
    CHECK_THROWS_LB(lb::struct_error,
                    "pack_into requires a buffer of at least 13 bytes for packing 0 bytes at offset 13 (actual buffer "
                    "size is 12)",
                    lb::pack_into<"">(buffer, 13), 0);
    CHECK_THROWS_LB(lb::struct_error, "offset -13 out of range for 12-byte buffer", lb::pack_into<"">(buffer, -13), 0);
    CHECK_THROWS_LB_AS(lb::struct_error, lb::pack_into<"<I">(buffer, limits<std::ptrdiff_t>::max(), 1), 0);
    CHECK_THROWS_LB_AS(lb::struct_error, lb::pack_into<"<I">(buffer, limits<std::ptrdiff_t>::min(), 1), 0);
}

TEST_CASE("try_pack_into returns the facts that pack_into throws") {
    std::array<std::uint8_t, 12> buffer{};
    const auto past = lb::try_pack_into<"<I">(buffer, 9, 1).error();
    CHECK((past.code == errc::pack_into_needs && past.offset == 9 && past.need == 4 && past.have == 12));
    CHECK(lb::try_pack_into<"<I">(buffer, -3, 1).error().code == errc::no_space);
    CHECK(lb::try_pack_into<"<I">(buffer, -13, 1).error().code == errc::offset_out_of_range);
    CHECK(lb::try_pack_into<"<I">(buffer, 0, -1).error().code == errc::number_out_of_range);
    CHECK(lb::try_pack_into<"<I">(buffer, -4, 258).has_value());
    CHECK(same_bytes(buffer, hex("000000000000000002010000")));
#if LENDBUF_TEST_HAS_EXCEPTIONS
    try {
        lb::pack_into<"<I">(buffer, 9, 1);
        FAIL("did not throw");
    } catch (const lb::struct_error& e) {
        CHECK((e.code() == past.code && e.info().offset == past.offset && e.info().need == past.need));
    }
#endif
}

TEST_CASE("a failing pack_into changes nothing") {
    std::vector<std::uint8_t> buffer(8, 0xEE);
    const auto before = buffer;
    CHECK_FALSE(lb::try_pack_into<"<BHx">(buffer, 2, 1, 65536).has_value());
    CHECK_FALSE(lb::try_pack_into<"<4se">(buffer, 2, "lend", 1e9).has_value());
    CHECK_FALSE(lb::try_pack_into<"<BH">(buffer, 6, 1, 2).has_value());
    CHECK_FALSE(lb::try_pack_into<"<5x">(buffer, 4).has_value());
    CHECK_THROWS_LB_AS(lb::struct_error, lb::pack_into<"<BBBB">(buffer, 0, 1, 2, 3, 256), 0);
    CHECK(buffer == before);
}

TEST_CASE("pack_into writes only the bytes of the record") {
    std::vector<std::uint8_t> buffer(8, 0xEE);
    lb::pack_into<">xHs">(buffer, 2, 0x0102, "z");
    CHECK(same_bytes(buffer, hex("eeee0001027aeeee")));
}

TEST_CASE("pack_into writes to containers, arrays, spans, views and static memory") {
    const auto written = [](auto&& target) {
        lb::pack_into<">H">(target, 1, 0x0102);
        return lb::unpack<">BHB">(target) ==
               lb::values<std::uint8_t, std::uint16_t, std::uint8_t>{{{0}, {0x0102}, {0}}};
    };
    std::vector<std::byte> bytes(4);
    std::string text(4, '\0');
    std::uint8_t array[4] = {};
    std::uint16_t halves[2] = {};
    lb::be<std::uint32_t> word[1] = {0u};
    lb::static_memory<std::uint8_t, 4> memory;
    std::vector<std::uint8_t> spanned(4);
    std::vector<std::uint8_t> viewed(4);
    CHECK((written(bytes) && written(text) && written(array) && written(halves) && written(word) && written(memory)));
    CHECK((written(std::span(spanned)) && written(lb::buffer_view(viewed))));
    CHECK(word[0] == 0x00010200u);
}

TEST_CASE("pack_into fills N-D views in C order and refuses gaps between larger items") {
    std::array<std::uint16_t, 6> items{};
    const lb::buffer_view<std::uint16_t, 2, lb::contiguous> grid(items.data(), {{2, 3}});
    lb::pack_into<"3I">(grid, 0, 0x00010001, 0x00010001, 0x00010001);
    CHECK(items == std::array<std::uint16_t, 6>{1, 1, 1, 1, 1, 1});
    const auto turned = grid.transpose();
    CHECK_THROWS_LB_AS(lb::buffer_error, lb::pack_into<"3I">(turned, 0, 0, 0, 0), 0);
    CHECK(lb::try_pack_into<"3I">(turned, 0, 0, 0, 0).error().code == errc::not_c_contiguous);
    const auto gaps = grid(0, lb::slice(lb::none, lb::none, 2));
    CHECK(lb::try_pack_into<"H">(gaps, 0, 7).error().code == errc::not_c_contiguous);
    CHECK(items == std::array<std::uint16_t, 6>{1, 1, 1, 1, 1, 1});
}

namespace {

constexpr bool packs_every_third_byte() {
    std::uint8_t memory[13] = {};
    for (auto& byte : memory) byte = 0xEE;
    const auto thirds = lb::buffer_view<std::uint8_t>(memory)[lb::slice(lb::none, lb::none, 3)];
    lb::pack_into<">H3s">(thirds, 0, 0x0102, "ab");
    if (!same_bytes(std::span(memory), hex("01eeee02eeee61eeee62eeee00"))) return false;
    const auto backwards = lb::buffer_view<std::uint8_t>(memory)[lb::slice(lb::none, lb::none, -3)];
    lb::pack_into<"<Ip">(backwards, 0, 0x01020304, "x");
    return same_bytes(std::span(memory), hex("00eeee01eeee02eeee03eeee04"));
}

constexpr bool packs_into_constants() {
    std::uint8_t memory[6] = {9, 9, 9, 9, 9, 9};
    lb::pack_into<"<HxB">(memory, -5, 0x0102, 3);
    return same_bytes(std::span(memory), hex("090201000309"));
}

} // namespace

TEST_CASE("pack_into writes to every third byte, forwards and backwards") {
    CHECK_BOTH(packs_every_third_byte());
}

TEST_CASE("pack_into works in constant expressions") {
    CHECK_BOTH(packs_into_constants());
}

TEST_CASE("pack_into reads its arguments before it writes, even when they lie in the target") {
    std::vector<lb::le<std::uint32_t>> items{1u, 2u};
    lb::pack_into<"<II">(items, 0, items[1], items[0]);
    CHECK((items[0] == 2u && items[1] == 1u));
    int numbers[2] = {1, 2};
    lb::pack_into<"ii">(numbers, 0, numbers[1], numbers[0]);
    CHECK((numbers[0] == 2 && numbers[1] == 1));
    int in_range[2] = {0, 1};
    // Whatever the first field writes, the second is the number that was checked.
    lb::pack_into<"=iBxxx">(in_range, 0, -1, in_range[0]);
    CHECK(in_range[1] == 0);
}

TEST_CASE("pack_into moves strings within one buffer") {
    std::string text = "abcdWXYZ";
    const auto [first, second] = lb::unpack<"4s4s">(text);
    lb::pack_into<"4s4s">(text, 0, second, first);
    CHECK(text == "WXYZabcd");
    std::string shifted = "abcdef";
    lb::pack_into<"5s">(shifted, 1, std::string_view(shifted).substr(0, 5));
    CHECK(shifted == "aabcde");
    std::string counted = "abcdef";
    lb::pack_into<"6p">(counted, 0, std::string_view(counted));
    CHECK(counted == "\x05"
                     "abcde");
}

TEST_CASE("packed bytes are compared, indexed and lent") {
    auto bytes = lb::pack<">HB">(0x0102, 3);
    CHECK((bytes[0] == 1 && bytes[-1] == 3 && bytes.end() - bytes.begin() == 3));
    CHECK((bytes == lb::pack<"3B">(1, 2, 3) && bytes != lb::pack<"3B">(1, 2, 4)));
    CHECK_THROWS_LB_AS(lb::index_error, bytes[3]);
    lb::buffer_view view(bytes);
    view[0] = 9;
    CHECK(bytes[0] == 9);
    STATIC_CHECK_FALSE(lb::viewable<decltype(lb::pack<"3B">(1, 2, 3))>);
    STATIC_CHECK_FALSE(lb::writable_exporter<const decltype(bytes)>);
    CHECK(lb::pack<"">() == lb::pack<"">());
}
