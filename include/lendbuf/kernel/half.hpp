// Arrays of halves to arrays of floats and back: loops without branches, which compilers vectorise.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <lendbuf/base/byte_order.hpp>
#include <lendbuf/base/half.hpp>

namespace lendbuf::inline LENDBUF_ABI::kernel {

namespace detail {

inline constexpr std::ptrdiff_t half_block = 64;

/// Widens a block of halves that are zero or normal; gives up before it writes when there are others.
template <std::endian Order>
[[nodiscard]] inline bool try_widen_plain_halves(std::byte* to, const std::byte* from) noexcept {
    std::uint16_t halves[half_block]; // which `to`, being bytes, cannot be
    std::uint16_t others = 0;
    for (std::ptrdiff_t k = 0; k < half_block; ++k) {
        const auto bits = load_bits<std::uint16_t, Order>(from + 2 * k);
        const auto magnitude = static_cast<std::uint16_t>(bits & 0x7FFF);
        const auto infinite = static_cast<std::uint16_t>(magnitude + 0x400); // bit 15: infinity or NaN
        const auto small = static_cast<std::uint16_t>(magnitude - 0x400);    // bit 15: subnormal or zero
        const auto zero = static_cast<std::uint16_t>(magnitude - 1);         // bit 15: zero
        others = static_cast<std::uint16_t>(others | infinite | (small & ~zero));
        halves[k] = bits;
    }
    if ((others & 0x8000u) != 0) return false;
    // The bits go where they belong, then a multiplication corrects the exponent.
    constexpr float scale = std::bit_cast<float>(0x77800000u); // 2^112
    for (std::ptrdiff_t k = 0; k < half_block; ++k) {
        const auto extended = static_cast<std::uint32_t>(std::int32_t{static_cast<std::int16_t>(halves[k])});
        store_bits(to + 4 * k,
                   std::bit_cast<std::uint32_t>(std::bit_cast<float>(extended << 13 & 0x8FFFE000u) * scale));
    }
    return true;
}

/// Rounds a block of floats to halves that are normal, or zero; gives up before it writes when there are others.
template <std::endian Order>
[[nodiscard]] inline bool try_narrow_plain_floats(std::byte* to, const std::byte* from) noexcept {
    std::int32_t magnitudes[half_block]; // signed: vectors of SSE have no other maximum
    std::int32_t greatest = 0;
    std::int32_t others = 0;
    for (std::ptrdiff_t k = 0; k < half_block; ++k) {
        const auto magnitude = static_cast<std::int32_t>(load_bits<std::uint32_t>(from + 4 * k) & 0x7FFFFFFFu);
        magnitudes[k] = magnitude;
        greatest = greatest < magnitude ? magnitude : greatest;
        others |= (magnitude - 0x38800000) & ~(magnitude - 1); // the sign: neither normal nor zero
    }
    if (others < 0 || greatest >= 0x477FF000) return false;
    for (std::ptrdiff_t k = 0; k < half_block; ++k) {
        const std::int32_t magnitude = magnitudes[k];
        const std::int32_t above = magnitude < 0x38000000 ? 0x38000000 : magnitude; // which makes zero of zero
        const std::int32_t rounded = (above - 0x37FFF001 + (magnitude >> 13 & 1)) >> 13;
        const std::uint32_t sign = load_bits<std::uint32_t>(from + 4 * k) >> 16 & 0x8000u;
        store_bits<Order>(to + 2 * k, static_cast<std::uint16_t>(static_cast<std::uint32_t>(rounded) | sign));
    }
    return true;
}

/// Tries each block by `convert_block(first)`; where that gives up, the next eight go one by one: what is not plain
/// rarely comes alone.
template <class Block, class One>
[[gnu::always_inline]] inline void for_each_half_block(std::ptrdiff_t count, Block convert_block,
                                                       One convert) noexcept {
    for (std::ptrdiff_t k = 0; k < count;) {
        std::ptrdiff_t end = k + half_block;
        if (end <= count && convert_block(k)) {
            k = end;
            continue;
        }
        end = count - k < 8 * half_block ? count : k + 8 * half_block;
        for (; k < end; ++k) convert(k);
    }
}

} // namespace detail

/// Widens `count` halves of byte order `Order` at `from` to floats at `to`.
/// Requires: the runs do not overlap; no alignment.
template <std::endian Order>
inline void half_to_float(std::byte* to, const std::byte* from, std::ptrdiff_t count) noexcept {
    detail::for_each_half_block(
        count, [&](std::ptrdiff_t k) { return detail::try_widen_plain_halves<Order>(to + 4 * k, from + 2 * k); },
        [&](std::ptrdiff_t k) { store_bits(to + 4 * k, widen_half(load_bits<std::uint16_t, Order>(from + 2 * k))); });
}

/// Rounds `count` floats at `from` to halves of byte order `Order` at `to`.
/// Requires: the runs do not overlap; no alignment.
template <std::endian Order>
inline void float_to_half(std::byte* to, const std::byte* from, std::ptrdiff_t count) noexcept {
    detail::for_each_half_block(
        count, [&](std::ptrdiff_t k) { return detail::try_narrow_plain_floats<Order>(to + 2 * k, from + 4 * k); },
        [&](std::ptrdiff_t k) {
            const std::uint32_t half = narrow_float(load_bits<std::uint32_t>(from + 4 * k));
            store_bits<Order>(to + 2 * k, static_cast<std::uint16_t>(half));
        });
}

/// Finds the first of `count` floats at `from` that is finite but too large for a half; -1 when there is none.
[[nodiscard]] inline std::ptrdiff_t first_half_overflow(const std::byte* from, std::ptrdiff_t count) noexcept {
    // Blocks without an early exit vectorise.
    constexpr std::ptrdiff_t block = 64;
    const auto magnitude = [from](std::ptrdiff_t k) {
        return static_cast<std::int32_t>(load_bits<std::uint32_t>(from + 4 * k) & 0x7FFFFFFFu);
    };
    for (std::ptrdiff_t k = 0; k < count;) {
        const std::ptrdiff_t end = count - k < block ? count : k + block;
        std::int32_t greatest = 0;
        if (end - k == block)
            for (std::ptrdiff_t i = 0; i < block; ++i)
                greatest = greatest < magnitude(k + i) ? magnitude(k + i) : greatest;
        if (end - k < block || greatest >= 0x477FF000)
            for (std::ptrdiff_t i = k; i < end; ++i)
                if (magnitude(i) >= 0x477FF000 && magnitude(i) < 0x7F800000) return i;
        k = end;
    }
    return -1;
}

} // namespace lendbuf::inline LENDBUF_ABI::kernel
