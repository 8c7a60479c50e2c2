// IEEE 754 binary16, the `e` of struct: a storage type and exact conversions, without help from the hardware.
#pragma once

#include <bit>
#include <cstdint>
#include <lendbuf/base/config.hpp>

namespace lendbuf::inline LENDBUF_ABI {

/// Widens the bits of a half; exact, and NaN payloads keep their leading bits.
[[nodiscard]] constexpr float half_to_float(std::uint16_t bits) noexcept {
    const std::uint32_t sign = static_cast<std::uint32_t>(bits & 0x8000u) << 16;
    const std::uint32_t exponent = (bits >> 10) & 0x1Fu;
    const std::uint32_t fraction = bits & 0x3FFu;
    if (exponent == 31) return std::bit_cast<float>(sign | 0x7F800000u | fraction << 13);
    if (exponent != 0) return std::bit_cast<float>(sign | (exponent + 112) << 23 | fraction << 13);
    if (fraction == 0) return std::bit_cast<float>(sign);
    // Subnormal: move the leading one to the place where a float hides it.
    const int shift = std::countl_zero(fraction) - 21;
    const std::uint32_t normal = (fraction << shift) & 0x3FFu;
    return std::bit_cast<float>(sign | static_cast<std::uint32_t>(113 - shift) << 23 | normal << 13);
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
    explicit constexpr half(float value) noexcept : bits_(double_to_half(static_cast<double>(value)).bits) {}

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
