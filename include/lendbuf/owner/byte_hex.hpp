// Bytes to hexadecimal digits and back.
#pragma once

#include <lendbuf/kernel/hex.hpp>
#include <lendbuf/owner/byte_edit.hpp>
#include <lendbuf/owner/byte_set.hpp>
#include <string>

namespace lendbuf::inline LENDBUF_ABI::detail {

/// Writes two digits for each byte, and `separator` between groups of as many bytes as `group` says, counted from the
/// end, or if that is negative from the start.
///
/// Throws: std::bad_alloc.
[[nodiscard]] inline std::string hex_text(raw_run bytes, char separator, std::ptrdiff_t group) {
    const std::ptrdiff_t size = bytes.size;
    std::ptrdiff_t most = group;
    if (group < 0 && !checked_multiply(most, -1)) most = number_limits<std::ptrdiff_t>::max();
    if (most == 0 || most > size) most = size;
    if (size == 0) return {};
    const std::ptrdiff_t separators = (size - 1) / most;
    std::string text(static_cast<std::size_t>(grown_size(separators, 2, size)), separator);
    std::ptrdiff_t left = group > 0 && size % most > 0 ? size % most : most; // bytes before the next separator
    if (bytes.stride == 1 && most == size) {
        // Safety: std::byte may look at any object's bytes.
        kernel::write_hex(text.data(), static_cast<const std::byte*>(static_cast<const void*>(bytes.first)), size);
        return text;
    }
    char* out = text.data();
    for (std::ptrdiff_t k = 0; k < size; ++k, --left) {
        if (left == 0) {
            ++out;
            left = most;
        }
        *out++ = "0123456789abcdef"[bytes[k] >> 4];
        *out++ = "0123456789abcdef"[bytes[k] & 15];
    }
    return text;
}

/// Holds the value of each hexadecimal digit, and 16 for what is none.
inline constexpr byte_table digit_values = [] {
    byte_table table;
    for (unsigned byte = 0; byte < 256; ++byte) {
        const unsigned lower = byte | 0x20u;
        const unsigned value = byte >= '0' && byte <= '9'     ? byte - '0'
                               : lower >= 'a' && lower <= 'f' ? lower - 'a' + 10
                                                              : 16;
        table.set(static_cast<std::uint8_t>(byte), static_cast<std::uint8_t>(value));
    }
    return table;
}();

/// Reads pairs of hexadecimal digits, with white space between pairs.
class hex_reader {
public:
    explicit hex_reader(const raw_run& text) noexcept : text_(text) {}

    /// Gives the most bytes there can be.
    [[nodiscard]] std::ptrdiff_t size() const noexcept { return text_.size / 2 + text_.size % 2; }

    /// Gives the number of bytes written. Requires: room for `size()` bytes.
    ///
    /// Throws: value_error with the place of what is no digit; it is the end for a digit without another.
    std::ptrdiff_t operator()(std::uint8_t* out) const {
        if (text_.stride == 1) return read(out, text_.first); // half the time
        return read(out, text_);
    }

private:
    template <class Text>
    [[nodiscard]] std::ptrdiff_t read(std::uint8_t* out, const Text text) const {
        const std::uint8_t* const start = out;
        const std::ptrdiff_t size = text_.size; // a local one: compilers think that `out` could write to a member
        for (std::ptrdiff_t at = 0; at < size;) {
            if (at + 1 < size) {
                const unsigned high = digit_values[text[at]];
                const unsigned low = digit_values[text[at + 1]];
                if ((high | low) < 16) [[likely]] {
                    *out++ = static_cast<std::uint8_t>(high << 4 | low);
                    at += 2;
                    continue;
                }
            }
            if (!ascii_whitespace.contains(text[at])) fail_at(digit_values[text[at]] < 16 ? at + 1 : at);
            ++at;
        }
        return out - start;
    }

    [[noreturn, gnu::cold]] void fail_at(std::ptrdiff_t place) const {
        const std::uint64_t byte = place < text_.size ? text_[place] : 0;
        fail({.code = errc::not_hexadecimal, .offset = place, .have = byte, .subject = "fromhex"});
    }

    raw_run text_;
};

} // namespace lendbuf::inline LENDBUF_ABI::detail
