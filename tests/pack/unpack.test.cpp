#include "pack/hex.hpp"
#include "support/catch.hpp"

#include <array>
#include <bit>
#include <cstdint>
#include <lendbuf/element/endian.hpp>
#include <lendbuf/owner/static_memory.hpp>
#include <lendbuf/pack/unpack.hpp>
#include <lendbuf/view/buffer_view.hpp>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace lb = lendbuf;
using lb::errc;
using test_support::hex;

namespace {

template <lb::fixed_format Format>
using first_type = std::tuple_element_t<0, decltype(lb::unpack<Format>(std::declval<std::array<std::uint8_t, 1>&>()))>;

constexpr std::array<std::uint8_t, 12> dozen = hex("000102030405060708090a0b");
constexpr auto furthest = std::numeric_limits<std::ptrdiff_t>::max();
constexpr auto lowest = std::numeric_limits<std::ptrdiff_t>::min();

template <lb::fixed_format Format, std::size_t Size>
constexpr bool reads_string(const char (&digits)[Size], std::string_view expected) {
    const auto bytes = hex(digits);
    return lb::get<0>(lb::unpack<Format>(bytes)) == expected;
}

template <lb::fixed_format Format>
constexpr errc refusal(std::ptrdiff_t offset) {
    return lb::try_unpack_from<Format>(dozen, offset).error().code;
}

} // namespace

TEST_CASE("unpack gives every code its own type") {
    STATIC_CHECK(std::is_same_v<first_type<"<b">, std::int8_t> && std::is_same_v<first_type<"<B">, std::uint8_t>);
    STATIC_CHECK(std::is_same_v<first_type<"<h">, std::int16_t> && std::is_same_v<first_type<"<H">, std::uint16_t>);
    STATIC_CHECK(std::is_same_v<first_type<"<i">, std::int32_t> && std::is_same_v<first_type<"<I">, std::uint32_t>);
    STATIC_CHECK(std::is_same_v<first_type<"<l">, std::int32_t> && std::is_same_v<first_type<"<L">, std::uint32_t>);
    STATIC_CHECK(std::is_same_v<first_type<"<q">, std::int64_t> && std::is_same_v<first_type<"<Q">, std::uint64_t>);
    STATIC_CHECK(sizeof(first_type<"@l">) == sizeof(long) && sizeof(first_type<"@n">) == sizeof(std::ptrdiff_t));
    STATIC_CHECK(std::is_same_v<first_type<"e">, float> && std::is_same_v<first_type<"f">, float>);
    STATIC_CHECK(std::is_same_v<first_type<"d">, double> && std::is_same_v<first_type<"?">, bool>);
    STATIC_CHECK(std::is_same_v<first_type<"c">, char> && std::is_same_v<first_type<"P">, std::uintptr_t>);
    STATIC_CHECK(std::is_same_v<first_type<"4s">, lb::string_slice<std::uint8_t>>);
}

TEST_CASE("unpack binds the values of a record to names") {
    constexpr auto record = hex("6c656e64010002000000");
    const auto [magic, version, size] = lb::unpack<"<4sHI">(record);
    CHECK((magic == "lend" && version == 1 && size == 2));
    CHECK(magic.data() == record.data());
    constexpr auto numbers = lb::unpack<">2B3h?">(hex("0102ffff0000000101"));
    CHECK_BOTH(lb::get<2>(numbers) == -1 && lb::get<4>(numbers) == 1 && lb::get<5>(numbers));
    STATIC_CHECK(std::tuple_size_v<decltype(numbers)> == 6);
    CHECK_BOTH(lb::unpack<"">(std::array<std::uint8_t, 0>{}) == lb::values<>{});
}

TEST_CASE("unpack takes any byte but zero as true, gh-125118") {
    constexpr auto truths = lb::unpack<"4?">(hex("002001ff"));
    CHECK_BOTH(!lb::get<0>(truths) && lb::get<1>(truths) && lb::get<2>(truths) && lb::get<3>(truths));
    std::vector<std::uint8_t> bytes{0x20}; // read when run: a bool made of this byte would be undefined
    CHECK(lb::get<0>(lb::unpack<"?">(bytes)) == true);
}

