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

/// Hands the extremes of the items of `x` to `give`, which makes the result of them.
template <bool Least, bool Greatest, class R, class X, class Give>
[[nodiscard]] constexpr result<R> extremes_of(X& x, const char* subject, Give give) noexcept {
    const auto memory = lendbuf::describe(x);
    if (item_count_unchecked(memory.shape) == 0) return error_info{.code = errc::item_not_found, .subject = subject};
    kernel::extremes<number_type<std::remove_cv_t<typename region_t<X>::element_type>>, Least, Greatest> found;
    feed_numbers(memory, [&found](const auto* numbers, std::ptrdiff_t count) { found.add(numbers, count); });
    return give(found);
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
    using number = extreme_t<X>;
    return detail::extremes_of<true, false, number>(
        x, "min", [](const auto& found) { return static_cast<number>(found.least()); });
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
    using number = extreme_t<X>;
    return detail::extremes_of<false, true, number>(
        x, "max", [](const auto& found) { return static_cast<number>(found.greatest()); });
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
    using number = extreme_t<X>;
    return detail::extremes_of<true, true, both_extremes<number>>(x, "minmax", [](const auto& found) {
        return both_extremes<number>{static_cast<number>(found.least()), static_cast<number>(found.greatest())};
    });
}
/// Finds both extremes. Throws: value_error, when there are no items; see `try_minmax`. Python: numpy.min, numpy.max
template <exporter X>
    requires numeric_item<typename region_t<X>::element_type>
[[nodiscard]] constexpr both_extremes<extreme_t<X>> minmax(X&& x) {
    return lendbuf::try_minmax(x).value();
}

} // namespace lendbuf::inline LENDBUF_ABI
