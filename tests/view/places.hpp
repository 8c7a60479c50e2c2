// A slow model of walks over views: where the items are, index by index; and the laws that iterators obey.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <iterator>
#include <lendbuf/view/buffer_view.hpp>
#include <vector>

#include "view/model.hpp"

namespace test_support {

/// Lists where the items of `view` are when the axis `axes[0]` is walked outermost, and so on.
template <class View>
auto places_along(const View& view, const std::vector<std::size_t>& axes) {
    std::vector<typename View::element_type*> places;
    std::vector<std::ptrdiff_t> shape;
    for (const std::size_t axis : axes) shape.push_back(view.shape()[axis]);
    for_each_index(shape, [&](const std::vector<std::ptrdiff_t>& index) {
        std::ptrdiff_t offset = 0;
        for (std::size_t k = 0; k < axes.size(); ++k) offset += index[k] * view.strides()[axes[k]];
        places.push_back(lendbuf::move_by_bytes(view.data(), offset));
    });
    return places;
}

/// Lists where the items of `view` are, in an order.
template <class View>
auto places_of(const View& view, lendbuf::order o = lendbuf::order::c) {
    std::vector<std::size_t> axes;
    for (std::size_t k = 0; k < View::ndim(); ++k) axes.push_back(k);
    const auto step = [&](std::size_t axis) { return std::abs(view.strides()[axis]); };
    if (o == lendbuf::order::f) std::reverse(axes.begin(), axes.end());
    if (o == lendbuf::order::any)
        std::stable_sort(axes.begin(), axes.end(), [&](std::size_t a, std::size_t b) { return step(a) > step(b); });
    return places_along(view, axes);
}

/// Lists the items of a range by their addresses.
template <class Range>
auto places_in(const Range& range) {
    std::vector<decltype(&*range.begin())> places;
    for (auto& item : range) places.push_back(&item);
    return places;
}

/// Gives the item itself.
struct whole_item {
    template <class T>
    constexpr T& operator()(T& item) const {
        return item;
    }
};

/// Tells whether `it` is as far from `first` as number `i` of `items`, and gets from there to all others; `look` finds
/// the item behind what an iterator gives.
template <class It, class Items, class Look>
constexpr bool stands_at(const It& it, const It& first, const Items& items, std::ptrdiff_t i, const Look& look) {
    const std::ptrdiff_t size = std::ssize(items);
    for (std::ptrdiff_t k = 0; k <= size; ++k) {
        const std::ptrdiff_t n = k - i;
        const It there = it + n;
        It moved = it;
        if (!(there == n + it) || !(there == (moved += n)) || !(it == (moved -= n)) || !(it == there - n)) return false;
        if (there - it != n || it - there != -n || there - first != k || (there == it) != (n == 0)) return false;
        if ((it < there) != (n > 0) || (it <= there) != (n >= 0) || (it > there) != (n < 0) ||
            (it >= there) != (n <= 0))
            return false;
        if (k < size && (look(*there) != items[static_cast<std::size_t>(k)] || &look(*there) != &look(it[n])))
            return false;
        if (i < size && look(*moved) != items[static_cast<std::size_t>(i)]) return false;
    }
    return true;
}

/// Tells whether a range gives `items`, and whether its iterators obey the laws of random access, however they got
/// where they are: by steps forwards, by steps back, by jumps.
template <class Range, class Items, class Look = whole_item>
constexpr bool walks(const Range& range, const Items& items, const Look& look = {}) {
    const std::ptrdiff_t size = std::ssize(items);
    const auto first = range.begin();
    const auto last = range.end();
    if (range.size() != size || range.empty() != (size == 0) || last - first != size || !(range.begin() == first))
        return false;
    auto forwards = first;
    auto back = last;
    for (std::ptrdiff_t k = 0; k <= size; ++k) {
        if (!stands_at(forwards, first, items, k, look) || !stands_at(back, first, items, size - k, look)) return false;
        if (!stands_at(first + k, first, items, k, look)) return false;
        if (k == size) break;
        auto next = forwards;
        if (!(forwards++ == first + k) || !(++next == forwards)) return false;
        next = back;
        if (!(back-- == last - k) || !(--next == back)) return false;
    }
    return forwards == last && back == first;
}

/// Gives a shape with extents from 1 to 4, and sometimes 0.
template <std::size_t Rank>
lendbuf::index_array<Rank> random_shape(random_numbers& next) {
    lendbuf::index_array<Rank> shape;
    for (std::ptrdiff_t& extent : shape.values) extent = next(0, 12) == 0 ? 0 : next(1, 4);
    return shape;
}

/// Makes an item of a number, byte-ordered ones included.
template <class T>
constexpr T item_from(int number) {
    if constexpr (requires { typename T::value_type; })
        return static_cast<typename T::value_type>(number);
    else
        return static_cast<T>(number);
}

/// Holds items of which each is its own number, and a view of some with strides of all signs, 0 included. Where `tidy`,
/// the view is a slice of a gapless array with its axes reordered: no two of its places are the same.
template <class T, std::size_t Rank>
struct strided_array {
    std::vector<T> memory;
    lendbuf::buffer_view<T, Rank> view{};

    strided_array(random_numbers& next, const lendbuf::index_array<Rank>& shape, bool tidy) {
        lendbuf::index_array<Rank> strides;
        std::ptrdiff_t first = 0;
        std::ptrdiff_t size = 1;
        std::vector<std::size_t> axes;
        for (std::size_t k = 0; k < Rank; ++k) axes.insert(axes.begin() + next(0, static_cast<std::ptrdiff_t>(k)), k);
        for (const std::size_t axis : axes) {
            const std::ptrdiff_t step = tidy ? size * next(1, 2) : next(0, 7);
            const std::ptrdiff_t reach = shape[axis] == 0 ? 0 : step * (shape[axis] - 1);
            const bool backwards = next(0, 2) == 0;
            strides[axis] = (backwards ? -step : step) * static_cast<std::ptrdiff_t>(sizeof(T));
            if (backwards) first += reach;
            size += reach;
            if (tidy && next(0, 3) == 0) ++size;
        }
        for (std::ptrdiff_t k = 0; k < size; ++k) memory.push_back(item_from<T>(static_cast<int>(k)));
        view = lendbuf::buffer_view<T, Rank>(memory, shape, strides, first * static_cast<std::ptrdiff_t>(sizeof(T)));
    }
};

} // namespace test_support
