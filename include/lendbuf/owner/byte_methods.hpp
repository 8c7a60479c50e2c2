// The methods that bytes and bytearray share: all that read, and give new ones of their kind.
#pragma once

#include <initializer_list>
#include <lendbuf/owner/byte_builder.hpp>
#include <lendbuf/owner/byte_comparisons.hpp>
#include <lendbuf/owner/byte_edit.hpp>
#include <lendbuf/owner/byte_hex.hpp>
#include <lendbuf/owner/byte_replacement.hpp>
#include <lendbuf/owner/byte_split.hpp>
#include <lendbuf/owner/byte_trim.hpp>
#include <string>
#include <utility>
#include <vector>

namespace lendbuf::inline LENDBUF_ABI {

namespace detail {

/// Gives `Self`, which owns bytes, what Python's byte strings can do. Arguments are `bytes_like`: exporters of bytes,
/// literals, lists of numbers.
///
/// `Self` gives `part(start, size)`: some of its bytes; `built(size, fill)`: new ones, written by `fill(address)`, which says how many there are; and
/// `builder()`: something to append to, of which `finished(builder)` makes a `Self`.
template <class Self>
class byte_methods : public byte_comparisons<Self> {
public:
    /// Tells whether a run of bytes, or one byte, is among these. Throws: value_error for a number outside 0..255.
    ///
    /// Complexity: linear.
    /// Python: bytes.__contains__
    [[nodiscard]] bool contains(bytes_like needle) const noexcept {
        return kernel::find_run<true>(run(), needle.run()) >= 0;
    }
    template <byte_value N>
    [[nodiscard]] bool contains(N byte) const {
        return kernel::find_byte<true>(run(), checked_byte(byte)) >= 0;
    }

    /// Tells whether the bytes between two bounds start with a prefix, or with one of several. Nothing starts beyond the
    /// end, not even an empty prefix.
    ///
    /// Python: bytes.startswith
    [[nodiscard]] bool startswith(bytes_like prefix, slice_bound start = none, slice_bound stop = none) const noexcept {
        return has_at_end<false>(run(), prefix.run(), start, stop);
    }
    [[nodiscard]] bool startswith(std::initializer_list<bytes_like> prefixes, slice_bound start = none,
                                  slice_bound stop = none) const noexcept {
        return has_one_at_end<false>(prefixes, start, stop);
    }

    /// Tells whether the bytes between two bounds end with a suffix, or with one of several. Python: bytes.endswith
    [[nodiscard]] bool endswith(bytes_like suffix, slice_bound start = none, slice_bound stop = none) const noexcept {
        return has_at_end<true>(run(), suffix.run(), start, stop);
    }
    [[nodiscard]] bool endswith(std::initializer_list<bytes_like> suffixes, slice_bound start = none,
                                slice_bound stop = none) const noexcept {
        return has_one_at_end<true>(suffixes, start, stop);
    }

    /// Gives the bytes without the white space, or without bytes of `chars`, at both ends. Python: bytes.strip
    [[nodiscard]] Self strip(none_t = none) const { return stripped<true, true>(ascii_whitespace); }
    [[nodiscard]] Self strip(bytes_like chars) const { return stripped<true, true>(byte_set(chars.run())); }

    /// Gives the bytes without the white space, or without bytes of `chars`, at the start. Python: bytes.lstrip
    [[nodiscard]] Self lstrip(none_t = none) const { return stripped<true, false>(ascii_whitespace); }
    [[nodiscard]] Self lstrip(bytes_like chars) const { return stripped<true, false>(byte_set(chars.run())); }

    /// Gives the bytes without the white space, or without bytes of `chars`, at the end. Python: bytes.rstrip
    [[nodiscard]] Self rstrip(none_t = none) const { return stripped<false, true>(ascii_whitespace); }
    [[nodiscard]] Self rstrip(bytes_like chars) const { return stripped<false, true>(byte_set(chars.run())); }

    /// Gives the bytes without `prefix`, or all where they start otherwise. Python: bytes.removeprefix
    [[nodiscard]] Self removeprefix(bytes_like prefix) const { return part(without_end<false>(run(), prefix.run())); }

