// A format parsed at run time: immutable, reusable, and without a heap of its own.
#pragma once

#include <cstddef>
#include <lendbuf/base/values.hpp>
#include <lendbuf/element/field_codec.hpp>
#include <lendbuf/element/position_iterator.hpp>
#include <lendbuf/format/type_code.hpp>
#include <lendbuf/pack/byte_string.hpp>
#include <lendbuf/pack/field_reader.hpp>
#include <lendbuf/pack/item_writer.hpp>
#include <lendbuf/pack/placement.hpp>
#include <lendbuf/pack/value_writer.hpp>
#include <type_traits>
#include <utility>

namespace lendbuf::inline LENDBUF_ABI {

/// Sees a record through its structure: value number k is read when asked for. Buffer and structure must outlive it.
template <class Structure, class Cursor>
class record_reader {
public:
    using value_type = item;

    record_reader() = default;
    constexpr record_reader(const Structure& structure, Cursor record) noexcept
        : structure_(&structure), record_(record) {}

    /// Gives the number of values.
    [[nodiscard]] constexpr std::ptrdiff_t size() const noexcept { return structure_->value_count(); }

    /// Reads a value; negative counts from the end. Throws: index_error. Complexity: logarithmic in the fields.
    [[nodiscard]] constexpr item operator[](std::ptrdiff_t index) const {
        return at_unchecked(checked_index(index, size(), 0));
    }
    [[nodiscard]] constexpr item at_unchecked(std::ptrdiff_t index) const noexcept {
        const plan_field& field = structure_->field_of_value(index);
        return read_item(record_ + (field.offset + (index - field.first_value) * field.itemsize), field);
    }

    [[nodiscard]] constexpr auto begin() const noexcept { return position_iterator<record_reader>(*this, 0); }
    [[nodiscard]] constexpr auto end() const noexcept { return position_iterator<record_reader>(*this, size()); }

private:
    const Structure* structure_ = nullptr;
    Cursor record_{};
};

/// Divides a buffer into records that are read when asked for. Holds a lease where the buffer gives one.
template <class Structure, class Cursor>
class structure_range {
    struct records {
        using value_type = record_reader<Structure, Cursor>;
        [[nodiscard]] constexpr value_type at_unchecked(std::ptrdiff_t position) const noexcept {
            return {*structure, first + position * structure->size()};
        }
        const Structure* structure = nullptr;
        Cursor first{};
    };

public:
    structure_range() = default;
    constexpr structure_range(const Structure& structure, Cursor first, std::ptrdiff_t count, lease hold) noexcept
        : records_{&structure, first}, count_(count), hold_(std::move(hold)) {}

    [[nodiscard]] constexpr auto begin() const noexcept { return position_iterator<records>(records_, 0); }
    [[nodiscard]] constexpr auto end() const noexcept { return position_iterator<records>(records_, count_); }
    [[nodiscard]] constexpr std::ptrdiff_t size() const noexcept { return count_; }

private:
    records records_{};
    std::ptrdiff_t count_ = 0;
    lease hold_{};
};

/// Packs and unpacks by a format that was read at run time. `Fields` stores what was parsed: see `static_structure`
/// and `structure`.
///
/// Python: struct.Struct
template <class Fields>
class basic_structure {
public:
    /// Reads a format. Throws: struct_error with column and character.
    template <std::size_t Size>
    explicit constexpr basic_structure(const char (&format)[Size]) : basic_structure(format, Size - 1) {}
    constexpr basic_structure(const char* format, std::size_t length) {
        if (format_walk walk(format, length); !parse(format, length, walk)) fail(walk.error());
    }
    constexpr basic_structure() = default;

    /// Reads a format, or says what is wrong with it.
    ///
    /// Errors: `bad_format_char`, `count_without_code`, `format_too_long`, `too_many_fields`, with the column.
    /// Complexity: linear in the text; nothing is expanded.
    [[nodiscard]] static constexpr result<basic_structure> try_parse(const char* format, std::size_t length) {
        basic_structure parsed;
        if (format_walk walk(format, length); !parsed.parse(format, length, walk)) return walk.error();
        return parsed;
    }

    /// Gives the bytes of a record. Python: Struct.size
    [[nodiscard]] constexpr std::ptrdiff_t size() const noexcept { return size_; }
    /// Gives the number of values of a record.
    [[nodiscard]] constexpr std::ptrdiff_t value_count() const noexcept { return value_count_; }
    /// Gives the text that was parsed. Python: Struct.format
    [[nodiscard]] constexpr string_slice<char> format() const noexcept { return fields_.text(); }
    /// Gives the fields, padding included.
    [[nodiscard]] constexpr const Fields& fields() const noexcept { return fields_; }

