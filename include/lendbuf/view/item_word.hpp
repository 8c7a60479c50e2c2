// Which items kernels may treat as machine words: those whose value is that of a word, in one byte order or the other.
#pragma once

#include <bit>
#include <concepts>
#include <cstddef>
#include <lendbuf/element/value.hpp>
#include <type_traits>
#include <utility>

namespace lendbuf::inline LENDBUF_ABI::detail {

/// Names the plain type behind an item, that of a byte for a char.
template <class T>
using plain_type = std::remove_cv_t<decltype(byte_of_char(plain_value(std::declval<const T&>())))>;

/// Is satisfied by the types of a byte from 0 to 255: not by small integers with a sign, but by char, which is a byte.
template <class T>
concept plain_byte = byte_like<T> && (!std::signed_integral<T> || std::same_as<std::remove_cv_t<T>, char>);

/// Is satisfied by items that are equal exactly when they are the same machine word.
template <class T>
concept word_item = equal_as_bytes<T> && !std::same_as<plain_type<T>, bool> &&
                    (sizeof(T) == 1 || sizeof(T) == 2 || sizeof(T) == 4 || sizeof(T) == 8);

/// Is satisfied by items that are floats of the machine's own, at any address.
template <class T>
concept machine_float_item = std::same_as<T, float> || std::same_as<T, double> || std::same_as<T, unaligned<float>> ||
                             std::same_as<T, unaligned<double>>;

/// Says in which order the bytes of an item lie in memory.
template <class T>
inline constexpr std::endian item_byte_order = std::endian::native;
template <scalar T, std::endian Order>
inline constexpr std::endian item_byte_order<endian_value<T, Order>> = Order;

/// Is satisfied by pairs of word items where equal values mean equal words, apart from the byte order.
template <class A, class B>
concept same_size_words = word_item<A> && word_item<B> && sizeof(A) == sizeof(B) &&
                          std::is_signed_v<plain_type<A>> == std::is_signed_v<plain_type<B>>;

/// Is satisfied by pairs whose items have the same value exactly when memcmp says so.
template <class A, class B>
concept equal_when_bytes_are = (std::same_as<A, B> && equal_as_bytes<A>) ||
                               (same_size_words<A, B> && (sizeof(A) == 1 || item_byte_order<A> == item_byte_order<B>));

} // namespace lendbuf::inline LENDBUF_ABI::detail
