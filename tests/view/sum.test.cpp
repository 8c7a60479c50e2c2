#include <cfloat>
#include <complex>
#include <cstdint>
#include <cstring>
#include <lendbuf/element/endian.hpp>
#include <lendbuf/owner/standard.hpp>
#include <lendbuf/view/buffer_view.hpp>
#include <lendbuf/view/field.hpp>
#include <lendbuf/view/sum.hpp>
#include <limits>
#include <string>
#include <vector>

#include "support/catch.hpp"
#include "support/failure.hpp"
#include "view/places.hpp"

namespace lb = lendbuf;
using lb::all;
using lb::buffer_view;
using lb::errc;
using lb::none;
using lb::slice;
using test_support::places_of;
using test_support::random_shape;
using test_support::strided_array;

namespace {

constexpr int six[6] = {1, -2, 3, 4, 5, 6};
constexpr buffer_view<const int, 2, lb::contiguous> grid(six, {{2, 3}});
constexpr float floats[4] = {0.5f, 1.5f, -2.0f, 8.0f};
constexpr std::int64_t largest[2] = {std::numeric_limits<std::int64_t>::max(), 1};
constexpr lb::be<std::uint16_t> wire[3] = {1, 2, 40000};
constexpr lb::half halves[3] = {lb::half(0.5f), lb::half(0.25f), lb::half(-2.0f)};

struct [[gnu::packed]] packed_record {
    std::uint8_t kind;
    double price;
    std::uint32_t count;
};

/// Compares sums of small integers, which are exact in any type and any order, with those of a plain loop.
template <class T, class U, std::size_t Rank>
void check_random_views(int count) {
    test_support::random_numbers next(Rank + 3);
    for (int k = 0; k < count; ++k) {
        const auto shape = random_shape<Rank>(next);
        CAPTURE(shape.values, k, sizeof(T));
        const strided_array<T, Rank> a(next, shape, k % 2 == 0);
        const strided_array<U, Rank> b(next, shape, k % 3 == 0);
        double right = 0;
        double right_dot = 0;
        const auto a_places = places_of(a.view);
        const auto b_places = places_of(b.view);
        for (std::size_t n = 0; n < a_places.size(); ++n) {
            right += static_cast<double>(lb::plain_value(*a_places[n]));
            right_dot +=
                static_cast<double>(lb::plain_value(*a_places[n])) * static_cast<double>(lb::plain_value(*b_places[n]));
        }
        CHECK(static_cast<double>(lb::sum(a.view)) == right);
        CHECK(static_cast<double>(lb::dot(a.view, b.view)) == right_dot);
        CHECK(static_cast<double>(lb::dot(b.view, a.view)) == right_dot);
    }
}
template <class T, class U>
void check_types() {
    check_random_views<T, U, 0>(2);
    check_random_views<T, U, 1>(12);
    check_random_views<T, U, 2>(25);
    check_random_views<T, U, 3>(15);
}

template <class F>
bool same_bits(F a, F b) {
    return std::memcmp(&a, &b, sizeof a) == 0;
}

} // namespace

TEST_CASE("sums of integers have 64 bits") {
    CHECK_BOTH(lb::sum(six) == 17 && lb::sum(grid.transpose()) == 17 && lb::sum(grid(all, slice(1, none))) == 12);
    CHECK_BOTH(lb::sum(wire) == 40003 && lb::sum(grid(slice(0, 0))) == 0 && lb::sum(grid(1, 2, lb::ellipsis)) == 6);
    CHECK_BOTH(lb::sum(grid(all, slice(2, none)).broadcast_to(2, 5)) == 45);
    STATIC_REQUIRE(std::is_same_v<decltype(lb::sum(six)), std::int64_t>);
    STATIC_REQUIRE(std::is_same_v<decltype(lb::sum(wire)), std::uint64_t>);
    const std::vector<std::int32_t> many(100000, std::numeric_limits<std::int32_t>::min());
    CHECK(lb::sum(many) == std::int64_t{std::numeric_limits<std::int32_t>::min()} * 100000);
    const std::string text(1000, '\xff');
    CHECK(lb::sum(text) == 255000);
    const bool flags[] = {true, false, true};
    CHECK(lb::sum(flags) == 2);
}

TEST_CASE("a sum that does not fit is refused") {
    CHECK_BOTH(lb::try_sum(largest).error().code == errc::item_out_of_range);
    CHECK_BOTH(lb::try_dot(largest, largest).error().code == errc::item_out_of_range);
    CHECK_THROWS_LB(lb::overflow_error, "sum: the number does not fit an item of format 'q'", lb::sum(largest));
    const std::vector<std::uint64_t> ones(100, ~std::uint64_t{0});
    CHECK_THROWS_LB(lb::overflow_error, "dot: the number does not fit an item of format 'Q'", lb::dot(ones, ones));
    CHECK(FAILURE_OF(lb::sum(ones)).symbol == 'Q');
}

