#include "support/catch.hpp"
#include "support/failure.hpp"
#include "view/places.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <lendbuf/element/endian.hpp>
#include <lendbuf/owner/standard.hpp>
#include <lendbuf/view/item_walk.hpp>
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

/// Holds what one walk did: the groups of items in order, and how they were handed over.
struct walk_log {
    std::vector<std::vector<const void*>> groups;
    std::ptrdiff_t runs = 0;
    std::ptrdiff_t pointer_runs = 0;
};

template <bool InOrder, class... View>
walk_log log_walk(const View&... view) {
    walk_log log;
    lb::detail::walk_items<InOrder>(
        [&](std::ptrdiff_t count, auto... items) {
            ++log.runs;
            log.pointer_runs += (std::is_pointer_v<decltype(items)> && ...);
            for (std::ptrdiff_t i = 0; i < count; ++i) log.groups.push_back({&items[i]...});
        },
        lb::describe(view)...);
    return log;
}

/// Lists the groups of items of views of one shape in C order.
template <class First, class... View>
std::vector<std::vector<const void*>> groups_of(const First& first, const View&... view) {
    std::vector<std::vector<const void*>> groups;
    for (const auto* place : places_of(first)) groups.push_back({place});
    [[maybe_unused]] const auto add = [&](const auto& places) {
        for (std::size_t k = 0; k < groups.size(); ++k) groups[k].push_back(places[k]);
    };
    (add(places_of(view)), ...);
    return groups;
}

template <class... View>
void check_walks(const View&... view) {
    auto expected = groups_of(view...);
    CHECK(log_walk<true>(view...).groups == expected);
    auto found = log_walk<false>(view...).groups;
    std::sort(found.begin(), found.end());
    std::sort(expected.begin(), expected.end());
    CHECK(found == expected);
}

template <std::size_t Rank>
void check_random_walks(int count) {
    test_support::random_numbers next(Rank + 20);
    for (int k = 0; k < count; ++k) {
        const auto shape = random_shape<Rank>(next);
        CAPTURE(shape.values, k);
        const strided_array<int, Rank> a(next, shape, k % 2 == 0);
        const strided_array<double, Rank> b(next, shape, k % 3 == 0);
        const strided_array<std::uint8_t, Rank> c(next, shape, false);
        std::vector<short> memory(1024);
        const buffer_view<short, Rank, lb::contiguous> flat(memory.data(), shape);
        const buffer_view<short, Rank, lb::f_contiguous> f_flat(memory.data(), shape);
        check_walks(a.view);
        check_walks(flat);
        check_walks(f_flat);
        check_walks(a.view, b.view);
        check_walks(flat, a.view);
        check_walks(a.view, flat, f_flat);
        check_walks(f_flat, f_flat);
        check_walks(b.view, c.view, flat, a.view);
    }
}

} // namespace

TEST_CASE("a strided run is read by number, in both directions and on the spot") {
    constexpr auto run = lb::detail::run_at(six, 4, 8);
    CHECK_BOTH(run[0] == 1 && run[1] == 3 && run[2] == 5);
    constexpr auto back = lb::detail::run_at(six, 20, -4);
    CHECK_BOTH(back[0] == 5 && back[5] == 0);
    constexpr auto still = lb::detail::run_at(six, 8, 0);
    CHECK_BOTH(still[0] == 2 && still[1000000000] == 2 && &still[1] == &six[2]);
    STATIC_CHECK(std::is_same_v<decltype(run[0]), const int&>);
}

TEST_CASE("shapes that differ are refused with the dimension") {
    constexpr auto check = [](const auto&... view) {
        lb::detail::require_same_shape(lb::describe(view)...);
        return true;
    };
    CHECK_BOTH(check(grid) && check(grid, grid, grid.transpose().transpose()) && check(grid(0, 0, lb::ellipsis)));
    const auto failure = FAILURE_OF(check(grid, grid(all, slice(0, 2))));
    CHECK((failure.code == errc::different_structure && failure.field == 1 && failure.need == 3 && failure.have == 2));
    const auto third = FAILURE_OF(check(grid, grid, grid(slice(0, 1))));
    CHECK((third.field == 0 && third.need == 2 && third.have == 1));
    const auto turned = FAILURE_OF(check(grid.transpose(), grid));
    CHECK((turned.field == 0 && turned.need == 3 && turned.have == 2));
    // Unlike memoryview's assignment, which stops at the first common zero.
    const auto empty = FAILURE_OF(check(grid(slice(0, 0)), grid(slice(0, 0), slice(0, 1))));
    CHECK((empty.code == errc::different_structure && empty.field == 1));
    CHECK(test_support::message_of(failure) == "memoryview assignment: lvalue and rvalue have different structures "
                                               "(dimension 2: need 3, have 2)");
    CHECK_THROWS_LB_AS(lb::value_error, check(grid, grid(slice(0, 1))));
}

