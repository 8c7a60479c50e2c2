// Bytes to hexadecimal digits and back.
#pragma once

#include <lendbuf/kernel/hex.hpp>
#include <lendbuf/owner/byte_edit.hpp>
#include <string>

namespace lendbuf::inline LENDBUF_ABI::detail {

/// Writes two digits for each byte, and `separator` between groups of as many bytes as `group` says, counted from the
/// end, or if that is negative from the start.
///
/// Throws: std::bad_alloc.
[[nodiscard]] inline std::string hex_text(const raw_run& bytes, char separator, std::ptrdiff_t group) {
    const std::ptrdiff_t size = bytes.size;
    std::ptrdiff_t most = group;
    if (group < 0 && !checked_multiply(most, -1)) most = number_limits<std::ptrdiff_t>::max();
    if (most == 0 || most > size) most = size;
    if (size == 0) return {};
    const std::ptrdiff_t separators = (size - 1) / most;
    std::string text(static_cast<std::size_t>(grown_size(separators, 2, size)), separator);
    const std::ptrdiff_t first = group > 0 && size % most > 0 ? size % most : most;
    char* out = text.data();
    for (std::ptrdiff_t at = 0, count = first; at < size; at += count, count = most, ++out) {
        if (count > size - at) count = size - at;
        if (bytes.stride == 1) {
            // Safety: std::byte may look at any object's bytes.
            kernel::write_hex(out, static_cast<const std::byte*>(static_cast<const void*>(bytes.first + at)), count);
            out += 2 * count;
        } else {
            for (std::ptrdiff_t k = 0; k < count; ++k, out += 2) {
                const auto byte = static_cast<std::byte>(bytes[at + k]);
                kernel::write_hex(out, &byte, 1);
            }
        }
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
    /// Throws: value_error with the place of what is no digit; it is the end for a digit without another.
    explicit hex_reader(const raw_run& text) : text_(text) {
        for (std::ptrdiff_t at = next(0); at < text_.size; at = next(at + 2), ++size_)
            for (std::ptrdiff_t digit = at; digit < at + 2; ++digit)
                if (digit == text_.size || digit_values[text_[digit]] > 15)
                    fail({.code = no_hexadecimal,
                          .offset = digit,
                          .have = digit == text_.size ? 0u : text_[digit],
                          .subject = "fromhex"});
    }

    [[nodiscard]] std::ptrdiff_t size() const noexcept { return size_; }

    /// Requires: room for `size()` bytes.
    void operator()(std::uint8_t* out) const noexcept {
        for (std::ptrdiff_t at = next(0); at < text_.size; at = next(at + 2))
            *out++ = static_cast<std::uint8_t>(digit_values[text_[at]] << 4 | digit_values[text_[at + 1]]);
    }

private:
    [[nodiscard]] std::ptrdiff_t next(std::ptrdiff_t at) const noexcept {
        while (at < text_.size && ascii_whitespace.contains(text_[at])) ++at;
        return at;
    }

    raw_run text_;
    std::ptrdiff_t size_ = 0;
};

} // namespace lendbuf::inline LENDBUF_ABI::detail
