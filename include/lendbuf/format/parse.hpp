// The one walk over a format: it yields field after field, at compile time and at run time, and stores nothing.
#pragma once

#include <cstddef>
#include <lendbuf/base/checked.hpp>
#include <lendbuf/base/result.hpp>
#include <lendbuf/format/code.hpp>

namespace lendbuf::inline LENDBUF_ABI {

/// Describes one member of a format: a code with its repeat count, placed in the record.
struct format_field {
    format_code code;
    std::endian byte_order = std::endian::native;
    std::ptrdiff_t count = 0;    ///< Repeats; for `s`, `p` and `x` a length in bytes.
    std::ptrdiff_t itemsize = 0; ///< Bytes of one repeat.
    std::ptrdiff_t offset = 0;   ///< Bytes from the start of the record.
    std::ptrdiff_t column = 0;   ///< Where the code stands in the text, from 0.

    /// Counts the values the field packs or unpacks: none for padding, one for a string, otherwise `count`.
    [[nodiscard]] constexpr std::ptrdiff_t values() const noexcept {
        return code.kind == value_kind::padding ? 0 : code.counts_bytes() ? 1 : count;
    }

    /// Counts the bytes of the field without the padding before it.
    [[nodiscard]] constexpr std::ptrdiff_t nbytes() const noexcept { return count * itemsize; }
};

/// Walks over the fields of a format text. Repeats stay counts, so a walk is linear in the text, never in the record.
///
/// Python: the grammar of struct; also `^`, and `Zf`, `Zd` with their older spellings `F`, `D`.
class format_walk {
public:
    /// Starts at the beginning of `text`, `length` characters that must outlive the walk.
    constexpr format_walk(const char* text, std::size_t length) noexcept
        : text_(text), length_(static_cast<std::ptrdiff_t>(length)) {
        if (length_ > 0 && read_format_prefix(text_[0], mode_)) at_ = 1;
    }

    /// Moves to the next field. Returns false at the end and on an error; `error()` tells which.
    [[nodiscard]] constexpr bool next(format_field& field) noexcept {
        while (at_ < length_ && is_space(text_[at_])) ++at_;
        if (at_ >= length_) return false;
        std::ptrdiff_t count = 1;
        if (is_digit(text_[at_]) && !read_count(count)) return false;
        field.column = at_;
        field.code = find_code(text_[at_]);
        if (text_[at_] == 'Z') read_complex(field.code);
        field.itemsize = mode_.size_of(field.code);
        if (field.itemsize == 0) return stop(errc::bad_format_char, at_);
        ++at_;
        field.byte_order = mode_.byte_order;
        field.count = count;
        return place(field);
    }

    /// Tells what stopped the walk; the code is `errc::success` at a proper end.
    [[nodiscard]] constexpr const error_info& error() const noexcept { return error_; }

    /// Counts the bytes of all fields so far: after the last one, the size of the record.
    [[nodiscard]] constexpr std::ptrdiff_t size() const noexcept { return size_; }

    /// Counts the values of all fields so far.
    [[nodiscard]] constexpr std::ptrdiff_t values() const noexcept { return values_; }

private:
    static constexpr bool is_space(char c) noexcept { return c == ' ' || (c >= '\t' && c <= '\r'); }
    static constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

    constexpr bool stop(errc code, std::ptrdiff_t column) noexcept {
        error_ = {.code = code, .symbol = column < length_ ? text_[column] : '\0', .column = column};
        return false;
    }

    constexpr bool read_count(std::ptrdiff_t& count) noexcept {
        const std::ptrdiff_t start = at_;
        count = 0;
        for (; at_ < length_ && is_digit(text_[at_]); ++at_)
            if (!checked_multiply(count, 10) || !checked_add(count, text_[at_] - '0'))
                return stop(errc::format_too_long, start);
        return at_ < length_ || stop(errc::count_without_code, start);
    }

    constexpr void read_complex(format_code& code) noexcept {
        const char part = at_ + 1 < length_ ? text_[at_ + 1] : '\0';
        if (part != 'f' && part != 'd') return;
        code = find_code(part == 'f' ? 'F' : 'D');
        ++at_;
    }

    constexpr bool place(format_field& field) noexcept {
        std::ptrdiff_t nbytes = field.itemsize;
        if (!checked_align(size_, mode_.alignment_of(field.code)) || !checked_multiply(nbytes, field.count))
            return stop(errc::format_too_long, field.column);
        field.offset = size_;
        if (!checked_add(size_, nbytes) || !checked_add(values_, field.values()))
            return stop(errc::format_too_long, field.column);
        return true;
    }

    const char* text_;
    std::ptrdiff_t length_;
    std::ptrdiff_t at_ = 0;
    std::ptrdiff_t size_ = 0;
    std::ptrdiff_t values_ = 0;
    format_mode mode_;
    error_info error_;
};

/// Counts the bytes of a record of format `text`.
///
/// Errors: `bad_format_char`, `count_without_code`, `format_too_long`, each with the column.
/// Complexity: linear in the length of the text.
/// Python: struct.calcsize
[[nodiscard]] constexpr result<std::ptrdiff_t> try_calcsize(const char* text, std::size_t length) noexcept {
    format_walk walk(text, length);
    for (format_field field; walk.next(field);) {}
    if (walk.error().code != errc::success) return walk.error();
    return walk.size();
}

} // namespace lendbuf::inline LENDBUF_ABI
