// One field whose code is known at run time: reading, checking and writing its values.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <lendbuf/element/codec.hpp>
#include <lendbuf/element/item.hpp>
#include <lendbuf/element/strided_bytes.hpp>
#include <lendbuf/format/parse.hpp>
#include <type_traits>

namespace lendbuf::inline LENDBUF_ABI {

/// Names what a plain number is in memory, so that one jump leads to its load.
enum class number_code : std::uint8_t {
    other,
    uint8,
    int8,
    uint16,
    uint16_swapped,
    int16,
    int16_swapped,
    uint32,
    uint32_swapped,
    int32,
    int32_swapped,
    uint64,
    uint64_swapped,
    int64,
    int64_swapped,
    float16,
    float16_swapped,
    float32,
    float32_swapped,
    float64,
    float64_swapped,
};

[[nodiscard]] constexpr number_code number_code_of(value_kind kind, std::ptrdiff_t size, bool swapped) noexcept {
    const auto pick = [swapped](number_code straight) {
        return static_cast<number_code>(static_cast<int>(straight) + (swapped ? 1 : 0));
    };
    const bool is_signed = kind == value_kind::signed_integer;
    if (is_signed || kind == value_kind::unsigned_integer) switch (size) {
        case 1: return is_signed ? number_code::int8 : number_code::uint8;
        case 2: return pick(is_signed ? number_code::int16 : number_code::uint16);
        case 4: return pick(is_signed ? number_code::int32 : number_code::uint32);
        default: return pick(is_signed ? number_code::int64 : number_code::uint64);
        }
    if (kind == value_kind::floating)
        return pick(size == 2 ? number_code::float16 : size == 4 ? number_code::float32 : number_code::float64);
    return number_code::other;
}

/// Describes one field of a format parsed at run time; repeats stay a count. Not initialised unless made with `{}`.
struct plan_field {
    std::ptrdiff_t offset;      ///< bytes from the start of the record
    std::ptrdiff_t count;       ///< repeats; for strings and padding bytes
    std::ptrdiff_t values;      ///< none for padding, one for a string, otherwise the repeats
    std::ptrdiff_t first_value; ///< number of the field's first value in the record
    value_kind kind;
    std::uint8_t itemsize;
    bool swapped; ///< whether the byte order is not the machine's
    char symbol;
    number_code number;

    constexpr plan_field() noexcept = default;
    constexpr plan_field(const format_field& field, std::ptrdiff_t first) noexcept
        : offset(field.offset),
          count(field.count),
          values(field.values()),
          first_value(first),
          kind(field.code.kind),
          itemsize(static_cast<std::uint8_t>(field.itemsize)),
          swapped(field.itemsize > 1 && field.byte_order != std::endian::native),
          symbol(field.code.symbol),
          number(number_code_of(kind, itemsize, swapped)) {}
};

namespace detail {

/// Loads `size` (1, 2, 4 or 8) bytes as an unsigned number.
template <class Cursor>
[[nodiscard]] constexpr std::uint64_t load_sized(Cursor at, unsigned size, bool swapped) noexcept {
    switch (size) {
    case 1: return load_bits<std::uint8_t>(at);
    case 2: return swapped ? byteswap(load_bits<std::uint16_t>(at)) : load_bits<std::uint16_t>(at);
    case 4: return swapped ? byteswap(load_bits<std::uint32_t>(at)) : load_bits<std::uint32_t>(at);
    default: return swapped ? byteswap(load_bits<std::uint64_t>(at)) : load_bits<std::uint64_t>(at);
    }
}

template <class Cursor>
constexpr void store_sized(Cursor at, unsigned size, bool swapped, std::uint64_t bits) noexcept {
    const auto put = [at, swapped]<class U>(U value) { store_bits(at, swapped ? byteswap(value) : value); };
    switch (size) {
    case 1: return put(static_cast<std::uint8_t>(bits));
    case 2: return put(static_cast<std::uint16_t>(bits));
    case 4: return put(static_cast<std::uint32_t>(bits));
    default: return put(bits);
    }
}

[[nodiscard]] constexpr std::int64_t extend_sign(std::uint64_t bits, unsigned size) noexcept {
    const unsigned unused = 64 - 8 * size;
    return static_cast<std::int64_t>(bits << unused) >> unused;
}

[[nodiscard]] constexpr double float_of(std::uint64_t bits, unsigned size) noexcept {
    switch (size) {
    case 2: return static_cast<double>(half_to_float(static_cast<std::uint16_t>(bits)));
    case 4: return static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(bits)));
    default: return std::bit_cast<double>(bits);
    }
}

