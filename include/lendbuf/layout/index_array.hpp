// A fixed number of extents or strides: the arrays of which shapes and layouts are made.
#pragma once

#include <compare>
#include <concepts>
#include <cstddef>
#include <lendbuf/base/config.hpp>

namespace lendbuf::inline LENDBUF_ABI {

/// Holds `Rank` extents (items) or strides (bytes); an aggregate that lives in registers.
template <std::size_t Rank>
struct index_array {
    // One unused value where the rank is 0, since an empty array is no C++.
    std::ptrdiff_t values[Rank == 0 ? 1 : Rank] = {};

    [[nodiscard]] constexpr std::ptrdiff_t& operator[](std::size_t axis) noexcept { return values[axis]; }
    [[nodiscard]] constexpr std::ptrdiff_t operator[](std::size_t axis) const noexcept { return values[axis]; }

    [[nodiscard]] static constexpr std::size_t size() noexcept { return Rank; }
    [[nodiscard]] constexpr const std::ptrdiff_t* data() const noexcept { return values; }
    [[nodiscard]] constexpr std::ptrdiff_t* data() noexcept { return values; }
    [[nodiscard]] constexpr const std::ptrdiff_t* begin() const noexcept { return values; }
    [[nodiscard]] constexpr const std::ptrdiff_t* end() const noexcept { return values + Rank; }

    friend constexpr bool operator==(const index_array&, const index_array&) noexcept = default;
};

template <std::integral... Index>
index_array(Index...) -> index_array<sizeof...(Index)>;

/// Converts loose integers to an array of extents or strides.
template <std::integral... Index>
[[nodiscard]] constexpr index_array<sizeof...(Index)> index_array_of(Index... values) noexcept {
    return {{static_cast<std::ptrdiff_t>(values)...}};
}

/// Gives `from` without its value number `axis`.
/// Requires: `axis < Rank`.
template <std::size_t Rank>
[[nodiscard]] constexpr index_array<Rank - 1> without_axis(const index_array<Rank>& from, std::size_t axis) noexcept {
    index_array<Rank - 1> result;
    for (std::size_t k = 0, out = 0; k < Rank; ++k)
        if (k != axis) result[out++] = from[k];
    return result;
}

} // namespace lendbuf::inline LENDBUF_ABI
