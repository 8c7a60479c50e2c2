// Items of a fixed byte order and of alignment 1: a real `T&` to them is legal at any address.
#pragma once

#include <bit>
#include <concepts>
#include <cstddef>
#include <lendbuf/base/byte_order.hpp>
#include <lendbuf/format/type_code.hpp>
#include <type_traits>

namespace lendbuf::inline LENDBUF_ABI {

namespace detail {
// Enums without a fixed underlying type cannot hold all numbers of its size; braces take a value for the others only.
template <class T>
concept any_bits_enum = std::is_enum_v<T> && requires { T{false}; };
} // namespace detail

/// Is satisfied by the types that have a byte order: numbers, enums with a fixed underlying type, complex numbers.
template <class T>
concept byte_ordered = (scalar<T> && (!std::is_enum_v<T> || detail::any_bits_enum<T>)) ||
                       (detail::complex_like<T> && scalar<typename T::value_type>);

/// Stores a `T` as bytes in byte order `Order`, with alignment 1 and any address; reads and assigns as a `T`.
///
/// Trivially copyable, so algorithms, `std::sort` included, work on views of it, and a struct made of such members
/// overlays wire data. A fresh one is uninitialised, as a `T` is.
template <byte_ordered T, std::endian Order>
class endian_value {
public:
    using value_type = T;
    static constexpr std::endian byte_order = Order;

    endian_value() = default;
    constexpr endian_value(T value) noexcept { store<Order>(bytes_, value); }

    /// Loads the value. Complexity: one load, and a byte swap where needed.
    [[nodiscard]] constexpr T value() const noexcept { return load<T, Order>(static_cast<const std::byte*>(bytes_)); }
    constexpr operator T() const noexcept { return value(); }
    constexpr operator float() const noexcept
        requires std::same_as<T, half>
    {
        return value();
    }

    constexpr endian_value& operator=(T value) noexcept {
        store<Order>(bytes_, value);
        return *this;
    }

    constexpr endian_value& operator+=(T by) noexcept { return assign(value() + by); }
    constexpr endian_value& operator-=(T by) noexcept { return assign(value() - by); }
    constexpr endian_value& operator*=(T by) noexcept { return assign(value() * by); }
    constexpr endian_value& operator/=(T by) noexcept { return assign(value() / by); }
    constexpr endian_value& operator%=(T by) noexcept { return assign(value() % by); }
    constexpr endian_value& operator&=(T by) noexcept { return assign(value() & by); }
    constexpr endian_value& operator|=(T by) noexcept { return assign(value() | by); }
    constexpr endian_value& operator^=(T by) noexcept { return assign(value() ^ by); }
    constexpr endian_value& operator<<=(int by) noexcept { return assign(value() << by); }
    constexpr endian_value& operator>>=(int by) noexcept { return assign(value() >> by); }
    constexpr endian_value& operator++() noexcept { return assign(value() + 1); }
    constexpr endian_value& operator--() noexcept { return assign(value() - 1); }
    constexpr T operator++(int) noexcept {
        const T before = value();
        ++*this;
        return before;
    }
    constexpr T operator--(int) noexcept {
        const T before = value();
        --*this;
        return before;
    }

private:
    template <class U>
    constexpr endian_value& assign(U value) noexcept {
        return *this = static_cast<T>(value);
    }

    std::byte bytes_[sizeof(T)];
};

/// Stores a complex number as its two parts, each in byte order `Order`, at any address.
template <detail::complex_like T, std::endian Order>
    requires byte_ordered<T>
class endian_value<T, Order> {
public:
    using value_type = T;
    static constexpr std::endian byte_order = Order;

    endian_value() = default;
    constexpr endian_value(const T& value) noexcept : real_(value.real()), imag_(value.imag()) {}

    [[nodiscard]] constexpr T value() const noexcept { return T{real_.value(), imag_.value()}; }
    constexpr operator T() const noexcept { return value(); }
    [[nodiscard]] constexpr auto real() const noexcept { return real_.value(); }
    [[nodiscard]] constexpr auto imag() const noexcept { return imag_.value(); }

