// Arrays of halves to arrays of floats and back: loops without branches, which compilers vectorise.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <lendbuf/base/byte_order.hpp>
#include <lendbuf/base/half.hpp>

namespace lendbuf::inline LENDBUF_ABI::kernel {

/// Widens the bits of a half without a branch; the same results as `lendbuf::half_to_float`.
///
/// A subnormal is scaled by a multiplication, which is exact; everything else only moves bits.
[[nodiscard]] constexpr std::uint32_t widen_half(std::uint32_t bits) noexcept {
    const std::uint32_t magnitude = (bits & 0x7FFFu) << 13;
    const std::uint32_t exponent = magnitude & 0x0F800000u;
    const std::uint32_t normal = magnitude + (exponent == 0x0F800000u ? 0x70000000u : 0x38000000u);
    // A subnormal half is a fraction of 2^-14: put it behind that exponent, then take the leading one away.
    const float scaled = std::bit_cast<float>(magnitude + 0x38800000u) - std::bit_cast<float>(0x38800000u);
    const std::uint32_t small = 0u - static_cast<std::uint32_t>(exponent == 0); // of a choice gcc 12 makes a branch
    return ((std::bit_cast<std::uint32_t>(scaled) & small) | (normal & ~small)) | (bits & 0x8000u) << 16;
}

/// Rounds the bits of a float to a half without a branch, ties to even; what is too large becomes infinity.
[[nodiscard]] constexpr std::uint32_t narrow_float(std::uint32_t bits) noexcept {
    const std::uint32_t magnitude = bits & 0x7FFFFFFFu;
    // Normal: move the exponent, add half of what is dropped (less one, plus the last kept bit), drop.
    const std::uint32_t normal = (magnitude - 0x38000000u + 0xFFFu + ((magnitude >> 13) & 1u)) >> 13;
    // Subnormal: adding 0.5 puts the wanted bits last, and the addition rounds them.
    const std::uint32_t small =
        std::bit_cast<std::uint32_t>(std::bit_cast<float>(magnitude) + 0.5f) - std::bit_cast<std::uint32_t>(0.5f);
    const std::uint32_t quiet_nan = 0x7E00u | (magnitude >> 13 & 0x3FFu);
    const std::uint32_t result = magnitude > 0x7F800000u    ? quiet_nan
                                 : magnitude >= 0x477FF000u ? 0x7C00u // 65520 and more
                                 : magnitude < 0x38800000u  ? small
                                                            : normal;
    return result | (bits & 0x80000000u) >> 16;
}

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

} // namespace detail

/// Widens `count` halves of byte order `Order` at `from` to floats at `to`.
/// Requires: the runs do not overlap; no alignment.
template <std::endian Order>
inline void half_to_float(std::byte* to, const std::byte* from, std::ptrdiff_t count) noexcept {
    for (std::ptrdiff_t k = 0; k < count;) {
        constexpr std::ptrdiff_t block = detail::half_block;
        const std::ptrdiff_t end = count - k < block ? count : k + block;
        if (end - k == block && detail::try_widen_plain_halves<Order>(to + 4 * k, from + 2 * k)) {
            k = end;
            continue;
        }
        for (; k < end; ++k) store_bits(to + 4 * k, widen_half(load_bits<std::uint16_t, Order>(from + 2 * k)));
    }
}

/// Rounds `count` floats at `from` to halves of byte order `Order` at `to`.
/// Requires: the runs do not overlap; no alignment.
template <std::endian Order>
inline void float_to_half(std::byte* to, const std::byte* from, std::ptrdiff_t count) noexcept {
    for (std::ptrdiff_t k = 0; k < count; ++k)
        store_bits<Order>(to + 2 * k, static_cast<std::uint16_t>(narrow_float(load_bits<std::uint32_t>(from + 4 * k))));
}

/// Finds the first of `count` floats at `from` that is finite but too large for a half; -1 when there is none.
[[nodiscard]] inline std::ptrdiff_t first_half_overflow(const std::byte* from, std::ptrdiff_t count) noexcept {
    const auto overflows = [](std::uint32_t bits) {
        return ((bits & 0x7FFFFFFFu) >= 0x477FF000u) & ((bits & 0x7FFFFFFFu) < 0x7F800000u);
    };
    // Blocks without an early exit vectorise.
    constexpr std::ptrdiff_t block = 64;
    std::ptrdiff_t k = 0;
    for (; k + block <= count; k += block) {
        unsigned any = 0;
        for (std::ptrdiff_t i = 0; i < block; ++i)
            any |= static_cast<unsigned>(overflows(load_bits<std::uint32_t>(from + 4 * (k + i))));
        if (any != 0) break;
    }
    for (; k < count; ++k)
        if (overflows(load_bits<std::uint32_t>(from + 4 * k))) return k;
    return -1;
}

} // namespace lendbuf::inline LENDBUF_ABI::kernel
