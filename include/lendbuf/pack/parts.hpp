// Arguments with parts: tuples and structs for records, arrays and ranges for sub-arrays.
#pragma once

#include <concepts>
#include <cstddef>
#include <lendbuf/base/values.hpp>
#include <lendbuf/format/members.hpp>
#include <lendbuf/layout/strides.hpp>
#include <lendbuf/protocol/exporter.hpp>
#include <type_traits>
#include <utility>

namespace lendbuf::inline LENDBUF_ABI::detail {

/// Is satisfied by what has a tuple_size and `get`: `values`, std's tuple, pair and array.
template <class V>
concept tuple_like = requires { std::tuple_size<V>::value; };

/// Is satisfied by what may be packed as a record.
template <class V>
concept has_parts = tuple_like<V> || (std::is_aggregate_v<V> && std::is_class_v<V>);

template <has_parts V>
constexpr std::size_t count_parts() noexcept {
    if constexpr (tuple_like<V>)
        return std::tuple_size<V>::value;
    else
        return member_count<V>();
}

/// Calls `use` with the values of a tuple, or with the members of a plain struct.
template <has_parts V, class F>
constexpr decltype(auto) with_parts(const V& whole, F&& use) {
    if constexpr (tuple_like<V>)
        return [&]<std::size_t... I>(std::index_sequence<I...>) -> decltype(auto) {
            return use(get<I>(whole)...);
        }(std::make_index_sequence<std::tuple_size<V>::value>{});
    else
        return with_members(whole, use);
}

/// Refers to the items that an argument for a sub-array consists of, which may be arrays themselves.
template <class T, std::size_t Rank>
struct item_run {
    using item_type = T;
    static constexpr std::size_t rank = Rank;

    const T* items = nullptr; ///< in C order
    index_array<Rank> shape{};
    bool gapless = true; ///< whether there is nothing between the items; otherwise they may not be read
};

template <class V>
concept run_exporter = exporter<const V> && (region_t<const V>::rank > 0);

template <class V>
concept run_with_size = requires(const V& v) {
    requires std::is_pointer_v<decltype(v.data())>;
    { v.size() } -> std::convertible_to<std::size_t>;
};

/// Is satisfied by what may be packed as a sub-array.
template <class V>
concept has_items = std::is_array_v<V> || run_exporter<V> || run_with_size<V>;

template <has_items V>
[[nodiscard]] constexpr auto run_of_items(const V& v) {
    if constexpr (std::is_array_v<V>) {
        return item_run<std::remove_extent_t<V>, 1>{v, index_array_of(std::extent_v<V>)};
    } else if constexpr (run_exporter<V>) {
        using region_type = region_t<const V>;
        using item_t = std::remove_const_t<typename region_type::element_type>;
        const auto memory = lendbuf::describe(v);
        item_run<item_t, region_type::rank> run{memory.data, memory.shape};
        if constexpr (!std::same_as<typename region_type::layout_type, contiguous>)
            run.gapless = is_contiguous(region_type::rank, memory.shape.data(), memory.byte_strides().data(),
                                        static_cast<std::ptrdiff_t>(sizeof(item_t)), order::c);
        return run;
    } else {
        using item_t = std::remove_const_t<std::remove_pointer_t<decltype(v.data())>>;
        return item_run<item_t, 1>{v.data(), index_array_of(static_cast<std::size_t>(v.size()))};
    }
}

template <class V>
using item_run_of = decltype(run_of_items(std::declval<const V&>()));

// Stands for a length that only the value knows.
inline constexpr std::size_t any_length = ~std::size_t{0};

/// Gives the number of items that every `V` has, where the type says it.
template <class V>
constexpr std::size_t fixed_length() noexcept {
    if constexpr (std::is_array_v<V>)
        return std::extent_v<V>;
    else if constexpr (tuple_like<V>)
        return std::tuple_size<V>::value;
    else if constexpr (requires { typename std::integral_constant<std::size_t, V::size()>; })
        return V::size();
    else if constexpr (requires { typename std::integral_constant<std::size_t, V::extent>; })
        return V::extent; // std::span; its dynamic_extent is the same number
    else
        return any_length;
}

/// Tells whether the items lie in the argument itself.
template <class V>
inline constexpr bool holds_items = std::is_array_v<V> || tuple_like<V>;

} // namespace lendbuf::inline LENDBUF_ABI::detail
