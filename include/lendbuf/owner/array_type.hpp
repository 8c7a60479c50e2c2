// The types an array of a type known at run time can have: one table of codes, with how an item is read and written.
#pragma once

#include <cstddef>
#include <cstring>
#include <lendbuf/element/codec.hpp>
#include <lendbuf/element/item.hpp>
#include <lendbuf/kernel/byte_swap.hpp>
#include <lendbuf/owner/array_item.hpp>
#include <string_view>

namespace lendbuf::inline LENDBUF_ABI::detail {

/// Says what is known of a typecode.
struct array_type {
    const char* code;
    const char* format;
    std::ptrdiff_t itemsize; ///< bytes
    item (*load)(const std::byte* from);
    error_info (*store)(std::byte* to, const item& value);
    void (*swap)(std::byte* items, std::ptrdiff_t count);
};

template <class T>
item load_item(const std::byte* from) {
    T value;
    std::memcpy(&value, from, sizeof value);
    return value;
}

template <class T>
error_info store_item(std::byte* to, const item& value) {
    T stored{};
    if constexpr (complex_like<T>) {
        using part = typename T::value_type;
        const bool is_number =
            value.is_integer() || value.type() == item_type::floating || value.type() == item_type::complex;
        if (!is_number) return {.code = errc::wrong_type, .symbol = 'Z', .field = 0};
        stored = T{static_cast<part>(value.real()), static_cast<part>(value.imag())};
    } else if constexpr (std::same_as<T, half>) {
        const auto real = value.try_as<double>();
        if (!real) return real.error();
        stored = half(*real);
        const bool finite = (stored.bits() & 0x7C00u) != 0x7C00u;
        if (!finite && *real - *real == 0) return {.code = errc::float_too_large, .symbol = 'e', .field = 0};
    } else {
        const auto number = value.try_as<T>();
        if (!number) return number.error();
        stored = *number;
    }
    std::memcpy(to, &stored, sizeof stored);
    return {};
}

template <class T>
void swap_items([[maybe_unused]] std::byte* items, [[maybe_unused]] std::ptrdiff_t count) {
    constexpr std::size_t size = word_size<T>;
    if constexpr (size > 1)
        kernel::copy_swapped<size>(items, items, count * static_cast<std::ptrdiff_t>(sizeof(T) / size));
}

template <class T>
[[nodiscard]] constexpr array_type array_type_for(const char* code, const char* format) noexcept {
    return {code, format, static_cast<std::ptrdiff_t>(sizeof(T)), &load_item<T>, &store_item<T>, &swap_items<T>};
}
template <class T>
inline constexpr array_type array_type_row = array_type_for<T>(format_of<T>(), format_of<T>());

// Characters, as the numbers of their code points. 'u' is as long as wchar_t; in formats it always has 2 bytes.
inline constexpr array_type character_row = array_type_for<char32_t>("w", "w");
inline constexpr array_type wide_character_row =
    sizeof(wchar_t) == 4 ? array_type_for<char32_t>("u", "w") : array_type_for<char16_t>("u", "u");

/// Gives all types: those of array.array, and bool.
inline constexpr const array_type* array_types[] = {&array_type_row<signed char>,
                                                    &array_type_row<unsigned char>,
                                                    &array_type_row<short>,
                                                    &array_type_row<unsigned short>,
                                                    &array_type_row<int>,
                                                    &array_type_row<unsigned>,
                                                    &array_type_row<long>,
                                                    &array_type_row<unsigned long>,
                                                    &array_type_row<long long>,
                                                    &array_type_row<unsigned long long>,
                                                    &array_type_row<half>,
                                                    &array_type_row<float>,
                                                    &array_type_row<double>,
                                                    &array_type_row<complex_value<float>>,
                                                    &array_type_row<complex_value<double>>,
                                                    &wide_character_row,
                                                    &character_row,
                                                    &array_type_row<bool>};

/// Finds the type of a code; null, when there is none.
[[nodiscard]] constexpr const array_type* array_type_of(std::string_view code) noexcept {
    for (const array_type* type : array_types)
        if (code == type->code) return type;
    return nullptr;
}

/// Orders two values exactly; what are no real numbers has no order, unless it is equal.
[[nodiscard]] inline std::partial_ordering order_of_items(const item& a, const item& b) noexcept {
    if (a == b) return std::partial_ordering::equivalent;
    if (a.type() == item_type::complex || b.type() == item_type::complex) return std::partial_ordering::unordered;
    if (!a.is_integer() && !b.is_integer()) return a.real() <=> b.real();
    if (!a.is_integer()) {
        const std::partial_ordering turned = order_of_items(b, a);
        return std::is_lt(turned)   ? std::partial_ordering::greater
               : std::is_gt(turned) ? std::partial_ordering::less
                                    : turned;
    }
    if (b.is_integer()) {
        if (a.negative() != b.negative())
            return a.negative() ? std::partial_ordering::less : std::partial_ordering::greater;
        return a.integer_bits() <=> b.integer_bits();
    }
    return a.negative() ? order_exactly(static_cast<std::int64_t>(a.integer_bits()), b.real())
                        : order_exactly(a.integer_bits(), b.real());
}

} // namespace lendbuf::inline LENDBUF_ABI::detail
