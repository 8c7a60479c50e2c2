// Which subscripts the programs of differential.views can run: their arguments are types, so somebody must choose.
#pragma once

#include <cstddef>
#include <string_view>

namespace views_test {

/// Holds a subscript, one letter for each argument: i(ndex), u(nsigned index), s(lice), t (slice with a step), a(ll),
/// n(ewaxis), o (none, which is newaxis, too), e(llipsis).
struct pattern {
    char letters[8] = {};
    std::size_t count = 0;

    [[nodiscard]] constexpr std::string_view text() const { return {letters, count}; }
};

inline constexpr std::size_t pattern_counts[] = {3, 8, 12, 12, 12, 10, 8};

/// Chooses subscript number `number` of those for `rank` axes; every item size has others.
constexpr pattern pattern_of(std::size_t size, std::size_t rank, std::size_t number) {
    constexpr std::string_view all_letters = "iiusssttttttanoe";
    auto state = static_cast<unsigned>(1 + size * 1000 + rank * 100 + number);
    const auto below = [&state](std::size_t limit) {
        for (int k = 0; k < 3; ++k) state = state * 1664525u + 1013904223u;
        return (state >> 12) % limit;
    };
    pattern chosen;
    if (number == 0) return chosen;
    if (number == 1) {
        for (std::size_t k = 0; k < rank; ++k) chosen.letters[chosen.count++] = k % 3 == 2 ? 'u' : 'i';
        return chosen;
    }
    std::size_t used = 0;
    std::size_t result_rank = rank;
    bool ellipsis_seen = false;
    const std::size_t length = 1 + below(rank < 6 ? rank + 2 : 7);
    for (std::size_t tries = 0; chosen.count < length && tries < 60; ++tries) {
        const char letter = all_letters[below(all_letters.size())];
        const bool is_new = letter == 'n' || letter == 'o';
        if (letter == 'e' ? ellipsis_seen : is_new ? result_rank == 6 : used == rank) continue;
        ellipsis_seen = ellipsis_seen || letter == 'e';
        used += letter != 'e' && !is_new;
        result_rank += is_new;
        result_rank -= letter == 'i' || letter == 'u';
        chosen.letters[chosen.count++] = letter;
    }
    return chosen;
}

} // namespace views_test