    /// Finds the field that value number `index` belongs to. Requires: `0 <= index < value_count()`.
    [[nodiscard]] constexpr const plan_field& field_of_value(std::ptrdiff_t index) const noexcept {
        // The last field that starts at or before the value, and has values.
        const plan_field* low = fields_.begin();
        for (std::ptrdiff_t count = fields_.end() - low; count > 1;) {
            const std::ptrdiff_t half_way = count / 2;
            if (low[half_way].first_value <= index) low += half_way;
            count -= half_way;
        }
        while (low->values == 0) --low;
        return *low;
    }

    /// Sees the record at byte `offset` of `x`; its values are read when asked for.
    ///
    /// Errors: `unpack_from_needs`, `not_enough_data`, `offset_out_of_range`.
    template <viewable X>
    [[nodiscard]] constexpr auto try_unpack_from(
        X&& x, std::ptrdiff_t offset = 0) const& -> result<record_reader<basic_structure, detail::raw_cursor_of<X>>> {
        auto source = detail::raw_bytes_behind(x);
        if (const error_info error = detail::try_place(offset, size_, source.size, transfer::unpack);
            error.code != errc::success)
            return error;
        return record_reader<basic_structure, detail::raw_cursor_of<X>>(*this, source.bytes + offset);
    }
    /// Sees the record at byte `offset` of `x`. Throws: struct_error. Python: Struct.unpack_from
    template <viewable X>
    [[nodiscard]] constexpr auto unpack_from(X&& x, std::ptrdiff_t offset = 0) const& {
        return try_unpack_from(x, offset).value();
    }
    /// Sees a record that fills `x` exactly. Errors: `unpack_needs_exactly`.
    template <viewable X>
    [[nodiscard]] constexpr auto try_unpack(
        X&& x) const& -> result<record_reader<basic_structure, detail::raw_cursor_of<X>>> {
        auto source = detail::raw_bytes_behind(x);
        if (source.size != size_)
            return error_info{.code = errc::unpack_needs_exactly,
                              .need = static_cast<std::uint64_t>(size_),
                              .have = static_cast<std::uint64_t>(source.size)};
        return record_reader<basic_structure, detail::raw_cursor_of<X>>(*this, source.bytes);
    }
    /// Sees a record that fills `x` exactly. Throws: struct_error. Python: Struct.unpack
    template <viewable X>
    [[nodiscard]] constexpr auto unpack(X&& x) const& {
        return try_unpack(x).value();
    }

    /// Divides `x` into records. Errors: `iterate_zero_size`, `iterate_not_multiple`.
    template <viewable X>
    [[nodiscard]] constexpr auto try_iter_unpack(
        X&& x) const& -> result<structure_range<basic_structure, detail::raw_cursor_of<X>>> {
        lease hold = lendbuf::lend(x);
        auto source = detail::raw_bytes_behind(x);
        if (size_ == 0) return error_info{.code = errc::iterate_zero_size};
        if (source.size % size_ != 0)
            return error_info{.code = errc::iterate_not_multiple,
                              .need = static_cast<std::uint64_t>(size_),
                              .have = static_cast<std::uint64_t>(source.size)};
        return structure_range<basic_structure, detail::raw_cursor_of<X>>(*this, source.bytes, source.size / size_,
                                                                          std::move(hold));
    }
    /// Divides `x` into records. Throws: struct_error. Python: Struct.iter_unpack
    template <viewable X>
    [[nodiscard]] constexpr auto iter_unpack(X&& x) const& {
        return try_iter_unpack(x).value();
    }

    /// Unpacks the record at byte `offset` of `x` into variables, one for each value. Nothing is allocated.
    ///
    /// Targets: numbers, which are checked for range; complex numbers; `item`; for strings `byte_run`,
    /// `string_slice<std::byte>`, std::string and their like. No variable changes unless all values suit.
    /// Errors: those of `try_unpack_from`; `pack_needs_exactly` for a wrong number of variables; `wrong_type` and
    /// `value_out_of_range` with the field.
    template <exporter X, class... T>
    [[nodiscard]] constexpr result<void> try_unpack_into(X&& x, std::ptrdiff_t offset, T&... target) const {
        return unpack_all([](const error_info& error) -> result<void> { return error; }, x, offset, target...);
    }
    /// Unpacks the record at byte `offset` of `x` into variables. Throws: struct_error, type_error, value_error.
    template <exporter X, class... T>
    constexpr void unpack_into(X&& x, std::ptrdiff_t offset, T&... target) const {
        (void)unpack_all([](const error_info& error) -> result<void> { fail(error); }, x, offset, target...);
    }