[[nodiscard]] constexpr std::uint64_t bits_of_float(double value, unsigned size) noexcept {
    switch (size) {
    case 2: return double_to_half(value).bits;
    case 4: return std::bit_cast<std::uint32_t>(narrow_to_float(value));
    default: return std::bit_cast<std::uint64_t>(value);
    }
}

[[nodiscard]] constexpr byte_run run_at(const std::byte* at, std::ptrdiff_t length) noexcept {
    return {at, length, 1};
}
[[nodiscard]] constexpr byte_run run_at(strided_bytes<const std::byte> at, std::ptrdiff_t length) noexcept {
    // An empty run may stand behind the last byte, where there may be no memory left to point to.
    return {length == 0 ? at.first : &at[0], length, at.stride};
}

/// Sees the string at `at`: for `p` what the length byte says, but no more than there is.
template <class Cursor>
[[nodiscard]] constexpr byte_run string_at(Cursor at, const plan_field& field) noexcept {
    if (field.kind != value_kind::counted_string)
        return run_at(at, field.kind == value_kind::character ? 1 : field.count);
    if (field.count == 0) return run_at(at, 0);
    const std::ptrdiff_t length = std::to_integer<std::uint8_t>(at[0]);
    return run_at(at + 1, length < field.count ? length : field.count - 1);
}

} // namespace detail

/// Reads the value at `at`, which is one of `field`'s.
///
/// Python: the value rules of struct.unpack.
template <class Cursor>
[[nodiscard]] constexpr item read_item(Cursor at, const plan_field& field) noexcept {
    const unsigned size = field.itemsize;
    switch (field.kind) {
    case value_kind::signed_integer: return detail::extend_sign(detail::load_sized(at, size, field.swapped), size);
    case value_kind::pointer:
    case value_kind::unsigned_integer: return detail::load_sized(at, size, field.swapped);
    case value_kind::boolean: return detail::load_sized(at, size, field.swapped) != 0;
    case value_kind::floating: return detail::float_of(detail::load_sized(at, size, field.swapped), size);
    case value_kind::complex: {
        const unsigned part = size / 2;
        const double re = detail::float_of(detail::load_sized(at, part, field.swapped), part);
        const double im =
            detail::float_of(detail::load_sized(at + static_cast<std::ptrdiff_t>(part), part, field.swapped), part);
        return complex_value<double>{re, im};
    }
    case value_kind::character:
    case value_kind::string:
    case value_kind::counted_string: return detail::string_at(at, field);
    default: return {};
    }
}

/// Checks that `value` may be written as one of `field`'s values.
///
/// Errors: `success`, `not_an_integer`, `not_a_float`, `not_a_byte`, `not_bytes`, `number_out_of_range`,
/// `float_too_large`.
/// Python: the type and range rules of struct.pack; `f` is checked in native mode too.
[[nodiscard]] constexpr errc check_item(const item& value, const plan_field& field) noexcept {
    const auto is_number = value.type() == item_type::floating || value.is_integer();
    switch (field.kind) {
    case value_kind::signed_integer: {
        if (!value.is_integer()) return errc::not_an_integer;
        const std::uint64_t most = (std::uint64_t{1} << (8 * field.itemsize - 1)) - 1;
        // Below zero, ~bits is how far: -1 gives 0, the least number gives `most`.
        const std::uint64_t bits = value.negative() ? ~value.integer_bits() : value.integer_bits();
        return bits <= most ? errc::success : errc::number_out_of_range;
    }
    case value_kind::unsigned_integer: {
        if (!value.is_integer()) return errc::not_an_integer;
        const std::uint64_t most = ~std::uint64_t{0} >> (64 - 8 * field.itemsize);
        return !value.negative() && value.integer_bits() <= most ? errc::success : errc::number_out_of_range;
    }
    case value_kind::pointer:
        if (!value.is_integer()) return errc::not_an_integer;
        return value.negative() || value.integer_bits() <= ~std::uintptr_t{0} ? errc::success
                                                                              : errc::number_out_of_range;
    case value_kind::floating:
    case value_kind::complex: {
        if (!is_number && (field.kind == value_kind::floating || value.type() != item_type::complex))
            return errc::not_a_float;
        const unsigned size = field.kind == value_kind::complex ? field.itemsize / 2u : field.itemsize;
        const bool overflow = size == 2 ? double_to_half(value.real()).overflow
                              : size == 4
                                  ? detail::overflows_float(value.real()) || detail::overflows_float(value.imag())
                                  : false;
        return overflow ? errc::float_too_large : errc::success;
    }
    case value_kind::character:
        return value.type() == item_type::bytes && value.bytes().length == 1 ? errc::success : errc::not_a_byte;
    case value_kind::string:
    case value_kind::counted_string: return value.type() == item_type::bytes ? errc::success : errc::not_bytes;
    default: return errc::success;
    }
}

