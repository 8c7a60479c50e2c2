// The views that one view makes of itself by moving axes, not items: turned, flipped, reshaped, cut.
#pragma once

#include <concepts>
#include <cstddef>
#include <lendbuf/element/strided_items.hpp>
#include <lendbuf/layout/broadcast.hpp>
#include <lendbuf/layout/reshape.hpp>
#include <lendbuf/layout/windows.hpp>
#include <lendbuf/view/view_parts.hpp>
#include <type_traits>
#include <utility>

namespace lendbuf::inline LENDBUF_ABI {

/// Gives `buffer_view` the operations that only change its layout. All are O(rank) and copy no items; the result has
/// the view's hold and, where nothing else is said, its element type.
template <element T, std::size_t Rank, layout_tag Layout, hold_tag Hold>
class view_algebra {
    using view = buffer_view<T, Rank, Layout, Hold>;
    template <std::size_t R, class L = strided, class U = T>
    using view_of = buffer_view<U, R, L, Hold>;

    static constexpr std::ptrdiff_t item_bytes = static_cast<std::ptrdiff_t>(sizeof(T));
    static constexpr bool is_strided = std::same_as<Layout, strided>;

    // Names what is known of `R` axes that take up the items in order `O`.
    template <std::size_t R, order O>
    using reshaped =
        std::conditional_t<is_strided || (Rank > 1 && std::same_as<Layout, f_contiguous> != (O == order::f)), strided,
                           std::conditional_t<O == order::f && (R > 1), f_contiguous, contiguous>>;
    template <std::size_t R>
    using cut = std::conditional_t<std::same_as<reshaped<R, order::c>, contiguous>, contiguous, strided>;
    using part_layout = detail::layout_after<Layout, slice<false>>;

public:
    /// Reverses the order of the axes. Python: NumPy's T
    [[nodiscard]] constexpr auto transpose() const {
        using turned =
            std::conditional_t<Rank <= 1 || is_strided, Layout,
                               std::conditional_t<std::same_as<Layout, contiguous>, f_contiguous, contiguous>>;
        return arranged<turned>(lendbuf::transpose(self().layout()));
    }

    /// Reorders the axes: axis `axes[k]` comes to place k. Throws: value_error unless each axis is named once.
    template <std::integral... I>
        requires(sizeof...(I) == Rank)
    [[nodiscard]] constexpr auto permute(I... axes) const {
        return arranged(lendbuf::permute(self().layout(), detail::saturated(axes...)));
    }

    /// Exchanges two axes. Throws: value_error (`bad_axes`). Python: numpy.swapaxes
    [[nodiscard]] constexpr auto swap_axes(std::ptrdiff_t axis1, std::ptrdiff_t axis2) const {
        return arranged(lendbuf::swap_axes(self().layout(), axis1, axis2));
    }

    /// Moves `axis` to place `destination`. Throws: value_error (`bad_axes`). Python: numpy.moveaxis
    [[nodiscard]] constexpr auto move_axis(std::ptrdiff_t axis, std::ptrdiff_t destination) const {
        return arranged(lendbuf::move_axis(self().layout(), axis, destination));
    }

    /// Reverses the items along `axis`. Throws: index_error, when there is no such axis.
    [[nodiscard]] constexpr auto flip(std::ptrdiff_t axis = 0) const {
        return arranged(lendbuf::flip(self().layout(), axis));
    }

    /// Drops `axis`, which has one item. Throws: value_error (`bad_axes`, `extent_not_one`). Python: numpy.squeeze
    [[nodiscard]] constexpr auto squeeze(std::ptrdiff_t axis) const {
        return arranged<Layout>(lendbuf::squeeze(self().layout(), axis));
    }

    /// Adds an axis of one item as number `axis`. Throws: value_error (`bad_axes`). Python: numpy.expand_dims
    [[nodiscard]] constexpr auto expand(std::ptrdiff_t axis) const {
        return arranged<Layout>(lendbuf::expand(self().layout(), axis));
    }

    /// Selects the items whose index along `axis2` is `offset` above that along `axis1`; their axis comes last.
    ///
    /// Throws: value_error (`bad_axes`). Python: numpy.diagonal
    template <std::integral I = int>
    [[nodiscard]] constexpr auto diagonal(I offset = 0, std::ptrdiff_t axis1 = 0, std::ptrdiff_t axis2 = 1) const {
        return arranged(lendbuf::diagonal(self().layout(), detail::saturated(offset)[0], axis1, axis2));
    }

