#include <cmath>
#include <cstdint>
#include <cstring>
#include <lendbuf/kernel/find_word.hpp>
#include <limits>
#include <memory>

#include "support/catch.hpp"

namespace kernel = lendbuf::kernel;

namespace {

// Bytes on the heap at a chosen distance from an aligned address, nothing behind them: the sanitizer sees each step aside.
class exact_memory {
public:
    exact_memory(std::size_t start, std::size_t size) : memory_(new std::byte[start + size]{}), start_(start) {}
    [[nodiscard]] std::byte* data() const { return memory_.get() + start_; }

private:
    std::unique_ptr<std::byte[]> memory_;
    std::size_t start_;
};

template <class T>
void put(std::byte* at, std::ptrdiff_t k, T value) {
    std::memcpy(at + k * static_cast<std::ptrdiff_t>(sizeof(T)), &value, sizeof value);
}

// Every place of the value, in runs of every length around the sizes of vectors, at several addresses.
template <class T>
void check_places(T wanted, T other) {
    for (const std::size_t start : {0u, 1u, 3u, 8u})
        for (std::ptrdiff_t count = 0; count < 150; count += count < 70 ? 1 : 13) {
            const exact_memory memory(start, static_cast<std::size_t>(count) * sizeof(T));
            std::byte* const items = memory.data();
            for (std::ptrdiff_t k = 0; k < count; ++k) put(items, k, other);
            CAPTURE(sizeof(T), start, count);
            CHECK(kernel::find_word<true>(items, count, wanted) == -1);
            CHECK(kernel::find_word<false>(items, count, wanted) == -1);
            CHECK(kernel::count_word(items, count, wanted) == 0);
            CHECK(kernel::count_word(items, count, other) == count);
            bool right = true;
            for (std::ptrdiff_t k = 0; k < count; ++k) {
                put(items, k, wanted);
                right = right && kernel::find_word<true>(items, count, wanted) == k &&
                        kernel::find_word<false>(items, count, wanted) == k &&
                        kernel::count_word(items, count, wanted) == 1;
                put(items, 0, wanted);
                put(items, count - 1, wanted);
                right = right && kernel::find_word<true>(items, count, wanted) == 0 &&
                        kernel::find_word<false>(items, count, wanted) == count - 1;
                put(items, 0, other);
                put(items, count - 1, other);
                put(items, k, other);
            }
            CHECK(right);
        }
}

} // namespace

TEST_CASE("bytes are found and counted at every place") {
    check_places<std::uint8_t>(0, 255);
    check_places<std::uint8_t>(200, 1);
}
TEST_CASE("words of 2 bytes are found and counted at every place") {
    check_places<std::uint16_t>(0x0101, 0x0100);
}
TEST_CASE("words of 4 bytes are found and counted at every place") {
    check_places<std::uint32_t>(0x00000001, 0x01000000);
}
TEST_CASE("words of 8 bytes are found and counted at every place") {
    check_places<std::uint64_t>(0, std::uint64_t{1} << 63);
}
TEST_CASE("floats are found and counted at every place") {
    check_places<float>(1.5f, -1.5f);
    check_places<double>(1e300, -1e300);
}

TEST_CASE("floats compare as floats do") {
    const double zeros[] = {-0.0, 0.0};
    const auto* const bytes = reinterpret_cast<const std::byte*>(zeros);
    CHECK(kernel::find_word<true>(bytes, 2, 0.0) == 0);
    CHECK(kernel::find_word<false>(bytes, 2, -0.0) == 1);
    CHECK(kernel::count_word(bytes, 2, 0.0) == 2);
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const double nans[64] = {nan, nan};
    const auto* const raw = reinterpret_cast<const std::byte*>(nans);
    CHECK(kernel::find_word<true>(raw, 64, nan) == -1);
    CHECK(kernel::count_word(raw, 64, nan) == 0);
    CHECK(kernel::count_word(raw, 64, 0.0) == 62);
}

TEST_CASE("more words are counted than a byte can say") {
    const exact_memory memory(1, 100000);
    CHECK(kernel::count_word(memory.data(), 100000, std::uint8_t{0}) == 100000);
    CHECK(kernel::count_word(memory.data(), 50000, std::uint16_t{0}) == 50000);
}
