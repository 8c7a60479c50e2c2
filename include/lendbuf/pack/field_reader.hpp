// From a field whose code is known at run time to a variable whose type the compiler knows.
#pragma once

#include <concepts>
#include <cstddef>
#include <lendbuf/element/field_codec.hpp>
#include <lendbuf/pack/byte_string.hpp>
#include <type_traits>

namespace lendbuf::inline LENDBUF_ABI {

namespace detail {

/// Hands a value to a typed variable. Numbers are checked for range; strings are seen or copied.
template <class T>
[[nodiscard]] constexpr errc assign_item(T& target, const item& value) {
    if constexpr (std::same_as<T, item>) {
        target = value;
    } else if constexpr (std::same_as<T, half>) {
        const auto number = value.template try_as<float>();
        if (!number) return number.error().code;
        target = half(*number);
    } else if constexpr (std::is_arithmetic_v<decltype(plain_value(std::declval<const T&>()))> &&
                         !std::same_as<T, char>) {
        const auto number = value.template try_as<std::remove_const_t<decltype(plain_value(target))>>();
        if (!number) return number.error().code;
        target = static_cast<T>(*number);
    } else if constexpr (complex_like<T>) {
        if (!value.is_integer() && value.type() != item_type::floating && value.type() != item_type::complex)
            return errc::wrong_type;
        using part = typename T::value_type;
        target = T{static_cast<part>(value.real()), static_cast<part>(value.imag())};
    } else {
        if (value.type() != item_type::bytes) return errc::wrong_type;
        const byte_run run = value.bytes();
        if constexpr (std::same_as<T, byte_run>) {
            target = run;
        } else if constexpr (std::same_as<T, char>) {
            if (run.length != 1) return errc::wrong_type;
            target = static_cast<char>(run[0]);
        } else if constexpr (std::same_as<T, string_slice<std::byte>>) {
            if (run.stride != 1 && run.length > 1) return errc::not_contiguous;
            target = T(run.first, static_cast<std::size_t>(run.length));
        } else {
            target = run.template to<T>();
        }
    }
    return errc::success;
}

/// Loads a `Stored` and hands it to a number, checking the range where it could fail.
template <class Stored, bool Swapped, class T, class Cursor>
[[nodiscard]] constexpr errc load_number(T& target, Cursor at) noexcept {
    auto bits = load_bits<uint_of_size<sizeof(Stored)>>(at);
    if constexpr (Swapped) bits = byteswap(bits);
    const auto number = plain_value(std::bit_cast<Stored>(bits));
    if constexpr (std::integral<T> && !std::integral<std::remove_const_t<decltype(number)>>) {
        return errc::wrong_type;
    } else {
        if constexpr (std::integral<T>)
            if (!fits<T>(number)) return errc::value_out_of_range;
        target = static_cast<T>(number);
        return errc::success;
    }
}

template <class T>
inline constexpr bool is_number = std::is_arithmetic_v<T> && !std::same_as<T, bool> && !std::same_as<T, char>;

/// Names the number of fixed width that is a `T` in memory.
template <class T>
using stored_number = std::conditional_t<
    std::floating_point<T>, std::conditional_t<sizeof(T) == 4, float, double>,
    std::conditional_t<std::is_signed_v<T>, std::make_signed_t<uint_of_size<sizeof(T)>>, uint_of_size<sizeof(T)>>>;

template <class Stored>
[[nodiscard]] consteval number_code number_code_of_type(bool swapped) noexcept {
    return number_code_of(std::floating_point<Stored> ? value_kind::floating
                          : std::is_signed_v<Stored>  ? value_kind::signed_integer
                                                      : value_kind::unsigned_integer,
                          sizeof(Stored), swapped);
}

/// Says what each value of a record is, a byte for each of up to eight. Where a structure and the variables of a call
/// say the same, one comparison stands for the checks of all fields.
class value_signature {
public:
    constexpr void add(const plan_field& field) noexcept {
        add(field.values != 1 ? no_mark : field.kind == value_kind::string ? string_mark : field.number);
    }

    /// Gives the signature of variables that take values as they are, or swapped.
    template <bool Swapped, class... T>
    [[nodiscard]] static consteval value_signature of() noexcept {
        value_signature made;
        (made.add(mark_of<Swapped, T>()), ...);
        return made;
    }

