// Sixteen bytes at a time: loads, stores, stores past the caches, and the perfect shuffle of which transposes are made.
// Empty where the compiler has no vector shuffles.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <lendbuf/base/byte_like.hpp>
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

/// Gives how many bytes are shuffled at once: groups of 16, as many as fit a register. No item leaves its group.
inline constexpr std::size_t shuffled_bytes = config::vector_bytes >= 32 ? 32 : 16;

template <class Lane, std::size_t Bytes>
struct lane_vector {
    typedef Lane type __attribute__((vector_size(Bytes))); // NOLINT: gcc ignores the attribute in a dependent alias
};

/// Names `Bytes` (16 or 32) bytes as lanes of `Size`: of shuffles of bytes, compilers miss the shorter way.
template <std::size_t Size, std::size_t Bytes>
using lanes = typename lane_vector<uint_of_size<Size>, Bytes>::type;

/// Loads groups that begin `step` bytes apart.
template <std::size_t Size, std::size_t Bytes>
[[gnu::always_inline]] inline void load_groups(lanes<Size, Bytes>& v, const std::byte* from,
                                               std::ptrdiff_t step) noexcept {
    if constexpr (Bytes == 16) {
        std::memcpy(&v, from, 16);
    } else {
        halves16 low;
        halves16 high;
        std::memcpy(&low, from, 16);
        std::memcpy(&high, from + step, 16);
        v = reinterpret_cast<lanes<Size, Bytes>>(__builtin_shufflevector(low, high, 0, 1, 2, 3));
    }
}

/// Interleaves lanes of the lower halves of the groups of `a` and `b`, or of the higher ones.
template <std::size_t Size, std::size_t Bytes, bool High>
struct lane_zip {
    using vector = lanes<Size, Bytes>;
    static constexpr int source(std::size_t lane) noexcept {
        const std::size_t place = lane % (16 / Size);
        return static_cast<int>(lane - place + place / 2 + (High ? 8 / Size : 0) + (place % 2) * (Bytes / Size));
    }
    template <std::size_t... Lane>
    [[gnu::always_inline]] static void apply(vector& to, const vector& a, const vector& b,
                                             std::index_sequence<Lane...>) noexcept {
        to = __builtin_shufflevector(a, b, source(Lane)...);
    }
};

/// Shuffles the lanes of each group of `Count` vectors perfectly, as cards: those of the first half go to the even
/// places, those of the second half to the odd ones.
///
/// Lane i goes to place 2i, counted modulo one less than there are lanes. So log2(n) of these multiply places by n: they
/// turn rows of n lanes into columns.
template <std::size_t Size, std::size_t Bytes, std::size_t Count>
[[gnu::always_inline]] inline void shuffle_perfectly(lanes<Size, Bytes> (&v)[Count]) noexcept {
    constexpr std::make_index_sequence<Bytes / Size> all;
    lanes<Size, Bytes> to[Count];
#    pragma GCC unroll 16
    for (std::size_t k = 0; k < Count; ++k) {
        lanes<Size, Bytes> b = v[k / 2 + Count / 2];
        if constexpr (Count % 2 != 0) { // the second half begins in the middle of a vector
            b = v[(Count - 1) / 2 + (k + 1) / 2];
            auto halves = reinterpret_cast<lanes<8, Bytes>>(b);
            if constexpr (Bytes == 16)
                halves = __builtin_shufflevector(halves, halves, 1, 0);
            else
                halves = __builtin_shufflevector(halves, halves, 1, 0, 3, 2);
            b = reinterpret_cast<lanes<Size, Bytes>>(halves);
        }
        if (k % 2 == 0)
            lane_zip<Size, Bytes, false>::apply(to[k], v[k / 2], b, all);
        else
            lane_zip<Size, Bytes, true>::apply(to[k], v[k / 2], b, all);
    }
#    pragma GCC unroll 16
    for (std::size_t k = 0; k < Count; ++k) v[k] = to[k];
}

#endif

} // namespace lendbuf::inline LENDBUF_ABI::kernel::detail
