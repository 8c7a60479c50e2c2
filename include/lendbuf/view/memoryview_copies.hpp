// Copies of a memoryview's items on the heap: bytes, nested lists, hexadecimal text (hosted).
#pragma once

#include <cstddef>
#include <lendbuf/view/memoryview.hpp>
#include <lendbuf/view/tohex.hpp>
#include <string>
#include <vector>

namespace lendbuf::inline LENDBUF_ABI {

/// Holds a value, or a list of them: an axis, a sub-array, the fields of a record. Strings point into the memory.
struct item_list {
    item value;
    std::vector<item_list> items;
    bool is_list = false;

    [[nodiscard]] std::ptrdiff_t size() const noexcept { return static_cast<std::ptrdiff_t>(items.size()); }
    /// Gives an entry of a list; negative counts from the end. Throws: index_error.
    [[nodiscard]] const item_list& operator[](std::ptrdiff_t index) const {
        return items[static_cast<std::size_t>(checked_index(index, size(), 0))];
    }
    /// Compares a single value. Lists equal no value.
    template <class V>
        requires std::constructible_from<item, const V&> && (!std::same_as<V, item_list>)
    [[nodiscard]] friend bool operator==(const item_list& a, const V& b) {
        return !a.is_list && a.value == item(b);
    }
};

namespace detail {

/// Copies an item of a record, from axis number `axis` of a sub-array on.
[[nodiscard]] inline item_list list_of_member(text_view format, const record_member& member, std::size_t axis,
                                              const std::byte* at) {
    item_list list;
    const bool is_record = member.code.kind == value_kind::record;
    list.is_list = is_record || axis < member.ndim;
    if (axis < member.ndim) {
        if (member.itemsize == 0) return list; // without bytes there may be any number
        const std::ptrdiff_t step =
            member.itemsize * item_count_unchecked(member.shape + axis + 1, member.ndim - axis - 1);
        list.items.reserve(static_cast<std::size_t>(member.shape[axis]));
        for (std::ptrdiff_t k = 0; k < member.shape[axis]; ++k)
            list.items.push_back(list_of_member(format, member, axis + 1, at + k * step));
    } else if (is_record) {
        // A whole item of several members has no brace around it: its walk starts at the text's first column.
        record_walk walk = member.inner_begin == 0 ? record_walk(format.data, format.size)
                                                   : record_walk(format.data, format.size, member);
        for (record_member inner; walk.next(inner);)
            if (!inner.is_padding()) list.items.push_back(list_of_member(format, inner, 0, at + inner.offset));
    } else {
        record_member single = member;
        single.ndim = 0;
        list.value = *field_ref<const std::byte>(format, single, at).try_get();
    }
    return list;
}

template <class View>
[[nodiscard]] item_list list_of_axes(const View& m, std::size_t axis, const std::byte* at) {
    const axes_view axes = m.axes();
    item_list list;
    if (axis == axes.ndim) {
        const item_format& format = m.item_type();
        if (!format.is_single()) return list_of_member(format.view(), *try_whole_item(format.view()), 0, at);
        list.value = read_item(at, format.plan());
        return list;
    }
    list.is_list = true;
    if (axes.item_count() == 0 && axes.shape[axis] == 0) return list;
    list.items.reserve(static_cast<std::size_t>(axes.shape[axis]));
    const axes_view one{1, axes.shape + axis, axes.strides + axis, axes.suboffsets + axis};
    const bool nothing = axes.item_count() == 0; // then no address means anything
    for (std::ptrdiff_t k = 0; k < axes.shape[axis]; ++k)
        list.items.push_back(list_of_axes(m, axis + 1, nothing ? at : place_of(one, at, &k, 1)));
    return list;
}

} // namespace detail

/// Copies the bytes of all items, gapless, in C order, in Fortran order, or for `order::any` as they lie where that is
/// gapless, else in C order.
///
/// Throws: std::bad_alloc; value_error (`null_pointer`). Complexity: linear. Python: memoryview.tobytes
template <hold_tag Hold, std::size_t MaxRank>
[[nodiscard]] std::vector<std::byte> copy_to_bytes(const basic_memoryview<Hold, MaxRank>& m, order o) {
    std::vector<std::byte> bytes(static_cast<std::size_t>(m.nbytes()));
    m.tobytes_into(bytes, o);
    return bytes;
}

/// Copies all items to nested lists, once per axis, sub-array and record.
///
/// Throws: std::bad_alloc; value_error (`null_pointer`); what `item_format::error` says of items that cannot be read.
/// Complexity: linear. Python: memoryview.tolist
template <hold_tag Hold, std::size_t MaxRank>
[[nodiscard]] item_list copy_to_list(const basic_memoryview<Hold, MaxRank>& m) {
    if (!m.item_type().is_readable()) fail(m.item_type().error(m.itemsize()));
    return detail::list_of_axes(m, 0, m.data());
}

/// Gives the bytes of all items, in C order, as hexadecimal digits, grouped as by `hex_into`.
///
/// Throws: std::bad_alloc; value_error. Complexity: linear. Python: memoryview.hex
template <hold_tag Hold, std::size_t MaxRank>
[[nodiscard]] std::string copy_to_hex(const basic_memoryview<Hold, MaxRank>& m, hex_separator sep = none,
                                      std::ptrdiff_t bytes_per_sep = 1) {
    const auto as_text = [&](const std::byte* first) {
        return copy_to_hex(region<const std::byte>{first, {{m.nbytes()}}, {}}, sep, bytes_per_sep);
    };
    if (m.is_contiguous(order::c)) return as_text(m.data());
    const auto bytes = copy_to_bytes(m, order::c);
    return as_text(bytes.data());
}

} // namespace lendbuf::inline LENDBUF_ABI
