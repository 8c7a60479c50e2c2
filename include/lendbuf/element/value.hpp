// Comparing items by value, whatever their types: what equality means across formats.
#pragma once

#include <concepts>
#include <lendbuf/base/half.hpp>
#include <lendbuf/base/number_limits.hpp>
#include <lendbuf/element/endian.hpp>
#include <type_traits>

namespace lendbuf::inline LENDBUF_ABI {

/// Gives the plain value behind an item: `be<T>` and its like become `T`, a half becomes a float.
template <class T>
[[nodiscard]] constexpr auto plain_value(const T& item) noexcept {
    if constexpr (requires { requires noexcept(item.value()); })
        return plain_value(item.value());
    else if constexpr (std::same_as<T, half>)
        return static_cast<float>(item);
    else if constexpr (std::is_enum_v<T>)
        return static_cast<std::underlying_type_t<T>>(item);
    else
        return item;
}

namespace detail {

/// Tells whether an integer and a float are the same number; rounding the integer could hide a difference.
template <std::integral I, std::floating_point F>
[[nodiscard]] constexpr bool is_same_number(I integer, F real) noexcept {
    constexpr int digits = number_limits<I>::digits;
    if constexpr (digits <= number_limits<F>::digits) {
        return static_cast<F>(integer) == real;
    } else {
        // Below 2^digits a float that equals the rounded integer converts back to an integer.
        constexpr F limit = static_cast<F>(I{1} << (digits - 1)) * 2;
        return static_cast<F>(integer) == real && real < limit && static_cast<I>(real) == integer;
    }
}

/// Gives a char as the byte that it is, whether the machine's char has a sign or not.
template <class T>
[[nodiscard]] constexpr auto byte_of_char(T value) noexcept {
    if constexpr (std::same_as<T, char>)
        return static_cast<unsigned char>(value);
    else
        return value;
}

} // namespace detail

/// Is satisfied by the pairs of item types that can be compared by value.
template <class A, class B>
concept comparable_items = requires(const A& a, const B& b) {
    { plain_value(a) == plain_value(b) } -> std::convertible_to<bool>;
};

/// Tells whether two items have the same value: -1 never equals 4294967295, 1 equals 1.0, NaN equals nothing.
///
/// Python: as memoryview compares across formats, integers with floats exactly; but a char equals the integer of its
/// byte.
template <class A, class B>
    requires comparable_items<A, B>
[[nodiscard]] constexpr bool same_value(const A& a, const B& b) noexcept {
    const auto x = detail::byte_of_char(plain_value(a));
    const auto y = detail::byte_of_char(plain_value(b));
    using X = std::remove_const_t<decltype(x)>;
    using Y = std::remove_const_t<decltype(y)>;
    if constexpr (std::integral<X> && std::integral<Y>) {
        if constexpr (std::is_signed_v<X> != std::is_signed_v<Y>) {
            if constexpr (std::is_signed_v<X>) {
                if (x < X{}) return false;
            } else {
                if (y < Y{}) return false;
            }
        }
        return static_cast<std::common_type_t<X, Y>>(x) == static_cast<std::common_type_t<X, Y>>(y);
    } else if constexpr (std::integral<X> && std::floating_point<Y>) {
        return detail::is_same_number(x, y);
    } else if constexpr (std::floating_point<X> && std::integral<Y>) {
        return detail::is_same_number(y, x);
    } else if constexpr (std::is_arithmetic_v<X> && std::is_arithmetic_v<Y>) {
        using common = std::common_type_t<X, Y>;
        return static_cast<common>(x) == static_cast<common>(y);
    } else {
        return x == y;
    }
}

/// Is true for types whose items are equal exactly when their bytes are: memcmp may compare them.
template <class T>
inline constexpr bool equal_as_bytes = (std::integral<T> && !std::same_as<std::remove_cv_t<T>, bool>) ||
                                       std::is_enum_v<T> || std::same_as<std::remove_cv_t<T>, std::byte>;
template <std::integral T, std::endian Order>
inline constexpr bool equal_as_bytes<endian_value<T, Order>> = !std::same_as<T, bool>;

} // namespace lendbuf::inline LENDBUF_ABI
