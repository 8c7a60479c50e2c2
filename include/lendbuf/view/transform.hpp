// A function of the items of one or several views, stored in another one.
#pragma once

#include <cstddef>
#include <lendbuf/view/for_each.hpp>
#include <type_traits>
#include <utility>

namespace lendbuf::inline LENDBUF_ABI {

namespace detail {
/// Converts as by static_cast; an item with a byte order takes what its plain type takes, as explicitly.
template <class To, class From>
[[nodiscard]] constexpr To converted(From&& from) {
    if constexpr (requires {
                      typename To::value_type;
                      To::byte_order;
                  })
        return static_cast<typename To::value_type>(std::forward<From>(from));
    else
        return static_cast<To>(std::forward<From>(from));
}
} // namespace detail

/// Stores `f(item)` of every item of `in` at the same place of `out`; of `zip(a, b)`, `f(item_of_a, item_of_b)`.
///
/// The result is converted to `out`'s type as by static_cast.
/// Requires: `out` is one of the inputs (same items, same places), or shares no item with any.
/// Throws: value_error (`different_structure`) with the dimension; nothing is written then.
/// Complexity: linear, in the order that `out`'s memory favours; gapless memory is handed to a plain loop.
/// Python: a NumPy ufunc with `out`.
template <detail::walkable In, viewable Out, class F>
    requires writable_exporter<Out>
constexpr void transform(In&& in, Out&& out, F f) {
    [[maybe_unused]] const lease hold = lendbuf::lend(out);
    const auto to = lendbuf::describe(out);
    detail::with_regions(in, [&](const auto&... from) {
        detail::require_same_shape(to, from...);
        detail::walk_items<false>(
            [&](std::ptrdiff_t count, auto target, auto... items) {
                using value = std::remove_reference_t<decltype(target[0])>;
                for (std::ptrdiff_t i = 0; i < count; ++i) target[i] = detail::converted<value>(f(items[i]...));
            },
            to, from...);
    });
}

} // namespace lendbuf::inline LENDBUF_ABI
