// What counts as bytes in an argument: 1-D exporters of bytes, gapless or strided, and literals; and what counts as one.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <lendbuf/base/result.hpp>
#include <lendbuf/kernel/two_way.hpp>
#include <lendbuf/layout/slice.hpp>
#include <lendbuf/owner/standard.hpp>
#include <type_traits>

namespace lendbuf::inline LENDBUF_ABI {

namespace detail {

template <class X>
inline constexpr bool is_char_array = false;
template <std::size_t Size>
inline constexpr bool is_char_array<char[Size]> = true;

/// Is satisfied by what lends a row of bytes, gapless or strided.
template <class X>
concept exports_byte_row = exporter<X> && region_t<X>::rank == 1 && byte_like<typename region_t<X>::element_type>;

/// Is satisfied by what lends gapless bytes.
template <class X>
concept exports_bytes = exports_byte_row<X> && std::same_as<typename region_t<X>::layout_type, contiguous>;

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

/// Is satisfied by what byte strings take for bytes: 1-D exporters of bytes, gapless or strided, and literals, which
/// count without their terminator.
///
/// Python: a bytes-like object
template <class X>
concept byte_argument = detail::exports_byte_row<X>;

/// Is satisfied by byte arguments whose bytes are still there when the call is over.
template <class X>
concept lasting_bytes =
    byte_argument<X> && (std::is_lvalue_reference_v<X> || (borrowed_exporter<X> && !leasing_exporter<X>));

/// Is satisfied by numbers that may be a byte; a char counts as the byte that it is.
template <class N>
concept byte_value = (std::integral<N> && !std::same_as<N, bool>) || std::same_as<N, std::byte>;

namespace detail {

/// Gives a number as a byte. Throws: value_error (`byte_out_of_range`).
template <byte_value N>
[[nodiscard]] constexpr std::uint8_t checked_byte(N number) {
    if constexpr (!std::same_as<N, std::byte> && !std::same_as<N, char>)
        if (number < N{} || static_cast<std::uint64_t>(number) > 255)
            fail({.code = errc::byte_out_of_range, .offset = static_cast<std::int64_t>(number)});
    return static_cast<std::uint8_t>(number);
}

/// Names the region that a part of an argument is.
template <class X>
using part_region =
    region<typename region_t<X>::element_type, 1,
           std::conditional_t<std::same_as<typename region_t<X>::layout_type, strided>, strided, contiguous>>;

/// Describes an argument as a region; a literal without its terminator.
template <byte_argument X>
[[nodiscard]] constexpr part_region<X> region_of_bytes(X&& x) {
    if constexpr (is_char_array<std::remove_cvref_t<X>>) {
        return {x, {{text_length(x)}}, {}};
    } else {
        const auto memory = lendbuf::describe(x);
        return {memory.data, memory.shape, memory.byte_strides()};
    }
}

/// Gives `size` bytes of a region.
template <class Region>
[[nodiscard]] constexpr Region part_of(const Region& whole, std::ptrdiff_t start, std::ptrdiff_t size) noexcept {
    return {size == 0 ? whole.data : whole.data + start * whole.byte_strides()[0], {{size}}, whole.byte_strides()};
}

/// Sees a region as what kernels work on.
template <class Region>
[[nodiscard]] constexpr auto run_of(const Region& bytes) noexcept {
    using byte = std::remove_cv_t<typename Region::element_type>;
    return kernel::byte_run<byte>{bytes.data, bytes.shape[0], bytes.byte_strides()[0]};
}

/// Describes an argument as what kernels work on.
template <byte_argument X>
[[nodiscard]] constexpr auto run_of_bytes(X&& x) {
    return run_of(region_of_bytes(x));
}

/// Holds where bytes are in others.
struct byte_span {
    std::ptrdiff_t start = 0;
    std::ptrdiff_t size = 0;
};

/// Applies bounds by Python's rules. A start beyond the end stays there; the size is negative then, so that not even
/// nothing is found.
[[nodiscard]] constexpr byte_span bounded(slice_bound start, slice_bound stop, std::ptrdiff_t size) noexcept {
    const auto from_end = [size](std::ptrdiff_t bound) { // a bound below zero can be added to any size
        if (bound < 0) bound += size;
        return bound < 0 ? 0 : bound;
    };
    const std::ptrdiff_t first = from_end(start.value_or(0));
    const std::ptrdiff_t last = from_end(stop.value_or(size));
    return {first, (last < size ? last : size) - first};
}

} // namespace detail

} // namespace lendbuf::inline LENDBUF_ABI
