#include "support/catch.hpp"
#include "support/failure.hpp"
#include "view/places.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <iterator>
#include <lendbuf/element/endian.hpp>
#include <lendbuf/owner/bytearray.hpp>
#include <lendbuf/owner/standard.hpp>
#include <lendbuf/owner/static_memory.hpp>
#include <lendbuf/view/elements.hpp>
#include <limits>
#include <numeric>
#include <type_traits>
#include <vector>

namespace lb = lendbuf;
using lb::all;
using lb::buffer_view;
using lb::errc;
using lb::none;
using lb::order;
using lb::slice;
using test_support::places_in;
using test_support::places_of;
using test_support::walks;

namespace {

template <int... I>
inline constexpr std::array<int, sizeof...(I)> list{I...};
inline constexpr std::array<int, 0> no_items{};

constexpr int twelve[12] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
constexpr buffer_view<const int, 2, lb::contiguous> grid(twelve, {{3, 4}});
constexpr buffer_view<const int, 3, lb::contiguous> cube(twelve, {{2, 3, 2}});
constexpr buffer_view<const int, 3, lb::f_contiguous> f_cube(twelve, {{2, 3, 2}});

/// Checks all orders of a view of any rank against the places of its items.
template <class View>
void check_orders(const View& view) {
    CAPTURE(view.shape().values, view.strides().values);
    CHECK(places_in(view.elements()) == places_of(view));
    if constexpr (View::ndim() > 0)
        for (const order o : {order::c, order::f, order::any}) CHECK(places_in(view.elements(o)) == places_of(view, o));
}

template <std::size_t Rank>
void check_random_views(int count) {
    test_support::random_numbers next(Rank + 1);
    for (int k = 0; k < count; ++k) {
        const test_support::random_view<Rank> random(next);
        check_orders(random.view);
        check_orders(random.view.transpose());
    }
}

template <class View>
bool obeys_laws(const View& view) {
    const auto items = [&](order o) {
        std::vector<int> values;
        for (const int* place : places_of(view, o)) values.push_back(*place);
        return values;
    };
    if (!walks(view.elements(), items(order::c))) return false;
    if constexpr (View::ndim() > 0)
        for (const order o : {order::c, order::f, order::any})
            if (!walks(view.elements(o), items(o))) return false;
    return true;
}

/// Visits all shapes of extents up to `most`, each as a C and a Fortran array and as a strided one with all signs.
template <std::size_t Rank>
void check_laws(std::ptrdiff_t most) {
    std::vector<int> memory(512);
    std::iota(memory.begin(), memory.end(), 0);
    const std::vector<std::ptrdiff_t> extents(Rank, most + 1);
    test_support::random_numbers next(7);
    test_support::for_each_index(extents, [&](const std::vector<std::ptrdiff_t>& index) {
        lb::index_array<Rank> shape;
        std::copy(index.begin(), index.end(), shape.values);
        CAPTURE(shape.values);
        const buffer_view<int, Rank, lb::contiguous> c(memory.data(), shape);
        const buffer_view<int, Rank, lb::f_contiguous> f(memory.data(), shape);
        lb::index_array<Rank> strides;
        std::ptrdiff_t first = 0;
        for (std::size_t k = 0; k < Rank; ++k) {
            strides[k] = 4 * next(-9, 9);
            if (strides[k] < 0 && shape[k] > 0) first -= strides[k] * (shape[k] - 1);
        }
        const buffer_view<int, Rank> s(memory, shape, strides, first);
        CHECK((obeys_laws(c) && obeys_laws(f) && obeys_laws(s)));
    });
}

} // namespace

