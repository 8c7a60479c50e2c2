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
#include <lendbuf/owner/typed_array.hpp>
#include <lendbuf/view/zip.hpp>
#include <limits>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

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

constexpr int six[6] = {0, 1, 2, 3, 4, 5};
constexpr buffer_view<const int, 2, lb::contiguous> grid(six, {{2, 3}});
constexpr std::array<double, 6> tenths{0, 0.125, 0.25, 0.375, 0.5, 0.625};
constexpr buffer_view<const double, 2, lb::f_contiguous> columns(tenths.data(), {{2, 3}});

template <class... X>
using iterator_of = decltype(lb::zip(std::declval<X>()...).begin());

/// Tells whether member `Index` of a zip walks as `items`, by all laws of random access.
template <std::size_t Index, class Zip, class Items>
constexpr bool member_walks(const Zip& zip, const Items& items) {
    return test_support::walks(zip, items, [](const auto& group) -> auto& { return get<Index>(group); });
}

template <class... View>
void check_places(const View&... view) {
    const auto zipped = lb::zip(view...);
    std::size_t k = 0;
    bool right = true;
    for (const auto& group : zipped) {
        [&]<std::size_t... I>(std::index_sequence<I...>) {
            right = right && ((&get<I>(group) == places_of(view)[k]) && ...);
        }(std::index_sequence_for<View...>{});
        ++k;
    }
    CHECK((right && zipped.size() == static_cast<std::ptrdiff_t>(k)));
    CHECK(((k == places_of(view).size()) && ...));
}

template <std::size_t Rank>
void check_random_views(int count) {
    test_support::random_numbers next(Rank + 60);
    for (int k = 0; k < count; ++k) {
        const auto shape = random_shape<Rank>(next);
        CAPTURE(shape.values, k);
        const strided_array<int, Rank> a(next, shape, k % 2 == 0);
        const strided_array<lb::be<double>, Rank> b(next, shape, k % 3 == 0);
        std::vector<short> memory(1024);
        const buffer_view<short, Rank, lb::contiguous> flat(memory.data(), shape);
        const buffer_view<const short, Rank, lb::f_contiguous> f_flat(memory.data(), shape);
        check_places(a.view);
        check_places(flat, a.view);
        check_places(a.view, b.view, f_flat);
        check_places(f_flat, flat, b.view, a.view);
    }
}

} // namespace

TEST_CASE("zip walks over one to four views together, in C order") {
    constexpr std::array<double, 6> c_tenths{0, 0.25, 0.5, 0.125, 0.375, 0.625};
    CHECK_BOTH(member_walks<0>(lb::zip(grid), six));
    CHECK_BOTH(member_walks<0>(lb::zip(grid, columns), six) && member_walks<1>(lb::zip(grid, columns), c_tenths));
    constexpr auto three = lb::zip(columns, grid.flip(0).flip(1), grid);
    CHECK_BOTH(member_walks<0>(three, c_tenths) && member_walks<1>(three, std::array{5, 4, 3, 2, 1, 0}));
    CHECK_BOTH(member_walks<2>(three, six));
    constexpr auto four = lb::zip(grid(0), buffer_view(tenths)[slice(none, 3)], grid(1).flip(), columns(0));
    CHECK_BOTH(member_walks<0>(four, std::array{0, 1, 2}) && member_walks<1>(four, std::array{0.0, 0.125, 0.25}));
    CHECK_BOTH(member_walks<2>(four, std::array{5, 4, 3}) && member_walks<3>(four, std::array{0.0, 0.25, 0.5}));
    CHECK_BOTH(member_walks<1>(lb::zip(grid(0, 1, lb::ellipsis), grid(1, 1, lb::ellipsis)), std::array{4}));
    CHECK_BOTH(member_walks<0>(lb::zip(grid(all, slice(0, 0)), columns(all, slice(0, 0))), std::array<int, 0>{}));
}

TEST_CASE("zip of random views of all ranks pairs the items of one place") {
    check_random_views<0>(2);
    check_random_views<1>(40);
    check_random_views<2>(60);
    check_random_views<3>(40);
    check_random_views<4>(20);
    check_random_views<5>(10);
}