    /// Gives the bytes without `suffix`, or all where they end otherwise. Python: bytes.removesuffix
    [[nodiscard]] Self removesuffix(bytes_like suffix) const { return part(without_end<true>(run(), suffix.run())); }

    /// Cuts in three at the first `separator`; without one the first part is all. Throws: value_error, if it is empty.
    ///
    /// Python: bytes.partition
    [[nodiscard]] three_parts<Self> partition(bytes_like separator) const {
        return parts(parts_at<true>(run(), separator.run()));
    }

    /// Cuts in three at the last `separator`; without one the last part is all. Throws: value_error, if it is empty.
    ///
    /// Python: bytes.rpartition
    [[nodiscard]] three_parts<Self> rpartition(bytes_like separator) const {
        return parts(parts_at<false>(run(), separator.run()));
    }

    /// Cuts at each `separator`, or at white space, at most `maxsplit` times if that is not negative.
    ///
    /// `lendbuf::split` does so piece by piece, without a copy.
    /// Throws: value_error for an empty separator.
    /// Python: bytes.split
    [[nodiscard]] std::vector<Self> split(bytes_like separator, std::ptrdiff_t maxsplit = -1) const {
        return pieces(separator_cutter<true, std::uint8_t, std::uint8_t>(run(), separator.run(), maxsplit));
    }
    [[nodiscard]] std::vector<Self> split(none_t = none, std::ptrdiff_t maxsplit = -1) const {
        return pieces(space_cutter<true, std::uint8_t>(run(), maxsplit));
    }

    /// Cuts from the end: what is left over after `maxsplit` cuts is the first piece. See `split`. Python: bytes.rsplit
    [[nodiscard]] std::vector<Self> rsplit(bytes_like separator, std::ptrdiff_t maxsplit = -1) const {
        return from_front(
            pieces(separator_cutter<false, std::uint8_t, std::uint8_t>(run(), separator.run(), maxsplit)));
    }
    [[nodiscard]] std::vector<Self> rsplit(none_t = none, std::ptrdiff_t maxsplit = -1) const {
        return from_front(pieces(space_cutter<false, std::uint8_t>(run(), maxsplit)));
    }

    /// Cuts behind line ends, which belong to the lines if `keepends` says so. Python: bytes.splitlines
    [[nodiscard]] std::vector<Self> splitlines(bool keepends = false) const {
        return pieces(line_cutter<std::uint8_t>(run(), keepends));
    }

    /// Gives the bytes with `old_run` replaced by `new_run`, the first `count` times if that is not negative.
    ///
    /// Throws: std::bad_alloc.
    /// Complexity: linear.
    /// Python: bytes.replace
    [[nodiscard]] Self replace(bytes_like old_run, bytes_like new_run, std::ptrdiff_t count = -1) const {
        const replacement change(run(), old_run.run(), new_run.run(), count);
        return change.changes_nothing() ? whole() : self().built(change.size(), change);
    }

    /// Gives the bytes mapped by a table, without those of `unwanted`. Python: bytes.translate
    [[nodiscard]] Self translate(const byte_table& table, bytes_like unwanted = {}) const {
        const translation change(run(), table, unwanted.run());
        return self().built(change.size(), change);
    }
    [[nodiscard]] Self translate(none_t, bytes_like unwanted = {}) const { return translate(byte_table(), unwanted); }

    /// Puts pieces together, with these bytes between each two.
    ///
    /// Throws: std::bad_alloc; what the range throws.
    /// Complexity: linear.
    /// Python: bytes.join
    template <byte_arguments Pieces>
    [[nodiscard]] Self join(Pieces&& pieces) const {
        const lease hold = self().lend(); // the pieces come from foreign code
        auto joined = self().builder();
        append_joined(joined, self(), pieces);
        return Self::finished(std::move(joined));
    }
    [[nodiscard]] Self join(std::initializer_list<bytes_like> pieces) const {
        return join<std::initializer_list<bytes_like>&>(pieces);
    }

