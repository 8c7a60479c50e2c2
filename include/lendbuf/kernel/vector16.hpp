// Sixteen bytes at a time: loads, stores, stores past the caches, and the perfect shuffle of which transposes are made.
// Empty where the compiler has no vector shuffles.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <lendbuf/base/config.hpp>
#include <utility>

namespace lendbuf::inline LENDBUF_ABI::kernel::detail {

/// True where 16 bytes fit a register. Smaller machines would only get larger programs.
inline constexpr bool has_vectors = LENDBUF_VECTOR_SHUFFLE && config::vector_bytes >= 16;

#if LENDBUF_VECTOR_SHUFFLE

using bytes16 __attribute__((vector_size(16))) = std::uint8_t;
using pairs16 __attribute__((vector_size(16))) = std::uint16_t;
using halves16 __attribute__((vector_size(16))) = std::uint64_t;

// By reference throughout, since passing vectors by value has no fixed convention on machines without them.
[[gnu::always_inline]] inline void load16(bytes16& v, const std::byte* from) noexcept {
    std::memcpy(&v, from, sizeof v);
}
[[gnu::always_inline]] inline void store16(std::byte* to, const bytes16& v) noexcept {
    std::memcpy(to, &v, sizeof v);
}

#    if defined(__clang__) || defined(__SSE2__)
inline constexpr bool has_streaming = true;
using streamed16 __attribute__((vector_size(16), may_alias)) = long long;
#    else
inline constexpr bool has_streaming = false;
#    endif

/// Stores past the caches: for outputs that would push out all that is in them, and would not fit anyway.
/// Requires: `to` is a multiple of 16; `finish_streaming` before anybody else reads.
[[gnu::always_inline]] inline void stream16(std::byte* to, const bytes16& v) noexcept {
#    if defined(__clang__)
    __builtin_nontemporal_store((streamed16)v, static_cast<streamed16*>(static_cast<void*>(to)));
#    elif defined(__SSE2__)
    __builtin_ia32_movntdq(static_cast<streamed16*>(static_cast<void*>(to)), (streamed16)v);
#    else
    store16(to, v);
#    endif
}
inline void finish_streaming() noexcept {
#    if defined(__SSE2__)
    __builtin_ia32_sfence();
#    endif
}

/// From this size on outputs go past the caches: they and their source would fill what usual machines share.
inline constexpr std::ptrdiff_t streaming_bytes = std::ptrdiff_t{12} << 20;

/// Gives the number of bytes before the first whole cache line of an output that should be streamed, or -1.
[[nodiscard]] inline std::ptrdiff_t streaming_start(const std::byte* to, std::ptrdiff_t size) noexcept {
    if (!has_streaming || size < streaming_bytes) return -1;
    // Safety: the address is only looked at.
    return static_cast<std::ptrdiff_t>((0 - reinterpret_cast<std::uintptr_t>(to)) % 64);
}

/// Reverses the order of lanes of `Size` bytes.
template <std::size_t Size>
[[gnu::always_inline]] inline void reverse_lanes(bytes16& v) noexcept {
    if constexpr (Size <= 2) {
        auto pairs = reinterpret_cast<pairs16>(v);
        if constexpr (Size == 1) pairs = pairs << 8 | pairs >> 8;
        pairs = __builtin_shufflevector(pairs, pairs, 3, 2, 1, 0, 7, 6, 5, 4);
        v = reinterpret_cast<bytes16>(pairs);
    } else if constexpr (Size == 4) {
        v = __builtin_shufflevector(v, v, 4, 5, 6, 7, 0, 1, 2, 3, 12, 13, 14, 15, 8, 9, 10, 11);
    }
    auto halves = reinterpret_cast<halves16>(v);
    halves = __builtin_shufflevector(halves, halves, 1, 0);
    v = reinterpret_cast<bytes16>(halves);
}

/// Interleaves lanes of `Size` bytes: of the lower halves of `a` and `b`, or of the higher ones.
template <std::size_t Size, bool High>
struct lane_zip {
    static constexpr int source(std::size_t byte) noexcept {
        const std::size_t lane = byte / Size / 2 + (High ? 8 / Size : 0);
        return static_cast<int>(lane * Size + byte % Size + (byte / Size % 2 == 0 ? 0 : 16));
    }
    template <std::size_t... Byte>
    [[gnu::always_inline]] static void apply(bytes16& to, const bytes16& a, const bytes16& b,
                                             std::index_sequence<Byte...>) noexcept {
        to = __builtin_shufflevector(a, b, source(Byte)...);
    }
};
template <std::size_t Size, bool High>
[[gnu::always_inline]] inline void zip_lanes(bytes16& to, const bytes16& a, const bytes16& b) noexcept {
    lane_zip<Size, High>::apply(to, a, b, std::make_index_sequence<16>());
}

/// Shuffles the lanes of `Count` vectors perfectly, as cards: those of the first half go to the even places, those of
/// the second half to the odd ones.
///
/// Lane i goes to place 2i, counted modulo one less than there are lanes. So log2(n) of these multiply places by n: they
/// turn rows of n lanes into columns.
template <std::size_t Size, std::size_t Count>
[[gnu::always_inline]] inline void shuffle_perfectly(bytes16 (&v)[Count]) noexcept {
    bytes16 to[Count];
    if constexpr (Count % 2 == 0) {
#    pragma GCC unroll 8
        for (std::size_t k = 0; k < Count / 2; ++k) {
            zip_lanes<Size, false>(to[2 * k], v[k], v[k + Count / 2]);
            zip_lanes<Size, true>(to[2 * k + 1], v[k], v[k + Count / 2]);
        }
    } else { // the second half begins in the middle of a vector
#    pragma GCC unroll 8
        for (std::size_t k = 0; k < Count; ++k) {
            const bytes16& b = v[(Count - 1) / 2 + (k + 1) / 2];
            const bytes16 turned = __builtin_shufflevector(b, b, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7);
            if (k % 2 == 0)
                zip_lanes<Size, false>(to[k], v[k / 2], turned);
            else
                zip_lanes<Size, true>(to[k], v[k / 2], turned);
        }
    }
#    pragma GCC unroll 16
    for (std::size_t k = 0; k < Count; ++k) v[k] = to[k];
}

#endif

} // namespace lendbuf::inline LENDBUF_ABI::kernel::detail
