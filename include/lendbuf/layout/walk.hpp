// Several layouts of one shape walked together: fewer and longer axes that visit the same items.
#pragma once

#include <cstddef>
#include <lendbuf/base/checked.hpp>
#include <lendbuf/layout/index_array.hpp>

namespace lendbuf::inline LENDBUF_ABI {

/// Says how to visit the items of `Count` layouts of one shape together, along `rank` axes, the last one innermost.
///
/// Item (0, 0, ...) of layout k lies `offsets[k]` bytes from where that layout starts.
template <std::size_t Rank, std::size_t Count>
struct joint_layout {
    static constexpr std::size_t capacity = Rank == 0 ? 1 : Rank;

    std::size_t rank = 1;                         ///< axes in use, at least one
    std::ptrdiff_t shape[capacity] = {1};         ///< items, above zero
    std::ptrdiff_t strides[Count][capacity] = {}; ///< bytes, one row for each layout
    std::ptrdiff_t offsets[Count] = {};           ///< bytes
};

namespace detail {

[[nodiscard]] constexpr std::size_t stride_magnitude(std::ptrdiff_t stride) noexcept {
    const auto bits = static_cast<std::size_t>(stride);
    return stride < 0 ? std::size_t{0} - bits : bits;
}

/// Works on the axes of a joint layout in place.
template <std::size_t Rank, std::size_t Count>
class axis_joiner {
public:
    constexpr explicit axis_joiner(joint_layout<Rank, Count>& to) noexcept : to_(to) { to_.rank = 0; }

    constexpr void append(std::ptrdiff_t extent, const index_array<Rank> (&strides)[Count], std::size_t axis) noexcept {
        to_.shape[to_.rank] = extent;
        for (std::size_t k = 0; k < Count; ++k) to_.strides[k][to_.rank] = strides[k][axis];
        ++to_.rank;
    }

    // The layout given last decides; where it has no opinion, the one before it does.
    constexpr void make_forward(std::size_t axis) noexcept {
        for (std::size_t k = Count; k-- > 0;) {
            if (to_.strides[k][axis] > 0) return;
            if (to_.strides[k][axis] < 0) return flip(axis);
        }
    }

    // Moves an axis outwards past those with shorter steps; equal ones stay in order.
    constexpr void sink(std::size_t axis) noexcept {
        for (; axis > 0 && belongs_outside(axis, axis - 1); --axis) swap(axis, axis - 1);
    }

    // Joins each axis with the one before it where every layout goes on evenly from row to row.
    constexpr void merge() noexcept {
        std::size_t last = 0;
        for (std::size_t axis = 1; axis < to_.rank; ++axis) {
            const bool joined = continues(last, axis);
            const std::ptrdiff_t extent = joined ? to_.shape[last] * to_.shape[axis] : to_.shape[axis];
            if (!joined) ++last;
            to_.shape[last] = extent;
            for (std::size_t k = 0; k < Count; ++k) to_.strides[k][last] = to_.strides[k][axis];
        }
        if (to_.rank > 0) to_.rank = last + 1;
    }

    // A lone item is an axis, too, so that every walk has an innermost run.
    constexpr void finish() noexcept {
        if (to_.rank > 0) return;
        to_.rank = 1;
        to_.shape[0] = 1;
    }

private:
    constexpr void flip(std::size_t axis) noexcept {
        for (std::size_t k = 0; k < Count; ++k) {
            to_.offsets[k] += to_.strides[k][axis] * (to_.shape[axis] - 1);
            to_.strides[k][axis] = -to_.strides[k][axis];
        }
    }

    constexpr void swap(std::size_t a, std::size_t b) noexcept {
        swap_numbers(to_.shape[a], to_.shape[b]);
        for (std::size_t k = 0; k < Count; ++k) swap_numbers(to_.strides[k][a], to_.strides[k][b]);
    }
    static constexpr void swap_numbers(std::ptrdiff_t& a, std::ptrdiff_t& b) noexcept {
        const std::ptrdiff_t before = a;
        a = b;
        b = before;
    }

    [[nodiscard]] constexpr bool belongs_outside(std::size_t a, std::size_t b) const noexcept {
        for (std::size_t k = Count; k-- > 0;) {
            const std::size_t step_a = stride_magnitude(to_.strides[k][a]);
            const std::size_t step_b = stride_magnitude(to_.strides[k][b]);
            if (step_a != step_b) return step_a > step_b;
        }
        return false;
    }

    [[nodiscard]] constexpr bool continues(std::size_t outer, std::size_t inner) const noexcept {
        for (std::size_t k = 0; k < Count; ++k) {
            std::ptrdiff_t row = to_.strides[k][inner];
            if (!checked_multiply(row, to_.shape[inner]) || row != to_.strides[k][outer]) return false;
        }
        return true;
    }

    joint_layout<Rank, Count>& to_;
};

} // namespace detail

/// Joins `Count` layouts of one shape: drops axes of extent 1 and merges neighbours that all layouts cross evenly.
///
/// Without `reorder` the items are visited in C order. With it axes are also flipped and sorted so that the layout given
/// last is walked forwards through memory, its smallest step innermost; where its steps are equal or zero the layout
/// before it decides, and so on. Name the one that is written last.
/// Requires: every extent above zero; layouts that fit the address space.
/// Complexity: linear in the rank; with `reorder` quadratic at worst.
template <std::size_t Rank, std::size_t Count>
[[nodiscard]] constexpr joint_layout<Rank, Count> coalesce(const index_array<Rank>& shape,
                                                           const index_array<Rank> (&strides)[Count],
                                                           bool reorder) noexcept {
    joint_layout<Rank, Count> joint;
    detail::axis_joiner<Rank, Count> axes(joint);
    for (std::size_t k = 0; k < Rank; ++k) {
        if (shape[k] == 1) continue;
        axes.append(shape[k], strides, k);
        if (!reorder) continue;
        axes.make_forward(joint.rank - 1);
        if constexpr (Rank > 1) axes.sink(joint.rank - 1);
    }
    if constexpr (Rank > 1) axes.merge();
    axes.finish();
    return joint;
}

/// Calls `run(offsets)` for each innermost run of a joint layout: `offsets[k]` bytes from the start of layout k stands the
/// run's first item there. The run has `shape[rank - 1]` items, `strides[k][rank - 1]` bytes apart.
///
/// Complexity: one call for every `shape[rank - 1]` items.
template <std::size_t Rank, std::size_t Count, class Run>
constexpr void for_each_run(const joint_layout<Rank, Count>& joint, Run&& run) {
    std::ptrdiff_t offsets[Count] = {};
    for (std::size_t k = 0; k < Count; ++k) offsets[k] = joint.offsets[k];
    std::ptrdiff_t index[joint_layout<Rank, Count>::capacity] = {};
    while (true) {
        run(static_cast<const std::ptrdiff_t(&)[Count]>(offsets));
        if constexpr (Rank <= 1) return;
        std::size_t axis = joint.rank - 1;
        while (true) {
            if (axis == 0) return;
            --axis;
            const bool more = ++index[axis] < joint.shape[axis];
            const std::ptrdiff_t steps = more ? 1 : 1 - joint.shape[axis];
            for (std::size_t k = 0; k < Count; ++k) offsets[k] += joint.strides[k][axis] * steps;
            if (more) break;
            index[axis] = 0;
        }
    }
}

} // namespace lendbuf::inline LENDBUF_ABI
