// Whatever has `data()` and `size()` lends what it holds: std's containers and views, and the owners of this folder.
#pragma once

#include <concepts>
#include <cstddef>
#include <lendbuf/protocol/exporter.hpp>
#include <type_traits>

namespace lendbuf::inline LENDBUF_ABI {

class observer; // in <lendbuf/protocol/observer.hpp>, which owners that can be observed include

namespace detail {

template <class C>
concept has_data_and_size = requires(C& c) {
    requires std::is_pointer_v<decltype(c.data())>;
    { c.size() } -> std::convertible_to<std::size_t>;
    requires element<std::remove_pointer_t<decltype(c.data())>>;
};

// std's views shrink in place, containers do not; recognising them by that keeps their headers out of here.
template <class C>
concept shrinks_in_place = std::is_trivially_copyable_v<C> && (
                                                                  requires(const C& c) { c.subspan(std::size_t{}); } ||
                                                                  requires(C& c) { c.remove_prefix(std::size_t{}); });

template <class C>
concept lets_observe = requires(C& c) {
    { c.observe() } -> std::same_as<observer>;
};

template <class C>
concept lends_itself = requires(C& c) {
    { c.lend() } -> std::same_as<lease>;
};

} // namespace detail

/// Exports whatever has `data()` and `size()`: std::vector, array, string, span, string_view and types like them.
///
/// A type with a member `lend()` gives leases, one with `observe()` can be observed. The others cannot be locked: changing
/// a container's size while it is viewed is undefined, as it is for std::span.
template <detail::has_data_and_size C>
struct exporter_traits<C> {
    static constexpr bool borrowed = detail::shrinks_in_place<std::remove_cv_t<C>>;

    [[nodiscard]] static constexpr auto describe(C& c) {
        if constexpr (requires { c.describe(); })
            return c.describe();
        else
            return region_of(c.data(), static_cast<std::size_t>(c.size()));
    }
    [[nodiscard]] static constexpr lease lend(C& c)
        requires detail::lends_itself<C>
    {
        return c.lend();
    }
    template <detail::lets_observe Owner>
    [[nodiscard]] static constexpr auto observe(Owner& c) -> decltype(c.observe()) {
        return c.observe();
    }
};

/// Exports a C array.
template <element T, std::size_t Size>
struct exporter_traits<T[Size]> {
    [[nodiscard]] static constexpr auto describe(T (&array)[Size]) noexcept { return region_of(array, Size); }
};

namespace detail {
template <class T, std::size_t Rows, std::size_t Columns>
struct array_of_arrays {
    [[nodiscard]] static constexpr auto describe(T (&array)[Rows][Columns]) noexcept {
        return region<T, 2>{array[0], index_array_of(Rows, Columns), {}};
    }
};
} // namespace detail

/// Exports a C array of arrays as two axes.
template <element T, std::size_t Rows, std::size_t Columns>
struct exporter_traits<T[Rows][Columns]> : detail::array_of_arrays<T, Rows, Columns>{};

} // namespace lendbuf::inline LENDBUF_ABI
