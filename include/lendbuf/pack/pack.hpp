// From values to bytes, by a format the compiler knows: every value is checked before the first byte is written.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstring>
#include <lendbuf/base/result.hpp>
#include <lendbuf/pack/unpack.hpp>
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

/// Sees the characters of something string-like; a literal counts without its terminator.
template <std::size_t Size>
[[nodiscard]] constexpr string_slice<char> characters_of(const char (&literal)[Size]) noexcept {
    return {literal, Size > 0 && literal[Size - 1] == '\0' ? Size - 1 : Size};
}
template <class Text>
    requires requires(const Text& t) { requires byte_like<std::remove_pointer_t<decltype(t.data())>>; }
[[nodiscard]] constexpr auto characters_of(const Text& text) noexcept {
    using byte = std::remove_const_t<std::remove_pointer_t<decltype(text.data())>>;
    return string_slice<byte>(text.data(), static_cast<std::size_t>(text.size()));
}

template <class V>
concept string_like = requires(const V& v) { characters_of(v); };

template <value_slot Slot, class V>
consteval void check_type() {
    static_assert(!Slot.is_array, "pack: a repeat above 256 is an array; pack_array writes it");
    if constexpr (Slot.kind == value_kind::string || Slot.kind == value_kind::pascal)
        static_assert(string_like<V>, "pack: argument for 's' or 'p' must be text or bytes");
    else if constexpr (Slot.kind == value_kind::signed_integer || Slot.kind == value_kind::unsigned_integer)
        static_assert(packable<V, Slot.kind>(), "pack: required argument is not an integer");
    else if constexpr (Slot.kind == value_kind::floating || Slot.kind == value_kind::complex)
        static_assert(packable<V, Slot.kind>(), "pack: required argument is not a float");
    else
        static_assert(packable<V, Slot.kind>(), "pack: the argument's type does not suit the format's character");
}

template <fixed_format Format, std::size_t Index, class V>
[[nodiscard]] constexpr errc check_slot(const V& value) noexcept {
    constexpr value_slot slot = slots_of<Format>.values[Index];
    check_type<slot, V>();
    if constexpr (slot.kind == value_kind::string || slot.kind == value_kind::pascal)
        return errc::success; // they are cut and padded
    else
        return check_value<slot.kind, static_cast<std::size_t>(slot.size)>(value);
}

/// Finds the first value that does not fit its field; -1 when all do.
template <fixed_format Format, class... V>
[[nodiscard]] constexpr std::int32_t first_misfit(const V&... value) noexcept {
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
        std::int32_t field = -1;
        // The fold stops at the first that fails, and then `field` is its number.
        const bool all_fit =
            ((field = static_cast<std::int32_t>(I), check_slot<Format, I>(value) == errc::success) && ...);
        return all_fit ? -1 : field;
    }(std::index_sequence_for<V...>{});
}

/// Describes a value that does not fit field number `field`.
[[nodiscard, gnu::cold, gnu::noinline]] constexpr error_info misfit(const value_slot* slots,
                                                                    std::int32_t field) noexcept {
    const value_slot slot = slots[field];
    const bool is_float = slot.kind == value_kind::floating || slot.kind == value_kind::complex;
    const auto bits = static_cast<unsigned>(8 * slot.size - (slot.kind == value_kind::signed_integer ? 1 : 0));
    return {.code = is_float ? errc::float_too_large : errc::number_out_of_range,
            .symbol = slot.symbol,
            .field = field,
            .offset = slot.offset,
            .need = is_float ? 0 : ~std::uint64_t{0} >> (64 - bits)};
}

[[noreturn, gnu::cold, gnu::noinline]] inline void fail_misfit(const value_slot* slots, std::int32_t field) {
    fail(misfit(slots, field));
}

template <class Cursor>
constexpr void write_zeros(Cursor at, std::ptrdiff_t count) noexcept {
    if constexpr (std::is_pointer_v<Cursor>)
        if (!__builtin_is_constant_evaluated()) {
            std::memset(at, 0, static_cast<std::size_t>(count));
            return;
        }
    using byte = std::remove_reference_t<decltype(at[0])>;
    for (std::ptrdiff_t k = 0; k < count; ++k) at[k] = byte{};
}

