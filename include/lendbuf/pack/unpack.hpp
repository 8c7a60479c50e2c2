// From bytes to values, by a format the compiler knows: bounds are checked once, then every load is a plain one.
#pragma once

#include <cstddef>
#include <lendbuf/pack/array_slice.hpp>
#include <lendbuf/pack/byte_source.hpp>
#include <lendbuf/pack/byte_string.hpp>
#include <lendbuf/pack/chain.hpp>
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

template <std::ptrdiff_t Length>
[[nodiscard]] constexpr auto make_string(chain_cursor bytes, std::size_t length) noexcept {
    return string_copy<static_cast<std::size_t>(Length)>(bytes, length);
}

/// Reads a number at a cursor.
template <value_kind Kind, std::size_t Size, std::endian Order, class Cursor>
[[nodiscard]] constexpr auto read_at(Cursor at) noexcept {
    if constexpr (std::same_as<Cursor, chain_cursor>)
        if (const std::byte* const whole = at.in_one_piece(static_cast<std::ptrdiff_t>(Size)))
            return read_value<Kind, Size, Order>(whole);
    return read_value<Kind, Size, Order>(at);
}

/// Names the item of an array field: of the format's byte order, at any address.
template <value_slot Slot>
using array_item = endian_value<std::conditional_t<Slot.kind == value_kind::floating && Slot.size == 2, half,
                                                   value_type_of<Slot.kind, static_cast<std::size_t>(Slot.size)>>,
                                Slot.byte_order>;

template <class Item, class Byte>
[[nodiscard]] array_slice<Item> make_array(Byte* bytes, std::size_t count) noexcept {
    // Safety: an endian_value consists of bytes, has alignment 1, and every pattern of bytes is one.
    return {static_cast<const Item*>(static_cast<const void*>(bytes)), count};
}
template <class Item, class Cursor>
[[nodiscard]] array_slice<Item> make_array(Cursor, std::size_t) noexcept {
    static_assert(sizeof(Cursor) == 0, "unpack: an array field needs gapless bytes; take as_contiguous() of the view");
    return {};
}

/// Reads value number `Index` of the record at `record`.
template <fixed_format Format, std::size_t Index, class Cursor>
[[nodiscard]] constexpr auto read_slot(Cursor record) noexcept {
    constexpr value_slot slot = slots_of<Format>.values[Index];
    if constexpr (slot.is_array) {
        return make_array<array_item<slot>>(record + slot.offset, static_cast<std::size_t>(slot.count));
    } else if constexpr (slot.kind == value_kind::string) {
        return make_string<slot.size>(record + slot.offset, static_cast<std::size_t>(slot.size));
    } else if constexpr (slot.kind == value_kind::pascal) {
        constexpr std::ptrdiff_t room = slot.size > 0 ? slot.size - 1 : 0;
        std::ptrdiff_t length = 0;
        if constexpr (slot.size > 0) length = static_cast<std::uint8_t>(record[slot.offset]);
        if (length > room) length = room;
        return make_string<room>(record + (slot.offset + (slot.size > 0 ? 1 : 0)), static_cast<std::size_t>(length));
    } else {
        return read_at<slot.kind, static_cast<std::size_t>(slot.size), slot.byte_order>(record + slot.offset);
    }
}

/// Reads a whole record whose bytes are known to be there.
template <fixed_format Format, class Cursor>
[[nodiscard]] constexpr auto read_record(Cursor record) noexcept {
    return [record]<std::size_t... I>(std::index_sequence<I...>) {
        (void)record; // an empty format reads nothing
        return values<decltype(read_slot<Format, I>(record))...>{{{read_slot<Format, I>(record)}...}};
    }(std::make_index_sequence<slot_count<Format>>{});
}

template <fixed_format Format, class X>
using record_of = decltype(read_record<Format>(std::declval<cursor_of<X>>()));

/// Stops the compiler where strings would point into a temporary that owns its bytes.
template <fixed_format Format, class X>
consteval void check_lifetime() {
    static_assert(!points_into_buffer<Format> || !std::is_pointer_v<cursor_of<X>> || viewable<X>,
                  "unpack: the strings or arrays would point into a temporary; give the owner a name first");
}

} // namespace detail

/// Unpacks a record that fills `x` exactly.
///
/// `x` is any exporter (owner, view, container, span) or a `buffer_chain`. `s` and `p` are string slices that point into `x`; so are repeats
/// above 256, which come as one `array_slice`.
/// Throws: struct_error with need and have.
/// Complexity: one comparison and one load per value.
/// Python: struct.unpack; also from strided bytes.
template <fixed_format Format, record_source X>
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
template <fixed_format Format, record_source X>
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
template <fixed_format Format, record_source X>
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
template <fixed_format Format, record_source X>
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

/// Holds what was unpacked from the start of a buffer, and the bytes behind it.
template <class Record, class Rest>
struct prefix {
    Record record{};
    Rest rest{};
};

/// Unpacks a record at the start of `x` and gives what follows it: for formats where a header says what comes next.
///
/// `rest` is a borrowed region of bytes: unpack from it again, or view it. `auto [header, rest] = unpack_prefix<"<HI">(x)`
/// Errors: `unpack_from_needs`; its `missing()` says how many bytes to wait for.
/// Complexity: one comparison and one load per value.
template <fixed_format Format, viewable X>
[[nodiscard]] constexpr auto try_unpack_prefix(X&& x)
    -> result<prefix<detail::record_of<Format, X>, detail::rest_of<X>>> {
    constexpr std::ptrdiff_t size = calcsize<Format>();
    const auto source = detail::bytes_behind(x);
    std::ptrdiff_t offset = 0;
    if (const error_info error = detail::try_place(offset, size, source.size, transfer::unpack);
        error.code != errc::success)
        return error;
    return prefix<detail::record_of<Format, X>, detail::rest_of<X>>{
        detail::read_record<Format>(source.bytes), detail::region_at(source.bytes + size, source.size - size)};
}

/// Unpacks a record at the start of `x` and gives what follows it. Throws: struct_error.
template <fixed_format Format, viewable X>
[[nodiscard]] constexpr auto unpack_prefix(X&& x) {
    return try_unpack_prefix<Format>(x).value();
}

} // namespace lendbuf::inline LENDBUF_ABI
