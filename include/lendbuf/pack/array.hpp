// Whole arrays of one code: decoded from, and encoded into, bytes of either order by vectorised kernels.
#pragma once

#include <cstddef>
#include <cstring>
#include <lendbuf/kernel/byte_swap.hpp>
#include <lendbuf/kernel/half.hpp>
#include <lendbuf/pack/pack.hpp>

namespace lendbuf::inline LENDBUF_ABI {

namespace detail {

/// Names the only code of `Format`: what `>I` repeats.
template <fixed_format Format>
consteval value_slot array_slot() {
    static_assert(slot_count<Format> == 1 && !slots_of<Format>.values[0].is_array,
                  "arrays: the format must be a single code, without a count: the count is that of the items");
    constexpr value_slot slot = slots_of<Format>.values[0];
    static_assert(slot.kind == value_kind::signed_integer || slot.kind == value_kind::unsigned_integer ||
                      slot.kind == value_kind::floating,
                  "arrays: the code must be that of an integer or a float");
    return slot;
}

template <value_slot Slot>
using array_value = value_type_of<Slot.kind, static_cast<std::size_t>(Slot.size)>;

template <value_slot Slot>
void decode_array(std::byte* to, const std::byte* from, std::ptrdiff_t count) noexcept {
    constexpr auto size = static_cast<std::size_t>(Slot.size);
    if (count == 0) return; // and then the addresses may be null
    if constexpr (Slot.kind == value_kind::floating && size == 2)
        kernel::half_to_float<Slot.byte_order>(to, from, count);
    else if constexpr (Slot.byte_order == std::endian::native || size == 1)
        std::memmove(to, from, static_cast<std::size_t>(count) * size);
    else
        kernel::copy_swapped<size>(to, from, count);
}

/// Finds the gapless items behind an exporter as bytes, after checking that they are values of the code.
template <value_slot Slot, class X>
[[nodiscard]] auto array_items(X& x) {
    using item_t = typename region_t<X&>::element_type;
    static_assert(std::same_as<std::remove_const_t<item_t>, array_value<Slot>> &&
                      std::same_as<typename region_t<X&>::layout_type, contiguous>,
                  "arrays: the items must be gapless and of the code's type, float for 'e'");
    auto memory = lendbuf::describe(x);
    const std::ptrdiff_t count = item_count_unchecked(memory.shape.data(), region_t<X&>::rank);
    // Safety: std::byte may look at any object's bytes.
    using byte = copy_const<item_t, std::byte>;
    auto* const bytes = static_cast<byte*>(static_cast<copy_const<item_t, void>*>(memory.data));
    return byte_source<byte*>{bytes, count};
}

template <std::size_t Size>
[[nodiscard]] constexpr result<std::ptrdiff_t> array_bytes(std::ptrdiff_t count) noexcept {
    std::ptrdiff_t bytes = count;
    if (!checked_multiply(bytes, static_cast<std::ptrdiff_t>(Size))) return error_info{.code = errc::shape_overflow};
    return bytes;
}

} // namespace detail

/// Decodes as many items as `out` holds from byte `offset` of `x`: `unpack_array<">I">(view, 16, numbers)`.
///
/// `out` exports gapless items of the code's type (std::uint32_t for `I`, float for `e` and `f`); `x` gapless bytes that
/// are not those of `out`.
/// Errors: those of `try_unpack_from`.
/// Complexity: linear, at the speed of a copy.
/// Python: numpy.frombuffer(x, ">u4", n, offset).astype("u4")
template <fixed_format Format, exporter X, writable_exporter Out>
[[nodiscard]] result<void> try_unpack_array(X&& x, std::ptrdiff_t offset, Out&& out) {
    constexpr detail::value_slot slot = detail::array_slot<Format>();
    auto source = detail::raw_bytes_behind(x);
    static_assert(std::is_pointer_v<decltype(source.bytes)>, "arrays: the bytes must be gapless");
    const auto items = detail::array_items<slot>(out);
    const auto bytes = detail::array_bytes<static_cast<std::size_t>(slot.size)>(items.size);
    if (!bytes) return bytes.error();
    if (const error_info error = detail::try_place(offset, *bytes, source.size, transfer::unpack);
        error.code != errc::success)
        return error;
    detail::decode_array<slot>(items.bytes, source.bytes + offset, items.size);
    return {};
}
/// Decodes as many items as `out` holds from byte `offset` of `x`. Throws: struct_error.
template <fixed_format Format, exporter X, writable_exporter Out>
void unpack_array(X&& x, std::ptrdiff_t offset, Out&& out) {
    try_unpack_array<Format>(x, offset, out).value();
}

/// Encodes all items of `in` at byte `offset` of `x`: `pack_array<">d">(view, 0, samples)`.
///
/// Errors: those of `try_pack_into`; `float_too_large` with the item's number, and then nothing is written.
/// Complexity: linear, at the speed of a copy; for `e` twice through the items, to check before writing.
/// Python: x[offset:] = numpy.asarray(in_, ">f8").tobytes()
template <fixed_format Format, writable_exporter X, exporter In>
[[nodiscard]] result<void> try_pack_array(X&& x, std::ptrdiff_t offset, In&& in) {
    constexpr detail::value_slot slot = detail::array_slot<Format>();
    auto target = detail::raw_bytes_of_target(x);
    static_assert(std::is_pointer_v<decltype(target.bytes)>, "arrays: the bytes must be gapless");
    const auto items = detail::array_items<slot>(in);
    const auto bytes = detail::array_bytes<static_cast<std::size_t>(slot.size)>(items.size);
    if (!bytes) return bytes.error();
    if (const error_info error = detail::try_place(offset, *bytes, target.size, transfer::pack);
        error.code != errc::success)
        return error;
    if constexpr (slot.kind == value_kind::floating && slot.size == 2) {
        const std::ptrdiff_t misfit = kernel::first_half_overflow(items.bytes, items.size);
        if (misfit >= 0)
            return error_info{.code = errc::float_too_large,
                              .symbol = slot.symbol,
                              .field = static_cast<std::int32_t>(misfit),
                              .offset = offset + misfit * slot.size};
        kernel::float_to_half<slot.byte_order>(target.bytes + offset, items.bytes, items.size);
    } else {
        // Swapping is its own inverse.
        detail::decode_array<slot>(target.bytes + offset, items.bytes, items.size);
    }
    return {};
}
/// Encodes all items of `in` at byte `offset` of `x`. Throws: struct_error, overflow_error; `x` is unchanged then.
template <fixed_format Format, writable_exporter X, exporter In>
void pack_array(X&& x, std::ptrdiff_t offset, In&& in) {
    try_pack_array<Format>(x, offset, in).value();
}

} // namespace lendbuf::inline LENDBUF_ABI
