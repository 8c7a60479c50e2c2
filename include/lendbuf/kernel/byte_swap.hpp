// Copies of whole arrays of words with their bytes reversed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <lendbuf/base/byte_order.hpp>

namespace lendbuf::inline LENDBUF_ABI::kernel {

#if LENDBUF_VECTOR_SHUFFLE
namespace detail {

using bytes16 __attribute__((vector_size(16))) = std::uint8_t;

// A shuffle of 16 bytes: one instruction where the machine has it, a few shifts elsewhere. By reference, since passing
// vectors by value has no fixed convention on machines without them.
template <std::size_t Size>
[[gnu::always_inline]] inline void reverse_words(bytes16& v) noexcept {
    if constexpr (Size == 2)
        v = __builtin_shufflevector(v, v, 1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14);
    else if constexpr (Size == 4)
        v = __builtin_shufflevector(v, v, 3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12);
    else
        v = __builtin_shufflevector(v, v, 7, 6, 5, 4, 3, 2, 1, 0, 15, 14, 13, 12, 11, 10, 9, 8);
}

} // namespace detail
#endif

/// Copies `count` words of `Size` (2, 4 or 8) bytes and reverses the bytes of each. No alignment is needed.
///
/// Requires: the runs are the same one, or do not overlap.
/// Complexity: linear; 64 bytes a step where the compiler has vector shuffles.
template <std::size_t Size>
inline void copy_swapped(std::byte* to, const std::byte* from, std::ptrdiff_t count) noexcept {
    constexpr auto size = static_cast<std::ptrdiff_t>(Size);
    const std::ptrdiff_t bytes = count * size;
    std::ptrdiff_t at = 0;
#if LENDBUF_VECTOR_SHUFFLE
    for (; at + 64 <= bytes; at += 64) {
#    pragma GCC unroll 4
        for (std::ptrdiff_t part = at; part < at + 64; part += 16) {
            detail::bytes16 v;
            std::memcpy(&v, from + part, sizeof v);
            detail::reverse_words<Size>(v);
            std::memcpy(to + part, &v, sizeof v);
        }
    }
#endif
    for (; at < bytes; at += size) store_bits(to + at, byteswap(load_bits<uint_of_size<Size>>(from + at)));
}

} // namespace lendbuf::inline LENDBUF_ABI::kernel
