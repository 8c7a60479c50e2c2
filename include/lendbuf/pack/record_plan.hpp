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
};

template <std::size_t Count>
struct slot_list {
    value_slot values[Count == 0 ? 1 : Count] = {};
    std::ptrdiff_t gap_at_end = 0;
};

// A tuple of more values than this is a mistake, and would take long to compile.
inline constexpr std::size_t most_values = 1024;

/// Lays out the values of `Format`, each repeat on its own.
template <fixed_format Format>
consteval auto lay_out_values() {
    constexpr std::size_t count = format_facts<Format>::values;
    static_assert(count <= most_values,
                  "format: more than 1024 values make no tuple; view the memory and cast<be<T>>() or cast<le<T>>() it");
    slot_list<count> list;
    std::size_t number = 0;
    std::ptrdiff_t end = 0; // of the value before
    format_walk walk(Format.text, Format.size());
    for (format_field field; walk.next(field);) {
        const bool is_string = field.code.counts_bytes();
        const std::ptrdiff_t size = is_string ? field.count : field.itemsize;
        for (std::ptrdiff_t k = 0; k < field.values(); ++k) {
            const std::ptrdiff_t offset = field.offset + k * field.itemsize;
            list.values[number++] = {field.code.kind, field.code.symbol, field.byte_order, offset, size, offset - end};
            end = offset + size;
        }
    }
    list.gap_at_end = walk.size() - end;
    return list;
}

template <fixed_format Format>
inline constexpr auto slots_of = lay_out_values<Format>();

template <fixed_format Format>
inline constexpr bool has_strings = [] {
    for (const value_slot& slot : slots_of<Format>.values)
        if (slot.kind == value_kind::string || slot.kind == value_kind::pascal) return true;
    return false;
}();

} // namespace lendbuf::inline LENDBUF_ABI::detail
