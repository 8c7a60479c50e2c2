// Finding and counting one value among gapless words: bytes, integers and floats.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <lendbuf/base/byte_order.hpp>
#include <lendbuf/kernel/byte_vector.hpp>

namespace lendbuf::inline LENDBUF_ABI::kernel {

namespace detail {

/// Tells where in the vector at `words` `value` is.
template <class T>
[[gnu::always_inline]] inline void find_lanes(vector_mask& equal, const std::byte* words,
                                              const vector_of<T>& value) noexcept {
    vector_of<T> items;
    load_vector(items, words);
    equal_lanes(equal, items, value);
}

/// Tells whether `value` is in the four vectors at `words`. Which one is asked again: remembering would cost more.
template <class T>
[[nodiscard, gnu::always_inline]] inline bool is_in_four(const std::byte* words, const vector_of<T>& value) noexcept {
    vector_mask any{};
#pragma GCC unroll 4
    for (std::ptrdiff_t k = 0; k < 4; ++k) {
        vector_mask equal;
        find_lanes<T>(equal, words + k * vector_size, value);
        any |= equal;
    }
    return any_lane(any);
}

} // namespace detail

/// Finds the first (with `Forward` false the last) of `count` words that equals `value`; -1 without one.
///
/// `T` is an unsigned integer or a floating type; floats compare as floats do.
/// Requires: `count` words of `sizeof(T)` bytes at `items`; no alignment.
/// Complexity: linear; four vectors a step.
template <bool Forward, class T>
[[nodiscard]] std::ptrdiff_t find_word(const std::byte* items, std::ptrdiff_t count, T value) noexcept {
    constexpr auto size = static_cast<std::ptrdiff_t>(sizeof(T));
    if constexpr (Forward && std::same_as<T, std::uint8_t>) { // the C library may know this machine better
        const void* const found = count == 0 ? nullptr : std::memchr(items, value, static_cast<std::size_t>(count));
        return found == nullptr ? -1 : static_cast<const std::byte*>(found) - items;
    } else {
        std::ptrdiff_t left = count; // words not looked at yet: the last ones, or going backward the first ones
        if constexpr (config::vector_bytes != 0) {
            const detail::vector_of<T> wanted = detail::vector_of<T>{} + value;
            constexpr std::ptrdiff_t lanes = detail::vector_size / size;
            while (left >= 4 * lanes &&
                   !detail::is_in_four<T>(items + (Forward ? count - left : left - 4 * lanes) * size, wanted))
                left -= 4 * lanes;
            // The last vector may look at words again.
            for (; left > 0 && count >= lanes; left -= lanes) {
                if (left < lanes) left = lanes;
                const std::ptrdiff_t first = Forward ? count - left : left - lanes;
                detail::vector_mask equal;
                detail::find_lanes<T>(equal, items + first * size, wanted);
                if (detail::any_lane(equal))
                    return first + (Forward ? detail::first_byte(equal) : detail::last_byte(equal)) / size;
            }
        }
        for (; left > 0; --left) {
            const std::ptrdiff_t k = Forward ? count - left : left - 1;
            if (load<T>(items + k * size) == value) return k;
        }
        return -1;
    }
}

/// Counts those of `count` words that equal `value`.
///
/// Requires: as `find_word`.
/// Complexity: linear; four vectors a step.
template <class T>
[[nodiscard]] std::ptrdiff_t count_word(const std::byte* items, std::ptrdiff_t count, T value) noexcept {
    constexpr auto size = static_cast<std::ptrdiff_t>(sizeof(T));
    std::ptrdiff_t found = 0;
    std::ptrdiff_t k = 0;
    if constexpr (config::vector_bytes != 0) {
        using sum_vector = detail::vector_of<uint_of_size<sizeof(T)>>;
        const detail::vector_of<T> wanted = detail::vector_of<T>{} + value;
        constexpr std::ptrdiff_t lanes = detail::vector_size / size;
        while (count - k >= 4 * lanes) {
            sum_vector sums[4]{};
            std::ptrdiff_t steps = (count - k) / (4 * lanes);
            for (steps = steps < 255 ? steps : 255; steps > 0; --steps, k += 4 * lanes) { // what a lane of a byte holds
#pragma GCC unroll 4
                for (std::ptrdiff_t part = 0; part < 4; ++part) {
                    detail::vector_of<T> words;
                    detail::load_vector(words, items + (k + part * lanes) * size);
                    sums[part] -= reinterpret_cast<sum_vector>(words == wanted);
                }
            }
            for (const auto& sum : sums)
                for (std::ptrdiff_t lane = 0; lane < lanes; ++lane) found += static_cast<std::ptrdiff_t>(sum[lane]);
        }
    }
    for (; k < count; ++k) found += load<T>(items + k * size) == value ? 1 : 0;
    return found;
}

} // namespace lendbuf::inline LENDBUF_ABI::kernel