TEST_CASE("elements come in C order, whatever the layout") {
    CHECK_BOTH(walks(grid.elements(), twelve));
    CHECK_BOTH(walks(cube.elements(), twelve));
    CHECK_BOTH(walks(cube.transpose().elements(), list<0, 6, 2, 8, 4, 10, 1, 7, 3, 9, 5, 11>));
    CHECK_BOTH(walks(f_cube.elements(), list<0, 6, 2, 8, 4, 10, 1, 7, 3, 9, 5, 11>));
    CHECK_BOTH(walks(grid(all, slice(1, 3)).elements(), list<1, 2, 5, 6, 9, 10>));
    CHECK_BOTH(walks(grid.flip(0).elements(), list<8, 9, 10, 11, 4, 5, 6, 7, 0, 1, 2, 3>));
    CHECK_BOTH(walks(grid(slice(none, none, -2), slice(none, none, -3)).elements(), list<11, 8, 3, 0>));
    CHECK_BOTH(walks(grid(1).broadcast_to(2, 4).elements(), list<4, 5, 6, 7, 4, 5, 6, 7>));
    CHECK_BOTH(walks(grid(all, slice(1, 2)).broadcast_to(3, 2).elements(), list<1, 1, 5, 5, 9, 9>));
}

TEST_CASE("elements of one axis are the view, of none the one item") {
    constexpr auto row = grid(2);
    constexpr auto item = grid(1, 2, lb::ellipsis);
    STATIC_CHECK(std::is_same_v<decltype(row.elements()), std::remove_const_t<decltype(row)>>);
    STATIC_CHECK(std::is_same_v<decltype(item.elements())::layout_type, lb::contiguous>);
    CHECK_BOTH(walks(row.elements(), list<8, 9, 10, 11>) && walks(row.flip().elements(), list<11, 10, 9, 8>));
    CHECK_BOTH(walks(item.elements(), list<6>));
    CHECK_BOTH(walks(row.elements(order::f), list<8, 9, 10, 11>));
    CHECK_BOTH(walks(row[slice(none, none, -2)].elements(order::any), list<11, 9>));
}

TEST_CASE("gapless elements are a view, so that pointers walk over them") {
    STATIC_CHECK(std::is_same_v<decltype(cube.elements()), buffer_view<const int, 1, lb::contiguous>>);
    STATIC_CHECK(std::is_pointer_v<decltype(cube.elements().begin())>);
    STATIC_CHECK(std::is_same_v<decltype(f_cube.elements()), lb::element_range<const int, 3, lb::borrowed>>);
}

TEST_CASE("elements in Fortran order, and as they lie in memory") {
    CHECK_BOTH(walks(grid.elements(order::c), twelve));
    CHECK_BOTH(walks(grid.elements(order::f), list<0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11>));
    CHECK_BOTH(walks(grid.elements(order::any), twelve) && walks(grid.transpose().elements(order::any), twelve));
    CHECK_BOTH(walks(f_cube.elements(order::f), twelve) && walks(f_cube.elements(order::any), twelve));
    CHECK_BOTH(walks(cube.permute(1, 2, 0).elements(order::any), twelve));
    // Backwards stays backwards: axes are sorted, not turned round.
    CHECK_BOTH(walks(grid.flip(0).transpose().elements(order::any), list<8, 9, 10, 11, 4, 5, 6, 7, 0, 1, 2, 3>));
    // Of equal steps the first axis stays outside, and a repeated item comes at once.
    CHECK_BOTH(walks(cube(all, 0, all).permute(1, 0).elements(order::any), list<0, 1, 6, 7>));
    CHECK_BOTH(walks(grid(0, slice(0, 2)).broadcast_to(3, 2).elements(order::any), list<0, 0, 0, 1, 1, 1>));
}

TEST_CASE("an empty axis anywhere leaves no elements") {
    CHECK_BOTH(walks(grid(slice(0, 0)).elements(), no_items) && walks(grid(all, slice(4, 4)).elements(), no_items));
    CHECK_BOTH(walks(f_cube(all, slice(2, 1), all).elements(), no_items));
    CHECK_BOTH(walks(f_cube(all, slice(2, 1), all).elements(order::f), no_items));
    CHECK_BOTH(walks(f_cube(slice(0, 0), slice(0, 0), slice(0, 0)).elements(order::any), no_items));
    CHECK_BOTH(walks(buffer_view<int, 3>().elements(), no_items));
    CHECK_BOTH(walks(lb::element_range<int, 2, lb::borrowed>(), no_items));
    CHECK_BOTH(lb::element_iterator<int, 2>() == lb::element_iterator<int, 2>());
}

