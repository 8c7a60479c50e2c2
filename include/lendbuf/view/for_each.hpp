// A function applied to every item, or to every group of items of several views.
#pragma once

#include <cstddef>
#include <lendbuf/view/item_walk.hpp>
#include <lendbuf/view/zip.hpp>
#include <utility>

namespace lendbuf::inline LENDBUF_ABI {

namespace detail {
template <class X>
inline constexpr bool is_zipped = false;
template <class... View>
inline constexpr bool is_zipped<zipped<View...>> = true;

/// Is satisfied by what can be walked over: anything that can be viewed, and views zipped together.
template <class X>
concept walkable = viewable<X> || is_zipped<std::remove_cvref_t<X>>;

/// Calls `f` with the regions behind `x`, which keep still meanwhile.
template <class X, class F>
constexpr decltype(auto) with_regions(X&& x, F&& f) {
    if constexpr (is_zipped<std::remove_cvref_t<X>>) {
        const auto hold = x; // `f` may change the original
        return hold.with_views([&](const auto&... view) -> decltype(auto) { return f(lendbuf::describe(view)...); });
    } else {
        [[maybe_unused]] const lease hold = lendbuf::lend(x);
        return f(lendbuf::describe(x));
    }
}

/// Calls `f(item, index...)` for all items from axis number `Axis` on.
template <std::size_t Axis, class T, std::size_t Rank, class F, class... I>
constexpr void visit_indices(T* data, const index_array<Rank>& shape, const index_array<Rank>& strides, F& f,
                             I... index) {
    if constexpr (Axis == Rank) {
        f(*data, index...);
    } else {
        if constexpr (Axis + 1 == Rank)
            if (strides[Axis] ==
                static_cast<std::ptrdiff_t>(sizeof(T))) { // an array, of whose loop compilers make vectors
                for (std::ptrdiff_t i = 0; i < shape[Axis]; ++i) f(data[i], index..., i);
                return;
            }
        for (std::ptrdiff_t i = 0; i < shape[Axis]; ++i)
            visit_indices<Axis + 1>(move_by_bytes(data, i * strides[Axis]), shape, strides, f, index..., i);
    }
}
} // namespace detail

/// Calls `f(item)` for every item of `x` in C order; for `zip(a, b)` calls `f(item_of_a, item_of_b)`.
///
/// Gapless memory is handed to a plain loop, which compilers vectorise.
/// Complexity: linear; one call of `f` per item.
template <detail::walkable X, class F>
constexpr void for_each(X&& x, F f) {
    detail::with_regions(x, [&](const auto&... region) {
        detail::walk_items<true>(
            [&](std::ptrdiff_t count, auto... items) {
                for (std::ptrdiff_t i = 0; i < count; ++i) f(items[i]...);
            },
            region...);
    });
}

/// Calls `f(item, i, j, ...)` for every item of `x` in C order, with its index along each axis.
///
/// Complexity: linear; one call of `f` per item, and no check: rows are walked outside, their items in a plain loop.
/// Python: numpy.ndenumerate
template <viewable X, class F>
constexpr void for_each_index(X&& x, F f) {
    detail::with_regions(x, [&](const auto& region) {
        if (item_count_unchecked(region.shape) == 0) return;
        detail::visit_indices<0>(region.data, region.shape, region.byte_strides(), f);
    });
}

/// Folds the items of `x`: `value = op(value, item)` from `init` on; for `zip(a, b)` `op(value, item_of_a, item_of_b)`.
///
/// The items come in C order where the memory is in C order; otherwise in the order that the memory favours, so `op`
/// should not depend on it.
/// Complexity: linear; one call of `op` per item.
template <detail::walkable X, class Value, class Op>
[[nodiscard]] constexpr Value reduce(X&& x, Value init, Op op) {
    detail::with_regions(x, [&](const auto&... region) {
        detail::walk_items<false>(
            [&](std::ptrdiff_t count, auto... items) {
                Value value = std::move(init);
                for (std::ptrdiff_t i = 0; i < count; ++i) value = op(std::move(value), items[i]...);
                init = std::move(value);
            },
            region...);
    });
    return init;
}

} // namespace lendbuf::inline LENDBUF_ABI
