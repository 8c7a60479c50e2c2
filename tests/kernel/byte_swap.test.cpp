#include <cstddef>
#include <lendbuf/kernel/byte_swap.hpp>
#include <vector>

#include "support/catch.hpp"

namespace {

using bytes = std::vector<std::byte>;

bytes numbered(std::size_t size) {
    bytes memory(size);
    for (std::size_t k = 0; k < size; ++k) memory[k] = static_cast<std::byte>(7 * k + 1);
    return memory;
}

// Swaps word after word, byte after byte.
bytes model(const bytes& from, std::size_t start, std::size_t count, std::size_t size) {
    bytes to = from;
    for (std::size_t word = 0; word < count; ++word)
        for (std::size_t b = 0; b < size; ++b) to[start + word * size + b] = from[start + word * size + size - 1 - b];
    return to;
}

template <std::size_t Size>
void check_all_lengths() {
    for (const std::size_t count : {0u, 1u, 2u, 3u, 7u, 8u, 15u, 16u, 31u, 32u, 33u, 63u, 64u, 65u, 79u, 100u, 124u})
        for (const std::size_t start : {0u, 1u, 3u, 8u}) {
            CAPTURE(Size, count, start);
            const bytes source = numbered(1000);
            const bytes expected = model(source, start, count, Size);
            const auto words = static_cast<std::ptrdiff_t>(count);
            bytes apart = source;
            lendbuf::kernel::copy_swapped<Size>(apart.data() + start, source.data() + start, words);
            CHECK(apart == expected);
            bytes in_place = source;
            lendbuf::kernel::copy_swapped<Size>(in_place.data() + start, in_place.data() + start, words);
            CHECK(in_place == expected);
        }
}

} // namespace

TEST_CASE("words of 2 bytes are swapped in any number, at any address, also in place") {
    check_all_lengths<2>();
}
TEST_CASE("words of 4 bytes are swapped in any number, at any address, also in place") {
    check_all_lengths<4>();
}
TEST_CASE("words of 8 bytes are swapped in any number, at any address, also in place") {
    check_all_lengths<8>();
}
