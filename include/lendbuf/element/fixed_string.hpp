// A string of at most N bytes, stored in place and padded with zeros: the `Ns` of struct as an item.
#pragma once

#include <compare>
#include <concepts>
#include <cstddef>
#include <cstring>
#include <lendbuf/base/byte_like.hpp>
#include <lendbuf/base/result.hpp>
#include <lendbuf/element/value.hpp>
#include <type_traits>

namespace lendbuf::inline LENDBUF_ABI {

namespace detail {

// Characters or bytes in a row: std::string, string_view, vector, span and their like.
template <class Text>
concept text_like = requires(const Text& text) {
    requires byte_like<std::remove_pointer_t<decltype(text.data())>>;
    { text.size() } -> std::convertible_to<std::size_t>;
};

template <class Text>
concept made_of_text = std::is_class_v<Text> && std::constructible_from<Text, const char*, std::size_t>;

/// Sees a text up to its last byte that is not zero.
template <byte_like Byte>
class trimmed_text {
public:
    constexpr trimmed_text(const Byte* bytes, std::size_t size) noexcept : bytes_(bytes), size_(size) {
        while (size_ > 0 && bytes_[size_ - 1] == Byte{}) --size_;
    }
    [[nodiscard]] constexpr const Byte* data() const noexcept { return bytes_; }
    [[nodiscard]] constexpr std::size_t size() const noexcept { return size_; }

private:
    const Byte* bytes_;
    std::size_t size_;
};

} // namespace detail

/// Stores up to `Capacity` characters with alignment 1; the rest is zeros, which do not belong to the text.
///
/// Trivially copyable, so it may overlay raw bytes and be sorted. Converts to std::string_view, std::string and
/// whatever else is made of a pointer and a count; views point into it. A fresh one is uninitialised.
/// Python: the `S` items of NumPy; struct's `s` without its trailing zeros.
template <std::size_t Capacity>
    requires(Capacity > 0)
class fixed_string {
public:
    using value_type = char;

    fixed_string() = default;

    /// Copies the characters of a literal, which may not be longer than the capacity.
    template <std::size_t Length>
    constexpr fixed_string(const char (&literal)[Length]) : fixed_string(detail::trimmed_text(literal, Length)) {
        static_assert(Length <= Capacity + 1,
                      "fixed_string: the literal does not fit; of an array of characters, pass the text in it");
    }

    /// Copies a string, or the bytes of a container. Throws: value_error (`text_too_long`), when it is too long.
    template <detail::text_like Text>
        requires(!std::same_as<Text, fixed_string>)
    explicit constexpr fixed_string(const Text& text)
        : fixed_string(detail::trimmed_text(text.data(), static_cast<std::size_t>(text.size()))) {}

    /// Replaces the text. Throws: value_error (`text_too_long`), when it is too long; then nothing changes.
    template <detail::text_like Text>
        requires(!std::same_as<Text, fixed_string>)
    constexpr fixed_string& operator=(const Text& text) {
        return *this = fixed_string(text);
    }

    /// Copies a string, or says why not.
    ///
    /// Errors: `text_too_long` with need and have.
    template <detail::text_like Text>
    [[nodiscard]] static constexpr result<fixed_string> try_from(const Text& text) noexcept {
        const detail::trimmed_text source(text.data(), static_cast<std::size_t>(text.size()));
        if (source.size() > Capacity) return too_long(source.size());
        return fixed_string(source);
    }

    [[nodiscard]] static constexpr std::size_t capacity() noexcept { return Capacity; }

    /// Counts the characters up to the last one that is not zero. Complexity: linear in the padding.
    [[nodiscard]] constexpr std::size_t size() const noexcept { return detail::trimmed_text(bytes_, Capacity).size(); }
    [[nodiscard]] constexpr bool empty() const noexcept { return size() == 0; }

    /// Points to the characters. Safety: behind a text as long as the capacity there is no zero.
    [[nodiscard]] constexpr const char* data() const noexcept { return bytes_; }
    [[nodiscard]] constexpr const char* begin() const noexcept { return bytes_; }
    [[nodiscard]] constexpr const char* end() const noexcept { return bytes_ + size(); }

    template <detail::made_of_text Text>
        requires(!std::same_as<Text, fixed_string>)
    [[nodiscard]] constexpr operator Text() const {
        return Text(bytes_, size());
    }

private:
    template <class Byte>
    explicit constexpr fixed_string(const detail::trimmed_text<Byte>& source) {
        if (source.size() > Capacity) fail(too_long(source.size()));
        for (std::size_t k = 0; k < Capacity; ++k)
            bytes_[k] = k < source.size() ? static_cast<char>(source.data()[k]) : '\0';
    }

    static constexpr error_info too_long(std::size_t size) noexcept {
        return {.code = errc::text_too_long, .need = size, .have = Capacity};
    }

    char bytes_[Capacity];
};

/// Compares two texts byte by byte, as unsigned numbers.
template <std::size_t Capacity, detail::text_like Text>
[[nodiscard]] constexpr std::strong_ordering operator<=>(const fixed_string<Capacity>& a, const Text& b) noexcept {
    const std::size_t a_size = a.size();
    const auto b_size = static_cast<std::size_t>(b.size());
    const std::size_t both = a_size < b_size ? a_size : b_size;
    if (!__builtin_is_constant_evaluated()) {
        const int difference = both == 0 ? 0 : std::memcmp(a.data(), b.data(), both);
        return difference != 0 ? difference <=> 0 : a_size <=> b_size;
    }
    for (std::size_t k = 0; k < both; ++k) {
        const auto difference = static_cast<unsigned char>(a.data()[k]) <=> static_cast<unsigned char>(b.data()[k]);
        if (std::is_neq(difference)) return difference;
    }
    return a_size <=> b_size;
}
template <std::size_t Capacity, detail::text_like Text>
[[nodiscard]] constexpr bool operator==(const fixed_string<Capacity>& a, const Text& b) noexcept {
    return (a <=> b) == 0;
}
template <std::size_t Capacity, std::size_t Length>
[[nodiscard]] constexpr std::strong_ordering operator<=>(const fixed_string<Capacity>& a,
                                                         const char (&literal)[Length]) noexcept {
    return a <=> detail::trimmed_text(literal, Length);
}
template <std::size_t Capacity, std::size_t Length>
[[nodiscard]] constexpr bool operator==(const fixed_string<Capacity>& a, const char (&literal)[Length]) noexcept {
    return (a <=> literal) == 0;
}

template <std::size_t Capacity>
inline constexpr bool equal_as_bytes<fixed_string<Capacity>> = true;

/// Gives fixed strings the format `Ns`.
template <std::size_t Capacity>
struct type_format<fixed_string<Capacity>> {
    static constexpr auto value = [] {
        struct {
            char text[24] = {};
            [[nodiscard]] constexpr const char* c_str() const noexcept { return text; }
        } format;
        std::size_t end = 1;
        for (std::size_t n = Capacity; n >= 10; n /= 10) ++end;
        format.text[end] = 's';
        for (std::size_t n = Capacity; end > 0; n /= 10) format.text[--end] = static_cast<char>('0' + n % 10);
        return format;
    }();
};

} // namespace lendbuf::inline LENDBUF_ABI
