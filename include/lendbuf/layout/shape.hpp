// How many items there are along each axis, and how many in all: counted without wrapping around.
#pragma once

#include <cstddef>
#include <lendbuf/base/checked.hpp>
#include <lendbuf/base/result.hpp>
#include <lendbuf/layout/index_array.hpp>

namespace lendbuf::inline LENDBUF_ABI {

/// Multiplies the `ndim` extents of a shape that is known to be valid. Rank 0 holds one item.
/// Complexity: linear in `ndim`.
[[nodiscard]] constexpr std::ptrdiff_t item_count_unchecked(const std::ptrdiff_t* shape, std::size_t ndim) noexcept {
    std::ptrdiff_t count = 1;
    for (std::size_t k = 0; k < ndim; ++k) count *= shape[k];
    return count;
}

/// Multiplies the extents of a shape that is known to be valid. The address of a lone extent is not taken, which keeps it
/// in a register.
template <std::size_t Rank>
[[nodiscard]] constexpr std::ptrdiff_t item_count_unchecked(const index_array<Rank>& shape) noexcept {
    if constexpr (Rank == 1)
        return shape.values[0];
    else
        return item_count_unchecked(shape.data(), Rank);
}

/// Counts the bytes of a shape: product(shape) x itemsize, checked.
///
/// Also refuses shapes whose non-zero extents alone would overflow, so that later arithmetic on sub-shapes is safe.
/// Errors: `negative_extent` with the axis, `shape_overflow`.
/// Python: the check that memoryview.cast makes and PyBuffer consumers rely on.
[[nodiscard]] constexpr result<std::ptrdiff_t> try_byte_count(const std::ptrdiff_t* shape, std::size_t ndim,
                                                              std::ptrdiff_t itemsize) noexcept {
    std::ptrdiff_t bytes = itemsize;
    bool empty = false;
    for (std::size_t k = 0; k < ndim; ++k) {
        if (shape[k] < 0)
            return error_info{.code = errc::negative_extent, .field = static_cast<std::int32_t>(k), .offset = shape[k]};
        if (shape[k] == 0)
            empty = true;
        else if (!checked_multiply(bytes, shape[k]))
            return error_info{.code = errc::shape_overflow, .field = static_cast<std::int32_t>(k)};
    }
    return empty ? 0 : bytes;
}

/// Tells whether two shapes have the same extents.
///
/// Python: as memoryview compares, extents behind a common zero do not matter.
[[nodiscard]] constexpr bool same_shape(const std::ptrdiff_t* a, const std::ptrdiff_t* b, std::size_t ndim) noexcept {
    for (std::size_t k = 0; k < ndim; ++k) {
        if (a[k] != b[k]) return false;
        if (a[k] == 0) return true;
    }
    return true;
}

} // namespace lendbuf::inline LENDBUF_ABI
