// One value in a record: its C++ type, how it is read, checked and written. Shared by all front ends.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <lendbuf/base/byte_order.hpp>
#include <lendbuf/base/half.hpp>
#include <lendbuf/base/number_limits.hpp>
#include <lendbuf/element/value.hpp>
#include <lendbuf/format/parse.hpp>
#include <type_traits>
#include <utility>

namespace lendbuf::inline LENDBUF_ABI {

/// Holds a complex number as struct stores it; converts to and from std::complex without its header.
template <std::floating_point T>
struct complex_value {
    using value_type = T;
    T re{};
    T im{};

    [[nodiscard]] constexpr T real() const noexcept { return re; }
    [[nodiscard]] constexpr T imag() const noexcept { return im; }

    template <class Complex>
        requires std::constructible_from<Complex, T, T> && std::same_as<typename Complex::value_type, T> &&
                 (!std::same_as<Complex, complex_value>)
    [[nodiscard]] constexpr operator Complex() const {
        return Complex(re, im);
    }

    friend constexpr bool operator==(const complex_value&, const complex_value&) noexcept = default;
};

namespace detail {

template <value_kind Kind, std::size_t Size>
constexpr auto value_prototype() noexcept {
    if constexpr (Kind == value_kind::character)
        return char{};
    else if constexpr (Kind == value_kind::signed_integer)
        return int_of_size<Size>{};
    else if constexpr (Kind == value_kind::unsigned_integer)
        return uint_of_size<Size>{};
    else if constexpr (Kind == value_kind::boolean)
        return bool{};
    else if constexpr (Kind == value_kind::pointer)
        return std::uintptr_t{};
    else if constexpr (Kind == value_kind::floating)
        return std::conditional_t<Size == 8, double, float>{};
    else
        return complex_value<std::conditional_t<Size == 16, double, float>>{};
}

} // namespace detail

/// Names the C++ type of a value of `Kind` stored in `Size` bytes: exact integers, float for `e` and `f`.
template <value_kind Kind, std::size_t Size>
using value_type_of = decltype(detail::value_prototype<Kind, Size>());

/// Reads a value of fixed size; `source` needs no alignment.
template <value_kind Kind, std::size_t Size, std::endian Order, class Source>
[[nodiscard]] constexpr value_type_of<Kind, Size> read_value(Source source) noexcept {
    if constexpr (Kind == value_kind::complex) {
        using part = typename value_type_of<Kind, Size>::value_type;
        return {load<part, Order>(source), load<part, Order>(source + static_cast<std::ptrdiff_t>(Size / 2))};
    } else if constexpr (Kind == value_kind::floating && Size == 2) {
        return half_to_float(load_bits<std::uint16_t, Order>(source));
    } else {
        return load<value_type_of<Kind, Size>, Order>(source);
    }
}

namespace detail {

template <class V>
using plain_number_t = decltype(plain_value(std::declval<const V&>()));

template <class Target, std::integral V>
constexpr bool fits(V value) noexcept {
    using limits = number_limits<Target>;
    if constexpr (std::is_signed_v<V> && !std::is_signed_v<Target>)
        return value >= V{} && static_cast<std::make_unsigned_t<V>>(value) <= limits::max();
    else if constexpr (!std::is_signed_v<V> && std::is_signed_v<Target>)
        return value <= static_cast<std::make_unsigned_t<Target>>(limits::max());
    else
        return value >= limits::min() && value <= limits::max();
}
template <class Target>
constexpr bool fits(bool) noexcept {
    return true;
}

// The least double that rounds to a float beyond the largest: halfway between that one and the next power of two.
inline constexpr double float_overflow = 0x1.ffffffp127;

template <std::floating_point V>
constexpr bool is_finite(V value) noexcept {
    // NaN goes first: to gcc 11 its order is no constant.
    if (value != value) return false; // NOLINT(misc-redundant-expression)
    return value >= number_limits<V>::lowest() && value <= number_limits<V>::max();
}

// Only a long double can be finite and yet beyond every double.
constexpr bool is_finite_double(long double value) noexcept {
    using limits = number_limits<double>;
    return value >= static_cast<long double>(limits::lowest()) && value <= static_cast<long double>(limits::max());
}

constexpr bool overflows_float(double value) noexcept {
    return is_finite(value) && (value >= float_overflow || value <= -float_overflow);
}

/// Checks that a number, or a part of one, fits a float of `Size` bytes.
template <std::size_t Size, class V>
constexpr errc check_float(V value) noexcept {
    if constexpr (std::same_as<V, long double>)
        if (is_finite(value) && !is_finite_double(value)) return errc::float_too_large;
    bool too_large = false;
    if constexpr (Size == 2)
        too_large = double_to_half(static_cast<double>(value)).overflow;
    else if constexpr (Size == 4 && !std::same_as<V, float>)
        too_large = overflows_float(static_cast<double>(value));
    return too_large ? errc::float_too_large : errc::success;
}

/// Narrows without the undefined step: what lies between the largest float and the overflow rounds down to it.
constexpr float narrow_to_float(double value) noexcept {
    constexpr float most = number_limits<float>::max();
    if (is_finite(value) && value > static_cast<double>(most)) return most;
    if (is_finite(value) && value < -static_cast<double>(most)) return -most;
    return static_cast<float>(value);
}

} // namespace detail

/// Tells whether a value of type `V` may be packed as `Kind` at all: a question for the compiler.
template <class V, value_kind Kind>
constexpr bool packable() noexcept {
    using plain = detail::plain_number_t<V>;
    if constexpr (Kind == value_kind::signed_integer || Kind == value_kind::unsigned_integer)
        return std::integral<plain>;
    else if constexpr (Kind == value_kind::pointer)
        return std::integral<plain> || std::is_pointer_v<plain> || std::is_null_pointer_v<plain>;
    else if constexpr (Kind == value_kind::boolean)
        return std::constructible_from<bool, plain>;
    else if constexpr (Kind == value_kind::character)
        return byte_like<V>;
    else if constexpr (Kind == value_kind::floating)
        return std::is_arithmetic_v<plain>;
    else if constexpr (Kind == value_kind::complex)
        return std::is_arithmetic_v<plain> || requires(const V& v) { v.real() + v.imag(); };
    else
        return false;
}

/// Checks that a value fits into `Size` bytes as `Kind`: `success`, `number_out_of_range` or `float_too_large`.
///
/// Python: the range checks of struct.pack; a native `f` is checked too.
template <value_kind Kind, std::size_t Size, class V>
[[nodiscard]] constexpr errc check_value(const V& value) noexcept {
    if constexpr (Kind == value_kind::signed_integer || Kind == value_kind::unsigned_integer) {
        return detail::fits<value_type_of<Kind, Size>>(plain_value(value)) ? errc::success : errc::number_out_of_range;
    } else if constexpr (Kind == value_kind::pointer && std::integral<detail::plain_number_t<V>>) {
        // Python: negative addresses wrap.
        const auto number = plain_value(value);
        return detail::fits<std::uintptr_t>(number) || detail::fits<std::intptr_t>(number) ? errc::success
                                                                                           : errc::number_out_of_range;
    } else if constexpr (Kind == value_kind::floating) {
        return detail::check_float<Size>(plain_value(value));
    } else if constexpr (Kind == value_kind::complex && requires { value.real(); }) {
        const errc real_part = detail::check_float<Size / 2>(value.real());
        return real_part != errc::success ? real_part : detail::check_float<Size / 2>(value.imag());
    } else if constexpr (Kind == value_kind::complex) {
        return detail::check_float<Size / 2>(plain_value(value));
    } else {
        return errc::success;
    }
}

namespace detail {

template <std::size_t Size, std::endian Order, class Target, class V>
constexpr void write_float(Target target, V value) noexcept {
    if constexpr (Size == 2)
        store_bits<Order>(target, double_to_half(static_cast<double>(value)).bits);
    else if constexpr (Size == 8)
        store<Order>(target, static_cast<double>(value));
    else if constexpr (std::same_as<V, float>)
        store<Order>(target, value); // not through double: the bits of a NaN stay
    else
        store<Order>(target, narrow_to_float(static_cast<double>(value)));
}

} // namespace detail

/// Writes a value that `check_value` accepts.
template <value_kind Kind, std::size_t Size, std::endian Order, class Target, class V>
constexpr void write_value(Target target, const V& value) noexcept {
    if constexpr (Kind == value_kind::boolean)
        store_bits<Order>(target, static_cast<std::uint8_t>(static_cast<bool>(plain_value(value)) ? 1 : 0));
    else if constexpr (Kind == value_kind::character)
        store_bits<Order>(target, static_cast<std::uint8_t>(value));
    else if constexpr (Kind == value_kind::pointer && std::is_pointer_v<V>)
        store<Order>(target, reinterpret_cast<std::uintptr_t>(value));
    else if constexpr (Kind == value_kind::pointer && std::is_null_pointer_v<V>)
        store<Order>(target, std::uintptr_t{0});
    else if constexpr (Kind == value_kind::floating)
        detail::write_float<Size, Order>(target, plain_value(value));
    else if constexpr (Kind == value_kind::complex) {
        constexpr auto second = static_cast<std::ptrdiff_t>(Size / 2);
        if constexpr (requires { value.real(); }) {
            detail::write_float<Size / 2, Order>(target, value.real());
            detail::write_float<Size / 2, Order>(target + second, value.imag());
        } else {
            detail::write_float<Size / 2, Order>(target, plain_value(value));
            store_bits<Order>(target + second, uint_of_size<Size / 2>{0});
        }
    } else
        store<Order>(target, static_cast<value_type_of<Kind, Size>>(plain_value(value)));
}

} // namespace lendbuf::inline LENDBUF_ABI
