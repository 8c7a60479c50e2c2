// Two dimensions: loops over rows and columns, sums, steps and writes, through views, raw pointers and the peers' views.
#include "grid.hpp"
#include "peers.hpp"
#include "xtensor.hpp"
#include <cstdint>
#include <lendbuf/lendbuf.hpp>
#include <string>
#include <vector>

#if __has_include(<boost/multi_array.hpp>)
#    include <boost/multi_array.hpp>
#    define LENDBUF_BENCH_MULTI_ARRAY 1
#else
#    define LENDBUF_BENCH_MULTI_ARRAY 0
#endif

namespace {

using bench::grid;
using bench::grid_view;
using bench::items_of;
using bench::sum_of;
using bench::time_grid;
using bench::time_grid_writes;
#if LENDBUF_BENCH_XTENSOR
using bench::xtensor_of;
#endif

#if LENDBUF_BENCH_EIGEN
template <class T>
using eigen_matrix = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
#endif

// ---- reading by (i, j) -------------------------------------------------------------------------------------------

#if LENDBUF_BENCH_EIGEN
template <class T>
void loop_eigen(benchmark::State& state, grid g) {
    time_grid(state, g, [p = items_of<T>(g).data()](std::ptrdiff_t rows, std::ptrdiff_t width) {
        const Eigen::Map<const eigen_matrix<T>> map(p, rows, width);
        return sum_of<T>(rows, width, [&map](std::ptrdiff_t i, std::ptrdiff_t j) { return map(i, j); });
    });
}
#endif
#if LENDBUF_BENCH_MULTI_ARRAY
template <class T>
void loop_multi_array(benchmark::State& state, grid g) {
    time_grid(state, g, [p = items_of<T>(g).data()](std::ptrdiff_t rows, std::ptrdiff_t width) {
        const boost::const_multi_array_ref<T, 2> map(p, boost::extents[rows][width]);
        return sum_of<T>(rows, width, [&map](std::ptrdiff_t i, std::ptrdiff_t j) { return map[i][j]; });
    });
}
#endif
#if LENDBUF_BENCH_XTENSOR
template <class T>
void loop_xtensor(benchmark::State& state, grid g) {
    time_grid(state, g, [p = items_of<T>(g).data()](std::ptrdiff_t rows, std::ptrdiff_t width) {
        const auto map = xtensor_of(p, rows, width);
        return sum_of<T>(rows, width, [&map](std::ptrdiff_t i, std::ptrdiff_t j) { return map(i, j); });
    });
}
#endif

// ---- every second column of every row ------------------------------------------------------------------------------

void step_hand(benchmark::State& state, grid g) {
    const auto bytes = reinterpret_cast<const char*>(items_of<std::int32_t>(g).data());
    std::ptrdiff_t row_stride = g.columns * 4;
    std::ptrdiff_t stride = 8;
    benchmark::DoNotOptimize(row_stride);
    benchmark::DoNotOptimize(stride);
    time_grid(state, {g.rows, g.columns / 2}, [bytes, row_stride, stride](std::ptrdiff_t rows, std::ptrdiff_t width) {
        std::int32_t sum = 0;
        for (std::ptrdiff_t i = 0; i < rows; ++i)
            for (std::ptrdiff_t j = 0; j < width; ++j)
                sum += *static_cast<const std::int32_t*>(static_cast<const void*>(bytes + i * row_stride + j * stride));
        return sum;
    });
}
void step_subscript(benchmark::State& state, grid g) {
    auto v = grid_view(items_of<std::int32_t>(g), g)(lb::all, lb::slice(lb::none, lb::none, 2));
    benchmark::DoNotOptimize(v);
    bench::time_value(state, 0, [v] {
        std::int32_t sum = 0;
        for (std::ptrdiff_t i = 0; i < v.extent(0); ++i)
            for (std::ptrdiff_t j = 0; j < v.extent(1); ++j) sum += v(i, j);
        return sum;
    });
}
#if LENDBUF_BENCH_EIGEN
void step_eigen(benchmark::State& state, grid g) {
    time_grid(state, g, [p = items_of<std::int32_t>(g).data()](std::ptrdiff_t rows, std::ptrdiff_t width) {
        using stride = Eigen::Stride<Eigen::Dynamic, Eigen::Dynamic>;
        std::ptrdiff_t step = 2;
        benchmark::DoNotOptimize(step);
        const Eigen::Map<const eigen_matrix<std::int32_t>, 0, stride> map(p, rows, width / 2, stride(width, step));
        return sum_of<std::int32_t>(rows, width / 2, [&map](std::ptrdiff_t i, std::ptrdiff_t j) { return map(i, j); });
    });
}
#endif
#if LENDBUF_BENCH_MULTI_ARRAY
void step_multi_array(benchmark::State& state, grid g) {
    time_grid(state, g, [p = items_of<std::int32_t>(g).data()](std::ptrdiff_t rows, std::ptrdiff_t width) {
        using range = boost::multi_array_types::index_range;
        std::ptrdiff_t step = 2;
        benchmark::DoNotOptimize(step);
        const boost::const_multi_array_ref<std::int32_t, 2> whole(p, boost::extents[rows][width]);
        const auto map = whole[boost::indices[range()][range(0, width, step)]];
        return sum_of<std::int32_t>(rows, width / 2, [&map](std::ptrdiff_t i, std::ptrdiff_t j) { return map[i][j]; });
    });
}
#endif
#if LENDBUF_BENCH_XTENSOR
void step_xtensor(benchmark::State& state, grid g) {
    time_grid(state, g, [p = items_of<std::int32_t>(g).data()](std::ptrdiff_t rows, std::ptrdiff_t width) {
        std::ptrdiff_t step = 2;
        benchmark::DoNotOptimize(step);
        const auto whole = xtensor_of(p, rows, width);
        const auto map = xt::view(whole, xt::all(), xt::range(std::ptrdiff_t{0}, width, step));
        return sum_of<std::int32_t>(rows, width / 2, [&map](std::ptrdiff_t i, std::ptrdiff_t j) { return map(i, j); });
    });
}
#endif

// ---- whole views: rows as they lie, and transposed -----------------------------------------------------------------

void sum_lanes(benchmark::State& state, grid g) {
    const auto& data = items_of<double>(g);
    bench::time_value(state, 0, [&data] { return bench::lanes_sum<double>(data.data(), data.size()); });
}
void sum_view(benchmark::State& state, grid g) {
    lb::buffer_view<const double, 2> v = grid_view(items_of<double>(g), g);
    benchmark::DoNotOptimize(v);
    bench::time_value(state, 0, [v] { return lb::sum(v); });
}
void sum_view_transposed(benchmark::State& state, grid g) {
    lb::buffer_view<const double, 2> v = grid_view(items_of<double>(g), g).transpose();
    benchmark::DoNotOptimize(v);
    bench::time_value(state, 0, [v] { return lb::sum(v); });
}
void sum_by_columns(benchmark::State& state, grid g) {
    time_grid(state, g, [p = items_of<double>(g).data()](std::ptrdiff_t rows, std::ptrdiff_t width) {
        return sum_of<double>(width, rows, [p, width](std::ptrdiff_t j, std::ptrdiff_t i) { return p[i * width + j]; });
    });
}
#if LENDBUF_BENCH_EIGEN
void sum_eigen(benchmark::State& state, grid g) {
    time_grid(state, g, [p = items_of<double>(g).data()](std::ptrdiff_t rows, std::ptrdiff_t width) {
        return Eigen::Map<const eigen_matrix<double>>(p, rows, width).sum();
    });
}
void sum_eigen_transposed(benchmark::State& state, grid g) {
    time_grid(state, g, [p = items_of<double>(g).data()](std::ptrdiff_t rows, std::ptrdiff_t width) {
        return Eigen::Map<const eigen_matrix<double>>(p, rows, width).transpose().sum();
    });
}
#endif
#if LENDBUF_BENCH_XTENSOR
void sum_xtensor(benchmark::State& state, grid g) {
    time_grid(state, g, [p = items_of<double>(g).data()](std::ptrdiff_t rows, std::ptrdiff_t width) {
        return double(xt::sum(xtensor_of(p, rows, width), xt::evaluation_strategy::immediate)());
    });
}
#endif

// ---- writing by (i, j) -------------------------------------------------------------------------------------------

template <class T>
void write_size_t(benchmark::State& state, grid g) {
    auto data = items_of<T>(g);
    time_grid_writes(state, g, data, [p = data.data()](std::ptrdiff_t rows, std::ptrdiff_t width) {
        const auto n = static_cast<std::size_t>(width);
        for (std::size_t i = 0; i < static_cast<std::size_t>(rows); ++i)
            for (std::size_t j = 0; j < n; ++j)
                p[i * n + j] = static_cast<T>(static_cast<std::ptrdiff_t>(i) - static_cast<std::ptrdiff_t>(j));
    });
}
#if LENDBUF_BENCH_EIGEN
template <class T>
void write_eigen(benchmark::State& state, grid g) {
    auto data = items_of<T>(g);
    time_grid_writes(state, g, data, [p = data.data()](std::ptrdiff_t rows, std::ptrdiff_t width) {
        Eigen::Map<eigen_matrix<T>> map(p, rows, width);
        for (int i = 0; i < static_cast<int>(rows); ++i)
            for (int j = 0; j < static_cast<int>(width); ++j) map(i, j) = i - j;
    });
}
#endif
#if LENDBUF_BENCH_MULTI_ARRAY
template <class T>
void write_multi_array(benchmark::State& state, grid g) {
    auto data = items_of<T>(g);
    time_grid_writes(state, g, data, [p = data.data()](std::ptrdiff_t rows, std::ptrdiff_t width) {
        boost::multi_array_ref<T, 2> map(p, boost::extents[rows][width]);
        for (int i = 0; i < static_cast<int>(rows); ++i)
            for (int j = 0; j < static_cast<int>(width); ++j) map[i][j] = i - j;
    });
}
#endif
#if LENDBUF_BENCH_XTENSOR
template <class T>
void write_xtensor(benchmark::State& state, grid g) {
    auto data = items_of<T>(g);
    time_grid_writes(state, g, data, [p = data.data()](std::ptrdiff_t rows, std::ptrdiff_t width) {
        auto map = xtensor_of(p, rows, width);
        for (int i = 0; i < static_cast<int>(rows); ++i)
            for (int j = 0; j < static_cast<int>(width); ++j) map(i, j) = i - j;
    });
}
#endif

template <class T>
void register_type(const std::string& name) {
    const auto add = bench::add_grids;
    add("2-D loop sum " + name, "limit", bench::loop_hand<T>);
    add("2-D loop sum " + name, "ours", bench::loop_subscript<T>);
    add("2-D write " + name, "limit", bench::write_hand<T>);
    add("2-D write " + name, "ours", bench::write_subscript<T>);
    add("2-D write " + name, "ours:for_each_index", bench::write_by_index<T>);
    add("2-D write " + name, "peer:raw loop, size_t", write_size_t<T>);
#if LENDBUF_BENCH_EIGEN
    add("2-D loop sum " + name, "peer:Eigen", loop_eigen<T>);
    add("2-D write " + name, "peer:Eigen", write_eigen<T>);
#endif
#if LENDBUF_BENCH_MULTI_ARRAY
    add("2-D loop sum " + name, "peer:Boost.MultiArray", loop_multi_array<T>);
    add("2-D write " + name, "peer:Boost.MultiArray", write_multi_array<T>);
#endif
#if LENDBUF_BENCH_XTENSOR
    add("2-D loop sum " + name, "peer:xtensor", loop_xtensor<T>);
    add("2-D write " + name, "peer:xtensor", write_xtensor<T>);
#endif
}

} // namespace

