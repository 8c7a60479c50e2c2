#include <bit>
#include <cstdint>
#include <lendbuf/element/endian.hpp>
#include <lendbuf/owner/standard.hpp>
#include <lendbuf/view/buffer_view.hpp>
#include <lendbuf/view/min_max.hpp>
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

namespace {

constexpr int six[6] = {3, -2, 30, 4, 5, 6};
constexpr buffer_view<const int, 2, lb::contiguous> grid(six, {{2, 3}});
constexpr double floats[3] = {0.5, -1.5, 8.0};
constexpr double with_nan[3] = {0.5, __builtin_nan(""), 8.0};
constexpr double zeros[2] = {-0.0, -0.0};
constexpr lb::half halves[3] = {lb::half(0.5f), lb::half(0.25f), lb::half(-2.0f)};
constexpr lb::be<std::uint16_t> wire[3] = {513, 2, 256};
constexpr auto both_of_six = lb::minmax(six);

template <class T, std::size_t Rank>
void check_random_views(int count) {
    test_support::random_numbers next(Rank + 5);
    for (int k = 0; k < count; ++k) {
        const test_support::strided_array<T, Rank> a(next, test_support::random_shape<Rank>(next), k % 2 == 0);
        CAPTURE(a.view.shape().values, k, sizeof(T));
        const auto places = places_of(a.view);
        if (places.empty()) {
            CHECK((!lb::try_min(a.view) && !lb::try_max(a.view) && !lb::try_minmax(a.view)));
            continue;
        }
        auto least = lb::plain_value(*places[0]);
        auto greatest = least;
        for (const T* place : places) {
            const auto x = lb::plain_value(*place);
            if (x < least) least = x;
            if (x > greatest) greatest = x;
        }
        CHECK((lb::min(a.view) == least && lb::max(a.view) == greatest));
        const auto [low, high] = lb::minmax(a.view);
        CHECK((low == least && high == greatest));
    }
}
template <class T>
void check_type() {
    check_random_views<T, 0>(2);
    check_random_views<T, 1>(20);
    check_random_views<T, 2>(30);
    check_random_views<T, 3>(20);
}

} // namespace

TEST_CASE("extremes have the type of the items") {
    CHECK_BOTH(lb::min(six) == -2 && lb::max(six) == 30 && both_of_six.min == -2 && both_of_six.max == 30);
    CHECK_BOTH(lb::min(grid.transpose()) == -2 && lb::max(grid(all, slice(none, none, -2))(1)) == 6);
    CHECK_BOTH(lb::min(floats) == -1.5 && lb::max(floats) == 8.0 && lb::min(halves) == -2.0f && lb::max(wire) == 513);
    STATIC_REQUIRE(std::is_same_v<decltype(lb::min(six)), int>);
    STATIC_REQUIRE(std::is_same_v<decltype(lb::max(wire)), std::uint16_t>);
    STATIC_REQUIRE(std::is_same_v<decltype(lb::max(halves)), float>);
    const std::string text = "a\xff";
    CHECK((lb::max(text) == 255 && lb::min(text) == 97));
    const bool flags[] = {true, false};
    CHECK((lb::max(flags) && !lb::min(flags)));
}

TEST_CASE("NaN comes through, and zeros are positive") {
    CHECK_BOTH(lb::min(with_nan) != lb::min(with_nan) && lb::max(with_nan) != lb::max(with_nan));
    CHECK_BOTH(std::bit_cast<std::uint64_t>(lb::min(zeros)) == 0 && std::bit_cast<std::uint64_t>(lb::max(zeros)) == 0);
    std::vector<lb::be<float>> big(1000, 1.0f);
    big[997] = std::numeric_limits<float>::quiet_NaN();
    const auto [low, high] = lb::minmax(big);
    CHECK((low != low && high != high));
}

TEST_CASE("extremes of random views are those of loops") {
    check_type<int>();
    check_type<std::uint8_t>();
    check_type<double>();
    check_type<lb::be<std::uint64_t>>();
    check_type<lb::le<float>>();
    check_type<lb::unaligned<std::int16_t>>();
}

TEST_CASE("extremes of long runs are found in pieces") {
    std::vector<float> many(50000, 3.0f);
    many[40001] = 4.0f;
    many[20002] = -4.0f;
    const auto [low, high] = lb::minmax(many);
    CHECK((low == -4.0f && high == 4.0f));
    CHECK(lb::max(buffer_view(many)[slice(none, none, 2)]) == 3.0f);
    CHECK(lb::max(buffer_view(many)[slice(1, none, 2)]) == 4.0f);
}

TEST_CASE("nothing has no extremes") {
    CHECK_BOTH(lb::try_min(grid(slice(0, 0))).error().code == errc::item_not_found);
    const std::vector<double> nothing;
    CHECK_THROWS_LB(lb::value_error, "min: item not found", lb::min(nothing));
    CHECK_THROWS_LB(lb::value_error, "max: item not found", lb::max(nothing));
    CHECK_THROWS_LB(lb::value_error, "minmax: item not found", lb::minmax(nothing));
}
