// The format of items at run time: the text, and what it takes to read one.
#pragma once

#include <cstddef>
#include <lendbuf/element/field_ref.hpp>
#include <lendbuf/format/equivalence.hpp>

namespace lendbuf::inline LENDBUF_ABI {

/// Holds the format of items and how to read and write them. Short texts are kept in place; longer ones must outlive
/// it.
///
/// A text that is no format, or one for items of another size, may be carried along: only reading an item is an error.
class item_format {
public:
    /// Describes unsigned bytes.
    constexpr item_format() noexcept = default;

    /// Reads the terminated `text`.
    explicit constexpr item_format(const char* text) noexcept : text_(text) {
        std::size_t length = 0;
        while (text[length] != '\0') ++length;
        length_ = length;
        if (length < sizeof few_) {
            for (std::size_t k = 0; k <= length; ++k) few_[k] = text[k];
            text_ = nullptr;
        }
        parse();
    }
    /// Reads the terminated `text`, the format of items of `itemsize` bytes.
    constexpr item_format(const char* text, std::ptrdiff_t itemsize) noexcept : item_format(text) {
        readable_ = readable_ && itemsize == size_;
        single_ = single_ && readable_;
    }

    /// Gives the text, terminated; a short one lives as long as this object.
    [[nodiscard]] constexpr const char* text() const noexcept { return text_ == nullptr ? few_ : text_; }
    /// Sees the text and its length.
    [[nodiscard]] constexpr detail::text_view view() const noexcept {
        detail::text_view v;
        v.data = text();
        v.size = length_;
        return v;
    }

    /// Gives the bytes of an item. Requires: a text that is a format.
    [[nodiscard]] constexpr std::ptrdiff_t size() const noexcept { return size_; }

    /// Tells whether an item is a single value: a number, a string, an address.
    [[nodiscard]] constexpr bool is_single() const noexcept { return single_; }
    /// Describes the value of an item. Requires: `is_single()`.
    [[nodiscard]] constexpr const plan_field& plan() const noexcept { return plan_; }

    /// Tells whether items can be read: whether the text is a format, of items of their size.
    [[nodiscard]] constexpr bool is_readable() const noexcept { return readable_; }

    /// Tells why items of `itemsize` bytes cannot be read; the code is `success` where they can.
    ///
    /// Errors: those of `try_record_size` with the column; `itemsize_mismatch`.
    [[nodiscard]] constexpr error_info error(std::ptrdiff_t itemsize) const noexcept {
        const auto whole = try_whole_item(view());
        if (!whole) return whole.error();
        if (whole->nbytes == itemsize) return {};
        return {.code = errc::itemsize_mismatch,
                .need = static_cast<std::uint64_t>(whole->nbytes),
                .have = static_cast<std::uint64_t>(itemsize)};
    }

    /// Refers to the item at `at`. Requires: `is_readable()`; the format outlives the reference.
    template <class Byte>
    [[nodiscard]] constexpr field_ref<Byte> item_at(Byte* at, bool readonly) const noexcept {
        return {view(), *try_whole_item(view()), at, readonly};
    }

    /// Tells whether two formats describe the same bytes as the same values.
    [[nodiscard]] friend constexpr bool equivalent(const item_format& a, const item_format& b) noexcept {
        const plan_field& x = a.plan_;
        const plan_field& y = b.plan_;
        // Plans do not tell text and bits from strings, nor objects from addresses.
        const bool is_told = x.symbol == y.symbol || (x.kind != value_kind::string && x.kind != value_kind::pointer);
        if (a.single_ && b.single_ && is_told && x.kind == y.kind && x.itemsize == y.itemsize && x.count == y.count &&
            x.swapped == y.swapped)
            return true; // without a look at the texts
        return equivalent_formats(a.text(), a.length_, b.text(), b.length_);
    }

private:
    constexpr void parse() noexcept {
        if (length_ == 1) // the most common ones
            if (const format_code code = find_code(few_[0]); code.kind != value_kind::unknown && !code.only_in_records)
                return keep(code.kind, 0, plain_plan(code), code.native_size);
        const auto whole = try_whole_item(view());
        readable_ = whole.has_value();
        single_ = false;
        if (readable_) keep(whole->code.kind, whole->ndim, detail::plan_of(*whole), whole->nbytes);
    }
    constexpr void keep(value_kind kind, std::size_t ndim, const plan_field& plan, std::ptrdiff_t size) noexcept {
        single_ = ndim == 0 && kind != value_kind::record && kind != value_kind::long_floating &&
                  kind != value_kind::long_complex && kind != value_kind::padding;
        plan_ = plan;
        size_ = size;
    }

    // The plan of one native item.
    static constexpr plan_field plain_plan(const format_code& code) noexcept {
        plan_field plan{};
        plan.count = 1;
        plan.kind = code.kind;
        plan.itemsize = code.native_size;
        plan.symbol = code.symbol;
        plan.number = number_code_of(code.kind, code.native_size, false);
        return plan;
    }

    const char* text_ = nullptr; // null: in place
    std::size_t length_ = 1;
    char few_[8] = {'B'};
    bool readable_ = true;
    bool single_ = true;
    std::ptrdiff_t size_ = 1; // bytes that the text describes
    plan_field plan_ = plain_plan(find_code('B'));
};

} // namespace lendbuf::inline LENDBUF_ABI
