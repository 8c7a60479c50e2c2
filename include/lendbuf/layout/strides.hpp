// Steps in bytes along each axis: contiguity, and which bytes a layout reaches.
#pragma once

#include <cstddef>
#include <lendbuf/base/checked.hpp>
#include <lendbuf/base/result.hpp>
#include <lendbuf/layout/index_array.hpp>

namespace lendbuf::inline LENDBUF_ABI {

/// Says which axis varies fastest in memory: the last (C), the first (Fortran), or whichever does already.
enum class order : unsigned char { c, f, any };

/// Marks a view whose strides, in bytes and of any sign, are known at run time.
struct strided {};
/// Marks a view in C order without gaps: the strides follow from the shape.
struct contiguous {};
/// Marks a view in Fortran order without gaps.
struct f_contiguous {};

/// Is satisfied by the three layout tags.
template <class L>
concept layout_tag = std::same_as<L, strided> || std::same_as<L, contiguous> || std::same_as<L, f_contiguous>;

/// Writes the strides of a gapless array of `shape`.
///
/// Requires: a shape that `try_byte_count` accepts; `o` is `order::c` or `order::f`.
/// Python: PyBuffer_FillContiguousStrides.
constexpr void fill_contiguous_strides(std::size_t ndim, const std::ptrdiff_t* shape, std::ptrdiff_t* strides,
                                       std::ptrdiff_t itemsize, order o) noexcept {
    std::ptrdiff_t stride = itemsize;
    for (std::size_t n = 0; n < ndim; ++n) {
        const std::size_t k = o == order::f ? n : ndim - 1 - n;
        strides[k] = stride;
        stride *= shape[k];
    }
}

/// Gives the strides of a gapless array of `shape`.
template <std::size_t Rank>
[[nodiscard]] constexpr index_array<Rank> contiguous_strides(const index_array<Rank>& shape, std::ptrdiff_t itemsize,
                                                             order o = order::c) noexcept {
    index_array<Rank> strides;
    fill_contiguous_strides(Rank, shape.data(), strides.data(), itemsize, o);
    return strides;
}

/// Tells whether an array is gapless in `o`. Empty arrays are; axes of extent 1 may have any stride.
///
/// Python: PyBuffer_IsContiguous; memoryview.contiguous differs for empty strided 1-D views, which it denies.
[[nodiscard]] constexpr bool is_contiguous(std::size_t ndim, const std::ptrdiff_t* shape, const std::ptrdiff_t* strides,
                                           std::ptrdiff_t itemsize, order o) noexcept {
    if (o == order::any)
        return is_contiguous(ndim, shape, strides, itemsize, order::c) ||
               is_contiguous(ndim, shape, strides, itemsize, order::f);
    for (std::size_t k = 0; k < ndim; ++k)
        if (shape[k] == 0) return true;
    std::ptrdiff_t expected = itemsize;
    for (std::size_t n = 0; n < ndim; ++n) {
        const std::size_t k = o == order::f ? n : ndim - 1 - n;
        if (shape[k] > 1 && strides[k] != expected) return false;
        expected *= shape[k];
    }
    return true;
}

/// Holds the bytes a layout touches, relative to its first item: `[lowest, end)`.
struct byte_reach {
    std::ptrdiff_t lowest = 0;
    std::ptrdiff_t end = 0;
};

/// Computes which bytes a layout touches; an empty one touches none.
/// Errors: `shape_overflow`, when a distance does not fit.
[[nodiscard]] constexpr result<byte_reach> try_byte_reach(std::size_t ndim, const std::ptrdiff_t* shape,
                                                          const std::ptrdiff_t* strides,
                                                          std::ptrdiff_t itemsize) noexcept {
    for (std::size_t k = 0; k < ndim; ++k)
        if (shape[k] == 0) return byte_reach{};
    byte_reach reach{0, itemsize};
    for (std::size_t k = 0; k < ndim; ++k) {
        std::ptrdiff_t distance = strides[k];
        if (!checked_multiply(distance, shape[k] - 1) ||
            !checked_add(distance < 0 ? reach.lowest : reach.end, distance))
            return error_info{.code = errc::shape_overflow, .field = static_cast<std::int32_t>(k)};
    }
    return reach;
}

/// Checks that a layout whose first item stands at byte `offset` stays inside memory of `size` bytes.
/// Errors: `negative_extent`, `shape_overflow`, `layout_outside_memory` with the byte it would reach.
[[nodiscard]] constexpr result<void> try_fit(std::size_t ndim, const std::ptrdiff_t* shape,
                                             const std::ptrdiff_t* strides, std::ptrdiff_t itemsize,
                                             std::ptrdiff_t offset, std::ptrdiff_t size) noexcept {
    for (std::size_t k = 0; k < ndim; ++k)
        if (shape[k] < 0)
            return error_info{.code = errc::negative_extent, .field = static_cast<std::int32_t>(k), .offset = shape[k]};
    const auto reach = try_byte_reach(ndim, shape, strides, itemsize);
    if (!reach) return reach.error();
    std::ptrdiff_t first = offset;
    std::ptrdiff_t last = offset;
    if (!checked_add(first, reach->lowest) || !checked_add(last, reach->end))
        return error_info{.code = errc::shape_overflow};
    if (first < 0 || last > size)
        return error_info{.code = errc::layout_outside_memory,
                          .offset = first < 0         ? first
                                    : reach->end == 0 ? last
                                                      : last - itemsize,
                          .need = static_cast<std::uint64_t>(itemsize),
                          .have = static_cast<std::uint64_t>(size)};
    return {};
}

} // namespace lendbuf::inline LENDBUF_ABI