TEST_CASE("groups bind to names, by reference") {
    std::vector<int> x{1, 2, 3};
    std::array<double, 3> y{0.5, 1.5, 2.5};
    for (auto [a, b] : lb::zip(x, y)) b += a;
    CHECK(y == std::array<double, 3>{1.5, 3.5, 5.5});
    for (const auto& [a, b] : lb::zip(x, y)) a = static_cast<int>(b);
    CHECK(x == std::vector<int>{1, 3, 5});
    const auto both = lb::zip(x, std::span(y));
    get<0>(both.begin()[1]) = 9;
    get<1>(*--both.end()) = 7;
    CHECK((x[1] == 9 && y[2] == 7));
    auto [first, second] = both.begin()[0];
    STATIC_CHECK(std::is_same_v<decltype(first), int&> && std::is_same_v<decltype(second), double&>);
    CHECK((&first == &x[0] && &second == &y[0]));
}

TEST_CASE("zip of const items gives const items") {
    const std::vector<int> fixed{1, 2};
    std::vector<int> open{3, 4};
    using group = decltype(*lb::zip(fixed, open).begin());
    STATIC_CHECK(std::is_same_v<group, lb::values<const int&, int&>>);
    STATIC_CHECK(std::is_same_v<decltype(*lb::zip(buffer_view(open).toreadonly(), buffer_view(open)).begin()),
                                lb::values<const int&, int&>>);
    STATIC_CHECK(
        std::is_same_v<decltype(*lb::zip(open, std::string_view("ab")).begin()), lb::values<int&, const char&>>);
    const auto view = buffer_view(open); // shallow
    STATIC_CHECK(std::is_same_v<decltype(*lb::zip(view).begin()), lb::values<int&>>);
}

TEST_CASE("zip models a random-access range whose groups cannot be assigned") {
    using flat = iterator_of<const buffer_view<int, 1, lb::contiguous>&, const buffer_view<const double>&>;
    using deep = iterator_of<const buffer_view<int, 3>&, const buffer_view<short, 3, lb::f_contiguous>&>;
    STATIC_CHECK(std::random_access_iterator<flat> && std::random_access_iterator<deep>);
    STATIC_CHECK(std::sized_sentinel_for<deep, deep> && std::is_trivially_copyable_v<deep>);
    STATIC_CHECK(!std::sortable<flat> && !std::indirectly_writable<flat, std::iter_value_t<flat>>);
    STATIC_CHECK(std::totally_ordered<flat> && std::is_nothrow_default_constructible_v<flat>);
    CHECK((flat() == flat() && flat() - flat() == 0));
}

TEST_CASE("std algorithms search a zip") {
    std::array<int, 8> keys{1, 3, 5, 7, 9, 11, 13, 15};
    std::array<lb::be<std::uint16_t>, 8> data{};
    for (const auto& [key, value] : lb::zip(keys, data)) value = static_cast<std::uint16_t>(key * key);
    const auto both = lb::zip(keys, data);
    const auto first_above_100 = std::find_if(both.begin(), both.end(), [](const auto& g) { return get<1>(g) > 100; });
    CHECK(first_above_100 - both.begin() == 5);
    const auto key = [](const auto& group) { return get<0>(group); };
    CHECK(std::ranges::lower_bound(both, 9, {}, key) - both.begin() == 4);
    CHECK(std::ranges::count_if(both, [](const auto& group) { return get<1>(group) % 5 == 0; }) == 2);
    CHECK(std::ranges::all_of(both, [](const auto& group) { return get<1>(group) == get<0>(group) * get<0>(group); }));
    std::vector<int> backwards;
    for (auto it = std::make_reverse_iterator(both.end()); it != std::make_reverse_iterator(both.begin()); ++it)
        backwards.push_back(get<0>(*it));
    CHECK(std::equal(backwards.rbegin(), backwards.rend(), keys.begin(), keys.end()));
}

