// The ends of bytes: strip, lstrip and rstrip, removeprefix and removesuffix, startswith and endswith. Nothing is copied:
// the results are regions of the same memory.
#pragma once

#include <lendbuf/kernel/compare.hpp>
#include <lendbuf/owner/byte_set.hpp>

namespace lendbuf::inline LENDBUF_ABI {

namespace detail {

/// Finds what is left when the bytes of a set are taken off the ends.
template <bool Left, bool Right, byte_like Byte>
[[nodiscard]] constexpr byte_span trimmed(const kernel::byte_run<Byte>& bytes, const byte_set& unwanted) noexcept {
    std::ptrdiff_t first = 0;
    std::ptrdiff_t last = bytes.size;
    if constexpr (Left)
        while (first < last && unwanted.contains(bytes[first])) ++first;
    if constexpr (Right)
        while (last > first && unwanted.contains(bytes[last - 1])) --last;
    return {first, last - first};
}

/// Tells whether bytes start, or with `AtEnd` end, with others.
template <bool AtEnd, byte_like A, byte_like B>
[[nodiscard]] constexpr bool has_at_end(const kernel::byte_run<A>& bytes, const kernel::byte_run<B>& tail) noexcept {
    if (bytes.size < tail.size) return false;
    return kernel::compare_runs(bytes.part(AtEnd ? bytes.size - tail.size : 0, tail.size), tail) == 0;
}

/// Tells the same of the bytes between two bounds, which are Python's.
template <bool AtEnd, byte_like A, byte_like B>
[[nodiscard]] constexpr bool has_at_end(const kernel::byte_run<A>& bytes, const kernel::byte_run<B>& tail,
                                        slice_bound start, slice_bound stop) noexcept {
    const byte_span within = bounded(start, stop, bytes.size);
    return within.size >= 0 && has_at_end<AtEnd>(bytes.part(within.start, within.size), tail);
}

/// Finds what is left when `tail` is taken off the start, or with `AtEnd` the end, if it is there.
template <bool AtEnd, byte_like A, byte_like B>
[[nodiscard]] constexpr byte_span without_end(const kernel::byte_run<A>& bytes,
                                              const kernel::byte_run<B>& tail) noexcept {
    if (!has_at_end<AtEnd>(bytes, tail)) return {0, bytes.size};
    return {AtEnd ? 0 : tail.size, bytes.size - tail.size};
}

template <bool Left, bool Right, class X>
[[nodiscard]] constexpr part_region<X> trimmed_region(X& x, const byte_set& unwanted) {
    const auto whole = region_of_bytes(x);
    const byte_span left = trimmed<Left, Right>(run_of(whole), unwanted);
    return part_of(whole, left.start, left.size);
}

template <bool AtEnd, class X, class Tail>
[[nodiscard]] constexpr part_region<X> region_without_end(X& x, Tail& tail) {
    const auto unwanted = run_of_bytes(tail); // first: describing it may be foreign code
    const auto whole = region_of_bytes(x);
    const byte_span left = without_end<AtEnd>(run_of(whole), unwanted);
    return part_of(whole, left.start, left.size);
}

} // namespace detail

/// Gives `x` without the white space at its ends, or without bytes of `chars` there: a region of the same memory.
///
/// Complexity: linear in what is taken off and in `chars`.
/// Safety: the region lasts as long as the memory of `x` stays where it is; a view made of it takes no lease.
/// Python: bytes.strip
template <lasting_bytes X>
[[nodiscard]] constexpr auto strip(X&& x) {
    return detail::trimmed_region<true, true>(x, ascii_whitespace);
}
template <lasting_bytes X, byte_argument Chars>
[[nodiscard]] constexpr auto strip(X&& x, Chars&& chars) {
    return detail::trimmed_region<true, true>(x, byte_set(chars));
}

/// Gives `x` without the white space, or bytes of `chars`, at its start. See `strip`. Python: bytes.lstrip
template <lasting_bytes X>
[[nodiscard]] constexpr auto lstrip(X&& x) {
    return detail::trimmed_region<true, false>(x, ascii_whitespace);
}
template <lasting_bytes X, byte_argument Chars>
[[nodiscard]] constexpr auto lstrip(X&& x, Chars&& chars) {
    return detail::trimmed_region<true, false>(x, byte_set(chars));
}

/// Gives `x` without the white space, or bytes of `chars`, at its end. See `strip`. Python: bytes.rstrip
template <lasting_bytes X>
[[nodiscard]] constexpr auto rstrip(X&& x) {
    return detail::trimmed_region<false, true>(x, ascii_whitespace);
}
template <lasting_bytes X, byte_argument Chars>
[[nodiscard]] constexpr auto rstrip(X&& x, Chars&& chars) {
    return detail::trimmed_region<false, true>(x, byte_set(chars));
}

/// Gives `x` without `prefix`, or all of it where it starts otherwise: a region of the same memory. Safety: as `strip`.
///
/// Python: bytes.removeprefix
template <lasting_bytes X, byte_argument Prefix>
[[nodiscard]] constexpr auto removeprefix(X&& x, Prefix&& prefix) {
    return detail::region_without_end<false>(x, prefix);
}

/// Gives `x` without `suffix`, or all of it where it ends otherwise. Safety: as `strip`. Python: bytes.removesuffix
template <lasting_bytes X, byte_argument Suffix>
[[nodiscard]] constexpr auto removesuffix(X&& x, Suffix&& suffix) {
    return detail::region_without_end<true>(x, suffix);
}

/// Tells whether the bytes of `x` between two bounds start with `prefix`. Bounds follow the rules of slices, but nothing
/// starts beyond the end, not even an empty prefix.
///
/// Python: bytes.startswith
template <byte_argument X, byte_argument Prefix>
[[nodiscard]] constexpr bool startswith(X&& x, Prefix&& prefix, slice_bound start = none, slice_bound stop = none) {
    const auto wanted = detail::run_of_bytes(prefix);
    return detail::has_at_end<false>(detail::run_of_bytes(x), wanted, start, stop);
}

/// Tells whether the bytes of `x` between two bounds end with `suffix`; see `startswith`. Python: bytes.endswith
template <byte_argument X, byte_argument Suffix>
[[nodiscard]] constexpr bool endswith(X&& x, Suffix&& suffix, slice_bound start = none, slice_bound stop = none) {
    const auto wanted = detail::run_of_bytes(suffix);
    return detail::has_at_end<true>(detail::run_of_bytes(x), wanted, start, stop);
}

} // namespace lendbuf::inline LENDBUF_ABI
