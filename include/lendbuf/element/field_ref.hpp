// An item of a record format read at run time, and its fields: `row["price"]` reads and writes one by its name.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstring>
#include <lendbuf/element/field_codec.hpp>
#include <lendbuf/format/record.hpp>
#include <lendbuf/layout/layout.hpp>
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

/// Describes a single item for the codec: text and bits as bytes, addresses as numbers.
[[nodiscard]] constexpr plan_field plan_of(const record_member& member) noexcept {
    plan_field field{};
    field.count = member.length;
    field.kind = member.code.kind;
    field.itemsize = static_cast<std::uint8_t>(member.itemsize);
    field.swapped = member.itemsize > 1 && member.byte_order != std::endian::native;
    field.symbol = member.code.symbol;
    if (field.kind == value_kind::object) field.kind = value_kind::pointer;
    if (field.kind == value_kind::text || field.kind == value_kind::bits) {
        field.kind = value_kind::string;
        field.count = member.itemsize;
    }
    field.number = number_code_of(field.kind, field.itemsize, field.swapped);
    return field;
}

} // namespace detail

/// Refers to a field of a record in memory: a number, a string, a sub-array or an inner record. Nothing is stored but
/// the place and the format's text, which must both outlive it.
///
/// Python: what NumPy gives for `row["price"]`; memoryview knows no fields.
template <class Byte>
class field_ref {
public:
    field_ref() = default;
    constexpr field_ref(detail::text_view format, const record_member& member, Byte* at, bool readonly = false) noexcept
        : format_(format), member_(member), at_(at), readonly_(readonly) {}

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
            if (found.is_called(name.data, name.size)) return field_ref(format_, found, at_ + found.offset, readonly_);
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
        return read_item(static_cast<const std::byte*>(at_), detail::plan_of(member_));
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
    /// Errors: `modify_readonly`; `wrong_type` for records, sub-arrays and what cannot be written; those of `check_item`.
    [[nodiscard]] constexpr result<void> try_set(const item& value) const
        requires(!std::is_const_v<Byte>)
    {
        if (readonly_) return error_info{.code = errc::modify_readonly};
        const plan_field field = detail::plan_of(member_);
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
    bool readonly_ = std::is_const_v<Byte>; // memory may be so without its type telling
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

} // namespace lendbuf::inline LENDBUF_ABI
