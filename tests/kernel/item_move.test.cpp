#include <cstddef>
#include <lendbuf/kernel/item_move.hpp>
#include <vector>

#include "support/catch.hpp"

namespace kernel = lendbuf::kernel::detail;

namespace {

using bytes = std::vector<std::byte>;

bytes numbered(std::size_t size) {
    bytes memory(size);
    for (std::size_t k = 0; k < size; ++k) memory[k] = static_cast<std::byte>(k + 1);
    return memory;
}

// Moves one item by `distance` bytes within one memory.
template <std::size_t Swap>
bytes moved(std::ptrdiff_t size, std::ptrdiff_t distance) {
    bytes memory = numbered(300);
    kernel::with_item_of<Swap>(size, [&](auto item) { item(memory.data() + 80 + distance, memory.data() + 80); });
    return memory;
}

bytes expected(std::ptrdiff_t size, std::ptrdiff_t distance, std::ptrdiff_t word) {
    const bytes before = numbered(300);
    bytes memory = before;
    for (std::ptrdiff_t b = 0; b < size; ++b)
        memory[static_cast<std::size_t>(80 + distance + b)] =
            before[static_cast<std::size_t>(80 + b / word * word + word - 1 - b % word)];
    return memory;
}

} // namespace

TEST_CASE("an item of any size is read before it is written, wherever it goes") {
    for (std::ptrdiff_t size = 1; size <= 70; ++size)
        for (const std::ptrdiff_t distance : {-80, -9, -1, 0, 1, 7, 30}) {
            CAPTURE(size, distance);
            CHECK(moved<0>(size, distance) == expected(size, distance, 1));
        }
}

TEST_CASE("a word is turned round, also onto itself") {
    for (const std::ptrdiff_t distance : {-20, -1, 0, 1, 20}) {
        CHECK(moved<2>(2, distance) == expected(2, distance, 2));
        CHECK(moved<4>(4, distance) == expected(4, distance, 4));
        CHECK(moved<8>(8, distance) == expected(8, distance, 8));
    }
}

TEST_CASE("words in a row are turned round one by one") {
    for (const std::ptrdiff_t distance : {-72, 0, 72}) {
        CHECK(moved<2>(6, distance) == expected(6, distance, 2));
        CHECK(moved<4>(8, distance) == expected(8, distance, 4));
        CHECK(moved<8>(64, distance) == expected(64, distance, 8));
    }
}
