// Where records are read and written: the bytes of any exporter, gapless or a stride apart.
#pragma once

#include <concepts>
#include <cstddef>
#include <lendbuf/base/byte_like.hpp>
#include <lendbuf/element/strided_bytes.hpp>
#include <lendbuf/protocol/exporter.hpp>

namespace lendbuf::inline LENDBUF_ABI {

namespace detail {

/// Holds a place in memory, `Byte*` or `strided_bytes`, and the number of bytes there.
template <class Cursor>
struct byte_source {
    Cursor bytes{};
    std::ptrdiff_t size = 0;
};

template <class X>
inline constexpr bool exports_strided_bytes = std::same_as<typename region_t<X>::layout_type, strided> &&
                                              region_t<X>::rank == 1 && byte_like<typename region_t<X>::element_type>;

/// Tells whether the bytes behind `x` are gapless or a run of single bytes; the compiler knows, unless items of several
/// bytes are strided.
template <exporter X>
[[nodiscard]] constexpr bool has_plain_bytes(X&& x) {
    using region_type = region_t<X>;
    if constexpr (std::same_as<typename region_type::layout_type, contiguous> || exports_strided_bytes<X>) {
        (void)x;
        return true;
    } else {
        auto memory = lendbuf::describe(x);
        return is_contiguous(region_type::rank, memory.shape.data(), memory.byte_strides().data(),
                             static_cast<std::ptrdiff_t>(sizeof(typename region_type::element_type)), order::c);
    }
}

/// Finds the bytes behind an exporter. Single-byte items stay what they are, so that constants can be read when
/// compiled; others are seen as the std::byte they consist of.
///
/// Throws: buffer_error (`not_c_contiguous`), when items of several bytes are not gapless.
/// Python: the bytes-like argument of struct's functions; strided bytes are refused there.
template <exporter X>
[[nodiscard]] constexpr auto bytes_behind(X&& x) {
    using item_t = typename region_t<X>::element_type;
    auto memory = lendbuf::describe(x);
    if constexpr (exports_strided_bytes<X>) {
        return byte_source<strided_bytes<item_t>>{{memory.data, memory.strides[0]}, memory.shape[0]};
    } else {
        constexpr auto itemsize = static_cast<std::ptrdiff_t>(sizeof(item_t));
        if (!has_plain_bytes(x)) fail({.code = errc::not_c_contiguous});
        const std::ptrdiff_t size = item_count_unchecked(memory.shape) * itemsize;
        if constexpr (byte_like<item_t>) {
            return byte_source<item_t*>{memory.data, size};
        } else {
            // Safety: std::byte may look at any object's bytes; all `size` of them belong to the items.
            using byte = copy_const<item_t, std::byte>;
            return byte_source<byte*>{static_cast<byte*>(static_cast<copy_const<item_t, void>*>(memory.data)), size};
        }
    }
}

/// Sees any byte as a std::byte, so that one codec serves every source at run time.
template <class To, byte_like Byte>
[[nodiscard]] To* as_raw(Byte* bytes) noexcept {
    // Safety: std::byte may look at any object's bytes.
    return static_cast<To*>(static_cast<copy_const<To, void>*>(bytes));
}
template <class To, byte_like Byte>
[[nodiscard]] strided_bytes<To> as_raw(strided_bytes<Byte> bytes) noexcept {
    return {as_raw<To>(bytes.first), bytes.stride, bytes.at};
}

/// Finds the bytes behind an exporter, to read them at run time.
template <exporter X>
[[nodiscard]] auto raw_bytes_behind(X&& x) {
    auto source = bytes_behind(x);
    const auto bytes = as_raw<const std::byte>(source.bytes);
    return byte_source<std::remove_const_t<decltype(bytes)>>{bytes, source.size};
}

/// Finds the bytes behind an exporter, to write them at run time.
template <exporter X>
[[nodiscard]] auto raw_bytes_of_target(X&& x) {
    auto target = bytes_behind(x);
    const auto bytes = as_raw<std::byte>(target.bytes);
    return byte_source<std::remove_const_t<decltype(bytes)>>{bytes, target.size};
}

template <class X>
using raw_cursor_of = decltype(raw_bytes_behind(std::declval<X>()).bytes);

template <class X>
struct cursor_type {
    using type = decltype(bytes_behind(std::declval<X>()).bytes);
};

/// Names how the bytes of `X` are pointed to.
template <class X>
using cursor_of = typename cursor_type<X>::type;

/// Describes `size` bytes at a cursor as a region.
template <byte_like Byte>
[[nodiscard]] constexpr region<Byte> region_at(Byte* bytes, std::ptrdiff_t size) noexcept {
    return {bytes, {{size}}, {}};
}
template <byte_like Byte>
[[nodiscard]] constexpr region<Byte, 1, strided> region_at(strided_bytes<Byte> bytes, std::ptrdiff_t size) noexcept {
    return {bytes.first, {{size}}, {{bytes.stride}}};
}
template <class X>
using rest_of = decltype(region_at(std::declval<cursor_of<X>>(), 0));

} // namespace detail

} // namespace lendbuf::inline LENDBUF_ABI
