// Values into the bytes of a record of PEP 3118, the mirror image of record_reader: all are checked, then written.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <lendbuf/element/endian.hpp>
#include <lendbuf/pack/argument.hpp>
#include <lendbuf/pack/member_visit.hpp>
#include <type_traits>

namespace lendbuf::inline LENDBUF_ABI::detail {

/// Tells whether the bytes of an item of type `T` are those that are written.
template <value_slot Slot, class T>
constexpr bool has_bytes_of() noexcept {
    constexpr auto size = static_cast<std::size_t>(Slot.size);
    constexpr bool is_number = Slot.kind == value_kind::signed_integer || Slot.kind == value_kind::unsigned_integer ||
                               (Slot.kind == value_kind::floating && size > 2);
    if constexpr (is_number && sizeof(T) == size) {
        using number = value_type_of<Slot.kind, size>;
        return std::same_as<T, endian_value<number, Slot.byte_order>> ||
               (std::same_as<T, number> && (size == 1 || Slot.byte_order == std::endian::native));
    }
    return false;
}

/// Throws what is wrong with a value.
struct throwing {
    [[noreturn, gnu::cold, gnu::noinline]] static void misfit(value_kind kind, char symbol, std::ptrdiff_t size,
                                                              std::int32_t field, std::ptrdiff_t offset) {
        fail(misfit_at(kind, symbol, size, field, offset));
    }
    [[noreturn, gnu::cold, gnu::noinline]] static void bad_run(const error_info& error) { fail(error); }
};

/// Puts what is wrong with a value where it is returned from.
struct returning {
    error_info& error;

    constexpr void misfit(value_kind kind, char symbol, std::ptrdiff_t size, std::int32_t field,
                          std::ptrdiff_t offset) const noexcept {
        error = misfit_at(kind, symbol, size, field, offset);
    }
    constexpr void bad_run(const error_info& wrong) const noexcept { error = wrong; }
};

/// Checks values; stops at the first bad one and tells `refuse`, a `throwing` or a `returning`.
template <class Refuse>
struct value_check {
    Refuse refuse;
    std::int32_t field = 0;

    template <value_slot Slot, class V>
    constexpr bool value(std::ptrdiff_t offset, const V& v) const {
        if (check_as<Slot>(v) == errc::success) [[likely]]
            return true;
        refuse.misfit(Slot.kind, Slot.symbol, Slot.size, field, offset);
        return false;
    }
    template <class V, class T, std::size_t Rank>
    constexpr bool run(std::ptrdiff_t offset, const item_run<T, Rank>& items, const index_array<Rank>& needed) const {
        for (std::size_t k = 0; k < Rank; ++k)
            if (items.shape[k] != needed[k]) [[unlikely]] {
                refuse.bad_run({.code = errc::pack_needs_exactly,
                                .field = field,
                                .offset = offset,
                                .need = static_cast<std::uint64_t>(needed[k]),
                                .have = static_cast<std::uint64_t>(items.shape[k])});
                return false;
            }
        if (!items.gapless) [[unlikely]]
            refuse.bad_run({.code = errc::not_c_contiguous, .field = field, .offset = offset});
        return items.gapless;
    }
    template <value_slot Slot, class T>
    constexpr bool takes(std::ptrdiff_t, const T*, std::ptrdiff_t) const noexcept {
        return has_bytes_of<Slot, T>();
    }
    constexpr bool padding(std::ptrdiff_t, std::ptrdiff_t) const noexcept { return true; }
};

/// Goes on while no string and no range lies in the `size` bytes at `record`.
template <class Cursor>
struct overlap_check {
    Cursor record;
    std::ptrdiff_t size;
    std::int32_t field = 0;

