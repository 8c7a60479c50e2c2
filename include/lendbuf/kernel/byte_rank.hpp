// How common each byte is in the data there is: a guess that tells which bytes of a needle are worth looking for.
#pragma once

#include <cstddef>
#include <cstdint>
#include <lendbuf/base/config.hpp>

namespace lendbuf::inline LENDBUF_ABI::kernel::detail {

/// Holds a rank for every byte; the highest is the most common.
struct byte_rank_table {
    std::uint8_t ranks[256];
};

// Text in European languages, source code, and binary numbers; wrong guesses cost time, nothing else.
inline constexpr byte_rank_table byte_ranks = [] {
    byte_rank_table table{};
    for (std::size_t byte = 0; byte < 256; ++byte) table.ranks[byte] = byte < 0x80 ? 20 : 40;
    for (std::size_t byte = 'A'; byte <= 'Z'; ++byte) table.ranks[byte] = 60;
    std::uint8_t rank = 255;
    table.ranks[0x00] = rank--;
    for (const char* c = " etaoinsrhldcumfpgywbv,.k0_1\n2x-()/\"3:=49567;8jqz'"; *c != '\0'; ++c)
        table.ranks[static_cast<std::uint8_t>(*c)] = rank--;
    table.ranks[0xff] = 240;
    table.ranks[0x01] = 200;
    return table;
}();

/// Chooses two places in a needle: of its rarest byte, and of the rarest one that differs from it, far from the first.
/// Only the first `looked_at` bytes are asked, but if they are all equal. A needle of equal bytes gives its first and last.
///
/// Requires: one byte or more in `looked_at`, no more than there are.
/// Complexity: linear in `looked_at`, and in the equal bytes there are at the start.
inline void choose_rare_bytes(const std::byte* needle, std::ptrdiff_t size, std::ptrdiff_t looked_at,
                              std::ptrdiff_t (&places)[2]) noexcept {
    // Rank and place in one number: its minimum needs no branch that a processor could guess wrong.
    const auto key = [needle](std::ptrdiff_t k, std::ptrdiff_t place) {
        const std::uint64_t rank = byte_ranks.ranks[static_cast<std::uint8_t>(needle[k])];
        return rank << 48 | static_cast<std::uint64_t>(place);
    };
    std::uint64_t first = key(0, 0);
    for (std::ptrdiff_t k = 1; k < looked_at; ++k) {
        const std::uint64_t other = key(k, k);
        first = other < first ? other : first;
    }
    constexpr std::uint64_t place_bits = (std::uint64_t{1} << 48) - 1;
    places[0] = static_cast<std::ptrdiff_t>(first & place_bits);
    const std::byte rarest = needle[places[0]];
    std::uint64_t second = ~std::uint64_t{0};
    for (std::ptrdiff_t k = 0; k < looked_at; ++k) {
        const std::uint64_t other = needle[k] == rarest ? ~std::uint64_t{0} : key(k, looked_at - k);
        second = other < second ? other : second;
    }
    std::ptrdiff_t place = looked_at;
    if (~second != 0) return void(places[1] = looked_at - static_cast<std::ptrdiff_t>(second & place_bits));
    while (place < size && needle[place] == rarest) ++place;
    places[1] = place < size ? place : size - 1;
}

} // namespace lendbuf::inline LENDBUF_ABI::kernel::detail
