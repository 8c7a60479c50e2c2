// Items of a record format read at run time: `row["price"]` reads and writes a field by its name.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstring>
#include <lendbuf/element/position_iterator.hpp>
#include <lendbuf/format/record.hpp>
#include <lendbuf/pack/field_codec.hpp>
#include <lendbuf/pack/placement.hpp>
#include <type_traits>

namespace lendbuf::inline LENDBUF_ABI {

namespace detail {

/// Holds a text that names a field or a format; the text outlives it.
struct text_view {
    const char* data = "";
    std::size_t size = 0;

    constexpr text_view() noexcept = default;
    constexpr text_view(const char* text) noexcept : data(text) {
        while (text[size] != '\0') ++size;
    }
    template <class Text>
        requires requires(const Text& t) {
            { t.data() } -> std::convertible_to<const char*>;
            { t.size() } -> std::convertible_to<std::size_t>;
        }
    constexpr text_view(const Text& text) noexcept : data(text.data()), size(static_cast<std::size_t>(text.size())) {}
};

} // namespace detail

/// Refers to a field of a record in memory: a number, a string, a sub-array or an inner record. Nothing is stored but
/// the place and the format's text, which must both outlive it.
///
/// Python: what NumPy gives for `row["price"]`; memoryview knows no fields.
template <class Byte>
class field_ref {
public:
    field_ref() = default;
    constexpr field_ref(detail::text_view format, const record_member& member, Byte* at) noexcept
        : format_(format), member_(member), at_(at) {}

    /// Describes the field: its code, place and byte order.
    [[nodiscard]] constexpr const record_member& member() const noexcept { return member_; }
    /// Points to the field's first byte.
    [[nodiscard]] constexpr Byte* data() const noexcept { return at_; }
    [[nodiscard]] constexpr bool is_record() const noexcept { return member_.code.kind == value_kind::record; }
    /// Gives the number of axes: 0 for a single item.
    [[nodiscard]] constexpr std::size_t ndim() const noexcept { return member_.ndim - axis_; }
    /// Gives the items along `axis` of a sub-array. Throws: index_error.
    [[nodiscard]] constexpr std::ptrdiff_t extent(std::ptrdiff_t axis) const {
        return member_
            .shape[axis_ + static_cast<std::size_t>(checked_index(axis, static_cast<std::ptrdiff_t>(ndim()), 0))];
    }

    /// Finds a field of a record by its name.
    ///
    /// Errors: `no_such_field`; `wrong_type`, when this is no single record.
    /// Complexity: linear in the record's format.
    [[nodiscard]] constexpr result<field_ref> try_field(detail::text_view name) const noexcept {
        if (!is_record() || ndim() != 0) return error_info{.code = errc::wrong_type, .symbol = member_.code.symbol};
        record_walk walk = inner_walk();
        for (record_member found; walk.next(found);)
            if (found.is_called(name.data, name.size)) return field_ref(format_, found, at_ + found.offset);
        return error_info{.code = errc::no_such_field};
    }
    /// Finds a field of a record by its name. Throws: index_error, type_error.
    [[nodiscard]] constexpr field_ref operator[](detail::text_view name) const { return try_field(name).value(); }
    [[nodiscard]] constexpr field_ref operator[](const char* name) const { return try_field(name).value(); }

    /// Gives part number `index` along the first axis of a sub-array; negative counts from the end.
    ///
    /// Throws: index_error; type_error (`wrong_type`), when this is a single item.
    [[nodiscard]] constexpr field_ref operator[](std::integral auto index) const {
        if (ndim() == 0) fail({.code = errc::wrong_type, .symbol = member_.code.symbol});
        field_ref part = *this;
        std::ptrdiff_t step = member_.itemsize;
        for (std::size_t k = axis_ + 1; k < member_.ndim; ++k) step *= member_.shape[k];
        part.at_ += step * checked_index(static_cast<std::ptrdiff_t>(index), member_.shape[axis_], 0);
        ++part.axis_;
        return part;
    }

