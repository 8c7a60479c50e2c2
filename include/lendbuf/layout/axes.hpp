// Axes taken away, added and moved; diagonals and splits.
#pragma once

#include <cstddef>
#include <lendbuf/layout/layout.hpp>
#include <utility>

namespace lendbuf::inline LENDBUF_ABI {

/// Numbers an axis of `rank` from 0; negative ones count from the end. Errors: `bad_axes`.
[[nodiscard]] constexpr result<std::size_t> try_axis(std::ptrdiff_t axis, std::size_t rank) noexcept {
    const std::size_t place = static_cast<std::size_t>(axis) + (axis < 0 ? rank : 0);
    if (place >= rank) return error_info{.code = errc::bad_axes, .offset = axis, .have = rank};
    return place;
}

namespace detail {

template <std::size_t Rank>
[[nodiscard]] constexpr layout<Rank - 1> remove_axis(const layout<Rank>& from, std::size_t place) noexcept {
    return {without_axis(from.shape, place), without_axis(from.strides, place)};
}

template <std::size_t Rank>
[[nodiscard]] constexpr layout<Rank + 1> insert_axis(const layout<Rank>& from, std::size_t place, std::ptrdiff_t extent,
                                                     std::ptrdiff_t stride) noexcept {
    layout<Rank + 1> to;
    for (std::size_t k = 0, in = 0; k <= Rank; ++k) {
        to.shape[k] = k == place ? extent : from.shape[in];
        to.strides[k] = k == place ? stride : from.strides[in++];
    }
    return to;
}

} // namespace detail

/// Drops `axis`, which has one item.
///
/// Throws: value_error: `bad_axes`; `extent_not_one` with the dimension.
/// Python: numpy.squeeze
template <std::size_t Rank>
    requires(Rank > 0)
[[nodiscard]] constexpr layout<Rank - 1> squeeze(const layout<Rank>& from, std::ptrdiff_t axis) {
    const std::size_t k = try_axis(axis, Rank).value();
    if (from.shape[k] != 1)
        fail({.code = errc::extent_not_one,
              .field = static_cast<std::int32_t>(k),
              .need = 1,
              .have = static_cast<std::uint64_t>(from.shape[k])});
    return detail::remove_axis(from, k);
}

/// Adds an axis of one item, which becomes number `axis`. Throws: value_error (`bad_axes`). Python: numpy.expand_dims
template <std::size_t Rank>
[[nodiscard]] constexpr layout<Rank + 1> expand(const layout<Rank>& from, std::ptrdiff_t axis) {
    return detail::insert_axis(from, try_axis(axis, Rank + 1).value(), 1, 0);
}

/// Exchanges two axes. Throws: value_error (`bad_axes`). Python: numpy.swapaxes
template <std::size_t Rank>
[[nodiscard]] constexpr layout<Rank> swap_axes(const layout<Rank>& from, std::ptrdiff_t axis1, std::ptrdiff_t axis2) {
    const std::size_t a = try_axis(axis1, Rank).value();
    const std::size_t b = try_axis(axis2, Rank).value();
    layout<Rank> to = from;
    std::swap(to.shape[a], to.shape[b]);
    std::swap(to.strides[a], to.strides[b]);
    return to;
}

/// Moves `axis` to place `destination`; the others stay in order. Throws: value_error (`bad_axes`).
///
/// Python: numpy.moveaxis
template <std::size_t Rank>
    requires(Rank > 0)
[[nodiscard]] constexpr layout<Rank> move_axis(const layout<Rank>& from, std::ptrdiff_t axis,
                                               std::ptrdiff_t destination) {
    const std::size_t a = try_axis(axis, Rank).value();
    const std::size_t b = try_axis(destination, Rank).value();
    return detail::insert_axis(detail::remove_axis(from, a), b, from.shape[a], from.strides[a]);
}

/// Selects the items whose index along `axis2` is `offset` above that along `axis1`; their axis comes last.
///
/// An offset outside the plane selects nothing.
/// Throws: value_error (`bad_axes`), also when the axes are the same.
/// Python: numpy.diagonal
template <std::size_t Rank>
    requires(Rank > 1)
[[nodiscard]] constexpr placed_layout<Rank - 1> diagonal(const layout<Rank>& from, std::ptrdiff_t offset = 0,
                                                         std::ptrdiff_t axis1 = 0, std::ptrdiff_t axis2 = 1) {
    const std::size_t a = try_axis(axis1, Rank).value();
    const std::size_t b = try_axis(axis2, Rank).value();
    if (a == b) fail({.code = errc::bad_axes, .offset = axis2, .have = Rank});
    const std::ptrdiff_t rows = from.shape[a] + (offset < 0 ? offset : 0);
    const std::ptrdiff_t columns = from.shape[b] - (offset > 0 ? offset : 0);
    const std::ptrdiff_t shorter = rows < columns ? rows : columns;
    // The higher axis goes first: the number of the lower one stays.
    const auto others = detail::remove_axis(detail::remove_axis(from, a > b ? a : b), a > b ? b : a);
    const std::size_t stride = static_cast<std::size_t>(from.strides[a]) + static_cast<std::size_t>(from.strides[b]);
    placed_layout<Rank - 1> to{
        detail::insert_axis(others, Rank - 2, shorter > 0 ? shorter : 0, static_cast<std::ptrdiff_t>(stride))};
    // Where nothing is selected there is nowhere to move to.
    if (shorter > 0)
        to.offset = offset < 0 ? detail::steps(-offset, from.strides[a]) : detail::steps(offset, from.strides[b]);
    return to;
}

/// Cuts `axis` in two before item `position`, 0 up to the extent; negative positions count from the end.
///
/// Throws: index_error (`split_out_of_range`) with the dimension; value_error (`bad_axes`).
/// Python: numpy.split(a, [position], axis), which clamps.
template <std::size_t Rank>
    requires(Rank > 0)
[[nodiscard]] constexpr std::pair<placed_layout<Rank>, placed_layout<Rank>> split_at(const layout<Rank>& from,
                                                                                     std::ptrdiff_t position,
                                                                                     std::ptrdiff_t axis = 0) {
    const std::size_t k = try_axis(axis, Rank).value();
    const std::ptrdiff_t extent = from.shape[k];
    const std::ptrdiff_t first = position < 0 ? position + extent : position;
    if (first < 0 || first > extent)
        fail({.code = errc::split_out_of_range,
              .field = static_cast<std::int32_t>(k),
              .offset = position,
              .have = static_cast<std::uint64_t>(extent)});
    std::pair<placed_layout<Rank>, placed_layout<Rank>> parts{{from}, {from}};
    parts.first.map.shape[k] = first;
    parts.second.map.shape[k] = extent - first;
    if (first < extent) parts.second.offset = detail::steps(first, from.strides[k]);
    return parts;
}

} // namespace lendbuf::inline LENDBUF_ABI
