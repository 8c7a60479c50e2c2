// Shape, strides and suboffsets: where items are that lie behind pointers. Integers only; nothing is followed here.
#pragma once

#include <cstddef>
#include <lendbuf/layout/axes.hpp>
#include <lendbuf/layout/subscript.hpp>

namespace lendbuf::inline LENDBUF_ABI {

/// Says where the items of an array are that may lie behind pointers, as PEP 3118 does: start at the base; for each axis
/// k add `strides[k] * index[k]`, and where `suboffsets[k] >= 0` follow the pointer found there and add `suboffsets[k]`.
template <std::size_t Rank>
struct indirect_layout {
    index_array<Rank> shape;      ///< items
    index_array<Rank> strides;    ///< bytes
    index_array<Rank> suboffsets; ///< bytes; below zero where no pointer is followed

    /// Tells whether a pointer is followed behind `axis`.
    [[nodiscard]] constexpr bool is_indirect(std::size_t axis) const noexcept { return suboffsets[axis] >= 0; }

    /// Counts the axes up to the last one behind which a pointer is followed; the items of the others lie in one piece
    /// of memory. 0: there is no pointer.
    [[nodiscard]] constexpr std::size_t depth() const noexcept {
        std::size_t count = Rank;
        while (count > 0 && !is_indirect(count - 1)) --count;
        return count;
    }

    friend constexpr bool operator==(const indirect_layout&, const indirect_layout&) noexcept = default;
};

/// Writes a layout without pointers as one that could have some.
template <std::size_t Rank>
[[nodiscard]] constexpr indirect_layout<Rank> without_pointers(const layout<Rank>& from) noexcept {
    indirect_layout<Rank> to{from.shape, from.strides, {}};
    for (std::size_t k = 0; k < Rank; ++k) to.suboffsets[k] = -1;
    return to;
}

/// Checks that every distance between two places of a layout fits the address space, so that no later sum overflows.
///
/// Errors: `negative_extent` with the axis, `shape_overflow`.
/// Complexity: linear in the rank.
template <std::size_t Rank>
[[nodiscard]] constexpr result<void> try_check(const indirect_layout<Rank>& map, std::ptrdiff_t itemsize) noexcept {
    const auto bytes = try_byte_count(map.shape.data(), Rank, itemsize);
    if (!bytes) return bytes.error();
    if (*bytes == 0) return {};
    byte_reach reach; // of the piece of memory that the axes up to here lie in
    for (std::size_t k = 0; k < Rank; ++k) {
        std::ptrdiff_t distance = map.strides[k];
        bool fits = checked_multiply(distance, map.shape[k] - 1) &&
                    checked_add(distance < 0 ? reach.lowest : reach.end, distance);
        if (map.is_indirect(k)) {
            fits = fits && checked_add(reach.end, static_cast<std::ptrdiff_t>(sizeof(void*)));
            reach = {map.suboffsets[k], map.suboffsets[k]};
        }
        if (!fits) return error_info{.code = errc::shape_overflow, .field = static_cast<std::int32_t>(k)};
    }
    if (!checked_add(reach.end, itemsize)) return error_info{.code = errc::shape_overflow};
    return {};
}

/// Holds a layout made from another one, and how to get to its base: move by `offsets[0]` bytes from the old base, then
/// `hops` times follow the pointer there and move by the next offset.
template <std::size_t From, std::size_t To>
struct indirect_selection {
    indirect_layout<To> map;
    std::size_t hops = 0;
    index_array<From + 1> offsets{}; ///< bytes
    index_array<From> axes{};        ///< of the old layout, one for each hop
    index_array<From> indices{};     ///< along that axis, of the pointer to follow
};

namespace detail {

/// Builds the selection of a subscript, one argument at a time.
template <std::size_t From, std::size_t To>
struct indirect_subscript_builder {
    const indirect_layout<From>& from;
    std::size_t spare; // axes that an ellipsis stands for
    indirect_selection<From, To> result{};
    std::size_t in = 0;
    std::size_t out = 0;
    std::size_t behind = 0; // axes of the result up to the last pointer
    bool settled = true;    // all axes before are indexed: where their pointers lead is known
    error_info obstacle{};  // counts only where there are items

