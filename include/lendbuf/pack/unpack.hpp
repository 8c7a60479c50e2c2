// From bytes to values, by a format the compiler knows: bounds are checked once, then every load is a plain one.
#pragma once

#include <cstddef>
#include <lendbuf/pack/byte_source.hpp>
#include <lendbuf/pack/chain.hpp>
#include <lendbuf/pack/placement.hpp>
#include <lendbuf/pack/record_reader.hpp>
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
/// `x` is any exporter (owner, view, container, span) or a `buffer_chain`. `s` and `p` are string slices that point
/// into `x`; so do repeats above 256, which come as one `array_slice`. A record of PEP 3118, `T{<I:id:(2)h:pair:}`,
/// gives a value for each member: tuples for inner records, arrays for sub-arrays.
/// Throws: struct_error with need and have.
/// Complexity: one comparison and one load per value.
/// Python: struct.unpack; also from strided bytes.
template <fixed_format Format, record_source X>
[[nodiscard]] constexpr auto unpack(X&& x) {
    detail::check_lifetime<Format, X>();
    constexpr std::ptrdiff_t size = calcsize<Format>();
    auto source = detail::bytes_behind(x);
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
    auto source = detail::bytes_behind(x);
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
    auto source = detail::bytes_behind(x);
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
    auto source = detail::bytes_behind(x);
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
    auto source = detail::bytes_behind(x);
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