    /// Gives two digits for each byte. Python: bytes.hex
    [[nodiscard]] std::string hex() const { return hex_text(run(), '\0', 0); }

    /// Gives two digits for each byte, and `separator` between groups of `bytes_per_sep` bytes, counted from the end, or
    /// if that is negative from the start; 0 means no groups. Python: bytes.hex
    [[nodiscard]] std::string hex(char separator, std::ptrdiff_t bytes_per_sep = 1) const {
        return hex_text(run(), separator, bytes_per_sep);
    }

    /// Reads pairs of hexadecimal digits; between pairs there may be white space.
    ///
    /// Throws: value_error with the place of what is no digit.
    /// Python: bytes.fromhex
    [[nodiscard]] static Self fromhex(bytes_like text) {
        const hex_reader digits(text.run());
        return Self().built(digits.size(), digits);
    }

    /// Puts bytes behind these. Python: bytes.__add__
    [[nodiscard]] friend Self operator+(const Self& a, bytes_like b) { return a.followed_by(b.run()); }

    /// Repeats the bytes; none are left, if `count` is not positive. Python: bytes.__mul__
    [[nodiscard]] friend Self operator*(const Self& a, std::ptrdiff_t count) { return a.repeated(count); }
    [[nodiscard]] friend Self operator*(std::ptrdiff_t count, const Self& a) { return a.repeated(count); }

protected:
    constexpr byte_methods() noexcept = default;
    constexpr byte_methods(const byte_methods&) noexcept = default;
    constexpr byte_methods& operator=(const byte_methods&) noexcept = default;
    constexpr ~byte_methods() = default;

private:
    [[nodiscard]] const Self& self() const noexcept { return static_cast<const Self&>(*this); }
    [[nodiscard]] raw_run run() const noexcept { return {self().data(), self().size()}; }
    [[nodiscard]] Self part(const byte_span& where) const { return self().part(where.start, where.size); }
    [[nodiscard]] Self whole() const { return self().part(0, self().size()); }
    [[nodiscard]] Self followed_by(const raw_run& tail) const {
        const std::ptrdiff_t size = grown_size(self().size(), 1, tail.size);
        return self().built(size, [this, &tail, size](std::uint8_t* out) {
            copy_run(copy_run(out, run()), tail);
            return size;
        });
    }
    [[nodiscard]] Self repeated(std::ptrdiff_t count) const {
        const raw_run pattern = run();
        const std::ptrdiff_t size = grown_size(0, count > 0 ? count : 0, pattern.size);
        return self().built(size, [&pattern, size](std::uint8_t* out) {
            copy_run(out, pattern);
            repeat_bytes(out, pattern.size, size);
            return size;
        });
    }
    [[nodiscard]] three_parts<Self> parts(const three_parts<byte_span>& at) const {
        return {part(at.before), part(at.separator), part(at.after)};
    }

    template <bool Left, bool Right>
    [[nodiscard]] Self stripped(const byte_set& unwanted) const {
        return part(trimmed<Left, Right>(run(), unwanted));
    }

    template <bool AtEnd>
    [[nodiscard]] bool has_one_at_end(std::initializer_list<bytes_like> tails, slice_bound start,
                                      slice_bound stop) const noexcept {
        for (const bytes_like& tail : tails)
            if (has_at_end<AtEnd>(run(), tail.run(), start, stop)) return true;
        return false;
    }

    template <class Cutter>
    [[nodiscard]] std::vector<Self> pieces(Cutter cutter) const {
        std::vector<Self> found;
        for (byte_span piece; cutter.next(piece);) found.push_back(part(piece));
        return found;
    }

    [[nodiscard]] static std::vector<Self> from_front(std::vector<Self> pieces) {
        const std::size_t count = pieces.size();
        for (std::size_t k = 0; k < count / 2; ++k) std::swap(pieces[k], pieces[count - 1 - k]);
        return pieces;
    }
};

} // namespace detail

} // namespace lendbuf::inline LENDBUF_ABI
