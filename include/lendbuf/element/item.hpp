// One value whose type is known at run time: what a format read at run time gives and takes.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <lendbuf/base/byte_like.hpp>
#include <lendbuf/base/number_limits.hpp>
#include <lendbuf/base/result.hpp>
#include <lendbuf/element/value.hpp>
#include <type_traits>

namespace lendbuf::inline LENDBUF_ABI {

/// Sees a run of bytes that may be a stride apart: the value of `s`, `p` and `c` at run time.
struct byte_run {
    const std::byte* first;
    std::ptrdiff_t length; ///< bytes
    std::ptrdiff_t stride; ///< bytes from one to the next

    [[nodiscard]] constexpr std::ptrdiff_t size() const noexcept { return length; }
    [[nodiscard]] constexpr std::byte operator[](std::ptrdiff_t n) const noexcept { return first[n * stride]; }

    /// Copies to a container such as std::string or std::vector.
    template <class Container>
    [[nodiscard]] Container to() const {
        Container copy;
        copy.reserve(static_cast<std::size_t>(length));
        for (std::ptrdiff_t n = 0; n < length; ++n)
            copy.push_back(static_cast<typename Container::value_type>((*this)[n]));
        return copy;
    }

    friend constexpr bool operator==(const byte_run& a, const byte_run& b) noexcept {
        if (a.length != b.length) return false;
        for (std::ptrdiff_t n = 0; n < a.length; ++n)
            if (a[n] != b[n]) return false;
        return true;
    }
};

/// Says what an item holds.
enum class item_type : std::uint8_t { empty, boolean, signed_integer, unsigned_integer, floating, complex, bytes };

/// Holds one value of a type known at run time. Strings are not copied: the item points into the buffer.
///
/// Python: the objects that struct and memoryview read and write.
class item {
public:
    /// Holds nothing. Python: None
    constexpr item() noexcept = default;

    template <class T>
        requires(!std::same_as<T, item>) && std::is_arithmetic_v<decltype(plain_value(std::declval<const T&>()))>
    constexpr item(const T& value) noexcept {
        const auto plain = plain_value(value);
        using plain_type = std::remove_const_t<decltype(plain)>;
        if constexpr (std::same_as<plain_type, bool>) {
            type_ = item_type::boolean;
            value_.integer = plain ? 1 : 0;
        } else if constexpr (std::floating_point<plain_type>) {
            type_ = item_type::floating;
            value_.parts.real = static_cast<double>(plain);
        } else if constexpr (std::is_signed_v<plain_type>) {
            type_ = item_type::signed_integer;
            value_.integer = static_cast<std::uint64_t>(static_cast<std::int64_t>(plain));
        } else {
            type_ = item_type::unsigned_integer;
            value_.integer = static_cast<std::uint64_t>(plain);
        }
    }

    /// Holds a complex number, of std's or any type with `real()` and `imag()`.
    template <class Complex>
        requires(!std::same_as<Complex, item>) && requires(const Complex& c) {
            { c.real() } -> std::floating_point;
            { c.imag() } -> std::floating_point;
        }
    constexpr item(const Complex& value) noexcept : type_(item_type::complex) {
        value_.parts = {static_cast<double>(value.real()), static_cast<double>(value.imag())};
    }

    constexpr item(const byte_run& value) noexcept : type_(item_type::bytes) { value_.bytes = value; }

    /// Refers to the characters of a literal, without its terminator.
    template <std::size_t Size>
    item(const char (&literal)[Size]) noexcept : item(run_of(literal, Size - 1)) {}

    /// Refers to the characters or bytes of a string, a vector, a span.
    template <class Text>
        requires(!std::same_as<Text, item>) && requires(const Text& t) {
            requires byte_like<std::remove_pointer_t<decltype(t.data())>>;
            { t.size() } -> std::convertible_to<std::size_t>;
        }
    item(const Text& text) noexcept : item(run_of(text.data(), static_cast<std::size_t>(text.size()))) {}

    [[nodiscard]] constexpr item_type type() const noexcept { return type_; }
    [[nodiscard]] constexpr bool is_integer() const noexcept {
        return type_ == item_type::signed_integer || type_ == item_type::unsigned_integer ||
               type_ == item_type::boolean;
    }

