// Finding and counting a value among items of any type.
#pragma once

#include <bit>
#include <concepts>
#include <cstddef>
#include <lendbuf/element/strided_items.hpp>
#include <lendbuf/element/value.hpp>
#include <lendbuf/kernel/find_word.hpp>
#include <lendbuf/view/item_word.hpp>
#include <limits>
#include <type_traits>

namespace lendbuf::inline LENDBUF_ABI::detail {

/// Converts a plain number to an integer type; false when that has no such value.
template <std::integral I, class V>
[[nodiscard]] constexpr bool converts_exactly(V value, I& to) noexcept {
    if constexpr (std::floating_point<V>) {
        constexpr V limit = static_cast<V>(I{1} << (std::numeric_limits<I>::digits - 1)) * 2;
        constexpr V lowest = std::is_signed_v<I> ? -limit : V{};
        if (!(value >= lowest && value < limit)) return false; // nor may a NaN be converted
    }
    to = static_cast<I>(value);
    return same_value(to, value);
}

/// Says as what word a value would stand in memory among items of type `T`.
template <word_item T, class V>
[[nodiscard]] constexpr bool word_of(V value, uint_of_size<sizeof(T)>& word) noexcept {
    plain_type<T> number{};
    if (!converts_exactly(value, number)) return false;
    if constexpr (requires { typename T::value_type; })
        word = std::bit_cast<uint_of_size<sizeof(T)>>(T(static_cast<typename T::value_type>(number)));
    else
        word = std::bit_cast<uint_of_size<sizeof(T)>>(number);
    return true;
}

/// Hands gapless items to `search(bytes, word)` where one comparison of words says whether an item is `value`; gives
/// `nothing` where no item can be. Returns false where items must be compared one by one.
template <class T, class V, class Search>
[[nodiscard]] bool searched_by_words(const T* first, const V& value, std::ptrdiff_t& answer, Search&& search) noexcept {
    // Safety: std::byte may look at any object's bytes.
    const auto* const bytes = static_cast<const std::byte*>(static_cast<const void*>(first));
    if constexpr (std::is_arithmetic_v<plain_type<V>>) {
        const auto plain = byte_of_char(plain_value(value));
        if constexpr (word_item<T>) {
            uint_of_size<sizeof(T)> word{};
            if (word_of<T>(plain, word)) answer = search(bytes, word);
            return true;
        } else if constexpr (machine_float_item<T>) {
            const auto number = static_cast<plain_type<T>>(plain);
            if (same_value(number, plain)) answer = search(bytes, number);
            return true;
        }
    }
    (void)bytes;
    return false;
}

/// Finds the first (with `Forward` false the last) of `count` items that has this value, or -1.
///
/// Complexity: linear; by vectors for gapless numbers.
template <bool Forward, class T, class V>
[[nodiscard]] constexpr std::ptrdiff_t find_item(const T* first, std::ptrdiff_t stride, std::ptrdiff_t count,
                                                 const V& value) noexcept {
    if (!__builtin_is_constant_evaluated() && stride == static_cast<std::ptrdiff_t>(sizeof(T))) {
        std::ptrdiff_t answer = -1;
        if (searched_by_words(first, value, answer, [count](const std::byte* bytes, auto word) {
                return kernel::find_word<Forward>(bytes, count, word);
            }))
            return answer;
    }
    for (std::ptrdiff_t left = count; left > 0; --left) {
        const std::ptrdiff_t k = Forward ? count - left : left - 1;
        if (same_value(*move_by_bytes(first, k * stride), value)) return k;
    }
    return -1;
}

/// Counts those of `count` items that have this value.
template <class T, class V>
[[nodiscard]] constexpr std::ptrdiff_t count_items(const T* first, std::ptrdiff_t stride, std::ptrdiff_t count,
                                                   const V& value) noexcept {
    if (!__builtin_is_constant_evaluated() && stride == static_cast<std::ptrdiff_t>(sizeof(T))) {
        std::ptrdiff_t answer = 0;
        if (searched_by_words(first, value, answer, [count](const std::byte* bytes, auto word) {
                return kernel::count_word(bytes, count, word);
            }))
            return answer;
    }
    std::ptrdiff_t found = 0;
    for (std::ptrdiff_t k = 0; k < count; ++k) found += same_value(*move_by_bytes(first, k * stride), value) ? 1 : 0;
    return found;
}

} // namespace lendbuf::inline LENDBUF_ABI::detail
