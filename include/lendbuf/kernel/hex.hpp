// Bytes as hexadecimal digits.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <lendbuf/base/byte_like.hpp>
#include <lendbuf/base/config.hpp>

namespace lendbuf::inline LENDBUF_ABI::kernel {

#if LENDBUF_VECTOR_SHUFFLE
namespace detail {

/// Writes the digits of 16 bytes.
inline void write_hex_block(std::uint8_t* to, const std::byte* from) noexcept {
    using digits __attribute__((vector_size(16))) = std::uint8_t;
    digits bytes;
    std::memcpy(&bytes, from, sizeof bytes);
    const auto digits_of = [](const digits& nibbles, digits& out) {
        out = nibbles + '0' + (reinterpret_cast<digits>(nibbles > 9) & static_cast<std::uint8_t>('a' - '0' - 10));
    };
    digits high;
    digits low;
    digits_of(bytes >> 4, high);
    digits_of(bytes & std::uint8_t{15}, low);
    const digits first = __builtin_shufflevector(high, low, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
    const digits second =
        __builtin_shufflevector(high, low, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
    std::memcpy(to, &first, sizeof first);
    std::memcpy(to + sizeof first, &second, sizeof second);
}

} // namespace detail
#endif

/// Writes two digits, in lower case, for each of `count` bytes.
///
/// Requires: room for `2 * count` characters at `to`, which does not overlap the bytes.
/// Complexity: linear; 16 bytes a step where the machine has vectors.
template <byte_like Char>
constexpr void write_hex(Char* to, const std::byte* from, std::ptrdiff_t count) noexcept {
    std::ptrdiff_t k = 0;
#if LENDBUF_VECTOR_SHUFFLE
    if (!__builtin_is_constant_evaluated() && config::vector_bytes != 0) {
        // Safety: unsigned char may look at any object's bytes.
        auto* const out = static_cast<std::uint8_t*>(static_cast<void*>(to));
        for (; k + 16 <= count; k += 16) detail::write_hex_block(out + 2 * k, from + k);
    }
#endif
    for (; k < count; ++k) {
        const auto byte = static_cast<std::uint8_t>(from[k]);
        to[2 * k] = static_cast<Char>("0123456789abcdef"[byte >> 4]);
        to[2 * k + 1] = static_cast<Char>("0123456789abcdef"[byte & 15]);
    }
}

} // namespace lendbuf::inline LENDBUF_ABI::kernel
