#include <bit>
#include <cstddef>
#include <cstdint>
#include <lendbuf/kernel/count_bits.hpp>
#include <vector>

#include "support/catch.hpp"

namespace kernel = lendbuf::kernel;

namespace {

std::vector<std::byte> noise(std::size_t size) {
    std::vector<std::byte> bytes(size);
    std::uint32_t state = 12345;
    for (std::byte& byte : bytes) byte = static_cast<std::byte>((state = state * 1664525u + 1013904223u) >> 24);
    return bytes;
}

std::ptrdiff_t one_by_one(const std::byte* bytes, std::ptrdiff_t size) {
    std::ptrdiff_t sum = 0;
    for (std::ptrdiff_t k = 0; k < size; ++k) sum += std::popcount(static_cast<unsigned char>(bytes[k]));
    return sum;
}

} // namespace

TEST_CASE("count_bits counts every length from every address") {
    const auto bytes = noise(2200);
    bool good = true;
    for (std::ptrdiff_t start = 0; start < 17; ++start)
        for (std::ptrdiff_t size = 0; size < 1100; size += size < 80 ? 1 : 61)
            good = good && kernel::count_bits(bytes.data() + start, size) == one_by_one(bytes.data() + start, size);
    CHECK(good);
    CHECK(kernel::count_bits(nullptr, 0) == 0);
}

TEST_CASE("count_bits does not overflow its narrow counters") {
    const std::vector<std::byte> ones(5000, std::byte{0xFF});
    CHECK(kernel::count_bits(ones.data(), 5000) == 40000);
    const std::vector<std::byte> zeros(5000);
    CHECK(kernel::count_bits(zeros.data(), 5000) == 0);
}
