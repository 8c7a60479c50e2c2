#include <algorithm>
#include <iterator>
#include <lendbuf/element/position_iterator.hpp>
#include <lendbuf/element/strided_items.hpp>
#include <type_traits>
#include <vector>

#include "support/catch.hpp"

namespace lb = lendbuf;

namespace {

using items = lb::strided_items<int>;
using iterator = lb::position_iterator<items>;
using const_iterator = lb::position_iterator<lb::strided_items<const int>>;

// Gives values, not references.
struct squares {
    using value_type = std::ptrdiff_t;
    constexpr value_type at_unchecked(std::ptrdiff_t position) const noexcept { return position * position; }
};
using value_iterator = lb::position_iterator<squares>;

struct point {
    int x, y;
};

constexpr int row[] = {10, 11, 12, 13, 14};
constexpr const_iterator row_begin{{row, sizeof(int)}, 0};

} // namespace

TEST_CASE("the iterator models random access") {
    STATIC_CHECK(std::random_access_iterator<iterator>);
    STATIC_CHECK(std::random_access_iterator<const_iterator>);
    STATIC_CHECK(std::random_access_iterator<value_iterator>);
    STATIC_CHECK(std::sortable<iterator>);
    STATIC_CHECK_FALSE(std::contiguous_iterator<iterator>);
    STATIC_CHECK(std::is_same_v<std::iter_reference_t<const_iterator>, const int&>);
    STATIC_CHECK(std::is_same_v<std::iter_value_t<const_iterator>, int>);
    STATIC_CHECK(std::is_same_v<std::iter_reference_t<value_iterator>, std::ptrdiff_t>);
}

TEST_CASE("the category that algorithms of old read follows from the reference") {
    using tag = std::iterator_traits<iterator>::iterator_category;
    using value_tag = std::iterator_traits<value_iterator>::iterator_category;
    STATIC_CHECK(std::is_base_of_v<std::random_access_iterator_tag, tag>);
    STATIC_CHECK(std::is_same_v<value_tag, std::input_iterator_tag>);
}

TEST_CASE("steps go forwards and backwards") {
    constexpr auto walk = [] {
        auto it = row_begin;
        if (*it++ != 10 || *it != 11 || *++it != 12 || *it-- != 12 || *--it != 10) return false;
        it += 4;
        it -= 1;
        return *it == 13 && *(it + 1) == 14 && *(1 + it) == 14 && *(it - 3) == 10 && it[-2] == 11;
    };
    CHECK_BOTH(walk());
}

TEST_CASE("distance and order are those of the positions") {
    constexpr auto end = row_begin + 5;
    CHECK_BOTH(end - row_begin == 5);
    CHECK_BOTH(row_begin - end == -5);
    CHECK_BOTH(row_begin < end && end > row_begin && row_begin <= row_begin && end >= end);
    CHECK_BOTH(row_begin == end - 5 && row_begin != end);
    CHECK_BOTH((row_begin <=> end) == std::strong_ordering::less);
}

TEST_CASE("members are reached through the arrow") {
    point points[] = {{1, 2}, {3, 4}};
    const lb::position_iterator<lb::strided_items<point>> it{{points, sizeof(point)}, 1};
    CHECK(it->y == 4);
    it->x = 7;
    CHECK(points[1].x == 7);
}

TEST_CASE("std algorithms sort through a stride and leave the items between alone") {
    int memory[] = {9, -1, 3, -2, 7, -3, 1, -4};
    const items odd{memory, 2 * sizeof(int)};
    std::sort(iterator(odd, 0), iterator(odd, 4));
    CHECK(std::vector<int>(memory, memory + 8) == std::vector<int>{1, -1, 3, -2, 7, -3, 9, -4});
    std::reverse(iterator(odd, 0), iterator(odd, 4));
    CHECK(memory[0] == 9);
    CHECK(std::lower_bound(value_iterator({}, 0), value_iterator({}, 100), 50) - value_iterator({}, 0) == 8);
}

TEST_CASE("a fresh iterator can be compared and assigned") {
    iterator fresh;
    CHECK(fresh == iterator());
    int one = 5;
    fresh = iterator({&one, 4}, 0);
    CHECK(*fresh == 5);
}
