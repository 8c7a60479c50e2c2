// Two dimensions: loops over rows and columns, sums, steps and writes, through views, raw pointers and the peers' views.
#include "peers.hpp"
#include "support.hpp"
#include <cstdint>
#include <lendbuf/lendbuf.hpp>
#include <lendbuf/view/sum.hpp>
#include <string>
#include <vector>

#if __has_include(<boost/multi_array.hpp>)
#    include <boost/multi_array.hpp>
#    define LENDBUF_BENCH_MULTI_ARRAY 1
#else
#    define LENDBUF_BENCH_MULTI_ARRAY 0
#endif
#if __has_include(<xtensor/xadapt.hpp>)
#    include <xtensor/xadapt.hpp>
#    include <xtensor/xmath.hpp>
#    include <xtensor/xview.hpp>
#    define LENDBUF_BENCH_XTENSOR 1
#else
#    define LENDBUF_BENCH_XTENSOR 0
#endif

namespace lb = lendbuf;

namespace {

using bench::numbers;

const std::vector<std::int64_t> sizes = {16 << 10, 512 << 10, 64 << 20};
constexpr std::ptrdiff_t columns = 512;

template <class T>
std::ptrdiff_t rows_of(const std::vector<T>& data) {
    return static_cast<std::ptrdiff_t>(data.size()) / columns;
}

/// Times `f(rows, width)`, where the compiler does not know the numbers.
template <class T, class F>
void time_grid(benchmark::State& state, const std::vector<T>& data, const F& f) {
    std::ptrdiff_t rows = rows_of(data);
    std::ptrdiff_t width = columns;
    benchmark::DoNotOptimize(rows);
    benchmark::DoNotOptimize(width);
    bench::time_value(state, state.range(0), [rows, width, &f] { return f(rows, width); });
}
/// Times `f(rows, width)`, which writes all of `data`.
template <class T, class F>
void time_grid_writes(benchmark::State& state, const std::vector<T>& data, const F& f) {
    std::ptrdiff_t rows = rows_of(data);
    std::ptrdiff_t width = columns;
    benchmark::DoNotOptimize(rows);
    benchmark::DoNotOptimize(width);
    bench::time_writes(state, data, state.range(0), [rows, width, &f] { f(rows, width); });
}

/// Adds up `at(i, j)`.
template <class T, class At>
[[gnu::always_inline]] inline T sum_of(std::ptrdiff_t rows, std::ptrdiff_t width, const At& at) {
    T sum = 0;
    for (std::ptrdiff_t i = 0; i < rows; ++i)
        for (std::ptrdiff_t j = 0; j < width; ++j) sum += at(i, j);
    return sum;
}

template <class T>
auto grid_view(const std::vector<T>& data) {
    return lb::buffer_view<const T, 1, lb::contiguous>(data).template cast<T>(rows_of(data), columns);
}
template <class T>
auto grid_view(std::vector<T>& data) {
    return lb::buffer_view<T, 1, lb::contiguous>(data).template cast<T>(rows_of(data), columns);
}

#if LENDBUF_BENCH_EIGEN
template <class T>
using eigen_matrix = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
#endif
#if LENDBUF_BENCH_XTENSOR
template <class T>
auto xtensor_of(T* data, std::ptrdiff_t rows, std::ptrdiff_t width) {
    return xt::adapt(data, static_cast<std::size_t>(rows * width), xt::no_ownership(),
                     std::array<std::size_t, 2>{static_cast<std::size_t>(rows), static_cast<std::size_t>(width)});
}
#endif

// ---- reading by (i, j) -------------------------------------------------------------------------------------------

template <class T>
void loop_hand(benchmark::State& state) {
    const auto& data = numbers<T>(state.range(0));
    time_grid(state, data, [p = data.data()](std::ptrdiff_t rows, std::ptrdiff_t width) {
        return sum_of<T>(rows, width, [p, width](std::ptrdiff_t i, std::ptrdiff_t j) { return p[i * width + j]; });
    });
}
template <class T>
void loop_subscript(benchmark::State& state) {
    const auto& data = numbers<T>(state.range(0));
    auto v = grid_view(data);
    benchmark::DoNotOptimize(v);
    bench::time_value(state, state.range(0), [v] {
        T sum = 0;
        for (std::ptrdiff_t i = 0; i < v.extent(0); ++i)
            for (std::ptrdiff_t j = 0; j < v.extent(1); ++j) sum += v(i, j);
        return sum;
    });
}
#if LENDBUF_BENCH_EIGEN
template <class T>
void loop_eigen(benchmark::State& state) {
    const auto& data = numbers<T>(state.range(0));
    time_grid(state, data, [p = data.data()](std::ptrdiff_t rows, std::ptrdiff_t width) {
        const Eigen::Map<const eigen_matrix<T>> map(p, rows, width);
        return sum_of<T>(rows, width, [&map](std::ptrdiff_t i, std::ptrdiff_t j) { return map(i, j); });
    });
}
#endif
#if LENDBUF_BENCH_MULTI_ARRAY
template <class T>
void loop_multi_array(benchmark::State& state) {
    const auto& data = numbers<T>(state.range(0));
    time_grid(state, data, [p = data.data()](std::ptrdiff_t rows, std::ptrdiff_t width) {
        const boost::const_multi_array_ref<T, 2> map(p, boost::extents[rows][width]);
        return sum_of<T>(rows, width, [&map](std::ptrdiff_t i, std::ptrdiff_t j) { return map[i][j]; });
    });
}
#endif
#if LENDBUF_BENCH_XTENSOR
template <class T>
void loop_xtensor(benchmark::State& state) {
    const auto& data = numbers<T>(state.range(0));
    time_grid(state, data, [p = data.data()](std::ptrdiff_t rows, std::ptrdiff_t width) {
        const auto map = xtensor_of(p, rows, width);
        return sum_of<T>(rows, width, [&map](std::ptrdiff_t i, std::ptrdiff_t j) { return map(i, j); });
    });
}
#endif
template <class T>
void register_loop(const std::string& name) {
    using bench::add;
    add("2-D loop sum " + name + "/limit", loop_hand<T>, sizes);
    add("2-D loop sum " + name + "/ours", loop_subscript<T>, sizes);
#if LENDBUF_BENCH_EIGEN
    add("2-D loop sum " + name + "/peer:Eigen", loop_eigen<T>, sizes);
#endif
#if LENDBUF_BENCH_MULTI_ARRAY
    add("2-D loop sum " + name + "/peer:Boost.MultiArray", loop_multi_array<T>, sizes);
#endif
#if LENDBUF_BENCH_XTENSOR
    add("2-D loop sum " + name + "/peer:xtensor", loop_xtensor<T>, sizes);
#endif
}

// ---- every second column of every row ------------------------------------------------------------------------------

void step_hand(benchmark::State& state) {
    const auto& data = numbers<std::int32_t>(state.range(0));
    const auto bytes = reinterpret_cast<const char*>(data.data());
    std::ptrdiff_t width = columns / 2;
    std::ptrdiff_t row_stride = columns * 4;
    std::ptrdiff_t stride = 8;
    benchmark::DoNotOptimize(width);
    benchmark::DoNotOptimize(row_stride);
    benchmark::DoNotOptimize(stride);
    bench::time_value(state, state.range(0), [bytes, width, row_stride, stride, rows = rows_of(data)] {
        std::int32_t sum = 0;
        for (std::ptrdiff_t i = 0; i < rows; ++i)
            for (std::ptrdiff_t j = 0; j < width; ++j)
                sum += *static_cast<const std::int32_t*>(static_cast<const void*>(bytes + i * row_stride + j * stride));
        return sum;
    });
}
void step_subscript(benchmark::State& state) {
    auto v = grid_view(numbers<std::int32_t>(state.range(0)))(lb::all, lb::slice(lb::none, lb::none, 2));
    benchmark::DoNotOptimize(v);
    bench::time_value(state, state.range(0), [v] {
        std::int32_t sum = 0;
        for (std::ptrdiff_t i = 0; i < v.extent(0); ++i)
            for (std::ptrdiff_t j = 0; j < v.extent(1); ++j) sum += v(i, j);
        return sum;
    });
}
#if LENDBUF_BENCH_EIGEN
void step_eigen(benchmark::State& state) {
    const auto& data = numbers<std::int32_t>(state.range(0));
    time_grid(state, data, [p = data.data()](std::ptrdiff_t rows, std::ptrdiff_t width) {
        using stride = Eigen::Stride<Eigen::Dynamic, Eigen::Dynamic>;
        std::ptrdiff_t step = 2;
        benchmark::DoNotOptimize(step);
        const Eigen::Map<const eigen_matrix<std::int32_t>, 0, stride> map(p, rows, width / 2, stride(width, step));
        return sum_of<std::int32_t>(rows, width / 2, [&map](std::ptrdiff_t i, std::ptrdiff_t j) { return map(i, j); });
    });
}
#endif
#if LENDBUF_BENCH_MULTI_ARRAY
void step_multi_array(benchmark::State& state) {
    const auto& data = numbers<std::int32_t>(state.range(0));
    time_grid(state, data, [p = data.data()](std::ptrdiff_t rows, std::ptrdiff_t width) {
        using range = boost::multi_array_types::index_range;
        const boost::const_multi_array_ref<std::int32_t, 2> whole(p, boost::extents[rows][width]);
        const auto map = whole[boost::indices[range()][range(0, width, 2)]];
        return sum_of<std::int32_t>(rows, width / 2, [&map](std::ptrdiff_t i, std::ptrdiff_t j) { return map[i][j]; });
    });
}
#endif
#if LENDBUF_BENCH_XTENSOR
void step_xtensor(benchmark::State& state) {
    const auto& data = numbers<std::int32_t>(state.range(0));
    time_grid(state, data, [p = data.data()](std::ptrdiff_t rows, std::ptrdiff_t width) {
        const auto whole = xtensor_of(p, rows, width);
        const auto map = xt::view(whole, xt::all(), xt::range(0, width, 2));
        return sum_of<std::int32_t>(rows, width / 2, [&map](std::ptrdiff_t i, std::ptrdiff_t j) { return map(i, j); });
    });
}
#endif

// ---- whole views: rows as they lie, and transposed -----------------------------------------------------------------

void sum_lanes(benchmark::State& state) {
    const auto& data = numbers<double>(state.range(0));
    bench::time_value(state, state.range(0), [&data] { return bench::lanes_sum<double>(data.data(), data.size()); });
}
void sum_view(benchmark::State& state) {
    lb::buffer_view<const double, 2> v = grid_view(numbers<double>(state.range(0)));
    benchmark::DoNotOptimize(v);
    bench::time_value(state, state.range(0), [v] { return lb::sum(v); });
}
void sum_view_transposed(benchmark::State& state) {
    lb::buffer_view<const double, 2> v = grid_view(numbers<double>(state.range(0))).transpose();
    benchmark::DoNotOptimize(v);
    bench::time_value(state, state.range(0), [v] { return lb::sum(v); });
}
#if LENDBUF_BENCH_EIGEN
void sum_eigen(benchmark::State& state) {
    const auto& data = numbers<double>(state.range(0));
    time_grid(state, data, [p = data.data()](std::ptrdiff_t rows, std::ptrdiff_t width) {
        return Eigen::Map<const eigen_matrix<double>>(p, rows, width).sum();
    });
}
void sum_eigen_transposed(benchmark::State& state) {
    const auto& data = numbers<double>(state.range(0));
    time_grid(state, data, [p = data.data()](std::ptrdiff_t rows, std::ptrdiff_t width) {
        return Eigen::Map<const eigen_matrix<double>>(p, rows, width).transpose().sum();
    });
}
#endif
#if LENDBUF_BENCH_XTENSOR
void sum_xtensor(benchmark::State& state) {
    const auto& data = numbers<double>(state.range(0));
    time_grid(state, data, [p = data.data()](std::ptrdiff_t rows, std::ptrdiff_t width) {
        return double(xt::sum(xtensor_of(p, rows, width), xt::evaluation_strategy::immediate)());
    });
}
#endif

// ---- writing by (i, j) -------------------------------------------------------------------------------------------

void write_hand(benchmark::State& state) {
    auto data = numbers<double>(state.range(0));
    time_grid_writes(state, data, [p = data.data()](std::ptrdiff_t rows, std::ptrdiff_t width) {
        for (int i = 0; i < static_cast<int>(rows); ++i) {
            double* const row = p + i * width;
            for (int j = 0; j < static_cast<int>(width); ++j) row[j] = i - j;
        }
    });
}
void write_subscript(benchmark::State& state) {
    auto data = numbers<double>(state.range(0));
    auto v = grid_view(data);
    benchmark::DoNotOptimize(v);
    bench::time_writes(state, data, state.range(0), [v] {
        for (int i = 0; i < v.extent(0); ++i)
            for (int j = 0; j < v.extent(1); ++j) v(i, j) = i - j;
    });
}
#if LENDBUF_BENCH_EIGEN
void write_eigen(benchmark::State& state) {
    auto data = numbers<double>(state.range(0));
    time_grid_writes(state, data, [p = data.data()](std::ptrdiff_t rows, std::ptrdiff_t width) {
        Eigen::Map<eigen_matrix<double>> map(p, rows, width);
        for (int i = 0; i < static_cast<int>(rows); ++i)
            for (int j = 0; j < static_cast<int>(width); ++j) map(i, j) = i - j;
    });
}
#endif
#if LENDBUF_BENCH_MULTI_ARRAY
void write_multi_array(benchmark::State& state) {
    auto data = numbers<double>(state.range(0));
    time_grid_writes(state, data, [p = data.data()](std::ptrdiff_t rows, std::ptrdiff_t width) {
        boost::multi_array_ref<double, 2> map(p, boost::extents[rows][width]);
        for (int i = 0; i < static_cast<int>(rows); ++i)
            for (int j = 0; j < static_cast<int>(width); ++j) map[i][j] = i - j;
    });
}
#endif
#if LENDBUF_BENCH_XTENSOR
void write_xtensor(benchmark::State& state) {
    auto data = numbers<double>(state.range(0));
    time_grid_writes(state, data, [p = data.data()](std::ptrdiff_t rows, std::ptrdiff_t width) {
        auto map = xtensor_of(p, rows, width);
        for (int i = 0; i < static_cast<int>(rows); ++i)
            for (int j = 0; j < static_cast<int>(width); ++j) map(i, j) = i - j;
    });
}
#endif
} // namespace

