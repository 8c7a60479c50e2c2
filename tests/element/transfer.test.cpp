#include <complex>
#include <cstdint>
#include <lendbuf/base/half.hpp>
#include <lendbuf/element/transfer.hpp>

#include "support/catch.hpp"

namespace lb = lendbuf;
using lb::item_transfer;

namespace {

template <class A, class B>
constexpr bool both_ways(item_transfer expected) {
    return lb::transfer_of<A, B> == expected && lb::transfer_of<const B, A> == expected;
}

constexpr item_transfer native_to_big =
    std::endian::native == std::endian::big ? item_transfer::bytes : item_transfer::swapped;

enum class colour : std::uint8_t { red };
struct point {
    int x, y;
};

} // namespace

TEST_CASE("items of one type move as they are") {
    STATIC_CHECK(both_ways<int, int>(item_transfer::bytes) && both_ways<point, point>(item_transfer::bytes));
    STATIC_CHECK(both_ways<bool, bool>(item_transfer::bytes) && both_ways<colour, colour>(item_transfer::bytes));
}

TEST_CASE("items of one type in two byte orders are swapped, in two alignments not") {
    STATIC_CHECK(both_ways<int, lb::be<int>>(native_to_big) &&
                 both_ways<int, lb::unaligned<int>>(item_transfer::bytes));
    STATIC_CHECK(both_ways<lb::be<double>, lb::le<double>>(item_transfer::swapped));
    STATIC_CHECK(both_ways<lb::half, lb::be<lb::half>>(native_to_big));
    STATIC_CHECK(both_ways<lb::be<std::uint8_t>, lb::le<std::uint8_t>>(item_transfer::bytes));
    STATIC_CHECK(both_ways<point, lb::unaligned<point>>(item_transfer::bytes));
    STATIC_CHECK(both_ways<std::complex<float>, lb::be<std::complex<float>>>(native_to_big));
    STATIC_CHECK((lb::word_size<lb::be<std::complex<float>>> == 4 && lb::word_size<lb::be<double>> == 8));
}

TEST_CASE("bytes are bytes, and integers of one size and sign are the same") {
    STATIC_CHECK(both_ways<std::byte, char>(item_transfer::bytes) &&
                 both_ways<unsigned char, char8_t>(item_transfer::bytes));
    STATIC_CHECK(both_ways<long long, std::int64_t>(item_transfer::bytes));
    STATIC_CHECK(both_ways<unsigned long long, lb::be<std::uint64_t>>(native_to_big));
}

TEST_CASE("items whose values differ in kind are refused") {
    STATIC_CHECK(both_ways<int, float>(item_transfer::refused) && both_ways<int, unsigned>(item_transfer::refused));
    STATIC_CHECK(both_ways<int, short>(item_transfer::refused) && both_ways<float, double>(item_transfer::refused));
    STATIC_CHECK(both_ways<signed char, unsigned char>(item_transfer::refused));
    STATIC_CHECK(both_ways<std::uint16_t, char16_t>(item_transfer::refused));
    STATIC_CHECK(both_ways<std::uint8_t, colour>(item_transfer::refused) &&
                 both_ways<bool, char>(item_transfer::refused));
    STATIC_CHECK(both_ways<std::uint16_t, lb::half>(item_transfer::refused));
}

TEST_CASE("bytes of any value may not become bools, bools may become such bytes") {
    STATIC_CHECK((lb::transfer_of<lb::unaligned<bool>, bool> == item_transfer::refused));
    STATIC_CHECK((lb::transfer_of<bool, lb::unaligned<bool>> == item_transfer::bytes));
}

TEST_CASE("one item is transferred by its value") {
    constexpr auto test = [] {
        lb::be<std::uint16_t> big = std::uint16_t{258};
        std::uint16_t plain = 0;
        lb::le<std::uint16_t> little{};
        std::byte byte{};
        point there{};
        lb::transfer_item(big, plain);
        lb::transfer_item(plain, little);
        lb::transfer_item('A', byte);
        lb::transfer_item(lb::unaligned<point>(point{1, 2}), there);
        return plain == 258 && little.value() == 258 && byte == std::byte{'A'} && there.y == 2;
    };
    CHECK_BOTH(test());
}
