// Copies of whole arrays of words with their bytes reversed.
#pragma once

#include <cstddef>
#include <cstring>
#include <lendbuf/base/byte_order.hpp>
#include <lendbuf/kernel/vector16.hpp>

namespace lendbuf::inline LENDBUF_ABI::kernel {

namespace detail {
template <std::size_t Size>
[[gnu::always_inline]] inline void swap_word(std::byte* to, const std::byte* from) noexcept {
    store_bits(to, byteswap(load_bits<uint_of_size<Size>>(from)));
}
} // namespace detail

#if LENDBUF_VECTOR_SHUFFLE
namespace detail {

/// Reverses the bytes of each word of `Size` bytes.
template <std::size_t Size>
[[gnu::always_inline]] inline void reverse_words(bytes16& v) noexcept {
    if constexpr (config::byte_shuffles) {
        if constexpr (Size == 2)
            v = __builtin_shufflevector(v, v, 1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14);
        else if constexpr (Size == 4)
            v = __builtin_shufflevector(v, v, 3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12);
        else
            v = __builtin_shufflevector(v, v, 7, 6, 5, 4, 3, 2, 1, 0, 15, 14, 13, 12, 11, 10, 9, 8);
    } else {
        auto pairs = reinterpret_cast<pairs16>(v);
        pairs = pairs << 8 | pairs >> 8;
        if constexpr (Size == 4)
            pairs = __builtin_shufflevector(pairs, pairs, 1, 0, 3, 2, 5, 4, 7, 6);
        else if constexpr (Size == 8)
            pairs = __builtin_shufflevector(pairs, pairs, 3, 2, 1, 0, 7, 6, 5, 4);
        v = reinterpret_cast<bytes16>(pairs);
    }
}

} // namespace detail
#endif

/// Copies `count` words of `Size` (2, 4 or 8) bytes and reverses the bytes of each. No alignment is needed.
///
/// Requires: the runs are the same one, or do not overlap.
/// Complexity: linear; 64 bytes a step where there are vectors.
template <std::size_t Size>
inline void copy_swapped(std::byte* to, const std::byte* from, std::ptrdiff_t count) noexcept {
    constexpr auto size = static_cast<std::ptrdiff_t>(Size);
    const std::ptrdiff_t bytes = count * size;
    std::ptrdiff_t at = 0;
#if LENDBUF_VECTOR_SHUFFLE
    if constexpr (detail::has_vectors) {
        const std::ptrdiff_t start = detail::streaming_start(to, bytes);
        const bool stream = start >= 0 && start % size == 0;
        if (stream)
            for (; at < start; at += size) detail::swap_word<Size>(to + at, from + at);
        for (; at + 64 <= bytes; at += 64) {
#    pragma GCC unroll 4
            for (std::ptrdiff_t part = at; part < at + 64; part += 16) {
                detail::bytes16 v;
                detail::load16(v, from + part);
                detail::reverse_words<Size>(v);
                if (stream)
                    detail::stream16(to + part, v);
                else
                    detail::store16(to + part, v);
            }
        }
        if (stream) detail::finish_streaming();
    }
#endif
    for (; at < bytes; at += size) detail::swap_word<Size>(to + at, from + at);
}

} // namespace lendbuf::inline LENDBUF_ABI::kernel
