// One item of a memoryview: read and written as a value whose type the format says.
#pragma once

#include <concepts>
#include <cstddef>
#include <lendbuf/element/item_format.hpp>
#include <type_traits>

namespace lendbuf::inline LENDBUF_ABI {

/// Refers to an item in memory. It points into the memoryview that made it, which must outlive it.
///
/// `m[3].as<int>()`, `m[3] = 4`, and for records `m[3]["price"]`.
/// Python: what `m[3]` gives and takes; also fields by name, compound items and every byte order
class memory_item {
public:
    memory_item(const item_format& format, std::byte* at, std::ptrdiff_t itemsize, bool readonly) noexcept
        : format_(&format), at_(at), itemsize_(itemsize), readonly_(readonly) {}
    memory_item(const memory_item&) noexcept = default;
    ~memory_item() = default;

    /// Points to the item's first byte.
    [[nodiscard]] const std::byte* data() const noexcept { return at_; }

    /// Reads a single value; strings are not copied but point into the memory.
    ///
    /// Errors: `wrong_type` for records and sub-arrays; those of `item_format::error`.
    [[nodiscard]] result<item> try_get() const noexcept {
        if (format_->is_single()) return read_item(static_cast<const std::byte*>(at_), format_->plan());
        if (!format_->is_readable()) return format_->error(itemsize_);
        return format_->item_at(at_, readonly_).try_get();
    }
    /// Reads a single value. Throws: type_error; struct_error or value_error for what is no format of the items.
    [[nodiscard]] item get() const { return try_get().value(); }

    /// Reads a number as `T`. Throws: type_error; value_error, when it does not fit.
    template <class T>
        requires std::is_arithmetic_v<T>
    [[nodiscard]] T as() const {
        return get().template as<T>();
    }
    template <class T>
        requires std::is_arithmetic_v<T>
    [[nodiscard]] operator T() const {
        return as<T>();
    }

    /// Reads a single value, where an algorithm keeps one. Throws: as `get`.
    [[nodiscard]] operator item() const { return get(); }

    /// Writes a single value; nothing changes unless it fits.
    ///
    /// Errors: `modify_readonly`; `invalid_for_format` for a number out of range, `wrong_type_for_format` for a value of
    /// another kind; those of `try_get`.
    [[nodiscard]] result<void> try_set(const item& value) const noexcept {
        if (readonly_) return error_info{.code = errc::modify_readonly};
        if (!format_->is_single()) {
            if (!format_->is_readable()) return format_->error(itemsize_);
            return format_->item_at(at_, readonly_).try_set(value);
        }
        const plan_field& plan = format_->plan();
        if (const errc wrong = check_item(value, plan); wrong != errc::success) {
            const bool is_range = wrong == errc::number_out_of_range || wrong == errc::float_too_large;
            return error_info{.code = is_range ? errc::invalid_for_format : errc::wrong_type_for_format,
                              .symbol = plan.symbol};
        }
        write_item(at_, value, plan);
        return {};
    }
    /// Writes a single value. Throws: type_error, value_error; nothing is written then.
    template <class V>
        requires std::constructible_from<item, const V&> && (!std::same_as<V, memory_item>)
    const memory_item& operator=(const V& value) const {
        try_set(item(value)).value();
        return *this;
    }
    /// Writes the value of another item.
    memory_item& operator=(const memory_item& other) {
        if (this != &other) try_set(other.get()).value();
        return *this;
    }

    /// Sees a record or a sub-array. Throws: struct_error or value_error for what is no format of the items.
    [[nodiscard]] field_ref<std::byte> field() const {
        if (!format_->is_readable()) fail(format_->error(itemsize_));
        return format_->item_at(at_, readonly_);
    }
    /// Finds a field of a record by its name. Throws: index_error, type_error.
    [[nodiscard]] field_ref<std::byte> operator[](const char* name) const { return field()[name]; }
    /// Gives part of a sub-array. Throws: index_error, type_error.
    [[nodiscard]] field_ref<std::byte> operator[](std::integral auto index) const { return field()[index]; }

    /// Compares with a value, as `item` does. Throws: type_error for records and sub-arrays.
    template <class V>
        requires std::constructible_from<item, const V&> && (!std::same_as<V, memory_item>)
    [[nodiscard]] friend bool operator==(const memory_item& a, const V& b) {
        return a.get() == item(b);
    }
    /// Compares two items by value. Throws: as `get`.
    [[nodiscard]] friend bool operator==(const memory_item& a, const memory_item& b) { return a.get() == b.get(); }

private:
    const item_format* format_;
    std::byte* at_;
    std::ptrdiff_t itemsize_;
    bool readonly_;
};

} // namespace lendbuf::inline LENDBUF_ABI
