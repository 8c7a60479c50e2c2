// Records as PEP 3118 writes them, `T{i:id:(2,3)d:grid:}`: one walk over the members, which stores nothing.
#pragma once

#include <cstddef>
#include <lendbuf/format/scan.hpp>

namespace lendbuf::inline LENDBUF_ABI {

/// Describes one member of a record.
struct record_member {
    static constexpr std::size_t max_ndim = 8;

    const char* name = nullptr; ///< Inside the format's text, not terminated; null when it has none.
    std::ptrdiff_t name_length = 0;
    format_code code;
    std::endian byte_order = std::endian::native;
    std::ptrdiff_t length = 1;           ///< For strings, text, bits and padding: how many; otherwise 1.
    std::size_t ndim = 0;                ///< Axes of a sub-array; 0 for a single item.
    std::ptrdiff_t shape[max_ndim] = {}; ///< Extents of a sub-array, in items.
    std::ptrdiff_t itemsize = 0;         ///< Bytes of one item: a number, a whole string, a whole inner record.
    std::ptrdiff_t offset = 0;           ///< Bytes from the start of the record.
    std::ptrdiff_t nbytes = 0;           ///< Bytes of all items.
    std::ptrdiff_t column = 0;           ///< Where the code stands in the text, from 0.
    std::ptrdiff_t inner_begin = 0;      ///< For `T{...}`: the column behind the brace.
    format_mode inner_mode;              ///< For `T{...}`: the mode in force there.

    /// Tells whether the member only fills space.
    [[nodiscard]] constexpr bool is_padding() const noexcept {
        return code.kind == value_kind::padding && name == nullptr;
    }

    /// Tells whether the member is called `other`.
    [[nodiscard]] constexpr bool is_called(const char* other, std::size_t other_length) const noexcept {
        if (name == nullptr || static_cast<std::size_t>(name_length) != other_length) return false;
        for (std::size_t k = 0; k < other_length; ++k)
            if (name[k] != other[k]) return false;
        return true;
    }
};

/// Walks over the members of a record format: PEP 3118's grammar, which contains that of struct.
///
/// A member is `[(2,3)] [@=<>!^] [count] code [:name:]`; codes are struct's and `g Zg u w O t &type X{} T{...}`. A byte
/// order stays in force until the next one. A count other than 1 makes a sub-array, but for strings, text, bits and
/// padding a length. Inside `T{}` native alignment pads the end of a record, too.
/// Python: what NumPy reads and writes; also `n N P p`, `g` as the machine has it, and white space.
class record_walk {
public:
    static constexpr int max_depth = 32;

    /// Starts at the beginning of `text`, `length` characters that must outlive the walk.
    constexpr record_walk(const char* text, std::size_t length) noexcept : scan_(text, length) {
        read_order(); // struct's place for it: white space may follow, or nothing at all
    }

    /// Starts inside the record `outer` of the same text.
    constexpr record_walk(const char* text, std::size_t length, const record_member& outer) noexcept
        : scan_(text, length), mode_(outer.inner_mode), depth_(1) {
        scan_.skip(outer.inner_begin);
    }

    /// Moves to the next member, padding included. Returns false at the end of the record and on an error.
    [[nodiscard]] constexpr bool next(record_member& member) noexcept {
        scan_.skip_space();
        if (scan_.at_end()) return depth_ > 0 && scan_.stop(errc::unclosed, scan_.column());
        if (depth_ > 0 && scan_.take('}')) return finish();
        member = {};
        return read_type(member) && place(member) && read_name(member);
    }

    /// Tells what stopped the walk; the code is `errc::success` at a proper end.
    [[nodiscard]] constexpr const error_info& error() const noexcept { return scan_.error(); }

    /// Counts the bytes of the members so far; at the end of `T{}` with the padding there.
    [[nodiscard]] constexpr std::ptrdiff_t size() const noexcept { return size_; }

    /// Gives the strictest alignment of the members so far, in bytes.
    [[nodiscard]] constexpr std::ptrdiff_t alignment() const noexcept { return alignment_; }

private:
    constexpr bool finish() noexcept {
        if (mode_.aligned && !checked_align(size_, alignment_)) scan_.stop(errc::format_too_long, scan_.column() - 1);
        return false;
    }

    constexpr void read_order() noexcept {
        if (read_format_prefix(scan_.peek(), mode_)) scan_.skip();
    }

    constexpr bool read_type(record_member& member) noexcept {
        read_order();
        if (scan_.peek() == '(' && !read_shape(member)) return false;
        read_order();
        std::ptrdiff_t count = 1;
        if (!scan_.read_count(count)) return false;
        member.column = scan_.column();
        member.byte_order = mode_.byte_order;
        bool is_length = false;
        if (scan_.peek() == 'T' && scan_.peek(1) == '{') {
            if (!read_record(member)) return false;
        } else if (scan_.peek() == '&' || (scan_.peek() == 'X' && scan_.peek(1) == '{')) {
            if (!read_address(member)) return false;
        } else {
            if (!scan_.read_code(member.code, member.itemsize, mode_, true)) return false;
            member_alignment_ = mode_.alignment_of(member.code);
            is_length = member.code.counts_bytes() || member.code.kind == value_kind::text ||
                        member.code.kind == value_kind::bits;
        }
        if (is_length) {
            member.length = count;
            std::ptrdiff_t units = count;
            if (member.code.kind == value_kind::bits) units = count / 8 + (count % 8 != 0 ? 1 : 0);
            return checked_multiply(member.itemsize, units) || scan_.stop(errc::format_too_long, member.column);
        }
        if (count != 1) {
            if (member.ndim == record_member::max_ndim) return scan_.stop(errc::too_deep, member.column);
            member.shape[member.ndim++] = count;
        }
        return true;
    }