TEST_CASE("unpack clamps the length of a Pascal string to its room") {
    CHECK_BOTH(reads_string<"5p">("0361626364", "abc") && reads_string<"5p">("ff61626364", "abcd"));
    CHECK_BOTH(reads_string<"5p">("0061626364", "") && reads_string<"1p">("09", "") && reads_string<"0p">("", ""));
    std::vector<std::uint8_t> longest(300, 'z');
    longest[0] = 255;
    CHECK(lb::get<0>(lb::unpack<"300p">(longest)).size() == 255);
}

TEST_CASE("unpack keeps the zeros of a string") {
    CHECK_BOTH(reads_string<"3s">("616200", std::string_view("ab\0", 3)) && !reads_string<"3s">("616200", "ab"));
    CHECK_BOTH(reads_string<"0s">("", "") && reads_string<"s">("ff", "\xff"));
}

TEST_CASE("unpack skips padding, whatever it holds") {
    CHECK_BOTH(lb::unpack<"<bxH2x">(hex("01ee0200eeee")) == lb::values<std::int8_t, std::uint16_t>{{{1}, {2}}});
    CHECK_BOTH(lb::unpack<"3x">(hex("eeeeee")) == lb::values<>{});
    const auto aligned = lb::unpack<"@bi">(hex("01eeeeeeffffffff"));
    CHECK(lb::get<1>(aligned) == -1);
}

TEST_CASE("unpack reads halves, subnormal and special ones included") {
    CHECK_BOTH(lb::get<0>(lb::unpack<"<e">(hex("0100"))) == 0x1p-24f);
    CHECK_BOTH(lb::get<0>(lb::unpack<"<e">(hex("ff03"))) == 0x1.ff8p-15f);
    CHECK_BOTH(lb::get<0>(lb::unpack<">e">(hex("7bff"))) == 65504.0f);
    CHECK_BOTH(lb::get<0>(lb::unpack<">e">(hex("fc00"))) == -std::numeric_limits<float>::infinity());
    CHECK_BOTH(std::bit_cast<std::uint32_t>(lb::get<0>(lb::unpack<"<e">(hex("0080")))) == 0x80000000u);
}

TEST_CASE("unpack keeps the payload of a quiet NaN") {
    CHECK_BOTH(std::bit_cast<std::uint32_t>(lb::get<0>(lb::unpack<">f">(hex("ffc12345")))) == 0xffc12345u);
    CHECK_BOTH(std::bit_cast<std::uint64_t>(lb::get<0>(lb::unpack<"<d">(hex("bc9a78563412f87f")))) ==
               0x7ff8123456789abcu);
    CHECK_BOTH(std::bit_cast<std::uint32_t>(lb::get<0>(lb::unpack<">e">(hex("7e01")))) == 0x7fc02000u);
}

TEST_CASE("unpack wants exactly the bytes of the record") {
    CHECK_THROWS_LB_WITH(lb::struct_error, test_support::contains("unpack requires a buffer of 4 bytes"),
                         lb::unpack<"<I">(dozen));
    CHECK_THROWS_LB_AS(lb::struct_error, lb::unpack<"">(dozen));
    constexpr auto error = lb::try_unpack<"<I">(dozen).error();
    CHECK_BOTH(error.code == errc::unpack_needs_exactly && error.need == 4 && error.have == 12);
    CHECK_BOTH(lb::try_unpack<"<H">(hex("0001")).value() == lb::values<std::uint16_t>{{{256}}});
    CHECK_BOTH(lb::try_unpack<"12x">(dozen).has_value() && !lb::try_unpack<"11x">(dozen).has_value());
}

