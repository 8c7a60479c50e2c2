// A view without its types, and one operation on it: what the programs of differential.views hand to each other.
#pragma once

#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <lendbuf/element/value.hpp>
#include <lendbuf/view/buffer_view.hpp>
#include <lendbuf/view/tobytes.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace views_test {

namespace lb = lendbuf;

/// Is the highest rank that the chains reach.
inline constexpr std::size_t max_rank = 6;

enum class gapless : unsigned char { unknown, c, f };

/// Holds what a view consists of; `order` is what its type says about gaps.
struct any_view {
    std::byte* data = nullptr;
    std::size_t itemsize = 0;
    std::size_t rank = 0;
    std::array<std::ptrdiff_t, max_rank> shape{};
    std::array<std::ptrdiff_t, max_rank> strides{};
    gapless order = gapless::unknown;
    lb::lease hold{};
};

/// Holds the memory of a case, exactly as long as the case says: the sanitizer sees every step outside.
using memory = std::vector<std::byte>;

/// Is thrown where two things that lendbuf says do not agree with each other.
struct contradiction {
    std::string text;
};

/// Holds one step of a chain: its name and its arguments; an empty one is a bound that is left out.
struct operation {
    std::string_view name;
    std::vector<std::optional<std::ptrdiff_t>> numbers;

    [[nodiscard, gnu::noinline]] std::ptrdiff_t operator[](std::size_t k) const { return numbers.at(k).value(); }
};

[[noreturn]] inline void give_up(std::string_view why) {
    std::cout << "cannot go on: " << why << std::endl;
    std::exit(2);
}

/// Reads a number; one that only an unsigned word holds keeps its bits.
inline std::ptrdiff_t number_of(std::string_view text) {
    std::int64_t number = 0;
    std::uint64_t large = 0;
    const auto* const end = text.data() + text.size();
    if (const auto [at, error] = std::from_chars(text.data(), end, number); error == std::errc{} && at == end)
        return static_cast<std::ptrdiff_t>(number);
    if (const auto [at, error] = std::from_chars(text.data(), end, large); error == std::errc{} && at == end)
        return static_cast<std::ptrdiff_t>(large);
    give_up("not a number: " + std::string(text));
}

inline std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    for (;;) {
        const std::size_t end = text.find(separator);
        parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + 1);
    }
}

/// Reads "2,3,4"; "-" is no number at all.
inline std::size_t numbers_of(std::string_view text, std::array<std::ptrdiff_t, max_rank>& numbers) {
    if (text == "-") return 0;
    const auto parts = split(text, ',');
    if (parts.size() > max_rank) give_up("rank above the highest");
    for (std::size_t k = 0; k < parts.size(); ++k) numbers[k] = number_of(parts[k]);
    return parts.size();
}

/// Calls `f` with the rank as a type.
template <std::size_t Rank = 0, class F>
auto with_rank(std::size_t rank, const F& f) {
    if constexpr (Rank < max_rank)
        if (rank != Rank) return with_rank<Rank + 1>(rank, f);
    if (rank != Rank) give_up("rank above the highest");
    return f(std::integral_constant<std::size_t, Rank>());
}

template <std::size_t Rank>
lb::index_array<Rank> first_of(const std::array<std::ptrdiff_t, max_rank>& numbers) {
    lb::index_array<Rank> result;
    for (std::size_t k = 0; k < Rank; ++k) result[k] = numbers[k];
    return result;
}

/// Visits every index of a shape that has no extent of 0, in C order.
template <std::size_t Rank, class Visit>
void for_each_index(const lb::index_array<Rank>& shape, const Visit& visit) {
    lb::index_array<Rank> index;
    while (true) {
        visit(index);
        std::size_t axis = Rank;
        while (axis > 0 && ++index[axis - 1] == shape[axis - 1]) index[--axis] = 0;
        if (axis == 0) return;
    }
}

// ---- what each program of its own answers ----------------------------------------------------------------------

/// Makes the view that a chain begins with, of items of `Size` bytes: gapless as `wanted` says, or else with its
/// strides, which are checked.
template <std::size_t Size>
any_view begin(memory& bytes, const any_view& wanted, std::ptrdiff_t offset, lb::lease_block& block);

/// Applies an operation. Throws: what the view throws.
template <std::size_t Size>
any_view apply(const any_view& view, const operation& step);

/// Spells flags and items of a view in three ways: by iteration, and as `tobytes` in both orders.
template <std::size_t Size>
std::string describe(const any_view& view);

/// Spells which subscripts `apply` knows.
template <std::size_t Size>
std::string patterns();

/// Spells the items as values of the NumPy type `dtype`; "m" in front where they are not aligned.
std::string typed_values(const memory& bytes, const any_view& view, std::string_view dtype);

/// Makes a view of items of type `dtype` from shape, strides and offset, and spells its items.
std::string checked_layout(const memory& bytes, std::string_view dtype, const any_view& wanted, std::ptrdiff_t offset);

/// Spells bytes: all where there are few, their CRC-32 where there are many.
std::string digest(const std::vector<std::byte>& bytes);

} // namespace views_test
