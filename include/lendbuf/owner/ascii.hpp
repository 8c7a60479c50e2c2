// Questions about bytes as ASCII text: isalnum, isalpha, isascii, isdigit, islower, isspace, istitle, isupper. Bytes of
// 128 and above are no letters.
#pragma once

#include <cctype> // so that the macro does not come back
#include <cstdint>
#include <lendbuf/kernel/compare.hpp>
#include <lendbuf/owner/byte_set.hpp>

// Some systems have a macro of that name; the standard headers take away those of theirs in the same way.
#if defined(isascii)
#    undef isascii
#endif

namespace lendbuf::inline LENDBUF_ABI {

namespace detail {

[[nodiscard]] constexpr bool is_upper_letter(std::uint8_t byte) noexcept {
    return byte >= 'A' && byte <= 'Z';
}
[[nodiscard]] constexpr bool is_lower_letter(std::uint8_t byte) noexcept {
    return byte >= 'a' && byte <= 'z';
}
[[nodiscard]] constexpr bool is_letter(std::uint8_t byte) noexcept {
    return is_lower_letter(byte | 0x20);
}
[[nodiscard]] constexpr bool is_decimal(std::uint8_t byte) noexcept {
    return byte >= '0' && byte <= '9';
}

/// Tells whether every byte of `x` is of a kind. Without bytes that is true only of `even_if_empty`.
template <class X, class Kind>
[[nodiscard]] constexpr bool all_bytes_are(X& x, bool even_if_empty, const Kind& is_kind) {
    const auto bytes = run_of_bytes(x);
    if (bytes.size == 0) return even_if_empty;
    return kernel::none_differs<std::int8_t>(bytes.size, [&](std::ptrdiff_t k) { return !is_kind(bytes[k]); });
}

/// Tells whether there are letters, none of them of the unwanted kind.
template <class X, class Kind>
[[nodiscard]] constexpr bool has_letters_but(X& x, const Kind& is_unwanted) {
    const auto bytes = run_of_bytes(x);
    bool found = false;
    for (std::ptrdiff_t k = 0; k < bytes.size; ++k) {
        if (is_unwanted(bytes[k])) return false;
        found = found || is_letter(bytes[k]);
    }
    return found;
}

} // namespace detail

/// Tells whether there are bytes, and all are letters or digits. Python: bytes.isalnum
template <byte_argument X>
[[nodiscard]] constexpr bool isalnum(X&& x) {
    return detail::all_bytes_are(x, false,
                                 [](std::uint8_t byte) { return detail::is_letter(byte) || detail::is_decimal(byte); });
}

/// Tells whether there are bytes, and all are letters. Python: bytes.isalpha
template <byte_argument X>
[[nodiscard]] constexpr bool isalpha(X&& x) {
    return detail::all_bytes_are(x, false, [](std::uint8_t byte) { return detail::is_letter(byte); });
}

/// Tells whether all bytes, if there are any, are below 128. Python: bytes.isascii
template <byte_argument X>
[[nodiscard]] constexpr bool isascii(X&& x) {
    return detail::all_bytes_are(x, true, [](std::uint8_t byte) { return byte < 128; });
}

/// Tells whether there are bytes, and all are digits. Python: bytes.isdigit
template <byte_argument X>
[[nodiscard]] constexpr bool isdigit(X&& x) {
    return detail::all_bytes_are(x, false, [](std::uint8_t byte) { return detail::is_decimal(byte); });
}

/// Tells whether there are letters, and all of them are small. Python: bytes.islower
template <byte_argument X>
[[nodiscard]] constexpr bool islower(X&& x) {
    return detail::has_letters_but(x, [](std::uint8_t byte) { return detail::is_upper_letter(byte); });
}

/// Tells whether there are bytes, and all are white space. Python: bytes.isspace
template <byte_argument X>
[[nodiscard]] constexpr bool isspace(X&& x) {
    return detail::all_bytes_are(x, false, [](std::uint8_t byte) { return ascii_whitespace.contains(byte); });
}

/// Tells whether there are letters, and exactly those that follow no letter are capitals. Python: bytes.istitle
template <byte_argument X>
[[nodiscard]] constexpr bool istitle(X&& x) {
    const auto bytes = detail::run_of_bytes(x);
    bool found = false;
    bool in_word = false;
    for (std::ptrdiff_t k = 0; k < bytes.size; ++k) {
        const bool letter = detail::is_letter(bytes[k]);
        if (letter && detail::is_upper_letter(bytes[k]) == in_word) return false;
        found = found || letter;
        in_word = letter;
    }
    return found;
}

/// Tells whether there are letters, and all of them are capitals. Python: bytes.isupper
template <byte_argument X>
[[nodiscard]] constexpr bool isupper(X&& x) {
    return detail::has_letters_but(x, [](std::uint8_t byte) { return detail::is_lower_letter(byte); });
}

} // namespace lendbuf::inline LENDBUF_ABI
