// Windows, which slide over the items, and chunks, which follow each other.
#pragma once

#include <cstddef>
#include <lendbuf/layout/axes.hpp>

namespace lendbuf::inline LENDBUF_ABI {

namespace detail {

enum class pieces : bool { overlapping, exact };

[[nodiscard]] constexpr result<std::ptrdiff_t> try_piece_count(pieces kind, std::ptrdiff_t extent, std::ptrdiff_t size,
                                                               std::size_t axis) noexcept {
    const bool exact = kind == pieces::exact;
    error_info failure{.field = static_cast<std::int32_t>(axis), .offset = size};
    if (size < 0)
        failure.code = errc::negative_extent;
    else if (exact ? size == 0 || extent % size != 0 : size > extent)
        failure.code = exact ? errc::chunks_not_exact : errc::window_too_long;
    else if (exact)
        return extent / size;
    else if (checked_add(extent, 1 - size))
        return extent;
    else
        failure.code = errc::shape_overflow;
    failure.need = static_cast<std::uint64_t>(size);
    failure.have = static_cast<std::uint64_t>(extent);
    return failure;
}

template <std::size_t Rank>
[[nodiscard]] constexpr result<layout<Rank>> if_countable(const layout<Rank>& to, std::ptrdiff_t itemsize) noexcept {
    if (const auto bytes = try_byte_count(to.shape.data(), Rank, itemsize); !bytes) return bytes.error();
    return to;
}

// Cuts every axis: the numbers of the pieces come first, then the places within a piece.
template <pieces Kind, std::size_t Rank>
[[nodiscard]] constexpr result<layout<2 * Rank>> try_cut(const layout<Rank>& from, const index_array<Rank>& sizes,
                                                         std::ptrdiff_t itemsize) noexcept {
    layout<2 * Rank> to;
    for (std::size_t k = 0; k < Rank; ++k) {
        const auto count = try_piece_count(Kind, from.shape[k], sizes[k], k);
        if (!count) return count.error();
        to.shape[k] = *count;
        to.strides[k] = Kind == pieces::exact ? steps(sizes[k], from.strides[k]) : from.strides[k];
        to.shape[Rank + k] = sizes[k];
        to.strides[Rank + k] = from.strides[k];
    }
    return if_countable(to, itemsize);
}

// Cuts one axis: the places within a piece follow the number of the piece, or all axes where pieces overlap.
template <pieces Kind, std::size_t Rank>
[[nodiscard]] constexpr result<layout<Rank + 1>> try_cut(layout<Rank> from, std::ptrdiff_t size, std::ptrdiff_t axis,
                                                         std::ptrdiff_t itemsize) noexcept {
    const auto k = try_axis(axis, Rank);
    if (!k) return k.error();
    const auto count = try_piece_count(Kind, from.shape[*k], size, *k);
    if (!count) return count.error();
    const std::ptrdiff_t stride = from.strides[*k];
    from.shape[*k] = *count;
    if constexpr (Kind == pieces::exact) from.strides[*k] = steps(size, stride);
    return if_countable(insert_axis(from, Kind == pieces::exact ? *k + 1 : Rank, size, stride), itemsize);
}

} // namespace detail

/// Gives every place of a window of `sizes` items: first the axes of places, then those of the window.
///
/// Windows share items. A size of 0 gives extent + 1 windows of no items, as in NumPy.
/// Errors: `window_too_long` and `negative_extent` with the dimension; `shape_overflow`.
/// Complexity: linear in the rank.
/// Python: numpy.lib.stride_tricks.sliding_window_view
template <std::size_t Rank>
[[nodiscard]] constexpr result<layout<2 * Rank>> try_windows(const layout<Rank>& from, const index_array<Rank>& sizes,
                                                             std::ptrdiff_t itemsize) noexcept {
    return detail::try_cut<detail::pieces::overlapping>(from, sizes, itemsize);
}

/// Gives every place of a window of `size` items along `axis`; the window's axis comes last.
///
/// Errors: those of `try_windows`; `bad_axes`.
/// Python: numpy.lib.stride_tricks.sliding_window_view(a, size, axis)
template <std::size_t Rank>
    requires(Rank > 0)
[[nodiscard]] constexpr result<layout<Rank + 1>> try_window(const layout<Rank>& from, std::ptrdiff_t size,
                                                            std::ptrdiff_t axis, std::ptrdiff_t itemsize) noexcept {
    return detail::try_cut<detail::pieces::overlapping>(from, size, axis, itemsize);
}

/// Cuts the items into blocks of `sizes` items: first the axes of the grid of blocks, then those of a block.
///
/// Errors: `chunks_not_exact`, also for sizes of 0, and `negative_extent` with the dimension; `shape_overflow`.
/// Complexity: linear in the rank.
/// Python: a.reshape(n0 // s0, s0, n1 // s1, s1, ...), then transpose
template <std::size_t Rank>
[[nodiscard]] constexpr result<layout<2 * Rank>> try_chunks(const layout<Rank>& from, const index_array<Rank>& sizes,
                                                            std::ptrdiff_t itemsize) noexcept {
    return detail::try_cut<detail::pieces::exact>(from, sizes, itemsize);
}

/// Cuts `axis` into chunks of `size` items: it becomes two, the number of the chunk and the place in it.
///
/// Errors: those of `try_chunks`; `bad_axes`.
/// Python: a.reshape(..., n // size, size, ...)
template <std::size_t Rank>
    requires(Rank > 0)
[[nodiscard]] constexpr result<layout<Rank + 1>> try_chunk(const layout<Rank>& from, std::ptrdiff_t size,
                                                           std::ptrdiff_t axis, std::ptrdiff_t itemsize) noexcept {
    return detail::try_cut<detail::pieces::exact>(from, size, axis, itemsize);
}

} // namespace lendbuf::inline LENDBUF_ABI