TEST_CASE("elements of random views are where the strides say") {
    check_random_views<0>(3);
    check_random_views<1>(60);
    check_random_views<2>(150);
    check_random_views<3>(150);
    check_random_views<4>(60);
    check_random_views<5>(30);
}

TEST_CASE("iterators obey the laws of arithmetic on all small shapes") {
    check_laws<0>(0);
    check_laws<1>(6);
    check_laws<2>(4);
    check_laws<3>(3);
    check_laws<4>(2);
    check_laws<5>(1);
}

TEST_CASE("iterators of views obey the same laws") {
    CHECK_BOTH(walks(grid(1), list<4, 5, 6, 7>) && walks(grid.transpose()(1), list<1, 5, 9>));
    CHECK_BOTH(walks(grid(1)[slice(none, none, -3)], list<7, 4>) && walks(grid(0)[slice(2, 2)], no_items));
    // Rows are made when they are asked for.
    const auto turned = grid.transpose();
    CHECK((turned.end() - turned.begin() == 4 && turned.begin()[3](-1) == 11 && (turned.end() - 4)[0][1] == 4));
    CHECK((*--turned.end())(0) == 3);
    STATIC_CHECK(std::random_access_iterator<decltype(turned.begin())>);
    STATIC_CHECK(std::is_same_v<decltype(*turned.begin()), buffer_view<const int, 1>>);
    STATIC_CHECK(std::is_same_v<decltype(*cube.begin()), buffer_view<const int, 2, lb::contiguous>>);
}

TEST_CASE("an item is found by its place among all, which is checked") {
    constexpr auto turned = grid.transpose().elements();
    CHECK_BOTH(turned[0] == 0 && turned[1] == 4 && turned[11] == 11 && turned[-1] == 11 && turned[-12] == 0);
    const auto failure = FAILURE_OF(turned[12]);
    CHECK((failure.code == errc::index_out_of_bounds && failure.offset == 12 && failure.have == 12));
    CHECK(FAILURE_OF(turned[-13]).code == errc::index_out_of_bounds);
    CHECK(FAILURE_OF(grid(all, slice(0, 0)).elements(order::f)[0]).code == errc::index_out_of_bounds);
    constexpr auto lowest = std::numeric_limits<std::ptrdiff_t>::min();
    CHECK(FAILURE_OF(turned[lowest]).code == errc::index_out_of_bounds);
}

TEST_CASE("elements of const items cannot be written, a const view of mutable ones can") {
    std::array<int, 4> memory{};
    const buffer_view<int, 2, lb::f_contiguous> view(memory.data(), {{2, 2}});
    STATIC_CHECK(std::is_same_v<decltype(*view.elements().begin()), int&>);
    STATIC_CHECK(std::is_same_v<decltype(*view.toreadonly().elements().begin()), const int&>);
    STATIC_CHECK(std::is_same_v<decltype(view.toreadonly().elements())::value_type, int>);
    STATIC_CHECK(std::is_same_v<decltype(view.elements(order::any)[0]), int&>);
    int number = 0;
    for (int& item : view.elements()) item = number++;
    CHECK(memory == std::array<int, 4>{0, 2, 1, 3});
    *(view.elements(order::f).end() - 1) = 9;
    CHECK(memory[3] == 9);
}

TEST_CASE("an iterator reaches members of records") {
    struct point {
        int x, y;
    };
    const point points[4] = {{1, 2}, {3, 4}, {5, 6}, {7, 8}};
    const buffer_view<const point, 2, lb::f_contiguous> view(points, {{2, 2}});
    CHECK((view.elements().begin()->x == 1 && (view.elements().begin() + 1)->y == 6));
}

