// Single bits of memory, found by position: what no pointer can point to.
#pragma once

#include <cstddef>
#include <lendbuf/base/byte_like.hpp>
#include <lendbuf/element/strided_items.hpp>
#include <type_traits>

namespace lendbuf::inline LENDBUF_ABI {

/// Names the bit of a byte that comes first: the one of the highest value (PNG, TIFF, 1-bit images) or of the lowest
/// (Arrow, deflate). Python: the `bitorder` of numpy.unpackbits, "big" and "little"
enum class bit_order : unsigned char { msb_first, lsb_first };

/// Refers to one bit; reads and assigns as a bool, and refers to the same bit for ever.
template <byte_like Byte>
    requires(!std::is_const_v<Byte>)
class bit_reference {
public:
    /// Refers to the bits of `byte` that are set in `mask`, which should be one.
    constexpr bit_reference(Byte& byte, unsigned char mask) noexcept : byte_(&byte), mask_(mask) {}
    constexpr bit_reference(const bit_reference&) noexcept = default;

    constexpr operator bool() const noexcept { return (static_cast<unsigned char>(*byte_) & mask_) != 0; }

    constexpr const bit_reference& operator=(bool value) const noexcept {
        const auto bits = static_cast<unsigned char>(*byte_);
        *byte_ = static_cast<Byte>(static_cast<unsigned char>(value ? bits | mask_ : bits & ~mask_));
        return *this;
    }
    constexpr const bit_reference& operator=(const bit_reference& other) const noexcept {
        return *this = static_cast<bool>(other);
    }
    constexpr bit_reference& operator=(const bit_reference& other) noexcept {
        *this = static_cast<bool>(other);
        return *this;
    }

    /// Makes a one of a zero and a zero of a one.
    constexpr void flip() const noexcept {
        *byte_ = static_cast<Byte>(static_cast<unsigned char>(static_cast<unsigned char>(*byte_) ^ mask_));
    }

    /// Exchanges the two bits, not what the references refer to.
    friend constexpr void swap(const bit_reference& a, const bit_reference& b) noexcept {
        const bool value = a;
        a = b;
        b = value;
    }

private:
    Byte* byte_;
    unsigned char mask_;
};

/// Finds bits by position: number k is `first + k * step`, counted through bytes that are `stride` apart.
template <byte_like Byte>
struct bit_items {
    using value_type = bool;

    [[nodiscard]] constexpr auto at_unchecked(std::ptrdiff_t position) const noexcept {
        const std::ptrdiff_t bit = first + position * step;
        Byte& byte = *move_by_bytes(bytes, (bit >> 3) * stride);
        const auto mask = static_cast<unsigned char>(1u << ((bit & 7) ^ (bits_from == bit_order::lsb_first ? 0 : 7)));
        if constexpr (std::is_const_v<Byte>)
            return (static_cast<unsigned char>(byte) & mask) != 0;
        else
            return bit_reference<Byte>(byte, mask);
    }

    Byte* bytes = nullptr;
    std::ptrdiff_t stride = 1; ///< bytes
    std::ptrdiff_t first = 0;  ///< bits from the start of `bytes`
    std::ptrdiff_t step = 1;   ///< bits
    bit_order bits_from = bit_order::msb_first;
};

} // namespace lendbuf::inline LENDBUF_ABI
