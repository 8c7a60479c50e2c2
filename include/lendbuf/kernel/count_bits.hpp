// Counting the set bits of memory.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <lendbuf/base/config.hpp>

namespace lendbuf::inline LENDBUF_ABI::kernel {

namespace detail {

#if defined(__POPCNT__) || defined(__aarch64__)
inline constexpr bool has_popcount = true;
#else
inline constexpr bool has_popcount = false;
#endif

using bit_words [[gnu::vector_size(16)]] = std::uint64_t;

// Counts the bits of each byte in that byte; no operation leaves its word. By reference, since passing vectors by value
// has no fixed convention on machines without them.
template <class Words>
inline void count_in_bytes(Words& word) noexcept {
    constexpr std::uint64_t pairs = 0x5555555555555555u;
    constexpr std::uint64_t fours = 0x3333333333333333u;
    constexpr std::uint64_t eights = 0x0F0F0F0F0F0F0F0Fu;
    word -= (word >> 1) & pairs;
    word = (word & fours) + ((word >> 2) & fours);
    word = (word + (word >> 4)) & eights;
}

// Adds the eight bytes of a word.
[[nodiscard]] inline std::uint64_t sum_of_bytes(std::uint64_t word) noexcept {
    constexpr std::uint64_t sixteens = 0x00FF00FF00FF00FFu;
    return (((word & sixteens) + ((word >> 8) & sixteens)) * 0x0001000100010001u) >> 48;
}

[[nodiscard]] inline std::uint64_t bits_of_word(std::uint64_t word) noexcept {
    if constexpr (has_popcount) return static_cast<std::uint64_t>(std::popcount(word));
    count_in_bytes(word);
    return sum_of_bytes(word);
}

} // namespace detail

/// Counts the set bits of `size` bytes.
///
/// Complexity: linear; by the machine's own instruction, or by vectors where it has none.
[[nodiscard]] inline std::ptrdiff_t count_bits(const std::byte* bytes, std::ptrdiff_t size) noexcept {
    constexpr std::ptrdiff_t step = 2 * sizeof(detail::bit_words);
    constexpr std::ptrdiff_t rounds = 15; // of two vectors with up to 8 bits in each byte
    std::uint64_t total = 0;
    while (!detail::has_popcount && size >= step) {
        detail::bit_words counts{};
        const std::ptrdiff_t left = size / step;
        for (std::ptrdiff_t round = left < rounds ? left : rounds; round > 0; --round) {
            detail::bit_words words[2];
            std::memcpy(words, bytes, sizeof words);
            detail::count_in_bytes(words[0]);
            detail::count_in_bytes(words[1]);
            counts += words[0] + words[1];
            bytes += step;
            size -= step;
        }
        total += detail::sum_of_bytes(counts[0]) + detail::sum_of_bytes(counts[1]);
    }
    constexpr std::ptrdiff_t word_bytes = sizeof(std::uint64_t);
    for (; size >= word_bytes; size -= word_bytes, bytes += word_bytes) {
        std::uint64_t word;
        std::memcpy(&word, bytes, sizeof word);
        total += detail::bits_of_word(word);
    }
    if (size > 0) {
        std::uint64_t word = 0;
        std::memcpy(&word, bytes, static_cast<std::size_t>(size));
        total += detail::bits_of_word(word);
    }
    return static_cast<std::ptrdiff_t>(total);
}

} // namespace lendbuf::inline LENDBUF_ABI::kernel