TEST_CASE("shapes that differ are refused with dimension, need and have") {
    const auto failure = FAILURE_OF(lb::zip(grid, columns(all, slice(1, none))));
    CHECK((failure.code == errc::different_structure && failure.field == 1 && failure.need == 3 && failure.have == 2));
    const std::vector<int> three(3);
    const std::vector<int> four(4);
    CHECK(FAILURE_OF(lb::zip(three, three, four)).have == 4);
    CHECK_THROWS_LB(lb::value_error,
                    "memoryview assignment: lvalue and rvalue have different structures (dimension 1: need 3, have 4)",
                    lb::zip(three, four));
    CHECK_THROWS_LB(lb::value_error,
                    "memoryview assignment: lvalue and rvalue have different structures (dimension 2: need 3, have 1)",
                    lb::zip(grid, grid(all, slice(2, none))));
    CHECK(FAILURE_OF(lb::zip(three, std::span<const int>())).have == 0);
    CHECK(FAILURE_OF(lb::zip(grid(slice(0, 0)), grid(slice(0, 0), slice(1)))).field == 1);
    CHECK_BOTH(lb::zip(grid, grid(all, slice(none, none, -1))).size() == 6);
}

TEST_CASE("zip of an owner keeps it where it is") {
    lb::bytearray bytes{1, 2, 3};
    lb::typed_array<int> numbers{10, 20, 30};
    {
        const auto both = lb::zip(bytes, numbers);
        CHECK((bytes.leases() == 1 && numbers.leases() == 1));
        CHECK(FAILURE_OF(bytes.append(4)).code == errc::resize_while_leased);
        CHECK_THROWS_LB_AS(lb::buffer_error, numbers.clear());
        const auto copy = both; // NOLINT: counts
        CHECK((bytes.leases() == 2 && get<1>(copy.begin()[2]) == 30));
    }
    CHECK((bytes.leases() == 0 && numbers.leases() == 0));
    for (auto [a, b] : lb::zip(bytes, numbers)) { // a loop keeps its range
        CHECK((bytes.leases() == 1 && FAILURE_OF(numbers.append(1)).code == errc::resize_while_leased));
        b += a;
    }
    CHECK(numbers == lb::typed_array<int>{11, 22, 33});
    const auto failure = FAILURE_OF(lb::zip(bytes, numbers, six));
    CHECK(failure.code == errc::different_structure);
#if LENDBUF_TEST_HAS_EXCEPTIONS // without, nothing unwinds
    CHECK((bytes.leases() == 0 && numbers.leases() == 0));
    bytes.append(4);
#endif
}

TEST_CASE("zip of borrowed views borrows") {
    lb::static_memory<int, 3> memory(1, 2, 3);
    const buffer_view<int> view(memory);
    const auto pairs = lb::zip(view, view.flip());
    CHECK((memory.leases() == 0 && pairs.size() == 3 && get<1>(*pairs.begin()) == 3));
    STATIC_CHECK(std::is_trivially_copyable_v<std::remove_const_t<decltype(pairs)>>);
    int views = 0;
    pairs.with_views([&](const auto&... v) { views = static_cast<int>((v.size() + ...)); });
    CHECK(views == 6);
    CHECK(lb::zip(memory).size() == 3);
    CHECK(memory.leases() == 0);
}

TEST_CASE("zip of repeated items does not overflow") {
    constexpr std::ptrdiff_t wide = std::ptrdiff_t{1} << (4 * sizeof(std::ptrdiff_t) - 3);
    constexpr auto many = grid(0, slice(1, 2)).broadcast_to(wide, wide);
    constexpr auto others = columns(1, slice(2, 3)).expand(0).broadcast_to(wide, wide);
    constexpr auto both = lb::zip(many, others);
    CHECK_BOTH(both.size() == wide * wide && both.end() - both.begin() == wide * wide);
    CHECK_BOTH(get<0>(*--both.end()) == 1 && get<1>(both.begin()[wide * wide - 1]) == 0.625);
    CHECK_BOTH(both.begin() + wide * wide == both.end() && both.end() - wide * wide == both.begin());
}
