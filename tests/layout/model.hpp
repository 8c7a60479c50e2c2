// A slow model of layouts: every index of small ones is tried, and each has to lead to the byte that a plain formula
// names.
#pragma once

#include <cstddef>
#include <lendbuf/layout/layout.hpp>
#include <vector>

#include "support/failure.hpp"

namespace test_support {

/// The bytes of an item in all layouts of these tests.
inline constexpr std::ptrdiff_t item_bytes = 4;

template <std::size_t Rank>
constexpr std::ptrdiff_t offset_of(const lendbuf::layout<Rank>& map, const lendbuf::index_array<Rank>& index) {
    std::ptrdiff_t offset = 0;
    for (std::size_t k = 0; k < Rank; ++k) offset += map.strides[k] * index[k];
    return offset;
}

/// Visits every index of a shape in C order.
template <std::size_t Rank, class Visit>
constexpr void for_each_index(const lendbuf::index_array<Rank>& shape, const Visit& visit) {
    for (std::size_t k = 0; k < Rank; ++k)
        if (shape[k] <= 0) return;
    lendbuf::index_array<Rank> index;
    while (true) {
        visit(index);
        std::size_t axis = Rank;
        while (axis > 0 && ++index[axis - 1] == shape[axis - 1]) index[--axis] = 0;
        if (axis == 0) return;
    }
}

/// Tells whether `to` has `shape`, and whether its every index leads to the byte of an index within `from`: the one
/// that `model` names.
template <std::size_t To, std::size_t From, class Model>
constexpr bool leads_to(const lendbuf::placed_layout<To>& to, const lendbuf::index_array<To>& shape,
                        const lendbuf::layout<From>& from, const Model& model) {
    bool good = to.map.shape == shape;
    if (!good) return false;
    for_each_index(shape, [&](const lendbuf::index_array<To>& index) {
        const lendbuf::index_array<From> source = model(index);
        for (std::size_t k = 0; k < From; ++k) good = good && source[k] >= 0 && source[k] < from.shape[k];
        good = good && to.offset + offset_of(to.map, index) == offset_of(from, source);
    });
    // An empty part of something must not lead out of it either.
    if (lendbuf::item_count_unchecked(shape) == 0 && lendbuf::item_count_unchecked(from.shape) != 0)
        good = good && to.offset == 0;
    return good;
}
template <std::size_t To, std::size_t From, class Model>
constexpr bool leads_to(const lendbuf::layout<To>& to, const lendbuf::index_array<To>& shape,
                        const lendbuf::layout<From>& from, const Model& model) {
    return leads_to(lendbuf::placed_layout<To>{to}, shape, from, model);
}

/// Visits layouts of all extents from 0 to 3 with strides of any sign, 0 among them, gapless ones and many more.
template <std::size_t Rank, class Visit>
void for_each_layout(const Visit& visit) {
    std::vector<std::ptrdiff_t> choices{-12, -4, 0, 4, 8, 12, 24, 36};
    if (Rank == 3) choices = {-12, -4, 0, 12};
    if (Rank == 4) choices = {-4, 0, 12};
    lendbuf::index_array<Rank> extents;
    lendbuf::index_array<Rank> kinds;
    for (std::size_t k = 0; k < Rank; ++k) {
        extents[k] = 4;
        kinds[k] = static_cast<std::ptrdiff_t>(choices.size());
    }
    for_each_index(extents, [&](const lendbuf::index_array<Rank>& shape) {
        for_each_index(kinds, [&](const lendbuf::index_array<Rank>& kind) {
            lendbuf::layout<Rank> map{shape, {}};
            for (std::size_t k = 0; k < Rank; ++k) map.strides[k] = choices[static_cast<std::size_t>(kind[k])];
            visit(map);
        });
        for (const auto o : {lendbuf::order::c, lendbuf::order::f}) {
            lendbuf::layout<Rank> map{shape, lendbuf::contiguous_strides(shape, item_bytes, o)};
            visit(map);
            for (std::size_t k = 0; k < Rank; ++k) map.strides[k] *= -2;
            visit(map);
        }
    });
}

/// Visits the layouts of ranks 0 to 4.
template <class Visit>
void for_each_layout_of_any_rank(const Visit& visit) {
    for_each_layout<0>(visit);
    for_each_layout<1>(visit);
    for_each_layout<2>(visit);
    for_each_layout<3>(visit);
    for_each_layout<4>(visit);
}

/// Shows a layout in a failing test.
template <std::size_t Rank>
std::string text_of(const lendbuf::layout<Rank>& map) {
    std::string text;
    for (std::size_t k = 0; k < Rank; ++k) {
        text += std::to_string(map.shape[k]);
        text += '@';
        text += std::to_string(map.strides[k]);
        text += ' ';
    }
    return text;
}

} // namespace test_support