TEMPLATE_TEST_CASE("std algorithms work on all items of a strided array", "", std::int32_t, lb::be<std::uint32_t>,
                   lb::le<std::int16_t>, lb::unaligned<double>) {
    std::array<TestType, 48> memory{};
    const buffer_view<TestType, 2, lb::contiguous> whole(memory.data(), {{6, 8}});
    const auto part = whole(slice(none, none, -2), slice(1, none, 3)); // rows 5 3 1, columns 1 4 7
    const auto plain = [](const auto& range) {
        std::vector<int> numbers;
        for (const TestType& item : range) numbers.push_back(static_cast<int>(item));
        return numbers;
    };
    using numbers = std::vector<int>;
    const auto items = part.elements();
    const int shuffled[9] = {7, 300, 2, 9, 1, 8, 300, 5, 4};
    std::copy(std::begin(shuffled), std::end(shuffled), items.begin());
    CHECK((whole(5, 1) == 7 && whole(5, 4) == 300 && whole(1, 7) == 4));

    CHECK(std::find(items.begin(), items.end(), 300) - items.begin() == 1);
    CHECK(std::ranges::find(items, TestType(9)) - items.begin() == 3);
    CHECK(std::ranges::count(items, TestType(300)) == 2);
    CHECK(*std::ranges::max_element(items) == 300);
    CHECK(plain(std::vector<TestType>(std::make_reverse_iterator(items.end()),
                                      std::make_reverse_iterator(items.begin()))) ==
          numbers{4, 5, 300, 8, 1, 9, 2, 300, 7});

    std::ranges::sort(items);
    CHECK(plain(items) == numbers{1, 2, 4, 5, 7, 8, 9, 300, 300});
    CHECK((whole(5, 7) == 4 && whole(3, 1) == 5 && whole(5, 0) == 0 && whole(4, 1) == 0));
    CHECK(std::lower_bound(items.begin(), items.end(), 8) - items.begin() == 5);
    CHECK(std::ranges::upper_bound(items, TestType(300)) == items.end());
    CHECK(std::ranges::binary_search(items, TestType(4)));
    std::reverse(items.begin(), items.end());
    CHECK(plain(items) == numbers{300, 300, 9, 8, 7, 5, 4, 2, 1});
    std::rotate(items.begin(), items.begin() + 2, items.end());
    std::sort(items.begin(), items.end(), std::greater<>());
    std::stable_sort(items.begin(), items.end());
    CHECK(plain(items) == numbers{1, 2, 4, 5, 7, 8, 9, 300, 300});
    CHECK(plain(part.elements(order::f)) == numbers{1, 5, 9, 2, 7, 300, 4, 8, 300});
    std::ranges::sort(part.elements(order::f));
    CHECK(plain(items) == numbers{1, 5, 9, 2, 7, 300, 4, 8, 300});
    // Nothing beside the part was touched.
    CHECK(std::count(memory.begin(), memory.end(), TestType(0)) == 48 - 9);
}

TEST_CASE("sorting in a constant expression") {
    constexpr auto sorted = [] {
        std::array<int, 6> memory{5, 3, 1, 4, 2, 0};
        const buffer_view<int, 2, lb::f_contiguous> view(memory.data(), {{2, 3}});
        std::ranges::sort(view.elements());
        return memory;
    };
    CHECK_BOTH(sorted() == std::array<int, 6>{0, 3, 1, 4, 2, 5});
}

TEST_CASE("elements of an owner hold it as the view does") {
    lb::bytearray owner{1, 2, 3, 4, 5, 6};
    {
        const auto items = buffer_view(owner).cast<std::uint8_t>(2, 3).elements(order::f);
        STATIC_CHECK_FALSE(std::is_same_v<decltype(items), const lb::element_range<std::uint8_t, 2, lb::borrowed>>);
        CHECK(owner.leases() == 1);
        CHECK(FAILURE_OF(owner.append(7)).code == errc::resize_while_leased);
        CHECK_THROWS_LB_AS(lb::buffer_error, owner.resize(1));
        CHECK((items.size() == 6 && items[1] == 4));
        const auto copy = items; // NOLINT: counts
        CHECK(owner.leases() == 2);
    }
    CHECK(owner.leases() == 0);
    for (std::uint8_t& item : buffer_view(owner).cast<std::uint8_t>(3, 2).transpose().elements()) {
        CHECK(owner.leases() > 0); // a loop keeps its range
        ++item;
    }
    owner.append(7);
    CHECK(owner == lb::bytearray{2, 3, 4, 5, 6, 7, 7});
    {
        const auto flat = buffer_view(owner).elements();
        const auto view = buffer_view(owner);
        const auto one = view(0, lb::ellipsis).elements();
        CHECK((owner.leases() == 3 && FAILURE_OF(owner.clear()).code == errc::resize_while_leased));
        CHECK((flat.size() == 7 && one.size() == 1));
    }
    owner.clear();
    CHECK(owner.empty());
}

