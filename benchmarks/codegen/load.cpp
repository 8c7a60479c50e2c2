// What the compiler makes of numbers in foreign byte order: a load and a swap.
// flags: -O2
// wanted: bswap rol
// called: nothing
#include <lendbuf/core.hpp>

namespace lb = lendbuf;

extern "C" std::uint16_t two(const lb::be<std::uint16_t>& number) {
    return number;
}

extern "C" std::uint32_t four(const lb::be<std::uint32_t>& number) {
    return number;
}

extern "C" double eight(const lb::be<double>& number) {
    return number;
}

extern "C" void store(lb::be<std::uint32_t>& number, std::uint32_t value) {
    number = value;
}
