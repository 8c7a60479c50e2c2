// Strings out of a buffer: seen in place where its bytes are gapless, copied where they are not.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <lendbuf/base/byte_like.hpp>

namespace lendbuf::inline LENDBUF_ABI {

namespace detail {

/// Gives strings of bytes their comparisons, iteration and conversions; `Self` has `data()` and `size()`.
template <class Self>
struct byte_string_interface {
    [[nodiscard]] constexpr bool empty() const noexcept { return self().size() == 0; }
    [[nodiscard]] constexpr auto begin() const noexcept { return self().data(); }
    [[nodiscard]] constexpr auto end() const noexcept { return self().data() + self().size(); }

    /// Compares with text or bytes; a literal counts without its terminator.
    template <std::size_t Size>
    [[nodiscard]] friend constexpr bool operator==(const Self& a, const char (&literal)[Size]) noexcept {
        return a.equals(literal, Size - 1);
    }
    template <class Text>
        requires requires(const Text& t) {
            requires byte_like<std::remove_pointer_t<decltype(t.data())>>;
            { t.size() } -> std::convertible_to<std::size_t>;
        }
    [[nodiscard]] friend constexpr bool operator==(const Self& a, const Text& text) noexcept {
        return a.equals(text.data(), static_cast<std::size_t>(text.size()));
    }

    /// Tells whether the string is `length` bytes long and has those at `other`.
    template <byte_like Byte>
    [[nodiscard]] constexpr bool equals(const Byte* other, std::size_t length) const noexcept {
        if (self().size() != length) return false;
        for (std::size_t k = 0; k < length; ++k)
            if (static_cast<std::uint8_t>(self().data()[k]) != static_cast<std::uint8_t>(other[k])) return false;
        return true;
    }

    /// Converts to std::string_view and std::string, and to spans of bytes.
    template <class Text>
        requires std::constructible_from<Text, const char*, std::size_t> && (!std::same_as<Text, Self>)
    [[nodiscard]] operator Text() const {
        // Safety: char may look at any object's bytes.
        return Text(static_cast<const char*>(static_cast<const void*>(self().data())), self().size());
    }

private:
    [[nodiscard]] constexpr const Self& self() const noexcept { return static_cast<const Self&>(*this); }
};

} // namespace detail

/// Sees a run of bytes inside a buffer: the zero-copy value of `s` and `p`. As with std::string_view, the buffer must
/// outlive it.
///
/// Python: the bytes object that struct.unpack copies.
template <byte_like Byte>
class string_slice : public detail::byte_string_interface<string_slice<Byte>> {
public:
    constexpr string_slice() noexcept = default;
    constexpr string_slice(const Byte* data, std::size_t size) noexcept : data_(data), size_(size) {}

    [[nodiscard]] constexpr const Byte* data() const noexcept { return data_; }
    [[nodiscard]] constexpr std::size_t size() const noexcept { return size_; }

    /// Forgets the first `count` (<= size()) bytes.
    constexpr void remove_prefix(std::size_t count) noexcept {
        data_ += count;
        size_ -= count;
    }

private:
    const Byte* data_ = nullptr;
    std::size_t size_ = 0;
};

/// Holds a copy of at most `Capacity` bytes: the value of `s` and `p` from bytes that are not neighbours.
template <std::size_t Capacity>
class string_copy : public detail::byte_string_interface<string_copy<Capacity>> {
public:
    constexpr string_copy() noexcept = default;

    /// Copies `size` (<= Capacity) bytes out of anything with `[]`.
    template <class Source>
    constexpr string_copy(Source source, std::size_t size) noexcept : size_(size) {
        for (std::size_t k = 0; k < size; ++k)
            bytes_[k] = static_cast<char>(static_cast<std::uint8_t>(source[static_cast<std::ptrdiff_t>(k)]));
    }

    [[nodiscard]] constexpr const char* data() const noexcept { return bytes_; }
    [[nodiscard]] constexpr std::size_t size() const noexcept { return size_; }

private:
    char bytes_[Capacity == 0 ? 1 : Capacity] = {};
    std::size_t size_ = 0;
};

} // namespace lendbuf::inline LENDBUF_ABI
