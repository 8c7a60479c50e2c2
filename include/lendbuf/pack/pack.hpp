// From values to bytes, by a format the compiler knows: every value is checked before the first byte is written.
#pragma once

#include <concepts>
#include <cstddef>
#include <lendbuf/base/result.hpp>
#include <lendbuf/pack/argument.hpp>
#include <lendbuf/pack/record_writer.hpp>
#include <lendbuf/pack/unpack.hpp>
#include <lendbuf/pack/value_writer.hpp>
#include <type_traits>

namespace lendbuf::inline LENDBUF_ABI {

/// Holds `Size` packed bytes; an exporter, and usable in constant expressions.
///
/// Python: the bytes object that struct.pack returns.
template <std::size_t Size>
class packed_bytes {
public:
    [[nodiscard]] constexpr std::uint8_t* data() noexcept { return bytes_; }
    [[nodiscard]] constexpr const std::uint8_t* data() const noexcept { return bytes_; }
    [[nodiscard]] static constexpr std::size_t size() noexcept { return Size; }
    [[nodiscard]] constexpr const std::uint8_t* begin() const noexcept { return bytes_; }
    [[nodiscard]] constexpr const std::uint8_t* end() const noexcept { return bytes_ + Size; }

    /// Gives a byte; negative counts from the end. Throws: index_error.
    [[nodiscard]] constexpr std::uint8_t operator[](std::ptrdiff_t index) const {
        return bytes_[checked_index(index, static_cast<std::ptrdiff_t>(Size), 0)];
    }

    friend constexpr bool operator==(const packed_bytes&, const packed_bytes&) noexcept = default;

private:
    std::uint8_t bytes_[Size == 0 ? 1 : Size] = {};
};

template <std::size_t Size>
struct exporter_traits<packed_bytes<Size>> {
    [[nodiscard]] static constexpr auto describe(packed_bytes<Size>& b) noexcept { return region_of(b.data(), Size); }
};
template <std::size_t Size>
struct exporter_traits<const packed_bytes<Size>> {
    [[nodiscard]] static constexpr auto describe(const packed_bytes<Size>& b) noexcept {
        return region_of(b.data(), Size);
    }
};

namespace detail {

/// Finds the first value that does not fit its field; -1 when all do.
template <fixed_format Format, class... V>
[[nodiscard]] constexpr std::int32_t first_misfit(const V&... value) noexcept {
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
        std::int32_t field = -1;
        // The fold stops at the first that fails, and then `field` is its number.
        const bool all_fit =
            ((field = static_cast<std::int32_t>(I), check_as<slots_of<Format>.values[I]>(value) == errc::success) &&
             ...);
        return all_fit ? -1 : field;
    }(std::index_sequence_for<V...>{});
}

/// Describes a value that does not fit field number `field`.
[[nodiscard, gnu::cold, gnu::noinline]] constexpr error_info misfit(const value_slot* slots,
                                                                    std::int32_t field) noexcept {
    const value_slot slot = slots[field];
    return misfit_at(slot.kind, slot.symbol, slot.size, field, slot.offset);
}

[[noreturn, gnu::cold, gnu::noinline]] inline void fail_misfit(const value_slot* slots, std::int32_t field) {
    fail(misfit(slots, field));
}

template <fixed_format Format, std::size_t Index, class Cursor, class V>
constexpr void write_slot(Cursor record, const V& value) noexcept {
    constexpr value_slot slot = slots_of<Format>.values[Index];
    if constexpr (slot.gap > 0) write_zeros(record + (slot.offset - slot.gap), slot.gap);
    write_as<slot>(record + slot.offset, value);
}

/// Writes values in which `first_misfit` finds nothing; padding becomes zero.
template <fixed_format Format, class Cursor, class... V>
constexpr void write_record(Cursor record, const V&... value) noexcept {
    [&]<std::size_t... I>(std::index_sequence<I...>) {
        (write_slot<Format, I>(record, value), ...);
    }(std::index_sequence_for<V...>{});
    constexpr std::ptrdiff_t gap = slots_of<Format>.gap_at_end;
    if constexpr (gap > 0) write_zeros(record + (calcsize<Format>() - gap), gap);
}

/// Writes a record by way of a copy: some of its strings lie where it goes.
template <fixed_format Format, class Cursor, class... V>
[[gnu::cold, gnu::noinline]] constexpr void write_over_own_strings(Cursor record, const V&... value) noexcept {
    packed_bytes<static_cast<std::size_t>(calcsize<Format>())> bytes;
    write_record<Format>(bytes.data(), value...);
    write_text(record, calcsize<Format>(), bytes);
}

/// Checks all values, then writes the record. Returns the number of the value that does not fit, -1 when all do.
template <fixed_format Format, class Cursor, class... V>
[[nodiscard]] constexpr std::int32_t check_and_write(Cursor record, const V&... value) noexcept {
    const std::int32_t field = first_misfit<Format>(value...);
    if (field >= 0) [[unlikely]]
        return field;
    if constexpr (points_into_buffer<Format>)
        if (__builtin_is_constant_evaluated() || (overlaps(record, calcsize<Format>(), value) || ...)) [[unlikely]] {
            write_over_own_strings<Format>(record, value...);
            return -1;
        }
    write_record<Format>(record, value...);
    return -1;
}

/// Copies the arguments, then does as `check_and_write`.
template <fixed_format Format, class Cursor, class... V>
[[nodiscard]] constexpr std::int32_t store_record(Cursor record, const V&... value) noexcept {
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
        return check_and_write<Format>(record, settled<slots_of<Format>.values[I].kind>(value)...);
    }(std::index_sequence_for<V...>{});
}