template <class Cursor, class Text>
constexpr void write_text(Cursor at, std::ptrdiff_t room, const Text& text) noexcept {
    const auto length = static_cast<std::ptrdiff_t>(text.size());
    const std::ptrdiff_t used = length < room ? length : room;
    if constexpr (std::is_pointer_v<Cursor>)
        if (!__builtin_is_constant_evaluated()) {
            if (used > 0) std::memcpy(at, text.data(), static_cast<std::size_t>(used));
            if (used < room) write_zeros(at + used, room - used);
            return;
        }
    using byte = std::remove_reference_t<decltype(at[0])>;
    for (std::ptrdiff_t k = 0; k < used; ++k) at[k] = static_cast<byte>(static_cast<std::uint8_t>(text.data()[k]));
    if (used < room) write_zeros(at + used, room - used);
}

template <fixed_format Format, std::size_t Index, class Cursor, class V>
constexpr void write_slot(Cursor record, const V& value) noexcept {
    constexpr value_slot slot = slots_of<Format>.values[Index];
    const Cursor at = record + slot.offset;
    if constexpr (slot.gap > 0) write_zeros(record + (slot.offset - slot.gap), slot.gap);
    if constexpr (slot.kind == value_kind::string) {
        write_text(at, slot.size, characters_of(value));
    } else if constexpr (slot.kind == value_kind::pascal && slot.size > 0) {
        using byte = std::remove_reference_t<decltype(at[0])>;
        const auto text = characters_of(value);
        const std::size_t room = slot.size - 1 < 255 ? static_cast<std::size_t>(slot.size - 1) : 255;
        at[0] = static_cast<byte>(static_cast<std::uint8_t>(text.size() < room ? text.size() : room));
        write_text(at + 1, slot.size - 1, text);
    } else if constexpr (slot.kind != value_kind::pascal) {
        write_value<slot.kind, static_cast<std::size_t>(slot.size), slot.byte_order>(at, value);
    }
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

/// Holds a short character array by value; the copy of a literal costs nothing, as the compiler knows its bytes.
template <std::size_t Size>
struct short_text {
    explicit constexpr short_text(const char (&text)[Size]) noexcept : length(characters_of(text).size()) {
        for (std::size_t k = 0; k < Size; ++k) bytes[k] = text[k];
    }
    [[nodiscard]] constexpr const char* data() const noexcept { return bytes; }
    [[nodiscard]] constexpr std::size_t size() const noexcept { return length; }

    char bytes[Size] = {};
    std::size_t length;
};
template <class V>
inline constexpr bool is_short_text = false;
template <std::size_t Size>
inline constexpr bool is_short_text<short_text<Size>> = true;

template <std::size_t Size>
[[nodiscard]] constexpr short_text<Size> settled_text(const char (&text)[Size]) noexcept
    requires(Size <= 32)
{
    return short_text<Size>(text);
}
template <class Text>
[[nodiscard]] constexpr auto settled_text(const Text& text) noexcept {
    return characters_of(text);
}

/// Copies a number, and sees the bytes of a string: arguments may lie in the memory that is about to be written.
template <value_kind Kind, class V>
[[nodiscard]] constexpr decltype(auto) settled(const V& value) noexcept {
    if constexpr ((Kind == value_kind::string || Kind == value_kind::pascal) && string_like<V>)
        return settled_text(value);
    else if constexpr (std::is_trivially_copyable_v<V> && !std::is_array_v<V>)
        return V(value);
    else
        return (value);
}

/// Tells whether a string lies, in part at least, in `size` bytes at `record`; a value that is none does not.
template <class Byte, class V>
[[nodiscard]] bool overlaps(const Byte* record, std::ptrdiff_t size, const V& value) noexcept {
    if constexpr (!is_short_text<V> && requires { characters_of(value); }) {
        const auto text = characters_of(value);
        // As numbers: pointers into different arrays have no order.
        const auto begin = reinterpret_cast<std::uintptr_t>(text.data());
        const auto place = reinterpret_cast<std::uintptr_t>(record);
        return begin < place + static_cast<std::uintptr_t>(size) && place < begin + text.size();
    } else {
        (void)record, (void)size, (void)value;
        return false;
    }
}
template <class Byte, class V>
[[nodiscard]] bool overlaps(strided_bytes<Byte> record, std::ptrdiff_t size, const V& value) noexcept {
    if (size == 0) return false;
    const Byte* const first = &record[0];
    const Byte* const last = &record[size - 1];
    return last < first ? overlaps(last, first - last + 1, value) : overlaps(first, last - first + 1, value);
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
    static_assert(!format_facts<Format>::is_record,
                  "pack: a record is written by name: record_at(format, x)[\"field\"] = value");
    static_assert(Given == slot_count<Format>,
                  "pack: the number of values is not that of the format's items (padding takes none)");
}

} // namespace detail

