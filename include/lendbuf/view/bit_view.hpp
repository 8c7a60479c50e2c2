// The bits of a view of bytes, one by one: bitmaps, masks and 1-bit images in place.
#pragma once

#include <bit>
#include <concepts>
#include <cstddef>
#include <lendbuf/element/bits.hpp>
#include <lendbuf/element/position_iterator.hpp>
#include <lendbuf/kernel/count_bits.hpp>
#include <lendbuf/layout/slice.hpp>
#include <lendbuf/view/buffer_view.hpp>
#include <type_traits>
#include <utility>

namespace lendbuf::inline LENDBUF_ABI {

/// Views bytes as a row of bits. Items are bools where `Byte` is const, otherwise references that assign as bools do.
///
/// As shallow as a view of bytes, with the same `Hold`. A number of bits that is no multiple of 8 is a slice:
/// `bit_view(mask)[slice(0, 13)]`.
/// Python: numpy.unpackbits, but in place; memoryview knows no bits.
template <byte_like Byte, hold_tag Hold = borrowed>
class bit_view {
    using items = bit_items<Byte>;

public:
    using value_type = bool;
    using reference = decltype(items().at_unchecked(0));
    using difference_type = std::ptrdiff_t;

    constexpr bit_view() noexcept = default;

    /// Views the bits of 1-D bytes that `x` exports, in each byte from the end that `from` names.
    ///
    /// Throws: value_error (`shape_overflow`), when there are more bits than an index can count.
    template <viewable X>
        requires(!std::same_as<std::remove_cvref_t<X>, bit_view>) &&
                std::constructible_from<buffer_view<Byte, 1, strided, Hold>, X>
    explicit constexpr bit_view(X&& x, bit_order from = bit_order::msb_first) {
        const buffer_view<Byte, 1, strided, Hold> bytes(x);
        count_ = bytes.size();
        if (!checked_multiply(count_, 8)) fail({.code = errc::shape_overflow, .field = 0});
        items_ = {bytes.data(), bytes.strides()[0], 0, 1, from};
        hold_ = bytes.hold();
    }

    /// Gives the number of bits. Python: len
    [[nodiscard]] constexpr std::ptrdiff_t size() const noexcept { return count_; }
    [[nodiscard]] constexpr bool empty() const noexcept { return count_ == 0; }

    /// Tells which end of a byte comes first.
    [[nodiscard]] constexpr bit_order order() const noexcept { return items_.bits_from; }

    /// Gives what the view keeps besides its pointer: `borrowed`, or a lease in `leased`.
    [[nodiscard]] constexpr const Hold& hold() const noexcept { return hold_; }

    /// Gives a bit; negative counts from the end. Throws: index_error with index and extent.
    [[nodiscard]] constexpr reference operator[](std::integral auto index) const {
        return items_.at_unchecked(detail::checked_index_from(index, count_, 0));
    }

    /// Gives the bits that a slice names. Throws: value_error for a zero step.
    template <bool Stepped>
    [[nodiscard]] constexpr bit_view operator[](const slice<Stepped>& s) const {
        const slice_indices at = s.indices(count_);
        bit_view part = *this;
        part.count_ = at.length;
        if (at.length > 0) part.items_.first += items_.step * at.start;
        if (at.length > 1) part.items_.step *= at.step;
        return part;
    }

    [[nodiscard]] constexpr auto begin() const noexcept { return position_iterator<items>(items_, 0); }
    [[nodiscard]] constexpr auto end() const noexcept { return position_iterator<items>(items_, count_); }

    /// Counts the bits that are set. Complexity: linear; whole vectors at a time, where step and stride are 1.
    [[nodiscard]] constexpr std::ptrdiff_t count() const noexcept {
        if (__builtin_is_constant_evaluated() || items_.stride != 1 || items_.step != 1) {
            std::ptrdiff_t sum = 0;
            for (std::ptrdiff_t k = 0; k < count_; ++k) sum += items_.at_unchecked(k) ? 1 : 0;
            return sum;
        }
        if (count_ == 0) return 0;
        const std::ptrdiff_t end = items_.first + count_;
        const std::ptrdiff_t last = (end - 1) / 8;
        // Safety: std::byte may look at any object's bytes; these hold the view's bits.
        const auto* const bytes = static_cast<const std::byte*>(static_cast<const void*>(items_.bytes));
        const std::ptrdiff_t whole =
            kernel::count_bits(bytes + items_.first / 8, last - items_.first / 8 + 1); // the first and last bytes, too
        return whole - count_in_byte(bytes[items_.first / 8], 0, items_.first % 8) -
               count_in_byte(bytes[last], end - last * 8, 8);
    }

    /// Forbids writing.
    [[nodiscard]] constexpr auto toreadonly() const noexcept {
        bit_view<const Byte, Hold> other;
        other.items_ = {items_.bytes, items_.stride, items_.first, items_.step, items_.bits_from};
        other.count_ = count_;
        other.hold_ = hold_;
        return other;
    }

private:
    template <byte_like, hold_tag>
    friend class bit_view;

    // Counts the bits of places [begin, end) in a byte.
    [[nodiscard]] constexpr std::ptrdiff_t count_in_byte(std::byte byte, std::ptrdiff_t begin,
                                                         std::ptrdiff_t end) const noexcept {
        const bool up = items_.bits_from == bit_order::lsb_first;
        const unsigned from_begin = up ? 0xFFu << begin : 0xFFu >> begin;
        const unsigned from_end = up ? 0xFFu << end : 0xFFu >> end;
        return std::popcount(std::to_integer<unsigned>(byte) & from_begin & ~from_end);
    }

    items items_{};
    std::ptrdiff_t count_ = 0;
    [[no_unique_address]] Hold hold_{};
};

/// Deduces from what `buffer_view` would deduce.
template <viewable X>
bit_view(X&&, bit_order = bit_order::msb_first)
    -> bit_view<typename region_t<X>::element_type, std::conditional_t<leasing_exporter<X>, leased, borrowed>>;

} // namespace lendbuf::inline LENDBUF_ABI
