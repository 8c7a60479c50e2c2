// A hash of bytes: four lanes of 16 bytes a step, the same on every machine.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <lendbuf/base/byte_order.hpp>

namespace lendbuf::inline LENDBUF_ABI::kernel {

namespace detail {

/// Multiplies two words and folds the halves of the product together.
[[nodiscard]] constexpr std::uint64_t folded_product(std::uint64_t a, std::uint64_t b) noexcept {
#if LENDBUF_INT128
    __extension__ using wide = unsigned __int128;
    const wide product = static_cast<wide>(a) * b;
    return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
#else
    constexpr std::uint64_t low_half = 0xffffffff;
    const std::uint64_t low = (a & low_half) * (b & low_half);
    const std::uint64_t middle = (a >> 32) * (b & low_half) + (low >> 32);
    const std::uint64_t other = (a & low_half) * (b >> 32) + (middle & low_half);
    const std::uint64_t high = (a >> 32) * (b >> 32) + (middle >> 32) + (other >> 32);
    return (other << 32 | (low & low_half)) ^ high;
#endif
}

// Digits of pi: numbers without a pattern.
inline constexpr std::uint64_t hash_constants[8] = {
    0x243f6a8885a308d3, 0x13198a2e03707344, 0xa4093822299f31d0, 0x082efa98ec4e6c89,
    0x452821e638d01377, 0xbe5466cf34e90c6c, 0xc0ac29b7c97c50dd, 0x3f84d5b5b5470917,
};

/// Loads up to 8 bytes as a little-endian word, the missing ones as zeros.
template <byte_like Byte>
[[nodiscard]] constexpr std::uint64_t load_part(const Byte* bytes, std::ptrdiff_t size) noexcept {
    if (size >= 8) return load_bits<std::uint64_t, std::endian::little>(bytes);
    if (size >= 4) { // two halves that may overlap
        const std::uint64_t low = load_bits<std::uint32_t, std::endian::little>(bytes);
        const std::uint64_t high = load_bits<std::uint32_t, std::endian::little>(bytes + size - 4);
        return low | high << 8 * (size - 4);
    }
    std::uint64_t word = 0;
    for (std::ptrdiff_t k = 0; k < size; ++k)
        word |= static_cast<std::uint64_t>(static_cast<std::uint8_t>(bytes[k])) << 8 * k;
    return word;
}

/// Holds the state between blocks of 64 bytes.
struct hash_lanes {
    static constexpr std::ptrdiff_t block = 64;

    std::uint64_t values[4] = {hash_constants[4], hash_constants[5], hash_constants[6], hash_constants[7]};

    constexpr void mix(std::ptrdiff_t number, std::uint64_t a, std::uint64_t b) noexcept {
        std::uint64_t& lane = values[number];
        // The sum keeps the lane where a factor happens to be zero.
        lane = folded_product(a ^ hash_constants[number], b ^ lane) + std::rotl(lane, 23);
    }

    template <byte_like Byte>
    constexpr void mix_blocks(const Byte* bytes, std::ptrdiff_t count) noexcept {
        hash_lanes lanes = *this; // in registers: the bytes might be these
        for (; count > 0; --count, bytes += block)
#pragma GCC unroll 4
            for (std::ptrdiff_t k = 0; k < 4; ++k)
                lanes.mix(k, load_bits<std::uint64_t, std::endian::little>(bytes + 16 * k),
                          load_bits<std::uint64_t, std::endian::little>(bytes + 16 * k + 8));
        *this = lanes;
    }

    /// Gives the hash, after the last `size` bytes of `total`, fewer than a block.
    template <byte_like Byte>
    [[nodiscard]] constexpr std::uint64_t finish(const Byte* bytes, std::ptrdiff_t size,
                                                 std::uint64_t total) const noexcept {
        hash_lanes last = *this;
        for (std::ptrdiff_t k = 0; size > 0; ++k, size -= 16, bytes += size > 0 ? 16 : 0)
            last.mix(k, load_part(bytes, size), size > 8 ? load_part(bytes + 8, size - 8) : 0);
        constexpr auto& constant = hash_constants;
        const std::uint64_t a = folded_product(last.values[0] ^ constant[4], last.values[1] ^ total);
        const std::uint64_t b = folded_product(last.values[2] ^ constant[5], last.values[3] ^ constant[6]);
        std::uint64_t h = folded_product(a ^ constant[7], b ^ constant[0]) + (a ^ std::rotl(b, 32));
        h = (h ^ h >> 32) * (constant[1] | 1);
        return h ^ h >> 29;
    }
};

} // namespace detail

/// Hashes `size` bytes.
///
/// Safety: fit for hash tables, not for secrets: who chooses the bytes can choose collisions. Not the same in every
/// version of the library.
/// Complexity: linear; 64 bytes a step.
template <byte_like Byte>
[[nodiscard]] constexpr std::uint64_t hash_bytes(const Byte* bytes, std::ptrdiff_t size) noexcept {
    constexpr std::ptrdiff_t block = detail::hash_lanes::block;
    detail::hash_lanes lanes;
    lanes.mix_blocks(bytes, size / block);
    return lanes.finish(size > 0 ? bytes + size / block * block : bytes, size % block,
                        static_cast<std::uint64_t>(size));
}

/// Hashes bytes that come in any number of pieces: the result is that of `hash_bytes`, however they are cut.
class byte_hasher {
public:
    /// Adds `size` bytes. Complexity: linear; 64 bytes a step.
    template <byte_like Byte>
    constexpr void add(const Byte* bytes, std::ptrdiff_t size) noexcept {
        if (size == 0) return;
        const auto pending = static_cast<std::ptrdiff_t>(total_ % block);
        total_ += static_cast<std::uint64_t>(size);
        if (pending > 0) {
            const std::ptrdiff_t missing = block - pending;
            if (size < missing) return copy(rest_ + pending, bytes, size);
            copy(rest_ + pending, bytes, missing);
            lanes_.mix_blocks(static_cast<const std::byte*>(rest_), 1);
            bytes += missing;
            size -= missing;
        }
        lanes_.mix_blocks(bytes, size / block);
        copy(rest_, bytes + size / block * block, size % block);
    }

    /// Gives the hash of all bytes so far.
    [[nodiscard]] constexpr std::uint64_t value() const noexcept {
        return lanes_.finish(static_cast<const std::byte*>(rest_), static_cast<std::ptrdiff_t>(total_ % block), total_);
    }

private:
    static constexpr std::ptrdiff_t block = detail::hash_lanes::block;

    template <byte_like Byte>
    static constexpr void copy(std::byte* to, const Byte* from, std::ptrdiff_t size) noexcept {
        if (!__builtin_is_constant_evaluated()) {
            std::memcpy(to, from, static_cast<std::size_t>(size));
            return;
        }
        for (std::ptrdiff_t k = 0; k < size; ++k) to[k] = static_cast<std::byte>(from[k]);
    }

    detail::hash_lanes lanes_{};
    std::uint64_t total_ = 0;
    std::byte rest_[block]{}; // bytes of a block that is not complete
};

} // namespace lendbuf::inline LENDBUF_ABI::kernel
