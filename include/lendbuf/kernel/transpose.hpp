// Copies of matrices between row order and column order, in square tiles that fit the registers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <lendbuf/kernel/byte_swap.hpp>

namespace lendbuf::inline LENDBUF_ABI::kernel {

namespace detail {

/// Says where a matrix is read in rows and written in columns: item (r, c) moves from `from + r * from_pitch + c * Size`
/// to `to + c * to_pitch + r * Size`. Pitches in bytes, of any sign.
struct matrix {
    std::byte* to;
    std::ptrdiff_t to_pitch;
    const std::byte* from;
    std::ptrdiff_t from_pitch;
    std::ptrdiff_t rows;
    std::ptrdiff_t columns;

    template <std::ptrdiff_t Size>
    [[nodiscard]] constexpr matrix part(std::ptrdiff_t row, std::ptrdiff_t column, std::ptrdiff_t row_count,
                                        std::ptrdiff_t column_count) const noexcept {
        return {to + column * to_pitch + row * Size,
                to_pitch,
                from + row * from_pitch + column * Size,
                from_pitch,
                row_count,
                column_count};
    }
    /// Leaves out the first rows.
    template <std::ptrdiff_t Size>
    constexpr void go_down(std::ptrdiff_t row_count) noexcept {
        to += row_count * Size;
        from += row_count * from_pitch;
        rows -= row_count;
    }
};

/// Gives the number of rows and columns of a tile; smaller matrices are not for the functions below.
template <std::size_t Size>
inline constexpr std::ptrdiff_t tile_extent = static_cast<std::ptrdiff_t>(16 / Size);

#if LENDBUF_VECTOR_SHUFFLE

/// Transposes `Tiles` tiles below each other, or twice as many in wider registers: each column gets their rows in one
/// go, since machines join stores that follow each other to one line. Streams only whole lines, of 16 bytes at a time.
template <std::size_t Size, bool Swap, std::size_t Bytes, std::size_t Tiles, bool Stream = false>
[[gnu::always_inline]] inline void transpose_tiles(const matrix& m) noexcept {
    constexpr std::ptrdiff_t extent = tile_extent<Size>;
    lanes<Size, Bytes> tiles[Tiles][16 / Size];
#    pragma GCC unroll 8
    for (std::size_t t = 0; t < Tiles; ++t) {
#    pragma GCC unroll 16
        for (std::size_t r = 0; r < 16 / Size; ++r) {
            const auto row = static_cast<std::ptrdiff_t>(t * Bytes / Size + r);
            load_groups<Size, Bytes>(tiles[t][r], m.from + row * m.from_pitch, extent * m.from_pitch);
            if constexpr (Swap) reverse_words<Size, Bytes>(tiles[t][r]);
        }
#    pragma GCC unroll 4
        for (std::size_t n = 1; n < 16 / Size; n *= 2) shuffle_perfectly<Size, Bytes>(tiles[t]);
    }
#    pragma GCC unroll 16
    for (std::size_t c = 0; c < 16 / Size; ++c)
#    pragma GCC unroll 8
        for (std::size_t t = 0; t < Tiles; ++t) {
            std::byte* const to = m.to + static_cast<std::ptrdiff_t>(c) * m.to_pitch + t * Bytes;
            if constexpr (Stream)
                stream16(to, reinterpret_cast<bytes16>(tiles[t][c]));
            else
                std::memcpy(to, &tiles[t][c], Bytes);
        }
}

/// Gives the rows that `transpose_columns` takes at once: tiles as wide as registers, and 8 rows at least.
template <std::size_t Size, std::size_t Bytes>
inline constexpr std::size_t tiles_at_once = Bytes / Size < 8 ? 8 * Size / Bytes : 1;
template <std::size_t Size, std::size_t Bytes>
inline constexpr auto rows_at_once = static_cast<std::ptrdiff_t>(tiles_at_once<Size, Bytes> * Bytes / Size);

/// Transposes a few columns, whole tiles of them. The last rows may be done twice. The next columns, `next` bytes of
/// them, are fetched to L2: L1 might lose them before they are used.
/// Requires: at least `rows_at_once` rows.
template <std::size_t Size, bool Swap, std::size_t Bytes, bool Stream = false>
[[gnu::always_inline]] inline void transpose_columns(matrix m, std::ptrdiff_t next = 0) noexcept {
    constexpr auto size = static_cast<std::ptrdiff_t>(Size);
    constexpr std::ptrdiff_t extent = tile_extent<Size>;
    constexpr std::ptrdiff_t step = rows_at_once<Size, Bytes>;
    for (;; m.go_down<size>(m.rows < 2 * step ? m.rows - step : step)) {
        for (std::ptrdiff_t ahead = 0; ahead < next; ahead += 64)
            for (std::ptrdiff_t k = 0; k < step; ++k)
                __builtin_prefetch(m.from + k * m.from_pitch + m.columns * size + ahead, 0, 2);
        matrix part = m;
        for (std::ptrdiff_t c = 0; c < m.columns; c += extent) {
            transpose_tiles<Size, Swap, Bytes, tiles_at_once<Size, Bytes>, Stream>(part);
            part.to += extent * m.to_pitch;
            part.from += 16;
        }
        if (m.rows <= step) return;
    }
}

/// Gives the number of columns before those that begin with a line of the cache, or 0 where none does.
template <std::size_t Size>
[[nodiscard]] inline std::ptrdiff_t columns_to_line(const std::byte* from) noexcept {
    // Safety: the address is only looked at.
    const auto bytes = static_cast<std::ptrdiff_t>((0 - reinterpret_cast<std::uintptr_t>(from)) % 64);
    return bytes % static_cast<std::ptrdiff_t>(Size) == 0 ? bytes / static_cast<std::ptrdiff_t>(Size) : 0;
}

/// Transposes straight from the source, a line of each row at a time, and of many rows.
/// Requires: at least `rows_at_once` rows, and a tile's columns.
template <std::size_t Size, bool Swap, std::size_t Bytes>
[[gnu::noinline]] inline void transpose_lines(const matrix& m) noexcept {
    constexpr auto size = static_cast<std::ptrdiff_t>(Size);
    constexpr std::ptrdiff_t extent = tile_extent<Size>;
    constexpr std::ptrdiff_t block = 512;
    for (std::ptrdiff_t row = 0; row < m.rows; row += block) {
        constexpr std::ptrdiff_t least = rows_at_once<Size, Bytes>;
        if (m.rows - row < least) row = m.rows - least;
        const std::ptrdiff_t rows = m.rows - row < block ? m.rows - row : block;
        // Rows of few lines are not worth the additional tiles.
        std::ptrdiff_t width = m.columns * size < 256 ? 0 : columns_to_line<Size>(m.from);
        if (width == 0) width = 64 / size;
        for (std::ptrdiff_t c = 0; c < m.columns; c += width, width = 64 / size) {
            if (width > m.columns - c) width = m.columns - c;
            const std::ptrdiff_t whole = width / extent * extent;
            transpose_columns<Size, Swap, Bytes>(m.part<size>(row, c, rows, whole));
            // A tile that begins early, or ends late: writing the same item twice does no harm.
            if (whole < width) {
                const std::ptrdiff_t last = c + width - extent;
                transpose_columns<Size, Swap, Bytes>(m.part<size>(row, last < 0 ? 0 : last, rows, extent));
            }
        }
    }
}

/// Transposes columns of tiles from top to bottom: best where all fits the innermost cache. Tiles at the ends begin
/// early: writing the same item twice does no harm.
/// Requires: rows for `Tiles` tiles, columns for one.
template <std::size_t Size, bool Swap, std::size_t Bytes, std::size_t Tiles>
[[gnu::noinline]] inline void transpose_small(const matrix& m) noexcept {
    constexpr auto size = static_cast<std::ptrdiff_t>(Size);
    constexpr std::ptrdiff_t extent = tile_extent<Size>;
    constexpr auto step = static_cast<std::ptrdiff_t>(Tiles * Bytes / Size);
    for (std::ptrdiff_t c = 0; c < m.columns; c += extent) {
        matrix part = m.part<size>(0, c + extent > m.columns ? m.columns - extent : c, m.rows, extent);
        for (; part.rows >= step; part.go_down<size>(step)) transpose_tiles<Size, Swap, Bytes, Tiles>(part);
        if (part.rows == 0) continue;
        part.go_down<size>(part.rows - step);
        transpose_tiles<Size, Swap, Bytes, Tiles>(part);
    }
}

/// Copies a line of the cache.
[[gnu::always_inline]] inline void move_line(std::byte* to, const std::byte* from, bool stream) noexcept {
    bytes16 v[4];
#    pragma GCC unroll 4
    for (std::ptrdiff_t k = 0; k < 4; ++k) load16(v[k], from + 16 * k);
#    pragma GCC unroll 4
    for (std::ptrdiff_t k = 0; k < 4; ++k)
        if (stream)
            stream16(to + 16 * k, v[k]);
        else
            store16(to + 16 * k, v[k]);
}

/// Transposes by way of a local memory, from which each column gets 256 bytes at a time: whole lines, which may go past
/// the caches, and of few pages, and so that it costs nothing when the columns push each other out of the caches. Items
/// of 8 bytes, whose tiles are whole lines, are only streamed and need no such memory.
/// Requires: rows a multiple of `staged_rows`, columns of a tile.
template <std::size_t Size>
inline constexpr std::ptrdiff_t staged_rows = Size == 8 ? 16 : static_cast<std::ptrdiff_t>(256 / Size);
template <std::size_t Size, bool Swap>
[[gnu::noinline]] inline void transpose_staged(const matrix& m, bool stream) noexcept {
    constexpr auto size = static_cast<std::ptrdiff_t>(Size);
    constexpr std::ptrdiff_t wide = Size == 1 || Size == 8 ? 64 / size : 128 / size;
    alignas(64) std::byte stage[Size == 8 ? 1 : static_cast<std::size_t>(wide * 256)];
    for (std::ptrdiff_t row = 0; row < m.rows; row += staged_rows<Size>)
        for (std::ptrdiff_t c = 0; c < m.columns; c += wide) {
            matrix part = m.part<size>(row, c, staged_rows<Size>, m.columns - c < wide ? m.columns - c : wide);
            if constexpr (Size == 8) {
                transpose_columns<Size, Swap, 16, true>(part);
            } else {
                const std::ptrdiff_t left = m.columns - c - part.columns;
                std::byte* to = part.to;
                part.to = stage;
                part.to_pitch = 256;
                transpose_columns<Size, Swap, shuffled_bytes>(part, (left < wide ? left : wide) * size);
                for (std::ptrdiff_t column = 0; column < part.columns; ++column, to += m.to_pitch)
                    for (std::ptrdiff_t k = 0; k < 256; k += 64) move_line(to + k, stage + column * 256 + k, stream);
            }
        }
}

#endif

} // namespace detail

#if LENDBUF_VECTOR_SHUFFLE

/// Copies a matrix of items of `Size` (1, 2, 4, 8) bytes from rows to columns, with `Swap` each item's bytes reversed.
/// The matrix is part of an output of `output` bytes, which may be too large for the caches.
///
/// Requires: at least one tile (16 bytes of items) each way; source and destination do not overlap; no two items of the
/// destination do.
/// Complexity: linear; one load and one store for each 16 bytes.
template <std::size_t Size, bool Swap = false>
[[gnu::noinline]] inline void transpose(const detail::matrix& m, std::ptrdiff_t output) noexcept {
    constexpr auto size = static_cast<std::ptrdiff_t>(Size);
    constexpr std::ptrdiff_t extent = detail::tile_extent<Size>;
    constexpr std::size_t vector = detail::shuffled_bytes;
    const auto in_lines = [](const detail::matrix& part) {
        if (part.rows < detail::rows_at_once<Size, vector>)
            detail::transpose_small<Size, Swap, 16, 1>(part);
        else if (part.rows * part.columns * size <= 32768)
            detail::transpose_small<Size, Swap, vector, detail::tiles_at_once<Size, vector>>(part);
        else
            detail::transpose_lines<Size, Swap, vector>(part);
    };
    // Streamed lines must be whole ones, which may begin a few rows down.
    const std::ptrdiff_t start = detail::streaming_start(m.to, output);
    const bool stream = start >= 0 && start % size == 0 && m.to_pitch % 64 == 0;
    // The columns that are written at once meet in eight ways of a cache at most, if the pitch is not like 4096.
    const auto power = static_cast<std::ptrdiff_t>(m.to_pitch & -m.to_pitch);
    const bool crowded = (power < 4096 ? power : 4096) * (64 / size) > 8 * std::ptrdiff_t{4096};
    const std::ptrdiff_t before = stream ? start / size : 0;
    const std::ptrdiff_t rows = (m.rows - before) / detail::staged_rows<Size> * detail::staged_rows<Size>;
    if ((!stream && !crowded) || rows <= 0) return in_lines(m);
    const std::ptrdiff_t first = Size == 8 ? 0 : detail::columns_to_line<Size>(m.from);
    const std::ptrdiff_t columns = (m.columns - first) / extent * extent;
    if (columns <= 0) return in_lines(m);
    detail::transpose_staged<Size, Swap>(m.part<size>(before, first, rows, columns), stream);
    if (stream) detail::finish_streaming();
    // The rest in tiles that may overlap what is done already.
    const auto at_least_a_tile = [](std::ptrdiff_t n) { return n < extent ? extent : n; };
    if (before > 0) in_lines(m.part<size>(0, 0, at_least_a_tile(before), m.columns));
    if (const std::ptrdiff_t rest = m.rows - before - rows; rest > 0) {
        const std::ptrdiff_t count = at_least_a_tile(rest);
        in_lines(m.part<size>(m.rows - count, 0, count, m.columns));
    }
    if (first > 0) in_lines(m.part<size>(before, 0, rows, at_least_a_tile(first)));
    if (const std::ptrdiff_t rest = m.columns - first - columns; rest > 0)
        in_lines(m.part<size>(before, m.columns - extent, rows, extent));
}

#endif

} // namespace lendbuf::inline LENDBUF_ABI::kernel
