// The values of a record by a format that was read at run time, one after the other: handed to a function, or made by one.
#pragma once

#include <cstddef>
#include <lendbuf/element/visit_field.hpp>
#include <lendbuf/pack/basic_structure.hpp>

namespace lendbuf::inline LENDBUF_ABI {

/// Finds the byte of `x` at which the record at byte `offset` starts; a negative one counts from the end.
///
/// Errors: `unpack_from_needs`, `not_enough_data`, or for the other `way` `pack_into_needs`, `no_space`;
/// `offset_out_of_range`.
template <class Fields, exporter X>
[[nodiscard]] constexpr result<std::ptrdiff_t> try_record_start(const basic_structure<Fields>& structure, X&& x,
                                                                std::ptrdiff_t offset, transfer way) {
    const error_info error = detail::try_place(offset, structure.size(), detail::raw_bytes_behind(x).size, way);
    if (error.code != errc::success) return error;
    return offset;
}
/// Finds the byte of `x` at which the record at byte `offset` starts. Throws: struct_error.
template <class Fields, exporter X>
[[nodiscard]] constexpr std::ptrdiff_t record_start(const basic_structure<Fields>& structure, X&& x,
                                                    std::ptrdiff_t offset, transfer way) {
    return try_record_start(structure, x, offset, way).value();
}

/// Calls `f(value)` with every value of the record at byte `offset` of `x`, from the first to the last: an integer, a
/// double, a bool, a complex number or a run of bytes; see `visit_field`.
///
/// Errors: those of `try_record_start`; nothing is called then.
/// Complexity: linear in the values, with one jump each.
/// Python: Struct.unpack_from, without the tuple
template <class Fields, exporter X, class F>
[[nodiscard, gnu::always_inline]] constexpr result<void> try_visit_values(const basic_structure<Fields>& structure,
                                                                          X&& x, std::ptrdiff_t offset, F&& f) {
    const auto source = detail::raw_bytes_behind(x);
    if (const error_info error = detail::try_place(offset, structure.size(), source.size, transfer::unpack);
        error.code != errc::success)
        return error;
    const auto record = source.bytes + offset;
    for (const plan_field& field : structure.fields())
        visit_field_values(record + field.offset, field, field.values, f);
    return {};
}
/// Calls `f(value)` with every value of the record at byte `offset` of `x`. Throws: struct_error.
template <class Fields, exporter X, class F>
constexpr void visit_values(const basic_structure<Fields>& structure, X&& x, std::ptrdiff_t offset, F&& f) {
    try_visit_values(structure, x, offset, f).value();
}

/// Packs what `make(field, number)` gives for value after value, an item each, as the record at byte `offset` of `x`.
///
/// Unlike `pack_into` it writes each value before it asks for the next: into memory that is new, or soon forgotten.
/// Requires: `make` does not look at the record; strings that it gives live until it is called again.
/// Errors: `pack_into_needs`, `no_space`, `offset_out_of_range`; those of `check_item`, with field and offset, and then
/// part of the record is written.
/// Python: Struct.pack_into
template <class Fields, writable_exporter X, class Make>
[[nodiscard]] result<void> try_pack_made_values(const basic_structure<Fields>& structure, X&& x, std::ptrdiff_t offset,
                                                Make&& make) {
    auto target = detail::raw_bytes_of_target(x);
    if (const error_info error = detail::try_place(offset, structure.size(), target.size, transfer::pack);
        error.code != errc::success)
        return error;
    const auto record = target.bytes + offset;
    if (structure.size() > 0) detail::write_zeros(record, structure.size()); // for the padding
    for (const plan_field& field : structure.fields()) {
        auto at = record + field.offset;
        for (std::ptrdiff_t n = 0; n < field.values; ++n, at = at + field.itemsize) {
            const item value = make(field, field.first_value + n);
            if (const errc wrong = check_item(value, field); wrong != errc::success) [[unlikely]]
                return item_failure(wrong, field, field.first_value + n, field.offset + n * field.itemsize);
            write_item(at, value, field);
        }
    }
    return {};
}

} // namespace lendbuf::inline LENDBUF_ABI
