// Finding and counting bytes and runs of bytes, gapless or a stride apart, when compiled or when run.
#pragma once

#include <cstddef>
#include <cstdint>
#include <lendbuf/base/byte_like.hpp>
#include <lendbuf/kernel/find_bytes.hpp>
#include <lendbuf/kernel/find_word.hpp>
#include <lendbuf/kernel/two_way.hpp>

namespace lendbuf::inline LENDBUF_ABI::kernel {

namespace detail {

template <byte_like Byte>
[[nodiscard]] const std::byte* as_raw(const Byte* bytes) noexcept {
    // Safety: std::byte may look at any object's bytes.
    return static_cast<const std::byte*>(static_cast<const void*>(bytes));
}

} // namespace detail

/// Finds the first (with `Forward` false the last) byte of that value, or -1.
///
/// Complexity: linear; memchr's speed for gapless bytes.
template <bool Forward, byte_like Byte>
[[nodiscard]] constexpr std::ptrdiff_t find_byte(const byte_run<Byte>& hay, std::uint8_t value) noexcept {
    if (!__builtin_is_constant_evaluated() && hay.stride == 1)
        return find_word<Forward>(detail::as_raw(hay.first), hay.size, value);
    for (std::ptrdiff_t left = hay.size; left > 0; --left) {
        const std::ptrdiff_t k = Forward ? hay.size - left : left - 1;
        if (hay[k] == value) return k;
    }
    return -1;
}

/// Counts the bytes of that value.
template <byte_like Byte>
[[nodiscard]] constexpr std::ptrdiff_t count_byte(const byte_run<Byte>& hay, std::uint8_t value) noexcept {
    if (!__builtin_is_constant_evaluated() && hay.stride == 1)
        return count_word(detail::as_raw(hay.first), hay.size, value);
    std::ptrdiff_t found = 0;
    for (std::ptrdiff_t k = 0; k < hay.size; ++k) found += hay[k] == value ? 1 : 0;
    return found;
}

/// Finds the first (with `Forward` false the last) place of `needle` in `hay`, or -1. An empty needle is everywhere.
///
/// Complexity: linear in both, whatever the bytes are.
template <bool Forward, byte_like Byte, byte_like NeedleByte>
[[nodiscard]] constexpr std::ptrdiff_t find_run(const byte_run<Byte>& hay,
                                                const byte_run<NeedleByte>& needle) noexcept {
    if (needle.size == 0) return Forward ? 0 : hay.size;
    if (needle.size > hay.size) return -1;
    if (needle.size == 1) return find_byte<Forward>(hay, needle[0]);
    if (!__builtin_is_constant_evaluated() && hay.stride == 1 && needle.stride == 1)
        return needle_finder<Forward>(detail::as_raw(needle.first), needle.size)
            .find(detail::as_raw(hay.first), hay.size);
    if constexpr (Forward) {
        return detail::find_two_way(hay, needle, detail::plan_two_way(needle));
    } else {
        const auto backwards = needle.reversed();
        const auto place = detail::find_two_way(hay.reversed(), backwards, detail::plan_two_way(backwards));
        return place < 0 ? -1 : hay.size - needle.size - place;
    }
}

/// Counts the places of `needle` in `hay` that do not overlap, from the front. An empty needle is between all bytes and
/// at both ends.
///
/// Complexity: linear in both, whatever the bytes are.
template <byte_like Byte, byte_like NeedleByte>
[[nodiscard]] constexpr std::ptrdiff_t count_run(const byte_run<Byte>& hay,
                                                 const byte_run<NeedleByte>& needle) noexcept {
    if (needle.size == 0) return hay.size + 1;
    if (needle.size > hay.size) return 0;
    if (needle.size == 1) return count_byte(hay, needle[0]);
    if (!__builtin_is_constant_evaluated() && hay.stride == 1 && needle.stride == 1)
        return needle_finder<true>(detail::as_raw(needle.first), needle.size)
            .count(detail::as_raw(hay.first), hay.size);
    const auto plan = detail::plan_two_way(needle);
    std::ptrdiff_t found = 0;
    for (std::ptrdiff_t from = 0;; ++found) {
        const std::ptrdiff_t place = detail::find_two_way(hay.part(from, hay.size - from), needle, plan);
        if (place < 0) return found;
        from += place + needle.size;
    }
}

} // namespace lendbuf::inline LENDBUF_ABI::kernel
