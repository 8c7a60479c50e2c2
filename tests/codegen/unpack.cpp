// What the compiler makes of checked unpacking: plain loads and byte swaps; the only call is the cold error path.
#include <lendbuf/core.hpp>

namespace lb = lendbuf;
using bytes_view = lb::buffer_view<const std::uint8_t, 1, lb::contiguous>;

extern "C" std::uint32_t little(bytes_view view) {
    const auto [magic, version, size] = lb::unpack_from<"<4sHI">(view);
    return std::uint32_t{magic.data()[0]} + version + size;
}

extern "C" std::uint64_t big(bytes_view view) {
    const auto [a, b, c, d] = lb::unpack_from<">BHIQ">(view);
    return a + std::uint64_t{b} + c + d;
}
