// From bytes to values, by a format the compiler knows: bounds are checked once, then every load is a plain one.
#pragma once

#include <cstddef>
#include <lendbuf/pack/byte_source.hpp>
#include <lendbuf/pack/byte_string.hpp>
#include <lendbuf/pack/codec.hpp>
#include <lendbuf/pack/placement.hpp>
#include <lendbuf/pack/record_plan.hpp>
#include <lendbuf/pack/values.hpp>
#include <type_traits>
#include <utility>

namespace lendbuf::inline LENDBUF_ABI {

/// Gives the bytes of a record of `Format`; a constant.
///
/// Python: struct.calcsize
template <fixed_format Format>
[[nodiscard]] consteval std::ptrdiff_t calcsize() noexcept {
    return format_facts<Format>::size;
}

namespace detail {

template <std::ptrdiff_t Length, class Byte>
[[nodiscard]] constexpr auto make_string(Byte* bytes, std::size_t length) noexcept {
    return string_slice<std::remove_const_t<Byte>>(bytes, length);
}
template <std::ptrdiff_t Length, class Byte>
[[nodiscard]] constexpr auto make_string(strided_bytes<Byte> bytes, std::size_t length) noexcept {
    return string_copy<static_cast<std::size_t>(Length)>(bytes, length);
}

/// Reads value number `Index` of the record at `record`.
template <fixed_format Format, std::size_t Index, class Cursor>
[[nodiscard]] constexpr auto read_slot(Cursor record) noexcept {
    constexpr value_slot slot = slots_of<Format>.values[Index];
    if constexpr (slot.kind == value_kind::string) {
        return make_string<slot.size>(record + slot.offset, static_cast<std::size_t>(slot.size));
    } else if constexpr (slot.kind == value_kind::pascal) {
        constexpr std::ptrdiff_t room = slot.size > 0 ? slot.size - 1 : 0;
        std::ptrdiff_t length = 0;
        if constexpr (slot.size > 0) length = static_cast<std::uint8_t>(record[slot.offset]);
        if (length > room) length = room;
        return make_string<room>(record + (slot.offset + (slot.size > 0 ? 1 : 0)), static_cast<std::size_t>(length));
    } else {
        return read_value<slot.kind, static_cast<std::size_t>(slot.size), slot.byte_order>(record + slot.offset);
    }
}

/// Reads a whole record whose bytes are known to be there.
template <fixed_format Format, class Cursor>
[[nodiscard]] constexpr auto read_record(Cursor record) noexcept {
    return [record]<std::size_t... I>(std::index_sequence<I...>) {
        (void)record; // an empty format reads nothing
        return values<decltype(read_slot<Format, I>(record))...>{{{read_slot<Format, I>(record)}...}};
    }(std::make_index_sequence<format_facts<Format>::values>{});
}

template <fixed_format Format, class X>
using record_of = decltype(read_record<Format>(std::declval<cursor_of<X>>()));

/// Stops the compiler where strings would point into a temporary that owns its bytes.
template <fixed_format Format, class X>
consteval void check_lifetime() {
    static_assert(viewable<X> || exports_strided_bytes<X> || !has_strings<Format>,
                  "unpack: the strings would point into a temporary; give the owner a name first");
}

} // namespace detail

/// Unpacks a record that fills `x` exactly.
///
/// `x` is any exporter: owner, view, container, span. `s` and `p` are string slices that point into `x`.
/// Throws: struct_error with need and have.
/// Complexity: one comparison and one load per value.
/// Python: struct.unpack; also from strided bytes.
template <fixed_format Format, exporter X>
[[nodiscard]] constexpr auto unpack(X&& x) {
    detail::check_lifetime<Format, X>();
    constexpr std::ptrdiff_t size = calcsize<Format>();
    const auto source = detail::bytes_behind(x);
    if (source.size != size) [[unlikely]]
        detail::fail_size(errc::unpack_needs_exactly, size, source.size);
    return detail::read_record<Format>(source.bytes);
}

/// Unpacks a record that fills `x` exactly, or says why not.
///
/// Errors: `unpack_needs_exactly` with need and have; `not_c_contiguous`.
template <fixed_format Format, exporter X>
[[nodiscard]] constexpr auto try_unpack(X&& x) -> result<detail::record_of<Format, X>> {
    detail::check_lifetime<Format, X>();
    constexpr std::ptrdiff_t size = calcsize<Format>();
    if (!detail::has_plain_bytes(x)) return error_info{.code = errc::not_c_contiguous};
    const auto source = detail::bytes_behind(x);
    if (source.size != size)
        return error_info{.code = errc::unpack_needs_exactly,
                          .need = static_cast<std::uint64_t>(size),
                          .have = static_cast<std::uint64_t>(source.size)};
    return detail::read_record<Format>(source.bytes);
}

/// Unpacks the record at byte `offset` of `x`; a negative offset counts from the end.
///
/// Throws: struct_error with offset, need and have.
/// Complexity: one comparison and one load per value.
/// Python: struct.unpack_from; also from strided bytes.
template <fixed_format Format, exporter X>
[[nodiscard]] constexpr auto unpack_from(X&& x, std::ptrdiff_t offset = 0) {
    detail::check_lifetime<Format, X>();
    constexpr std::ptrdiff_t size = calcsize<Format>();
    const auto source = detail::bytes_behind(x);
    return detail::read_record<Format>(source.bytes + detail::place(offset, size, source.size, transfer::unpack));
}

/// Unpacks the record at byte `offset` of `x`, or says why not.
///
/// Errors: `unpack_from_needs`, `not_enough_data`, `offset_out_of_range`, with offset, need and have;
/// `not_c_contiguous`.
template <fixed_format Format, exporter X>
[[nodiscard]] constexpr auto try_unpack_from(X&& x, std::ptrdiff_t offset = 0) -> result<detail::record_of<Format, X>> {
    detail::check_lifetime<Format, X>();
    constexpr std::ptrdiff_t size = calcsize<Format>();
    if (!detail::has_plain_bytes(x)) return error_info{.code = errc::not_c_contiguous};
    const auto source = detail::bytes_behind(x);
    if (const error_info error = detail::try_place(offset, size, source.size, transfer::unpack);
        error.code != errc::success)
        return error;
    return detail::read_record<Format>(source.bytes + offset);
}

} // namespace lendbuf::inline LENDBUF_ABI