/// Packs values into an array of exactly `calcsize<Format>()` bytes, or says which does not fit.
///
/// Errors: `number_out_of_range` with field, offset and range; `float_too_large`.
template <fixed_format Format, class... V>
[[nodiscard]] constexpr auto try_pack(const V&... value)
    -> result<packed_bytes<static_cast<std::size_t>(calcsize<Format>())>> {
    detail::check_count<Format, sizeof...(V)>();
    if (const std::int32_t field = detail::first_misfit<Format>(value...); field >= 0) [[unlikely]]
        return detail::misfit(detail::slots_of<Format>.values, field);
    packed_bytes<static_cast<std::size_t>(calcsize<Format>())> bytes;
    detail::write_record<Format>(bytes.data(), value...);
    return bytes;
}

/// Packs values at byte `offset` of `x`, or says why not; nothing is written unless everything fits.
///
/// Errors: `pack_into_needs`, `no_space`, `offset_out_of_range`, `number_out_of_range`, `float_too_large`;
/// `not_c_contiguous`.
template <fixed_format Format, writable_exporter X, class... V>
[[nodiscard]] constexpr result<void> try_pack_into(X&& x, std::ptrdiff_t offset, const V&... value) {
    detail::check_count<Format, sizeof...(V)>();
    constexpr std::ptrdiff_t size = calcsize<Format>();
    if (!detail::has_plain_bytes(x)) return error_info{.code = errc::not_c_contiguous};
    auto target = detail::bytes_behind(x);
    if (const error_info error = detail::try_place(offset, size, target.size, transfer::pack);
        error.code != errc::success)
        return error;
    if (const std::int32_t field = detail::store_record<Format>(target.bytes + offset, value...); field >= 0)
        [[unlikely]]
        return detail::misfit(detail::slots_of<Format>.values, field);
    return {};
}

/// Packs values at byte `offset` of `x`; a negative offset counts from the end. Padding is written as zero. Values and
/// strings may lie in `x`: they are read before anything is written.
///
/// Throws: struct_error for space or range, overflow_error for a float too large; `x` is unchanged then.
/// Complexity: one comparison for the space, one per value, one store per value.
/// Python: struct.pack_into, which leaves a half-written buffer behind a bad value.
template <fixed_format Format, writable_exporter X, class... V>
constexpr void pack_into(X&& x, std::ptrdiff_t offset, const V&... value) {
    detail::check_count<Format, sizeof...(V)>();
    constexpr std::ptrdiff_t size = calcsize<Format>();
    auto target = detail::bytes_behind(x);
    offset = detail::place(offset, size, target.size, transfer::pack);
    if (const std::int32_t field = detail::store_record<Format>(target.bytes + offset, value...); field >= 0)
        [[unlikely]]
        detail::fail_misfit(detail::slots_of<Format>.values, field);
}

/// Packs values into an array of exactly `calcsize<Format>()` bytes; no heap.
///
/// A wrong number or kind of values does not compile.
/// Throws: struct_error for a number outside its field's range; overflow_error for a float too large.
/// Python: struct.pack
template <fixed_format Format, class... V>
[[nodiscard]] constexpr auto pack(const V&... value) {
    detail::check_count<Format, sizeof...(V)>();
    packed_bytes<static_cast<std::size_t>(calcsize<Format>())> bytes;
    pack_into<Format>(bytes, 0, value...);
    return bytes;
}

} // namespace lendbuf::inline LENDBUF_ABI
