// Items into a record whose strings lie in the very bytes that are written: in an order, and with copies, that lose none.
#pragma once

#include <cstddef>
#include <cstdint>
#include <lendbuf/base/error_info.hpp>
#include <lendbuf/element/field_codec.hpp>
#include <lendbuf/pack/byte_source.hpp>
#include <lendbuf/pack/value_writer.hpp>
#include <utility>

namespace lendbuf::inline LENDBUF_ABI::detail {

/// Gives the bytes of the stack that strings may be copied to before they would be overwritten.
inline constexpr std::ptrdiff_t most_bytes_saved = 512;

/// Says where a record lies, in numbers that can be compared.
class record_place {
public:
    record_place(const std::byte* record, std::ptrdiff_t bytes) noexcept
        : first_(reinterpret_cast<std::uintptr_t>(record)), size_(bytes) {}
    record_place(strided_bytes<std::byte> record, std::ptrdiff_t bytes) noexcept
        : first_(bytes == 0 ? 0 : reinterpret_cast<std::uintptr_t>(&record[0])), stride_(record.stride), size_(bytes) {}

    [[nodiscard]] std::ptrdiff_t size() const noexcept { return size_; }
    [[nodiscard]] std::ptrdiff_t stride() const noexcept { return stride_; }

    /// Tells whether any of `count` bytes of a string may be one of the record's bytes from `begin` to `end`. Says yes
    /// where only a look at each of them could tell.
    [[nodiscard]] bool may_meet(const byte_run& text, std::ptrdiff_t count, std::ptrdiff_t begin,
                                std::ptrdiff_t end) const noexcept {
        if (count == 0 || begin == end) return false;
        const auto text_first = reinterpret_cast<std::uintptr_t>(text.first);
        const span_of_addresses bytes(text_first, count, text.stride);
        const span_of_addresses target(first_ + to_unsigned(begin * stride_), end - begin, stride_);
        if (bytes.high < target.low || target.high < bytes.low) return false;
        if (stride_ == 0 || (text.stride != stride_ && count > 1)) return true;
        return static_cast<std::ptrdiff_t>(text_first - first_) % stride_ == 0;
    }

private:
    [[nodiscard]] static constexpr std::uintptr_t to_unsigned(std::ptrdiff_t distance) noexcept {
        return static_cast<std::uintptr_t>(distance);
    }

    struct span_of_addresses {
        span_of_addresses(std::uintptr_t start, std::ptrdiff_t count, std::ptrdiff_t step) noexcept
            : low(start), high(start + to_unsigned((count - 1) * step)) {
            if (step < 0) std::swap(low, high);
        }
        std::uintptr_t low;
        std::uintptr_t high; // of the last byte
    };

    std::uintptr_t first_; // address of the first byte
    std::ptrdiff_t stride_ = 1;
    std::ptrdiff_t size_;
};

/// Tells whether `field` takes bytes out of `value`, which are then read when it is written.
[[nodiscard]] constexpr bool takes_bytes(const item& value, const plan_field& field) noexcept {
    return value.type() == item_type::bytes &&
           (field.kind == value_kind::string || field.kind == value_kind::counted_string ||
            field.kind == value_kind::character);
}

/// Tells whether an item is no string in the record, by the least of questions; where they do not tell, says no.
[[nodiscard]] inline bool is_far(const std::byte* record, std::ptrdiff_t size, const item& value) noexcept {
    if (value.type() != item_type::bytes) return true;
    const byte_run text = value.bytes();
    const auto distance = reinterpret_cast<std::uintptr_t>(text.first) - reinterpret_cast<std::uintptr_t>(record);
    return text.stride == 1 && distance >= static_cast<std::uintptr_t>(size) &&
           0 - distance >= static_cast<std::uintptr_t>(text.length);
}
[[nodiscard]] inline bool is_far(const strided_bytes<std::byte>&, std::ptrdiff_t, const item& value) noexcept {
    return value.type() != item_type::bytes;
}

/// Writes items that `check_item` accepts as one record. Values are written from the first to the last or the other way
/// round, whichever overwrites fewer strings that are still to be read; these are copied before.
template <class Structure, class Cursor>
class overlapping_writer {
public:
    overlapping_writer(const Structure& structure, Cursor record, const item* items) noexcept
        : structure_(structure), record_(record), items_(items), place_(record, structure.size()) {}