    /// Cuts the first axis, or `axis`, in two before item `position`; negative positions count from the end.
    ///
    /// Throws: index_error (`split_out_of_range`); value_error (`bad_axes`). Python: numpy.split, which clamps.
    [[nodiscard]] constexpr auto split_at(std::integral auto position) const { return split<part_layout>(position, 0); }
    [[nodiscard]] constexpr auto split_at(std::integral auto position, std::ptrdiff_t axis) const {
        return split<strided>(position, axis);
    }

    /// Gives `count` items of the first axis from `offset` on, all or none; a negative offset counts from the end.
    ///
    /// Errors: `part_out_of_range` with offset, need and have; `negative_size`. Python: v[offset:offset + count], unclamped
    [[nodiscard]] constexpr auto try_part(std::integral auto offset, std::integral auto count) const
        -> result<view_of<Rank, part_layout>>
        requires(Rank > 0)
    {
        const auto [start, length] = detail::saturated(offset, count).values;
        const std::ptrdiff_t extent = self().shape()[0];
        const std::ptrdiff_t first = start < 0 ? start + extent : start;
        if (length < 0) return error_info{.code = errc::negative_size, .offset = length, .subject = "part"};
        if (first >= 0 && first <= extent && length <= extent - first) return self()[slice(first, first + length)];
        return error_info{.code = errc::part_out_of_range,
                          .field = 0,
                          .offset = start,
                          .need = static_cast<std::uint64_t>(length),
                          .have = static_cast<std::uint64_t>(extent)};
    }
    /// Does the same. Throws: index_error or value_error.
    [[nodiscard]] constexpr auto part(std::integral auto offset, std::integral auto count) const {
        return try_part(offset, count).value();
    }

    /// Arranges the items, taken in order `O`, in another shape; one extent may be -1. Python: numpy.reshape, in place.
    ///
    /// Errors: `reshape_count`, `two_open_extents`, `negative_extent`, `shape_overflow`; `reshape_needs_copy` with the
    /// dimension along which the items are uneven.
    template <order O = order::c, std::integral... I>
    [[nodiscard]] constexpr auto try_reshape(I... extents) const {
        return arranged<reshaped<sizeof...(I), O>>(
            lendbuf::try_reshape(self().layout(), detail::saturated(extents...), item_bytes, O));
    }
    /// Does the same. Throws: value_error.
    template <order O = order::c>
    [[nodiscard]] constexpr auto reshape(std::integral auto... extents) const {
        return try_reshape<O>(extents...).value();
    }

    /// Puts the items, taken in order `O`, on one axis. Throws: value_error (`reshape_needs_copy`). Python: numpy.ravel
    template <order O = order::c>
    [[nodiscard]] constexpr auto ravel() const {
        return reshape<O>(-1);
    }

    /// Repeats axes of one item, and missing ones in front, up to `extents`; read-only, since items come up many times.
    ///
    /// Errors: `broadcast_mismatch`, `negative_extent`, `shape_overflow`. Python: numpy.broadcast_to
    template <std::integral... I>
        requires(sizeof...(I) >= Rank)
    [[nodiscard]] constexpr auto try_broadcast_to(I... extents) const {
        return arranged<strided, const T>(
            lendbuf::try_broadcast_to(self().layout(), detail::saturated(extents...), item_bytes));
    }
    /// Does the same. Throws: value_error.
    [[nodiscard]] constexpr auto broadcast_to(std::integral auto... extents) const {
        return try_broadcast_to(extents...).value();
    }

    /// Does what `broadcast_to` does and lets write: each write shows at every place where the item comes up.
    template <std::integral... I>
        requires(sizeof...(I) >= Rank)
    [[nodiscard]] constexpr auto try_broadcast_to_writable(I... extents) const {
        return arranged(lendbuf::try_broadcast_to(self().layout(), detail::saturated(extents...), item_bytes));
    }
    /// Does the same. Throws: value_error.
    [[nodiscard]] constexpr auto broadcast_to_writable(std::integral auto... extents) const {
        return try_broadcast_to_writable(extents...).value();
    }

