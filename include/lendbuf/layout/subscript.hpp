// What `v(2, all, slice(0, none, 2), newaxis)` selects, with NumPy's meaning; the result's rank is known to the compiler.
#pragma once

#include <concepts>
#include <cstddef>
#include <lendbuf/layout/layout.hpp>
#include <lendbuf/layout/slice.hpp>
#include <type_traits>

namespace lendbuf::inline LENDBUF_ABI {

namespace detail {
template <class S>
inline constexpr bool is_slice = false;
template <bool Stepped>
inline constexpr bool is_slice<slice<Stepped>> = true;
} // namespace detail

/// Is satisfied by what drops an axis: an integer.
template <class S>
concept index_subscript = std::integral<std::remove_cvref_t<S>> && !std::same_as<std::remove_cvref_t<S>, bool>;

/// Is satisfied by what keeps an axis: a slice.
template <class S>
concept slice_subscript = detail::is_slice<std::remove_cvref_t<S>>;

/// Is satisfied by everything that may stand in a subscript.
template <class S>
concept subscript_argument =
    index_subscript<S> || slice_subscript<S> || std::same_as<std::remove_cvref_t<S>, none_t> ||
    std::same_as<std::remove_cvref_t<S>, newaxis_t> || std::same_as<std::remove_cvref_t<S>, ellipsis_t>;

/// Counts the axes that a subscript uses up.
template <class... S>
inline constexpr std::size_t axes_consumed =
    (std::size_t{0} + ... + (index_subscript<S> || slice_subscript<S> ? 1 : 0));

/// Gives the rank of a view of `Rank` axes after the subscript `S...`.
template <std::size_t Rank, class... S>
inline constexpr std::size_t rank_after =
    Rank +
    (std::size_t{0} + ... +
     (std::same_as<std::remove_cvref_t<S>, newaxis_t> || std::same_as<std::remove_cvref_t<S>, none_t>)) -
    (std::size_t{0} + ... + (index_subscript<S> ? 1 : 0));

/// Is satisfied when the subscript `S...` fits a view of `Rank` axes: not too many of them, at most one ellipsis.
template <std::size_t Rank, class... S>
concept subscript_for = (subscript_argument<S> && ...) && axes_consumed<S...> <= Rank &&
                        (std::size_t{0} + ... + std::same_as<std::remove_cvref_t<S>, ellipsis_t>) <= 1;

namespace detail {

/// Builds the layout of a subscript, one argument at a time.
template <std::size_t From, std::size_t To>
struct subscript_builder {
    const layout<From>& from;
    std::size_t spare; // axes that an ellipsis stands for
    placed_layout<To> result{};
    std::size_t in = 0;
    std::size_t out = 0;

    constexpr void keep(std::ptrdiff_t extent, std::ptrdiff_t stride) noexcept {
        result.map.shape[out] = extent;
        result.map.strides[out] = stride;
        ++out;
    }
    constexpr void keep_axes(std::size_t count) noexcept {
        for (; count > 0; --count, ++in) keep(from.shape[in], from.strides[in]);
    }

    // Beside an empty axis offsets mean nothing, and may wrap.
    constexpr void move(std::ptrdiff_t bytes) noexcept {
        result.offset =
            static_cast<std::ptrdiff_t>(static_cast<std::size_t>(result.offset) + static_cast<std::size_t>(bytes));
    }

    template <index_subscript I>
    constexpr void apply(I index) {
        // As a slice bound: an index that the machine cannot hold must not wrap to one inside.
        const std::ptrdiff_t clamped = slice_bound(index).value_or(0);
        move(steps(checked_index(clamped, from.shape[in], in), from.strides[in]));
        ++in;
    }
    template <bool Stepped>
    constexpr void apply(const slice<Stepped>& s) {
        slice_indices at = s.indices(from.shape[in]);
        // An empty slice stays at its axis' first item: Python moves on, but a pointer must not leave the memory.
        if (at.length > 0) move(steps(at.start, from.strides[in]));
        // Between fewer than two items the stride says nothing and may wrap; between more it cannot.
        keep(at.length, steps(at.step, from.strides[in]));
        ++in;
    }
    constexpr void apply(newaxis_t) noexcept { keep(1, 0); }
    constexpr void apply(none_t) noexcept { keep(1, 0); }
    constexpr void apply(ellipsis_t) noexcept { keep_axes(spare); }
};

} // namespace detail

/// Selects part of `from`: integers drop an axis, slices keep it, `newaxis` adds one, `ellipsis` and axes that are not
/// named stay whole.
///
/// Throws: index_error with the axis; value_error for a zero step.
/// Complexity: linear in the rank.
/// Python: NumPy's basic indexing.
template <std::size_t Rank, class... S>
    requires subscript_for<Rank, S...>
[[nodiscard]] constexpr placed_layout<rank_after<Rank, S...>> subscript(const layout<Rank>& from, const S&... s) {
    detail::subscript_builder<Rank, rank_after<Rank, S...>> builder{from, Rank - axes_consumed<S...>};
    (builder.apply(s), ...);
    builder.keep_axes(Rank - builder.in);
    return builder.result;
}

} // namespace lendbuf::inline LENDBUF_ABI