TEST_CASE("sums of floats, halves and complex numbers keep their type") {
    CHECK_BOTH(lb::sum(floats) == 8.0f && lb::sum(halves) == -1.25f && lb::dot(halves, halves) == 4.3125f);
    STATIC_REQUIRE(std::is_same_v<decltype(lb::sum(floats)), float>);
    STATIC_REQUIRE(std::is_same_v<decltype(lb::sum(halves)), float>);
    std::vector<std::complex<float>> waves;
    for (int k = 0; k < 1001; ++k) waves.emplace_back(static_cast<float>(k), -1.0f);
    CHECK(lb::sum(waves) == std::complex<float>(500500, -1001));
    CHECK(lb::sum(buffer_view(waves)[slice(none, none, -2)]) == std::complex<float>(250500, -501));
    const std::vector<lb::be<std::complex<double>>> big(77, std::complex<double>(2, 3));
    CHECK(lb::sum(big) == std::complex<double>(154, 231));
    CHECK(lb::sum(std::vector<std::complex<double>>()) == std::complex<double>());
}

TEST_CASE("sums and dot products of random views are those of loops") {
    check_types<int, int>();
    check_types<std::uint8_t, std::int16_t>();
    check_types<double, float>();
    check_types<lb::be<std::uint32_t>, std::int64_t>();
    check_types<lb::le<float>, lb::be<std::int16_t>>();
    check_types<lb::unaligned<double>, std::uint64_t>();
}

TEST_CASE("the sum of floats depends on their memory, not on the view of it") {
    std::vector<float> memory(60 * 70);
    for (std::size_t k = 0; k < memory.size(); ++k) memory[k] = 1.0f / static_cast<float>(k + 1);
    const buffer_view<const float, 2, lb::contiguous> view(memory.data(), {{60, 70}});
    const float whole = lb::sum(memory);
    CHECK(same_bits(lb::sum(view), whole));
    CHECK(same_bits(lb::sum(view.transpose()), whole));
    CHECK(same_bits(lb::sum(view.flip(0).flip(1)), whole));
    const auto part = view(slice(none, none, 2), slice(3, 50));
    std::vector<float> copied;
    for (const float x : part.elements()) copied.push_back(x);
    CHECK(same_bits(lb::sum(part), lb::sum(copied)));
    CHECK(same_bits(lb::sum(part.transpose()), lb::sum(copied)));
    std::vector<lb::be<float>> swapped(copied.begin(), copied.end());
    CHECK(same_bits(lb::sum(swapped), lb::sum(copied)));
    CHECK(same_bits(lb::dot(part, part), lb::dot(copied, swapped)));
    const std::vector<float> ones(copied.size(), 1.0f);
    CHECK(same_bits(lb::dot(copied, ones), lb::sum(copied)));
}

TEST_CASE("columns of records are summed in place") {
    std::vector<packed_record> records(501);
    for (std::size_t k = 0; k < records.size(); ++k) {
        const auto number = static_cast<std::uint32_t>(k);
        records[k] = {1, 0.5 * number, number};
    }
    const buffer_view view(records);
    CHECK(lb::sum(view.field<&packed_record::kind>()) == 501);
    CHECK(lb::sum(view.field<&packed_record::price>()) == 62625.0);
    CHECK(lb::sum(view.field<&packed_record::count>()) == 125250);
    CHECK(lb::dot(view.field<&packed_record::price>(), view.field<&packed_record::count>()) == 20895875.0);
}

TEST_CASE("dot multiplies what is at the same place") {
    CHECK_BOTH(lb::dot(six, six) == 91 && lb::dot(grid(0), grid(1)) == 12 && lb::dot(floats, floats) == 70.5f);
    CHECK_BOTH(lb::dot(grid, grid.flip(1)) == 1 * 3 * 2 + 4 + 4 * 6 * 2 + 25);
    CHECK_BOTH(lb::dot(grid(0), grid(1, 2, lb::ellipsis).broadcast_to(3)) == 12);
    STATIC_REQUIRE(std::is_same_v<decltype(lb::dot(floats, halves)), float>);
    STATIC_REQUIRE(std::is_same_v<decltype(lb::dot(floats, six)), double>);
    STATIC_REQUIRE(std::is_same_v<decltype(lb::dot(wire, wire)), std::uint64_t>);
    STATIC_REQUIRE(std::is_same_v<decltype(lb::dot(wire, six)), std::int64_t>);
    const std::vector<int> ints{1, 2, 3, 4};
    CHECK((lb::dot(ints, floats) == 29.5 && lb::dot(floats, ints) == 29.5));
}

TEST_CASE("dot needs equal shapes") {
    const auto failure = FAILURE_OF(lb::dot(grid, grid.transpose()));
    CHECK((failure.code == errc::different_structure && failure.field == 0 && failure.need == 2 && failure.have == 3));
    CHECK(lb::try_dot(six, floats).error().code == errc::different_structure);
    CHECK(lb::dot(std::vector<int>(), std::vector<float>()) == 0);
}