TEST_CASE("gapless arrays are handed over as pointers, at once") {
    const auto once = [](const walk_log& log) { return log.runs == 1 && log.pointer_runs == 1; };
    const buffer_view<const int, 2> strided = grid; // whose type does not say that it is gapless
    const auto turned = grid.transpose();
    CHECK((once(log_walk<true>(grid)) && once(log_walk<true>(grid, grid)) && once(log_walk<true>(strided, grid))));
    CHECK((once(log_walk<false>(turned)) && once(log_walk<false>(turned, turned))));
    CHECK(once(log_walk<false>(buffer_view<const int, 2>(turned), turned)));
    // Without an order a turned-round array is walked forwards.
    CHECK(once(log_walk<false>(strided.flip(0).flip(1))));
    CHECK(log_walk<false>(strided.flip(0).flip(1)).groups == groups_of(strided));
    CHECK(log_walk<true>(strided.flip(0).flip(1)).pointer_runs == 0);
    CHECK(once(log_walk<true>(grid(0, 0, lb::ellipsis))));
}

TEST_CASE("a row is a run") {
    const auto part = grid(all, slice(0, 2));
    const auto log = log_walk<true>(part);
    CHECK((log.runs == 2 && log.pointer_runs == 2));
    const auto columns = grid(all, slice(none, none, 2));
    const auto strided = log_walk<true>(columns);
    CHECK((strided.runs == 2 && strided.pointer_runs == 0 && strided.groups.size() == 4));
    const auto mixed = log_walk<true>(part, columns);
    CHECK((mixed.runs == 2 && mixed.pointer_runs == 0));
    // All in one run, though no pointer can walk it.
    const auto reversed = log_walk<true>(grid.flip(0).flip(1));
    CHECK((reversed.runs == 1 && reversed.pointer_runs == 0));
}

TEST_CASE("without an order the first array's memory decides") {
    std::array<int, 6> memory{};
    const buffer_view<int, 2, lb::contiguous> rows(memory.data(), {{3, 2}});
    const auto columns = grid.transpose();
    CHECK(log_walk<false>(rows, columns).groups == groups_of(rows, columns));
    CHECK(log_walk<false>(columns, rows).groups == groups_of(grid, rows.transpose()));
    CHECK(log_walk<true>(columns, rows).groups == groups_of(columns, rows));
    // Where it has no opinion, the other one does.
    const auto same = grid(0, slice(0, 1)).broadcast_to(3, 2);
    CHECK(log_walk<false>(same, columns).groups == groups_of(same.transpose(), grid));
    CHECK(log_walk<false>(same, rows).groups == groups_of(same, rows));
}

TEST_CASE("nothing is visited where there are no items") {
    const buffer_view<const int, 2> none_at_all;
    CHECK((log_walk<true>(none_at_all).groups.empty() && log_walk<false>(none_at_all, none_at_all).groups.empty()));
    CHECK(log_walk<true>(buffer_view<int, 3, lb::contiguous>()).groups.empty());
    CHECK(log_walk<false>(buffer_view<int, 3, lb::f_contiguous>()).groups.empty());
    // Axes beside an empty one are never multiplied into a distance.
    constexpr std::ptrdiff_t wide = std::ptrdiff_t{1} << (8 * sizeof(std::ptrdiff_t) - 4);
    const auto huge = grid(0, slice(0, 0)).broadcast_to(wide, 0);
    CHECK((log_walk<true>(huge, huge).runs == 0 && log_walk<false>(huge).runs == 0));
}

TEST_CASE("every item of random arrays is visited once, with its partners") {
    check_random_walks<0>(2);
    check_random_walks<1>(50);
    check_random_walks<2>(80);
    check_random_walks<3>(60);
    check_random_walks<4>(30);
    check_random_walks<5>(15);
}

TEST_CASE("a walk in a constant expression") {
    constexpr auto sum = [](const auto&... view) {
        int result = 0;
        lb::detail::walk_items<true>(
            [&](std::ptrdiff_t count, auto... items) {
                for (std::ptrdiff_t i = 0; i < count; ++i) result = 10 * result + (items[i] * ...);
            },
            lb::describe(view)...);
        return result;
    };
    CHECK_BOTH(sum(grid) == 12345 && sum(grid.transpose()) == 31425 && sum(grid.flip(1)) == 210543);
    CHECK_BOTH(sum(grid(all, slice(none, none, 2)), grid(all, slice(0, 2))) == 0 * 1000 + 200 + 90 + 20);
    CHECK_BOTH(sum(grid(1, 2, lb::ellipsis)) == 5 && sum(grid(slice(2, 2))) == 0);
}