    /// Tells whether the value counts as true: not zero, not empty. Python: bool()
    [[nodiscard]] constexpr bool truth() const noexcept {
        switch (type_) {
        case item_type::empty: return false;
        case item_type::floating: return value_.parts.real != 0;
        case item_type::complex: return value_.parts.real != 0 || value_.parts.imag != 0;
        case item_type::bytes: return value_.bytes.length != 0;
        default: return value_.integer != 0;
        }
    }

    /// Tells whether an integer is below zero.
    [[nodiscard]] constexpr bool negative() const noexcept {
        return type_ == item_type::signed_integer && static_cast<std::int64_t>(value_.integer) < 0;
    }

    /// Gives an integer's 64 bits, in two's complement.
    [[nodiscard]] constexpr std::uint64_t integer_bits() const noexcept { return value_.integer; }

    /// Gives a number's real part: integers are converted.
    [[nodiscard]] constexpr double real() const noexcept {
        if (negative()) return static_cast<double>(static_cast<std::int64_t>(value_.integer));
        return is_integer() ? static_cast<double>(value_.integer) : value_.parts.real;
    }
    /// Gives the imaginary part; zero for all but complex numbers.
    [[nodiscard]] constexpr double imag() const noexcept {
        return type_ == item_type::complex ? value_.parts.imag : 0.0;
    }
    /// Gives the bytes of a string; empty for numbers.
    [[nodiscard]] constexpr byte_run bytes() const noexcept {
        if (type_ != item_type::bytes) return {};
        // Member by member: loads of 16 bytes would wait for the stores of 8 that made them.
        return {value_.bytes.first, value_.bytes.length, value_.bytes.stride};
    }

    /// Gives the value as a number of type `T`.
    ///
    /// Errors: `wrong_type`, when it is no such number; `value_out_of_range`, when it does not fit.
    template <class T>
        requires std::is_arithmetic_v<T>
    [[nodiscard]] constexpr result<T> try_as() const noexcept {
        if constexpr (std::same_as<T, bool>) {
            if (!is_integer()) return error_info{.code = errc::wrong_type};
            return value_.integer != 0;
        } else if constexpr (std::floating_point<T>) {
            if (!is_integer() && type_ != item_type::floating) return error_info{.code = errc::wrong_type};
            return static_cast<T>(real());
        } else {
            if (!is_integer()) return error_info{.code = errc::wrong_type};
            using limits = number_limits<T>;
            const bool fits = negative() ? std::is_signed_v<T> && static_cast<std::int64_t>(value_.integer) >=
                                                                      static_cast<std::int64_t>(limits::min())
                                         : value_.integer <= static_cast<std::uint64_t>(limits::max());
            if (!fits)
                return error_info{.code = errc::value_out_of_range, .need = static_cast<std::uint64_t>(limits::max())};
            return static_cast<T>(value_.integer);
        }
    }

    /// Gives the value as a number of type `T`. Throws: type_error; value_error, when it does not fit.
    template <class T>
        requires std::is_arithmetic_v<T>
    [[nodiscard]] constexpr T as() const {
        return try_as<T>().value();
    }

    /// Compares values: 1 equals 1.0 and true; -1 equals no unsigned number; NaN equals nothing.
    friend constexpr bool operator==(const item& a, const item& b) noexcept {
        if (a.type_ == item_type::bytes || b.type_ == item_type::bytes)
            return a.type_ == b.type_ && a.value_.bytes == b.value_.bytes;
        if (a.type_ == item_type::empty || b.type_ == item_type::empty) return a.type_ == b.type_;
        if (a.is_integer() && b.is_integer())
            return a.negative() == b.negative() && a.value_.integer == b.value_.integer;
        if (a.is_integer()) return b == a;
        if (!b.is_integer()) return a.real() == b.real() && a.imag() == b.imag();
        if (a.imag() != 0) return false;
        return b.negative() ? detail::is_same_number(static_cast<std::int64_t>(b.value_.integer), a.real())
                            : detail::is_same_number(b.value_.integer, a.real());
    }

private:
    template <byte_like Byte>
    static byte_run run_of(const Byte* bytes, std::size_t size) noexcept {
        // Safety: std::byte may look at any object's bytes.
        return {static_cast<const std::byte*>(static_cast<const void*>(bytes)), static_cast<std::ptrdiff_t>(size), 1};
    }

    struct complex_parts {
        double real;
        double imag;
    };
    union {
        std::uint64_t integer = 0;
        complex_parts parts;
        byte_run bytes;
    } value_;
    item_type type_ = item_type::empty;
};

} // namespace lendbuf::inline LENDBUF_ABI
