// Copies between a few runs and one run of their items side by side: planes of colour to pixels and back.
#pragma once

#include <cstddef>
#include <cstring>
#include <lendbuf/kernel/vector16.hpp>
#include <utility>

namespace lendbuf::inline LENDBUF_ABI::kernel {

#if LENDBUF_VECTOR_SHUFFLE

namespace detail {

/// Picks every third lane of three vectors, group by group, from lane `Part` on. In each group these lanes have places
/// of their own: first they move to one vector, then into their order.
template <std::size_t Size, std::size_t Bytes, std::size_t Part>
struct third_lanes {
    using vector = lanes<Size, Bytes>;
    static constexpr std::size_t count = Bytes / Size;
    static constexpr std::size_t in_group = 16 / Size;

    static constexpr bool wanted(std::size_t lane, std::size_t k) noexcept {
        return (k * in_group + lane % in_group) % 3 == Part;
    }
    static constexpr int source(std::size_t lane) noexcept {
        return static_cast<int>(lane - lane % in_group + (lane % in_group * 3 + Part) % in_group);
    }
    template <std::size_t... Lane>
    [[gnu::always_inline]] static void apply(vector& to, const vector (&v)[3], std::index_sequence<Lane...>) noexcept {
        const vector two =
            __builtin_shufflevector(v[0], v[1], static_cast<int>(wanted(Lane, 1) ? Lane + count : Lane)...);
        const vector all =
            __builtin_shufflevector(two, v[2], static_cast<int>(wanted(Lane, 2) ? Lane + count : Lane)...);
        to = __builtin_shufflevector(all, all, source(Lane)...);
    }
};

/// Picks every second lane of two vectors, from the first on.
template <std::size_t Size>
struct even_lanes {
    using vector = lanes<Size, shuffled_bytes>;
    template <std::size_t... Lane>
    [[gnu::always_inline]] static void apply(vector& to, const vector& a, const vector& b,
                                             std::index_sequence<Lane...>) noexcept {
        to = __builtin_shufflevector(a, b, static_cast<int>(2 * Lane)...);
    }
};

/// Turns gapless tuples of `Parts` items into one vector for each part, group by group.
template <std::size_t Size, std::size_t Bytes, std::size_t Parts>
[[gnu::always_inline]] inline void load_parts(lanes<Size, Bytes> (&to)[Parts], const std::byte* from) noexcept {
    lanes<Size, Bytes> v[Parts];
    constexpr std::make_index_sequence<Bytes / Size> all;
#    pragma GCC unroll 4
    for (std::size_t k = 0; k < Parts; ++k)
        load_groups<Size, Bytes>(v[k], from + 16 * k, static_cast<std::ptrdiff_t>(16 * Parts));
    if constexpr (Parts == 3 && config::byte_shuffles && Size <= 4) {
        third_lanes<Size, Bytes, 0>::apply(to[0], v, all);
        third_lanes<Size, Bytes, 1>::apply(to[1], v, all);
        third_lanes<Size, Bytes, 2>::apply(to[2], v, all);
    } else {
#    pragma GCC unroll 4
        for (std::size_t n = 1; n < 16 / Size; n *= 2) shuffle_perfectly<Size, Bytes>(v);
#    pragma GCC unroll 4
        for (std::size_t k = 0; k < Parts; ++k) to[k] = v[k];
    }
}

/// Takes the first item of each tuple.
template <std::size_t Size, std::size_t Parts>
[[gnu::always_inline]] inline void load_first(lanes<Size, shuffled_bytes>& to, const std::byte* from) noexcept {
    using vector = lanes<Size, shuffled_bytes>;
    if constexpr (Parts == 2 && (config::byte_shuffles || Size >= 4)) {
        vector v[2];
        std::memcpy(&v[0], from, sizeof v[0]);
        std::memcpy(&v[1], from + shuffled_bytes, sizeof v[1]);
        even_lanes<Size>::apply(to, v[0], v[1], std::make_index_sequence<shuffled_bytes / Size>());
    } else if constexpr (Parts == 4 && (config::byte_shuffles || Size >= 4)) {
        vector v[2];
        load_first<Size, 2>(v[0], from);
        load_first<Size, 2>(v[1], from + 2 * shuffled_bytes);
        even_lanes<Size>::apply(to, v[0], v[1], std::make_index_sequence<shuffled_bytes / Size>());
    } else {
        vector v[Parts];
        load_parts<Size, shuffled_bytes, Parts>(v, from);
        to = v[0];
    }
}

/// Takes the first items of tuples for `Count` vectors.
template <std::size_t Size, std::size_t Parts, std::size_t Count>
[[gnu::always_inline]] inline void take_vectors(std::byte* to, const std::byte* from) noexcept {
    lanes<Size, shuffled_bytes> v[Count];
#    pragma GCC unroll 4
    for (std::size_t k = 0; k < Count; ++k) load_first<Size, Parts>(v[k], from + k * Parts * shuffled_bytes);
#    pragma GCC unroll 4
    for (std::size_t k = 0; k < Count; ++k) std::memcpy(to + k * shuffled_bytes, &v[k], shuffled_bytes);
}

} // namespace detail

/// Copies `count` tuples of `Parts` items of `Size` bytes, gapless, to `Parts` runs that begin `to_pitch` bytes apart.
///
/// Requires: nothing overlaps.
/// Complexity: linear; 16 tuples of bytes a step, 8 of words of two bytes, and so on, or twice as many.
template <std::size_t Size, std::size_t Parts>
inline void deinterleave(std::byte* to, std::ptrdiff_t to_pitch, const std::byte* from, std::ptrdiff_t count) noexcept {
    constexpr auto size = static_cast<std::ptrdiff_t>(Size);
    constexpr auto parts = static_cast<std::ptrdiff_t>(Parts);
    constexpr auto step = static_cast<std::ptrdiff_t>(detail::shuffled_bytes / Size);
    std::ptrdiff_t at = 0;
    while (count - at >= step) {
        detail::lanes<Size, detail::shuffled_bytes> v[Parts];
        detail::load_parts<Size, detail::shuffled_bytes, Parts>(v, from + at * parts * size);
        for (std::ptrdiff_t k = 0; k < parts; ++k) std::memcpy(to + k * to_pitch + at * size, &v[k], sizeof v[k]);
        at += step;
        // The last step begins early: writing the same item twice does no harm.
        if (at < count && count - at < step) at = count - step;
    }
    for (; at < count; ++at)
        for (std::ptrdiff_t k = 0; k < parts; ++k)
            std::memcpy(to + k * to_pitch + at * size, from + (at * parts + k) * size, Size);
}

/// Copies every `Parts`-th of `count` times `Parts` items of `Size` bytes to a gapless run, the first one first. What
/// lies between two of them is read, what lies behind the last one is not.
///
/// Requires: nothing overlaps.
/// Complexity: linear; four vectors a step.
template <std::size_t Size, std::size_t Parts>
inline void take_every(std::byte* to, const std::byte* from, std::ptrdiff_t count) noexcept {
    constexpr auto size = static_cast<std::ptrdiff_t>(Size);
    constexpr auto parts = static_cast<std::ptrdiff_t>(Parts);
    constexpr auto step = static_cast<std::ptrdiff_t>(detail::shuffled_bytes / Size);
    std::ptrdiff_t at = 0;
    for (; count - at > 4 * step; at += 4 * step)
        detail::take_vectors<Size, Parts, 4>(to + at * size, from + at * parts * size);
    for (; count - at > step; at += step)
        detail::take_vectors<Size, Parts, 1>(to + at * size, from + at * parts * size);
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
        detail::lanes<Size, 16> v[static_cast<std::size_t>(padded)];
        for (std::ptrdiff_t k = 0; k < padded; ++k)
            detail::load_groups<Size, 16>(v[k], from + (k < parts ? k : parts - 1) * from_pitch + at * size, 0);
#    pragma GCC unroll 2
        for (std::ptrdiff_t n = 1; n < padded; n *= 2) detail::shuffle_perfectly<Size, 16>(v);
        std::byte* const out = to + at * parts * size;
        if constexpr (padded == parts) {
            for (std::ptrdiff_t k = 0; k < parts; ++k) std::memcpy(out + 16 * k, &v[k], 16);
        } else {
            constexpr std::ptrdiff_t tuple = padded * size;
            std::byte tuples[static_cast<std::size_t>(padded) * 16];
            for (std::ptrdiff_t k = 0; k < padded; ++k) std::memcpy(tuples + 16 * k, &v[k], 16);
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
