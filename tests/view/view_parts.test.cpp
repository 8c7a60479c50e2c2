#include "support/catch.hpp"
#include "support/failure.hpp"

#include <cstdint>
#include <lendbuf/view/view_parts.hpp>
#include <limits>
#include <type_traits>

namespace lb = lendbuf;
using lb::contiguous;
using lb::f_contiguous;
using lb::strided;
using lb::detail::checked_index_from;
using lb::detail::layout_after;
using lb::detail::region_fits;

namespace {
using all_t = lb::slice<false>;
using stepped = lb::slice<true>;
template <class Layout, class... S>
inline constexpr bool stays_contiguous = std::is_same_v<layout_after<Layout, S...>, contiguous>;
} // namespace

TEST_CASE("strides are stored only where the shape does not imply them") {
    STATIC_CHECK(std::is_empty_v<lb::detail::stride_storage<3, contiguous>>);
    STATIC_CHECK(std::is_empty_v<lb::detail::stride_storage<3, f_contiguous>>);
    STATIC_CHECK(sizeof(lb::detail::stride_storage<3, strided>) == 3 * sizeof(std::ptrdiff_t));
}

TEST_CASE("integers, then one slice without a step, leave an array gapless") {
    STATIC_CHECK(stays_contiguous<contiguous> && stays_contiguous<contiguous, int> &&
                 stays_contiguous<contiguous, all_t>);
    STATIC_CHECK(stays_contiguous<contiguous, int, long, all_t>);
    STATIC_CHECK_FALSE(stays_contiguous<contiguous, all_t, int> || stays_contiguous<contiguous, all_t, all_t>);
    STATIC_CHECK_FALSE(stays_contiguous<contiguous, stepped> || stays_contiguous<contiguous, lb::newaxis_t>);
    STATIC_CHECK_FALSE(stays_contiguous<strided, int> || stays_contiguous<f_contiguous, int>);
}

TEST_CASE("a region becomes a view that promises no more than it does") {
    using flat = lb::region<int>;
    STATIC_CHECK(region_fits<flat, int, 1, contiguous> && region_fits<flat, const int, 1, strided>);
    STATIC_CHECK(region_fits<flat, int, 1, f_contiguous> && !region_fits<flat, int, 2, strided>);
    STATIC_CHECK_FALSE(region_fits<lb::region<const int>, int, 1, strided> || region_fits<flat, unsigned, 1, strided>);
    using grid = lb::region<int, 2, f_contiguous>;
    STATIC_CHECK(region_fits<grid, int, 2, f_contiguous> && region_fits<grid, int, 2, strided>);
    STATIC_CHECK_FALSE(region_fits<grid, int, 2, contiguous>);
    STATIC_CHECK_FALSE(region_fits<lb::region<int, 1, strided>, int, 1, contiguous>);
}

TEST_CASE("an index is checked as the number it is") {
    CHECK_BOTH(checked_index_from(2, 3, 0) == 2 && checked_index_from(-1, 3, 0) == 2);
    CHECK_BOTH(checked_index_from(std::size_t{2}, 3, 0) == 2 && checked_index_from(std::uint8_t{0}, 3, 0) == 0);
    CHECK_BOTH(checked_index_from(std::int64_t{-3}, 3, 0) == 0);
    constexpr std::uint64_t word = std::uint64_t{1} << 32;
    const auto refused = [](auto index) {
        const auto error = FAILURE_OF(checked_index_from(index, 3, 1));
        return error.code == lb::errc::index_out_of_bounds && error.field == 1;
    };
    CHECK((refused(3) && refused(3u) && refused(std::size_t{3}) && refused(word) && refused(word + 1)));
    CHECK((refused(std::numeric_limits<std::size_t>::max()) && refused(std::numeric_limits<std::uint64_t>::max())));
    CHECK((refused(-4) && refused(std::numeric_limits<std::int64_t>::min())));
    CHECK((refused(-static_cast<std::int64_t>(word)) && refused(-static_cast<std::int64_t>(word) - 1)));
}

TEST_CASE("numbers of any type become extents without wrapping") {
    constexpr auto most = std::numeric_limits<std::ptrdiff_t>::max();
    constexpr auto values = lb::detail::saturated(-1, 2u, std::numeric_limits<std::uint64_t>::max(), char{3});
    CHECK_BOTH(values == lb::index_array<4>{{-1, 2, most, 3}});
    CHECK_BOTH(lb::detail::saturated() == lb::index_array<0>{});
}
