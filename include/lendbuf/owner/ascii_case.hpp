// Bytes as ASCII text with other letters: capitalize, lower, swapcase, title, upper. Other bytes stay what they are.
#pragma once

#include <lendbuf/owner/ascii.hpp>
#include <lendbuf/owner/bytearray.hpp>

namespace lendbuf::inline LENDBUF_ABI {

namespace detail {

[[nodiscard]] constexpr std::uint8_t to_upper(std::uint8_t byte) noexcept {
    return static_cast<std::uint8_t>(byte ^ (is_lower_letter(byte) ? 0x20 : 0));
}
[[nodiscard]] constexpr std::uint8_t to_lower(std::uint8_t byte) noexcept {
    return static_cast<std::uint8_t>(byte ^ (is_upper_letter(byte) ? 0x20 : 0));
}
[[nodiscard]] constexpr std::uint8_t to_other_case(std::uint8_t byte) noexcept {
    return static_cast<std::uint8_t>(byte ^ (is_letter(byte) ? 0x20 : 0));
}

/// Copies bytes and changes each of them, which do not depend on the others.
template <class Change>
[[nodiscard]] bytearray changed_bytes(bytes_like text, const Change& change) {
    bytearray copy(text);
    std::uint8_t* const bytes = copy.data();
    const std::ptrdiff_t size = copy.size();
    for (std::ptrdiff_t k = 0; k < size; ++k) bytes[k] = change(bytes[k]);
    return copy;
}

} // namespace detail

/// Gives the text with its first byte as a capital, and all others small. Throws: std::bad_alloc.
///
/// Python: bytes.capitalize
[[nodiscard]] inline bytearray capitalize(bytes_like text) {
    bytearray copy = detail::changed_bytes(text, detail::to_lower);
    if (!copy.empty()) copy[0] = detail::to_upper(copy[0]);
    return copy;
}

/// Gives the text in small letters. Throws: std::bad_alloc. Python: bytes.lower
[[nodiscard]] inline bytearray lower(bytes_like text) {
    return detail::changed_bytes(text, detail::to_lower);
}

/// Gives the text with capitals for small letters and the reverse. Throws: std::bad_alloc. Python: bytes.swapcase
[[nodiscard]] inline bytearray swapcase(bytes_like text) {
    return detail::changed_bytes(text, detail::to_other_case);
}

/// Gives the text with a capital where a letter follows none, and small letters behind. Throws: std::bad_alloc.
///
/// Python: bytes.title
[[nodiscard]] inline bytearray title(bytes_like text) {
    bool in_word = false;
    return detail::changed_bytes(text, [&in_word](std::uint8_t byte) {
        const std::uint8_t changed = in_word ? detail::to_lower(byte) : detail::to_upper(byte);
        in_word = detail::is_letter(byte);
        return changed;
    });
}

/// Gives the text in capitals. Throws: std::bad_alloc. Python: bytes.upper
[[nodiscard]] inline bytearray upper(bytes_like text) {
    return detail::changed_bytes(text, detail::to_upper);
}

} // namespace lendbuf::inline LENDBUF_ABI
