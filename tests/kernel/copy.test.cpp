#include <cstddef>
#include <cstdint>
#include <cstring>
#include <lendbuf/kernel/copy.hpp>
#include <utility>
#include <vector>

#include "support/catch.hpp"

namespace kernel = lendbuf::kernel;

namespace {

using bytes = std::vector<std::byte>;

bytes numbered(std::size_t size) {
    bytes memory(size);
    for (std::size_t k = 0; k < size; ++k) memory[k] = static_cast<std::byte>(k + 1);
    return memory;
}

std::byte* at(bytes& memory, std::ptrdiff_t offset) {
    return memory.data() + offset;
}

// Copies a run both with the kernel and one byte after the other, and compares the whole memory.
bool run_agrees(std::ptrdiff_t to_stride, std::ptrdiff_t from_stride, std::ptrdiff_t count, std::ptrdiff_t itemsize) {
    constexpr std::ptrdiff_t middle = 512;
    bytes source = numbered(2 * middle);
    bytes got(2 * middle), expected(2 * middle);
    kernel::copy_run(at(got, middle), to_stride, at(source, middle), from_stride, count, itemsize);
    for (std::ptrdiff_t i = 0; i < count; ++i)
        for (std::ptrdiff_t b = 0; b < itemsize; ++b)
            *at(expected, middle + i * to_stride + b) = *at(source, middle + i * from_stride + b);
    return got == expected;
}

} // namespace

TEST_CASE("runs of any item size, with any strides, are copied byte for byte") {
    for (const std::ptrdiff_t itemsize : {1, 2, 3, 4, 5, 7, 8, 12, 16, 17, 24})
        for (const std::ptrdiff_t count : {0, 1, 2, 9})
            for (const std::ptrdiff_t to : {itemsize, -itemsize, itemsize + 1, 2 * itemsize})
                for (const std::ptrdiff_t from : {itemsize, -itemsize, std::ptrdiff_t{0}, itemsize + 3}) {
                    CAPTURE(itemsize, count, to, from);
                    CHECK(run_agrees(to, from, count, itemsize));
                }
}

TEST_CASE("empty runs touch nothing, not even null pointers") {
    kernel::copy_run(nullptr, 4, nullptr, 4, 0, 4);
    kernel::copy_run(nullptr, 8, nullptr, 4, 0, 4);
    const std::ptrdiff_t shape[] = {0};
    const std::ptrdiff_t strides[] = {4};
    kernel::copy_array(nullptr, strides, nullptr, strides, shape, 1, 4);
    SUCCEED("did not read");
}

TEST_CASE("an array of rank 0 is one item") {
    bytes source = numbered(4);
    bytes target(4);
    kernel::copy_array(target.data(), nullptr, source.data(), nullptr, nullptr, 0, 4);
    CHECK(target == source);
    kernel::move_array<4>(target.data(), nullptr, source.data(), nullptr, nullptr, 0, 4, false);
    CHECK(target == bytes(source.rbegin(), source.rend()));
}

TEST_CASE("arrays are copied between any two layouts") {
    const std::ptrdiff_t shape[] = {2, 3, 4};
    const std::ptrdiff_t c_order[] = {24, 8, 2};
    const std::ptrdiff_t f_order[] = {2, 4, 12};
    const std::ptrdiff_t mirrored[] = {-24, 8, -2};
    const std::ptrdiff_t first_f = 0, first_mirrored = 24 + 6;
    bytes source = numbered(48);
    bytes target(48), back(48);
    kernel::copy_array(at(target, first_f), f_order, at(source, first_mirrored), mirrored, shape, 3, 2);
    for (std::ptrdiff_t i = 0; i < 2; ++i)
        for (std::ptrdiff_t j = 0; j < 3; ++j)
            for (std::ptrdiff_t k = 0; k < 4; ++k)
                for (std::ptrdiff_t b = 0; b < 2; ++b) {
                    const std::ptrdiff_t to = i * 2 + j * 4 + k * 12 + b;
                    const std::ptrdiff_t from = first_mirrored - i * 24 + j * 8 - k * 2 + b;
                    if (*at(target, to) != *at(source, from)) FAIL_CHECK(i << ' ' << j << ' ' << k);
                }
    kernel::copy_array(at(back, first_mirrored), mirrored, at(target, first_f), f_order, shape, 3, 2);
    CHECK(back == source);
    kernel::copy_array(back.data(), c_order, target.data(), f_order, shape, 3, 2);
    CHECK(back != source);
}

