// Formats compared by meaning: whether two texts describe the same bytes as the same values.
#pragma once

#include <cstddef>
#include <lendbuf/format/record.hpp>

namespace lendbuf::inline LENDBUF_ABI {

namespace detail {

/// Compares two formats member by member; sub-arrays and repeats count as runs of single items.
class format_comparison {
public:
    constexpr format_comparison(const char* a, std::size_t a_length, const char* b, std::size_t b_length) noexcept
        : a_{a, a_length, {}, 0}, b_{b, b_length, {}, 0} {}

    [[nodiscard]] constexpr bool equal() const noexcept { return equal(opened(a_), opened(b_)); }

private:
    struct side {
        const char* text;
        std::size_t length;
        record_member member;
        std::ptrdiff_t left; // items of the member not compared yet
    };

    /// Moves to the next member that is no padding and has items.
    static constexpr bool advance(record_walk& walk, side& s) noexcept {
        while (walk.next(s.member)) {
            s.left = s.member.itemsize == 0 ? 0 : s.member.nbytes / s.member.itemsize;
            if (!s.member.is_padding() && s.left > 0) return true;
        }
        return false;
    }

    /// Starts inside the braces, where a format is one record without a name.
    static constexpr record_walk opened(const side& s) noexcept {
        record_walk walk(s.text, s.length);
        record_member only;
        record_member another;
        const bool is_record = walk.next(only) && only.code.kind == value_kind::record && only.name == nullptr &&
                               only.ndim == 0 && !walk.next(another) && walk.error().code == errc::success;
        return is_record ? record_walk(s.text, s.length, only) : record_walk(s.text, s.length);
    }

    [[nodiscard]] constexpr bool equal(record_walk a, record_walk b) const noexcept {
        side left = a_;
        side right = b_;
        left.left = right.left = 0;
        for (;;) {
            const bool more_left = left.left > 0 || advance(a, left);
            const bool more_right = right.left > 0 || advance(b, right);
            if (!more_left || !more_right)
                return more_left == more_right && a.error().code == errc::success && b.error().code == errc::success &&
                       a.size() == b.size();
            if (place_of(left) != place_of(right) || !same_item(left.member, right.member)) return false;
            const std::ptrdiff_t both = left.left < right.left ? left.left : right.left;
            left.left -= both;
            right.left -= both;
        }
    }

    static constexpr std::ptrdiff_t place_of(const side& s) noexcept {
        return s.member.offset + s.member.nbytes - s.left * s.member.itemsize;
    }

    [[nodiscard]] constexpr bool same_item(const record_member& a, const record_member& b) const noexcept {
        if (a.code.kind != b.code.kind || a.itemsize != b.itemsize || a.length != b.length) return false;
        if (a.code.kind == value_kind::record)
            return equal(record_walk(a_.text, a_.length, a), record_walk(b_.text, b_.length, b));
        // The order of one byte is no order; strings and paddings have none either.
        const bool ordered = a.itemsize > 1 && !a.code.counts_bytes() && a.code.kind != value_kind::bits;
        return !ordered || a.byte_order == b.byte_order;
    }

    side a_;
    side b_;
};

} // namespace detail

/// Tells whether two formats describe the same bytes as the same values: `l`, `<q` and `=q` do on 64-bit Linux, `4h`,
/// `hhhh` and `(2,2)h` do everywhere. Names do not matter, nor does how padding is written; a malformed format equals
/// nothing.
///
/// Complexity: linear in the texts, times the depth of nesting.
/// Python: no counterpart; memoryview compares the texts.
[[nodiscard]] constexpr bool equivalent_formats(const char* a, std::size_t a_length, const char* b,
                                                std::size_t b_length) noexcept {
    return detail::format_comparison(a, a_length, b, b_length).equal();
}

/// Tells whether two terminated formats describe the same bytes as the same values.
[[nodiscard]] constexpr bool equivalent_formats(const char* a, const char* b) noexcept {
    const auto length = [](const char* text) {
        std::size_t n = 0;
        while (text[n] != '\0') ++n;
        return n;
    };
    return equivalent_formats(a, length(a), b, length(b));
}

} // namespace lendbuf::inline LENDBUF_ABI
