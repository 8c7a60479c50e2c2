// Shape and strides together: pure algebra on where items are, without a pointer.
#pragma once

#include <concepts>
#include <cstddef>
#include <lendbuf/base/error.hpp>
#include <lendbuf/layout/index_array.hpp>
#include <lendbuf/layout/shape.hpp>
#include <lendbuf/layout/strides.hpp>
#include <utility>

namespace lendbuf::inline LENDBUF_ABI {

/// Applies Python's rule for one index: negative counts from the end, once.
///
/// Two signed comparisons, so that compilers drop them in loops up to the extent.
/// Throws: index_error with the axis, the index and the extent.
[[nodiscard]] constexpr std::ptrdiff_t checked_index(std::ptrdiff_t index, std::ptrdiff_t extent, std::size_t axis) {
    const std::ptrdiff_t wrapped = index < 0 ? index + extent : index;
    if (wrapped < 0 || wrapped >= extent) [[unlikely]]
        fail({.code = errc::index_out_of_bounds,
              .field = static_cast<std::int32_t>(axis),
              .offset = index,
              .have = static_cast<std::uint64_t>(extent)});
    return wrapped;
}

/// Says where the items of an array are, relative to its first one: `shape` in items, `strides` in bytes.
template <std::size_t Rank>
struct layout {
    index_array<Rank> shape;
    index_array<Rank> strides;

    friend constexpr bool operator==(const layout&, const layout&) noexcept = default;
};

/// Holds a layout made from another one, and where it starts: `offset` in bytes from the old first item.
template <std::size_t Rank>
struct placed_layout {
    layout<Rank> map;
    std::ptrdiff_t offset = 0;
};

namespace detail {

// The product fits where the layout has an item to step to; elsewhere nobody uses it, and it may wrap.
[[nodiscard]] constexpr std::ptrdiff_t steps(std::ptrdiff_t count, std::ptrdiff_t stride) noexcept {
    return static_cast<std::ptrdiff_t>(static_cast<std::size_t>(count) * static_cast<std::size_t>(stride));
}

} // namespace detail

/// Reverses the order of the axes. Python: numpy.transpose
template <std::size_t Rank>
[[nodiscard]] constexpr layout<Rank> transpose(const layout<Rank>& from) noexcept {
    layout<Rank> to;
    for (std::size_t k = 0; k < Rank; ++k) {
        to.shape[k] = from.shape[Rank - 1 - k];
        to.strides[k] = from.strides[Rank - 1 - k];
    }
    return to;
}

/// Puts axis `axes[k]` of `from` at place `k`; negative axes count from the end.
///
/// Throws: value_error (`bad_axes`) unless `axes` names every axis once.
/// Python: numpy.transpose(axes)
template <std::size_t Rank>
[[nodiscard]] constexpr layout<Rank> permute(const layout<Rank>& from, const index_array<Rank>& axes) {
    constexpr auto rank = static_cast<std::ptrdiff_t>(Rank);
    layout<Rank> to;
    bool seen[Rank == 0 ? 1 : Rank] = {};
    for (std::size_t k = 0; k < Rank; ++k) {
        const std::ptrdiff_t axis = axes[k] < 0 ? axes[k] + rank : axes[k];
        if (axis < 0 || axis >= rank || seen[axis])
            fail({.code = errc::bad_axes, .field = static_cast<std::int32_t>(k), .offset = axes[k], .have = Rank});
        seen[axis] = true;
        to.shape[k] = from.shape[static_cast<std::size_t>(axis)];
        to.strides[k] = from.strides[static_cast<std::size_t>(axis)];
    }
    return to;
}

/// Reverses the items along `axis` (from 0).
///
/// Throws: index_error, when there is no such axis.
/// Python: numpy.flip
template <std::size_t Rank>
[[nodiscard]] constexpr placed_layout<Rank> flip(const layout<Rank>& from, std::ptrdiff_t axis) {
    placed_layout<Rank> to{from};
    const auto k = static_cast<std::size_t>(checked_index(axis, static_cast<std::ptrdiff_t>(Rank), 0));
    if (from.shape[k] > 0) to.offset = detail::steps(from.shape[k] - 1, from.strides[k]);
    // Of fewer than two items the stride says nothing, and may be one that has no negative.
    to.map.strides[k] = static_cast<std::ptrdiff_t>(0 - static_cast<std::size_t>(from.strides[k]));
    return to;
}

} // namespace lendbuf::inline LENDBUF_ABI
