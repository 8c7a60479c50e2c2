// The pieces of a view's type: how strides are stored, and which layouts become which.
#pragma once

#include <concepts>
#include <cstddef>
#include <lendbuf/layout/subscript.hpp>
#include <lendbuf/protocol/exporter.hpp>
#include <lendbuf/view/hold.hpp>
#include <type_traits>

namespace lendbuf::inline LENDBUF_ABI {

template <element T, std::size_t Rank = 1, layout_tag Layout = strided, hold_tag Hold = borrowed>
class buffer_view;

namespace detail {

/// Stores the strides of a view where they are not implied by its shape.
template <std::size_t Rank, class Layout>
struct stride_storage {
    constexpr stride_storage() noexcept = default;
    explicit constexpr stride_storage(const index_array<Rank>&) noexcept {}
};
template <std::size_t Rank>
struct stride_storage<Rank, strided> {
    constexpr stride_storage() noexcept = default;
    explicit constexpr stride_storage(const index_array<Rank>& s) noexcept : strides(s) {}
    index_array<Rank> strides{};
};

/// Applies Python's rule for one index, as `checked_index`. An unsigned word needs no wrap: one comparison will do, and
/// compilers drop it in loops up to the extent.
template <std::integral I>
[[nodiscard, gnu::always_inline]] constexpr std::ptrdiff_t checked_index_from(I index, std::ptrdiff_t extent,
                                                                              std::size_t axis) {
    if constexpr (std::is_unsigned_v<I> && sizeof(I) == sizeof(std::ptrdiff_t)) {
        if (index < static_cast<I>(extent)) [[likely]]
            return static_cast<std::ptrdiff_t>(index);
    } else if constexpr (sizeof(I) <= sizeof(std::ptrdiff_t)) {
        if (index >= I{} && static_cast<std::ptrdiff_t>(index) < extent) [[likely]]
            return static_cast<std::ptrdiff_t>(index);
    }
    return checked_index(slice_bound(index).value_or(0), extent, axis); // what no axis can have stays out of bounds
}

/// Gives numbers of any integer types as extents or indices; what does not fit becomes the largest, which nothing has.
template <std::integral... I>
[[nodiscard]] constexpr index_array<sizeof...(I)> saturated(I... numbers) noexcept {
    return {{slice_bound(numbers).value_or(0)...}};
}

// Integers, then at most one slice without a step, leave a C-contiguous array gapless.
template <class... S>
consteval bool keeps_contiguity() {
    bool slice_seen = false;
    bool result = true;
    ((result = result && !slice_seen && (index_subscript<S> || std::same_as<std::remove_cvref_t<S>, slice<false>>),
      slice_seen = slice_seen || !index_subscript<S>),
     ...);
    return result;
}

/// Names the layout of a view of `Layout` after the subscript `S...`.
template <class Layout, class... S>
using layout_after =
    std::conditional_t<std::same_as<Layout, contiguous> && keeps_contiguity<S...>(), contiguous, strided>;

/// Holds one region type's worth of knowledge on whether it may become a view of `T`, `Rank` and `Layout`.
template <class Region, class T, std::size_t Rank, class Layout>
concept region_fits = Region::rank == Rank && std::convertible_to<typename Region::element_type (*)[], T (*)[]> &&
                      (std::same_as<typename Region::layout_type, Layout> || std::same_as<Layout, strided> ||
                       (Rank <= 1 && !std::same_as<typename Region::layout_type, strided>));

} // namespace detail

} // namespace lendbuf::inline LENDBUF_ABI
