// Loops over two dimensions by hand and through lendbuf's views: what every compiler is measured with.
#pragma once

#include "support.hpp"
#include <cstdint>
#include <lendbuf/lendbuf.hpp>
#include <string>
#include <vector>

namespace lb = lendbuf;

namespace bench {

struct grid {
    std::ptrdiff_t rows;
    std::ptrdiff_t columns;
};
inline constexpr grid grids[] = {{40, 80}, {400, 160}, {4096, 4096}};

/// Registers `function` for all grids.
inline void add_grids(const std::string& name, const std::string& variant, void (*function)(benchmark::State&, grid)) {
    for (const grid g : grids)
        add(name + " " + std::to_string(g.rows) + "x" + std::to_string(g.columns) + "/" + variant,
            [function, g](benchmark::State& state) { function(state, g); });
}

template <class T>
const std::vector<T>& items_of(grid g) {
    return numbers<T>(g.rows * g.columns * static_cast<std::ptrdiff_t>(sizeof(T)));
}

/// Times `f(rows, width)`, where the compiler does not know the numbers.
template <class F>
void time_grid(benchmark::State& state, grid g, const F& f) {
    benchmark::DoNotOptimize(g);
    time_value(state, 0, [g, &f] { return f(g.rows, g.columns); });
}
/// Times `f(rows, width)`, which writes all of `data`.
template <class T, class F>
void time_grid_writes(benchmark::State& state, grid g, const std::vector<T>& data, const F& f) {
    benchmark::DoNotOptimize(g);
    time_writes(state, data, 0, [g, &f] { f(g.rows, g.columns); });
}

/// Adds up `at(i, j)`.
template <class T, class At>
[[gnu::always_inline]] inline T sum_of(std::ptrdiff_t rows, std::ptrdiff_t width, const At& at) {
    T sum = 0;
    for (std::ptrdiff_t i = 0; i < rows; ++i)
        for (std::ptrdiff_t j = 0; j < width; ++j) sum += at(i, j);
    return sum;
}

template <class Items>
auto grid_view(Items& data, grid g) {
    using item = std::remove_reference_t<decltype(*data.data())>;
    return lb::buffer_view<item, 1, lb::contiguous>(data).template cast<typename Items::value_type>(g.rows, g.columns);
}

template <class T>
void loop_hand(benchmark::State& state, grid g) {
    time_grid(state, g, [p = items_of<T>(g).data()](std::ptrdiff_t rows, std::ptrdiff_t width) {
        return sum_of<T>(rows, width, [p, width](std::ptrdiff_t i, std::ptrdiff_t j) { return p[i * width + j]; });
    });
}
template <class T>
void loop_subscript(benchmark::State& state, grid g) {
    auto v = grid_view(items_of<T>(g), g);
    benchmark::DoNotOptimize(v);
    time_value(state, 0, [v] {
        T sum = 0;
        for (std::ptrdiff_t i = 0; i < v.extent(0); ++i)
            for (std::ptrdiff_t j = 0; j < v.extent(1); ++j) sum += v(i, j);
        return sum;
    });
}
template <class T>
void write_hand(benchmark::State& state, grid g) {
    auto data = items_of<T>(g);
    time_grid_writes(state, g, data, [p = data.data()](std::ptrdiff_t rows, std::ptrdiff_t width) {
        for (int i = 0; i < static_cast<int>(rows); ++i) {
            T* const row = p + i * width;
            for (int j = 0; j < static_cast<int>(width); ++j) row[j] = i - j;
        }
    });
}
template <class T>
void write_subscript(benchmark::State& state, grid g) {
    auto data = items_of<T>(g);
    auto v = grid_view(data, g);
    benchmark::DoNotOptimize(v);
    time_writes(state, data, 0, [v] {
        for (int i = 0; i < v.extent(0); ++i)
            for (int j = 0; j < v.extent(1); ++j) v(i, j) = i - j;
    });
}

template <class T>
void write_by_index(benchmark::State& state, grid g) {
    auto data = items_of<T>(g);
    auto v = grid_view(data, g);
    benchmark::DoNotOptimize(v);
    time_writes(state, data, 0, [v] {
        lb::for_each_index(
            v, [](T& item, std::ptrdiff_t i, std::ptrdiff_t j) { item = static_cast<int>(i) - static_cast<int>(j); });
    });
}

} // namespace bench