    /// Reads a single item. Text (`u`, `w`), bits and addresses come as their bytes or number; `long double` as double.
    ///
    /// Errors: `wrong_type` for records and sub-arrays.
    [[nodiscard]] constexpr result<item> try_get() const noexcept {
        if (is_record() || ndim() != 0) return error_info{.code = errc::wrong_type, .symbol = member_.code.symbol};
        if (member_.code.kind == value_kind::long_floating) return item(static_cast<double>(load_long(0)));
        if (member_.code.kind == value_kind::long_complex)
            return item(complex_value<double>{static_cast<double>(load_long(0)), static_cast<double>(load_long(1))});
        return read_item(static_cast<const std::byte*>(at_), plan());
    }
    /// Reads a single item. Throws: type_error.
    [[nodiscard]] constexpr item get() const { return try_get().value(); }

    /// Reads a number as `T`. Throws: type_error; value_error, when it does not fit.
    template <class T>
        requires std::is_arithmetic_v<T>
    [[nodiscard]] constexpr T as() const {
        return get().template as<T>();
    }
    template <class T>
        requires std::is_arithmetic_v<T>
    [[nodiscard]] constexpr operator T() const {
        return as<T>();
    }

    /// Writes a single item; nothing changes unless it fits. A string may be a part of what it replaces.
    ///
    /// Requires: strings whose bytes are a stride apart do not lie in the field.
    /// Errors: `wrong_type` for records, sub-arrays and what cannot be written; those of `check_item`.
    [[nodiscard]] constexpr result<void> try_set(const item& value) const
        requires(!std::is_const_v<Byte>)
    {
        const plan_field field = plan();
        if (is_record() || ndim() != 0 || field.kind == value_kind::long_floating ||
            field.kind == value_kind::long_complex)
            return error_info{.code = errc::wrong_type, .symbol = member_.code.symbol};
        if (const errc wrong = check_item(value, field); wrong != errc::success)
            return item_failure(wrong, field, 0, member_.offset);
        write_item(at_, value, field);
        return {};
    }
    /// Writes a single item. Throws: type_error; struct_error or overflow_error, when it does not fit.
    template <class V>
        requires(!std::is_const_v<Byte>) && std::constructible_from<item, const V&>
    constexpr const field_ref& operator=(const V& value) const {
        try_set(item(value)).value();
        return *this;
    }
    field_ref(const field_ref&) = default;
    /// Refers to another field; values are copied by `a["x"] = b["x"].get()`.
    field_ref& operator=(const field_ref&) = default;

private:
    // A whole item of several members has no brace around it: its walk starts at the text's first column.
    [[nodiscard]] constexpr record_walk inner_walk() const noexcept {
        return member_.inner_begin == 0 ? record_walk(format_.data, format_.size)
                                        : record_walk(format_.data, format_.size, member_);
    }

    [[nodiscard]] constexpr plan_field plan() const noexcept {
        plan_field field;
        field.count = member_.length;
        field.kind = member_.code.kind;
        field.itemsize = static_cast<std::uint8_t>(member_.itemsize);
        field.swapped = member_.byte_order != std::endian::native;
        field.symbol = member_.code.symbol;
        if (field.kind == value_kind::object) field.kind = value_kind::pointer;
        if (field.kind == value_kind::text || field.kind == value_kind::bits) {
            field.kind = value_kind::string;
            field.count = member_.itemsize;
        }
        return field;
    }

    [[nodiscard]] long double load_long(std::ptrdiff_t number) const noexcept {
        long double value = 0;
        constexpr auto size = static_cast<std::ptrdiff_t>(sizeof(long double));
        std::memcpy(&value, at_ + number * size, sizeof value);
        return value;
    }

    detail::text_view format_{};
    record_member member_{};
    std::size_t axis_ = 0; // of a sub-array: how many are indexed already
    Byte* at_ = nullptr;
};

/// Divides memory into records of a format read at run time, one after the other. Format and memory must outlive it.
template <class Byte>
class record_array {
public:
    using value_type = field_ref<Byte>;

    record_array() = default;
    constexpr record_array(detail::text_view format, const record_member& item, Byte* first,
                           std::ptrdiff_t count) noexcept
        : format_(format), item_(item), first_(first), count_(count) {}

    /// Gives the number of records.
    [[nodiscard]] constexpr std::ptrdiff_t size() const noexcept { return count_; }
    /// Gives the bytes of a record.
    [[nodiscard]] constexpr std::ptrdiff_t itemsize() const noexcept { return item_.nbytes; }