    template <value_slot Slot, class V>
    bool value(std::ptrdiff_t, const V& v) const noexcept {
        if constexpr (Slot.kind == value_kind::string || Slot.kind == value_kind::counted_string)
            return !overlaps(record, size, v);
        else
            return true;
    }
    template <class V, class T, std::size_t Rank>
    bool run(std::ptrdiff_t, const item_run<T, Rank>& items, const index_array<Rank>& needed) const noexcept {
        return holds_items<V> || !overlaps(record, size, memory_of(items.items, item_count_unchecked(needed)));
    }
    template <value_slot Slot, class T>
    bool takes(std::ptrdiff_t, const T*, std::ptrdiff_t) const noexcept {
        return Slot.kind != value_kind::string && Slot.kind != value_kind::counted_string;
    }
    bool padding(std::ptrdiff_t, std::ptrdiff_t) const noexcept { return true; }
};

/// Writes values that `value_check` accepts, and zeros between them.
template <class Cursor>
struct value_writer {
    Cursor record;
    std::int32_t field = 0;

    template <value_slot Slot, class V>
    constexpr bool value(std::ptrdiff_t offset, const V& v) const noexcept {
        write_as<Slot>(record + offset, v);
        return true;
    }
    template <class V, class T, std::size_t Rank>
    constexpr bool run(std::ptrdiff_t, const item_run<T, Rank>&, const index_array<Rank>&) const noexcept {
        return true;
    }
    template <value_slot Slot, class T>
    constexpr bool takes(std::ptrdiff_t offset, const T* items, std::ptrdiff_t count) const noexcept {
        if constexpr (std::is_pointer_v<Cursor> && has_bytes_of<Slot, T>())
            if (!__builtin_is_constant_evaluated()) {
                if (count > 0) std::memcpy(record + offset, items, static_cast<std::size_t>(count) * sizeof(T));
                return true;
            }
        return false;
    }
    constexpr bool padding(std::ptrdiff_t offset, std::ptrdiff_t count) const noexcept {
        write_zeros(record + offset, count);
        return true;
    }
};

template <fixed_format Format, class Visitor, class... V>
constexpr bool visit_record(Visitor visit, const V&... value) {
    return visit_members<Format, outer_scope<Format>(), format_facts<Format>::size>(visit, 0, value...);
}

/// Writes a record by way of a copy: some of its values lie where it goes.
template <fixed_format Format, class Cursor, class... V>
[[gnu::cold, gnu::noinline]] constexpr void write_over_own_values(Cursor record, const V&... value) {
    constexpr std::ptrdiff_t size = format_facts<Format>::size;
    constexpr auto length = static_cast<std::size_t>(size);
    std::uint8_t bytes[length == 0 ? 1 : length] = {};
    visit_record<Format>(value_writer<std::uint8_t*>{bytes}, value...);
    write_text(record, size, string_slice<std::uint8_t>(bytes, length));
}

/// Checks all values, then writes the record. Where one is bad, tells `refuse` and writes nothing.
template <fixed_format Format, class Cursor, class Refuse, class... V>
constexpr void check_and_write_members(Cursor record, Refuse refuse, const V&... value) {
    constexpr std::ptrdiff_t size = format_facts<Format>::size;
    if (!visit_record<Format>(value_check<Refuse>{refuse}, value...)) [[unlikely]]
        return;
    if (__builtin_is_constant_evaluated() || (lies_in(record, size, value) || ...) ||
        !visit_record<Format>(overlap_check<Cursor>{record, size}, value...)) [[unlikely]]
        return write_over_own_values<Format>(record, value...);
    visit_record<Format>(value_writer<Cursor>{record}, value...);
}

template <fixed_format Format, std::size_t Index>
inline constexpr value_kind kind_of_field = [] {
    const record_member& member = members_of<Format, outer_scope<Format>()>.members[Index];
    return member.ndim == 0 ? member.code.kind : value_kind::unknown;
}();

/// Copies the small ones of the arguments, then does as `check_and_write_members`.
template <fixed_format Format, class Cursor, class Refuse, class... V>
constexpr void store_members(Cursor record, Refuse refuse, const V&... value) {
    [&]<std::size_t... I>(std::index_sequence<I...>) {
        check_and_write_members<Format>(record, refuse, settled<kind_of_field<Format, I>>(value)...);
    }(std::index_sequence_for<V...>{});
}

} // namespace lendbuf::inline LENDBUF_ABI::detail
