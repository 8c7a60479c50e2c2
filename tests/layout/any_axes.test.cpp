#include <lendbuf/layout/any_axes.hpp>
#include <type_traits>
#include <utility>

#include "support/failure.hpp"

namespace lb = lendbuf;
using lb::any_axes;
using lb::axes_view;
using lb::axis_values;
using lb::errc;

namespace {

// Axis k has k + 1 items, 10 k bytes apart, and a pointer where k is even.
template <std::size_t MaxRank>
any_axes<MaxRank> numbered(std::size_t ndim) {
    any_axes<MaxRank> axes(ndim);
    for (std::size_t k = 0; k < ndim; ++k) {
        axes.shape()[k] = static_cast<std::ptrdiff_t>(k + 1);
        axes.strides()[k] = static_cast<std::ptrdiff_t>(10 * k);
        axes.suboffsets()[k] = k % 2 == 0 ? 0 : -1;
    }
    return axes;
}

template <std::size_t MaxRank>
bool is_numbered(const any_axes<MaxRank>& axes, std::size_t ndim) {
    const axes_view v = axes.view();
    bool good = axes.ndim() == ndim && v.ndim == ndim;
    for (std::size_t k = 0; good && k < ndim; ++k)
        good = v.shape[k] == static_cast<std::ptrdiff_t>(k + 1) &&
               v.strides[k] == static_cast<std::ptrdiff_t>(10 * k) && v.suboffsets[k] == (k % 2 == 0 ? 0 : -1);
    return good;
}

template <std::size_t MaxRank>
void copies_and_moves(std::size_t ndim, std::size_t other_ndim) {
    const auto axes = numbered<MaxRank>(ndim);
    auto copy = axes;
    CHECK((is_numbered(axes, ndim) && is_numbered(copy, ndim)));
    auto moved = std::move(copy);
    CHECK(is_numbered(moved, ndim));
    auto other = numbered<MaxRank>(other_ndim);
    other = moved;
    CHECK((is_numbered(other, ndim) && is_numbered(moved, ndim)));
    other = numbered<MaxRank>(other_ndim);
    CHECK(is_numbered(other, other_ndim));
    auto& self = other;
    other = self;
    CHECK(is_numbered(other, other_ndim));
    other = std::move(self);
    CHECK(is_numbered(other, other_ndim));
}

} // namespace

TEST_CASE("axes are zero and have no pointers until somebody says otherwise") {
    for (const std::size_t ndim : {0u, 1u, 4u, 5u, 64u}) {
        const any_axes<64> axes(ndim);
        const axes_view v = axes.view();
        CHECK((axes.ndim() == ndim && v.depth() == 0));
        for (std::size_t k = 0; k < ndim; ++k) CHECK((v.shape[k] == 0 && v.strides[k] == 0 && v.suboffsets[k] == -1));
    }
    CHECK(any_axes<64>().view().item_count() == 1);
}

TEST_CASE("there is room for as many axes as the type says, and no more") {
    const auto few = FAILURE_OF(any_axes<2>(3));
    CHECK((few.code == errc::too_many_axes && few.need == 2 && few.have == 3));
    CHECK(FAILURE_OF(any_axes<64>(65)).code == errc::too_many_axes);
    CHECK(FAILURE_OF(any_axes<64>(~std::size_t{0})).code == errc::too_many_axes);
    CHECK_THROWS_LB(lb::value_error, "memoryview: number of dimensions must not exceed 64 (there are 65)",
                    any_axes<64>(65));
    CHECK(is_numbered(numbered<2>(2), 2));
}

TEST_CASE("only those with room for more than four axes ever allocate") {
    STATIC_CHECK_FALSE(any_axes<1>::uses_heap);
    STATIC_CHECK_FALSE(any_axes<4>::uses_heap);
    STATIC_CHECK(any_axes<5>::uses_heap);
    STATIC_CHECK(sizeof(any_axes<1>) == 4 * sizeof(std::size_t));
    STATIC_CHECK(std::is_nothrow_move_constructible_v<any_axes<64>> && std::is_nothrow_move_assignable_v<any_axes<64>>);
}

