// Copies of arrays between two layouts: the loops, over pointers, strides and counts.
#pragma once

#include <cstddef>
#include <cstring>
#include <lendbuf/kernel/byte_swap.hpp>
#include <lendbuf/kernel/copy_plane.hpp>
#include <lendbuf/kernel/item_move.hpp>

namespace lendbuf::inline LENDBUF_ABI::kernel {

namespace detail {

/// Holds two layouts of one array. The innermost axis is the last.
struct array_pair {
    const std::ptrdiff_t* to_strides;
    const std::ptrdiff_t* from_strides;
    const std::ptrdiff_t* shape;
    std::size_t ndim;
    std::ptrdiff_t itemsize;
    std::ptrdiff_t bytes = 0; // of all items

    [[nodiscard]] bool empty() const noexcept {
        for (std::size_t k = 0; k < ndim; ++k)
            if (shape[k] == 0) return true; // the loops over the other axes would not end, nor stay inside the memory
        return false;
    }
    /// Makes items of the runs that are gapless on both sides.
    void widen_items() noexcept {
        for (; ndim > 0; --ndim) {
            const std::size_t last = ndim - 1;
            if (shape[last] != 1 && (to_strides[last] != itemsize || from_strides[last] != itemsize)) return;
            itemsize *= shape[last];
        }
    }
    /// Finds the axis along which the source has its smallest step; the last one, unless another is better.
    [[nodiscard]] std::size_t source_axis() const noexcept {
        std::size_t best = ndim - 1;
        for (std::size_t k = ndim - 1; k-- > 0;)
            if (shape[k] > 1 && magnitude(from_strides[k]) < magnitude(from_strides[best])) best = k;
        return best;
    }
    static std::size_t magnitude(std::ptrdiff_t stride) noexcept {
        return stride < 0 ? std::size_t{0} - static_cast<std::size_t>(stride) : static_cast<std::size_t>(stride);
    }
};

// Every extent is above zero. `crossing` is an axis that is walked together with the last one.
template <std::size_t Swap>
[[gnu::noinline]] inline void copy_planes(const array_pair& a, std::size_t axis, std::size_t crossing, std::byte* to,
                                          const std::byte* from) noexcept {
    if (axis == crossing) ++axis;
    const std::size_t last = a.ndim - 1;
    if (axis < last) {
        for (std::ptrdiff_t i = 0; i < a.shape[axis]; ++i)
            copy_planes<Swap>(a, axis + 1, crossing, to + i * a.to_strides[axis], from + i * a.from_strides[axis]);
        return;
    }
    plane p{to, from, 1, 0, 0, a.shape[last], a.to_strides[last], a.from_strides[last], a.bytes};
    if (crossing == last) return copy_along<Swap>(p, a.itemsize);
    p.outer = a.shape[crossing];
    p.to_outer = a.to_strides[crossing];
    p.from_outer = a.from_strides[crossing];
    if (array_pair::magnitude(p.from_outer) < array_pair::magnitude(p.from_inner))
        copy_crosswise<Swap>(p, a.itemsize);
    else
        copy_along<Swap>(p, a.itemsize);
}

} // namespace detail

/// Copies `count` items of `itemsize` bytes from one run to another; strides in bytes.
///
/// Requires: the runs do not overlap.
/// Complexity: linear; one memcpy when both runs are gapless.
inline void copy_run(std::byte* to, std::ptrdiff_t to_stride, const std::byte* from, std::ptrdiff_t from_stride,
                     std::ptrdiff_t count, std::ptrdiff_t itemsize) noexcept {
    if (count <= 0) return;
    if (to_stride == itemsize && from_stride == itemsize)
        std::memcpy(to, from, static_cast<std::size_t>(count * itemsize));
    else
        detail::copy_along<0>({to, from, 1, 0, 0, count, to_stride, from_stride, count * itemsize}, itemsize);
}

/// Copies an array of `ndim` axes between two layouts of the same shape, in whatever order is fastest; strides in bytes.
/// `Swap` (2, 4 or 8, the size of an item) reverses the bytes of each item.
///
/// It is at its best when the last axis is the one with the smallest step in the destination, and neighbouring axes are
/// merged where they can be (`coalesce`).
/// Requires: the two do not overlap, or are the same; no two items of the destination overlap.
/// Complexity: linear in the items; an empty array costs nothing, however long its other axes are.
template <std::size_t Swap = 0>
inline void copy_array(std::byte* to, const std::ptrdiff_t* to_strides, const std::byte* from,
                       const std::ptrdiff_t* from_strides, const std::ptrdiff_t* shape, std::size_t ndim,
                       std::ptrdiff_t itemsize) noexcept {
    detail::array_pair a{to_strides, from_strides, shape, ndim, itemsize};
    if (a.empty()) return;
    a.bytes = itemsize;
    for (std::size_t k = 0; k < ndim; ++k) a.bytes *= shape[k];
    a.widen_items();
    if (a.ndim == 0) {
        if constexpr (Swap > 1)
            copy_swapped<Swap>(to, from, a.itemsize / static_cast<std::ptrdiff_t>(Swap));
        else
            std::memmove(to, from, static_cast<std::size_t>(a.itemsize));
        return;
    }
    std::size_t crossing = a.source_axis();
    if (crossing == a.ndim - 1 && a.ndim > 1) --crossing; // two axes a call, if only to save calls
    detail::copy_planes<Swap>(a, 0, crossing, to, from);
}

namespace detail {

// Not inline: compilers would write out the first few levels of the recursion.
template <class Item>
[[gnu::noinline]] inline void move_axes(const array_pair& a, std::size_t axis, bool backwards, std::byte* to,
                                        const std::byte* from, Item item) noexcept {
    const std::ptrdiff_t extent = a.shape[axis];
    const std::ptrdiff_t to_stride = a.to_strides[axis];
    const std::ptrdiff_t from_stride = a.from_strides[axis];
    for (std::ptrdiff_t n = 0; n < extent; ++n) {
        const std::ptrdiff_t i = backwards ? extent - 1 - n : n;
        if (axis + 1 == a.ndim)
            item(to + i * to_stride, from + i * from_stride);
        else
            move_axes(a, axis + 1, backwards, to + i * to_stride, from + i * from_stride, item);
    }
}

} // namespace detail

/// Copies an array between two layouts item after item, each one read before it is written: in C order, or `backwards`
/// from the last to the first. `Swap` as in `copy_array`.
///
/// For memory that overlaps: what is written last stays.
/// Complexity: linear in the items; runs that are gapless on both sides move as one.
template <std::size_t Swap = 0>
inline void move_array(std::byte* to, const std::ptrdiff_t* to_strides, const std::byte* from,
                       const std::ptrdiff_t* from_strides, const std::ptrdiff_t* shape, std::size_t ndim,
                       std::ptrdiff_t itemsize, bool backwards) noexcept {
    detail::array_pair a{to_strides, from_strides, shape, ndim, itemsize};
    if (a.empty()) return;
    if constexpr (Swap <= 1) a.widen_items();
    detail::with_item_of<Swap>(a.itemsize, [&](auto item) {
        if (a.ndim == 0)
            item(to, from);
        else
            detail::move_axes(a, 0, backwards, to, from, item);
    });
}

} // namespace lendbuf::inline LENDBUF_ABI::kernel
