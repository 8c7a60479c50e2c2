// Copies of items between two layouts: plain loops over pointers, strides and counts.
#pragma once

#include <cstddef>
#include <cstring>
#include <lendbuf/base/config.hpp>

namespace lendbuf::inline LENDBUF_ABI::kernel {

namespace detail {

// A size known to the compiler makes each memcpy one load and one store.
template <std::size_t Size>
inline void copy_items(std::byte* to, std::ptrdiff_t to_stride, const std::byte* from, std::ptrdiff_t from_stride,
                       std::ptrdiff_t count) noexcept {
    for (std::ptrdiff_t i = 0; i < count; ++i) std::memcpy(to + i * to_stride, from + i * from_stride, Size);
}

} // namespace detail

/// Copies `count` items of `itemsize` bytes from one run to another; strides in bytes.
///
/// Requires: the runs do not overlap.
/// Complexity: linear; one memcpy when both runs are gapless.
inline void copy_run(std::byte* to, std::ptrdiff_t to_stride, const std::byte* from, std::ptrdiff_t from_stride,
                     std::ptrdiff_t count, std::ptrdiff_t itemsize) noexcept {
    if (count <= 0) return;
    if (to_stride == itemsize && from_stride == itemsize) {
        std::memcpy(to, from, static_cast<std::size_t>(count * itemsize));
        return;
    }
    switch (itemsize) {
    case 1: return detail::copy_items<1>(to, to_stride, from, from_stride, count);
    case 2: return detail::copy_items<2>(to, to_stride, from, from_stride, count);
    case 4: return detail::copy_items<4>(to, to_stride, from, from_stride, count);
    case 8: return detail::copy_items<8>(to, to_stride, from, from_stride, count);
    case 16: return detail::copy_items<16>(to, to_stride, from, from_stride, count);
    default:
        for (std::ptrdiff_t i = 0; i < count; ++i)
            std::memcpy(to + i * to_stride, from + i * from_stride, static_cast<std::size_t>(itemsize));
    }
}

namespace detail {

// Every extent is above zero.
inline void copy_axes(std::byte* to, const std::ptrdiff_t* to_strides, const std::byte* from,
                      const std::ptrdiff_t* from_strides, const std::ptrdiff_t* shape, std::size_t ndim,
                      std::ptrdiff_t itemsize) noexcept {
    if (ndim == 1) return copy_run(to, to_strides[0], from, from_strides[0], shape[0], itemsize);
    for (std::ptrdiff_t i = 0; i < shape[0]; ++i)
        copy_axes(to + i * to_strides[0], to_strides + 1, from + i * from_strides[0], from_strides + 1, shape + 1,
                  ndim - 1, itemsize);
}

} // namespace detail

/// Copies an array of `ndim` axes between two layouts of the same shape; strides in bytes.
///
/// Requires: the two do not overlap.
/// Complexity: linear in the items; an empty array costs nothing, however long its other axes are.
inline void copy_array(std::byte* to, const std::ptrdiff_t* to_strides, const std::byte* from,
                       const std::ptrdiff_t* from_strides, const std::ptrdiff_t* shape, std::size_t ndim,
                       std::ptrdiff_t itemsize) noexcept {
    if (ndim == 0) return copy_run(to, itemsize, from, itemsize, 1, itemsize);
    for (std::size_t k = 0; k < ndim; ++k)
        if (shape[k] == 0) return; // the loops over the other axes would not end, nor stay inside the memory
    detail::copy_axes(to, to_strides, from, from_strides, shape, ndim, itemsize);
}

} // namespace lendbuf::inline LENDBUF_ABI::kernel