TEST_CASE("matrices of all small shapes are turned, whatever the size, the address and the steps of their items") {
    const bytes source = numbered(40 * 40 * 16 * 2 + 64);
    for (const std::ptrdiff_t itemsize : {1, 2, 4, 8, 16})
        for (std::ptrdiff_t rows = 0; rows <= 40; ++rows)
            for (std::ptrdiff_t columns = 0; columns <= 40; ++columns) {
                const std::ptrdiff_t kind = rows + 2 * columns;
                const std::ptrdiff_t shape[] = {rows, columns};
                const std::ptrdiff_t step = kind % 3 == 0 ? 2 * itemsize - 1 : itemsize;
                const std::ptrdiff_t to_strides[] = {columns * itemsize + kind % 2, itemsize};
                const std::ptrdiff_t from_strides[] = {step, rows * step + kind % 5};
                const std::ptrdiff_t shift = kind % 4;
                bytes got(static_cast<std::size_t>(shift + rows * to_strides[0]));
                bytes expected = got;
                const std::byte* const from = source.data() + shift;
                kernel::copy_array(got.data() + shift, to_strides, from, from_strides, shape, 2, itemsize);
                for (std::ptrdiff_t i = 0; i < rows; ++i)
                    for (std::ptrdiff_t j = 0; j < columns; ++j)
                        std::memcpy(expected.data() + shift + i * to_strides[0] + j * itemsize,
                                    from + i * from_strides[0] + j * from_strides[1],
                                    static_cast<std::size_t>(itemsize));
                CAPTURE(itemsize, rows, columns);
                CHECK(got == expected);
            }
}

TEST_CASE("an array with an extent of zero costs nothing, however long the others are") {
    const std::ptrdiff_t strides[] = {1, 1, 1};
    std::byte memory[1] = {};
    for (const std::size_t zero : {0u, 1u, 2u}) {
        std::ptrdiff_t shape[] = {PTRDIFF_MAX, PTRDIFF_MAX, PTRDIFF_MAX};
        shape[zero] = 0;
        kernel::copy_array(memory, strides, memory, strides, shape, 3, 1);
    }
    SUCCEED("came back");
}

namespace {

// Any layout of `ndim` axes that fits some memory: axes in any order and direction, with and without gaps.
struct random_layout {
    std::ptrdiff_t strides[4] = {};
    std::ptrdiff_t first = 0; // where the first item is, from the lowest byte
    std::ptrdiff_t size = 0;  // of the memory

    template <class Next>
    random_layout(Next& next, const std::ptrdiff_t (&shape)[4], std::size_t ndim, std::ptrdiff_t itemsize,
                  bool broadcast) {
        std::size_t axes[4] = {0, 1, 2, 3};
        for (std::size_t k = ndim; k > 1; --k) std::swap(axes[k - 1], axes[next(k)]);
        std::ptrdiff_t stride = itemsize;
        for (std::size_t k = 0; k < ndim; ++k) {
            const std::size_t axis = axes[k];
            if (next(3) == 0) stride += static_cast<std::ptrdiff_t>(next(2) == 0 ? next(5) : next(3)) * itemsize;
            strides[axis] = broadcast && next(4) == 0 ? 0 : stride;
            if (strides[axis] != 0) stride *= shape[axis];
            if (next(3) != 0) continue;
            strides[axis] = -strides[axis];
            first -= strides[axis] * (shape[axis] - 1);
        }
        size = stride + itemsize;
    }
};

struct random_bits {
    unsigned state;
    std::size_t operator()(std::size_t below) {
        state = state * 1664525u + 1013904223u;
        return (state >> 8) % below;
    }
};

// Copies a random array with the kernel and item by item, and compares the whole memory.
template <std::size_t Swap>
bool random_copy_agrees(random_bits& next, std::ptrdiff_t itemsize, bool in_order) {
    std::ptrdiff_t shape[4] = {1, 1, 1, 1};
    const std::size_t ndim = next(5);
    for (std::size_t k = 0; k < ndim; ++k)
        shape[k] = static_cast<std::ptrdiff_t>(next(4) == 0 ? 1 + next(40) : 1 + next(5));
    const random_layout to(next, shape, ndim, itemsize, false);
    const random_layout from(next, shape, ndim, itemsize, true);
    bytes source = numbered(static_cast<std::size_t>(from.size));
    bytes got(static_cast<std::size_t>(to.size)), expected = got;
    for (std::ptrdiff_t i = 0; i < shape[0]; ++i)
        for (std::ptrdiff_t j = 0; j < shape[1]; ++j)
            for (std::ptrdiff_t k = 0; k < shape[2]; ++k)
                for (std::ptrdiff_t l = 0; l < shape[3]; ++l)
                    for (std::ptrdiff_t b = 0; b < itemsize; ++b) {
                        constexpr std::ptrdiff_t word = Swap == 0 ? 1 : static_cast<std::ptrdiff_t>(Swap);
                        const std::ptrdiff_t turned = b / word * word + word - 1 - b % word;
                        *at(expected, to.first + i * to.strides[0] + j * to.strides[1] + k * to.strides[2] +
                                          l * to.strides[3] + b) =
                            *at(source, from.first + i * from.strides[0] + j * from.strides[1] + k * from.strides[2] +
                                            l * from.strides[3] + turned);
                    }
    if (in_order)
        kernel::move_array<Swap>(at(got, to.first), to.strides, at(source, from.first), from.strides, shape, ndim,
                                 itemsize, next(2) == 0);
    else
        kernel::copy_array<Swap>(at(got, to.first), to.strides, at(source, from.first), from.strides, shape, ndim,
                                 itemsize);
    return got == expected;
}

} // namespace