TEST_CASE("axes are copied and moved, in place and on the heap") {
    copies_and_moves<1>(1, 0);
    copies_and_moves<4>(4, 2);
    for (const std::size_t ndim : {0u, 4u, 5u, 64u})
        for (const std::size_t other : {0u, 3u, 5u, 40u}) copies_and_moves<64>(ndim, other);
}

TEST_CASE("what was moved from has no axes") {
    auto axes = numbered<64>(6);
    const auto taken = std::move(axes);
    CHECK((axes.ndim() == 0 && is_numbered(taken, 6))); // NOLINT: that is what is tested
}

TEST_CASE("the depth counts up to the last pointer") {
    auto axes = numbered<4>(4); // pointers at 0 and 2
    CHECK((axes.view().depth() == 3 && axes.view().item_count() == 24));
    axes.suboffsets()[2] = -1;
    CHECK(axes.view().depth() == 1);
    axes.suboffsets()[0] = -7; // any number below zero
    CHECK(axes.view().depth() == 0);
}

TEST_CASE("behind pointers nothing is gapless, not even a single item") {
    any_axes<2> axes(1);
    axes.shape()[0] = 3;
    axes.strides()[0] = 8;
    CHECK((axes.view().is_contiguous(8, lb::order::c) && axes.view().is_contiguous(8, lb::order::f)));
    CHECK_FALSE(axes.view().is_contiguous(4, lb::order::any));
    axes.suboffsets()[0] = 0;
    CHECK_FALSE(axes.view().is_contiguous(8, lb::order::any));
    axes.shape()[0] = 0;
    CHECK_FALSE(axes.view().is_contiguous(8, lb::order::any));
}

TEST_CASE("lists of axis values compare by what they hold") {
    static constexpr std::ptrdiff_t three[] = {1, 2, 3};
    constexpr axis_values all_three{three, 3};
    CHECK_BOTH(all_three == lb::index_array<3>{{1, 2, 3}} && all_three.size() == 3 && all_three[2] == 3);
    CHECK_BOTH(!(all_three == axis_values{three, 2}) && !(all_three == lb::index_array<3>{{1, 2, 4}}));
    CHECK_BOTH(axis_values{}.empty() && axis_values{} == lb::index_array<0>{});
    std::ptrdiff_t sum = 0;
    for (const std::ptrdiff_t value : all_three) sum += value;
    CHECK((sum == 6 && all_three.data() == three));
}

TEST_CASE("places are found along strides and behind pointers") {
    const char rows[2][3] = {{'a', 'b', 'c'}, {'d', 'e', 'f'}};
    const char* lines[3] = {rows[0], rows[1], nullptr};
    const std::ptrdiff_t shape[] = {3, 2};
    const std::ptrdiff_t strides[] = {sizeof(char*), 1};
    const std::ptrdiff_t suboffsets[] = {1, -1};
    const axes_view axes{2, shape, strides, suboffsets};
    // Safety: std::byte may look at any object's bytes.
    const auto* const base = reinterpret_cast<const std::byte*>(lines);
    const auto at = [&](std::ptrdiff_t i, std::ptrdiff_t j) {
        const std::ptrdiff_t index[] = {i, j};
        return static_cast<char>(*lb::place_of(axes, base, index, 2));
    };
    CHECK((at(0, 0) == 'b' && at(0, 1) == 'c' && at(1, 0) == 'e' && at(1, 1) == 'f'));
    CHECK(lb::place_of(axes, base, nullptr, 0) == base);
    const auto failure = FAILURE_OF(at(2, 0));
    CHECK((failure.code == errc::null_pointer && failure.field == 0 && failure.offset == 2));
}