    /// Tells whether a string may lie in the record. Complexity: linear in the fields and the strings.
    [[nodiscard, gnu::noinline]] bool is_needed() const noexcept {
        for (const plan_field& field : structure_.fields())
            for (std::ptrdiff_t k = field.first_value; k < field.first_value + field.values; ++k) {
                if (!takes_bytes(items_[k], field)) break; // nor does any other value of the field
                const byte_run text = items_[k].bytes();
                if (place_.may_meet(text, bytes_taken(text, field), 0, place_.size())) return true;
            }
        return false;
    }

    /// Errors: `overlap_needs_scratch`; nothing is written then.
    [[nodiscard, gnu::cold, gnu::noinline]] error_info write() const noexcept {
        const std::ptrdiff_t upwards = bytes_lost(true);
        const std::ptrdiff_t downwards = upwards == 0 ? 1 : bytes_lost(false);
        const bool up = upwards <= downwards;
        const std::ptrdiff_t need = up ? upwards : downwards;
        if (need > most_bytes_saved)
            return {.code = errc::overlap_needs_scratch,
                    .need = static_cast<std::uint64_t>(need),
                    .have = static_cast<std::uint64_t>(most_bytes_saved)};
        std::byte saved[most_bytes_saved];
        save(saved, up);
        write_all(saved, up);
        return {};
    }

private:
    /// Describes one value: its field, and the bytes of the record that it fills.
    struct value_place {
        const plan_field* field;
        std::ptrdiff_t begin;
        std::ptrdiff_t end;
    };

    [[nodiscard]] value_place value_at(std::ptrdiff_t index) const noexcept {
        const plan_field& field = structure_.field_of_value(index);
        const std::ptrdiff_t nbytes = field.values == 1 ? field.count * field.itemsize : field.itemsize;
        const std::ptrdiff_t begin = field.offset + (index - field.first_value) * nbytes;
        return {&field, begin, begin + nbytes};
    }

    /// Counts the bytes of a string that must be copied before anything is written; 0 for what is no such string.
    [[nodiscard]] std::ptrdiff_t lost(const item& value, const value_place& at, bool up) const noexcept {
        if (!takes_bytes(value, *at.field)) return 0;
        const byte_run text = value.bytes();
        const std::ptrdiff_t taken = bytes_taken(text, *at.field);
        const bool is_lost =
            (up ? place_.may_meet(text, taken, 0, at.begin) : place_.may_meet(text, taken, at.end, place_.size())) ||
            (text.stride != place_.stride() && place_.may_meet(text, taken, at.begin, at.end));
        return is_lost ? taken : 0;
    }

    [[nodiscard]] std::ptrdiff_t bytes_lost(bool up) const noexcept {
        std::ptrdiff_t sum = 0;
        for (std::ptrdiff_t k = 0; k < structure_.value_count(); ++k) sum += lost(items_[k], value_at(k), up);
        return sum;
    }

    void save(std::byte* to, bool up) const noexcept {
        for (std::ptrdiff_t k = 0; k < structure_.value_count(); ++k) {
            const std::ptrdiff_t count = lost(items_[k], value_at(k), up);
            for (std::ptrdiff_t n = 0; n < count; ++n) *to++ = items_[k].bytes()[n];
        }
    }

    void write_all(const std::byte* saved, bool up) const noexcept {
        const std::ptrdiff_t count = structure_.value_count();
        if (!up) saved += bytes_lost(up);
        std::ptrdiff_t edge = up ? 0 : place_.size(); // of what is written
        for (std::ptrdiff_t n = 0; n < count; ++n) {
            const std::ptrdiff_t k = up ? n : count - 1 - n;
            const value_place at = value_at(k);
            const std::ptrdiff_t copied = lost(items_[k], at, up);
            if (!up) saved -= copied;
            write_padding(up ? edge : at.end, up ? at.begin : edge);
            write_item(record_ + at.begin, copied > 0 ? item(byte_run{saved, copied, 1}) : items_[k], *at.field);
            if (up) saved += copied;
            edge = up ? at.end : at.begin;
        }
        write_padding(up ? edge : 0, up ? place_.size() : edge);
    }

    void write_padding(std::ptrdiff_t begin, std::ptrdiff_t end) const noexcept {
        if (begin < end) write_zeros(record_ + begin, end - begin);
    }

    const Structure& structure_;
    Cursor record_;
    const item* items_;
    record_place place_;
};

} // namespace lendbuf::inline LENDBUF_ABI::detail