    /// Calls `f(item)` or `f(item, index)` with every value of the record at byte `offset` of `x`.
    template <exporter X, class F>
    constexpr void visit(X&& x, std::ptrdiff_t offset, F&& f) const {
        auto source = detail::raw_bytes_behind(x);
        const auto record = source.bytes + detail::place(offset, size_, source.size, transfer::unpack);
        value_walk walk(fields_);
        for (std::ptrdiff_t index = 0; index < value_count_; ++index) {
            walk.next();
            if constexpr (std::is_invocable_v<F&, item, std::ptrdiff_t>)
                f(read_item(record + walk.offset, *walk.field), index);
            else
                f(read_item(record + walk.offset, *walk.field));
        }
    }

    /// Packs `count` items at byte `offset` of `x`; nothing is written unless all of them fit. Strings may lie in the
    /// bytes that are written, as if all were read before.
    ///
    /// Errors: `pack_needs_exactly`; `pack_into_needs`, `no_space`, `offset_out_of_range`; those of `check_item` with
    /// field and offset; `overlap_needs_scratch`, when strings in the record change places and none of the two orders
    /// to write it in gets by with copies of 512 bytes.
    template <writable_exporter X>
    [[nodiscard]] result<void> try_pack_items_into(X&& x, std::ptrdiff_t offset, const item* items,
                                                   std::size_t count) const {
        if (value_count_ != static_cast<std::ptrdiff_t>(count)) return wrong_count(count);
        auto target = detail::raw_bytes_of_target(x);
        if (const error_info error = detail::try_place(offset, size_, target.size, transfer::pack);
            error.code != errc::success)
            return error;
        const auto record = target.bytes + offset;
        bool all_far = true;
        value_walk check(fields_);
        for (std::size_t n = 0; n < count; ++n) {
            check.next();
            if (const errc wrong = check_item(items[n], *check.field); wrong != errc::success)
                return check.failure(wrong);
            all_far = all_far && detail::is_far(record, size_, items[n]);
        }
        if (!all_far) [[unlikely]]
            if (const detail::overlapping_writer writer(*this, record, items); writer.is_needed()) [[unlikely]]
                return writer.write();
        if (size_ > 0) detail::write_zeros(record, size_); // for the padding
        value_walk write(fields_);
        for (std::size_t n = 0; n < count; ++n) {
            write.next();
            write_item(record + write.offset, items[n], *write.field);
        }
        return {};
    }

    /// Packs values at byte `offset` of `x`, or says why not; nothing is written unless all of them fit.
    template <writable_exporter X, class... V>
    [[nodiscard]] constexpr result<void> try_pack_into(X&& x, std::ptrdiff_t offset, const V&... value) const {
        const item items[sizeof...(V) + 1] = {item(value)...};
        return try_pack_items_into(x, offset, items, sizeof...(V));
    }
    /// Packs values at byte `offset` of `x`. Throws: struct_error, overflow_error; `x` is unchanged then.
    ///
    /// Python: Struct.pack_into
    template <writable_exporter X, class... V>
    constexpr void pack_into(X&& x, std::ptrdiff_t offset, const V&... value) const {
        try_pack_into(x, offset, value...).value();
    }

private:
    /// Walks over the values of a record, repeat by repeat.
    struct value_walk {
        explicit constexpr value_walk(const Fields& fields) noexcept : field(fields.begin()), next_field(field) {}

        constexpr void next() noexcept {
            while (left == 0) {
                field = next_field++;
                left = field->values;
                offset = field->offset - field->itemsize;
            }
            offset += field->itemsize;
            --left;
            ++value;
        }

        [[nodiscard]] constexpr error_info failure(errc code) const noexcept {
            return item_failure(code, *field, value - 1, offset);
        }

        const plan_field* field;
        const plan_field* next_field;
        std::ptrdiff_t left = 0;   // values of the field that are to come
        std::ptrdiff_t offset = 0; // of the value
        std::ptrdiff_t value = 0;  // how many there were
    };