namespace {
// 2^60 items on machines of 64 bits, all of them one int.
constexpr std::ptrdiff_t wide = std::ptrdiff_t{1} << (4 * sizeof(std::ptrdiff_t) - 2);
constexpr int lone = 7;
constexpr auto repeated = buffer_view<const int, 0, lb::contiguous>(&lone, {}).broadcast_to(wide, wide);
} // namespace

TEST_CASE("an item repeated along huge axes is walked without overflow") {
    constexpr auto items = repeated.elements();
    constexpr std::ptrdiff_t count = wide * wide;
    CHECK_BOTH(items.size() == count && !items.empty() && items.end() - items.begin() == count);
    CHECK_BOTH(items[count - 1] == 7 && items[-count] == 7 && *(items.begin() + (count - 1)) == 7);
    CHECK_BOTH(items.begin() + count == items.end() && items.end() - count == items.begin());
    CHECK_BOTH(--items.end() == items.begin() + (count - 1) && ++(items.begin() + (count - 1)) == items.end());
    CHECK_BOTH(items.begin() - items.end() == -count && items.begin() < items.end());
    CHECK_BOTH(*(items.end() - wide) == 7 && items.begin() + wide - 1 < items.begin() + wide);
    CHECK_BOTH(repeated.elements(order::f)[count - 1] == 7 && repeated.elements(order::any)[count / 2 + 1] == 7);
    CHECK(FAILURE_OF(items[count]).code == errc::index_out_of_bounds);
}

TEST_CASE("the largest axis that there can be") {
    constexpr std::ptrdiff_t most = std::numeric_limits<std::ptrdiff_t>::max();
    static constexpr std::int8_t byte = -5;
    constexpr auto all_of_it = buffer_view<const std::int8_t, 0, lb::contiguous>(&byte, {}).broadcast_to(most);
    CHECK_BOTH(all_of_it.end() - all_of_it.begin() == most && all_of_it[most - 1] == -5 && all_of_it[-most] == -5);
    CHECK_BOTH(*--all_of_it.end() == -5 && *(all_of_it.begin() + (most - 1)) == -5);
    constexpr auto flat = all_of_it.elements(order::c);
    CHECK_BOTH(flat.end() - flat.begin() == most && *--flat.end() == -5 && flat.end() - most == flat.begin());
    CHECK_BOTH(flat.size() == most && *(flat.end() - 1) == -5);
    CHECK(FAILURE_OF(flat[most]).code == errc::index_out_of_bounds);
}

TEST_CASE("huge axes around real ones") {
    static constexpr std::array<int, 6> six{0, 1, 2, 3, 4, 5};
    constexpr buffer_view<const int, 2, lb::contiguous> real(six.data(), {{2, 3}});
    constexpr std::ptrdiff_t many = wide * (wide / 16);
    constexpr auto outside = real.broadcast_to(many, 2, 3).elements();
    CHECK_BOTH(outside.size() == 6 * many && outside[6 * (many - 1) + 4] == 4 && outside[-1] == 5);
    CHECK_BOTH(*--outside.end() == 5 && *(outside.end() - 6) == 0 && *++(outside.begin() + (6 * many - 2)) == 5);
    constexpr auto inside = real.expand(2).broadcast_to(2, 3, many).flip(1).elements();
    CHECK_BOTH(inside[0] == 2 && inside[many] == 1 && inside[many - 1] == 2 && inside[-1] == 3 &&
               inside[3 * many] == 5);
    CHECK_BOTH(*++(inside.begin() + (many - 1)) == 1 && *--(inside.begin() + many) == 2);
    constexpr auto nothing = real(all, slice(0, 0)).broadcast_to(many, 2, 0).elements();
    CHECK_BOTH(nothing.size() == 0 && nothing.begin() == nothing.end());
}
