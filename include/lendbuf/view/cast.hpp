// Seeing the same bytes as items of another type: the checks behind every cast.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <lendbuf/element/valid_values.hpp>
#include <lendbuf/element/value.hpp>
#include <lendbuf/protocol/exporter.hpp>
#include <type_traits>

namespace lendbuf::inline LENDBUF_ABI {

namespace detail {

// Whether every bit pattern is a value. Members of structs cannot be seen: theirs should be bool8 and integers.
template <class U>
inline constexpr bool takes_any_bytes =
    !std::same_as<std::remove_cv_t<U>, bool> && (!std::is_enum_v<U> || std::same_as<std::remove_cv_t<U>, std::byte>);

template <class U>
consteval void require_any_bytes() noexcept {
    static_assert(takes_any_bytes<U>,
                  "cast: not every byte is a valid bool or enum; use checked_cast, or cast to bool8 "
                  "or an unsigned integer");
}

// Safety: whoever asks has counted the bytes and checked strides and values. U is trivially copyable, so objects of it
// are implicitly created in memory that held bytes; the caller does not mix reads as T with writes as U.
template <class U, class T>
[[nodiscard]] result<U*> try_address_as(T* data) noexcept {
    auto* const address = static_cast<copy_const<T, void>*>(data);
    const auto past = static_cast<std::uint64_t>(reinterpret_cast<std::uintptr_t>(address) % alignof(U));
    if (past != 0) return error_info{.code = errc::address_misaligned, .need = alignof(U), .have = past};
    return static_cast<U*>(address);
}

/// Finds `nbytes` gapless bytes as `try_cast_memory` does, of types that not every byte is a value of, too.
template <element U, layout_tag Layout, class T, std::size_t NewRank>
[[nodiscard]] auto try_divide_memory(T* data, bool gapless, std::ptrdiff_t nbytes, const index_array<NewRank>& shape)
    -> result<region<U, (NewRank == 0 ? 1 : NewRank), Layout>> {
    constexpr auto itemsize = static_cast<std::ptrdiff_t>(sizeof(U));
    if (!gapless)
        return error_info{.code =
                              std::same_as<Layout, f_contiguous> ? errc::not_f_contiguous : errc::cast_not_contiguous};
    if constexpr (NewRank == 0) {
        if (nbytes % itemsize != 0)
            return error_info{
                .code = errc::length_not_multiple, .need = sizeof(U), .have = static_cast<std::uint64_t>(nbytes)};
        return try_divide_memory<U, Layout>(data, gapless, nbytes, index_array<1>{{nbytes / itemsize}});
    } else {
        const auto bytes = try_byte_count(shape.data(), NewRank, itemsize);
        if (!bytes) return bytes.error();
        if (*bytes != nbytes)
            return error_info{.code = errc::shape_not_length,
                              .need = static_cast<std::uint64_t>(*bytes),
                              .have = static_cast<std::uint64_t>(nbytes)};
        const auto address = try_address_as<U>(data);
        if (!address) return address.error();
        return region<U, NewRank, Layout>{*address, shape, {}};
    }
}

/// Finds the first of `count` items whose bytes are no value of `U`; `count` when there is none.
template <class U, class Predicate>
[[nodiscard]] std::ptrdiff_t find_invalid(const std::byte* bytes, std::ptrdiff_t count, const Predicate& is_valid) {
    constexpr auto itemsize = static_cast<std::ptrdiff_t>(sizeof(U));
    constexpr std::ptrdiff_t block = 64; // no exit inside one, so that simple predicates become vector code
    const auto is_value = [&](const std::byte* at) {
        if constexpr (is_boolean<U>)
            if (*at > std::byte{1}) return false;
        U value;
        std::memcpy(&value, at, sizeof value);
        return static_cast<bool>(is_valid(static_cast<const U&>(value)));
    };
    std::ptrdiff_t first = 0;
    for (; count - first >= block; first += block) {
        const std::byte* const at = bytes + first * itemsize;
        unsigned char wrong = 0;
        for (std::ptrdiff_t k = 0; k < block; ++k)
            wrong = static_cast<unsigned char>(wrong | (is_value(at + k * itemsize) ? 0 : 1));
        if (wrong != 0) break;
    }
    while (first < count && is_value(bytes + first * itemsize)) ++first;
    return first;
}

// Gives an invalid item as a number, for the message.
template <class U>
[[nodiscard]] std::uint64_t bits_of_item(const std::byte* at) noexcept {
    if constexpr (byte_ordered<U> && !complex_like<U>)
        return load_bits<uint_of_size<sizeof(U)>>(at);
    else if constexpr (requires {
                           requires byte_ordered<typename U::value_type>;
                           U::byte_order;
                       })
        return load_bits<uint_of_size<sizeof(U)>, U::byte_order>(at);
    else
        return 0;
}

template <class U>
[[nodiscard]] constexpr auto validity_of() noexcept {
    if constexpr (std::same_as<U, bool>) {
        return [](bool) { return true; };
    } else {
        static_assert(!std::is_null_pointer_v<decltype(valid_values<U>)>,
                      "checked_cast: say which values are valid, by valid_values<U> or a predicate");
        return valid_values<U>;
    }
}

} // namespace detail

/// Finds `nbytes` gapless bytes at `data` as gapless items of type `U`: in the given shape, or 1-D when `shape` is empty.
///
/// Errors: `cast_not_contiguous` or `not_f_contiguous`; `length_not_multiple`; `shape_not_length`; `negative_extent`;
/// `shape_overflow`; `address_misaligned`.
template <element U, layout_tag Layout = contiguous, class T, std::size_t NewRank>
[[nodiscard]] auto try_cast_memory(T* data, bool gapless, std::ptrdiff_t nbytes, const index_array<NewRank>& shape) {
    detail::require_any_bytes<U>();
    return detail::try_divide_memory<U, Layout>(data, gapless, nbytes, shape);
}

/// Finds gapless bytes as `try_cast_memory` does and calls `is_valid` for every item; with `bool`, a byte above 1 is
/// invalid, too.
///
/// Errors: those of `try_cast_memory`; `invalid_item` with the item's number and value.
template <element U, class T, std::size_t NewRank, class Predicate>
[[nodiscard]] auto try_checked_cast_memory(T* data, bool gapless, std::ptrdiff_t nbytes,
                                           const index_array<NewRank>& shape, const Predicate& is_valid) {
    static_assert(!std::is_enum_v<U> || detail::any_bits_enum<U>,
                  "checked_cast: the enum needs a fixed underlying type, as in enum color : unsigned char");
    using target = detail::copy_const<T, U>;
    auto memory = detail::try_divide_memory<target, contiguous>(data, gapless, nbytes, shape);
    if (!memory) return memory;
    // Safety: std::byte may look at any object's bytes.
    const auto* const bytes = static_cast<const std::byte*>(static_cast<const void*>(data));
    constexpr auto itemsize = static_cast<std::ptrdiff_t>(sizeof(U));
    const std::ptrdiff_t first = detail::find_invalid<U>(bytes, nbytes / itemsize, is_valid);
    if (first != nbytes / itemsize)
        memory = error_info{
            .code = errc::invalid_item, .offset = first, .have = detail::bits_of_item<U>(bytes + first * itemsize)};
    return memory;
}

/// Gives the items of a layout another type: axes and strides stay; where the sizes differ, the last axis, which must
/// be gapless, changes its extent.
///
/// Errors: `cast_not_contiguous` with the axis; `length_not_multiple`; `address_misaligned`; `stride_misaligned` with
/// the axis.
template <element U, class T, std::size_t Rank>
[[nodiscard]] auto try_retype_memory(T* data, const layout<Rank>& map) -> result<region<U, Rank, strided>> {
    constexpr bool same_size = sizeof(T) == sizeof(U);
    detail::require_any_bytes<U>();
    static_assert(Rank > 0 || same_size, "as_items: a single item keeps its size");
    const bool is_empty = item_count_unchecked(map.shape) == 0;
    auto [shape, strides] = map;
    if constexpr (!same_size) {
        constexpr std::size_t last = Rank - 1;
        constexpr auto field = static_cast<std::int32_t>(last);
        constexpr auto itemsize = static_cast<std::ptrdiff_t>(sizeof(T));
        if (!is_empty && shape[last] > 1 && strides[last] != itemsize)
            return error_info{.code = errc::cast_not_contiguous, .field = field, .offset = strides[last]};
        const std::ptrdiff_t bytes = shape[last] * itemsize;
        if (bytes % static_cast<std::ptrdiff_t>(sizeof(U)) != 0)
            return error_info{.code = errc::length_not_multiple,
                              .field = field,
                              .need = sizeof(U),
                              .have = static_cast<std::uint64_t>(bytes)};
        shape[last] = bytes / static_cast<std::ptrdiff_t>(sizeof(U));
        strides[last] = static_cast<std::ptrdiff_t>(sizeof(U));
    }
    const auto address = detail::try_address_as<U>(data);
    if (!address) return address.error();
    for (std::size_t k = 0; k < Rank && !is_empty; ++k)
        if (shape[k] > 1 && strides[k] % static_cast<std::ptrdiff_t>(alignof(U)) != 0)
            return error_info{.code = errc::stride_misaligned,
                              .field = static_cast<std::int32_t>(k),
                              .offset = strides[k],
                              .need = alignof(U)};
    return region<U, Rank, strided>{*address, shape, strides};
}

} // namespace lendbuf::inline LENDBUF_ABI