    [[nodiscard]] constexpr bool is_known() const noexcept { return marks_ != unknown; }
    friend constexpr bool operator==(const value_signature&, const value_signature&) noexcept = default;

private:
    static constexpr auto no_mark = number_code::other;
    static constexpr auto string_mark = static_cast<number_code>(0x80);
    static constexpr std::uint64_t unknown = ~std::uint64_t{0};

    constexpr void add(number_code mark) noexcept {
        const bool is_full = marks_ >> 56 != 0; // with eight values, or unknown
        marks_ = mark == no_mark || is_full ? unknown : marks_ << 8 | static_cast<std::uint8_t>(mark);
    }

    template <bool Swapped, class T>
    static consteval number_code mark_of() noexcept {
        if constexpr (std::same_as<T, byte_run>)
            return string_mark;
        else if constexpr (is_number<T>)
            return number_code_of_type<stored_number<T>>(Swapped);
        else
            return no_mark;
    }

    std::uint64_t marks_ = 0;
};

/// Reads a value into a variable whose signature is the field's.
template <bool Swapped, class T, class Cursor>
[[gnu::always_inline]] constexpr void read_own(T& target, Cursor at, const plan_field& field) noexcept {
    if constexpr (std::same_as<T, byte_run>)
        target = run_at(at, field.count);
    else
        (void)load_number<stored_number<T>, Swapped>(target, at);
}

} // namespace detail

/// Reads one of `field`'s values at `at` into a variable: numbers are checked for range, strings are seen or copied.
///
/// Errors: `success`; `wrong_type`; `value_out_of_range`; `not_contiguous` for a string slice of strided bytes.
template <class T, class Cursor>
[[nodiscard, gnu::always_inline]] constexpr errc read_field(T& target, Cursor at, const plan_field& field) {
    // Most variables are of their field's own type, and a comparison that is foreseen costs less than a jump; one jump
    // serves the other numbers, and what is left goes by way of an item.
    if constexpr (detail::is_number<T>) {
        using stored = detail::stored_number<T>;
        constexpr number_code own = detail::number_code_of_type<stored>(false);
        constexpr number_code own_swapped = detail::number_code_of_type<stored>(true);
        if (field.number == own) return detail::load_number<stored, false>(target, at);
        if (field.number == own_swapped) return detail::load_number<stored, true>(target, at);
        switch (field.number) {
        case number_code::uint8: return detail::load_number<std::uint8_t, false>(target, at);
        case number_code::int8: return detail::load_number<std::int8_t, false>(target, at);
        case number_code::uint16: return detail::load_number<std::uint16_t, false>(target, at);
        case number_code::uint16_swapped: return detail::load_number<std::uint16_t, true>(target, at);
        case number_code::int16: return detail::load_number<std::int16_t, false>(target, at);
        case number_code::int16_swapped: return detail::load_number<std::int16_t, true>(target, at);
        case number_code::uint32: return detail::load_number<std::uint32_t, false>(target, at);
        case number_code::uint32_swapped: return detail::load_number<std::uint32_t, true>(target, at);
        case number_code::int32: return detail::load_number<std::int32_t, false>(target, at);
        case number_code::int32_swapped: return detail::load_number<std::int32_t, true>(target, at);
        case number_code::uint64: return detail::load_number<std::uint64_t, false>(target, at);
        case number_code::uint64_swapped: return detail::load_number<std::uint64_t, true>(target, at);
        case number_code::int64: return detail::load_number<std::int64_t, false>(target, at);
        case number_code::int64_swapped: return detail::load_number<std::int64_t, true>(target, at);
        case number_code::float16: return detail::load_number<half, false>(target, at);
        case number_code::float16_swapped: return detail::load_number<half, true>(target, at);
        case number_code::float32: return detail::load_number<float, false>(target, at);
        case number_code::float32_swapped: return detail::load_number<float, true>(target, at);
        case number_code::float64: return detail::load_number<double, false>(target, at);
        case number_code::float64_swapped: return detail::load_number<double, true>(target, at);
        case number_code::other: break;
        }
    } else if constexpr (std::same_as<T, byte_run>) {
        if (field.kind == value_kind::string) {
            target = detail::run_at(at, field.count);
            return errc::success;
        }
    }
    return detail::assign_item(target, read_item(at, field));
}

} // namespace lendbuf::inline LENDBUF_ABI
