// Comparing runs of items: word by word in the other byte order, float by float, byte by byte for order.
#pragma once

#include <compare>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <lendbuf/base/byte_order.hpp>
#include <lendbuf/kernel/byte_run.hpp>
#include <lendbuf/kernel/byte_swap.hpp>
#include <lendbuf/kernel/byte_vector.hpp>

namespace lendbuf::inline LENDBUF_ABI::kernel {

/// Tells whether `count` words of `Size` (2, 4 or 8) bytes at `a` are those at `b` with their bytes reversed. No alignment
/// is needed.
///
/// Complexity: linear; stops soon after the first difference.
template <std::size_t Size>
[[nodiscard]] bool equal_swapped(const std::byte* a, const std::byte* b, std::ptrdiff_t count) noexcept {
    constexpr auto size = static_cast<std::ptrdiff_t>(Size);
    constexpr std::ptrdiff_t most = 1024 / size;
    std::byte swapped[1024];
    std::ptrdiff_t words = count < 64 / size ? count : 64 / size; // most differences are near the start
    for (std::ptrdiff_t at = 0; at < count; at += words, words = count - at < most ? count - at : most) {
        copy_swapped<Size>(swapped, a + at * size, words);
        if (std::memcmp(swapped, b + at * size, static_cast<std::size_t>(words * size)) != 0) return false;
    }
    return true;
}

/// Tells whether `count` floats of type `F` at `a` equal those at `b`: NaN equals nothing, the zeros are equal. No
/// alignment is needed.
///
/// Complexity: linear, four vectors a step; stops soon after the first difference.
template <class F>
[[nodiscard]] bool equal_floats(const std::byte* a, const std::byte* b, std::ptrdiff_t count) noexcept {
    constexpr auto size = static_cast<std::ptrdiff_t>(sizeof(F));
    const std::ptrdiff_t bytes = count * size;
    std::ptrdiff_t at = 0;
    if constexpr (config::vector_bytes != 0) {
        constexpr std::ptrdiff_t step = detail::vector_size;
        for (; at + 4 * step <= bytes; at += 4 * step) {
            detail::vector_mask equal = ~detail::vector_mask{};
#pragma GCC unroll 4
            for (std::ptrdiff_t part = at; part < at + 4 * step; part += step) {
                detail::vector_of<F> x;
                detail::vector_of<F> y;
                detail::load_vector(x, a + part);
                detail::load_vector(y, b + part);
                detail::vector_mask both;
                detail::equal_lanes(both, x, y);
                equal &= both;
            }
            if (!detail::all_lanes(equal)) return false;
        }
    }
    for (; at < bytes; at += size)
        if (!(load<F>(a + at) == load<F>(b + at))) return false;
    return true;
}

/// Tells whether `differs(k)` is false for every k below `count`. Asks for blocks of k at a time, so that compilers make
/// vectors of it; best when a `Word` has the size of what is compared.
template <std::signed_integral Word, class Differs>
[[nodiscard]] constexpr bool none_differs(std::ptrdiff_t count, const Differs& differs) {
    constexpr std::ptrdiff_t block = 32;
    std::ptrdiff_t k = 0;
    for (; count - k >= block; k += block) {
        Word any = 0;
        for (std::ptrdiff_t part = k; part < k + block; ++part)
            any = static_cast<Word>(any | (differs(part) ? Word{-1} : Word{0}));
        if (any != 0) return false;
    }
    for (; k < count; ++k)
        if (differs(k)) return false;
    return true;
}

/// Compares two runs of bytes as byte strings: by the first byte that differs, or by length.
///
/// Complexity: linear; one memcmp when both are gapless.
template <byte_like A, byte_like B>
[[nodiscard]] constexpr std::strong_ordering compare_runs(const byte_run<A>& a, const byte_run<B>& b) noexcept {
    const std::ptrdiff_t common = a.size < b.size ? a.size : b.size;
    if (!__builtin_is_constant_evaluated() && a.stride == 1 && b.stride == 1) {
        const int order = common > 0 ? std::memcmp(a.first, b.first, static_cast<std::size_t>(common)) : 0;
        return order != 0 ? order <=> 0 : a.size <=> b.size;
    }
    for (std::ptrdiff_t k = 0; k < common; ++k)
        if (a[k] != b[k]) return a[k] <=> b[k];
    return a.size <=> b.size;
}

} // namespace lendbuf::inline LENDBUF_ABI::kernel
