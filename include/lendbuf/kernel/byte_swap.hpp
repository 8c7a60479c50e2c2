// Copies of whole arrays of words with their bytes reversed.
#pragma once

#include <cstddef>
#include <cstring>
#include <lendbuf/base/byte_order.hpp>
#include <lendbuf/kernel/vector16.hpp>
#include <utility>

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
template <std::size_t Size, std::size_t Bytes>
struct word_reversal {
    using vector = lanes<Size, Bytes>;
    template <std::size_t... Byte>
    [[gnu::always_inline]] static void apply(vector& v, std::index_sequence<Byte...>) noexcept {
        const auto bytes = reinterpret_cast<lanes<1, Bytes>>(v);
        v = reinterpret_cast<vector>(__builtin_shufflevector(bytes, bytes, static_cast<int>(Byte ^ (Size - 1))...));
    }
};
template <std::size_t Size, std::size_t Bytes>
[[gnu::always_inline]] inline void reverse_words(lanes<Size, Bytes>& v) noexcept {
    if constexpr (config::byte_shuffles) {
        word_reversal<Size, Bytes>::apply(v, std::make_index_sequence<Bytes>());
    } else {
        auto pairs = reinterpret_cast<pairs16>(v);
        pairs = pairs << 8 | pairs >> 8;
        if constexpr (Size == 4)
            pairs = __builtin_shufflevector(pairs, pairs, 1, 0, 3, 2, 5, 4, 7, 6);
        else if constexpr (Size == 8)
            pairs = __builtin_shufflevector(pairs, pairs, 3, 2, 1, 0, 7, 6, 5, 4);
        v = reinterpret_cast<lanes<Size, Bytes>>(pairs);
    }
}

/// Copies 128 bytes of words; loads all of them before it stores any, since machines join stores that follow each other
/// to one line.
template <std::size_t Size, std::size_t Bytes, bool Stream>
[[gnu::always_inline]] inline void swap_vectors(std::byte* to, const std::byte* from) noexcept {
    lanes<Size, Bytes> v[128 / Bytes];
#    pragma GCC unroll 8
    for (std::size_t k = 0; k < 128 / Bytes; ++k) {
        std::memcpy(&v[k], from + k * Bytes, Bytes);
        reverse_words<Size, Bytes>(v[k]);
    }
#    pragma GCC unroll 8
    for (std::size_t k = 0; k < 128 / Bytes; ++k)
        if constexpr (Stream)
            stream16(to + k * Bytes, reinterpret_cast<bytes16>(v[k]));
        else
            std::memcpy(to + k * Bytes, &v[k], Bytes);
}

} // namespace detail
#endif

/// Copies `count` words of `Size` (2, 4 or 8) bytes and reverses the bytes of each. No alignment is needed.
///
/// Requires: the runs are the same one, or do not overlap.
/// Complexity: linear; 128 bytes a step where there are vectors.
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
        if (stream)
            for (; at + 128 <= bytes; at += 128) detail::swap_vectors<Size, 16, true>(to + at, from + at);
        else
            for (; at + 128 <= bytes; at += 128)
                detail::swap_vectors<Size, detail::shuffled_bytes, false>(to + at, from + at);
        for (; at + 16 <= bytes; at += 16) {
            detail::lanes<Size, 16> v;
            std::memcpy(&v, from + at, 16);
            detail::reverse_words<Size, 16>(v);
            std::memcpy(to + at, &v, 16);
        }
        if (stream) detail::finish_streaming();
    }
#endif
    for (; at < bytes; at += size) detail::swap_word<Size>(to + at, from + at);
}

} // namespace lendbuf::inline LENDBUF_ABI::kernel
