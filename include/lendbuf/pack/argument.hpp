// Arguments that may lie in the very bytes that are written: numbers are copied first, strings and arrays recognised.
#pragma once

#include <cstddef>
#include <cstdint>
#include <lendbuf/pack/byte_source.hpp>
#include <lendbuf/pack/value_writer.hpp>
#include <type_traits>

namespace lendbuf::inline LENDBUF_ABI::detail {

/// Holds a short character array by value; the copy of a literal costs nothing, as the compiler knows its bytes.
template <std::size_t Size>
struct short_text {
    explicit constexpr short_text(const char (&text)[Size]) noexcept : length(characters_of(text).size()) {
        for (std::size_t k = 0; k < Size; ++k) bytes[k] = text[k];
    }
    [[nodiscard]] constexpr const char* data() const noexcept { return bytes; }
    [[nodiscard]] constexpr std::size_t size() const noexcept { return length; }

    char bytes[Size] = {};
    std::size_t length;
};
template <class V>
inline constexpr bool is_short_text = false;
template <std::size_t Size>
inline constexpr bool is_short_text<short_text<Size>> = true;

template <std::size_t Size>
[[nodiscard]] constexpr short_text<Size> settled_text(const char (&text)[Size]) noexcept
    requires(Size <= 32)
{
    return short_text<Size>(text);
}
template <class Text>
[[nodiscard]] constexpr auto settled_text(const Text& text) noexcept {
    return characters_of(text);
}

// Larger ones stay where they are: copies cost more than a look at their address.
inline constexpr std::size_t most_copied = 128;

/// Tells whether arguments of type `V` are copied before anything is written.
template <class V>
inline constexpr bool is_copied = std::is_trivially_copyable_v<V> && !std::is_array_v<V> && sizeof(V) <= most_copied;

/// Copies a number, and sees the bytes of a string: arguments may lie in the memory that is about to be written.
template <value_kind Kind, class V>
[[nodiscard]] constexpr decltype(auto) settled(const V& value) noexcept {
    if constexpr ((Kind == value_kind::string || Kind == value_kind::counted_string) && string_like<V>)
        return settled_text(value);
    else if constexpr (is_copied<V>)
        return V(value);
    else
        return (value);
}

/// Tells whether a string lies, in part at least, in `size` bytes at `record`; a value that is none does not.
template <class Byte, class V>
[[nodiscard]] bool overlaps(const Byte* record, std::ptrdiff_t size, const V& value) noexcept {
    if constexpr (!is_short_text<V> && requires { characters_of(value); }) {
        const auto text = characters_of(value);
        // As numbers: pointers into different arrays have no order.
        const auto begin = reinterpret_cast<std::uintptr_t>(text.data());
        const auto place = reinterpret_cast<std::uintptr_t>(record);
        return begin < place + static_cast<std::uintptr_t>(size) && place < begin + text.size();
    } else {
        (void)record, (void)size, (void)value;
        return false;
    }
}
template <class Byte, class V>
[[nodiscard]] bool overlaps(strided_bytes<Byte> record, std::ptrdiff_t size, const V& value) noexcept {
    if (size == 0) return false;
    const Byte* const first = &record[0];
    const Byte* const last = &record[size - 1];
    return last < first ? overlaps(last, first - last + 1, value) : overlaps(first, last - first + 1, value);
}

/// Sees the bytes of `count` items.
template <class T>
[[nodiscard]] string_slice<std::byte> memory_of(const T* items, std::ptrdiff_t count) noexcept {
    // Safety: std::byte may look at any object's bytes; only their addresses are asked for.
    return {static_cast<const std::byte*>(static_cast<const void*>(items)),
            static_cast<std::size_t>(count) * sizeof(T)};
}

/// Tells whether an argument that was not copied lies, in part at least, in `size` bytes at `record`.
template <class Cursor, class V>
[[nodiscard]] bool lies_in(Cursor record, std::ptrdiff_t size, const V& value) noexcept {
    if constexpr (is_copied<V>) {
        (void)record, (void)size, (void)value;
        return false;
    } else {
        return overlaps(record, size, memory_of(__builtin_addressof(value), 1));
    }
}

} // namespace lendbuf::inline LENDBUF_ABI::detail