TEST_CASE("unpack_from follows the rules of Python for offsets, gh-74431") {
    CHECK_BOTH(lb::get<0>(lb::unpack_from<">I">(dozen)) == 0x00010203);
    CHECK_BOTH(lb::get<0>(lb::unpack_from<">I">(dozen, 8)) == 0x08090a0b);
    CHECK_BOTH(lb::get<0>(lb::unpack_from<">I">(dozen, -4)) == 0x08090a0b);
    CHECK_BOTH(lb::get<0>(lb::unpack_from<">I">(dozen, -12)) == 0x00010203);
    CHECK_BOTH(lb::unpack_from<"">(dozen, 12) == lb::values<>{} && lb::unpack_from<"">(dozen, -1) == lb::values<>{});
    CHECK_BOTH(lb::unpack_from<"">(dozen, -12) == lb::values<>{});
    CHECK_THROWS_LB(lb::struct_error,
                    "unpack_from requires a buffer of at least 14 bytes for unpacking 10 bytes at offset 4 (actual "
                    "buffer size is 12)",
                    lb::unpack_from<"<4sHI">(dozen, 4));
    CHECK_THROWS_LB(lb::struct_error, "not enough data to unpack 4 bytes at offset -3",
                    lb::unpack_from<"<I">(dozen, -3));
    CHECK_THROWS_LB(lb::struct_error, "offset -13 out of range for 12-byte buffer", lb::unpack_from<"<I">(dozen, -13));
    CHECK_THROWS_LB(lb::struct_error, "offset -13 out of range for 12-byte buffer", lb::unpack_from<"">(dozen, -13));
    CHECK_THROWS_LB(lb::struct_error,
                    "unpack_from requires a buffer of at least 13 bytes for unpacking 0 bytes at offset 13 (actual "
                    "buffer size is 12)",
                    lb::unpack_from<"">(dozen, 13));
    if constexpr (sizeof(std::ptrdiff_t) == 8)
        CHECK_THROWS_LB(lb::struct_error,
                        "unpack_from requires a buffer of at least 9223372036854775811 bytes for unpacking 4 bytes at "
                        "offset 9223372036854775807 (actual buffer size is 12)",
                        lb::unpack_from<"<I">(dozen, furthest));
    CHECK_THROWS_LB_AS(lb::struct_error, lb::unpack_from<"<I">(dozen, lowest));
}

TEST_CASE("try_unpack_from returns the facts that unpack_from throws") {
    CHECK_BOTH(refusal<"<I">(9) == errc::unpack_from_needs && refusal<"<I">(furthest) == errc::unpack_from_needs);
    CHECK_BOTH(refusal<"<I">(-3) == errc::not_enough_data && refusal<"<I">(-1) == errc::not_enough_data);
    CHECK_BOTH(refusal<"<I">(-13) == errc::offset_out_of_range && refusal<"<I">(lowest) == errc::offset_out_of_range);
    CHECK_BOTH(refusal<"<I">(8) == errc::success && refusal<"<I">(-12) == errc::success);
    constexpr auto error = lb::try_unpack_from<"<I">(dozen, 9).error();
    CHECK_BOTH(error.offset == 9 && error.need == 4 && error.have == 12);
    CHECK_BOTH(lb::try_unpack_from<"<I">(dozen, -3).error().offset == -3);
    CHECK_BOTH(lb::get<0>(*lb::try_unpack_from<">H">(dozen, -2)) == 0x0a0b);
#if LENDBUF_TEST_HAS_EXCEPTIONS
    try {
        (void)lb::unpack_from<"<I">(dozen, 9);
        FAIL("did not throw");
    } catch (const lb::struct_error& e) {
        CHECK((e.code() == error.code && e.info().offset == 9 && e.info().need == 4 && e.info().have == 12));
    }
#endif
}

TEST_CASE("unpack_from agrees with unpack at every offset of an unaligned buffer") {
    std::array<std::uint8_t, 24> memory{};
    for (std::size_t k = 0; k < memory.size(); ++k) memory[k] = static_cast<std::uint8_t>(37 * k + 11);
    for (std::ptrdiff_t offset = 0; offset <= 24 - 15; ++offset) {
        const auto part = std::span(memory).subspan(static_cast<std::size_t>(offset), 15);
        CHECK(lb::unpack_from<">BHIQ">(memory, offset) == lb::unpack<">BHIQ">(part));
        CHECK(lb::unpack_from<"<BHIQ">(memory, offset - 24) == lb::unpack<"<BHIQ">(part));
    }
}