    // What comes before the first pointer moves the base, the rest the place behind the pointer. Sums wrap where there
    // are no items; elsewhere they have been checked.
    constexpr void move(std::ptrdiff_t bytes) noexcept {
        std::ptrdiff_t& place = behind == 0 ? result.offsets[result.hops] : result.map.suboffsets[behind - 1];
        place = static_cast<std::ptrdiff_t>(static_cast<std::size_t>(place) + static_cast<std::size_t>(bytes));
    }
    constexpr void keep(std::ptrdiff_t extent, std::ptrdiff_t stride) noexcept {
        result.map.shape[out] = extent;
        result.map.strides[out] = stride;
        result.map.suboffsets[out] = -1;
        ++out;
    }
    constexpr void keep_axis(const slice_indices& at) noexcept {
        // An empty slice stays at its axis' first item: Python moves on, but a pointer must not leave the memory.
        if (at.length > 0) move(steps(at.start, from.strides[in]));
        keep(at.length, steps(at.step, from.strides[in]));
        settled = false;
        if (from.is_indirect(in)) go_behind(from.suboffsets[in]);
        ++in;
    }
    constexpr void keep_axes(std::size_t count) noexcept {
        for (; count > 0; --count) keep_axis({0, 1, from.shape[in]});
    }
    constexpr void go_behind(std::ptrdiff_t suboffset) noexcept {
        check_place();
        behind = out;
        result.map.suboffsets[out - 1] = suboffset;
    }
    constexpr void check_place() noexcept {
        if (behind > 0 && result.map.suboffsets[behind - 1] < 0) refuse(behind - 1, result.map.suboffsets[behind - 1]);
    }

    template <index_subscript I>
    constexpr void apply(I index) {
        const std::ptrdiff_t at = checked_index(slice_bound(index).value_or(0), from.shape[in], in);
        move(steps(at, from.strides[in]));
        if (from.is_indirect(in)) {
            if (settled) {
                result.axes[result.hops] = static_cast<std::ptrdiff_t>(in);
                result.indices[result.hops] = at;
                result.offsets[++result.hops] = from.suboffsets[in];
            } else if (behind < out) {
                go_behind(from.suboffsets[in]); // the pointers move to the axis before, which has none
            } else {
                refuse(in, from.suboffsets[in]);
            }
        }
        ++in;
    }
    template <bool Stepped>
    constexpr void apply(const slice<Stepped>& s) {
        keep_axis(s.indices(from.shape[in]));
    }
    constexpr void apply(newaxis_t) noexcept { keep(1, 0); }
    constexpr void apply(none_t) noexcept { keep(1, 0); }
    constexpr void apply(ellipsis_t) noexcept { keep_axes(spare); }

    constexpr const indirect_selection<From, To>& finish() {
        keep_axes(From - in);
        check_place();
        if (obstacle.code != errc::success && item_count_unchecked(result.map.shape) != 0) fail(obstacle);
        return result;
    }

    constexpr void refuse(std::size_t axis, std::ptrdiff_t suboffset) noexcept {
        obstacle = {
            .code = errc::pointers_not_expressible, .field = static_cast<std::int32_t>(axis), .offset = suboffset};
    }
};

} // namespace detail

/// Selects part of `from`, as `subscript` does of a layout without pointers. What moves along an axis behind a pointer
/// adds to the suboffset before it, not to the base; pointers of axes that are indexed, with all axes before them, become
/// hops; those of other indexed axes move to the axis before.
///
/// Throws: index_error with the axis; value_error for a zero step; value_error (`pointers_not_expressible`), when suboffsets
/// cannot say where the items are: an indexed axis leaves two pointers in a row, or a suboffset would be below zero,
/// which PEP 3118 reads as "no pointer".
/// Complexity: linear in the rank.
/// Python: memoryview's slices, which get a suboffset below zero wrong; it selects nothing behind pointers by index.
template <std::size_t Rank, class... S>
    requires subscript_for<Rank, S...>
[[nodiscard]] constexpr indirect_selection<Rank, rank_after<Rank, S...>> subscript(const indirect_layout<Rank>& from,
                                                                                   const S&... s) {
    detail::indirect_subscript_builder<Rank, rank_after<Rank, S...>> builder{from, Rank - axes_consumed<S...>};
    (builder.apply(s), ...);
    return builder.finish();
}

/// Visits the indices of the first `depth` axes of `shape` in C order; those of the other axes are 0.
///
/// Requires: every extent above zero. Complexity: one call of `visit` per index.
template <std::size_t Rank, class Visit>
constexpr void for_each_place(const index_array<Rank>& shape, std::size_t depth, Visit&& visit) {
    index_array<Rank> index;
    while (true) {
        visit(static_cast<const index_array<Rank>&>(index));
        std::size_t axis = depth;
        while (axis > 0 && ++index[axis - 1] == shape[axis - 1]) index[--axis] = 0;
        if (axis == 0) return;
    }
}

} // namespace lendbuf::inline LENDBUF_ABI
