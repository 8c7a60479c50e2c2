#include <cstddef>
#include <lendbuf/kernel/vector16.hpp>

#include "support/catch.hpp"

#if LENDBUF_VECTOR_SHUFFLE

namespace kernel = lendbuf::kernel::detail;

namespace {

template <std::size_t Count>
struct lanes {
    std::byte bytes[16 * Count];

    lanes() {
        for (std::size_t k = 0; k < sizeof bytes; ++k) bytes[k] = static_cast<std::byte>(k);
    }
    template <class Change>
    void apply(const Change& change) {
        kernel::bytes16 v[Count];
        for (std::size_t k = 0; k < Count; ++k) kernel::load16(v[k], bytes + 16 * k);
        change(v);
        for (std::size_t k = 0; k < Count; ++k) kernel::store16(bytes + 16 * k, v[k]);
    }
};

template <std::size_t Size, std::size_t Count>
bool shuffles_perfectly() {
    lanes<Count> memory;
    memory.apply([](auto& v) {
        kernel::lanes<Size, 16> w[Count];
        for (std::size_t k = 0; k < Count; ++k) w[k] = reinterpret_cast<kernel::lanes<Size, 16>>(v[k]);
        kernel::shuffle_perfectly<Size, 16>(w);
        for (std::size_t k = 0; k < Count; ++k) v[k] = reinterpret_cast<kernel::bytes16>(w[k]);
    });
    constexpr std::size_t half = 8 * Count / Size;
    for (std::size_t lane = 0; lane < 2 * half; ++lane)
        for (std::size_t b = 0; b < Size; ++b) {
            const std::size_t to = lane < half ? 2 * lane : 2 * (lane - half) + 1;
            if (memory.bytes[to * Size + b] != static_cast<std::byte>(lane * Size + b)) return false;
        }
    return true;
}

template <std::size_t Size>
bool reverses() {
    lanes<1> memory;
    memory.apply([](auto& v) { kernel::reverse_lanes<Size>(v[0]); });
    for (std::size_t k = 0; k < 16; ++k)
        if (memory.bytes[k] != static_cast<std::byte>((16 / Size - 1 - k / Size) * Size + k % Size)) return false;
    return true;
}

} // namespace

TEST_CASE("a perfect shuffle deals the lanes of two halves in turn") {
    CHECK((shuffles_perfectly<1, 2>() && shuffles_perfectly<1, 3>() && shuffles_perfectly<1, 4>()));
    CHECK((shuffles_perfectly<1, 16>() && shuffles_perfectly<1, 5>()));
    CHECK((shuffles_perfectly<2, 2>() && shuffles_perfectly<2, 3>() && shuffles_perfectly<2, 8>()));
    CHECK((shuffles_perfectly<4, 2>() && shuffles_perfectly<4, 3>() && shuffles_perfectly<4, 4>()));
    CHECK((shuffles_perfectly<8, 2>() && shuffles_perfectly<8, 3>()));
}

TEST_CASE("lanes of any size are reversed") {
    CHECK((reverses<1>() && reverses<2>() && reverses<4>() && reverses<8>()));
}

TEST_CASE("large outputs are streamed from their first whole line on, small ones are not") {
    alignas(64) std::byte memory[128] = {};
    CHECK(kernel::streaming_start(memory, kernel::streaming_bytes - 1) == -1);
    CHECK(kernel::streaming_start(memory, kernel::streaming_bytes) == (kernel::has_streaming ? 0 : -1));
    CHECK(kernel::streaming_start(memory + 1, kernel::streaming_bytes) == (kernel::has_streaming ? 63 : -1));
    kernel::bytes16 v{};
    v[3] = 9;
    kernel::stream16(memory + 64, v);
    kernel::finish_streaming();
    CHECK((memory[67] == std::byte{9} && memory[68] == std::byte{0}));
}

#endif
