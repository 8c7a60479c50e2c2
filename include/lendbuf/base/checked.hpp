// Size arithmetic that cannot wrap: the one helper behind every shape x stride, count x size and offset + size.
#pragma once

#include <cstddef>
#include <lendbuf/base/config.hpp>

namespace lendbuf::inline LENDBUF_ABI {

/// Adds `b` to `a` in place. Returns false, and leaves `a` alone, when the sum does not fit.
[[nodiscard]] constexpr bool checked_add(std::ptrdiff_t& a, std::ptrdiff_t b) noexcept {
    std::ptrdiff_t sum = 0;
    if (__builtin_add_overflow(a, b, &sum)) return false;
    a = sum;
    return true;
}

/// Multiplies `a` by `b` in place. Returns false, and leaves `a` alone, when the product does not fit.
[[nodiscard]] constexpr bool checked_multiply(std::ptrdiff_t& a, std::ptrdiff_t b) noexcept {
    std::ptrdiff_t product = 0;
    if (__builtin_mul_overflow(a, b, &product)) return false;
    a = product;
    return true;
}

/// Rounds `a` (>= 0) up to a multiple of `alignment`, a power of two, in place. Returns false when that does not fit.
[[nodiscard]] constexpr bool checked_align(std::ptrdiff_t& a, std::ptrdiff_t alignment) noexcept {
    if (!checked_add(a, alignment - 1)) return false;
    a &= -alignment;
    return true;
}

} // namespace lendbuf::inline LENDBUF_ABI
