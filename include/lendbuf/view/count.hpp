// How often something is in a buffer.
#pragma once

#include <cstddef>
#include <lendbuf/kernel/find.hpp>
#include <lendbuf/view/find_item.hpp>
#include <lendbuf/view/needle.hpp>

namespace lendbuf::inline LENDBUF_ABI {

/// Counts the places of `needle` between two bounds; runs of bytes are counted where they do not overlap.
///
/// The needle is what `find` takes, but in a view a number is a value like any other, as for `index`. An empty needle is
/// between all bytes and at both ends.
/// Errors: `byte_out_of_range`, when a number is to be counted in bytes that is none, unless they are a view's.
/// Complexity: linear, whatever the bytes are, and by vectors for gapless numbers.
/// Python: bytes.count; memoryview.count, which takes no bounds
template <exporter X, class N>
    requires searchable_for<X, N>
[[nodiscard]] constexpr result<std::ptrdiff_t> try_count(X&& x, const N& needle, slice_bound start = none,
                                                         slice_bound stop = none) {
    constexpr auto kind = detail::kind_of_needle<X, N, true>();
    [[maybe_unused]] const auto run = detail::seen_needle<kind>(needle);
    [[maybe_unused]] const auto hold = detail::hold_for_comparison(x);
    const auto memory = lendbuf::describe(x);
    const std::ptrdiff_t stride = memory.byte_strides()[0];
    const auto window = detail::window_between(start, stop, memory.shape[0]);
    if constexpr (kind == detail::needle_kind::value) {
        if (window.size <= 0) return 0;
        return detail::count_items(move_by_bytes(memory.data, window.start * stride), stride, window.size, needle);
    } else {
        using byte = std::remove_cv_t<typename region_t<X>::element_type>;
        const kernel::byte_run<byte> whole{memory.data, memory.shape[0], stride};
        if constexpr (kind == detail::needle_kind::run) {
            if (window.size < 0) return 0;
            return kernel::count_run(whole.part(window.start, window.size), run);
        } else {
            const auto wanted = detail::try_byte(needle);
            if (!wanted) return wanted.error();
            if (window.size <= 0) return 0;
            return kernel::count_byte(whole.part(window.start, window.size), *wanted);
        }
    }
}

/// Counts the places of `needle`. Throws: value_error; see `try_count`. Python: bytes.count, memoryview.count
template <exporter X, class N>
    requires searchable_for<X, N>
[[nodiscard]] constexpr std::ptrdiff_t count(X&& x, const N& needle, slice_bound start = none,
                                             slice_bound stop = none) {
    return lendbuf::try_count(x, needle, start, stop).value();
}

} // namespace lendbuf::inline LENDBUF_ABI