    /// Gives a record; negative counts from the end. Throws: index_error.
    [[nodiscard]] constexpr field_ref<Byte> operator[](std::ptrdiff_t index) const {
        return at_unchecked(checked_index(index, count_, 0));
    }
    [[nodiscard]] constexpr field_ref<Byte> at_unchecked(std::ptrdiff_t index) const noexcept {
        return {format_, item_, first_ + index * item_.nbytes};
    }
    [[nodiscard]] constexpr auto begin() const noexcept { return position_iterator<record_array>(*this, 0); }
    [[nodiscard]] constexpr auto end() const noexcept { return position_iterator<record_array>(*this, count_); }

private:
    detail::text_view format_{};
    record_member item_{};
    Byte* first_ = nullptr;
    std::ptrdiff_t count_ = 0;
};

/// Describes a whole item of a record format: the only member where there is one without a name, otherwise a record of
/// all members.
///
/// Errors: those of `try_record_size`.
[[nodiscard]] constexpr result<record_member> try_whole_item(detail::text_view format) noexcept {
    record_walk walk(format.data, format.size);
    record_member first;
    std::ptrdiff_t count = 0;
    for (record_member member; walk.next(member); ++count)
        if (count == 0) first = member;
    if (walk.error().code != errc::success) return walk.error();
    if (count == 1 && first.name == nullptr && !first.is_padding()) return first;
    record_member whole;
    whole.code = {'T', value_kind::record, 0, 1, 0, true};
    whole.itemsize = whole.nbytes = walk.size();
    return whole;
}

namespace detail {
// The bytes of an exporter, for records: gapless ones only.
template <exporter X>
[[nodiscard]] auto record_bytes(X& x) {
    static_assert(!exports_strided_bytes<X&>, "records: the bytes must be gapless; take as_contiguous() of the view");
    if constexpr (std::is_const_v<typename region_t<X&>::element_type>)
        return raw_bytes_behind(x);
    else
        return raw_bytes_of_target(x);
}
template <class X>
using record_byte = std::remove_pointer_t<decltype(record_bytes(std::declval<X&>()).bytes)>;
} // namespace detail

/// Sees the item of a record format at byte `offset` of `x`; a negative offset counts from the end.
///
/// Errors: those of the format, with the column; `unpack_from_needs`, `not_enough_data`, `offset_out_of_range`.
template <viewable X>
[[nodiscard]] auto try_record_at(detail::text_view format, X&& x, std::ptrdiff_t offset = 0)
    -> result<field_ref<detail::record_byte<X>>> {
    const auto whole = try_whole_item(format);
    if (!whole) return whole.error();
    auto memory = detail::record_bytes(x);
    if (const error_info error = detail::try_place(offset, whole->nbytes, memory.size, transfer::unpack);
        error.code != errc::success)
        return error;
    return field_ref<detail::record_byte<X>>(format, *whole, memory.bytes + offset);
}

/// Sees the item of a record format at byte `offset` of `x`: `record_at("T{<I:id:<d:price:}", view)["price"] = 2.5`.
///
/// Throws: struct_error.
template <viewable X>
[[nodiscard]] auto record_at(detail::text_view format, X&& x, std::ptrdiff_t offset = 0) {
    return try_record_at(format, x, offset).value();
}

/// Divides `x` into records: `for (auto row : records(format, view)) sum += row["price"].as<double>()`.
///
/// Errors: those of the format; `iterate_zero_size`, `iterate_not_multiple`.
template <viewable X>
[[nodiscard]] auto try_records(detail::text_view format, X&& x) -> result<record_array<detail::record_byte<X>>> {
    const auto whole = try_whole_item(format);
    if (!whole) return whole.error();
    auto memory = detail::record_bytes(x);
    if (whole->nbytes == 0) return error_info{.code = errc::iterate_zero_size};
    if (memory.size % whole->nbytes != 0)
        return error_info{.code = errc::iterate_not_multiple,
                          .need = static_cast<std::uint64_t>(whole->nbytes),
                          .have = static_cast<std::uint64_t>(memory.size)};
    return record_array<detail::record_byte<X>>(format, *whole, memory.bytes, memory.size / whole->nbytes);
}
/// Divides `x` into records. Throws: struct_error.
template <viewable X>
[[nodiscard]] auto records(detail::text_view format, X&& x) {
    return try_records(format, x).value();
}

} // namespace lendbuf::inline LENDBUF_ABI
