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

/// Copies bytes and changes each of them.
template <class Change>
[[nodiscard]] bytearray changed_bytes(bytes_like text, const Change& change) {
    bytearray copy(text);
    map_bytes(copy.data(), {copy.data(), copy.size()}, change);
    return copy;
}

} // namespace detail

/// Gives the text with its first byte as a capital, and all others small. Throws: std::bad_alloc.
///
/// Python: bytes.capitalize
[[nodiscard]] inline bytearray capitalize(bytes_like text) {
    bytearray copy = detail::changed_bytes(text, [](std::uint8_t byte) { return detail::to_lower(byte); });
    if (!copy.empty()) copy[0] = detail::to_upper(copy[0]);
    return copy;
}

/// Gives the text in small letters. Throws: std::bad_alloc. Python: bytes.lower
[[nodiscard]] inline bytearray lower(bytes_like text) {
    return detail::changed_bytes(text, [](std::uint8_t byte) { return detail::to_lower(byte); });
}

/// Gives the text with capitals for small letters and the reverse. Throws: std::bad_alloc. Python: bytes.swapcase
[[nodiscard]] inline bytearray swapcase(bytes_like text) {
    return detail::changed_bytes(text, [](std::uint8_t byte) { return detail::to_other_case(byte); });
}

/// Gives the text with a capital where a letter follows none, and small letters behind. Throws: std::bad_alloc.
///
/// Python: bytes.title
[[nodiscard]] inline bytearray title(bytes_like text) {
    bytearray copy(text);
    bool in_word = false;
    for (std::uint8_t& byte : copy) {
        const bool letter = detail::is_letter(byte);
        byte = static_cast<std::uint8_t>(letter ? (byte & 0xdf) | (in_word ? 0x20 : 0) : byte);
        in_word = letter;
    }
    return copy;
}

/// Gives the text in capitals. Throws: std::bad_alloc. Python: bytes.upper
[[nodiscard]] inline bytearray upper(bytes_like text) {
    return detail::changed_bytes(text, [](std::uint8_t byte) { return detail::to_upper(byte); });
}

} // namespace lendbuf::inline LENDBUF_ABI
