// A flat tuple: what unpack returns, what zip gives. Records of a hundred fields compile quickly.
#pragma once

#include <cstddef>
#include <lendbuf/base/config.hpp>
#include <type_traits>
#include <utility>

namespace lendbuf::inline LENDBUF_ABI {

namespace detail {

template <std::size_t Index, class T>
struct value_leaf {
    T value;
    friend constexpr bool operator==(const value_leaf&, const value_leaf&) = default;
};

template <class Indices, class... T>
struct value_leaves;
template <std::size_t... Index, class... T>
struct value_leaves<std::index_sequence<Index...>, T...> : value_leaf<Index, T>... {
    friend constexpr bool operator==(const value_leaves&, const value_leaves&) = default;
};

template <std::size_t Index, class T>
T leaf_type(const value_leaf<Index, T>&);

} // namespace detail

/// Holds the values of one record, in order. Works with structured bindings: `auto [id, x] = unpack<"<Id">(view);`
///
/// Python: the tuple that struct.unpack returns.
template <class... T>
struct values : detail::value_leaves<std::index_sequence_for<T...>, T...> {
    /// Makes an aggregate `Struct` of the values, member by member.
    template <class Struct>
    [[nodiscard]] constexpr Struct to() const {
        return [this]<std::size_t... I>(std::index_sequence<I...>) {
            return Struct{get<I>(*this)...};
        }(std::index_sequence_for<T...>{});
    }

    friend constexpr bool operator==(const values&, const values&) = default;
};

template <class... T>
values(T...) -> values<T...>;

/// Gives value number `Index`.
template <std::size_t Index, class T>
[[nodiscard]] constexpr const T& get(const detail::value_leaf<Index, T>& leaf) noexcept {
    return leaf.value;
}
template <std::size_t Index, class T>
[[nodiscard]] constexpr T& get(detail::value_leaf<Index, T>& leaf) noexcept {
    return leaf.value;
}
template <std::size_t Index, class T>
[[nodiscard]] constexpr T&& get(detail::value_leaf<Index, T>&& leaf) noexcept {
    return static_cast<T&&>(leaf.value);
}

} // namespace lendbuf::inline LENDBUF_ABI

template <class... T>
struct std::tuple_size<lendbuf::values<T...>> : std::integral_constant<std::size_t, sizeof...(T)> {};

template <std::size_t Index, class... T>
struct std::tuple_element<Index, lendbuf::values<T...>> {
    using type = decltype(lendbuf::detail::leaf_type<Index>(std::declval<const lendbuf::values<T...>&>()));
};
