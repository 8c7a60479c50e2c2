// Loads and stores of integers and floats at any address, in either byte order: the one place that touches raw bytes.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <lendbuf/base/byte_like.hpp>
#include <lendbuf/base/config.hpp>
#include <lendbuf/base/half.hpp>
#include <type_traits>
#include <utility>

namespace lendbuf::inline LENDBUF_ABI {

/// Is satisfied by the types that a machine word can carry: integers, floats, halves and enums of 1, 2, 4 or 8 bytes.
template <class T>
concept scalar = (std::is_arithmetic_v<T> || std::is_enum_v<T> || std::same_as<std::remove_cv_t<T>, half>)&&(
    sizeof(T) == 1 || sizeof(T) == 2 || sizeof(T) == 4 || sizeof(T) == 8);

/// Reverses the bytes of an unsigned integer.
template <std::unsigned_integral U>
[[nodiscard]] constexpr U byteswap(U value) noexcept {
    if constexpr (sizeof(U) == 1)
        return value;
    else if constexpr (sizeof(U) == 2)
        return static_cast<U>(__builtin_bswap16(value));
    else if constexpr (sizeof(U) == 4)
        return static_cast<U>(__builtin_bswap32(value));
    else
        return static_cast<U>(__builtin_bswap64(value));
}

namespace detail {

// Other bytes than 0 and 1 are no values of these.
template <class T>
inline constexpr bool is_boolean = std::same_as<T, bool>;
template <class T>
    requires std::is_enum_v<T>
inline constexpr bool is_boolean<T> = std::same_as<std::underlying_type_t<T>, bool>;

// A fold, not a loop: gcc merges the shifts of a fold into one load, those of a loop it leaves alone.
template <class U, std::endian Order, class Source, std::size_t... I>
[[nodiscard]] constexpr U fold_load(Source source, std::index_sequence<I...>) noexcept {
    return static_cast<U>(
        ((static_cast<std::uint64_t>(static_cast<std::uint8_t>(source[static_cast<std::ptrdiff_t>(I)]))
          << (8 * (Order == std::endian::little ? I : sizeof...(I) - 1 - I))) |
         ...));
}

template <class U, std::endian Order, class Target, std::size_t... I>
constexpr void fold_store(Target target, U value, std::index_sequence<I...>) noexcept {
    using byte = std::remove_reference_t<decltype(target[0])>;
    ((target[static_cast<std::ptrdiff_t>(I)] = static_cast<byte>(static_cast<std::uint8_t>(
          static_cast<std::uint64_t>(value) >> (8 * (Order == std::endian::little ? I : sizeof...(I) - 1 - I))))),
     ...);
}

} // namespace detail

/// Loads the unsigned integer that stands at `source` in byte order `Order`.
///
/// `source` is a pointer to bytes, or anything with `[]` that gives bytes (a strided run, say).
/// Requires: `sizeof(U)` readable bytes at `source`; no alignment.
template <std::unsigned_integral U, std::endian Order = std::endian::native, class Source>
[[nodiscard]] constexpr U load_bits(Source source) noexcept {
    if constexpr (std::is_pointer_v<Source> && config::unaligned_access) {
        if (!__builtin_is_constant_evaluated()) {
            U value;
            std::memcpy(&value, source, sizeof value);
            return Order == std::endian::native ? value : byteswap(value);
        }
    }
    return detail::fold_load<U, Order>(source, std::make_index_sequence<sizeof(U)>{});
}

/// Stores `value` at `target` in byte order `Order`.
///
/// Requires: `sizeof(U)` writable bytes at `target`; no alignment.
template <std::endian Order = std::endian::native, std::unsigned_integral U, class Target>
constexpr void store_bits(Target target, U value) noexcept {
    if constexpr (std::is_pointer_v<Target> && config::unaligned_access) {
        if (!__builtin_is_constant_evaluated()) {
            if constexpr (Order != std::endian::native) value = byteswap(value);
            std::memcpy(target, &value, sizeof value);
            return;
        }
    }
    detail::fold_store<U, Order>(target, value, std::make_index_sequence<sizeof(U)>{});
}

/// Loads a `T` that stands at `source` in byte order `Order`; floats move as bits, so NaN payloads survive.
///
/// A `bool`, or an enum of `bool`, is true for any non-zero byte.
template <scalar T, std::endian Order = std::endian::native, class Source>
[[nodiscard]] constexpr T load(Source source) noexcept {
    const auto bits = load_bits<uint_of_size<sizeof(T)>, Order>(source);
    if constexpr (detail::is_boolean<std::remove_cv_t<T>>)
        return static_cast<T>(bits != 0);
    else
        return std::bit_cast<T>(bits);
}

/// Stores `value` at `target` in byte order `Order`.
template <std::endian Order = std::endian::native, scalar T, class Target>
constexpr void store(Target target, T value) noexcept {
    store_bits<Order>(target, std::bit_cast<uint_of_size<sizeof(T)>>(value));
}

} // namespace lendbuf::inline LENDBUF_ABI
