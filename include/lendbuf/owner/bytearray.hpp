// bytearray: bytes that can change and grow, and refuse to while they are lent.
#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <lendbuf/owner/growable.hpp>

namespace lendbuf::inline LENDBUF_ABI {

namespace detail {

/// Is satisfied by what lends gapless bytes.
template <class X>
concept exports_bytes = exporter<X> && region_t<X>::rank == 1 && byte_like<typename region_t<X>::element_type> &&
                        std::same_as<typename region_t<X>::layout_type, contiguous>;

template <byte_like Byte>
const std::uint8_t* as_uint8(const Byte* bytes) noexcept {
    // Safety: unsigned char may look at any object's bytes.
    return static_cast<const std::uint8_t*>(static_cast<const void*>(bytes));
}

/// Counts the characters of a literal without its terminator; an array of characters that has none is whole.
template <std::size_t Size>
constexpr std::ptrdiff_t text_length(const char (&literal)[Size]) noexcept {
    return static_cast<std::ptrdiff_t>(literal[Size - 1] == '\0' ? Size - 1 : Size);
}

} // namespace detail

/// Owns changeable bytes, and lends them. `bytearray` takes its memory from the heap.
///
/// Python: bytearray
template <class Memory = heap_memory>
class basic_bytearray : public growable<std::uint8_t, Memory> {
    using base = growable<std::uint8_t, Memory>;
    static constexpr const char* name = "bytearray";

public:
    /// Makes an empty array.
    basic_bytearray() : base(name, 0) {}

    /// Makes an empty array whose memory comes from `memory`, an allocator of the standard kind.
    explicit basic_bytearray(const typename base::memory_type& memory) : base(name, 0, memory) {}

    /// Makes `size` zero bytes. Throws: value_error for a negative size.
    explicit basic_bytearray(std::ptrdiff_t size) : base(name, size) {}

    basic_bytearray(std::initializer_list<std::uint8_t> bytes)
        : base(name, bytes.begin(), static_cast<std::ptrdiff_t>(bytes.size())) {}

    /// Copies the characters of a literal, without its terminator. Python: bytearray(b"...")
    template <std::size_t Size>
    explicit basic_bytearray(const char (&literal)[Size])
        : base(name, detail::as_uint8(literal), detail::text_length(literal)) {}

    /// Copies the bytes of any exporter of gapless bytes.
    template <detail::exports_bytes X>
        requires(!std::derived_from<std::remove_cvref_t<X>, basic_bytearray>)
    explicit basic_bytearray(X&& x) : base(name, 0) {
        extend(x);
    }

    basic_bytearray(const basic_bytearray& other) : base(name, other.data(), other.size(), other.memory()) {}
    basic_bytearray(basic_bytearray&&) noexcept = default;
    basic_bytearray& operator=(basic_bytearray&&) = default;

    /// Copies the bytes into memory of the same kind as before.
    ///
    /// Throws: buffer_error while leased.
    basic_bytearray& operator=(const basic_bytearray& other) {
        if (this == &other) return *this;
        basic_bytearray copy(base::memory());
        copy.extend(other);
        return *this = std::move(copy);
    }

    /// Adds a byte at the end.
    ///
    /// Throws: value_error outside 0..255; buffer_error while leased.
    /// Complexity: amortised constant.
    /// Python: bytearray.append
    template <std::integral I>
    void append(I byte) {
        if (byte < I{} || static_cast<std::uint64_t>(byte) > 255)
            fail({.code = errc::byte_out_of_range, .offset = static_cast<std::int64_t>(byte)});
        base::push_back(static_cast<std::uint8_t>(byte));
    }

    /// Adds the bytes of any exporter of gapless bytes, itself included.
    ///
    /// Throws: buffer_error while leased, unless there is nothing to add.
    /// Python: bytearray.extend
    template <detail::exports_bytes X>
    void extend(X&& x) {
        const auto more = lendbuf::describe(x);
        base::append_items(detail::as_uint8(more.data), more.shape[0]);
    }
    void extend(std::initializer_list<std::uint8_t> bytes) {
        base::append_items(bytes.begin(), static_cast<std::ptrdiff_t>(bytes.size()));
    }
};

using bytearray = basic_bytearray<>;

} // namespace lendbuf::inline LENDBUF_ABI
