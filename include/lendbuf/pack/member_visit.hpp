// The walk over the values of a record of PEP 3118 and the members they are for: tuples and structs become inner
// records, arrays and ranges become sub-arrays.
#pragma once

#include <cstddef>
#include <cstdint>
#include <lendbuf/pack/parts.hpp>
#include <lendbuf/pack/record_reader.hpp>
#include <lendbuf/pack/value_writer.hpp>
#include <type_traits>
#include <utility>

namespace lendbuf::inline LENDBUF_ABI::detail {

template <class T, std::size_t Size>
inline constexpr bool holds_items<lendbuf::array_value<T, Size>> = true;

/// Describes a member that is neither record nor array in the terms of plain formats.
template <fixed_format Format, member_scope Scope, std::size_t Index>
consteval value_slot slot_of_member() {
    constexpr record_member member = members_of<Format, Scope>.members[Index];
    constexpr value_kind kind = member.code.kind;
    static_assert(kind != value_kind::long_floating && kind != value_kind::long_complex,
                  "pack: long double has no fixed size, and cannot be packed");
    constexpr bool is_text = kind == value_kind::text || kind == value_kind::bits || kind == value_kind::padding;
    return {is_text                      ? value_kind::string
            : kind == value_kind::object ? value_kind::pointer
                                         : kind,
            member.code.symbol, member.byte_order, 0, member.itemsize};
}

/// Counts the items of a sub-array along some of its axes.
template <fixed_format Format, member_scope Scope, std::size_t Index>
consteval std::ptrdiff_t items_along(std::size_t first_axis, std::size_t end_axis) {
    const record_member& member = members_of<Format, Scope>.members[Index];
    return item_count_unchecked(member.shape + first_axis, end_axis - first_axis);
}

// One walk over the values of a record and the members they are for serves to check, to compare addresses and to write.
// It calls, with offsets in bytes from the start of the record, and goes on while the answer is true:
//
//     visit.template value<slot>(offset, value)     with a number or a string
//     visit.template run<V>(offset, run, needed)    with the items for a sub-array, before each of them
//     visit.template takes<slot>(offset, items, n)  with these items; false: with each of them, please
//     visit.padding(offset, count)
//
// `visit.field` is the number of the outermost field.

template <fixed_format Format, member_scope Scope, std::ptrdiff_t Size, class Visitor, class... V>
constexpr bool visit_members(Visitor& visit, std::ptrdiff_t offset, const V&... value);

template <fixed_format Format, member_scope Scope, std::size_t Index, class Visitor, class V>
constexpr bool visit_item(Visitor& visit, std::ptrdiff_t offset, const V& value) {
    constexpr record_member member = members_of<Format, Scope>.members[Index];
    if constexpr (member.code.kind != value_kind::record) {
        return visit.template value<slot_of_member<Format, Scope, Index>()>(offset, value);
    } else {
        static_assert(has_parts<V>, "pack: an inner record takes values<...>, another tuple or a plain struct");
        constexpr member_scope inner{member.inner_begin, member.inner_mode};
        constexpr std::ptrdiff_t size = member.itemsize;
        if constexpr (has_parts<V>)
            return with_parts(
                value, [&](const auto&... part) { return visit_members<Format, inner, size>(visit, offset, part...); });
        else
            return false;
    }
}

/// Walks over the items of a sub-array: axis by axis where arrays hold arrays, otherwise all items in C order.
template <fixed_format Format, member_scope Scope, std::size_t Index, std::size_t Axis, class Visitor, class V>
constexpr bool visit_member(Visitor& visit, std::ptrdiff_t offset, const V& value) {
    constexpr record_member member = members_of<Format, Scope>.members[Index];
    if constexpr (Axis == member.ndim) {
        return visit_item<Format, Scope, Index>(visit, offset, value);
    } else if constexpr (!has_items<V>) {
        static_assert(has_items<V>, "pack: a sub-array takes an array or a range of gapless items");
        return false;
    } else {
        using run_type = item_run_of<V>;
        using item_t = typename run_type::item_type;
        constexpr bool takes_text =
            string_like<item_t> && slot_of_member<Format, Scope, Index>().kind == value_kind::string;
        constexpr bool nested = run_type::rank == 1 && Axis + 1 < member.ndim && has_items<item_t> && !takes_text;
        constexpr std::size_t next = nested ? Axis + 1 : member.ndim;
        constexpr std::ptrdiff_t count = items_along<Format, Scope, Index>(Axis, next);
        constexpr std::ptrdiff_t step = member.itemsize * items_along<Format, Scope, Index>(next, member.ndim);
        static_assert(run_type::rank == 1 || run_type::rank == next - Axis,
                      "pack: a sub-array takes a range of one axis, or of as many as it has itself");
        static_assert(run_type::rank > 1 || fixed_length<V>() == any_length ||
                          fixed_length<V>() == static_cast<std::size_t>(count),
                      "pack: the number of items is not that of the sub-array");
        index_array<run_type::rank> needed{{count}};
        if constexpr (run_type::rank > 1)
            for (std::size_t k = 0; k < run_type::rank; ++k) needed[k] = member.shape[Axis + k];
        const run_type run = run_of_items(value);
        if (!visit.template run<V>(offset, run, needed)) return false;
        if constexpr (next == member.ndim && member.code.kind != value_kind::record)
            if (visit.template takes<slot_of_member<Format, Scope, Index>()>(offset, run.items, count)) return true;
        for (std::ptrdiff_t k = 0; k < count; ++k)
            if (!visit_member<Format, Scope, Index, next>(visit, offset + k * step, run.items[k])) return false;
        return true;
    }
}

/// Visits a member and the padding before it, which starts at `end` and moves it behind the member.
template <fixed_format Format, member_scope Scope, std::size_t Index, class Visitor, class V>
constexpr bool visit_next(Visitor& visit, std::ptrdiff_t offset, std::ptrdiff_t& end, const V& value) {
    constexpr auto& member = members_of<Format, Scope>.members[Index];
    if (member.offset > end && !visit.padding(offset + end, member.offset - end)) return false;
    end = member.offset + member.nbytes;
    if constexpr (Scope.begin == outer_scope<Format>().begin) visit.field = static_cast<std::int32_t>(Index);
    return visit_member<Format, Scope, Index, 0>(visit, offset + member.offset, value);
}

template <fixed_format Format, member_scope Scope, std::ptrdiff_t Size, class Visitor, class... V>
constexpr bool visit_members(Visitor& visit, std::ptrdiff_t offset, const V&... value) {
    constexpr std::size_t count = count_members<Format, Scope>();
    static_assert(sizeof...(V) == count,
                  "pack: the number of values is not that of the record's fields (padding takes none)");
    if constexpr (sizeof...(V) == count)
        return [&]<std::size_t... I>(std::index_sequence<I...>) {
            std::ptrdiff_t end = 0;
            const bool whole = (visit_next<Format, Scope, I>(visit, offset, end, value) && ...);
            return whole && (end == Size || visit.padding(offset + end, Size - end));
        }(std::make_index_sequence<count>{});
    else
        return false;
}

/// Counts the values that `Format` is packed from: those of its items, or the fields of its record.
template <fixed_format Format>
consteval std::size_t count_fields() {
    if constexpr (format_facts<Format>::is_record)
        return count_members<Format, outer_scope<Format>()>();
    else
        return slot_count<Format>;
}

/// Tells whether a value of type `V` may be meant for a member, going by how it is composed.
template <fixed_format Format, member_scope Scope, std::size_t Index, class V>
consteval bool suits() {
    constexpr record_member member = members_of<Format, Scope>.members[Index];
    if constexpr (member.ndim > 0) {
        return has_items<V>;
    } else if constexpr (member.code.kind == value_kind::record && has_parts<V>) {
        constexpr member_scope inner{member.inner_begin, member.inner_mode};
        if constexpr (tuple_like<V> && count_parts<V>() == 1 && count_members<Format, inner>() == 1)
            return suits<Format, inner, 0, std::tuple_element_t<0, V>>();
        else
            return count_parts<V>() == count_members<Format, inner>();
    } else {
        return !tuple_like<V> || string_like<V>;
    }
}

/// Tells whether the arguments are a single one that holds all values: what `unpack` gave, or a struct.
template <fixed_format Format, class... V>
inline constexpr bool is_whole_record = false;
template <fixed_format Format, has_parts V>
    requires(!string_like<V>)
inline constexpr bool is_whole_record<Format, V> = [] {
    if constexpr (count_fields<Format>() != 1)
        return count_parts<V>() == count_fields<Format>();
    else if constexpr (!tuple_like<V> || count_parts<V>() != 1)
        return false; // it is meant for the lone field
    else if constexpr (format_facts<Format>::is_record)
        return !suits<Format, outer_scope<Format>(), 0, V>();
    else
        return true;
}();

} // namespace lendbuf::inline LENDBUF_ABI::detail