int main(int argc, char** argv) {
    using bench::add;
    register_loop<std::int32_t>("i32");
    register_loop<double>("f64");
    add("2-D loop sum i32, step 2/limit", step_hand, sizes);
    add("2-D loop sum i32, step 2/ours", step_subscript, sizes);
    add("2-D sum f64/limit", sum_lanes, sizes);
    add("2-D sum f64/ours", sum_view, sizes);
    add("2-D transposed sum f64/limit", sum_lanes, sizes);
    add("2-D transposed sum f64/ours", sum_view_transposed, sizes);
    add("2-D write f64/limit", write_hand, sizes);
    add("2-D write f64/ours", write_subscript, sizes);
#if LENDBUF_BENCH_EIGEN
    add("2-D loop sum i32, step 2/peer:Eigen", step_eigen, sizes);
    add("2-D sum f64/peer:Eigen", sum_eigen, sizes);
    add("2-D transposed sum f64/peer:Eigen", sum_eigen_transposed, sizes);
    add("2-D write f64/peer:Eigen", write_eigen, sizes);
#endif
#if LENDBUF_BENCH_MULTI_ARRAY
    add("2-D loop sum i32, step 2/peer:Boost.MultiArray", step_multi_array, sizes);
    add("2-D write f64/peer:Boost.MultiArray", write_multi_array, sizes);
#endif
#if LENDBUF_BENCH_XTENSOR
    add("2-D loop sum i32, step 2/peer:xtensor", step_xtensor, sizes);
    add("2-D sum f64/peer:xtensor", sum_xtensor, sizes);
    add("2-D write f64/peer:xtensor", write_xtensor, sizes);
#endif
    return bench::run(argc, argv);
}
