// A slow model of N-D views: the items themselves in C order, selected index by index as NumPy does.
#pragma once

#include <cstddef>
#include <lendbuf/owner/standard.hpp>
#include <lendbuf/view/buffer_view.hpp>
#include <utility>
#include <vector>

namespace test_support {

/// Gives the same numbers in every run.
class random_numbers {
public:
    explicit random_numbers(unsigned seed) : state_(seed) {}

    /// Gives a number from `low` to `high`.
    std::ptrdiff_t operator()(std::ptrdiff_t low, std::ptrdiff_t high) {
        state_ = state_ * 1664525u + 1013904223u;
        return low + static_cast<std::ptrdiff_t>((state_ >> 8) % static_cast<unsigned>(high - low + 1));
    }

private:
    unsigned state_;
};

/// Holds an N-D array by value.
struct nd_model {
    std::vector<std::ptrdiff_t> shape;
    std::vector<int> items;

    friend bool operator==(const nd_model&, const nd_model&) = default;
};

/// Visits every index of a shape in C order.
template <class Visit>
void for_each_index(const std::vector<std::ptrdiff_t>& shape, const Visit& visit) {
    for (const auto extent : shape)
        if (extent == 0) return;
    std::vector<std::ptrdiff_t> index(shape.size());
    while (true) {
        visit(index);
        std::size_t axis = shape.size();
        while (axis > 0 && ++index[axis - 1] == shape[axis - 1]) index[--axis] = 0;
        if (axis == 0) return;
    }
}

/// Gives the item at an index.
inline int item_of(const nd_model& model, const std::vector<std::ptrdiff_t>& index) {
    std::ptrdiff_t place = 0;
    for (std::size_t k = 0; k < index.size(); ++k) place = place * model.shape[k] + index[k];
    return model.items[static_cast<std::size_t>(place)];
}

/// Reads a view item by item through its iterators.
template <class T, std::size_t Rank, class Layout, class Hold>
void append_items(const lendbuf::buffer_view<T, Rank, Layout, Hold>& view, std::vector<int>& items) {
    if constexpr (Rank == 0)
        items.push_back(static_cast<int>(view()));
    else if constexpr (Rank == 1)
        for (const auto& item : view) items.push_back(static_cast<int>(item));
    else
        for (const auto& row : view) append_items(row, items);
}
template <class T, std::size_t Rank, class Layout, class Hold>
nd_model model_of(const lendbuf::buffer_view<T, Rank, Layout, Hold>& view) {
    nd_model model{{view.shape().begin(), view.shape().end()}, {}};
    append_items(view, model.items);
    return model;
}

/// Describes one argument of a subscript when run.
struct selector {
    enum { index, slice, new_axis, ellipsis } kind;
    std::vector<std::ptrdiff_t> (*places)(const selector&, std::ptrdiff_t extent) = nullptr;
    lendbuf::slice_bound start{lendbuf::none}, stop{lendbuf::none}, step{lendbuf::none};
};

/// Lists what `range(n)[start:stop:step]` holds, by trying every number.
inline std::vector<std::ptrdiff_t> places_of_slice(const selector& s, std::ptrdiff_t extent) {
    const std::ptrdiff_t step = s.step.value_or(1);
    const auto from_end = [extent](std::ptrdiff_t bound) { return bound < 0 ? bound + extent : bound; };
    std::vector<std::ptrdiff_t> places;
    if (step > 0) {
        std::ptrdiff_t first = from_end(s.start.value_or(0));
        if (first < 0) first = 0;
        for (std::ptrdiff_t k = 0; k < extent; ++k)
            if (k >= first && (!s.stop.given() || k < from_end(s.stop.value_or(0))) && (k - first) % step == 0)
                places.push_back(k);
    } else {
        std::ptrdiff_t first = s.start.given() ? from_end(s.start.value_or(0)) : extent - 1;
        if (first >= extent) first = extent - 1;
        for (std::ptrdiff_t k = extent - 1; k >= 0; --k)
            if (k <= first && (!s.stop.given() || k > from_end(s.stop.value_or(0))) && (first - k) % -step == 0)
                places.push_back(k);
    }
    return places;
}

inline std::vector<std::ptrdiff_t> place_of_index(const selector& s, std::ptrdiff_t extent) {
    const std::ptrdiff_t index = s.start.value_or(0);
    return {index < 0 ? index + extent : index};
}

template <std::integral I>
selector selector_of(I index) {
    return {selector::index, &place_of_index, index};
}
template <bool Stepped>
selector selector_of(const lendbuf::slice<Stepped>& s) {
    return {selector::slice, &places_of_slice, s.start(), s.stop(), s.step()};
}
inline selector selector_of(lendbuf::newaxis_t) {
    return {selector::new_axis};
}
inline selector selector_of(lendbuf::none_t) {
    return {selector::new_axis};
}
inline selector selector_of(lendbuf::ellipsis_t) {
    return {selector::ellipsis};
}

/// Applies a subscript to a model. Requires: indices within bounds.
inline nd_model select_from(const nd_model& from, const std::vector<selector>& arguments) {
    std::size_t named = 0;
    for (const auto& a : arguments) named += a.kind == selector::index || a.kind == selector::slice;
    std::vector<std::vector<std::ptrdiff_t>> places; // per axis of `from`
    std::vector<std::ptrdiff_t> axis_of_result; // the axis of `from` behind an axis of the result, -1 for a new one
    const auto keep = [&] {
        const selector everything = selector_of(lendbuf::all);
        axis_of_result.push_back(static_cast<std::ptrdiff_t>(places.size()));
        places.push_back(places_of_slice(everything, from.shape[places.size()]));
    };
    for (const auto& a : arguments) {
        if (a.kind == selector::new_axis) axis_of_result.push_back(-1);
        if (a.kind == selector::ellipsis)
            for (std::size_t k = named; k < from.shape.size(); ++k) keep();
        if (a.kind != selector::index && a.kind != selector::slice) continue;
        if (a.kind == selector::slice) axis_of_result.push_back(static_cast<std::ptrdiff_t>(places.size()));
        places.push_back(a.places(a, from.shape[places.size()]));
    }
    while (places.size() < from.shape.size()) keep();

    nd_model result;
    for (const auto axis : axis_of_result)
        result.shape.push_back(axis < 0 ? 1
                                        : static_cast<std::ptrdiff_t>(places[static_cast<std::size_t>(axis)].size()));
    for_each_index(result.shape, [&](const std::vector<std::ptrdiff_t>& index) {
        std::vector<std::ptrdiff_t> source(places.size());
        for (std::size_t k = 0; k < places.size(); ++k) source[k] = places[k].empty() ? 0 : places[k][0];
        for (std::size_t k = 0; k < index.size(); ++k)
            if (axis_of_result[k] >= 0) {
                const auto axis = static_cast<std::size_t>(axis_of_result[k]);
                source[axis] = places[axis][static_cast<std::size_t>(index[k])];
            }
        result.items.push_back(item_of(from, source));
    });
    return result;
}

/// Holds memory in which each item is its own number, and makes views of it with any strides.
template <std::size_t Rank>
struct random_view {
    std::vector<int> memory;
    lendbuf::buffer_view<int, Rank> view{};

    /// Extents from 0 to 4, strides from -7 to 7 items, 0 and overlaps included.
    explicit random_view(random_numbers& next) : memory(256) {
        for (std::size_t k = 0; k < memory.size(); ++k) memory[k] = static_cast<int>(k);
        lendbuf::index_array<Rank> shape;
        lendbuf::index_array<Rank> strides;
        std::ptrdiff_t lowest = 0;
        for (std::size_t k = 0; k < Rank; ++k) {
            shape[k] = next(0, 9) == 0 ? 0 : next(1, 4);
            strides[k] = 4 * next(-7, 7);
            if (strides[k] < 0 && shape[k] > 0) lowest += strides[k] * (shape[k] - 1);
        }
        view = lendbuf::buffer_view<int, Rank>(memory, shape, strides, 4 * next(0, 9) - lowest);
    }
};

} // namespace test_support
