// What it takes to copy items of one type to items of another: nothing, bytes in reverse, or more than a copy does.
#pragma once

#include <bit>
#include <concepts>
#include <cstddef>
#include <lendbuf/element/endian.hpp>
#include <type_traits>

namespace lendbuf::inline LENDBUF_ABI {

/// Says what copying items takes.
enum class item_transfer : unsigned char {
    refused, ///< their values differ in kind: a conversion, which is a matter of opinion
    bytes,   ///< their bytes, as they are
    swapped, ///< their bytes, those of each word in reverse
};

namespace detail {

/// Names the plain type that an item stores, and the order of its bytes.
template <class T>
struct stored {
    using type = T;
    static constexpr std::endian byte_order = std::endian::native;
};
template <class T, std::endian Order>
struct stored<endian_value<T, Order>> {
    using type = T;
    static constexpr std::endian byte_order = Order;
};
template <class T>
struct stored<unaligned_bytes<T>> : stored<T> {};

template <class T>
inline constexpr bool is_plain_byte =
    std::same_as<T, std::byte> || std::same_as<T, unsigned char> || std::same_as<T, char> || std::same_as<T, char8_t>;

template <class T>
inline constexpr bool is_plain_integer =
    std::same_as<T, short> || std::same_as<T, unsigned short> || std::same_as<T, int> || std::same_as<T, unsigned> ||
    std::same_as<T, long> || std::same_as<T, unsigned long> || std::same_as<T, long long> ||
    std::same_as<T, unsigned long long>;

template <class A, class B>
inline constexpr bool same_meaning = std::same_as<A, B> || (is_plain_byte<A> && is_plain_byte<B>) ||
                                     (is_plain_integer<A> && is_plain_integer<B> && sizeof(A) == sizeof(B) &&
                                      std::is_signed_v<A> == std::is_signed_v<B>);

template <class From, class To>
consteval item_transfer transfer_between() {
    using from = typename stored<From>::type;
    using to = typename stored<To>::type;
    if (std::same_as<From, To>) return item_transfer::bytes;
    if (!same_meaning<from, to>) return item_transfer::refused;
    // A real bool holds 0 or 1; the bytes of a wrapped one may be anything.
    if (is_boolean<to> && std::same_as<to, To>) return item_transfer::refused;
    return sizeof(from) == 1 || stored<From>::byte_order == stored<To>::byte_order ? item_transfer::bytes
                                                                                   : item_transfer::swapped;
}

} // namespace detail

/// Tells what copying items of type `From` to items of type `To` takes.
///
/// Not refused are the same type; one type in different byte orders and alignments (`be<T>`, `le<T>`, `unaligned<T>`,
/// `T`); integers of one size and sign; std::byte, char, char8_t and unsigned char.
template <class From, class To>
inline constexpr item_transfer transfer_of = detail::transfer_between<std::remove_cv_t<From>, std::remove_cv_t<To>>();

/// Gives the size of the words in which the bytes of a `T` are ordered: an item's, or a part's of a complex number.
template <class T>
inline constexpr std::size_t word_size = [] {
    using plain = typename detail::stored<std::remove_cv_t<T>>::type;
    if constexpr (detail::complex_like<plain>)
        return sizeof(typename plain::value_type);
    else
        return sizeof(plain);
}();

/// Copies one item. Requires: `transfer_of<From, To>` is not `refused`.
template <class From, class To>
constexpr void transfer_item(const From& from, To& to) noexcept {
    using plain_from = typename detail::stored<From>::type;
    using plain_to = typename detail::stored<To>::type;
    if constexpr (std::same_as<From, To>)
        to = from;
    else if constexpr (std::same_as<From, plain_from>)
        to = To(static_cast<plain_to>(from));
    else
        to = To(static_cast<plain_to>(from.value()));
}

} // namespace lendbuf::inline LENDBUF_ABI
