#include "support/catch.hpp"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <iterator>
#include <lendbuf/element/endian.hpp>
#include <lendbuf/owner/bytearray.hpp>
#include <lendbuf/view/ranges.hpp>
#include <lendbuf/view/runs.hpp>
#include <lendbuf/view/zip.hpp>
#include <ranges>
#include <type_traits>
#include <utility>
#include <vector>

namespace lb = lendbuf;

namespace {
using flat = lb::buffer_view<int, 1, lb::contiguous>;
using strided = lb::buffer_view<const int>;
using grid = lb::buffer_view<int, 2>;
using leased = lb::buffer_view<int, 1, lb::strided, lb::leased>;

template <class View>
using elements_of = decltype(std::declval<const View&>().elements());
template <class View>
using ordered_of = decltype(std::declval<const View&>().elements(lb::order::any));
template <class... View>
using zip_of = decltype(lb::zip(std::declval<const View&>()...));
template <class View>
using runs_of = decltype(lb::runs(std::declval<const View&>()));

using leased_grid = lb::buffer_view<lb::be<int>, 2, lb::f_contiguous, lb::leased>;

/// Is satisfied by ranges of random access that know their size and end, all of it also when const.
template <class Range>
concept indexed =
    std::ranges::random_access_range<Range> && std::ranges::random_access_range<const Range> &&
    std::ranges::sized_range<Range> && std::ranges::sized_range<const Range> && std::ranges::common_range<Range>;

template <class Iterator>
using category_of = typename std::iterator_traits<Iterator>::iterator_category;
} // namespace

TEST_CASE("views are ranges, and views to std") {
    STATIC_CHECK(std::ranges::contiguous_range<flat> && std::ranges::sized_range<flat> && std::ranges::view<flat>);
    STATIC_CHECK(std::ranges::random_access_range<strided> && std::ranges::common_range<strided>);
    STATIC_CHECK(std::ranges::random_access_range<grid> && std::ranges::sized_range<const grid>);
    STATIC_CHECK(std::ranges::view<leased> && std::ranges::view<grid>);
    STATIC_CHECK_FALSE(std::ranges::contiguous_range<strided>);
    STATIC_CHECK(std::ranges::output_range<flat, int> && !std::ranges::output_range<strided, int>);
}

TEST_CASE("views of every rank and layout have random access to items or rows") {
    STATIC_CHECK(indexed<flat> && indexed<strided> && indexed<grid> && indexed<leased> && indexed<leased_grid>);
    STATIC_CHECK(indexed<lb::buffer_view<char, 3, lb::contiguous>> && indexed<lb::buffer_view<const double, 5>>);
    STATIC_CHECK(indexed<lb::buffer_view<char, 1, lb::f_contiguous>>);
    STATIC_CHECK_FALSE(std::ranges::range<lb::buffer_view<int, 0>>);
    STATIC_CHECK(std::is_same_v<std::ranges::range_value_t<grid>, lb::buffer_view<int, 1>>);
    STATIC_CHECK(std::is_same_v<std::ranges::range_reference_t<grid>, lb::buffer_view<int, 1>>);
    STATIC_CHECK(std::is_same_v<std::ranges::range_reference_t<strided>, const int&>);
    STATIC_CHECK(std::is_same_v<std::ranges::range_value_t<strided>, int>);
    // C++17 wants a true reference for more than input.
    STATIC_CHECK(std::is_same_v<category_of<std::ranges::iterator_t<strided>>, std::random_access_iterator_tag>);
    STATIC_CHECK(std::is_same_v<category_of<std::ranges::iterator_t<grid>>, std::input_iterator_tag>);
}

