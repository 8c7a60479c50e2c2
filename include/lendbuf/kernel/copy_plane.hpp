// Copies between two layouts with two axes: rows, tiles, turned-round runs, the same item again and again.
#pragma once

#include <cstddef>
#include <lendbuf/kernel/fill.hpp>
#include <lendbuf/kernel/interleave.hpp>
#include <lendbuf/kernel/item_move.hpp>
#include <lendbuf/kernel/transpose.hpp>

namespace lendbuf::inline LENDBUF_ABI::kernel::detail {

/// Says how to walk an array of two axes in two layouts; strides in bytes.
struct plane {
    std::byte* to;
    const std::byte* from;
    std::ptrdiff_t outer, to_outer, from_outer;
    std::ptrdiff_t inner, to_inner, from_inner;
    std::ptrdiff_t output; // bytes of all planes together
};

template <class Item>
inline void copy_rows(plane p, Item item) noexcept {
    for (std::ptrdiff_t i = 0; i < p.outer; ++i) {
        std::byte* const to = p.to + i * p.to_outer;
        const std::byte* const from = p.from + i * p.from_outer;
        for (std::ptrdiff_t j = 0; j < p.inner; ++j) item(to + j * p.to_inner, from + j * p.from_inner);
    }
}

/// Copies block by block, so that a cache line is done with on both sides before it is lost.
template <class Item>
inline void copy_blocks(const plane& p, std::ptrdiff_t size, Item item) noexcept {
    const std::ptrdiff_t wide = size < 16 ? 64 / size : 4;
    // Small items lie close in the destination; at pitches of powers of two, lines push each other out.
    const std::ptrdiff_t high = size < 8 || p.from_inner % 1024 == 0 ? 32 : 128;
    for (std::ptrdiff_t j = 0; j < p.inner; j += high)
        for (std::ptrdiff_t i = 0; i < p.outer; i += wide) {
            const std::ptrdiff_t outer = p.outer - i < wide ? p.outer - i : wide;
            const std::ptrdiff_t inner = p.inner - j < high ? p.inner - j : high;
            copy_rows(plane{p.to + i * p.to_outer + j * p.to_inner, p.from + i * p.from_outer + j * p.from_inner, outer,
                            p.to_outer, p.from_outer, inner, p.to_inner, p.from_inner, p.output},
                      item);
        }
}

#if LENDBUF_VECTOR_SHUFFLE
/// Copies a plane whose rows are gapless in the destination and whose columns are in the source, where vectors can.
template <std::size_t Size, bool Swap>
[[gnu::always_inline]] inline bool try_copy_matrix(const plane& p) noexcept {
    constexpr auto size = static_cast<std::ptrdiff_t>(Size);
    matrix m{p.to, p.to_outer, p.from, p.from_inner, p.inner, p.outer};
    if (p.from_outer < 0) { // read forwards, write the columns backwards
        m.to += p.to_outer * (p.outer - 1);
        m.from += p.from_outer * (p.outer - 1);
        m.to_pitch = -m.to_pitch;
    }
    if (m.rows >= tile_extent<Size> && m.columns >= tile_extent<Size>) {
        transpose<Size, Swap>(m, p.output);
        return true;
    }
    if constexpr (!Swap && Size <= 4) {
        if (m.from_pitch == m.columns * size) {
            if (m.columns == 2) return deinterleave<Size, 2>(m.to, m.to_pitch, m.from, m.rows), true;
            if (m.columns == 3) return deinterleave<Size, 3>(m.to, m.to_pitch, m.from, m.rows), true;
            if (m.columns == 4) return deinterleave<Size, 4>(m.to, m.to_pitch, m.from, m.rows), true;
        }
        if (m.to_pitch == m.rows * size) {
            if (m.rows == 2) return interleave<Size, 2>(m.to, m.from, m.from_pitch, m.columns), true;
            if (m.rows == 3) return interleave<Size, 3>(m.to, m.from, m.from_pitch, m.columns), true;
            if (m.rows == 4) return interleave<Size, 4>(m.to, m.from, m.from_pitch, m.columns), true;
        }
    }
    return false;
}
#endif

/// Copies a plane that is walked in the order of the destination, while the source would rather go along the columns.
template <std::size_t Swap>
[[gnu::always_inline]] inline void copy_crosswise(const plane& p, std::ptrdiff_t size) noexcept {
#if LENDBUF_VECTOR_SHUFFLE
    if constexpr (has_vectors) {
        if (p.to_inner == size && (p.from_outer == size || p.from_outer == -size)) {
            bool done = false;
            if constexpr (Swap > 1) {
                if (size == static_cast<std::ptrdiff_t>(Swap)) done = try_copy_matrix<Swap, true>(p);
            } else {
                switch (size) {
                case 1: done = try_copy_matrix<1, false>(p); break;
                case 2: done = try_copy_matrix<2, false>(p); break;
                case 4: done = try_copy_matrix<4, false>(p); break;
                case 8: done = try_copy_matrix<8, false>(p); break;
                default: break;
                }
            }
            if (done) return;
        }
    }
#endif
    with_item_of<Swap>(size, [&](auto item) { copy_blocks(p, size, item); });
}

#if LENDBUF_VECTOR_SHUFFLE
/// Copies rows that are gapless on both sides, but run backwards in the source.
template <std::size_t Size>
inline void copy_reversed(const plane& p) noexcept {
    constexpr auto size = static_cast<std::ptrdiff_t>(Size);
    constexpr std::ptrdiff_t lanes = 16 / size;
    for (std::ptrdiff_t i = 0; i < p.outer; ++i) {
        std::byte* const to = p.to + i * p.to_outer;
        const std::byte* const from = p.from + i * p.from_outer;
        std::ptrdiff_t j = 0;
        for (; j + lanes <= p.inner; j += lanes) {
            bytes16 v;
            load16(v, from - (j + lanes - 1) * size);
            reverse_lanes<Size>(v);
            store16(to + j * size, v);
        }
        for (; j < p.inner; ++j) fixed_item<Size>()(to + j * size, from - j * size);
    }
}
#endif

#if LENDBUF_VECTOR_SHUFFLE
/// Copies rows that are gapless in the destination and take every second, third or fourth item of the source.
template <std::size_t Size>
inline bool try_copy_spaced(const plane& p) noexcept {
    constexpr auto size = static_cast<std::ptrdiff_t>(Size);
    if (p.inner < 32 / size) return false;
    const auto rows = [&p](auto copy) {
        for (std::ptrdiff_t i = 0; i < p.outer; ++i) copy(p.to + i * p.to_outer, p.from + i * p.from_outer, p.inner);
        return true;
    };
    if (p.from_inner == 2 * size) return rows(take_every<Size, 2>);
    if constexpr (Size <= 4) { // of larger items a vector would hold one that is wanted, at most
        if (p.from_inner == 3 * size) return rows(take_every<Size, 3>);
        if (p.from_inner == 4 * size) return rows(take_every<Size, 4>);
    }
    return false;
}
#endif

template <std::size_t Swap>
inline void copy_along(const plane& p, std::ptrdiff_t size) noexcept {
#if LENDBUF_VECTOR_SHUFFLE
    if constexpr (has_vectors && Swap <= 1)
        if (p.to_inner == size) {
            const bool done = size == 1   ? try_copy_spaced<1>(p)
                              : size == 2 ? try_copy_spaced<2>(p)
                              : size == 4 ? try_copy_spaced<4>(p)
                              : size == 8 ? try_copy_spaced<8>(p)
                                          : false;
            if (done) return;
        }
    if constexpr (has_vectors && Swap <= 1)
        if (p.to_inner == size && p.from_inner == -size) switch (size) {
            case 1: return copy_reversed<1>(p);
            case 2: return copy_reversed<2>(p);
            case 4: return copy_reversed<4>(p);
            case 8: return copy_reversed<8>(p);
            default: break;
            }
#endif
    if (Swap <= 1 && p.from_inner == 0 && p.to_inner == size) {
        for (std::ptrdiff_t i = 0; i < p.outer; ++i)
            fill_run(p.to + i * p.to_outer, p.from + i * p.from_outer, size, p.inner, p.output);
        return;
    }
    with_item_of<Swap>(size, [&](auto item) { copy_rows(p, item); });
}

} // namespace lendbuf::inline LENDBUF_ABI::kernel::detail
