// What can be looked for in an exporter, and between which bounds: the arguments of find, index and count.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <lendbuf/base/result.hpp>
#include <lendbuf/element/value.hpp>
#include <lendbuf/kernel/two_way.hpp>
#include <lendbuf/layout/slice.hpp>
#include <lendbuf/view/buffer_view.hpp>
#include <lendbuf/view/item_word.hpp>
#include <type_traits>

namespace lendbuf::inline LENDBUF_ABI {

namespace detail {

template <class N>
inline constexpr bool is_text_array = false;
template <std::size_t Size>
inline constexpr bool is_text_array<char[Size]> = true;

template <class X>
inline constexpr bool is_view = false;
template <class T, std::size_t Rank, class Layout, class Hold>
inline constexpr bool is_view<buffer_view<T, Rank, Layout, Hold>> = true;

template <class X>
concept exports_byte_run = exporter<X> && region_t<X>::rank == 1 && byte_like<typename region_t<X>::element_type>;

} // namespace detail

/// Is satisfied by runs of bytes to look for: 1-D exporters of bytes, and literals, which count without their terminator.
template <class N>
concept byte_needle = detail::is_text_array<std::remove_cvref_t<N>> || detail::exports_byte_run<const N&>;

/// Is satisfied by numbers that may be a byte.
template <class N>
concept byte_number = (std::integral<N> && !std::same_as<N, bool>) || std::same_as<N, std::byte>;

namespace detail {

/// Says what a needle means: a run of bytes, one byte that must be in 0..255, or a value that items are compared with.
enum class needle_kind { unfit, run, byte, value };

// Python's views count and index by value, its byte strings want a byte.
template <class X, class N, bool ViewsByValue>
consteval needle_kind kind_of_needle() {
    if constexpr (exporter<X>) {
        if constexpr (region_t<X>::rank == 1) {
            using item_t = std::remove_cv_t<typename region_t<X>::element_type>;
            constexpr bool by_value = !plain_byte<item_t> || (ViewsByValue && is_view<std::remove_cvref_t<X>>);
            if constexpr (byte_like<item_t> && byte_needle<N>)
                return needle_kind::run;
            else if constexpr (!by_value && byte_number<N>)
                return needle_kind::byte;
            else if constexpr (comparable_items<item_t, N>)
                return needle_kind::value;
        }
    }
    return needle_kind::unfit;
}

/// Gives a number as a byte. Errors: `byte_out_of_range`.
template <byte_number N>
[[nodiscard]] constexpr result<std::uint8_t> try_byte(N number) noexcept {
    if constexpr (std::same_as<N, std::byte> || std::same_as<N, char>) {
        return static_cast<std::uint8_t>(number);
    } else {
        if (number < N{} || static_cast<std::uint64_t>(number) > 255)
            return error_info{.code = errc::byte_out_of_range, .offset = static_cast<std::int64_t>(number)};
        return static_cast<std::uint8_t>(number);
    }
}

/// Sees a needle as a run of bytes.
template <byte_needle N>
[[nodiscard]] constexpr auto run_of_needle(const N& needle) {
    if constexpr (is_text_array<N>) {
        constexpr auto size = static_cast<std::ptrdiff_t>(std::extent_v<N>);
        return kernel::byte_run<char>{needle, needle[size - 1] == '\0' ? size - 1 : size};
    } else {
        const auto memory = lendbuf::describe(needle);
        using byte = std::remove_cv_t<typename region_t<const N&>::element_type>;
        return kernel::byte_run<byte>{memory.data, memory.shape[0], memory.byte_strides()[0]};
    }
}

/// Sees a needle that is a run, which must come before the memory is looked at: describing it may be foreign code.
template <needle_kind Kind, class N>
[[nodiscard]] constexpr auto seen_needle(const N& needle) {
    if constexpr (Kind == needle_kind::run)
        return run_of_needle(needle);
    else
        return nullptr;
}

/// Keeps the items in place while functions of the user's compare them, which could change whoever owns them.
template <class X>
[[nodiscard]] constexpr auto hold_for_comparison(X& x) {
    using value = plain_type<std::remove_cv_t<typename region_t<X&>::element_type>>;
    if constexpr (std::is_class_v<value> || std::is_union_v<value>)
        return lendbuf::lend(x);
    else
        return nullptr;
}

/// Holds the items between two bounds: `size` from number `start`. Without items there may still be room for an empty
/// needle, or not: then the size is negative.
struct search_window {
    std::ptrdiff_t start;
    std::ptrdiff_t size;
};

/// Applies bounds by Python's rules. A start beyond the end stays there, so that it finds nothing, not even an empty
/// needle.
[[nodiscard]] constexpr search_window window_between(slice_bound start, slice_bound stop,
                                                     std::ptrdiff_t size) noexcept {
    const auto from_end = [size](std::ptrdiff_t bound) { // a bound below zero can be added to any size
        if (bound < 0) bound += size;
        return bound < 0 ? 0 : bound;
    };
    const std::ptrdiff_t first = from_end(start.value_or(0));
    const std::ptrdiff_t last = from_end(stop.value_or(size));
    return {first, (last < size ? last : size) - first};
}

} // namespace detail

/// Is satisfied by a 1-D exporter and what can be looked for in it: for bytes a byte or a run of them, otherwise
/// whatever can be compared with its items.
template <class X, class N>
concept searchable_for = detail::kind_of_needle<X, N, false>() != detail::needle_kind::unfit;

} // namespace lendbuf::inline LENDBUF_ABI
