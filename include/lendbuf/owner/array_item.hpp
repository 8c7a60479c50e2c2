// What arrays do with single items: take numbers of other types with a check, put items in order, and search for them.
#pragma once

#include <compare>
#include <concepts>
#include <cstddef>
#include <cstring>
#include <lendbuf/base/error.hpp>
#include <lendbuf/base/number_limits.hpp>
#include <lendbuf/element/transfer.hpp>
#include <lendbuf/element/value.hpp>
#include <lendbuf/kernel/find_word.hpp>
#include <type_traits>

namespace lendbuf::inline LENDBUF_ABI {

namespace detail {

template <class T>
concept real_number = (std::is_arithmetic_v<T> && !std::same_as<T, bool>) || std::same_as<T, half>;

/// Is satisfied by the numbers that an array of `T` takes after a look at their value.
template <class V, class T>
concept number_for = !std::same_as<V, T> && real_number<V> && real_number<T> &&
                     !(std::floating_point<V> && std::integral<T>)&&!(std::same_as<V, half> && std::integral<T>);

/// Makes an item of a number, as array.array does: integers must fit, too large for a half is refused, too large for a
/// float is infinity.
template <real_number T, number_for<T> V>
[[nodiscard]] constexpr T item_of_number(V number, const char* subject) {
    if constexpr (std::integral<T>) {
        const auto value = static_cast<T>(number);
        if (!same_value(value, number))
            fail({.code = errc::item_out_of_range,
                  .symbol = format_of<T>()[0],
                  .offset = static_cast<std::int64_t>(number),
                  .need = static_cast<std::uint64_t>(number_limits<T>::max()),
                  .subject = subject});
        return value;
    } else if constexpr (std::same_as<T, half>) {
        const auto real = static_cast<double>(number);
        const half value(real);
        const bool finite = (value.bits() & 0x7C00u) != 0x7C00u;
        if (!finite && real - real == 0) fail({.code = errc::float_too_large, .symbol = 'e', .subject = subject});
        return value;
    } else {
        return static_cast<T>(number);
    }
}

/// Orders an integer and a real number exactly: rounding the integer could hide a difference.
template <std::integral I, std::floating_point F>
[[nodiscard]] constexpr std::partial_ordering order_exactly(I integer, F real) noexcept {
    using limits = number_limits<I>;
    if (__builtin_isnan(real)) return std::partial_ordering::unordered;
    constexpr F beyond = static_cast<F>(I{1} << (limits::digits - 1)) * 2;
    if (real >= beyond) return std::partial_ordering::less;
    if (std::is_signed_v<I> ? real < -beyond : real <= F{-1}) return std::partial_ordering::greater;
    const I whole = static_cast<I>(real);
    if (integer != whole) return integer < whole ? std::partial_ordering::less : std::partial_ordering::greater;
    return F{0} <=> (real - static_cast<F>(whole));
}

/// Orders two items by value, whatever their types are; those with an order of their own by that.
template <class A, class B>
[[nodiscard]] constexpr std::partial_ordering item_order(const A& a, const B& b) noexcept {
    const auto x = byte_of_char(plain_value(a));
    const auto y = byte_of_char(plain_value(b));
    using X = std::remove_const_t<decltype(x)>;
    using Y = std::remove_const_t<decltype(y)>;
    if constexpr (std::integral<X> && std::integral<Y>) {
        if (same_value(x, y)) return std::partial_ordering::equivalent;
        const bool x_negative = x < X{};
        if (x_negative != (y < Y{})) return x_negative ? std::partial_ordering::less : std::partial_ordering::greater;
        using common = std::common_type_t<X, Y>;
        return static_cast<common>(x) <=> static_cast<common>(y);
    } else if constexpr (std::integral<X> && std::floating_point<Y>) {
        return order_exactly(x, y);
    } else if constexpr (std::floating_point<X> && std::integral<Y>) {
        return 0 <=> order_exactly(y, x);
    } else {
        return x <=> y;
    }
}

template <class A, class B>
concept has_order = requires(const A& a, const B& b) {
    { plain_value(a) <=> plain_value(b) } -> std::convertible_to<std::partial_ordering>;
};
/// Is satisfied by the items that can be put in order.
template <class A, class B>
concept ordered_items =
    comparable_items<A, B> && ((std::is_arithmetic_v<decltype(plain_value(std::declval<const A&>()))> &&
                                std::is_arithmetic_v<decltype(plain_value(std::declval<const B&>()))>) ||
                               has_order<A, B>);

/// Is satisfied where a value can be looked for as a machine word.
template <class T, class U>
concept found_as_words = (std::integral<T> && !std::same_as<T, bool> && std::integral<U> && sizeof(T) <= 8) ||
                         (std::same_as<T, U> && (std::same_as<T, float> || std::same_as<T, double>));

/// Names the word as which the kernels see an item.
template <class T>
using word_of_item = typename std::conditional_t<std::floating_point<T>, std::type_identity<T>,
                                                 std::type_identity<uint_of_size<sizeof(T)>>>::type;

/// Finds the first of `count` items with that value, or -1.
template <class T, class U>
    requires comparable_items<T, U>
[[nodiscard]] std::ptrdiff_t find_item(const T* items, std::ptrdiff_t count, const U& value) {
    if (count <= 0) return -1;
    if constexpr (found_as_words<T, U>) {
        const auto wanted = static_cast<T>(value);
        if (!same_value(wanted, value)) return -1;
        if constexpr (sizeof(T) == 1) {
            const void* const found =
                std::memchr(items, static_cast<unsigned char>(wanted), static_cast<std::size_t>(count));
            return found == nullptr ? -1 : static_cast<const T*>(found) - items;
        } else {
            // Safety: std::byte may look at any object's bytes.
            return kernel::find_word<true>(static_cast<const std::byte*>(static_cast<const void*>(items)), count,
                                           static_cast<word_of_item<T>>(wanted));
        }
    } else {
        for (std::ptrdiff_t k = 0; k < count; ++k)
            if (same_value(items[k], value)) return k;
        return -1;
    }
}

/// Counts the items with that value.
template <class T, class U>
    requires comparable_items<T, U>
[[nodiscard]] std::ptrdiff_t count_items(const T* items, std::ptrdiff_t count, const U& value) {
    if constexpr (found_as_words<T, U>) {
        const auto wanted = static_cast<T>(value);
        if (count <= 0 || !same_value(wanted, value)) return 0;
        return kernel::count_word(static_cast<const std::byte*>(static_cast<const void*>(items)), count,
                                  static_cast<word_of_item<T>>(wanted));
    } else {
        std::ptrdiff_t found = 0;
        for (std::ptrdiff_t k = 0; k < count; ++k) found += same_value(items[k], value) ? 1 : 0;
        return found;
    }
}

} // namespace detail

} // namespace lendbuf::inline LENDBUF_ABI
