#include "support/catch.hpp"

#include <array>
#include <cstdint>
#include <lendbuf/element/endian.hpp>
#include <lendbuf/owner/typed_array.hpp>
#include <lendbuf/view/buffer_view.hpp>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

namespace lb = lendbuf;
using lb::typed_array;

namespace {

struct point {
    float x, y;
    friend bool operator==(const point&, const point&) = default;
};

} // namespace

TEST_CASE("a typed array is made of zeros, items or any gapless items of its type") {
    CHECK((typed_array<int>().empty() && typed_array<double>(2) == typed_array<double>{0.0, 0.0}));
    const std::vector<int> vector{1, 2, 3};
    std::array<int, 2> array{4, 5};
    CHECK((typed_array<int>(vector) == typed_array<int>{1, 2, 3} && typed_array<int>(array)[1] == 5));
    CHECK(typed_array<int>(std::span<const int>(vector).subspan(1)) == typed_array<int>{2, 3});
    STATIC_CHECK_FALSE(std::is_constructible_v<typed_array<int>, std::vector<float>&>);
    STATIC_CHECK_FALSE(std::is_constructible_v<typed_array<int>, lb::buffer_view<int>&>);
    STATIC_CHECK_FALSE(std::is_constructible_v<typed_array<int>, lb::buffer_view<int, 2, lb::contiguous>&>);
    CHECK_THROWS_LB(lb::value_error, "typed_array: size -1 is negative", typed_array<int>(-1));
}

TEST_CASE("a typed array names its code and itemsize") {
    CHECK_BOTH(typed_array<int>::typecode() == std::string_view("i") && typed_array<double>::itemsize() == 8);
    CHECK_BOTH(typed_array<lb::be<std::uint16_t>>::typecode() == std::string_view(">H"));
    CHECK_BOTH(typed_array<point>::itemsize() == 8);
}

TEST_CASE("append, push_back and extend add items, also their own") {
    typed_array<int> a;
    a.append(1);
    a.push_back(2);
    a.extend({3, 4});
    a.extend(std::vector<int>{5});
    a.extend(a);
    CHECK(a == typed_array<int>{1, 2, 3, 4, 5, 1, 2, 3, 4, 5});
    a.shrink_to_fit();
    a.append(a[0]); // moves the item while it is read
    a.shrink_to_fit();
    a.extend(std::span(a.data() + 2, 3));
    CHECK((a.size() == 14 && a[10] == 1 && a[11] == 3 && a[13] == 5));
}

TEST_CASE("a typed array holds records") {
    typed_array<point> points{{1, 2}, {3, 4}};
    points.append({5, 6});
    const lb::buffer_view view(points);
    view[0].x = 9;
    CHECK((points[0] == point{9, 2} && points[-1] == point{5, 6} && view.itemsize() == 8));
    CHECK(typed_array<bool>(2) == typed_array<bool>{false, false});
}

TEST_CASE("a leased typed array refuses to change its size") {
    typed_array<double> a{1, 2};
    const lb::buffer_view view(a);
    CHECK_THROWS_LB(lb::buffer_error, "Existing exports of data: object cannot be re-sized (typed_array, 1 leases)",
                    a.append(3));
    CHECK_THROWS_LB_AS(lb::buffer_error, a.extend({3.0}));
    CHECK_THROWS_LB_AS(lb::buffer_error, a = (typed_array<double>{7}));
    a.extend(std::vector<double>());
    CHECK((a.size() == 2 && view[1] == 2));
}

TEST_CASE("a copy of a typed array is its own") {
    typed_array<int> first{1, 2};
    typed_array<int> second = first;
    second[0] = 9;
    CHECK((first[0] == 1 && second != first));
    first = second;
    CHECK((first == second && first.data() != second.data()));
}
