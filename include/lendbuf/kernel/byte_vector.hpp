// Vectors of the compiler, as wide as the machine compares in one instruction: what the searching kernels share.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <lendbuf/base/config.hpp>

namespace lendbuf::inline LENDBUF_ABI::kernel::detail {

// Where the machine has no vectors nobody uses the type, which must exist all the same.
inline constexpr std::ptrdiff_t vector_size = config::vector_bytes == 0 ? 16 : config::vector_bytes;

template <class T>
struct vector_type {
    typedef T type __attribute__((vector_size(vector_size))); // NOLINT: gcc ignores the attribute in a dependent alias
};

/// Names a vector of `T`.
template <class T>
using vector_of = typename vector_type<T>::type;

/// Holds what a comparison gives: all bits of a lane, or none.
using vector_mask = vector_of<std::uint64_t>;
inline constexpr std::ptrdiff_t mask_words = vector_size / 8;

// All by reference: passing vectors by value has no fixed convention on machines without them.

/// Loads a vector from any address. Requires: `vector_size` readable bytes.
template <class Vector>
[[gnu::always_inline]] inline void load_vector(Vector& v, const std::byte* from) noexcept {
    std::memcpy(&v, from, sizeof v);
}

/// Tells where two vectors are equal, lane by lane.
template <class Vector>
[[gnu::always_inline]] inline void equal_lanes(vector_mask& to, const Vector& a, const Vector& b) noexcept {
    to = reinterpret_cast<vector_mask>(a == b);
}

[[nodiscard, gnu::always_inline]] inline bool any_lane(const vector_mask& m) noexcept {
    std::uint64_t bits = 0;
    for (std::ptrdiff_t k = 0; k < mask_words; ++k) bits |= m[k];
    return bits != 0;
}

[[nodiscard, gnu::always_inline]] inline bool all_lanes(const vector_mask& m) noexcept {
    std::uint64_t bits = ~std::uint64_t{0};
    for (std::ptrdiff_t k = 0; k < mask_words; ++k) bits &= m[k];
    return ~bits == 0;
}

/// Gives the number of the first byte in memory that is set in a word of a mask, which is not zero.
[[nodiscard]] inline std::ptrdiff_t first_byte(std::uint64_t word) noexcept {
    return (std::endian::native == std::endian::little ? std::countr_zero(word) : std::countl_zero(word)) / 8;
}

/// Gives the number of the last byte in memory that is set in a word of a mask, which is not zero.
[[nodiscard]] inline std::ptrdiff_t last_byte(std::uint64_t word) noexcept {
    return 7 - (std::endian::native == std::endian::little ? std::countl_zero(word) : std::countr_zero(word)) / 8;
}

/// Clears one byte in memory of a word of a mask.
inline void clear_byte(std::uint64_t& word, std::ptrdiff_t byte) noexcept {
    word &= ~(std::uint64_t{0xff} << 8 * (std::endian::native == std::endian::little ? byte : 7 - byte));
}

/// Gives the number of the first byte that is set in a mask, which is not empty.
[[nodiscard]] inline std::ptrdiff_t first_byte(const vector_mask& m) noexcept {
    std::ptrdiff_t k = 0;
    while (m[k] == 0) ++k;
    return 8 * k + first_byte(m[k]);
}

/// Gives the number of the last byte that is set in a mask, which is not empty.
[[nodiscard]] inline std::ptrdiff_t last_byte(const vector_mask& m) noexcept {
    std::ptrdiff_t k = mask_words - 1;
    while (m[k] == 0) --k;
    return 8 * k + last_byte(m[k]);
}

} // namespace lendbuf::inline LENDBUF_ABI::kernel::detail
