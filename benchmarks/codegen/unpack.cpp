// What the compiler makes of checked unpacking: plain loads and byte swaps; the only call is the cold error path.
// flags: -O2
// wanted: bswap rol
// called: place_from_end
#include <lendbuf/core.hpp>

namespace lb = lendbuf;
using bytes_view = lb::buffer_view<const std::uint8_t, 1, lb::contiguous>;

extern "C" std::uint32_t little(bytes_view view, std::ptrdiff_t offset) {
    const auto [magic, version, size] = lb::unpack_from<"<4sHI">(view, offset);
    return std::uint32_t{magic.data()[0]} + version + size;
}

struct record {
    std::uint8_t a;
    std::uint16_t b;
    std::uint32_t c;
    std::uint64_t d;
    double e;
};

extern "C" void big(record& out, bytes_view view, std::ptrdiff_t offset) {
    const auto [a, b, c, d, e] = lb::unpack_from<">BHIQd">(view, offset);
    out = {a, b, c, d, e};
}
