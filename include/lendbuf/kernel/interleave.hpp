// Copies between a few runs and one run of their items side by side: planes of colour to pixels and back.
#pragma once

#include <cstddef>
#include <cstring>
#include <lendbuf/kernel/vector16.hpp>

namespace lendbuf::inline LENDBUF_ABI::kernel {

#if LENDBUF_VECTOR_SHUFFLE

/// Copies `count` tuples of `Parts` items of `Size` bytes, gapless, to `Parts` runs that begin `to_pitch` bytes apart.
///
/// Requires: nothing overlaps.
/// Complexity: linear; 16 tuples of bytes a step, 8 of words of two bytes, and so on.
template <std::size_t Size, std::size_t Parts>
inline void deinterleave(std::byte* to, std::ptrdiff_t to_pitch, const std::byte* from, std::ptrdiff_t count) noexcept {
    constexpr auto size = static_cast<std::ptrdiff_t>(Size);
    constexpr auto parts = static_cast<std::ptrdiff_t>(Parts);
    constexpr std::ptrdiff_t lanes = 16 / size;
    std::ptrdiff_t at = 0;
    while (count - at >= lanes) {
        detail::bytes16 v[Parts];
        for (std::ptrdiff_t k = 0; k < parts; ++k) detail::load16(v[k], from + at * parts * size + 16 * k);
#    pragma GCC unroll 4
        for (std::ptrdiff_t n = 1; n < lanes; n *= 2) detail::shuffle_perfectly<Size>(v);
        for (std::ptrdiff_t k = 0; k < parts; ++k) detail::store16(to + k * to_pitch + at * size, v[k]);
        at += lanes;
        // The last step begins early: writing the same item twice does no harm.
        if (at < count && count - at < lanes) at = count - lanes;
    }
    for (; at < count; ++at)
        for (std::ptrdiff_t k = 0; k < parts; ++k)
            std::memcpy(to + k * to_pitch + at * size, from + (at * parts + k) * size, Size);
}

/// Copies every `Parts`-th of `count` times `Parts` items of `Size` bytes to a gapless run, the first one first. What
/// lies between two of them is read, what lies behind the last one is not.
///
/// Requires: nothing overlaps.
/// Complexity: linear; 16 bytes a step.
template <std::size_t Size, std::size_t Parts>
inline void take_every(std::byte* to, const std::byte* from, std::ptrdiff_t count) noexcept {
    constexpr auto size = static_cast<std::ptrdiff_t>(Size);
    constexpr auto parts = static_cast<std::ptrdiff_t>(Parts);
    constexpr std::ptrdiff_t lanes = 16 / size;
    std::ptrdiff_t at = 0;
    for (; count - at > lanes; at += lanes) {
        detail::bytes16 v[Parts];
        for (std::ptrdiff_t k = 0; k < parts; ++k) detail::load16(v[k], from + at * parts * size + 16 * k);
#    pragma GCC unroll 4
        for (std::ptrdiff_t n = 1; n < lanes; n *= 2) detail::shuffle_perfectly<Size>(v);
        detail::store16(to + at * size, v[0]);
    }
    for (; at < count; ++at) std::memcpy(to + at * size, from + at * parts * size, Size);
}

/// Copies `Parts` (2, 3 or 4) runs of `count` items of `Size` bytes, which begin `from_pitch` bytes apart, to gapless
/// tuples.
///
/// Requires: nothing overlaps.
/// Complexity: linear.
template <std::size_t Size, std::size_t Parts>
inline void interleave(std::byte* to, const std::byte* from, std::ptrdiff_t from_pitch, std::ptrdiff_t count) noexcept {
    constexpr auto size = static_cast<std::ptrdiff_t>(Size);
    constexpr auto parts = static_cast<std::ptrdiff_t>(Parts);
    constexpr std::ptrdiff_t lanes = 16 / size;
    constexpr std::ptrdiff_t padded = Parts == 3 ? 4 : parts;
    std::ptrdiff_t at = 0;
    // A padded tuple reaches into the next one, which comes after it and must exist.
    while (count - at >= lanes + (padded - parts)) {
        detail::bytes16 v[static_cast<std::size_t>(padded)];
        for (std::ptrdiff_t k = 0; k < padded; ++k)
            detail::load16(v[k], from + (k < parts ? k : parts - 1) * from_pitch + at * size);
#    pragma GCC unroll 2
        for (std::ptrdiff_t n = 1; n < padded; n *= 2) detail::shuffle_perfectly<Size>(v);
        std::byte* const out = to + at * parts * size;
        if constexpr (padded == parts) {
            for (std::ptrdiff_t k = 0; k < parts; ++k) detail::store16(out + 16 * k, v[k]);
        } else {
            constexpr std::ptrdiff_t tuple = padded * size;
            std::byte tuples[static_cast<std::size_t>(padded) * 16];
            for (std::ptrdiff_t k = 0; k < padded; ++k) detail::store16(tuples + 16 * k, v[k]);
            for (std::ptrdiff_t k = 0; k < lanes; ++k)
                std::memcpy(out + k * parts * size, tuples + k * tuple, static_cast<std::size_t>(tuple));
        }
        at += lanes;
        if (padded == parts && at < count && count - at < lanes) at = count - lanes;
    }
    for (; at < count; ++at)
        for (std::ptrdiff_t k = 0; k < parts; ++k)
            std::memcpy(to + (at * parts + k) * size, from + k * from_pitch + at * size, Size);
}

#endif

} // namespace lendbuf::inline LENDBUF_ABI::kernel
