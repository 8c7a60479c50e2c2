// The members of a plain struct, found by the compiler: their types, and the names one line gives them.
#pragma once

#include <concepts>
#include <cstddef>
#include <lendbuf/format/type_code.hpp>
#include <type_traits>
#include <utility>

namespace lendbuf::inline LENDBUF_ABI {

/// Lists the names of a struct's members, in order.
template <std::size_t Count>
struct name_list {
    const char* names[Count];
    [[nodiscard]] static constexpr std::size_t size() noexcept { return Count; }
};

/// Makes the list of a struct's member names.
template <std::size_t... Size>
[[nodiscard]] consteval name_list<sizeof...(Size)> names(const char (&... name)[Size]) noexcept {
    return {{name...}};
}

/// Names the members of `T`; one line makes a struct a record with names:
///
///     template <> inline constexpr auto lendbuf::member_names<trade> = lendbuf::names("id", "price");
template <class T>
inline constexpr auto member_names = nullptr;

namespace detail {

template <class... T>
struct type_list {
    static constexpr std::size_t size = sizeof...(T);
};

// Converts to anything: what an aggregate takes that many of, it has that many members.
struct anything {
    template <class T>
    operator T() const;
};

// `Before` values, then `Inner` in braces of their own, then `After`.
template <class T, std::size_t... Before, std::size_t... Inner, std::size_t... After>
constexpr bool takes(std::index_sequence<Before...>, std::index_sequence<Inner...>,
                     std::index_sequence<After...>) noexcept {
    if constexpr (sizeof...(Inner) == 0)
        return requires { T{(static_cast<void>(Before), anything{})...}; };
    else
        return requires {
            T{(static_cast<void>(Before), anything{})...,
              {(static_cast<void>(Inner), anything{})...},
              (static_cast<void>(After), anything{})...};
        };
}
template <class T, std::size_t Before, std::size_t Inner = 0, std::size_t After = 0>
inline constexpr bool takes_values =
    takes<T>(std::make_index_sequence<Before>{}, std::make_index_sequence<Inner>{}, std::make_index_sequence<After>{});

/// Counts the values that `T` takes without inner braces: an array counts as many as it has items.
/// `Low` are taken, `High` are not.
template <class T, std::size_t Low = 0, std::size_t High = 257>
constexpr std::size_t value_capacity() noexcept {
    if constexpr (High - Low == 1)
        return Low;
    else if constexpr (takes_values<T, (Low + High) / 2>)
        return value_capacity<T, (Low + High) / 2, High>();
    else
        return value_capacity<T, Low, (Low + High) / 2>();
}

// How many of the `All` values the member at place `At` takes: the number that fits into its braces and leaves just
// the others for the members behind it.
template <class T, std::size_t All, std::size_t At, std::size_t Inner = 1>
constexpr std::size_t values_of_member() noexcept {
    if constexpr (At + Inner > All)
        return 1; // a class with constructors of its own, which braces confuse
    else if constexpr (takes_values<T, At, Inner, All - At - Inner> &&
                       !takes_values<T, At, Inner, All - At - Inner + 1>)
        return Inner;
    else
        return values_of_member<T, All, At, Inner + 1>();
}

template <class T, std::size_t All = value_capacity<T>(), std::size_t At = 0>
constexpr std::size_t member_count() noexcept {
    if constexpr (At == All)
        return 0;
    else
        return 1 + member_count<T, All, At + values_of_member<T, All, At>()>();
}

template <class... T>
type_list<std::remove_cv_t<T>...> listed(T&...);

/// Calls `use` with the members of an aggregate of up to 16 members, arrays of up to 256 items among them.
template <class T, class F>
constexpr decltype(auto) with_members(T& object, F&& use) {
    constexpr std::size_t count = member_count<std::remove_cv_t<T>>();
    static_assert(count > 0, "record: the struct has no members, or more than 16");
    if constexpr (count == 1) {
        auto& [a] = object;
        return use(a);
    } else if constexpr (count == 2) {
        auto& [a, b] = object;
        return use(a, b);
    } else if constexpr (count == 3) {
        auto& [a, b, c] = object;
        return use(a, b, c);
    } else if constexpr (count == 4) {
        auto& [a, b, c, d] = object;
        return use(a, b, c, d);
    } else if constexpr (count == 5) {
        auto& [a, b, c, d, e] = object;
        return use(a, b, c, d, e);
    } else if constexpr (count == 6) {
        auto& [a, b, c, d, e, f] = object;
        return use(a, b, c, d, e, f);
    } else if constexpr (count == 7) {
        auto& [a, b, c, d, e, f, g] = object;
        return use(a, b, c, d, e, f, g);
    } else if constexpr (count == 8) {
        auto& [a, b, c, d, e, f, g, h] = object;
        return use(a, b, c, d, e, f, g, h);
    } else if constexpr (count == 9) {
        auto& [a, b, c, d, e, f, g, h, i] = object;
        return use(a, b, c, d, e, f, g, h, i);
    } else if constexpr (count == 10) {
        auto& [a, b, c, d, e, f, g, h, i, j] = object;
        return use(a, b, c, d, e, f, g, h, i, j);
    } else if constexpr (count == 11) {
        auto& [a, b, c, d, e, f, g, h, i, j, k] = object;
        return use(a, b, c, d, e, f, g, h, i, j, k);
    } else if constexpr (count == 12) {
        auto& [a, b, c, d, e, f, g, h, i, j, k, l] = object;
        return use(a, b, c, d, e, f, g, h, i, j, k, l);
    } else if constexpr (count == 13) {
        auto& [a, b, c, d, e, f, g, h, i, j, k, l, m] = object;
        return use(a, b, c, d, e, f, g, h, i, j, k, l, m);
    } else if constexpr (count == 14) {
        auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n] = object;
        return use(a, b, c, d, e, f, g, h, i, j, k, l, m, n);
    } else if constexpr (count == 15) {
        auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o] = object;
        return use(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o);
    } else {
        auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p] = object;
        return use(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p);
    }
}

/// Names the member types of an aggregate.
template <class T>
constexpr auto member_types(T& object) noexcept {
    return with_members(object, [](auto&... member) { return decltype(listed(member...)){}; });
}

template <class T>
using member_types_of = decltype(member_types(std::declval<T&>()));

} // namespace detail

/// Is satisfied by plain structs whose members the compiler can list.
template <class T>
concept plain_record =
    std::is_aggregate_v<T> && std::is_class_v<T> && std::is_trivially_copyable_v<T> && std::is_standard_layout_v<T> &&
    !detail::complex_like<T> && !requires { std::tuple_size<T>::value; }; // std::array binds its items, not its members

} // namespace lendbuf::inline LENDBUF_ABI