TEST_CASE("random layouts of all ranks and item sizes are copied byte for byte") {
    random_bits next{3};
    for (const std::ptrdiff_t itemsize : {1, 2, 3, 4, 5, 8, 12, 16, 24, 40})
        for (int n = 0; n < 150; ++n) {
            CAPTURE(itemsize, n);
            REQUIRE(random_copy_agrees<0>(next, itemsize, false));
            REQUIRE(random_copy_agrees<0>(next, itemsize, true));
        }
}

TEST_CASE("random layouts of words are copied with the bytes of each word reversed") {
    random_bits next{4};
    for (int n = 0; n < 150; ++n) {
        CAPTURE(n);
        for (const bool in_order : {false, true}) {
            REQUIRE(random_copy_agrees<2>(next, 2, in_order));
            REQUIRE(random_copy_agrees<4>(next, 4, in_order));
            REQUIRE(random_copy_agrees<8>(next, 8, in_order));
            REQUIRE(random_copy_agrees<4>(next, 8, in_order)); // two words an item: a complex number
        }
    }
}

TEST_CASE("arrays that move within their memory are read before they are overwritten") {
    const std::ptrdiff_t shape[] = {3, 4};
    for (const std::ptrdiff_t itemsize : {1, 2, 3, 8, 16, 24})
        for (const std::ptrdiff_t gap : {std::ptrdiff_t{0}, itemsize, std::ptrdiff_t{1}})
            for (const std::ptrdiff_t distance : {-2 * itemsize, -itemsize, std::ptrdiff_t{-1}, std::ptrdiff_t{1},
                                                  itemsize, 3 * itemsize, 4 * itemsize + gap}) {
                CAPTURE(itemsize, gap, distance);
                const std::ptrdiff_t strides[] = {4 * itemsize + gap, itemsize};
                const std::ptrdiff_t first = 150;
                bytes memory = numbered(1000);
                bytes expected = memory;
                const bytes before = memory;
                for (std::ptrdiff_t i = 0; i < 3; ++i)
                    std::memcpy(at(expected, first + distance + i * strides[0]), before.data() + first + i * strides[0],
                                static_cast<std::size_t>(4 * itemsize));
                kernel::move_array(at(memory, first + distance), strides, at(memory, first), strides, shape, 2,
                                   itemsize, distance > 0);
                CHECK(memory == expected);
            }
}

TEST_CASE("what shares memory in the destination is written in order") {
    const std::ptrdiff_t shape[] = {3, 4};
    const std::ptrdiff_t from_strides[] = {8, 2};
    const std::ptrdiff_t to_strides[] = {0, 2};
    bytes source = numbered(24);
    bytes target(8);
    kernel::move_array(target.data(), to_strides, source.data(), from_strides, shape, 2, 2, false);
    CHECK(target == bytes(source.begin() + 16, source.end()));
    kernel::move_array(target.data(), to_strides, source.data(), from_strides, shape, 2, 2, true);
    CHECK(target == bytes(source.begin(), source.begin() + 8));
}
