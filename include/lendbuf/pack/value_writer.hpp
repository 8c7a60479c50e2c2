// One value and the bytes it becomes: whether its type will do, whether it fits, how it is written.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <lendbuf/base/error.hpp>
#include <lendbuf/element/codec.hpp>
#include <lendbuf/pack/byte_string.hpp>
#include <lendbuf/pack/record_plan.hpp>
#include <type_traits>

namespace lendbuf::inline LENDBUF_ABI::detail {

/// Sees the characters of something string-like; a literal counts without its terminator.
template <std::size_t Size>
[[nodiscard]] constexpr string_slice<char> characters_of(const char (&literal)[Size]) noexcept {
    return {literal, Size > 0 && literal[Size - 1] == '\0' ? Size - 1 : Size};
}
template <class Text>
    requires requires(const Text& t) { requires byte_like<std::remove_pointer_t<decltype(t.data())>>; }
[[nodiscard]] constexpr auto characters_of(const Text& text) noexcept {
    using byte = std::remove_const_t<std::remove_pointer_t<decltype(text.data())>>;
    return string_slice<byte>(text.data(), static_cast<std::size_t>(text.size()));
}

template <class V>
concept string_like = requires(const V& v) { characters_of(v); };

template <value_slot Slot, class V>
consteval void check_type() {
    static_assert(!Slot.is_array, "pack: a repeat above 256 is an array; pack_array writes it");
    if constexpr (Slot.kind == value_kind::string || Slot.kind == value_kind::counted_string)
        static_assert(string_like<V>, "pack: argument for 's' or 'p' must be text or bytes");
    else if constexpr (Slot.kind == value_kind::signed_integer || Slot.kind == value_kind::unsigned_integer)
        static_assert(packable<V, Slot.kind>(), "pack: required argument is not an integer");
    else if constexpr (Slot.kind == value_kind::floating || Slot.kind == value_kind::complex)
        static_assert(packable<V, Slot.kind>(), "pack: required argument is not a float");
    else
        static_assert(packable<V, Slot.kind>(), "pack: the argument's type does not suit the format's character");
}

/// Checks a value of a type that the compiler accepts for `Slot`.
template <value_slot Slot, class V>
[[nodiscard]] constexpr errc check_as(const V& value) noexcept {
    check_type<Slot, V>();
    if constexpr (Slot.kind == value_kind::string || Slot.kind == value_kind::counted_string)
        return errc::success; // they are cut and padded
    else
        return check_value<Slot.kind, static_cast<std::size_t>(Slot.size)>(value);
}

/// Describes a value that does not fit its place, `offset` bytes from the start of the record.
[[nodiscard, gnu::cold, gnu::noinline]] constexpr error_info misfit_at(value_kind kind, char symbol,
                                                                       std::ptrdiff_t size, std::int32_t field,
                                                                       std::ptrdiff_t offset) noexcept {
    const bool is_float = kind == value_kind::floating || kind == value_kind::complex;
    const auto bits = static_cast<unsigned>(8 * size - (kind == value_kind::signed_integer ? 1 : 0));
    return {.code = is_float ? errc::float_too_large : errc::number_out_of_range,
            .symbol = symbol,
            .field = field,
            .offset = offset,
            .need = is_float ? 0 : ~std::uint64_t{0} >> (64 - bits)};
}

template <class Cursor>
constexpr void write_zeros(Cursor at, std::ptrdiff_t count) noexcept {
    if constexpr (std::is_pointer_v<Cursor>)
        if (!__builtin_is_constant_evaluated()) {
            std::memset(at, 0, static_cast<std::size_t>(count));
            return;
        }
    using byte = std::remove_reference_t<decltype(at[0])>;
    for (std::ptrdiff_t k = 0; k < count; ++k) at[k] = byte{};
}

template <class Cursor, class Text>
constexpr void write_text(Cursor at, std::ptrdiff_t room, const Text& text) noexcept {
    const auto length = static_cast<std::ptrdiff_t>(text.size());
    const std::ptrdiff_t used = length < room ? length : room;
    if constexpr (std::is_pointer_v<Cursor>)
        if (!__builtin_is_constant_evaluated()) {
            if (used > 0) std::memcpy(at, text.data(), static_cast<std::size_t>(used));
            if (used < room) write_zeros(at + used, room - used);
            return;
        }
    using byte = std::remove_reference_t<decltype(at[0])>;
    for (std::ptrdiff_t k = 0; k < used; ++k) at[k] = static_cast<byte>(static_cast<std::uint8_t>(text.data()[k]));
    if (used < room) write_zeros(at + used, room - used);
}

/// Writes a value that `check_as` accepts; strings are cut, and padded with zeros.
template <value_slot Slot, class Cursor, class V>
constexpr void write_as(Cursor at, const V& value) noexcept {
    if constexpr (Slot.kind == value_kind::string) {
        write_text(at, Slot.size, characters_of(value));
    } else if constexpr (Slot.kind == value_kind::counted_string && Slot.size > 0) {
        using byte = std::remove_reference_t<decltype(at[0])>;
        const auto text = characters_of(value);
        const std::size_t room = Slot.size - 1 < 255 ? static_cast<std::size_t>(Slot.size - 1) : 255;
        at[0] = static_cast<byte>(static_cast<std::uint8_t>(text.size() < room ? text.size() : room));
        write_text(at + 1, Slot.size - 1, text);
    } else if constexpr (Slot.kind != value_kind::counted_string) {
        write_value<Slot.kind, static_cast<std::size_t>(Slot.size), Slot.byte_order>(at, value);
    }
}

} // namespace lendbuf::inline LENDBUF_ABI::detail
