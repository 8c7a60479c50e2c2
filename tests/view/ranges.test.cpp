#include "support/catch.hpp"

#include <lendbuf/view/ranges.hpp>
#include <ranges>

namespace lb = lendbuf;

namespace {
using flat = lb::buffer_view<int, 1, lb::contiguous>;
using strided = lb::buffer_view<const int>;
using grid = lb::buffer_view<int, 2>;
using leased = lb::buffer_view<int, 1, lb::strided, lb::leased>;
} // namespace

TEST_CASE("views are ranges, and views to std") {
    STATIC_CHECK(std::ranges::contiguous_range<flat> && std::ranges::sized_range<flat> && std::ranges::view<flat>);
    STATIC_CHECK(std::ranges::random_access_range<strided> && std::ranges::common_range<strided>);
    STATIC_CHECK(std::ranges::random_access_range<grid> && std::ranges::sized_range<const grid>);
    STATIC_CHECK(std::ranges::view<leased> && std::ranges::view<grid>);
    STATIC_CHECK_FALSE(std::ranges::contiguous_range<strided>);
    STATIC_CHECK(std::ranges::output_range<flat, int> && !std::ranges::output_range<strided, int>);
}

TEST_CASE("iterators may outlive a borrowed view, not the lease of a leased one") {
    STATIC_CHECK(std::ranges::borrowed_range<flat> && std::ranges::borrowed_range<grid>);
    STATIC_CHECK_FALSE(std::ranges::borrowed_range<leased>);
}
