#include <cstddef>
#include <cstring>
#include <lendbuf/kernel/fill.hpp>
#include <vector>

#include "support/catch.hpp"

namespace kernel = lendbuf::kernel;

namespace {

using bytes = std::vector<std::byte>;

// An item none of whose parts repeats.
bytes item_of(std::ptrdiff_t itemsize) {
    bytes item(static_cast<std::size_t>(itemsize));
    for (std::size_t k = 0; k < item.size(); ++k) item[k] = static_cast<std::byte>(k + 1);
    return item;
}

bool is_filled(const bytes& memory, std::size_t start, const bytes& item, std::ptrdiff_t count) {
    const std::size_t end = start + static_cast<std::size_t>(count) * item.size();
    for (std::size_t k = 0; k < memory.size(); ++k)
        if ((k < start || k >= end) && memory[k] != std::byte{0xEE}) return false;
    for (std::size_t k = start; k < end; k += item.size())
        if (std::memcmp(memory.data() + k, item.data(), item.size()) != 0) return false;
    return true;
}

} // namespace

TEST_CASE("runs of any item size and length are filled, and nothing beside them") {
    for (const std::ptrdiff_t itemsize : {1, 2, 3, 4, 5, 8, 12, 16, 17, 24, 100})
        for (const std::ptrdiff_t count : {0, 1, 2, 3, 5, 7, 8, 15, 16, 17, 33, 100, 1000})
            for (const std::size_t start : {0u, 1u, 8u}) {
                CAPTURE(itemsize, count, start);
                const bytes item = item_of(itemsize);
                bytes memory(start + static_cast<std::size_t>(count * itemsize) + 5, std::byte{0xEE});
                kernel::fill_run(memory.data() + start, item.data(), itemsize, count);
                CHECK(is_filled(memory, start, item, count));
            }
}

TEST_CASE("items of equal bytes are filled, too") {
    for (const std::ptrdiff_t itemsize : {1, 2, 3, 8, 16, 24}) {
        const bytes item(static_cast<std::size_t>(itemsize), std::byte{7});
        bytes memory(500, std::byte{0xEE});
        kernel::fill_run(memory.data() + 3, item.data(), itemsize, 20);
        CHECK(is_filled(memory, 3, item, 20));
    }
}

TEST_CASE("runs that do not fit the caches are filled from any address") {
    constexpr std::size_t size = std::size_t{13} << 20;
    for (const std::ptrdiff_t itemsize : {2, 8, 16, 24})
        for (const std::size_t start : {1u, 8u}) {
            CAPTURE(itemsize, start);
            const bytes item = item_of(itemsize);
            bytes memory(start + size + 5, std::byte{0xEE});
            const auto count = static_cast<std::ptrdiff_t>(size) / itemsize;
            kernel::fill_run(memory.data() + start, item.data(), itemsize, count);
            CHECK(is_filled(memory, start, item, count));
        }
}

TEST_CASE("runs that are part of something large are filled up to their own ends") {
    const bytes item = item_of(8);
    for (const std::ptrdiff_t count : {2, 5, 9, 127, 128, 129, 1000})
        for (const std::size_t start : {0u, 1u, 8u, 40u}) {
            CAPTURE(count, start);
            bytes memory(start + static_cast<std::size_t>(count * 8) + 70, std::byte{0xEE});
            kernel::fill_run(memory.data() + start, item.data(), 8, count, PTRDIFF_MAX);
            CHECK(is_filled(memory, start, item, count));
        }
}

TEST_CASE("arrays of any layout are filled at their items only") {
    for (const std::ptrdiff_t itemsize : {1, 2, 3, 4, 8, 16, 24})
        for (const std::ptrdiff_t inner : {itemsize, itemsize + 1, -itemsize}) {
            CAPTURE(itemsize, inner);
            const std::ptrdiff_t shape[] = {2, 3, 4};
            const std::ptrdiff_t outer = 5 * (inner < 0 ? -inner : inner);
            const std::ptrdiff_t strides[] = {outer * 3, -outer, inner};
            const std::ptrdiff_t first = 600;
            const bytes item = item_of(itemsize);
            bytes memory(2000, std::byte{0xEE}), expected = memory;
            for (std::ptrdiff_t i = 0; i < 2; ++i)
                for (std::ptrdiff_t j = 0; j < 3; ++j)
                    for (std::ptrdiff_t k = 0; k < 4; ++k)
                        std::memcpy(expected.data() + first + i * strides[0] + j * strides[1] + k * strides[2],
                                    item.data(), item.size());
            kernel::fill_array(memory.data() + first, strides, shape, 3, item.data(), itemsize);
            CHECK(memory == expected);
        }
}

TEST_CASE("an array of rank 0 is one item, and an empty one is left alone") {
    std::byte memory[4] = {};
    const std::byte item[] = {std::byte{1}, std::byte{2}};
    kernel::fill_array(memory + 1, nullptr, nullptr, 0, item, 2);
    CHECK((memory[0] == std::byte{} && memory[1] == item[0] && memory[2] == item[1] && memory[3] == std::byte{}));
    const std::ptrdiff_t shape[] = {PTRDIFF_MAX, 0, PTRDIFF_MAX};
    const std::ptrdiff_t strides[] = {2, 2, 2};
    kernel::fill_array(memory, strides, shape, 3, item, 2);
    kernel::fill_run(nullptr, item, 2, 0);
    CHECK(memory[0] == std::byte{});
}
