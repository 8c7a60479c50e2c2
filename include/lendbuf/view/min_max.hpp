// The least and the greatest item of an array.
#pragma once

#include <concepts>
#include <cstddef>
#include <lendbuf/base/result.hpp>
#include <lendbuf/kernel/extremes.hpp>
#include <lendbuf/layout/shape.hpp>
#include <lendbuf/view/numbers.hpp>
#include <type_traits>

namespace lendbuf::inline LENDBUF_ABI {

/// Names the type of `min(x)`: the plain number of an item; of a half float, of a char unsigned char.
template <exporter X>
    requires numeric_item<typename region_t<X>::element_type>
using extreme_t = detail::plain_type<std::remove_cv_t<typename region_t<X>::element_type>>;

/// Holds both extremes: `auto [least, greatest] = minmax(x);`
template <class N>
struct both_extremes {
    N min;
    N max;
};

namespace detail {

[[nodiscard]] constexpr error_info no_extreme(const char* subject) noexcept {
    return {.code = errc::item_not_found, .subject = subject};
}

template <bool Greatest, class X>
[[nodiscard]] constexpr result<extreme_t<X>> extreme_of(X& x, const char* subject) noexcept {
    const auto memory = lendbuf::describe(x);
    if (item_count_unchecked(memory.shape) == 0) return no_extreme(subject);
    kernel::extreme<number_type<std::remove_cv_t<typename region_t<X>::element_type>>, Greatest> found;
    feed_numbers(memory, [&found](const auto* numbers, std::ptrdiff_t count) { found.add(numbers, count); });
    return static_cast<extreme_t<X>>(found.value());
}

} // namespace detail

/// Finds the least item, whatever the layout and the byte order.
///
/// A NaN among floats makes it NaN, and a zero is +0: the result does not depend on the order of the items.
/// Errors: `item_not_found`, when there are no items.
/// Complexity: linear; gapless numbers of the machine's byte order by vectors, others through a small array.
/// Python: numpy.min; min, but for NaN
template <exporter X>
    requires numeric_item<typename region_t<X>::element_type>
[[nodiscard]] constexpr result<extreme_t<X>> try_min(X&& x) noexcept {
    return detail::extreme_of<false>(x, "min");
}
/// Finds the least item. Throws: value_error, when there is none; see `try_min`. Python: numpy.min
template <exporter X>
    requires numeric_item<typename region_t<X>::element_type>
[[nodiscard]] constexpr extreme_t<X> min(X&& x) {
    return lendbuf::try_min(x).value();
}

/// Finds the greatest item; NaN and zeros as for `try_min`.
///
/// Errors: `item_not_found`, when there are no items.
/// Complexity: as `try_min`.
/// Python: numpy.max; max, but for NaN
template <exporter X>
    requires numeric_item<typename region_t<X>::element_type>
[[nodiscard]] constexpr result<extreme_t<X>> try_max(X&& x) noexcept {
    return detail::extreme_of<true>(x, "max");
}
/// Finds the greatest item. Throws: value_error, when there is none; see `try_max`. Python: numpy.max
template <exporter X>
    requires numeric_item<typename region_t<X>::element_type>
[[nodiscard]] constexpr extreme_t<X> max(X&& x) {
    return lendbuf::try_max(x).value();
}

/// Finds the least and the greatest item while reading the memory once; NaN and zeros as for `try_min`.
///
/// Errors: `item_not_found`, when there are no items.
/// Complexity: as `try_min`.
/// Python: numpy.min and numpy.max
template <exporter X>
    requires numeric_item<typename region_t<X>::element_type>
[[nodiscard]] constexpr result<both_extremes<extreme_t<X>>> try_minmax(X&& x) noexcept {
    using number = detail::number_type<std::remove_cv_t<typename region_t<X>::element_type>>;
    const auto memory = lendbuf::describe(x);
    if (item_count_unchecked(memory.shape) == 0) return detail::no_extreme("minmax");
    kernel::extreme<number, false> least;
    kernel::extreme<number, true> greatest;
    detail::feed_numbers(memory, [&](const auto* numbers, std::ptrdiff_t count) {
        // In pieces that stay in the nearest cache until they are read again.
        constexpr std::ptrdiff_t most = 8192 / static_cast<std::ptrdiff_t>(sizeof(number));
        using source = std::remove_reference_t<decltype(*numbers)>;
        constexpr auto step = static_cast<std::ptrdiff_t>(sizeof(number) / sizeof(source));
        for (std::ptrdiff_t done = 0; done < count;) {
            const std::ptrdiff_t part = count - done < most ? count - done : most;
            least.add(numbers + done * step, part);
            greatest.add(numbers + done * step, part);
            done += part;
        }
    });
    return both_extremes<extreme_t<X>>{static_cast<extreme_t<X>>(least.value()),
                                       static_cast<extreme_t<X>>(greatest.value())};
}
/// Finds both extremes. Throws: value_error, when there are no items; see `try_minmax`. Python: numpy.min, numpy.max
template <exporter X>
    requires numeric_item<typename region_t<X>::element_type>
[[nodiscard]] constexpr both_extremes<extreme_t<X>> minmax(X&& x) {
    return lendbuf::try_minmax(x).value();
}

} // namespace lendbuf::inline LENDBUF_ABI
