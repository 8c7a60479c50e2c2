// Bytes as hexadecimal text, written to memory that the caller has.
#pragma once

#include <concepts>
#include <cstddef>
#include <lendbuf/base/checked.hpp>
#include <lendbuf/base/result.hpp>
#include <lendbuf/kernel/hex.hpp>
#include <lendbuf/layout/slice.hpp>
#include <lendbuf/view/buffer_view.hpp>
#include <lendbuf/view/byte_feed.hpp>

namespace lendbuf::inline LENDBUF_ABI {

/// Holds the character between groups of bytes, or that there is none.
class hex_separator {
public:
    constexpr hex_separator(none_t) noexcept {}
    template <std::same_as<char> Char>
    constexpr hex_separator(Char character) noexcept : character_(character), given_(true) {}

    [[nodiscard]] constexpr bool given() const noexcept { return given_; }
    [[nodiscard]] constexpr char character() const noexcept { return character_; }

private:
    char character_ = '\0';
    bool given_ = false;
};

namespace detail {

/// Says how many bytes stand before the first separator, and how many between two.
struct hex_groups {
    std::ptrdiff_t first;
    std::ptrdiff_t next;
};

[[nodiscard]] constexpr hex_groups groups_of(std::ptrdiff_t bytes, hex_separator sep,
                                             std::ptrdiff_t bytes_per_sep) noexcept {
    const auto signed_size = static_cast<std::size_t>(bytes_per_sep);
    const std::size_t size = bytes_per_sep < 0 ? 0 - signed_size : signed_size; // also where no negative exists
    if (!sep.given() || size == 0 || size >= static_cast<std::size_t>(bytes)) return {bytes, bytes};
    const auto group = static_cast<std::ptrdiff_t>(size);
    return {bytes_per_sep > 0 && bytes % group != 0 ? bytes % group : group, group};
}

/// Writes digits, and separators between groups.
template <class Char>
class hex_writer {
public:
    constexpr hex_writer(Char* to, hex_groups groups, hex_separator sep) noexcept
        : to_(to), left_(groups.first), group_(groups.next), sep_(static_cast<Char>(sep.character())) {}

    constexpr void operator()(const std::byte* bytes, std::ptrdiff_t size) noexcept {
        while (size > 0) {
            if (left_ == 0) {
                *to_++ = sep_;
                left_ = group_;
            }
            const std::ptrdiff_t run = size < left_ ? size : left_;
            kernel::write_hex(to_, bytes, run);
            to_ += 2 * run;
            bytes += run;
            size -= run;
            left_ -= run;
        }
    }

private:
    Char* to_;
    std::ptrdiff_t left_; // bytes before the next separator
    std::ptrdiff_t group_;
    Char sep_;
};

/// Is satisfied by gapless memory that text can be written to.
template <class X>
concept text_target =
    exporter<X> && region_t<X>::rank == 1 && std::same_as<typename region_t<X>::layout_type, contiguous> &&
    byte_like<typename region_t<X>::element_type> && !std::is_const_v<typename region_t<X>::element_type>;

} // namespace detail

/// Counts the characters that `hex_into` writes.
///
/// Errors: `shape_overflow`, for more than any memory holds.
template <exporter X>
[[nodiscard]] constexpr result<std::ptrdiff_t> try_hex_size(X&& x, hex_separator sep = none,
                                                            std::ptrdiff_t bytes_per_sep = 1) {
    constexpr auto itemsize = static_cast<std::ptrdiff_t>(sizeof(typename region_t<X>::element_type));
    const std::ptrdiff_t bytes = item_count_unchecked(lendbuf::describe(x).shape) * itemsize;
    if (bytes == 0) return 0;
    const auto groups = detail::groups_of(bytes, sep, bytes_per_sep);
    std::ptrdiff_t size = bytes;
    if (!checked_add(size, bytes) || !checked_add(size, (bytes - 1) / groups.next))
        return error_info{.code = errc::shape_overflow};
    return size;
}

/// Writes the bytes of the items, in C order, as hexadecimal digits: two for each, and `sep` between groups of
/// `bytes_per_sep` bytes, counted from the end, or if that is negative from the start; 0 means no groups. Gives the number
/// of characters written; no terminator is.
///
/// `out` is an exporter of characters or bytes.
/// Errors: `text_too_long`, when `out` is too short (need, have), with nothing written; `shape_overflow`.
/// Complexity: linear.
/// Python: memoryview.hex, whose separator must be ASCII
template <exporter X, detail::text_target Out>
[[nodiscard]] constexpr result<std::ptrdiff_t> try_hex_into(X&& x, Out&& out, hex_separator sep = none,
                                                            std::ptrdiff_t bytes_per_sep = 1) {
    const auto size = lendbuf::try_hex_size(x, sep, bytes_per_sep);
    if (!size) return size;
    const auto target = lendbuf::describe(out);
    if (*size > target.shape[0])
        return error_info{.code = errc::text_too_long,
                          .need = static_cast<std::uint64_t>(*size),
                          .have = static_cast<std::uint64_t>(target.shape[0])};
    const auto memory = lendbuf::describe(x);
    constexpr auto itemsize = static_cast<std::ptrdiff_t>(sizeof(typename region_t<X>::element_type));
    const std::ptrdiff_t bytes = item_count_unchecked(memory.shape) * itemsize;
    detail::feed_bytes<false>(memory,
                              detail::hex_writer(target.data, detail::groups_of(bytes, sep, bytes_per_sep), sep));
    return size;
}

/// Writes the bytes of the items as hexadecimal digits. Throws: struct_error, value_error; see `try_hex_into`.
///
/// Python: memoryview.hex
template <exporter X, detail::text_target Out>
constexpr std::ptrdiff_t hex_into(X&& x, Out&& out, hex_separator sep = none, std::ptrdiff_t bytes_per_sep = 1) {
    return lendbuf::try_hex_into(x, out, sep, bytes_per_sep).value();
}

} // namespace lendbuf::inline LENDBUF_ABI
