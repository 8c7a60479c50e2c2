// Copies of matrices between row order and column order, in square tiles that fit the registers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <lendbuf/kernel/byte_swap.hpp>
#include <type_traits>

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
};

/// Gives the number of rows and columns of a tile; smaller matrices are not for the functions below.
template <std::size_t Size>
inline constexpr std::ptrdiff_t tile_extent = static_cast<std::ptrdiff_t>(16 / Size);

#if LENDBUF_VECTOR_SHUFFLE

template <std::size_t Size, bool Swap>
[[gnu::always_inline]] inline void load_tile(bytes16 (&tile)[16 / Size], const std::byte* from,
                                             std::ptrdiff_t pitch) noexcept {
#    pragma GCC unroll 16
    for (std::size_t r = 0; r < 16 / Size; ++r) {
        load16(tile[r], from + static_cast<std::ptrdiff_t>(r) * pitch);
        if constexpr (Swap) reverse_words<Size>(tile[r]);
    }
#    pragma GCC unroll 4
    for (std::size_t n = 1; n < 16 / Size; n *= 2) shuffle_perfectly<Size>(tile);
}

template <std::size_t Size, bool Swap>
[[gnu::always_inline]] inline void transpose_tile(matrix m) noexcept {
    bytes16 tile[16 / Size];
    load_tile<Size, Swap>(tile, m.from, m.from_pitch);
#    pragma GCC unroll 16
    for (std::size_t c = 0; c < 16 / Size; ++c) store16(m.to + static_cast<std::ptrdiff_t>(c) * m.to_pitch, tile[c]);
}

/// Transposes four tiles below each other: each column gets 64 bytes. Streamed, those must be one line of the cache, which
/// is written at once, by way of a local copy. `Stream` is bool, or a constant where that makes a difference.
template <std::size_t Size, bool Swap, class Stream>
[[gnu::always_inline]] inline void transpose_line(matrix m, Stream stream) noexcept {
    constexpr std::ptrdiff_t extent = tile_extent<Size>;
    alignas(64) std::byte lines[16 / Size][64];
    std::byte* const to = stream ? lines[0] : m.to;
    const std::ptrdiff_t pitch = stream ? 64 : m.to_pitch;
    const auto move_tile = [&](std::ptrdiff_t k) __attribute__((always_inline)) {
        bytes16 tile[16 / Size];
        load_tile<Size, Swap>(tile, m.from + k * extent * m.from_pitch, m.from_pitch);
#    pragma GCC unroll 16
        for (std::ptrdiff_t c = 0; c < extent; ++c) store16(to + c * pitch + 16 * k, tile[c]);
    };
    if constexpr (Size == 8) { // too short to be a loop's body
        move_tile(0);
        move_tile(1);
        move_tile(2);
        move_tile(3);
    } else {
        for (std::ptrdiff_t k = 0; k < 4; ++k) move_tile(k);
    }
    if (!stream) return;
    for (std::ptrdiff_t c = 0; c < extent; ++c)
#    pragma GCC unroll 4
        for (std::ptrdiff_t k = 0; k < 4; ++k) {
            bytes16 part;
            load16(part, lines[c] + 16 * k);
            stream16(m.to + c * m.to_pitch + 16 * k, part);
        }
}

/// Transposes tile by tile. The last tile of a row or column begins early, where it ends with the matrix: writing the
/// same item twice does no harm. Requires: at least one tile each way.
template <std::size_t Size, bool Swap>
[[gnu::noinline]] inline void transpose_tiles(matrix m) noexcept {
    constexpr std::ptrdiff_t extent = tile_extent<Size>;
    constexpr auto size = static_cast<std::ptrdiff_t>(Size);
    for (std::ptrdiff_t c = 0; c < m.columns; c += extent) {
        const std::ptrdiff_t column = c + extent > m.columns ? m.columns - extent : c;
        for (std::ptrdiff_t r = 0; r < m.rows; r += extent)
            transpose_tile<Size, Swap>(m.part<size>(r + extent > m.rows ? m.rows - extent : r, column, extent, extent));
    }
}

/// Transposes whole lines straight from the source.
///
/// Streamed: two lines of each column, then on along the rows, which are read in sequence. Otherwise: long pieces of
/// each column, which are written in sequence; the loads wait for nobody.
/// Requires: rows a multiple of a line, columns of a tile.
template <std::size_t Size, bool Swap, class Stream>
[[gnu::noinline]] inline void transpose_lines(matrix m, Stream stream) noexcept {
    constexpr auto size = static_cast<std::ptrdiff_t>(Size);
    constexpr std::ptrdiff_t line = 64 / size;
    const std::ptrdiff_t block = stream ? 2 * line : 512;
    for (std::ptrdiff_t first = 0; first < m.rows; first += block) {
        const std::ptrdiff_t end = first + block < m.rows ? first + block : m.rows;
        for (std::ptrdiff_t column = 0; column < m.columns; column += line) {
            const std::ptrdiff_t last = column + line < m.columns ? column + line : m.columns;
            for (std::ptrdiff_t row = first; row < end; row += line) {
                // The same rows' next lines, to L2: L1 might lose them before they are used.
                if (!stream && last < m.columns)
                    for (std::ptrdiff_t r = row; r < row + line; ++r)
                        __builtin_prefetch(m.from + r * m.from_pitch + last * size, 0, 2);
                for (std::ptrdiff_t c = column; c < last; c += tile_extent<Size>)
                    transpose_line<Size, Swap>(m.part<size>(row, c, line, tile_extent<Size>), stream);
            }
        }
    }
}