    /// Gives every place of a window of `sizes` items, first the axes of places, then those of the window; read-only.
    ///
    /// Errors: `window_too_long`, `negative_extent`, `shape_overflow`. Python: NumPy's sliding_window_view
    template <std::integral... I>
        requires(sizeof...(I) == Rank)
    [[nodiscard]] constexpr auto try_windows(I... sizes) const {
        return arranged<strided, const T>(
            lendbuf::try_windows(self().layout(), detail::saturated(sizes...), item_bytes));
    }
    /// Does the same. Throws: value_error.
    [[nodiscard]] constexpr auto windows(std::integral auto... sizes) const { return try_windows(sizes...).value(); }

    /// Gives every place of a window of `size` items along `axis`, the window's axis last; read-only.
    ///
    /// Errors: those of `try_windows`; `bad_axes`. Python: NumPy's sliding_window_view(a, size, axis)
    [[nodiscard]] constexpr auto try_window(std::integral auto size, std::ptrdiff_t axis = 0) const {
        return arranged<strided, const T>(
            lendbuf::try_window(self().layout(), detail::saturated(size)[0], axis, item_bytes));
    }
    /// Does the same. Throws: value_error.
    [[nodiscard]] constexpr auto window(std::integral auto size, std::ptrdiff_t axis = 0) const {
        return try_window(size, axis).value();
    }

    /// Cuts the items into blocks of `sizes` items, first the axes of the grid, then those of a block.
    ///
    /// Errors: `chunks_not_exact`, `negative_extent`, `shape_overflow`.
    template <std::integral... I>
        requires(sizeof...(I) == Rank)
    [[nodiscard]] constexpr auto try_chunks(I... sizes) const {
        using tiled = std::conditional_t<(Rank <= 1), cut<2 * Rank>, strided>;
        return arranged<tiled>(lendbuf::try_chunks(self().layout(), detail::saturated(sizes...), item_bytes));
    }
    /// Does the same. Throws: value_error.
    [[nodiscard]] constexpr auto chunks(std::integral auto... sizes) const { return try_chunks(sizes...).value(); }

    /// Cuts `axis` into chunks of `size` items: it becomes two, the number of the chunk and the place in it.
    ///
    /// Errors: those of `try_chunks`; `bad_axes`. Python: a.reshape(..., n // size, size, ...)
    [[nodiscard]] constexpr auto try_chunk(std::integral auto size, std::ptrdiff_t axis = 0) const {
        return arranged<cut<Rank + 1>>(
            lendbuf::try_chunk(self().layout(), detail::saturated(size)[0], axis, item_bytes));
    }
    /// Does the same. Throws: value_error.
    [[nodiscard]] constexpr auto chunk(std::integral auto size, std::ptrdiff_t axis = 0) const {
        return try_chunk(size, axis).value();
    }

private:
    [[nodiscard]] constexpr const view& self() const noexcept { return static_cast<const view&>(*this); }

    template <class L = strided, class U = T, std::size_t R>
    [[nodiscard]] constexpr view_of<R, L, U> arranged(const layout<R>& map) const noexcept {
        return view_of<R, L, U>::from_parts_unchecked(self().data(), map, self().hold());
    }
    template <class L = strided, class U = T, std::size_t R>
    [[nodiscard]] constexpr result<view_of<R, L, U>> arranged(const result<layout<R>>& map) const noexcept {
        if (!map) return map.error();
        return arranged<L, U>(*map);
    }
    // Without items there is nowhere to move to: an axis beside the empty one could lead out of the memory.
    template <class L = strided, std::size_t R>
    [[nodiscard]] constexpr view_of<R, L> arranged(const placed_layout<R>& to) const noexcept {
        T* const first = self().empty() ? self().data() : move_by_bytes(self().data(), to.offset);
        return view_of<R, L>::from_parts_unchecked(first, to.map, self().hold());
    }

    template <class L>
    [[nodiscard]] constexpr auto split(std::integral auto position, std::ptrdiff_t axis) const {
        const auto parts = lendbuf::split_at(self().layout(), detail::saturated(position)[0], axis);
        return std::pair(arranged<L>(parts.first), arranged<L>(parts.second));
    }
};

} // namespace lendbuf::inline LENDBUF_ABI