/// Describes why a value and a field do not suit: `number` counts the values of the record, `offset` its bytes.
[[nodiscard, gnu::cold, gnu::noinline]] constexpr error_info item_failure(errc code, const plan_field& field,
                                                                          std::ptrdiff_t number,
                                                                          std::ptrdiff_t offset) noexcept {
    const bool is_range = code == errc::number_out_of_range || code == errc::value_out_of_range;
    const unsigned bits = 8u * field.itemsize - (field.kind == value_kind::signed_integer ? 1 : 0);
    return {.code = code,
            .symbol = field.symbol,
            .field = static_cast<std::int32_t>(number),
            .offset = offset,
            .need = is_range && bits <= 64 ? ~std::uint64_t{0} >> (64 - bits) : 0};
}

namespace detail {

/// Counts the bytes that are read of a string for `field`; those that do not fit are cut.
[[nodiscard]] constexpr std::ptrdiff_t bytes_taken(const byte_run& text, const plan_field& field) noexcept {
    const std::ptrdiff_t room = field.kind != value_kind::counted_string
                                    ? field.kind == value_kind::character ? 1 : field.count
                                : field.count > 0 ? field.count - 1
                                                  : 0;
    return text.length < room ? text.length : room;
}

/// Copies `count` bytes of a string that may lie where they go, if only the bytes there are as far apart.
template <class Cursor>
constexpr void move_text(Cursor to, const byte_run& text, std::ptrdiff_t count) noexcept {
    if constexpr (std::is_pointer_v<Cursor>)
        if (!__builtin_is_constant_evaluated() && text.stride == 1) {
            if (count > 0) std::memmove(to, text.first, static_cast<std::size_t>(count));
            return;
        }
    bool from_end = false; // whether the first byte written is one that is read later
    for (std::ptrdiff_t n = 1; n < count && !from_end; ++n) from_end = &text.first[n * text.stride] == &to[0];
    for (std::ptrdiff_t n = 0; n < count; ++n) {
        const std::ptrdiff_t k = from_end ? count - 1 - n : n;
        to[k] = text[k];
    }
}

} // namespace detail

namespace detail {

/// Writes a string. Apart from numbers, so that these need no more registers.
template <class Cursor>
[[gnu::noinline]] constexpr void write_text_item(Cursor at, const byte_run& text, const plan_field& field) noexcept {
    if (field.kind != value_kind::character && field.count == 0) return;
    const std::ptrdiff_t start = field.kind == value_kind::counted_string ? 1 : 0;
    const std::ptrdiff_t end = field.kind == value_kind::character ? 1 : field.count;
    const std::ptrdiff_t taken = bytes_taken(text, field);
    move_text(at + start, text, taken);
    for (std::ptrdiff_t n = start + taken; n < end; ++n) at[n] = std::byte{};
    // Last, as it may have been one of the string's bytes.
    if (field.kind == value_kind::counted_string) at[0] = static_cast<std::byte>(taken < 255 ? taken : 255);
}

} // namespace detail

/// Writes a value that `check_item` accepts at `at`; strings are cut, and padded with zeros. A string may lie in the
/// field's own bytes when its bytes are as far apart as those.
template <class Cursor>
constexpr void write_item(Cursor at, const item& value, const plan_field& field) noexcept {
    const unsigned size = field.itemsize;
    switch (field.kind) {
    case value_kind::signed_integer:
    case value_kind::unsigned_integer:
    case value_kind::pointer: return detail::store_sized(at, size, field.swapped, value.integer_bits());
    case value_kind::boolean: return detail::store_sized(at, size, field.swapped, value.truth() ? 1 : 0);
    case value_kind::floating:
        return detail::store_sized(at, size, field.swapped, detail::bits_of_float(value.real(), size));
    case value_kind::complex: {
        const unsigned part = size / 2;
        detail::store_sized(at, part, field.swapped, detail::bits_of_float(value.real(), part));
        return detail::store_sized(at + static_cast<std::ptrdiff_t>(part), part, field.swapped,
                                   detail::bits_of_float(value.imag(), part));
    }
    case value_kind::character:
    case value_kind::string:
    case value_kind::counted_string: return detail::write_text_item(at, value.bytes(), field);
    default: return;
    }
}

} // namespace lendbuf::inline LENDBUF_ABI
