// The one walk over a format: it yields field after field, at compile time and at run time, and stores nothing.
#pragma once

#include <cstddef>
#include <lendbuf/base/checked.hpp>
#include <lendbuf/base/result.hpp>
#include <lendbuf/format/code.hpp>
#include <lendbuf/format/scan.hpp>

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
    constexpr format_walk(const char* text, std::size_t length) noexcept : scan_(text, length) {
        if (read_format_prefix(scan_.peek(), mode_)) scan_.skip();
    }

    /// Moves to the next field. Returns false at the end and on an error; `error()` tells which.
    [[nodiscard]] constexpr bool next(format_field& field) noexcept {
        scan_.skip_space();
        if (scan_.at_end() || !scan_.read_count(field.count)) return false;
        field.column = scan_.column();
        field.byte_order = mode_.byte_order;
        return scan_.read_code(field.code, field.itemsize, mode_, false) && place(field);
    }

    /// Ends the walk with an error of its caller's; returns false, for convenience.
    constexpr bool stop(const error_info& error) noexcept { return scan_.stop(error); }

    /// Tells what stopped the walk; the code is `errc::success` at a proper end.
    [[nodiscard]] constexpr const error_info& error() const noexcept { return scan_.error(); }

    /// Counts the bytes of all fields so far: after the last one, the size of the record.
    [[nodiscard]] constexpr std::ptrdiff_t size() const noexcept { return size_; }

    /// Counts the values of all fields so far.
    [[nodiscard]] constexpr std::ptrdiff_t values() const noexcept { return values_; }

private:
    constexpr bool place(format_field& field) noexcept {
        std::ptrdiff_t nbytes = field.itemsize;
        if (!checked_align(size_, mode_.alignment_of(field.code)) || !checked_multiply(nbytes, field.count))
            return scan_.stop(errc::format_too_long, field.column);
        field.offset = size_;
        if (!checked_add(size_, nbytes) || !checked_add(values_, field.values()))
            return scan_.stop(errc::format_too_long, field.column);
        return true;
    }

    format_scanner scan_;
    std::ptrdiff_t size_ = 0;
    std::ptrdiff_t values_ = 0;
    format_mode mode_;
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
