// std::mdspan beside lendbuf and raw loops. It needs C++23 and a standard library that has it, so this program is built
// with another compiler than the others, and its cases bear that compiler's name: each compares what one compiler makes
// of the three. Not to be compared with cases of the same title elsewhere.
#include "../grid.hpp"
#include <array>
#include <cstdint>
#include <cstring>
#include <lendbuf/lendbuf.hpp>
#include <mdspan>
#include <span>
#include <string>
#include <vector>

namespace {

using bench::grid;
using bench::items_of;
using bench::numbers;
using bench::sum_of;
using bench::time_grid;
using bench::time_grid_writes;

template <class T>
using mdspan_2d = std::mdspan<T, std::dextents<std::ptrdiff_t, 2>>;

template <class T>
void loop_mdspan(benchmark::State& state, grid g) {
    time_grid(state, g, [p = items_of<T>(g).data()](std::ptrdiff_t rows, std::ptrdiff_t width) {
        const mdspan_2d<const T> map(p, rows, width);
        return sum_of<T>(rows, width, [&map](std::ptrdiff_t i, std::ptrdiff_t j) { return map[i, j]; });
    });
}
template <class T>
void write_mdspan(benchmark::State& state, grid g) {
    auto data = items_of<T>(g);
    time_grid_writes(state, g, data, [p = data.data()](std::ptrdiff_t rows, std::ptrdiff_t width) {
        const mdspan_2d<T> map(p, rows, width);
        for (int i = 0; i < static_cast<int>(rows); ++i)
            for (int j = 0; j < static_cast<int>(width); ++j) map[i, j] = i - j;
    });
}

// ---- every second column of every row ------------------------------------------------------------------------------

template <class F>
void time_steps(benchmark::State& state, grid g, const F& f) {
    std::ptrdiff_t row_stride = g.columns;
    std::ptrdiff_t stride = 2;
    benchmark::DoNotOptimize(row_stride);
    benchmark::DoNotOptimize(stride);
    time_grid(state, {g.rows, g.columns / 2}, [&f, row_stride, stride](std::ptrdiff_t rows, std::ptrdiff_t width) {
        return f(rows, width, row_stride, stride);
    });
}
void step_hand(benchmark::State& state, grid g) {
    time_steps(state, g,
               [p = items_of<double>(g).data()](std::ptrdiff_t rows, std::ptrdiff_t width, std::ptrdiff_t row_stride,
                                                std::ptrdiff_t stride) {
                   return sum_of<double>(rows, width, [p, row_stride, stride](std::ptrdiff_t i, std::ptrdiff_t j) {
                       return p[i * row_stride + j * stride];
                   });
               });
}
void step_mdspan(benchmark::State& state, grid g) {
    time_steps(
        state, g,
        [p = items_of<double>(g).data()](std::ptrdiff_t rows, std::ptrdiff_t width, std::ptrdiff_t row_stride,
                                         std::ptrdiff_t stride) {
            using extents = std::dextents<std::ptrdiff_t, 2>;
            const std::layout_stride::mapping<extents> places(extents(rows, width), std::array{row_stride, stride});
            const std::mdspan<const double, extents, std::layout_stride> map(p, places);
            return sum_of<double>(rows, width, [&map](std::ptrdiff_t i, std::ptrdiff_t j) { return map[i, j]; });
        });
}
void step_view(benchmark::State& state, grid g) {
    auto v = bench::grid_view(items_of<double>(g), g)(lb::all, lb::slice(lb::none, lb::none, 2));
    benchmark::DoNotOptimize(v);
    bench::time_value(state, 0, [v] {
        double sum = 0;
        for (std::ptrdiff_t i = 0; i < v.extent(0); ++i)
            for (std::ptrdiff_t j = 0; j < v.extent(1); ++j) sum += v(i, j);
        return sum;
    });
}

// ---- sums, and transposed copies -----------------------------------------------------------------------------------

void sum_lanes(benchmark::State& state, grid g) {
    const auto& data = items_of<double>(g);
    bench::time_value(state, 0, [&data] { return bench::lanes_sum<double>(data.data(), data.size()); });
}
void sum_view(benchmark::State& state, grid g) {
    bench::time_value(state, 0, [v = bench::grid_view(items_of<double>(g), g)] { return lb::sum(v); });
}

void transposed_limit(benchmark::State& state, grid g) { // arranges nothing: what it writes is no result to compare
    const auto& data = items_of<float>(g);
    std::vector<float> out(data.size());
    for (auto _ : state) {
        std::memcpy(out.data(), data.data(), data.size() * sizeof(float));
        benchmark::ClobberMemory();
    }
}
void transposed_view(benchmark::State& state, grid g) {
    const auto from = bench::grid_view(items_of<float>(g), g).transpose();
    std::vector<float> out(items_of<float>(g).size());
    const auto to = bench::grid_view(out, {g.columns, g.rows});
    bench::time_writes(state, out, 0, [from, to] { lb::copy(from, to); });
}
void transposed_mdspan(benchmark::State& state, grid g) {
    std::vector<float> out(items_of<float>(g).size());
    time_grid_writes(state, g, out,
                     [p = items_of<float>(g).data(), q = out.data()](std::ptrdiff_t rows, std::ptrdiff_t width) {
                         const mdspan_2d<const float> from(p, rows, width);
                         const mdspan_2d<float> to(q, width, rows);
                         for (std::ptrdiff_t j = 0; j < width; ++j)
                             for (std::ptrdiff_t i = 0; i < rows; ++i) to[j, i] = from[i, j];
                     });
}

// ---- one dimension -------------------------------------------------------------------------------------------------

template <class T>
using mdspan_1d = std::mdspan<T, std::dextents<std::ptrdiff_t, 1>>;

/// Times 1024 slices, made by `cut(start)`, of which the first byte is read.
template <class Cut>
void time_slices(benchmark::State& state, const Cut& cut) {
    static const auto starts = [] {
        std::vector<std::uint32_t> made;
        std::uint32_t random = 7;
        for (int k = 0; k < 1024; ++k) made.push_back((random = random * 1664525 + 1013904223) % (16384 - 1000));
        return made;
    }();
    bench::time_value(state, 0, [&cut] {
        std::uint64_t sum = 0;
        for (const std::uint32_t start : starts) sum += cut(static_cast<std::ptrdiff_t>(start));
        return sum;
    });
}
void slice_span(benchmark::State& state) {
    time_slices(state, [whole = std::span(numbers<std::uint8_t>(16384))](std::ptrdiff_t start) {
        return whole.subspan(static_cast<std::size_t>(start), 1000)[0];
    });
}
void slice_view(benchmark::State& state) {
    const lb::buffer_view<const std::uint8_t, 1, lb::contiguous> whole(numbers<std::uint8_t>(16384));
    time_slices(state, [whole](std::ptrdiff_t start) { return whole[lb::slice(start, start + 1000)].data()[0]; });
}
void slice_mdspan(benchmark::State& state) { // submdspan comes with C++26: this is what it would make
    const mdspan_1d<const std::uint8_t> whole(numbers<std::uint8_t>(16384).data(), 16384);
    time_slices(state, [whole](std::ptrdiff_t start) {
        return mdspan_1d<const std::uint8_t>(whole.data_handle() + start, 1000)[0];
    });
}

constexpr std::int64_t axpy_bytes = 512 << 10;

void axpy_hand(benchmark::State& state) {
    const auto& x = numbers<float>(axpy_bytes);
    auto y = x;
    bench::time_writes(state, y, 0, [&x, &y] {
        const float* __restrict const p = x.data();
        float* __restrict const q = y.data();
        for (std::size_t i = 0, n = x.size(); i < n; ++i) q[i] += 3 * p[i];
    });
}
void axpy_transform(benchmark::State& state) {
    const auto& x = numbers<float>(axpy_bytes);
    auto y = x;
    bench::time_writes(state, y, 0, [v = lb::buffer_view<const float>(x), w = lb::buffer_view<float>(y)] {
        lb::transform(lb::zip(v, w), w, [](float a, float b) { return b + 3 * a; });
    });
}
void axpy_mdspan(benchmark::State& state) {
    const auto& x = numbers<float>(axpy_bytes);
    auto y = x;
    const auto size = static_cast<std::ptrdiff_t>(x.size());
    bench::time_writes(state, y, 0, [v = mdspan_1d<const float>(x.data(), size), w = mdspan_1d<float>(y.data(), size)] {
        for (std::ptrdiff_t i = 0; i < v.extent(0); ++i) w[i] += 3 * v[i];
    });
}

} // namespace

