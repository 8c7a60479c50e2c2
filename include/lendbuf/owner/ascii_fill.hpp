// Bytes as text that is filled up to a width: center, ljust, rjust, zfill, and expandtabs.
#pragma once

#include <lendbuf/owner/bytearray.hpp>

namespace lendbuf::inline LENDBUF_ABI {

namespace detail {

/// Copies the text between as many bytes of `fill` as are asked for; none, where the number is negative.
[[nodiscard]] inline bytearray between_fill(bytes_like text, std::ptrdiff_t before, std::ptrdiff_t after, char fill) {
    bytearray filled;
    const auto put = [&filled, fill](std::ptrdiff_t count) {
        const std::ptrdiff_t start = filled.size();
        if (count <= 0) return;
        filled.resize(start + count);
        std::memset(filled.data() + start, fill, static_cast<std::size_t>(count));
    };
    const std::ptrdiff_t more = grown_size(before > 0 ? before : 0, 1, after > 0 ? after : 0);
    filled.reserve(grown_size(text.size(), 1, more));
    put(before);
    filled.extend(text);
    put(after);
    return filled;
}

/// Copies text with tabs as spaces.
class tab_expansion {
public:
    /// Throws: std::bad_alloc, when no memory is that large.
    tab_expansion(const raw_run& text, std::ptrdiff_t tabsize) : text_(text), tabsize_(tabsize) {
        walk([this](std::ptrdiff_t, std::ptrdiff_t count) { size_ = grown_size(size_, 1, count); });
    }

    [[nodiscard]] std::ptrdiff_t size() const noexcept { return size_; }

    /// Requires: room for `size()` bytes.
    void operator()(std::uint8_t* out) const {
        walk([this, &out](std::ptrdiff_t at, std::ptrdiff_t count) {
            if (text_[at] == '\t')
                for (std::ptrdiff_t k = 0; k < count; ++k) *out++ = ' ';
            else
                *out++ = text_[at];
        });
    }

private:
    /// Says for each byte how many it becomes.
    template <class Visit>
    void walk(const Visit& visit) const {
        std::ptrdiff_t column = 0; // less all whole tabs
        for (std::ptrdiff_t at = 0; at < text_.size; ++at) {
            const std::uint8_t byte = text_[at];
            const bool is_tab = byte == '\t';
            const std::ptrdiff_t count = !is_tab ? 1 : tabsize_ > 0 ? tabsize_ - column : 0;
            visit(at, count);
            column = is_tab || byte == '\n' || byte == '\r' || column + 1 == tabsize_ ? 0 : column + 1;
        }
    }

    raw_run text_;
    std::ptrdiff_t tabsize_;
    std::ptrdiff_t size_ = 0;
};

} // namespace detail

/// Gives the text in the middle of `width` bytes, the others being `fill`. Throws: std::bad_alloc.
///
/// Python: bytes.center; where one byte is over, it goes left in an even width, and right in an odd one.
[[nodiscard]] inline bytearray center(bytes_like text, std::ptrdiff_t width, char fill = ' ') {
    const std::ptrdiff_t missing = width > text.size() ? width - text.size() : 0;
    const std::ptrdiff_t before = missing / 2 + (missing & width & 1);
    return detail::between_fill(text, before, missing - before, fill);
}

/// Gives the text at the left of `width` bytes, the others being `fill`. Throws: std::bad_alloc. Python: bytes.ljust
[[nodiscard]] inline bytearray ljust(bytes_like text, std::ptrdiff_t width, char fill = ' ') {
    return detail::between_fill(text, 0, width > text.size() ? width - text.size() : 0, fill);
}

/// Gives the text at the right of `width` bytes, the others being `fill`. Throws: std::bad_alloc. Python: bytes.rjust
[[nodiscard]] inline bytearray rjust(bytes_like text, std::ptrdiff_t width, char fill = ' ') {
    return detail::between_fill(text, width > text.size() ? width - text.size() : 0, 0, fill);
}

/// Gives the text at the right of `width` bytes, filled with zeros behind its sign, if it has one. Throws: std::bad_alloc.
///
/// Python: bytes.zfill
[[nodiscard]] inline bytearray zfill(bytes_like text, std::ptrdiff_t width) {
    const detail::raw_run& bytes = text.run();
    bytearray filled = rjust(text, width, '0');
    const std::ptrdiff_t added = filled.size() - bytes.size;
    if (added > 0 && bytes.size > 0 && (bytes[0] == '+' || bytes[0] == '-')) {
        filled[0] = bytes[0];
        filled[added] = '0';
    }
    return filled;
}

/// Gives the text with spaces for tabs: up to the next multiple of `tabsize` bytes in the line, none at all if that is
/// not positive. Throws: std::bad_alloc.
///
/// Python: bytes.expandtabs
[[nodiscard]] inline bytearray expandtabs(bytes_like text, std::ptrdiff_t tabsize = 8) {
    const detail::tab_expansion expansion(text.run(), tabsize);
    bytearray expanded(expansion.size());
    expansion(expanded.data());
    return expanded;
}

} // namespace lendbuf::inline LENDBUF_ABI
