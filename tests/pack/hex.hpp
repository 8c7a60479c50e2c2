// Bytes written as hexadecimal text, as Python's bytes.hex() prints them.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace test_support {

constexpr unsigned hex_digit(char c) {
    return static_cast<unsigned>(c <= '9' ? c - '0' : c - 'a' + 10);
}

/// Reads pairs of digits: `hex("0aff")` is the bytes 10 and 255.
template <std::size_t Size>
constexpr std::array<std::uint8_t, Size / 2> hex(const char (&digits)[Size]) {
    std::array<std::uint8_t, Size / 2> bytes{};
    for (std::size_t k = 0; k < Size / 2; ++k)
        bytes[k] = static_cast<std::uint8_t>(hex_digit(digits[2 * k]) * 16 + hex_digit(digits[2 * k + 1]));
    return bytes;
}

/// Tells whether two runs of bytes are the same.
template <class A, class B>
constexpr bool same_bytes(const A& a, const B& b) {
    if (a.size() != b.size()) return false;
    for (std::size_t k = 0; k < a.size(); ++k)
        if (static_cast<std::uint8_t>(a.data()[k]) != static_cast<std::uint8_t>(b.data()[k])) return false;
    return true;
}

} // namespace test_support