    // `refuse` throws or returns; a compiler that sees it throw knows that the targets are set. Their addresses go
    // nowhere, so that they can be registers.
    template <class Refuse, class X, class... T>
    constexpr result<void> unpack_all(Refuse refuse, X& x, std::ptrdiff_t offset, T&... target) const {
        using signature = detail::value_signature;
        const auto assign = [&]<std::size_t... I>(std::index_sequence<I...>, auto&& read)
            __attribute__((always_inline)) {
            ((target = std::move(get<I>(read))), ...);
        };
        constexpr std::index_sequence_for<T...> each{};
        const auto source = detail::raw_bytes_behind(x);
        if constexpr (signature::of<false, T...>().is_known()) {
            const std::ptrdiff_t start = detail::from_start(offset, source.size);
            const bool are_own = signature_ == signature::of<false, T...>();
            if (detail::lies_inside(start, size_, source.size) &&
                (are_own || signature_ == signature::of<true, T...>())) [[likely]] {
                const auto record = source.bytes + start;
                assign(each, are_own ? read_own<false, T...>(record, each) : read_own<true, T...>(record, each));
                return {};
            }
        }
        auto read = read_checked<T...>(source, offset);
        if (!read) return refuse(read.error());
        assign(each, *std::move(read));
        return {};
    }

    /// Reads values that are what the variables are: nothing can go wrong.
    template <bool Swapped, class... T, class Cursor, std::size_t... I>
    constexpr values<T...> read_own(Cursor record, std::index_sequence<I...>) const noexcept {
        const plan_field* const field = fields_.begin();
        values<T...> read{};
        (detail::read_own<Swapped>(get<I>(read), record + field[I].offset, field[I]), ...);
        return read;
    }

    template <class... T, class Source>
    [[gnu::noinline]] constexpr result<values<T...>> read_checked(Source source, std::ptrdiff_t offset) const {
        if (value_count_ != static_cast<std::ptrdiff_t>(sizeof...(T))) return wrong_count(sizeof...(T));
        if (const error_info error = detail::try_place(offset, size_, source.size, transfer::unpack);
            error.code != errc::success)
            return error;
        const auto record = source.bytes + offset;
        value_walk walk(fields_);
        values<T...> read{};
        errc wrong = errc::success;
        const auto read_next = [&](auto& value) {
            walk.next();
            wrong = read_field(value, record + walk.offset, *walk.field);
            return wrong == errc::success;
        };
        if (![&]<std::size_t... I>(std::index_sequence<I...>) {
                return (read_next(get<I>(read)) && ...);
            }(std::index_sequence_for<T...>{}))
            return walk.failure(wrong);
        return read;
    }

    [[nodiscard]] constexpr error_info wrong_count(std::size_t given) const noexcept {
        return {.code = errc::pack_needs_exactly, .need = static_cast<std::uint64_t>(value_count_), .have = given};
    }

    /// Reads a format; leaves in `walk` what was wrong.
    constexpr bool parse(const char* format, std::size_t length, format_walk& walk) {
        fields_.keep_text(format, length);
        for (format_field field; walk.next(field);) {
            plan_field* const planned = fields_.add();
            if (planned == nullptr)
                return walk.stop({.code = errc::too_many_fields,
                                  .column = field.column,
                                  .need = static_cast<std::uint64_t>(fields_.end() - fields_.begin())});
            *planned = plan_field(field, walk.values() - field.values());
            signature_.add(*planned);
        }
        size_ = walk.size();
        value_count_ = walk.values();
        return walk.error().code == errc::success;
    }

    Fields fields_{};
    std::ptrdiff_t size_ = 0;
    std::ptrdiff_t value_count_ = 0;
    detail::value_signature signature_{};
};

namespace detail {

/// Stores up to `Capacity` fields in place; refers to the format's text.
template <std::size_t Capacity>
class inline_fields {
public:
    constexpr inline_fields() noexcept {
        if (__builtin_is_constant_evaluated()) // constants have no bytes that mean nothing
            for (plan_field& field : fields_) field = {};
    }
    [[nodiscard]] constexpr plan_field* add() noexcept { return count_ == Capacity ? nullptr : &fields_[count_++]; }
    constexpr void keep_text(const char* text, std::size_t length) noexcept { text_ = {text, length}; }
    [[nodiscard]] constexpr string_slice<char> text() const noexcept { return text_; }
    [[nodiscard]] constexpr const plan_field* begin() const noexcept { return fields_; }
    [[nodiscard]] constexpr const plan_field* end() const noexcept { return fields_ + count_; }

private:
    plan_field fields_[Capacity];
    std::size_t count_ = 0;
    string_slice<char> text_{};
};

} // namespace detail

/// Is a structure of at most `Capacity` fields, without a heap; a longer format is an error (`too_many_fields`).
/// Repeats and strings count as one field. The text must outlive it, as a literal does.
template <std::size_t Capacity = 16>
using static_structure = basic_structure<detail::inline_fields<Capacity>>;

} // namespace lendbuf::inline LENDBUF_ABI