TEST_CASE("unpack reads every exporter") {
    const auto read = [](auto&& source) {
        return lb::unpack<"<I">(source) == lb::values<std::uint32_t>{{{0x64636261}}};
    };
    const std::vector<std::byte> bytes{std::byte{'a'}, std::byte{'b'}, std::byte{'c'}, std::byte{'d'}};
    const char array[4] = {'a', 'b', 'c', 'd'};
    const lb::be<std::uint32_t> word[1] = {0x61626364u};
    const lb::le<std::uint16_t> grid[2][1] = {{0x6261}, {0x6463}};
    lb::static_memory<char, 4> memory('a', 'b', 'c', 'd');
    CHECK((read(std::string("abcd")) && read(std::string_view("abcd")) && read(std::span(array)) && read(bytes)));
    CHECK((read(array) && read(word) && read(grid) && read(memory) && read(lb::buffer_view(memory))));
    CHECK(read(lb::buffer_view<const lb::be<std::uint32_t>>(word)(0, lb::ellipsis)));
    CHECK(lb::get<0>(lb::unpack_from<"3s">("abc")) == "abc");
}

TEST_CASE("unpack reads every third byte, forwards and backwards") {
    static constexpr auto memory = hex("01eeee02eeee03eeee61eeee62");
    constexpr lb::buffer_view<const std::uint8_t> all(memory);
    constexpr auto thirds = all[lb::slice(lb::none, lb::none, 3)];
    constexpr auto record = lb::unpack<">BHs1p">(thirds);
    CHECK_BOTH(lb::get<0>(record) == 1 && lb::get<1>(record) == 0x0203 && lb::get<2>(record) == "a");
    CHECK_BOTH(lb::get<3>(record).empty());
    CHECK_BOTH(lb::get<0>(lb::unpack_from<"2s">(thirds, -2)) == "ab");
    CHECK_BOTH(lb::get<0>(lb::unpack_from<"2s">(all[lb::slice(lb::none, lb::none, -3)], 0)) == "ba");
    CHECK_BOTH(lb::unpack_from<"0s0p">(thirds, 5) == lb::unpack_from<"0s0p">(thirds, -5));
    CHECK_BOTH(lb::try_unpack_from<">H">(thirds, 4).error().have == 5);
    const auto copied = lb::get<0>(lb::unpack_from<"2s">(thirds, 3));
    CHECK(static_cast<const void*>(copied.data()) != static_cast<const void*>(memory.data() + 9));
}

TEST_CASE("unpack refuses gaps between items of several bytes") {
    const std::array<std::uint16_t, 4> items{1, 2, 3, 4};
    const auto gaps = lb::buffer_view<const std::uint16_t>(items)[lb::slice(lb::none, lb::none, 2)];
    CHECK_THROWS_LB_AS(lb::buffer_error, lb::unpack<"HH">(gaps));
    CHECK_THROWS_LB_AS(lb::buffer_error, lb::unpack_from<"H">(gaps));
    CHECK(lb::try_unpack<"HH">(gaps).error().code == errc::not_c_contiguous);
    CHECK(lb::try_unpack_from<"H">(gaps).error().code == errc::not_c_contiguous);
    const auto one = lb::buffer_view<const std::uint16_t>(items)[lb::slice(0, 1, 3)];
    CHECK(lb::get<0>(lb::unpack<"H">(one)) == 1);
}

TEST_CASE("calcsize is a constant") {
    STATIC_CHECK(lb::calcsize<"<4sHI">() == 10 && lb::calcsize<">BHIQ">() == 15 && lb::calcsize<"">() == 0);
    STATIC_CHECK(lb::calcsize<"@ib0i">() == 8 && lb::calcsize<"@ib">() == 5 && lb::calcsize<"= 3x 2h">() == 7);
    STATIC_CHECK(lb::calcsize<"1000000000x">() == 1000000000);
}
