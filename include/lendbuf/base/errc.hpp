// What can go wrong: one table of codes, each with its exception type and its message.
#pragma once

#include <cstdint>
#include <lendbuf/base/config.hpp>

namespace lendbuf::inline LENDBUF_ABI {

/// Names the exception a failure is thrown as.
enum class error_kind : std::uint8_t { index, value, buffer, structure, type, overflow, os, memory };

/// Names what went wrong. The order is that of the table in `row_of`.
enum class errc : std::uint8_t {
    success,
    // index and shape
    index_out_of_bounds,
    zero_step,
    bad_axes,
    negative_extent,
    shape_overflow,
    layout_outside_memory,
    extent_not_one,
    reshape_count,
    reshape_needs_copy,
    two_open_extents,
    broadcast_mismatch,
    window_too_long,
    chunks_not_exact,
    split_out_of_range,
    part_out_of_range,
    different_structure,
    overlap_needs_scratch,
    item_not_found,
    invalid_item,
    text_too_long,
    null_pointer,
    pointers_not_expressible,
    // memoryview
    released,
    view_exported,
    too_many_axes,
    no_length,
    index_count,
    two_ellipses,
    modify_readonly,
    different_formats,
    itemsize_mismatch,
    invalid_for_format,
    wrong_type_for_format,
    hash_writable,
    // cast
    length_not_multiple,
    shape_not_length,
    cast_not_contiguous,
    address_misaligned,
    stride_misaligned,
    // buffer requests and leases
    not_writable,
    not_c_contiguous,
    not_f_contiguous,
    not_contiguous,
    needs_suboffsets,
    format_without_shape,
    bad_request,
    resize_while_leased,
    close_while_leased,
    destroyed_while_leased,
    being_changed,
    observed_changed,
    observed_gone,
    used_after_release,
    // owners
    closed,
    negative_size,
    byte_out_of_range,
    pop_from_empty,
    resize_copy_on_write,
    bad_map_range,
    slice_size,
    lengths_differ,
    empty_separator,
    not_hexadecimal,
    bad_typecode,
    item_out_of_range,
    bytes_not_items,
    end_of_file,
    // struct
    bad_format_char,
    count_without_code,
    format_too_long,
    unpack_needs_exactly,
    unpack_from_needs,
    pack_into_needs,
    pack_needs_exactly,
    not_enough_data,
    no_space,
    offset_out_of_range,
    number_out_of_range,
    iterate_zero_size,
    iterate_not_multiple,
    float_too_large,
    not_an_integer,
    not_a_float,
    not_a_byte,
    not_bytes,
    wrong_type,
    value_out_of_range,
    too_many_fields,
    unclosed,
    too_deep,
    no_such_field,
    chain_full,
    // system
    system_failure,
    out_of_memory,
};

/// Holds one row of the table of errors; `{names}` in the text are filled in from the failure's fields.
struct errc_row {
    errc code;
    error_kind kind;
    const char* text;
};

namespace detail {

inline constexpr errc_row errc_table[] = {
    {errc::success, error_kind::value, "no error"},
    {errc::index_out_of_bounds, error_kind::index,
     "index out of bounds on dimension {dimension} (index {offset}, extent {have})"},
    {errc::zero_step, error_kind::value, "slice step cannot be zero"},
    {errc::bad_axes, error_kind::value, "axis {offset} is not one of the {have} axes, or is given twice"},
    {errc::negative_extent, error_kind::value, "extent {offset} of dimension {dimension} is negative"},
    {errc::shape_overflow, error_kind::value, "product(shape) * itemsize does not fit the address space"},
    {errc::layout_outside_memory, error_kind::value,
     "layout reaches byte {offset}, {need} bytes long, of memory of {have} bytes"},
    {errc::extent_not_one, error_kind::value, "dimension {dimension} has extent {have}, needs {need}"},
    {errc::reshape_count, error_kind::value, "cannot reshape {have} items into a shape of {need}"},
    {errc::reshape_needs_copy, error_kind::value,
     "cannot reshape in place: the items along dimension {dimension} do not follow those of the next one evenly"},
    {errc::two_open_extents, error_kind::value, "only one extent can be left open with -1 (dimension {dimension})"},
    {errc::broadcast_mismatch, error_kind::value, "cannot broadcast dimension {dimension} from {have} items to {need}"},
    {errc::window_too_long, error_kind::value,
     "a window of {need} items does not fit dimension {dimension}, which has {have}"},
    {errc::chunks_not_exact, error_kind::value,
     "dimension {dimension} of {have} items cannot be cut into chunks of {need}"},
    {errc::split_out_of_range, error_kind::index, "cannot split dimension {dimension} of {have} items at {offset}"},
    {errc::part_out_of_range, error_kind::index,
     "{need} items from {offset} on do not fit dimension {dimension} of {have} items"},
    {errc::different_structure, error_kind::value,
     "memoryview assignment: lvalue and rvalue have different structures (dimension {dimension}: need {need}, have "
     "{have})"},
    {errc::overlap_needs_scratch, error_kind::buffer,
     "copying there needs {need} bytes of scratch memory (got {have})"},
    {errc::item_not_found, error_kind::value, "{subject}: item not found"},
    {errc::invalid_item, error_kind::value, "item {offset} holds {have}, which is no value of its type"},
    {errc::text_too_long, error_kind::value, "a text of {need} characters does not fit {have}"},
    {errc::null_pointer, error_kind::value, "the pointer at index {offset} of dimension {dimension} is null"},
    {errc::pointers_not_expressible, error_kind::value,
     "cannot select in place: suboffsets cannot say where the items behind dimension {dimension} are"},
    {errc::released, error_kind::value, "operation forbidden on released memoryview object"},
    {errc::view_exported, error_kind::buffer, "memoryview has {have} exported buffer(s)"},
    {errc::too_many_axes, error_kind::value,
     "memoryview: number of dimensions must not exceed {need} (there are {have})"},
    {errc::no_length, error_kind::type, "0-dim memory has no length"},
    {errc::index_count, error_kind::type, "cannot index {need}-dimension view with {have}-element tuple"},
    {errc::two_ellipses, error_kind::index, "an index can only have a single ellipsis ('...')"},
    {errc::modify_readonly, error_kind::type, "cannot modify read-only memory"},
    {errc::different_formats, error_kind::value,
     "memoryview assignment: lvalue and rvalue have different structures (formats of {need} and {have} bytes)"},
    {errc::itemsize_mismatch, error_kind::value,
     "memoryview: the format describes {need} bytes, the items have {have} bytes"},
    {errc::invalid_for_format, error_kind::value, "memoryview: invalid value for format '{symbol}'"},
    {errc::wrong_type_for_format, error_kind::type, "memoryview: invalid type for format '{symbol}'"},
    {errc::hash_writable, error_kind::value, "cannot hash writable memoryview object"},
    {errc::length_not_multiple, error_kind::type,
     "memoryview: length is not a multiple of itemsize ({have} bytes, items of {need})"},
    {errc::shape_not_length, error_kind::type,
     "memoryview: product(shape) * itemsize != buffer size (need {need} bytes, have {have})"},
    {errc::cast_not_contiguous, error_kind::type, "memoryview: casts are restricted to C-contiguous views"},
    {errc::address_misaligned, error_kind::type,
     "cannot cast: the address is {have} bytes past a multiple of {need}; cast to unaligned<T> reads it anywhere"},
    {errc::stride_misaligned, error_kind::type,
     "cannot cast: stride {offset} of dimension {dimension} is no multiple of {need}; cast to unaligned<T> reads it "
     "anywhere"},
    {errc::not_writable, error_kind::buffer, "Object is not writable."},
    {errc::not_c_contiguous, error_kind::buffer, "memoryview: underlying buffer is not C-contiguous"},
    {errc::not_f_contiguous, error_kind::buffer, "memoryview: underlying buffer is not Fortran contiguous"},
    {errc::not_contiguous, error_kind::buffer, "memoryview: underlying buffer is not contiguous"},
    {errc::needs_suboffsets, error_kind::buffer, "memoryview: underlying buffer requires suboffsets"},
    {errc::format_without_shape, error_kind::buffer,
     "memoryview: cannot cast to unsigned bytes if the format flag is present"},
    {errc::bad_request, error_kind::value, "PyBUF_READ and PyBUF_WRITE are not requests for a buffer"},
    {errc::resize_while_leased, error_kind::buffer,
     "Existing exports of data: object cannot be re-sized ({subject}, {have} leases)"},
    {errc::close_while_leased, error_kind::buffer, "cannot close exported pointers exist ({subject}, {have} leases)"},
    {errc::destroyed_while_leased, error_kind::buffer, "{subject} destroyed while {have} leases point into it"},
    {errc::being_changed, error_kind::buffer, "{subject} is being changed by another thread"},
    {errc::observed_changed, error_kind::buffer, "the observed memory of {subject} has moved or changed its size"},
    {errc::observed_gone, error_kind::buffer, "the observed memory of {subject} is gone"},
    {errc::used_after_release, error_kind::buffer,
     "a view was used after its memory had moved or gone; it was lent in {subject}, line {offset}"},
    {errc::closed, error_kind::value, "{subject} closed or invalid"},
    {errc::negative_size, error_kind::value, "{subject}: size {offset} is negative"},
    {errc::byte_out_of_range, error_kind::value, "byte must be in range(0, 256), got {offset}"},
    {errc::pop_from_empty, error_kind::index, "pop from empty {subject}"},
    {errc::resize_copy_on_write, error_kind::type, "mmap can't resize a readonly or copy-on-write memory map."},
    {errc::bad_map_range, error_kind::value, "cannot map {need} bytes at offset {offset}: the file has {have} bytes"},
    {errc::slice_size, error_kind::value,
     "attempt to assign {have} items to extended slice of size {need} ({subject})"},
    {errc::lengths_differ, error_kind::value, "{subject} needs {need} bytes (got {have})"},
    {errc::empty_separator, error_kind::value, "empty separator"},
    {errc::not_hexadecimal, error_kind::value,
     "non-hexadecimal number found in {subject}() arg at position {offset} (byte {have})"},
    {errc::bad_typecode, error_kind::value, "bad typecode '{symbol}' of {subject}"},
    {errc::item_out_of_range, error_kind::overflow, "{subject}: the number does not fit an item of format '{symbol}'"},
    {errc::bytes_not_items, error_kind::value,
     "{subject}: {have} bytes are not a multiple of the item size, which is {need}"},
    {errc::end_of_file, error_kind::value,
     "{subject}: the file ended after {offset} bytes, {need} bytes before the last item"},
    {errc::bad_format_char, error_kind::structure, "bad char in struct format: '{symbol}' at column {column}"},
    {errc::count_without_code, error_kind::structure, "repeat count given without format specifier at column {column}"},
    {errc::format_too_long, error_kind::structure, "total struct size too long at column {column}"},
    {errc::unpack_needs_exactly, error_kind::structure, "unpack requires a buffer of {need} bytes (got {have})"},
    {errc::unpack_from_needs, error_kind::structure,
     "unpack_from requires a buffer of at least {total} bytes for unpacking {need} bytes at offset {offset} (actual "
     "buffer size is {have})"},
    {errc::pack_into_needs, error_kind::structure,
     "pack_into requires a buffer of at least {total} bytes for packing {need} bytes at offset {offset} (actual "
     "buffer size is {have})"},
    {errc::pack_needs_exactly, error_kind::structure, "pack expected {need} items for packing (got {have})"},
    {errc::not_enough_data, error_kind::structure, "not enough data to unpack {need} bytes at offset {offset}"},
    {errc::no_space, error_kind::structure, "no space to pack {need} bytes at offset {offset}"},
    {errc::offset_out_of_range, error_kind::structure, "offset {offset} out of range for {have}-byte buffer"},
    {errc::number_out_of_range, error_kind::structure,
     "'{symbol}' format requires {low} <= number <= {need} (field {field}, byte offset {offset})"},
    {errc::iterate_zero_size, error_kind::structure, "cannot iteratively unpack with a struct of length 0"},
    {errc::iterate_not_multiple, error_kind::structure,
     "iterative unpacking requires a buffer of a multiple of {need} bytes (got {have})"},
    {errc::float_too_large, error_kind::overflow,
     "float too large to pack with {symbol} format (field {field}, byte offset {offset})"},
    {errc::not_an_integer, error_kind::structure, "required argument is not an integer ('{symbol}', field {field})"},
    {errc::not_a_float, error_kind::structure, "required argument is not a float ('{symbol}', field {field})"},
    {errc::not_a_byte, error_kind::structure, "char format requires a bytes object of length 1 (field {field})"},
    {errc::not_bytes, error_kind::structure, "argument for '{symbol}' must be a bytes object (field {field})"},
    {errc::wrong_type, error_kind::type, "field {field} of format '{symbol}' has another type than asked for"},
    {errc::value_out_of_range, error_kind::value,
     "field {field} of format '{symbol}' holds a number above {need} or below the least of the type asked for"},
    {errc::too_many_fields, error_kind::structure, "format has more than {need} fields (at column {column})"},
    {errc::unclosed, error_kind::structure, "'{symbol}' at column {column} of the format is never closed"},
    {errc::too_deep, error_kind::structure, "records are nested deeper than {need} at column {column}"},
    {errc::no_such_field, error_kind::index, "the record has no field of this name"},
    {errc::chain_full, error_kind::value, "buffer_chain: all {need} places are taken"},
    {errc::system_failure, error_kind::os, "{subject} failed: {system}"},
    {errc::out_of_memory, error_kind::memory, "out of memory: {need} bytes"},
};

} // namespace detail

/// Finds the table row of `code`; by value, since gcc with UBSan refuses addresses of table rows in constants.
/// Complexity: one array access.
[[nodiscard]] constexpr errc_row row_of(errc code) noexcept {
    return detail::errc_table[static_cast<unsigned>(code)];
}

namespace detail {
constexpr bool table_in_order() {
    unsigned place = 0;
    for (const errc_row& row : errc_table)
        if (static_cast<unsigned>(row.code) != place++) return false;
    return place == static_cast<unsigned>(errc::out_of_memory) + 1;
}
static_assert(table_in_order(), "errc_table and errc must list the same codes in the same order");
} // namespace detail

} // namespace lendbuf::inline LENDBUF_ABI
