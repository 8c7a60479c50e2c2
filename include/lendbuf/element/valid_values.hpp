// Which values of an enum are valid: what bytes from outside must be checked for.
#pragma once

#include <concepts>
#include <cstddef>
#include <lendbuf/element/endian.hpp>
#include <utility>

namespace lendbuf::inline LENDBUF_ABI {

/// Holds for the values that it lists.
template <std::equality_comparable E, std::size_t Count>
struct value_list {
    E values[Count];
    [[nodiscard]] constexpr bool operator()(const E& value) const noexcept {
        return is_among(value, std::make_index_sequence<Count>{});
    }

private:
    // No loop and no early exit, so that loops over items become vector code.
    template <std::size_t... Place>
    [[nodiscard]] constexpr bool is_among(const E& value, std::index_sequence<Place...>) const noexcept {
        return (static_cast<unsigned>(value == values[Place]) | ...) != 0;
    }
};

/// Lists the valid values of a type.
template <std::equality_comparable E, std::same_as<E>... Rest>
[[nodiscard]] constexpr value_list<E, 1 + sizeof...(Rest)> one_of(E first, Rest... rest) noexcept {
    return {{first, rest...}};
}

/// Tells which values of `E` are valid, for `checked_cast`: a list, or any predicate. One line for each enum:
///
///     template <> inline constexpr auto lendbuf::valid_values<color> = lendbuf::one_of(color::red, color::green);
template <class E>
inline constexpr auto valid_values = nullptr;
template <class T, std::endian Order>
inline constexpr auto valid_values<endian_value<T, Order>> = valid_values<T>;

} // namespace lendbuf::inline LENDBUF_ABI
