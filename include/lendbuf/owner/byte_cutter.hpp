// Where bytes are cut: at separators, at white space, behind line ends; one piece at a time.
#pragma once

#include <lendbuf/base/number_limits.hpp>
#include <lendbuf/kernel/find.hpp>
#include <lendbuf/owner/byte_set.hpp>

namespace lendbuf::inline LENDBUF_ABI::detail {

/// Gives the number of cuts that Python's `maxsplit` allows.
[[nodiscard]] constexpr std::ptrdiff_t cuts_allowed(std::ptrdiff_t maxsplit) noexcept {
    return maxsplit < 0 ? number_limits<std::ptrdiff_t>::max() : maxsplit;
}

/// Cuts at separators, from the front or with `Forward` false from the back.
template <bool Forward, byte_like Byte, byte_like SeparatorByte>
class separator_cutter {
public:
    constexpr separator_cutter() noexcept = default;

    /// Throws: value_error for an empty separator.
    constexpr separator_cutter(const kernel::byte_run<Byte>& bytes, const kernel::byte_run<SeparatorByte>& separator,
                               std::ptrdiff_t maxsplit)
        : bytes_(bytes),
          separator_(separator),
          // Made in place: a copy of what was just written would wait for the writes.
          finder_(__builtin_is_constant_evaluated() ? nullptr : kernel::detail::as_raw(separator.first),
                  separator.size),
          left_(cuts_allowed(maxsplit)) {
        if (separator.size == 0) fail({.code = errc::empty_separator});
    }

    /// Finds the next piece; false, when there is none.
    constexpr bool next(byte_span& piece) noexcept {
        if (done_) return false;
        const std::ptrdiff_t place = left_ == 0 ? -1 : find_in(bytes_.part(start_, size_));
        piece = {start_, size_};
        if (place < 0) {
            done_ = true;
            return true;
        }
        --left_;
        const std::ptrdiff_t behind = place + separator_.size;
        if constexpr (Forward) {
            piece.size = place;
            start_ += behind;
            size_ -= behind;
        } else {
            piece = {start_ + behind, size_ - behind};
            size_ = place;
        }
        return true;
    }

private:
    // With what is known of the separator from the pieces before.
    [[nodiscard]] constexpr std::ptrdiff_t find_in(const kernel::byte_run<Byte>& rest) noexcept {
        if (!__builtin_is_constant_evaluated() && separator_.size > 1 && separator_.stride == 1 && rest.stride == 1)
            return finder_.find(kernel::detail::as_raw(rest.first), rest.size);
        return kernel::find_run<Forward>(rest, separator_);
    }

    kernel::byte_run<Byte> bytes_{};
    kernel::byte_run<SeparatorByte> separator_{};
    kernel::needle_finder<Forward> finder_{nullptr, 0};
    std::ptrdiff_t start_ = 0; // of what is not cut yet
    std::ptrdiff_t size_ = bytes_.size;
    std::ptrdiff_t left_ = 0;
    bool done_ = false;
};

/// Cuts at white space, of which any amount is one cut; pieces are never empty.
template <bool Forward, byte_like Byte>
class space_cutter {
public:
    constexpr space_cutter() noexcept = default;
    constexpr space_cutter(const kernel::byte_run<Byte>& bytes, std::ptrdiff_t maxsplit) noexcept
        : bytes_(bytes), left_(cuts_allowed(maxsplit)) {}

    constexpr bool next(byte_span& piece) noexcept {
        const byte_span rest = trimmed_rest();
        if (rest.size == 0) return false;
        std::ptrdiff_t size = left_ == 0 ? rest.size : 1;
        while (size < rest.size && !is_space(Forward ? rest.start + size : rest.start + rest.size - size - 1)) ++size;
        piece = {Forward ? rest.start : rest.start + rest.size - size, size};
        if (left_ > 0) --left_;
        first_ = Forward ? piece.start + size : rest.start;
        last_ = Forward ? last_ : piece.start;
        return true;
    }

private:
    [[nodiscard]] constexpr bool is_space(std::ptrdiff_t k) const noexcept {
        return ascii_whitespace.contains(bytes_[k]);
    }
    [[nodiscard]] constexpr byte_span trimmed_rest() const noexcept {
        std::ptrdiff_t first = first_;
        std::ptrdiff_t last = last_;
        if constexpr (Forward)
            while (first < last && is_space(first)) ++first;
        else
            while (last > first && is_space(last - 1)) --last;
        return {first, last - first};
    }

    kernel::byte_run<Byte> bytes_{};
    std::ptrdiff_t first_ = 0;
    std::ptrdiff_t last_ = bytes_.size;
    std::ptrdiff_t left_ = 0;
};

/// Cuts behind line ends: "\n", "\r" and "\r\n".
template <byte_like Byte>
class line_cutter {
public:
    constexpr line_cutter() noexcept = default;
    constexpr line_cutter(const kernel::byte_run<Byte>& bytes, bool keepends) noexcept
        : bytes_(bytes), keepends_(keepends) {}

    constexpr bool next(byte_span& piece) noexcept {
        if (start_ == bytes_.size) return false;
        const std::ptrdiff_t feed = next_of(feed_, '\n');
        const std::ptrdiff_t carriage = next_of(carriage_, '\r');
        const std::ptrdiff_t end = feed < carriage ? feed : carriage;
        std::ptrdiff_t next_line = end < bytes_.size ? end + 1 : end;
        if (carriage < feed && feed == carriage + 1 && feed < bytes_.size) ++next_line;
        piece = {start_, (keepends_ ? next_line : end) - start_};
        start_ = next_line;
        return true;
    }

private:
    // Remembers what was found, so that bytes are searched once for each kind of line end.
    [[nodiscard]] constexpr std::ptrdiff_t next_of(std::ptrdiff_t& found, std::uint8_t byte) const noexcept {
        if (found < start_) {
            const auto place = kernel::find_byte<true>(bytes_.part(start_, bytes_.size - start_), byte);
            found = place < 0 ? bytes_.size : start_ + place;
        }
        return found;
    }

    kernel::byte_run<Byte> bytes_{};
    std::ptrdiff_t start_ = 0;
    std::ptrdiff_t feed_ = -1;
    std::ptrdiff_t carriage_ = -1;
    bool keepends_ = false;
};

} // namespace lendbuf::inline LENDBUF_ABI::detail
