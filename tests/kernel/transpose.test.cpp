#include <cstddef>
#include <cstdint>
#include <cstring>
#include <lendbuf/kernel/transpose.hpp>
#include <vector>

#include "support/catch.hpp"

#if LENDBUF_VECTOR_SHUFFLE

namespace kernel = lendbuf::kernel;

namespace {

using bytes = std::vector<std::byte>;

bytes numbered(std::size_t size) {
    bytes memory(size);
    for (std::size_t k = 0; k < size; ++k) memory[k] = static_cast<std::byte>(k * 2654435761u >> 11);
    return memory;
}

struct matrix_case {
    std::ptrdiff_t rows, columns;
    std::ptrdiff_t from_gap = 0, to_gap = 0; // bytes between rows, and between columns
    std::ptrdiff_t shift = 0;                // bytes from an aligned address
    bool upwards = false;                    // the columns of the destination are written backwards
    std::ptrdiff_t output = 0;               // bytes, where the matrix is part of something larger
};

// Transposes with the kernel and item by item, and compares all bytes, those between the columns included.
template <std::size_t Size, bool Swap = false>
bool agrees(const matrix_case& c) {
    constexpr auto size = static_cast<std::ptrdiff_t>(Size);
    const std::ptrdiff_t from_pitch = c.columns * size + c.from_gap;
    const std::ptrdiff_t to_pitch = c.rows * size + c.to_gap;
    const bytes source = numbered(static_cast<std::size_t>(c.rows * from_pitch + c.shift));
    bytes got(static_cast<std::size_t>(c.columns * to_pitch + c.shift + 64));
    bytes expected = got;
    // From the first whole cache line on, and `shift` bytes.
    const auto start = static_cast<std::ptrdiff_t>((0 - reinterpret_cast<std::uintptr_t>(got.data())) % 64) + c.shift;
    const std::ptrdiff_t first = start + (c.upwards ? (c.columns - 1) * to_pitch : 0);
    const std::ptrdiff_t pitch = c.upwards ? -to_pitch : to_pitch;
    const std::byte* const from = source.data() + c.shift;
    kernel::transpose<Size, Swap>({got.data() + first, pitch, from, from_pitch, c.rows, c.columns},
                                  c.output == 0 ? c.rows * c.columns * size : c.output);
    for (std::ptrdiff_t column = 0; column < c.columns; ++column)
        for (std::ptrdiff_t row = 0; row < c.rows; ++row) {
            lendbuf::uint_of_size<Size> item;
            std::memcpy(&item, from + row * from_pitch + column * size, Size);
            if (Swap) item = lendbuf::byteswap(item);
            std::memcpy(expected.data() + first + column * pitch + row * size, &item, Size);
        }
    return std::memcmp(got.data(), expected.data(), got.size()) == 0;
}

template <std::size_t Size, bool Swap = false>
void check_shapes() {
    constexpr auto tile = static_cast<std::ptrdiff_t>(16 / Size);
    for (const std::ptrdiff_t rows : {tile, tile + 1, 2 * tile - 1, 4 * tile, 17 * tile + 1, 64 * tile / 4 + 3})
        for (const std::ptrdiff_t columns : {tile, tile + 1, 3 * tile, 4 * tile + tile / 2 + 1, 9 * tile}) {
            CAPTURE(Size, rows, columns);
            CHECK(agrees<Size, Swap>({rows, columns}));
            CHECK(agrees<Size, Swap>({rows, columns, 5, 3, 1}));
            CHECK(agrees<Size, Swap>({rows, columns, 0, 8, 0, true}));
        }
    // More rows than a block has.
    CHECK(agrees<Size, Swap>({600, 2 * tile + 1}));
    CHECK(agrees<Size, Swap>({2 * tile + 1, 600}));
}

// All small shapes, with rows and columns that begin anywhere.
template <std::size_t Size, bool Swap = false>
void check_small() {
    constexpr auto tile = static_cast<std::ptrdiff_t>(16 / Size);
    for (std::ptrdiff_t rows = tile; rows <= 40; ++rows)
        for (std::ptrdiff_t columns = tile; columns <= 40; ++columns) {
            CAPTURE(Size, rows, columns);
            CHECK(agrees<Size, Swap>({rows, columns, columns % 5, rows % 7, (rows + columns) % 4}));
        }
}

// Columns that push each other out of caches, and lines of the source that do not begin with a tile.
template <std::size_t Size, bool Swap = false>
void check_crowded() {
    constexpr auto size = static_cast<std::ptrdiff_t>(Size);
    for (const std::ptrdiff_t rows : {256 / size - 1, 256 / size, 512 / size + 3})
        for (const std::ptrdiff_t columns : {16 / size, 64 / size + 1, 320 / size - 1})
            for (const std::ptrdiff_t shift : {std::ptrdiff_t{0}, size, std::ptrdiff_t{3}}) {
                CAPTURE(Size, rows, columns, shift);
                CHECK(agrees<Size, Swap>({rows, columns, 0, 4096 - rows * size, shift}));
                CHECK(agrees<Size, Swap>({rows, columns, 64, 8192 - rows * size, shift, true}));
            }
}

// Large enough to go past the caches.
template <std::size_t Size, bool Swap = false>
void check_streaming() {
    constexpr std::ptrdiff_t rows = 4096;
    constexpr auto columns = static_cast<std::ptrdiff_t>((std::size_t{13} << 20) / rows / Size);
    CHECK(agrees<Size, Swap>({rows, columns, 0, 64, 0, true}));
    CHECK(agrees<Size, Swap>({rows, columns + 1, 0, 0, static_cast<std::ptrdiff_t>(Size)})); // whole lines further down
    CHECK(agrees<Size, Swap>({rows, columns, 0, 8, 3}));      // no line begins with an item
    for (const std::ptrdiff_t small : {16, 64, 80, 128, 512}) // part of something large
        for (const std::ptrdiff_t shift : {0, 1, 8, 56})
            CHECK(agrees<Size, Swap>({small, 40, 0, (64 - small * static_cast<std::ptrdiff_t>(Size) % 64) % 64, shift,
                                      false, std::ptrdiff_t{1} << 30}));
}

} // namespace

TEST_CASE("matrices of bytes are transposed, whatever their shape, pitches and address") {
    check_shapes<1>();
    check_small<1>();
    check_crowded<1>();
    check_streaming<1>();
}
TEST_CASE("matrices of 2 bytes an item are transposed") {
    check_shapes<2>();
    check_small<2>();
    check_crowded<2>();
    check_streaming<2>();
}
TEST_CASE("matrices of 4 bytes an item are transposed") {
    check_shapes<4>();
    check_small<4>();
    check_crowded<4>();
    check_streaming<4>();
}
TEST_CASE("matrices of 8 bytes an item are transposed") {
    check_shapes<8>();
    check_small<8>();
    check_crowded<8>();
    check_streaming<8>();
}
TEST_CASE("matrices are transposed and the bytes of their items reversed in one go") {
    check_shapes<2, true>();
    check_small<2, true>();
    check_crowded<2, true>();
    check_shapes<4, true>();
    check_small<4, true>();
    check_crowded<4, true>();
    check_shapes<8, true>();
    check_small<8, true>();
    check_crowded<8, true>();
    check_streaming<4, true>();
}

#endif
