// From C++ types to formats: what an exporter writes into its descriptor.
#pragma once

#include <bit>
#include <concepts>
#include <cstddef>
#include <lendbuf/base/half.hpp>
#include <lendbuf/format/parse.hpp>
#include <type_traits>

namespace lendbuf::inline LENDBUF_ABI {

/// Holds a short format as text, terminated.
struct format_text {
    char text[8] = {};

    [[nodiscard]] constexpr const char* c_str() const noexcept { return text; }
};

/// Gives the format of an item of type `T`; specialise `value` for own types. Types without a format are records of
/// bytes to whoever reads the descriptor: `format_of<T>()` does not exist for them.
template <class T>
struct type_format {};

namespace detail {

template <class T>
constexpr char integer_code() noexcept {
    constexpr bool is_signed = std::is_signed_v<T>;
    if constexpr (std::same_as<T, long>)
        return 'l';
    else if constexpr (std::same_as<T, unsigned long>)
        return 'L';
    else if constexpr (sizeof(T) == 1)
        return is_signed ? 'b' : 'B';
    else if constexpr (sizeof(T) == sizeof(short))
        return is_signed ? 'h' : 'H';
    else if constexpr (sizeof(T) == sizeof(int))
        return is_signed ? 'i' : 'I';
    else
        return is_signed ? 'q' : 'Q';
}

} // namespace detail

template <std::integral T>
    requires(sizeof(T) <= sizeof(long long)) // __int128 has no code
struct type_format<T> {
    static constexpr format_text value{{detail::integer_code<T>()}};
};
template <>
struct type_format<bool> {
    static constexpr format_text value{{'?'}};
};
template <>
struct type_format<char> {
    static constexpr format_text value{{'c'}};
};
template <>
struct type_format<std::byte> {
    static constexpr format_text value{{'B'}};
};
template <>
struct type_format<half> {
    static constexpr format_text value{{'e'}};
};
template <>
struct type_format<float> {
    static constexpr format_text value{{'f'}};
};
template <>
struct type_format<double> {
    static constexpr format_text value{{'d'}};
};
template <>
struct type_format<long double> {
    static constexpr format_text value{{'g'}};
};
namespace detail {
// Complex numbers of std's kind, without std's header.
template <class T>
concept complex_like = std::is_class_v<T> && requires(const T& z) {
    requires std::floating_point<typename T::value_type>;
    { z.real() } -> std::convertible_to<typename T::value_type>;
    { z.imag() } -> std::convertible_to<typename T::value_type>;
    requires sizeof(T) == 2 * sizeof(typename T::value_type);
};
} // namespace detail

template <detail::complex_like T>
struct type_format<T> {
    static constexpr format_text value{{'Z', type_format<typename T::value_type>::value.text[0]}};
};
template <class T>
    requires std::is_enum_v<T>
struct type_format<T> : type_format<std::underlying_type_t<T>> {};
template <class T>
    requires std::is_pointer_v<T>
struct type_format<T> {
    static constexpr format_text value{{'P'}};
};

/// Is satisfied by the types that have a format.
template <class T>
concept formatted = requires { type_format<std::remove_cv_t<T>>::value; };

/// Gives the format of items of type `T` as terminated text with static storage.
///
/// Python: memoryview.format, array.typecode
template <formatted T>
[[nodiscard]] constexpr const char* format_of() noexcept {
    return type_format<std::remove_cv_t<T>>::value.c_str();
}

} // namespace lendbuf::inline LENDBUF_ABI