/// Transposes by way of a panel: 64 bytes of each of many rows are gathered in a small local memory, so that a pitch
/// of a power of two, at which cache lines push each other out, costs nothing.
/// Requires: rows a multiple of `panel_rows`, columns of a tile.
template <std::size_t Size>
inline constexpr std::ptrdiff_t panel_rows = std::ptrdiff_t{256} / static_cast<std::ptrdiff_t>(Size);
template <std::size_t Size, bool Swap, class Stream>
[[gnu::noinline]] inline void transpose_panels(matrix m, Stream stream) noexcept {
    constexpr auto size = static_cast<std::ptrdiff_t>(Size);
    constexpr std::ptrdiff_t line = 64 / size;
    alignas(64) std::byte panel[static_cast<std::size_t>(panel_rows<Size> * 64)];
    for (std::ptrdiff_t row = 0; row < m.rows; row += panel_rows<Size>)
        for (std::ptrdiff_t column = 0; column < m.columns; column += line) {
            const std::ptrdiff_t last = column + line < m.columns ? column + line : m.columns;
            const std::byte* from = m.from + row * m.from_pitch + column * size;
            for (std::ptrdiff_t r = 0; r < panel_rows<Size>; ++r) {
                const std::byte* const at = from + r * m.from_pitch;
                if (last - column == line) {
                    std::memcpy(panel + r * 64, at, 64);
                    if (last < m.columns) __builtin_prefetch(at + 64, 0, 2);
                } else {
                    for (std::ptrdiff_t part = 0; part < (last - column) * size; part += 16)
                        std::memcpy(panel + r * 64 + part, at + part, 16);
                }
            }
            for (std::ptrdiff_t c = column; c < last; c += tile_extent<Size>)
                for (std::ptrdiff_t r = 0; r < panel_rows<Size>; r += line)
                    transpose_line<Size, Swap>({m.to + c * m.to_pitch + (row + r) * size, m.to_pitch,
                                                panel + r * 64 + (c - column) * size, 64, line, tile_extent<Size>},
                                               stream);
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
inline void transpose(detail::matrix m, std::ptrdiff_t output) noexcept {
    constexpr auto size = static_cast<std::ptrdiff_t>(Size);
    constexpr std::ptrdiff_t extent = detail::tile_extent<Size>;
    constexpr std::ptrdiff_t block = Size <= 4 ? detail::panel_rows<Size> : 64 / size;
    // Streamed lines must be whole ones, which may begin a few rows down.
    const std::ptrdiff_t start = detail::streaming_start(m.to, output);
    const bool stream = start >= 0 && start % size == 0 && m.to_pitch % 64 == 0;
    const std::ptrdiff_t before = stream ? start / size : 0;
    const std::ptrdiff_t whole_rows = before < m.rows ? (m.rows - before) / block * block : 0;
    const std::ptrdiff_t whole_columns = m.columns / extent * extent;
    if (whole_rows == 0) return detail::transpose_tiles<Size, Swap>(m);
    const auto blocks = m.part<size>(before, 0, whole_rows, whole_columns);
    if constexpr (Size <= 2)
        detail::transpose_panels<Size, Swap>(blocks, stream);
    else if (!stream)
        detail::transpose_lines<Size, Swap>(blocks, std::false_type());
    else if constexpr (Size == 4)
        detail::transpose_panels<Size, Swap>(blocks, std::true_type());
    else
        detail::transpose_lines<Size, Swap>(blocks, std::true_type());
    if (stream) detail::finish_streaming();
    // The rest in tiles that may overlap what is done already.
    const auto at_least_a_tile = [](std::ptrdiff_t n) { return n < extent ? extent : n; };
    if (before > 0) detail::transpose_tiles<Size, Swap>(m.part<size>(0, 0, at_least_a_tile(before), m.columns));
    if (const std::ptrdiff_t rest = m.rows - before - whole_rows; rest > 0) {
        const std::ptrdiff_t count = at_least_a_tile(rest);
        detail::transpose_tiles<Size, Swap>(m.part<size>(m.rows - count, 0, count, m.columns));
    }
    if (whole_columns < m.columns)
        detail::transpose_tiles<Size, Swap>(m.part<size>(before, m.columns - extent, whole_rows, extent));
}

#endif

} // namespace lendbuf::inline LENDBUF_ABI::kernel
