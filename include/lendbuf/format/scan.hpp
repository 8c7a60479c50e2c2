// Reading a format's text character by character: what both grammars, struct's and PEP 3118's, have in common.
#pragma once

#include <cstddef>
#include <lendbuf/base/checked.hpp>
#include <lendbuf/base/result.hpp>
#include <lendbuf/format/code.hpp>

namespace lendbuf::inline LENDBUF_ABI {

/// Stands at a column of a format's text, and remembers what went wrong there.
class format_scanner {
public:
    /// Starts at the beginning of `text`, `length` characters that must outlive the scanner.
    constexpr format_scanner(const char* text, std::size_t length) noexcept
        : text_(text), length_(static_cast<std::ptrdiff_t>(length)) {}

    [[nodiscard]] constexpr std::ptrdiff_t column() const noexcept { return at_; }
    [[nodiscard]] constexpr const char* text() const noexcept { return text_; }
    [[nodiscard]] constexpr const error_info& error() const noexcept { return error_; }
    [[nodiscard]] constexpr bool at_end() const noexcept { return at_ >= length_; }

    /// Gives the character ahead; NUL at the end.
    [[nodiscard]] constexpr char peek(std::ptrdiff_t ahead = 0) const noexcept {
        return at_ + ahead < length_ ? text_[at_ + ahead] : '\0';
    }
    constexpr void skip(std::ptrdiff_t count = 1) noexcept { at_ += count; }
    constexpr void skip_space() noexcept {
        while (!at_end() && (text_[at_] == ' ' || (text_[at_] >= '\t' && text_[at_] <= '\r'))) ++at_;
    }
    [[nodiscard]] constexpr bool take(char expected) noexcept {
        if (at_end() || text_[at_] != expected) return false;
        ++at_;
        return true;
    }

    /// Records an error at `column`; returns false, for convenience.
    constexpr bool stop(errc code, std::ptrdiff_t column) noexcept {
        return stop({.code = code, .symbol = column < length_ ? text_[column] : '\0', .column = column});
    }
    constexpr bool stop(const error_info& error) noexcept {
        error_ = error;
        return false;
    }

    [[nodiscard]] constexpr bool at_digit() const noexcept { return peek() >= '0' && peek() <= '9'; }

    /// Reads digits. Errors: `format_too_long`, when the number does not fit.
    [[nodiscard]] constexpr bool read_number(std::ptrdiff_t& number) noexcept {
        const std::ptrdiff_t start = at_;
        number = 0;
        for (; at_digit(); ++at_)
            if (!checked_multiply(number, 10) || !checked_add(number, text_[at_] - '0'))
                return stop(errc::format_too_long, start);
        return true;
    }

    /// Reads a repeat count, 1 when there is none. Errors: `format_too_long`, `count_without_code`.
    [[nodiscard]] constexpr bool read_count(std::ptrdiff_t& count) noexcept {
        const std::ptrdiff_t start = at_;
        count = 1;
        if (!at_digit()) return true;
        if (!read_number(count)) return false;
        return !at_end() || stop(errc::count_without_code, start);
    }

    /// Reads a code and its size in `mode`. Errors: `bad_format_char`.
    [[nodiscard]] constexpr bool read_code(format_code& code, std::ptrdiff_t& itemsize, const format_mode& mode,
                                           bool in_record) noexcept {
        const std::ptrdiff_t start = at_;
        code = find_code(peek());
        if (code.kind == value_kind::unknown && peek() == 'Z') {
            const char part = peek(1);
            code = find_code(part == 'f' ? 'F' : part == 'd' ? 'D' : part == 'g' ? 'G' : '\0');
            ++at_;
        } else if (code.symbol == 'G') {
            code = {}; // only the table calls it so
        }
        itemsize = mode.size_of(code);
        if (itemsize == 0 || (code.only_in_records && !in_record)) return stop(errc::bad_format_char, start);
        ++at_;
        return true;
    }

private:
    const char* text_;
    std::ptrdiff_t length_;
    std::ptrdiff_t at_ = 0;
    error_info error_;
};

} // namespace lendbuf::inline LENDBUF_ABI