TEST_CASE("elements are ranges of random access, and views to std") {
    STATIC_CHECK(indexed<elements_of<grid>> && indexed<ordered_of<grid>> && indexed<ordered_of<strided>>);
    STATIC_CHECK(indexed<elements_of<lb::buffer_view<const int, 5>>> && indexed<elements_of<leased_grid>>);
    STATIC_CHECK(std::ranges::contiguous_range<elements_of<lb::buffer_view<int, 3, lb::contiguous>>>);
    STATIC_CHECK(std::ranges::contiguous_range<elements_of<lb::buffer_view<int, 0>>>);
    STATIC_CHECK(std::ranges::view<elements_of<grid>> && std::ranges::view<elements_of<leased_grid>>);
    STATIC_CHECK(std::is_same_v<std::ranges::range_reference_t<elements_of<grid>>, int&>);
    STATIC_CHECK(std::ranges::output_range<elements_of<grid>, int>);
    STATIC_CHECK_FALSE(std::ranges::output_range<elements_of<lb::buffer_view<const int, 2>>, int>);
    STATIC_CHECK_FALSE(std::ranges::contiguous_range<elements_of<grid>>);
    using iterator = std::ranges::iterator_t<elements_of<grid>>;
    STATIC_CHECK(std::random_access_iterator<iterator> && std::sortable<iterator> && std::permutable<iterator>);
    STATIC_CHECK(std::is_same_v<category_of<iterator>, std::random_access_iterator_tag>);
    STATIC_CHECK(std::sortable<std::ranges::iterator_t<elements_of<leased_grid>>>);
}

TEST_CASE("zipped views are ranges of random access") {
    STATIC_CHECK(indexed<zip_of<flat>> && indexed<zip_of<grid, leased_grid>> && indexed<zip_of<flat, strided, leased>>);
    STATIC_CHECK(std::is_same_v<std::ranges::range_reference_t<zip_of<flat, strided>>, lb::values<int&, const int&>>);
    STATIC_CHECK(std::is_same_v<category_of<std::ranges::iterator_t<zip_of<flat>>>, std::input_iterator_tag>);
    STATIC_CHECK_FALSE(std::sortable<std::ranges::iterator_t<zip_of<flat, flat>>>);
}

TEST_CASE("runs are ranges of views") {
    STATIC_CHECK(std::ranges::forward_range<runs_of<grid>> && std::ranges::sized_range<const runs_of<leased_grid>>);
    STATIC_CHECK(std::ranges::common_range<runs_of<strided>> && !std::ranges::bidirectional_range<runs_of<grid>>);
}

TEST_CASE("iterators may outlive a borrowed view, not the lease of a leased one") {
    STATIC_CHECK(std::ranges::borrowed_range<flat> && std::ranges::borrowed_range<grid>);
    STATIC_CHECK_FALSE(std::ranges::borrowed_range<leased>);
    STATIC_CHECK(std::ranges::borrowed_range<elements_of<grid>> && std::ranges::borrowed_range<ordered_of<strided>>);
    STATIC_CHECK_FALSE(std::ranges::borrowed_range<elements_of<leased_grid>>);
    STATIC_CHECK_FALSE(std::ranges::borrowed_range<ordered_of<leased>>);
    lb::bytearray owner{3, 1, 2};
    STATIC_CHECK(
        std::is_same_v<decltype(std::ranges::find(lb::zip(owner), 1, [](auto) { return 1; })), std::ranges::dangling>);
    STATIC_CHECK(std::is_same_v<decltype(std::ranges::max_element(lb::buffer_view(owner).elements(lb::order::c))),
                                std::ranges::dangling>);
    const lb::buffer_view<std::uint8_t> view(owner);
    CHECK(*std::ranges::max_element(view.elements(lb::order::c)) == 3);
}

TEST_CASE("std algorithms on parts of elements, and backwards") {
    int memory[6] = {0, 1, 2, 3, 4, 5};
    const lb::buffer_view<int, 2, lb::f_contiguous> view(memory, {{2, 3}});
    const auto items = view.elements();
    std::ranges::sort(items.begin() + 2, items.end(), std::ranges::greater());
    CHECK((items[2] == 5 && items[5] == 1 && items[0] == 0));
    std::vector<int> backwards(std::make_reverse_iterator(items.end()), std::make_reverse_iterator(items.begin()));
    CHECK(backwards == std::vector<int>{1, 3, 4, 5, 2, 0});
    CHECK(std::ranges::equal(items, std::vector<int>{0, 2, 5, 4, 3, 1}));
    CHECK((std::ranges::distance(items) == 6 && std::ranges::next(items.begin(), 9, items.end()) == items.end()));
}
