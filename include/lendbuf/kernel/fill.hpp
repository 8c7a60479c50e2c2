// The same item again and again: into gapless runs and into any layout.
#pragma once

#include <cstddef>
#include <cstring>
#include <lendbuf/kernel/vector16.hpp>

namespace lendbuf::inline LENDBUF_ABI::kernel {

namespace detail {

[[nodiscard]] inline bool all_bytes_equal(const std::byte* item, std::ptrdiff_t size) noexcept {
    return std::memcmp(item, item + 1, static_cast<std::size_t>(size - 1)) == 0;
}

/// Fills memory that begins with `done` bytes of the pattern by copying those, twice as many each time, up to a block
/// that the innermost cache holds.
inline void repeat(std::byte* to, std::ptrdiff_t done, std::ptrdiff_t size) noexcept {
    const std::byte* const pattern = to;
    std::ptrdiff_t block = done;
    while (done < size) {
        const std::ptrdiff_t count = size - done < block ? size - done : block;
        std::memcpy(to + done, pattern, static_cast<std::size_t>(count));
        done += count;
        if (block <= 2048) block = done;
    }
}

#if LENDBUF_VECTOR_SHUFFLE
/// Fills at least 16 bytes, part of an output of `output` bytes, with items of 1, 2, 4, 8 or 16 bytes.
inline void fill_vectors(std::byte* to, const std::byte* item, std::ptrdiff_t itemsize, std::ptrdiff_t size,
                         std::ptrdiff_t output) noexcept {
    bytes16 v;
    std::byte pattern[16];
    for (std::ptrdiff_t k = 0; k < 16; ++k) pattern[k] = item[k & (itemsize - 1)];
    load16(v, pattern);
    const std::ptrdiff_t start = streaming_start(to, output);
    // The pattern must begin with an item there, too.
    const bool stream = start >= 0 && start % itemsize == 0 && size >= 1024;
    std::ptrdiff_t at = 0;
    if (stream) {
        for (; at < start; at += 16) store16(to + at, v);
        for (at = start; at + 64 <= size; at += 64)
#    pragma GCC unroll 4
            for (std::ptrdiff_t part = at; part < at + 64; part += 16) stream16(to + part, v);
        finish_streaming();
    }
    for (; at + 64 <= size; at += 64)
#    pragma GCC unroll 4
        for (std::ptrdiff_t part = at; part < at + 64; part += 16) store16(to + part, v);
    for (; at + 16 <= size; at += 16) store16(to + at, v);
    store16(to + size - 16, v); // may write some items twice
}
#endif

} // namespace detail

/// Writes `count` copies of an item of `itemsize` bytes, without gaps. The run may be part of a larger output, of `output`
/// bytes.
///
/// Requires: the item does not lie in the run.
/// Complexity: linear; one memset when the item's bytes are all equal.
inline void fill_run(std::byte* to, const std::byte* item, std::ptrdiff_t itemsize, std::ptrdiff_t count,
                     [[maybe_unused]] std::ptrdiff_t output = 0) noexcept {
    if (count <= 0 || itemsize <= 0) return;
    const std::ptrdiff_t size = count * itemsize;
    if (itemsize <= 16 && detail::all_bytes_equal(item, itemsize)) {
        std::memset(to, static_cast<int>(*item), static_cast<std::size_t>(size));
        return;
    }
#if LENDBUF_VECTOR_SHUFFLE
    if constexpr (detail::has_vectors)
        if (itemsize <= 16 && 16 % itemsize == 0 && size >= 16)
            return detail::fill_vectors(to, item, itemsize, size, size < output ? output : size);
#endif
    std::memcpy(to, item, static_cast<std::size_t>(itemsize));
    detail::repeat(to, itemsize, size);
}

namespace detail {

/// Holds the places of an array.
struct places {
    const std::ptrdiff_t* strides;
    const std::ptrdiff_t* shape;
    std::size_t ndim;
};

/// Writes items of a size known to the compiler. The item is a local copy, which the stores cannot change: it stays in a
/// register.
template <std::size_t Size>
struct kept_item {
    std::byte bytes[Size];

    void operator()(std::byte* to, std::ptrdiff_t stride, std::ptrdiff_t count) const noexcept {
        const kept_item item = *this;
        for (std::ptrdiff_t i = 0; i < count; ++i) std::memcpy(to + i * stride, &item, Size);
    }
};

/// Writes items of any size.
struct pointed_item {
    const std::byte* item;
    std::ptrdiff_t size;
    std::ptrdiff_t output; // bytes of all items

    void operator()(std::byte* to, std::ptrdiff_t stride, std::ptrdiff_t count) const noexcept {
        if (stride == size) return fill_run(to, item, size, count, output);
        for (std::ptrdiff_t i = 0; i < count; ++i) std::memcpy(to + i * stride, item, static_cast<std::size_t>(size));
    }
};

// Not inline: compilers would write out the first few levels of the recursion.
template <class Item>
[[gnu::noinline]] inline void fill_axes(const places& a, std::size_t axis, std::byte* to, const Item& item) noexcept {
    if (axis + 1 >= a.ndim) return item(to, a.strides[axis], a.shape[axis]);
    for (std::ptrdiff_t i = 0; i < a.shape[axis]; ++i) fill_axes(a, axis + 1, to + i * a.strides[axis], item);
}

} // namespace detail

/// Writes an item of `itemsize` bytes to every place of an array; strides in bytes.
///
/// It is at its best when the axes are sorted and merged (`coalesce`).
/// Requires: the item does not lie in the array.
/// Complexity: linear in the items; an empty array costs nothing.
inline void fill_array(std::byte* to, const std::ptrdiff_t* strides, const std::ptrdiff_t* shape, std::size_t ndim,
                       const std::byte* item, std::ptrdiff_t itemsize) noexcept {
    for (std::size_t k = 0; k < ndim; ++k)
        if (shape[k] == 0) return;
    if (ndim == 0) return fill_run(to, item, itemsize, 1);
    const detail::places all{strides, shape, ndim};
    const auto fill_kept = [&]<std::size_t Size>(detail::kept_item<Size> kept) {
        std::memcpy(&kept, item, Size);
        detail::fill_axes(all, 0, to, kept);
    };
    if (strides[ndim - 1] != itemsize) switch (itemsize) {
        case 1: return fill_kept(detail::kept_item<1>());
        case 2: return fill_kept(detail::kept_item<2>());
        case 4: return fill_kept(detail::kept_item<4>());
        case 8: return fill_kept(detail::kept_item<8>());
        case 16: return fill_kept(detail::kept_item<16>());
        default: break;
        }
    std::ptrdiff_t output = itemsize;
    for (std::size_t k = 0; k < ndim; ++k) output *= shape[k];
    detail::fill_axes(all, 0, to, detail::pointed_item{item, itemsize, output});
}

} // namespace lendbuf::inline LENDBUF_ABI::kernel
