// What the compiler works out of a literal format: where each value stands and what it is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <lendbuf/format/fixed_format.hpp>

namespace lendbuf::inline LENDBUF_ABI::detail {

/// Describes one value of a record.
struct value_slot {
    value_kind kind = value_kind::unknown;
    char symbol = '\0';
    std::endian byte_order = std::endian::native;
    std::ptrdiff_t offset = 0; ///< bytes from the start of the record
    std::ptrdiff_t size = 0;   ///< bytes of the value; for strings their length
    std::ptrdiff_t gap = 0;    ///< bytes of padding before it
    std::ptrdiff_t count = 1;  ///< items, where the value is a whole array
    bool is_array = false;     ///< whether a repeat is one value and not many
};

template <std::size_t Count>
struct slot_list {
    value_slot values[Count == 0 ? 1 : Count] = {};
    std::ptrdiff_t gap_at_end = 0;
};

// A repeat above this is one array, since nobody wants a tuple of it.
inline constexpr std::ptrdiff_t most_repeats = 256;

// A tuple of more values than this is a mistake, and would take long to compile.
inline constexpr std::size_t most_values = 1024;

[[nodiscard]] constexpr bool becomes_array(const format_field& field) noexcept {
    return field.count > most_repeats && !field.code.counts_bytes() && field.code.kind != value_kind::complex;
}

template <fixed_format Format>
consteval std::size_t count_slots() {
    static_assert(format_facts<Format>::size >= 0);
    if constexpr (format_facts<Format>::is_record) return format_facts<Format>::values;
    std::ptrdiff_t count = 0;
    format_walk walk(Format.text, Format.size());
    for (format_field field; walk.next(field);) count += becomes_array(field) ? 1 : field.values();
    return static_cast<std::size_t>(count);
}

/// Lays out the values of `Format`, each repeat on its own unless there are very many.
template <fixed_format Format>
consteval auto lay_out_values() {
    constexpr std::size_t count = count_slots<Format>();
    static_assert(count <= most_values, "format: a tuple of more than 1024 values; read them as arrays instead");
    slot_list<count> list;
    std::size_t number = 0;
    std::ptrdiff_t end = 0; // of the value before
    format_walk walk(Format.text, Format.size());
    const auto add = [&](value_slot slot, std::ptrdiff_t nbytes) {
        slot.gap = slot.offset - end;
        end = slot.offset + nbytes;
        list.values[number++] = slot;
    };
    for (format_field field; walk.next(field);) {
        value_slot slot{field.code.kind, field.code.symbol, field.byte_order, field.offset, field.itemsize};
        if (becomes_array(field)) {
            slot.is_array = true;
            slot.count = field.count;
            add(slot, field.nbytes());
            continue;
        }
        if (field.code.counts_bytes()) slot.size = field.count;
        for (std::ptrdiff_t k = 0; k < field.values(); ++k, slot.offset += slot.size) add(slot, slot.size);
    }
    list.gap_at_end = walk.size() - end;
    return list;
}

template <fixed_format Format>
inline constexpr auto slots_of = lay_out_values<Format>();

/// Counts the values that the tuple of `Format` has.
template <fixed_format Format>
inline constexpr std::size_t slot_count = count_slots<Format>();

template <fixed_format Format>
inline constexpr bool points_into_buffer = [] {
    if constexpr (format_facts<Format>::is_record) return true; // or may do so
    for (const value_slot& slot : slots_of<Format>.values)
        if (slot.is_array || slot.kind == value_kind::string || slot.kind == value_kind::counted_string) return true;
    return false;
}();

} // namespace lendbuf::inline LENDBUF_ABI::detail
