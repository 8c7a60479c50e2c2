#include <cstddef>
#include <cstdint>
#include <cstring>
#include <lendbuf/kernel/copy.hpp>
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