    constexpr bool read_shape(record_member& member) noexcept {
        const std::ptrdiff_t start = scan_.column();
        scan_.skip();
        do {
            scan_.skip_space();
            if (scan_.at_end()) return scan_.stop(errc::unclosed, start);
            if (!scan_.at_digit()) return scan_.stop(errc::bad_format_char, scan_.column());
            if (member.ndim == record_member::max_ndim) return scan_.stop(errc::too_deep, scan_.column());
            if (!scan_.read_number(member.shape[member.ndim++])) return false;
            scan_.skip_space();
        } while (scan_.take(','));
        if (scan_.take(')')) return true;
        return scan_.at_end() ? scan_.stop(errc::unclosed, start) : scan_.stop(errc::bad_format_char, scan_.column());
    }

    constexpr bool read_record(record_member& member) noexcept {
        if (depth_ >= max_depth) return scan_.stop(errc::too_deep, scan_.column());
        scan_.skip(2);
        member.code = {'T', value_kind::record, 0, 1, 0, true};
        member.inner_begin = scan_.column();
        member.inner_mode = mode_;
        record_walk inner(*this);
        inner.depth_ = depth_ + 1;
        inner.size_ = 0;
        inner.alignment_ = 1;
        for (record_member ignored; inner.next(ignored);) {}
        scan_ = inner.scan_; // behind the closing brace, or at the error
        mode_ = inner.mode_;
        member.itemsize = inner.size_;
        member_alignment_ = mode_.aligned ? inner.alignment_ : 1;
        // Where the text ends inside the braces, it is the opening one that wants company.
        if (scan_.error().code == errc::unclosed && scan_.error().column == scan_.column())
            scan_.stop(errc::unclosed, member.inner_begin - 2);
        return scan_.error().code == errc::success;
    }

    // `&type` and `X{}`: addresses, whatever is behind them.
    constexpr bool read_address(record_member& member) noexcept {
        const std::ptrdiff_t start = scan_.column();
        if (scan_.take('&')) {
            if (depth_ >= max_depth) return scan_.stop(errc::too_deep, start);
            ++depth_;
            record_member target;
            const format_mode before = mode_;
            const bool good = read_type(target);
            mode_ = before;
            --depth_;
            if (!good) return false;
        } else {
            scan_.skip();
            int open = 0;
            do {
                if (scan_.at_end()) return scan_.stop(errc::unclosed, start + 1);
                open += scan_.peek() == '{' ? 1 : scan_.peek() == '}' ? -1 : 0;
                scan_.skip();
            } while (open > 0);
        }
        member.code = find_code('O');
        member.itemsize = mode_.size_of(member.code);
        if (member.itemsize == 0) member.itemsize = member.code.native_size; // addresses have no standard size
        member_alignment_ = mode_.alignment_of(member.code);
        return true;
    }

    constexpr bool place(record_member& member) noexcept {
        member.nbytes = member.itemsize;
        bool fits = checked_align(size_, member_alignment_);
        for (std::size_t k = 0; k < member.ndim; ++k) fits = fits && checked_multiply(member.nbytes, member.shape[k]);
        member.offset = size_;
        if (!fits || !checked_add(size_, member.nbytes)) return scan_.stop(errc::format_too_long, member.column);
        // Alignments are powers of two, so the largest is a multiple of all.
        if (mode_.aligned && member_alignment_ > alignment_) alignment_ = member_alignment_;
        return true;
    }

    constexpr bool read_name(record_member& member) noexcept {
        scan_.skip_space();
        const std::ptrdiff_t start = scan_.column();
        if (!scan_.take(':')) return true;
        member.name = scan_.text() + scan_.column();
        while (!scan_.at_end() && scan_.peek() != ':') {
            scan_.skip();
            ++member.name_length;
        }
        return scan_.take(':') || scan_.stop(errc::unclosed, start);
    }

    format_scanner scan_;
    std::ptrdiff_t size_ = 0;
    std::ptrdiff_t alignment_ = 1;
    std::ptrdiff_t member_alignment_ = 1;
    format_mode mode_;
    int depth_ = 0;
};

/// Counts the bytes of an item of a record format.
///
/// Errors: those of struct's formats; `unclosed`, `too_deep`; each with the column.
/// Complexity: linear in the text, times the depth of nesting.
[[nodiscard]] constexpr result<std::ptrdiff_t> try_record_size(const char* text, std::size_t length) noexcept {
    record_walk walk(text, length);
    for (record_member member; walk.next(member);) {}
    if (walk.error().code != errc::success) return walk.error();
    return walk.size();
}

} // namespace lendbuf::inline LENDBUF_ABI
