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

/// Picks every second lane of two vectors, from lane `First` (0 or 1) on.
template <std::size_t Size, std::size_t First = 0>
struct second_lanes {
    using vector = lanes<Size, shuffled_bytes>;
    template <std::size_t... Lane>
    [[gnu::always_inline]] static void apply(vector& to, const vector& a, const vector& b,
                                             std::index_sequence<Lane...>) noexcept {
        to = __builtin_shufflevector(a, b, static_cast<int>(2 * Lane + First)...);
    }
};

/// Turns gapless tuples of `Parts` items into one vector for each part, group by group.
template <std::size_t Size, std::size_t Bytes, std::size_t Parts>
[[gnu::always_inline]] inline void load_parts(lanes<Size, Bytes> (&to)[Parts], const std::byte* from) noexcept {
    lanes<Size, Bytes> v[Parts];
    constexpr std::make_index_sequence<Bytes / Size> all;
    if constexpr (Parts == 2 && Bytes == shuffled_bytes && (config::byte_shuffles || Size >= 4)) {
        std::memcpy(&v[0], from, Bytes); // each for itself: gcc 12 would keep the array in memory
        std::memcpy(&v[1], from + Bytes, Bytes);
        second_lanes<Size, 0>::apply(to[0], v[0], v[1], all);
        second_lanes<Size, 1>::apply(to[1], v[0], v[1], all);
        return;
    }
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

/// Puts the lanes of three vectors side by side: what `third_lanes` does, backwards. Each vector brings its lanes to the
/// places that they have in any of the results, which take from each vector what is theirs.
template <std::size_t Size>
struct joined_lanes {
    using vector = lanes<Size, 16>;
    static constexpr std::size_t count = 16 / Size;

    static constexpr int source(std::size_t lane, std::size_t part) noexcept {
        std::size_t k = 0;
        while ((3 * k + part) % count != lane) ++k;
        return static_cast<int>(k);
    }
    static constexpr int pick(std::size_t lane, std::size_t result, std::size_t part) noexcept {
        return static_cast<int>((result * count + lane) % 3 == part ? lane + count : lane);
    }
    template <std::size_t Part, std::size_t... Lane>
    [[gnu::always_inline]] static void spread(vector& v, std::index_sequence<Lane...>) noexcept {
        v = __builtin_shufflevector(v, v, source(Lane, Part)...);
    }
    template <std::size_t Result, std::size_t... Lane>
    [[gnu::always_inline]] static void store(std::byte* to, const vector (&v)[3],
                                             std::index_sequence<Lane...>) noexcept {
        const vector two = __builtin_shufflevector(v[0], v[1], pick(Lane, Result, 1)...);
        const vector all = __builtin_shufflevector(two, v[2], pick(Lane, Result, 2)...);
        std::memcpy(to + 16 * Result, &all, 16);
    }
};

/// Takes the first item of each tuple.
template <std::size_t Size, std::size_t Parts>
[[gnu::always_inline]] inline void load_first(lanes<Size, shuffled_bytes>& to, const std::byte* from) noexcept {
    using vector = lanes<Size, shuffled_bytes>;
    if constexpr (Parts == 2 && (config::byte_shuffles || Size >= 4)) {
        vector v[2];
        std::memcpy(&v[0], from, sizeof v[0]);
        std::memcpy(&v[1], from + shuffled_bytes, sizeof v[1]);
        second_lanes<Size>::apply(to, v[0], v[1], std::make_index_sequence<shuffled_bytes / Size>());
    } else if constexpr (Parts == 4 && (config::byte_shuffles || Size >= 4)) {
        vector v[2];
        load_first<Size, 2>(v[0], from);
        load_first<Size, 2>(v[1], from + 2 * shuffled_bytes);
        second_lanes<Size>::apply(to, v[0], v[1], std::make_index_sequence<shuffled_bytes / Size>());
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

/// Stores as many tuples as fill a vector for each part, gapless. Of three parts without shuffles of bytes it reads, too,
/// one item behind those of the last run, and writes as much.
template <std::size_t Size, std::size_t Parts>
[[gnu::always_inline]] inline void join_step(std::byte* to, const std::byte* from, std::ptrdiff_t from_pitch) noexcept {
    constexpr std::size_t padded = Parts == 3 ? 4 : Parts;
    lanes<Size, 16> v[padded];
#    pragma GCC unroll 4
    for (std::size_t k = 0; k < padded; ++k)
        load_groups<Size, 16>(v[k], from + static_cast<std::ptrdiff_t>(k < Parts ? k : Parts - 1) * from_pitch, 0);
#    pragma GCC unroll 2
    for (std::size_t n = 1; n < padded; n *= 2) shuffle_perfectly<Size, 16>(v);
    if constexpr (padded == Parts) {
#    pragma GCC unroll 4
        for (std::size_t k = 0; k < Parts; ++k) std::memcpy(to + 16 * k, &v[k], 16);
    } else {
        std::byte tuples[padded * 16];
        std::memcpy(tuples, v, sizeof tuples);
        for (std::size_t k = 0; k < 16 / Size; ++k)
            std::memcpy(to + k * Parts * Size, tuples + k * padded * Size, padded * Size);
    }
}
template <std::size_t Size, std::size_t Parts>
    requires(Parts == 3 && config::byte_shuffles)
[[gnu::always_inline]] inline void join_step(std::byte* to, const std::byte* from, std::ptrdiff_t from_pitch) noexcept {
    using joined = joined_lanes<Size>;
    constexpr std::make_index_sequence<16 / Size> all;
    lanes<Size, 16> v[3];
#    pragma GCC unroll 3
    for (std::ptrdiff_t k = 0; k < 3; ++k) load_groups<Size, 16>(v[k], from + k * from_pitch, 0);
    joined::template spread<0>(v[0], all);
    joined::template spread<1>(v[1], all);
    joined::template spread<2>(v[2], all);
    joined::template store<0>(to, v, all);
    joined::template store<1>(to, v, all);
    joined::template store<2>(to, v, all);
}

/// Does the same the other way, with vectors of all widths.
template <std::size_t Size, std::size_t Parts>
[[gnu::always_inline]] inline void split_step(std::byte* to, std::ptrdiff_t to_pitch, const std::byte* from) noexcept {
    lanes<Size, shuffled_bytes> v[Parts];
    load_parts<Size, shuffled_bytes, Parts>(v, from);
#    pragma GCC unroll 4
    for (std::size_t k = 0; k < Parts; ++k)
        std::memcpy(to + static_cast<std::ptrdiff_t>(k) * to_pitch, &v[k], sizeof v[k]);
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
    for (; count - at >= step; at += step)
        detail::split_step<Size, Parts>(to + at * size, to_pitch, from + at * parts * size);
    if (at < count && count >= step) { // the last step begins early: writing the same item twice does no harm
        at = count - step;
        return detail::split_step<Size, Parts>(to + at * size, to_pitch, from + at * parts * size);
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
    constexpr std::ptrdiff_t step = 16 / size;
    constexpr std::ptrdiff_t behind = Parts == 3 && !config::byte_shuffles ? 1 : 0; // items that a step reads too many
    std::ptrdiff_t at = 0;
    for (; count - at >= step + behind; at += step)
        detail::join_step<Size, Parts>(to + at * parts * size, from + at * size, from_pitch);
    if (behind == 0 && at < count && count >= step) { // the last step begins early
        at = count - step;
        return detail::join_step<Size, Parts>(to + at * parts * size, from + at * size, from_pitch);
    }
    for (; at < count; ++at)
        for (std::ptrdiff_t k = 0; k < parts; ++k)
            std::memcpy(to + (at * parts + k) * size, from + k * from_pitch + at * size, Size);
}

#endif

} // namespace lendbuf::inline LENDBUF_ABI::kernel
