// Where something is in a buffer: find and rfind, which say -1 for nowhere, index and rindex, which fail.
#pragma once

#include <cstddef>
#include <lendbuf/kernel/find.hpp>
#include <lendbuf/view/find_item.hpp>
#include <lendbuf/view/needle.hpp>

namespace lendbuf::inline LENDBUF_ABI {

namespace detail {

template <bool Forward, bool ViewsByValue, class X, class N>
[[nodiscard]] constexpr result<std::ptrdiff_t> try_search(X& x, const N& needle, slice_bound start, slice_bound stop) {
    constexpr needle_kind kind = kind_of_needle<X&, N, ViewsByValue>();
    [[maybe_unused]] const auto run = seen_needle<kind>(needle);
    [[maybe_unused]] const auto hold = hold_for_comparison(x);
    const auto memory = lendbuf::describe(x);
    const std::ptrdiff_t stride = memory.byte_strides()[0];
    const auto window = window_between(start, stop, memory.shape[0]);
    std::ptrdiff_t place = -1;
    if constexpr (kind == needle_kind::value) {
        if (window.size > 0)
            place = find_item<Forward>(move_by_bytes(memory.data, window.start * stride), stride, window.size, needle);
    } else {
        using byte = std::remove_cv_t<typename region_t<X&>::element_type>;
        const kernel::byte_run<byte> whole{memory.data, memory.shape[0], stride};
        if constexpr (kind == needle_kind::run) {
            if (window.size >= 0) place = kernel::find_run<Forward>(whole.part(window.start, window.size), run);
        } else {
            const auto wanted = try_byte(needle);
            if (!wanted) return wanted.error();
            if (window.size > 0) place = kernel::find_byte<Forward>(whole.part(window.start, window.size), *wanted);
        }
    }
    return place < 0 ? -1 : window.start + place;
}

[[nodiscard]] constexpr result<std::ptrdiff_t> found_or_error(const result<std::ptrdiff_t>& place,
                                                              const char* subject) noexcept {
    if (place && *place < 0) return error_info{.code = errc::item_not_found, .subject = subject};
    return place;
}

} // namespace detail

/// Finds the first place of `needle` between two bounds: its index in `x`, or -1.
///
/// In bytes (of any 1-D exporter, strided ones included) the needle is a byte or a run of bytes: an exporter of bytes, or
/// a literal, which counts without its terminator. Among other items it is a value, compared as `same_value` does. Bounds
/// follow the rules of slices; an empty needle is found at the start, unless that is beyond the end.
/// Errors: `byte_out_of_range`, when a number is to be found in bytes that is none.
/// Complexity: linear, whatever the bytes are, and by vectors: at memchr's speed for a byte.
/// Python: bytes.find
template <exporter X, class N>
    requires searchable_for<X, N>
[[nodiscard]] constexpr result<std::ptrdiff_t> try_find(X&& x, const N& needle, slice_bound start = none,
                                                        slice_bound stop = none) {
    return detail::try_search<true, false>(x, needle, start, stop);
}

/// Finds the first place of `needle`, or -1. Throws: value_error; see `try_find`. Python: bytes.find
template <exporter X, class N>
    requires searchable_for<X, N>
[[nodiscard]] constexpr std::ptrdiff_t find(X&& x, const N& needle, slice_bound start = none, slice_bound stop = none) {
    return detail::try_search<true, false>(x, needle, start, stop).value();
}

/// Finds the last place of `needle`, or -1; an empty one at the stop. Errors: as `try_find`. Python: bytes.rfind
template <exporter X, class N>
    requires searchable_for<X, N>
[[nodiscard]] constexpr result<std::ptrdiff_t> try_rfind(X&& x, const N& needle, slice_bound start = none,
                                                         slice_bound stop = none) {
    return detail::try_search<false, false>(x, needle, start, stop);
}

/// Finds the last place of `needle`, or -1. Throws: value_error; see `try_find`. Python: bytes.rfind
template <exporter X, class N>
    requires searchable_for<X, N>
[[nodiscard]] constexpr std::ptrdiff_t rfind(X&& x, const N& needle, slice_bound start = none,
                                             slice_bound stop = none) {
    return detail::try_search<false, false>(x, needle, start, stop).value();
}

/// Finds the first place of `needle`, or fails. In a view a number is a value like any other: what no byte can be is not
/// found there.
///
/// Errors: `item_not_found`; `byte_out_of_range` for other exporters of bytes than views.
/// Complexity: as `try_find`.
/// Python: bytes.index, memoryview.index
template <exporter X, class N>
    requires searchable_for<X, N>
[[nodiscard]] constexpr result<std::ptrdiff_t> try_index(X&& x, const N& needle, slice_bound start = none,
                                                         slice_bound stop = none) {
    return detail::found_or_error(detail::try_search<true, true>(x, needle, start, stop), "index");
}

/// Finds the first place of `needle`. Throws: value_error; see `try_index`. Python: bytes.index, memoryview.index
template <exporter X, class N>
    requires searchable_for<X, N>
[[nodiscard]] constexpr std::ptrdiff_t index(X&& x, const N& needle, slice_bound start = none,
                                             slice_bound stop = none) {
    return lendbuf::try_index(x, needle, start, stop).value();
}

/// Finds the last place of `needle`, or fails. Errors: as `try_index`. Python: bytes.rindex
template <exporter X, class N>
    requires searchable_for<X, N>
[[nodiscard]] constexpr result<std::ptrdiff_t> try_rindex(X&& x, const N& needle, slice_bound start = none,
                                                          slice_bound stop = none) {
    return detail::found_or_error(detail::try_search<false, true>(x, needle, start, stop), "rindex");
}

/// Finds the last place of `needle`. Throws: value_error; see `try_index`. Python: bytes.rindex
template <exporter X, class N>
    requires searchable_for<X, N>
[[nodiscard]] constexpr std::ptrdiff_t rindex(X&& x, const N& needle, slice_bound start = none,
                                              slice_bound stop = none) {
    return lendbuf::try_rindex(x, needle, start, stop).value();
}

} // namespace lendbuf::inline LENDBUF_ABI
