#include "support/catch.hpp"
#include "support/failure.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <lendbuf/owner/standard.hpp>
#include <lendbuf/owner/static_memory.hpp>
#include <lendbuf/view/bit_view.hpp>
#include <limits>
#include <type_traits>
#include <vector>

namespace lb = lendbuf;
using lb::bit_order;
using lb::bit_view;
using lb::errc;
using lb::none;
using lb::slice;

namespace {

constexpr std::array<std::uint8_t, 2> two{0b1000'0001, 0b0011'0000};

std::vector<std::uint8_t> noise(std::size_t size) {
    std::vector<std::uint8_t> bytes(size);
    std::uint32_t state = 7;
    for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>((state = state * 1664525u + 1013904223u) >> 24);
    return bytes;
}

template <class Bits>
std::ptrdiff_t one_by_one(const Bits& bits) {
    std::ptrdiff_t sum = 0;
    for (const bool bit : bits) sum += bit ? 1 : 0;
    return sum;
}

} // namespace

TEST_CASE("bits stand in their bytes as numpy.unpackbits has them") {
    CHECK_BOTH(bit_view(two).size() == 16 && bit_view(two)[0] && bit_view(two)[7] && !bit_view(two)[8]);
    CHECK_BOTH(bit_view(two)[10] && bit_view(two)[11] && bit_view(two).count() == 4);
    CHECK_BOTH(bit_view(two, bit_order::lsb_first)[12] && !bit_view(two, bit_order::lsb_first)[11]);
    CHECK_BOTH(bit_view(two).order() == bit_order::msb_first && bit_view<const char>().empty());
}

TEST_CASE("bits are indexed as Python does") {
    CHECK_BOTH(bit_view(two)[-16] && !bit_view(two)[-1] && bit_view(two)[-5]);
    CHECK_THROWS_LB_AS(lb::index_error, bit_view(two)[16]);
    const auto error = FAILURE_OF(bit_view(two)[-17]);
    CHECK((error.code == errc::index_out_of_bounds && error.offset == -17 && error.have == 16));
    CHECK(FAILURE_OF(bit_view(two)[std::numeric_limits<std::uint64_t>::max()]).code == errc::index_out_of_bounds);
    CHECK(FAILURE_OF(bit_view<const char>()[0]).code == errc::index_out_of_bounds);
}

TEST_CASE("bits are written in place") {
    constexpr auto write = [] {
        std::array<std::uint8_t, 2> bytes = two;
        const bit_view bits(bytes);
        bits[1] = true;
        bits[-1] = bits[0];
        bits[7].flip();
        for (auto bit : bits[slice(8, 12)]) bit = false;
        return bytes[0] == 0b1100'0000 && bytes[1] == 0b0000'0001;
    };
    CHECK_BOTH(write());
    STATIC_CHECK(std::is_same_v<decltype(bit_view(two)[0]), bool>);
    std::array<std::byte, 1> bytes{};
    STATIC_CHECK(std::is_same_v<decltype(bit_view(bytes).toreadonly()), bit_view<const std::byte>>);
    bit_view(bytes, bit_order::lsb_first)[3] = true;
    CHECK((bytes[0] == std::byte{8} && bit_view(bytes).toreadonly()[4]));
}

TEST_CASE("slices of bits start and step anywhere") {
    CHECK_BOTH(bit_view(two)[slice(7, 12)].size() == 5 && bit_view(two)[slice(7, 12)].count() == 3);
    CHECK_BOTH(bit_view(two)[slice(none, none, -1)][4] && bit_view(two)[slice(none, none, -1)][-1]);
    CHECK_BOTH(bit_view(two)[slice(none, none, 7)].count() == 2 && bit_view(two)[slice(none, none, 7)].size() == 3);
    CHECK_BOTH(bit_view(two)[slice(10, none)][slice(none, none, -1)][slice(0, 5)].count() == 1);
    CHECK_BOTH(bit_view(two)[slice(20, 30)].empty() && bit_view(two)[slice(5, 5)].count() == 0);
    CHECK(FAILURE_OF(bit_view(two)[slice(0, 1, 0)]).code == errc::zero_step);
}

TEST_CASE("bits of bytes that are a stride apart") {
    auto bytes = noise(40);
    const lb::buffer_view<std::uint8_t> view(bytes);
    const bit_view bits(view[slice(none, none, -3)]);
    CHECK((bits.size() == 14 * 8 && bits[8] == ((bytes[36] & 0x80) != 0) && bits[-1] == ((bytes[0] & 1) != 0)));
    CHECK(bits.count() == one_by_one(bits));
    bits[0] = false;
    bits[7] = true;
    CHECK((bytes[39] & 0x81) == 1);
}

TEST_CASE("count agrees with counting one by one, wherever the bits start and end") {
    auto bytes = noise(300);
    bool good = true;
    for (const bit_order from : {bit_order::msb_first, bit_order::lsb_first})
        for (std::ptrdiff_t start = 0; start < 20; ++start)
            for (std::ptrdiff_t stop = start; stop <= 2400; stop += stop < 60 ? 1 : 97) {
                const auto part = bit_view(bytes, from)[slice(start, stop)];
                good = good && part.count() == one_by_one(part) && part[slice(none, none, -1)].count() == part.count();
            }
    CHECK(good);
}

TEST_CASE("bits have random access iterators, and sort") {
    STATIC_CHECK(std::random_access_iterator<decltype(bit_view(two).begin())>);
    auto bytes = noise(25);
    const bit_view bits(bytes);
    STATIC_CHECK(std::sortable<decltype(bits.begin())> && std::output_iterator<decltype(bits.begin()), bool>);
    const std::ptrdiff_t ones = bits.count();
    CHECK(std::count(bits.begin(), bits.end(), true) == ones);
    std::ranges::sort(bits);
    CHECK((std::ranges::is_sorted(bits) && bits.count() == ones));
    CHECK(std::ranges::find(bits, true) - bits.begin() == 200 - ones);
    std::ranges::reverse(bits);
    CHECK((bits[0] && std::ranges::count(bits[slice(0, ones)], true) == ones));
    std::ranges::fill(bits[slice(3, 6)], false);
    CHECK(bits.count() == ones - 3);
    std::copy(bits.begin(), bits.begin() + 8, bits.end() - 8);
    CHECK(bytes[24] == bytes[0]);
}

TEST_CASE("bits keep a lease of what they look into") {
    lb::static_memory<unsigned char, 2> memory;
    const bit_view bits(memory);
    STATIC_CHECK(std::is_same_v<decltype(bits), const bit_view<unsigned char, lb::leased>>);
    const auto part = bits[slice(4, 12)];
    CHECK((memory.leases() == 2 && part.size() == 8 && part.hold().share().block() == bits.hold().share().block()));
    part[0] = true;
    CHECK(memory[0] == 8);
}

TEST_CASE("more bits than an index can count are refused") {
    constexpr std::ptrdiff_t most = std::numeric_limits<std::ptrdiff_t>::max();
    const std::uint8_t byte = 0;
    const auto many = lb::buffer_view<const std::uint8_t>::from_parts_unchecked(&byte, {{{most / 8 + 1}}, {{0}}}, {});
    CHECK(FAILURE_OF(bit_view(many)).code == errc::shape_overflow);
}
