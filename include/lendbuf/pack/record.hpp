// Records of a format read at run time, in the bytes of any exporter: `row["price"]` reads and writes a field.
#pragma once

#include <cstddef>
#include <lendbuf/element/field_ref.hpp>
#include <lendbuf/element/position_iterator.hpp>
#include <lendbuf/pack/byte_source.hpp>
#include <lendbuf/pack/placement.hpp>
#include <type_traits>

namespace lendbuf::inline LENDBUF_ABI {

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