    constexpr endian_value& operator+=(const T& by) noexcept { return *this = value() + by; }
    constexpr endian_value& operator-=(const T& by) noexcept { return *this = value() - by; }
    constexpr endian_value& operator*=(const T& by) noexcept { return *this = value() * by; }
    constexpr endian_value& operator/=(const T& by) noexcept { return *this = value() / by; }

    friend constexpr bool operator==(const endian_value& a, const endian_value& b) noexcept {
        return a.value() == b.value();
    }
    friend constexpr bool operator==(const endian_value& a, const T& b) noexcept { return a.value() == b; }

private:
    endian_value<typename T::value_type, Order> real_;
    endian_value<typename T::value_type, Order> imag_;
};

/// Stores a `T` big-endian, at any address.
template <byte_ordered T>
using be = endian_value<T, std::endian::big>;

/// Stores a `T` little-endian, at any address.
template <byte_ordered T>
using le = endian_value<T, std::endian::little>;

namespace detail {

/// Stores any trivially copyable `T` with alignment 1; only copies go in and out.
template <class T>
class unaligned_bytes {
public:
    using value_type = T;

    unaligned_bytes() = default;
    constexpr unaligned_bytes(const T& value) noexcept : bytes_(std::bit_cast<storage>(value)) {}

    [[nodiscard]] constexpr T value() const noexcept { return std::bit_cast<T>(bytes_); }
    constexpr operator T() const noexcept { return value(); }

private:
    struct storage {
        std::byte bytes[sizeof(T)];
    };
    storage bytes_;
};

template <class T>
struct unaligned_of {
    using type = unaligned_bytes<T>;
};
template <byte_ordered T>
struct unaligned_of<T> {
    using type = endian_value<T, std::endian::native>;
};

} // namespace detail

/// Stores a `T` in the machine's byte order, at any address.
template <class T>
    requires std::is_trivially_copyable_v<T> && (!std::is_enum_v<T> || detail::any_bits_enum<T>)
using unaligned = typename detail::unaligned_of<T>::type;

/// Stores a truth value in one byte: every byte but 0 reads as true, and a bool is written as 0 or 1. Unlike `bool` it
/// may overlay any bytes.
///
/// Python: the `?` of struct
using bool8 = unaligned<bool>;

/// Gives items of a fixed byte order their prefixed format: `>I`, `<d`, `>Zf`.
template <formatted T, std::endian Order>
struct type_format<endian_value<T, Order>> {
    static constexpr format_text value = [] {
        const format_text native = type_format<T>::value;
        const char code = native.text[0];
        if (sizeof(T) == 1) return native;
        format_text text{{Order == std::endian::big ? '>' : '<', code, native.text[1]}};
        // Standard sizes: `l` is 4 bytes there, so an 8-byte long is a `q`.
        if (sizeof(T) == 8 && (code == 'l' || code == 'L')) text.text[1] = code == 'l' ? 'q' : 'Q';
        return text;
    }();
};

} // namespace lendbuf::inline LENDBUF_ABI

// Each converts to the other, so that std finds no common type by itself; without one, `std::ranges::find(view, 5)`
// would not compile. Items and numbers meet in the plain type.
template <lendbuf::byte_ordered T, std::endian Order, class U, template <class> class TQual,
          template <class> class UQual>
    requires(std::is_arithmetic_v<U> || std::same_as<U, T>)
struct std::basic_common_reference<lendbuf::endian_value<T, Order>, U, TQual, UQual> : std::common_type<T, U> {};
template <lendbuf::byte_ordered T, std::endian Order, class U, template <class> class TQual,
          template <class> class UQual>
    requires(std::is_arithmetic_v<U> || std::same_as<U, T>)
struct std::basic_common_reference<U, lendbuf::endian_value<T, Order>, UQual, TQual> : std::common_type<U, T> {};
template <lendbuf::byte_ordered T, std::endian A, lendbuf::byte_ordered U, std::endian B, template <class> class TQual,
          template <class> class UQual>
    requires(A != B || !std::same_as<T, U>)
struct std::basic_common_reference<lendbuf::endian_value<T, A>, lendbuf::endian_value<U, B>, TQual, UQual>
    : std::common_type<T, U> {};
