#include <cstddef>
#include <cstdint>
#include <lendbuf/element/bits.hpp>
#include <type_traits>
#include <utility>

#include "support/catch.hpp"

namespace lb = lendbuf;
using lb::bit_order;
using lb::bit_reference;

namespace {

// The byte after bit `position` of 00000000 was set.
constexpr unsigned byte_with(bit_order from, std::ptrdiff_t position) {
    std::uint8_t byte = 0;
    lb::bit_items<std::uint8_t>{&byte, 1, 0, 1, from}.at_unchecked(position) = true;
    return byte;
}

} // namespace

TEST_CASE("a bit reference reads and writes one bit") {
    constexpr auto use = [] {
        std::uint8_t byte = 0b1010'0101;
        const bit_reference bit(byte, 0b0010'0000);
        if (!bit) return false;
        bit = false;
        if (byte != 0b1000'0101) return false;
        bit.flip();
        if (byte != 0b1010'0101) return false;
        bit = bit_reference(byte, 0b0000'0010);
        return byte == 0b1000'0101 && !bit;
    };
    CHECK_BOTH(use());
}

TEST_CASE("bit references swap their bits, also of temporaries and of std byte") {
    std::byte bytes[]{std::byte{1}, std::byte{0}};
    swap(bit_reference(bytes[0], 1), bit_reference(bytes[1], 0x80));
    CHECK((bytes[0] == std::byte{0} && bytes[1] == std::byte{0x80}));
    bit_reference bit(bytes[1], 0x80);
    const bit_reference other(bytes[0], 0x80);
    bit = other; // assigns the value, never the place
    CHECK(bytes[1] == std::byte{0});
    STATIC_CHECK(std::is_assignable_v<const bit_reference<char>&, bool>);
    STATIC_CHECK(std::is_convertible_v<bit_reference<char>, bool>);
}

TEST_CASE("bits are counted from the end of a byte that the order names") {
    CHECK_BOTH(byte_with(bit_order::msb_first, 0) == 0x80 && byte_with(bit_order::msb_first, 7) == 0x01);
    CHECK_BOTH(byte_with(bit_order::lsb_first, 0) == 0x01 && byte_with(bit_order::lsb_first, 6) == 0x40);
}

TEST_CASE("bits go on in the next byte, forwards and backwards") {
    const std::uint8_t bytes[] = {0x01, 0xFF, 0x80, 0xFF, 0x03};
    const lb::bit_items<const std::uint8_t> items{bytes, 2, 0, 1, bit_order::msb_first}; // of 01 80 03
    CHECK((items.at_unchecked(7) && items.at_unchecked(8) && !items.at_unchecked(9) && items.at_unchecked(23)));
    const lb::bit_items<const std::uint8_t> backwards{bytes, 2, 23, -3, bit_order::msb_first};
    CHECK((backwards.at_unchecked(0) && !backwards.at_unchecked(1) && backwards.at_unchecked(5)));
    STATIC_CHECK(std::is_same_v<decltype(items.at_unchecked(0)), bool>);
}
