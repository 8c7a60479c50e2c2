// The types a byte of memory may have, and unsigned integers chosen by size.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <lendbuf/base/config.hpp>
#include <type_traits>

namespace lendbuf::inline LENDBUF_ABI {

/// Is satisfied by the one-byte types through which raw memory is seen; `const` is allowed, `bool` is not a byte.
template <class T>
concept byte_like = sizeof(T) == 1 && (std::same_as<std::remove_cv_t<T>, std::byte> ||
                                       (std::integral<T> && !std::same_as<std::remove_cv_t<T>, bool>));

/// Is satisfied by the types whose items may live in lent memory: their value is their bytes.
template <class T>
concept element = std::is_object_v<T> && !std::is_array_v<T> && std::is_trivially_copyable_v<T>;

namespace detail {

template <std::size_t Size>
struct sized_integer; // only the four sizes below exist
template <>
struct sized_integer<1> {
    using unsigned_type = std::uint8_t;
    using signed_type = std::int8_t;
};
template <>
struct sized_integer<2> {
    using unsigned_type = std::uint16_t;
    using signed_type = std::int16_t;
};
template <>
struct sized_integer<4> {
    using unsigned_type = std::uint32_t;
    using signed_type = std::int32_t;
};
template <>
struct sized_integer<8> {
    using unsigned_type = std::uint64_t;
    using signed_type = std::int64_t;
};

/// Copies const from one type to another: `copy_const<const int, char>` is `const char`.
template <class From, class To>
using copy_const = std::conditional_t<std::is_const_v<From>, const To, To>;

} // namespace detail

/// Names the unsigned integer of `Size` bytes (1, 2, 4 or 8).
template <std::size_t Size>
using uint_of_size = typename detail::sized_integer<Size>::unsigned_type;

/// Names the signed integer of `Size` bytes (1, 2, 4 or 8).
template <std::size_t Size>
using int_of_size = typename detail::sized_integer<Size>::signed_type;

} // namespace lendbuf::inline LENDBUF_ABI