int main(int argc, char** argv) {
#if defined __clang__
    const std::string compiler = "clang " + std::to_string(__clang_major__) + ": ";
#else
    const std::string compiler = "gcc " + std::to_string(__GNUC__) + ": ";
#endif
    const auto add = [&compiler](const std::string& name, const std::string& variant, auto* function) {
        bench::add_grids(compiler + name, variant, function);
    };
    add("2-D loop sum f64", "limit", bench::loop_hand<double>);
    add("2-D loop sum f64", "ours", bench::loop_subscript<double>);
    add("2-D loop sum f64", "peer:std::mdspan", loop_mdspan<double>);
    add("2-D loop sum i32", "limit", bench::loop_hand<std::int32_t>);
    add("2-D loop sum i32", "ours", bench::loop_subscript<std::int32_t>);
    add("2-D loop sum i32", "peer:std::mdspan", loop_mdspan<std::int32_t>);
    add("2-D loop sum f64, step 2,", "limit", step_hand);
    add("2-D loop sum f64, step 2,", "ours", step_view);
    add("2-D loop sum f64, step 2,", "peer:std::mdspan", step_mdspan);
    add("2-D sum f64", "limit", sum_lanes);
    add("2-D sum f64", "ours", sum_view);
    add("2-D sum f64", "peer:std::mdspan", loop_mdspan<double>);
    add("2-D write i32", "limit", bench::write_hand<std::int32_t>);
    add("2-D write i32", "ours", bench::write_subscript<std::int32_t>);
    add("2-D write i32", "peer:std::mdspan", write_mdspan<std::int32_t>);
    add("2-D write f64", "limit", bench::write_hand<double>);
    add("2-D write f64", "ours", bench::write_subscript<double>);
    add("2-D write f64", "peer:std::mdspan", write_mdspan<double>);
    add("transpose f32", "limit", transposed_limit);
    add("transpose f32", "ours", transposed_view);
    add("transpose f32", "peer:std::mdspan", transposed_mdspan);
    bench::add(compiler + "1024 slices of 1000 B of 16 KB, borrowed/limit", slice_span);
    bench::add(compiler + "1024 slices of 1000 B of 16 KB, borrowed/ours", slice_view);
    bench::add(compiler + "1024 slices of 1000 B of 16 KB, borrowed/peer:std::mdspan", slice_mdspan);
    bench::add(compiler + "axpy f32, 512 KiB/limit", axpy_hand);
    bench::add(compiler + "axpy f32, 512 KiB/ours:transform", axpy_transform);
    bench::add(compiler + "axpy f32, 512 KiB/peer:std::mdspan", axpy_mdspan);
    return bench::run(argc, argv);
}