int main(int argc, char** argv) {
    const auto add = bench::add_grids;
    register_type<std::int32_t>("i32");
    register_type<double>("f64");
    add("2-D loop sum i32, step 2,", "limit", step_hand);
    add("2-D loop sum i32, step 2,", "ours", step_subscript);
    add("2-D sum f64", "limit", sum_lanes);
    add("2-D sum f64", "ours", sum_view);
    add("2-D sum f64", "peer:raw loop", bench::loop_hand<double>);
    add("2-D transposed sum f64", "limit", sum_lanes);
    add("2-D transposed sum f64", "ours", sum_view_transposed);
    add("2-D transposed sum f64", "peer:raw loop", sum_by_columns);
#if LENDBUF_BENCH_EIGEN
    add("2-D loop sum i32, step 2,", "peer:Eigen", step_eigen);
    add("2-D sum f64", "peer:Eigen", sum_eigen);
    add("2-D transposed sum f64", "peer:Eigen", sum_eigen_transposed);
#endif
#if LENDBUF_BENCH_MULTI_ARRAY
    add("2-D loop sum i32, step 2,", "peer:Boost.MultiArray", step_multi_array);
#endif
#if LENDBUF_BENCH_XTENSOR
    add("2-D loop sum i32, step 2,", "peer:xtensor", step_xtensor);
    add("2-D sum f64", "peer:xtensor", sum_xtensor);
#endif
    return bench::run(argc, argv);
}
