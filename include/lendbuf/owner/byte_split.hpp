// Bytes cut into pieces: split, rsplit and splitlines, partition and rpartition. Nothing is copied: the pieces are regions
// of the same memory.
#pragma once

#include <lendbuf/owner/byte_cutter.hpp>
#include <utility>

namespace lendbuf::inline LENDBUF_ABI {

/// Walks over the pieces of bytes that a cutter finds, as regions of their memory, which it keeps in place. Models
/// std::ranges::forward_range.
template <class Region, class Cutter>
class piece_range {
public:
    struct sentinel {};

    /// Holds one piece, and where the next one begins.
    class iterator {
    public:
        using value_type = Region;
        using difference_type = std::ptrdiff_t;

        constexpr iterator() noexcept = default;
        constexpr iterator(const Region& whole, const Cutter& cutter) noexcept : whole_(whole), cutter_(cutter) {
            ++*this;
        }

        [[nodiscard]] constexpr Region operator*() const noexcept {
            return detail::part_of(whole_, piece_.start, piece_.size);
        }
        constexpr iterator& operator++() noexcept {
            if (!cutter_.next(piece_)) piece_.start = -1;
            return *this;
        }
        constexpr iterator operator++(int) noexcept {
            const iterator before = *this;
            ++*this;
            return before;
        }

        friend constexpr bool operator==(const iterator& a, const iterator& b) noexcept {
            return a.piece_.start == b.piece_.start && a.piece_.size == b.piece_.size;
        }
        friend constexpr bool operator==(const iterator& a, sentinel) noexcept { return a.piece_.start < 0; }

    private:
        Region whole_{};
        Cutter cutter_{};
        detail::byte_span piece_{-1, 0};
    };

    constexpr piece_range(const Region& whole, const Cutter& cutter, lease hold) noexcept
        : whole_(whole), cutter_(cutter), hold_(std::move(hold)) {}

    [[nodiscard]] constexpr iterator begin() const noexcept { return {whole_, cutter_}; }
    [[nodiscard]] constexpr sentinel end() const noexcept { return {}; }

private:
    Region whole_;
    Cutter cutter_;
    lease hold_;
};

/// Holds what is before a separator, the separator, and what is behind it.
template <class Part>
struct three_parts {
    Part before;
    Part separator;
    Part after;
};

namespace detail {

/// Finds where a separator cuts; without one everything is before it, or if `Forward` is false behind it.
template <bool Forward, byte_like Byte, byte_like SeparatorByte>
[[nodiscard]] constexpr three_parts<byte_span> parts_at(const kernel::byte_run<Byte>& bytes,
                                                        const kernel::byte_run<SeparatorByte>& separator) {
    if (separator.size == 0) fail({.code = errc::empty_separator});
    const std::ptrdiff_t place = kernel::find_run<Forward>(bytes, separator);
    if (place < 0) return {{0, Forward ? bytes.size : 0}, {0, 0}, {0, Forward ? 0 : bytes.size}};
    const std::ptrdiff_t behind = place + separator.size;
    return {{0, place}, {place, separator.size}, {behind, bytes.size - behind}};
}

template <bool Forward, class X, class Separator>
[[nodiscard]] constexpr three_parts<part_region<X>> regions_at(X& x, Separator& separator) {
    const auto wanted = run_of_bytes(separator); // first: describing it may be foreign code
    const auto whole = region_of_bytes(x);
    const auto at = parts_at<Forward>(run_of(whole), wanted);
    const auto region_at = [&whole](const byte_span& where) { return part_of(whole, where.start, where.size); };
    return {region_at(at.before), region_at(at.separator), region_at(at.after)};
}

template <class X, class MakeCutter>
[[nodiscard]] constexpr auto pieces_of(X& x, const MakeCutter& make_cutter) {
    lease hold = lend(x);
    const auto whole = region_of_bytes(x);
    return piece_range(whole, make_cutter(run_of(whole)), std::move(hold));
}

template <bool Forward, class X, class Separator>
[[nodiscard]] constexpr auto pieces_between(X& x, Separator& separator, std::ptrdiff_t maxsplit) {
    const auto wanted = run_of_bytes(separator);
    return pieces_of(x, [&wanted, maxsplit]<class Byte>(const kernel::byte_run<Byte>& bytes) {
        return separator_cutter<Forward, Byte, std::remove_cvref_t<decltype(*wanted.first)>>(bytes, wanted, maxsplit);
    });
}

template <bool Forward, class X>
[[nodiscard]] constexpr auto words_of(X& x, std::ptrdiff_t maxsplit) {
    return pieces_of(x, [maxsplit]<class Byte>(const kernel::byte_run<Byte>& bytes) {
        return space_cutter<Forward, Byte>(bytes, maxsplit);
    });
}

} // namespace detail

/// Cuts `x` at each `separator`, at most `maxsplit` times if that is not negative: a range of regions, found as one
/// walks. Without a separator it cuts at white space, of which any amount is one cut, and no piece is empty.
///
/// The range holds a lease of `x`.
/// Throws: value_error for an empty separator.
/// Complexity: a walk is linear, whatever the bytes are.
/// Safety: `separator` must outlive the range.
/// Python: bytes.split
template <viewable X, lasting_bytes Separator>
    requires byte_argument<X>
[[nodiscard]] constexpr auto split(X&& x, Separator&& separator, std::ptrdiff_t maxsplit = -1) {
    return detail::pieces_between<true>(x, separator, maxsplit);
}
template <viewable X>
    requires byte_argument<X>
[[nodiscard]] constexpr auto split(X&& x, none_t = none, std::ptrdiff_t maxsplit = -1) {
    return detail::words_of<true>(x, maxsplit);
}

/// Cuts `x` from the end: the last piece comes first. See `split`.
///
/// Python: bytes.rsplit, which gives the first piece first.
template <viewable X, lasting_bytes Separator>
    requires byte_argument<X>
[[nodiscard]] constexpr auto rsplit(X&& x, Separator&& separator, std::ptrdiff_t maxsplit = -1) {
    return detail::pieces_between<false>(x, separator, maxsplit);
}
template <viewable X>
    requires byte_argument<X>
[[nodiscard]] constexpr auto rsplit(X&& x, none_t = none, std::ptrdiff_t maxsplit = -1) {
    return detail::words_of<false>(x, maxsplit);
}

/// Cuts `x` behind line ends ("\n", "\r" and "\r\n"), which belong to the pieces if `keepends` says so. See `split`.
///
/// Python: bytes.splitlines
template <viewable X>
    requires byte_argument<X>
[[nodiscard]] constexpr auto splitlines(X&& x, bool keepends = false) {
    return detail::pieces_of(x, [keepends]<class Byte>(const kernel::byte_run<Byte>& bytes) {
        return detail::line_cutter<Byte>(bytes, keepends);
    });
}

/// Cuts `x` in three at the first `separator`; without one the first part is all of it.
///
/// Throws: value_error for an empty separator.
/// Safety: the regions last as long as the memory of `x` stays where it is.
/// Python: bytes.partition
template <lasting_bytes X, byte_argument Separator>
[[nodiscard]] constexpr auto partition(X&& x, Separator&& separator) {
    return detail::regions_at<true>(x, separator);
}

/// Cuts `x` in three at the last `separator`; without one the last part is all of it. See `partition`.
///
/// Python: bytes.rpartition
template <lasting_bytes X, byte_argument Separator>
[[nodiscard]] constexpr auto rpartition(X&& x, Separator&& separator) {
    return detail::regions_at<false>(x, separator);
}

} // namespace lendbuf::inline LENDBUF_ABI
