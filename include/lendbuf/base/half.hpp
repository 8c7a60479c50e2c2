// IEEE 754 binary16, the `e` of struct: a storage type and exact conversions, without help from the hardware.
#pragma once

#include <bit>
#include <cstdint>
#include <lendbuf/base/config.hpp>

namespace lendbuf::inline LENDBUF_ABI {

namespace detail {

/// Gives all bits where a > b, and none elsewhere. Of signed numbers, as vectors compare them; and no choice, of which
/// gcc 12 makes a branch, and no vectors of a branch.
[[nodiscard]] constexpr std::uint32_t mask_if_greater(std::uint32_t a, std::uint32_t b) noexcept {
    return 0u - static_cast<std::uint32_t>(static_cast<std::int32_t>(a) > static_cast<std::int32_t>(b));
}

} // namespace detail

/// Widens the bits of a half to those of a float; exact, and NaN payloads keep their leading bits. Without branches, so
/// that loops become vectors.
[[nodiscard]] constexpr std::uint32_t widen_half(std::uint32_t bits) noexcept {
    const std::uint32_t magnitude = (bits & 0x7FFFu) << 13;
    const std::uint32_t infinite = detail::mask_if_greater(magnitude, 0x0F7FFFFFu); // or NaN
    const std::uint32_t normal = magnitude + 0x38000000u + (infinite & 0x38000000u);
    // A subnormal half is a fraction of 2^-14: put it behind that exponent, then take the leading one away.
    const float scaled = std::bit_cast<float>(magnitude + 0x38800000u) - std::bit_cast<float>(0x38800000u);
    const std::uint32_t small = detail::mask_if_greater(0x00800000u, magnitude);
    return ((std::bit_cast<std::uint32_t>(scaled) & small) | (normal & ~small)) | (bits & 0x8000u) << 16;
}

/// Rounds the bits of a float to a half, ties to even; what is too large becomes infinity. Without branches, too.
[[nodiscard]] constexpr std::uint32_t narrow_float(std::uint32_t bits) noexcept {
    const std::uint32_t magnitude = bits & 0x7FFFFFFFu;
    // Normal: move the exponent, add half of what is dropped (less one, plus the last kept bit), drop.
    const std::uint32_t normal = (magnitude - 0x38000000u + 0xFFFu + ((magnitude >> 13) & 1u)) >> 13;
    // Subnormal: adding 0.5 puts the wanted bits last, and the addition rounds them. Of all others it makes none: a NaN
    // must not be calculated with, which constant expressions refuse.
    const std::uint32_t small = detail::mask_if_greater(0x38800000u, magnitude);
    const std::uint32_t scaled =
        std::bit_cast<std::uint32_t>(std::bit_cast<float>(magnitude & small) + 0.5f) - 0x3F000000u;
    const std::uint32_t nan = detail::mask_if_greater(magnitude, 0x7F800000u);
    const std::uint32_t infinite = 0x7C00u | (nan & (0x200u | (magnitude >> 13 & 0x3FFu)));
    const std::uint32_t large = detail::mask_if_greater(magnitude, 0x477FEFFFu); // 65520 and more
    const std::uint32_t finite = scaled | (normal & ~small);
    return (infinite & large) | (finite & ~large) | (bits & 0x80000000u) >> 16;
}

/// Widens the bits of a half; exact.
[[nodiscard]] constexpr float half_to_float(std::uint16_t bits) noexcept {
    return std::bit_cast<float>(widen_half(bits));
}

/// Holds the bits of a rounded half and whether a finite value became too large for it.
struct half_bits {
    std::uint16_t bits;
    bool overflow;
};

/// Rounds a double to a half, ties to even, in one step; an overflow gives infinity and says so.
[[nodiscard]] constexpr half_bits double_to_half(double value) noexcept {
    const auto raw = std::bit_cast<std::uint64_t>(value);
    const auto sign = static_cast<std::uint16_t>((raw >> 48) & 0x8000u);
    const auto biased = static_cast<int>((raw >> 52) & 0x7FFu);
    const std::uint64_t fraction = raw & 0xFFFFFFFFFFFFFu;
    const auto with_sign = [sign](std::uint64_t magnitude) { return static_cast<std::uint16_t>(sign | magnitude); };
    if (biased == 0x7FF) {
        if (fraction == 0) return {with_sign(0x7C00u), false};
        return {with_sign(0x7E00u | fraction >> 42), false}; // quiet, as the conversion instructions do
    }
    const int exponent = biased - 1023;
    if (exponent > 15) return {with_sign(0x7C00u), true};
    if (exponent < -25) return {sign, false};
    // Everything below the kept bits decides the rounding; a carry runs into the exponent, which is what it should do.
    const int dropped = exponent < -14 ? 28 - exponent : 42;
    const std::uint64_t significand =
        exponent < -14 ? (fraction | 1ull << 52) : (fraction | static_cast<std::uint64_t>(exponent + 15) << 52);
    std::uint64_t kept = significand >> dropped;
    const std::uint64_t rest = significand & ((1ull << dropped) - 1);
    const std::uint64_t tie = 1ull << (dropped - 1);
    if (rest > tie || (rest == tie && (kept & 1u) != 0)) ++kept;
    return {with_sign(kept), kept >= 0x7C00u};
}

/// Stores a number as IEEE 754 binary16; reads as `float`.
///
/// Python: the `e` format of struct and memoryview.
class half {
public:
    half() = default;

    /// Rounds to nearest, ties to even; too large becomes infinity.
    explicit constexpr half(float value) noexcept
        : bits_(static_cast<std::uint16_t>(narrow_float(std::bit_cast<std::uint32_t>(value)))) {}

    /// Rounds to nearest, ties to even, in one step; too large becomes infinity.
    explicit constexpr half(double value) noexcept : bits_(double_to_half(value).bits) {}

    /// Makes a half of its 16 bits.
    [[nodiscard]] static constexpr half from_bits(std::uint16_t bits) noexcept {
        half result{};
        result.bits_ = bits;
        return result;
    }

    /// Gives the 16 bits.
    [[nodiscard]] constexpr std::uint16_t bits() const noexcept { return bits_; }

    /// Widens to float; exact.
    [[nodiscard]] constexpr operator float() const noexcept { return half_to_float(bits_); }

private:
    std::uint16_t bits_;
};

} // namespace lendbuf::inline LENDBUF_ABI