template <fixed_format Format, std::size_t Given>
consteval void check_count() {
    static_assert(Given == count_fields<Format>(),
                  "pack: the number of values is not that of the format's items (padding takes none)");
}

} // namespace detail

/// Packs values into an array of exactly `calcsize<Format>()` bytes, or says which does not fit.
///
/// Errors: `number_out_of_range` with field, offset and range; `float_too_large`; `pack_needs_exactly` and
/// `not_c_contiguous` for what is given for a sub-array.
template <fixed_format Format, class... V>
[[nodiscard]] constexpr auto try_pack(const V&... value)
    -> result<packed_bytes<static_cast<std::size_t>(calcsize<Format>())>> {
    detail::check_count<Format, sizeof...(V)>();
    packed_bytes<static_cast<std::size_t>(calcsize<Format>())> bytes;
    if constexpr (format_facts<Format>::is_record) {
        error_info error;
        detail::store_members<Format>(bytes.data(), detail::returning{error}, value...);
        if (error.code != errc::success) return error;
    } else {
        if (const std::int32_t field = detail::first_misfit<Format>(value...); field >= 0) [[unlikely]]
            return detail::misfit(detail::slots_of<Format>.values, field);
        detail::write_record<Format>(bytes.data(), value...);
    }
    return bytes;
}
/// Packs a tuple or a plain struct of all values.
template <fixed_format Format, class V>
    requires detail::is_whole_record<Format, V>
[[nodiscard]] constexpr auto try_pack(const V& record) {
    return detail::with_parts(record, [](const auto&... value) { return try_pack<Format>(value...); });
}

/// Packs values at byte `offset` of `x`, or says why not; nothing is written unless everything fits.
///
/// Errors: `pack_into_needs`, `no_space`, `offset_out_of_range`, `number_out_of_range`, `float_too_large`;
/// `not_c_contiguous`; `pack_needs_exactly` for what is given for a sub-array.
template <fixed_format Format, writable_exporter X, class... V>
[[nodiscard]] constexpr result<void> try_pack_into(X&& x, std::ptrdiff_t offset, const V&... value) {
    detail::check_count<Format, sizeof...(V)>();
    constexpr std::ptrdiff_t size = calcsize<Format>();
    if (!detail::has_plain_bytes(x)) return error_info{.code = errc::not_c_contiguous};
    auto target = detail::bytes_behind(x);
    if (const error_info error = detail::try_place(offset, size, target.size, transfer::pack);
        error.code != errc::success)
        return error;
    if constexpr (format_facts<Format>::is_record) {
        error_info error;
        detail::store_members<Format>(target.bytes + offset, detail::returning{error}, value...);
        return error;
    } else {
        if (const std::int32_t field = detail::store_record<Format>(target.bytes + offset, value...); field >= 0)
            [[unlikely]]
            return detail::misfit(detail::slots_of<Format>.values, field);
        return {};
    }
}
/// Packs a tuple or a plain struct of all values at byte `offset` of `x`, or says why not.
template <fixed_format Format, writable_exporter X, class V>
    requires detail::is_whole_record<Format, V>
[[nodiscard]] constexpr result<void> try_pack_into(X&& x, std::ptrdiff_t offset, const V& record) {
    return detail::with_parts(record, [&](const auto&... value) { return try_pack_into<Format>(x, offset, value...); });
}

/// Packs values at byte `offset` of `x`; a negative offset counts from the end. Padding is written as zero. Values and
/// strings may lie in `x`: they are read before anything is written.
///
/// A record of PEP 3118, `T{<I:id:(2)h:pair:T{b:x:d:y:}:inner:}`, takes a value for each field: for an inner record a
/// plain struct, `values` or another tuple; for a sub-array an array, nested or of all items in C order, or what else
/// has gapless items.
/// Throws: struct_error for space, range or length, overflow_error for a float too large, buffer_error for items with
/// gaps; `x` is unchanged then.
/// Complexity: one comparison for the space, one per value, one store per value.
/// Python: struct.pack_into, which leaves a half-written buffer behind a bad value.
template <fixed_format Format, writable_exporter X, class... V>
constexpr void pack_into(X&& x, std::ptrdiff_t offset, const V&... value) {
    detail::check_count<Format, sizeof...(V)>();
    constexpr std::ptrdiff_t size = calcsize<Format>();
    auto target = detail::bytes_behind(x);
    offset = detail::place(offset, size, target.size, transfer::pack);
    if constexpr (format_facts<Format>::is_record) {
        detail::store_members<Format>(target.bytes + offset, detail::throwing{}, value...);
    } else {
        if (const std::int32_t field = detail::store_record<Format>(target.bytes + offset, value...); field >= 0)
            [[unlikely]]
            detail::fail_misfit(detail::slots_of<Format>.values, field);
    }
}
/// Packs a tuple or a plain struct of all values at byte `offset` of `x`: `pack_into<F>(x, 0, unpack<F>(y))`.
template <fixed_format Format, writable_exporter X, class V>
    requires detail::is_whole_record<Format, V>
constexpr void pack_into(X&& x, std::ptrdiff_t offset, const V& record) {
    detail::with_parts(record, [&](const auto&... value) { pack_into<Format>(x, offset, value...); });
}

/// Packs values into an array of exactly `calcsize<Format>()` bytes; no heap.
///
/// A wrong number or kind of values does not compile; a tuple or a plain struct may hold them all.
/// Throws: struct_error for a number outside its field's range; overflow_error for a float too large.
/// Python: struct.pack
template <fixed_format Format, class... V>
[[nodiscard]] constexpr auto pack(const V&... value) {
    packed_bytes<static_cast<std::size_t>(calcsize<Format>())> bytes;
    pack_into<Format>(bytes, 0, value...);
    return bytes;
}

} // namespace lendbuf::inline LENDBUF_ABI
