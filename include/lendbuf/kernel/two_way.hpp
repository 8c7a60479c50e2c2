// Finding one run of bytes in another in linear time and constant space, whatever the bytes are: the two-way algorithm of
// Crochemore and Perrin.
#pragma once

#include <cstddef>
#include <cstdint>
#include <lendbuf/base/byte_like.hpp>
#include <lendbuf/kernel/byte_run.hpp>

namespace lendbuf::inline LENDBUF_ABI::kernel {

namespace detail {

/// Points to `size` bytes without gaps.
template <byte_like Byte>
struct gapless_run {
    const Byte* first = nullptr;
    std::ptrdiff_t size = 0;

    [[nodiscard]] constexpr std::uint8_t operator[](std::ptrdiff_t n) const noexcept {
        return static_cast<std::uint8_t>(first[n]);
    }
};

/// Holds what the two-way algorithm wants to know of a needle.
struct two_way_plan {
    std::ptrdiff_t split = 0;  ///< Where the right part starts, which is compared first.
    std::ptrdiff_t period = 1; ///< How far to move when the right part matched and the left one did not.
    bool periodic = false;     ///< The whole needle repeats after `period`: what matched once is not compared again.
};

/// Finds the suffix that is last in alphabetical order, and its period; with `Reversed` in the opposite order.
template <bool Reversed, class Run>
constexpr two_way_plan last_suffix(const Run& needle) noexcept {
    std::ptrdiff_t suffix = -1; // one before where it starts
    std::ptrdiff_t rival = 0;
    std::ptrdiff_t matched = 1;
    std::ptrdiff_t period = 1;
    while (rival + matched < needle.size) {
        const std::uint8_t a = needle[rival + matched];
        const std::uint8_t b = needle[suffix + matched];
        if (a == b) {
            if (matched == period) {
                rival += period;
                matched = 1;
            } else {
                ++matched;
            }
        } else if ((a < b) != Reversed) {
            rival += matched;
            matched = 1;
            period = rival - suffix;
        } else {
            suffix = rival++;
            matched = 1;
            period = 1;
        }
    }
    return {suffix + 1, period};
}

/// Complexity: linear in the needle.
template <class Run>
constexpr two_way_plan plan_two_way(const Run& needle) noexcept {
    const two_way_plan a = last_suffix<false>(needle);
    const two_way_plan b = last_suffix<true>(needle);
    two_way_plan plan = a.split > b.split ? a : b;
    plan.periodic = true;
    for (std::ptrdiff_t k = 0; k < plan.split && plan.periodic; ++k)
        plan.periodic = needle[k] == needle[k + plan.period];
    if (!plan.periodic) {
        const std::ptrdiff_t right = needle.size - plan.split;
        plan.period = (plan.split > right ? plan.split : right) + 1;
    }
    return plan;
}

/// Finds the first place of `needle` in `hay`, or -1.
///
/// Requires: a needle that is not empty, and its plan.
/// Complexity: no more than two comparisons for each byte of `hay`.
template <class Hay, class Needle>
constexpr std::ptrdiff_t find_two_way(const Hay& hay, const Needle& needle, const two_way_plan& plan) noexcept {
    std::ptrdiff_t known = 0; // bytes at the needle's start that are known to match
    for (std::ptrdiff_t at = 0; at <= hay.size - needle.size;) {
        std::ptrdiff_t k = plan.split > known ? plan.split : known;
        while (k < needle.size && needle[k] == hay[at + k]) ++k;
        if (k < needle.size) {
            at += k - plan.split + 1;
            known = 0;
            continue;
        }
        k = plan.split;
        while (k > known && needle[k - 1] == hay[at + k - 1]) --k;
        if (k <= known) return at;
        at += plan.period;
        known = plan.periodic ? needle.size - plan.period : 0;
    }
    return -1;
}

} // namespace detail

} // namespace lendbuf::inline LENDBUF_ABI::kernel
