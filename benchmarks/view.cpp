// Loops over views beside the same loops over raw pointers, in the same run. The name before the slash is the case;
// "hand" is the limit, the others are ways to write it with lendbuf. Sizes: one that fits L2, one above L3.
#include <benchmark/benchmark.h>
#include <cstdint>
#include <cstring>
#include <lendbuf/lendbuf.hpp>
#include <numeric>
#include <random>
#include <string>
#include <vector>

namespace lb = lendbuf;

namespace {

constexpr std::ptrdiff_t small = 512 << 10;
constexpr std::ptrdiff_t large = 128 << 20;

template <class T>
std::vector<T> numbers(std::ptrdiff_t bytes) {
    std::vector<T> made(static_cast<std::size_t>(bytes) / sizeof(T));
    std::minstd_rand random(5);
    for (T& number : made) number = static_cast<T>(random() % 1000);
    return made;
}

void processed(benchmark::State& state) {
    state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) * state.range(0));
}

/// Times `f()`, whose result is used.
template <class F>
void time_value(benchmark::State& state, F f) {
    for (auto _ : state) benchmark::DoNotOptimize(f());
    processed(state);
}
/// Times `f()`, which writes to memory.
template <class F>
void time_effect(benchmark::State& state, F f) {
    for (auto _ : state) {
        f();
        benchmark::ClobberMemory();
    }
    processed(state);
}

// ---- sum, axpy, scale over contiguous views ----------------------------------------------------------------------

template <class T>
void sum_hand(benchmark::State& state) {
    const auto data = numbers<T>(state.range(0));
    time_value(state, [p = data.data(), n = data.size()] {
        T sum = 0;
        for (std::size_t i = 0; i < n; ++i) sum += p[i];
        return sum;
    });
}
template <class T>
void sum_subscript(benchmark::State& state) {
    const auto data = numbers<T>(state.range(0));
    time_value(state, [v = lb::buffer_view<const T, 1, lb::contiguous>(data)] {
        T sum = 0;
        for (std::ptrdiff_t i = 0; i < v.size(); ++i) sum += v[i];
        return sum;
    });
}
template <class T>
void sum_iterators(benchmark::State& state) {
    const auto data = numbers<T>(state.range(0));
    time_value(state, [v = lb::buffer_view<const T, 1, lb::contiguous>(data)] {
        T sum = 0;
        for (const T x : v) sum += x;
        return sum;
    });
}
template <class T>
void sum_reduce(benchmark::State& state) {
    const auto data = numbers<T>(state.range(0));
    time_value(state, [v = lb::buffer_view<const T, 1>(data)] {
        return lb::reduce(v, T{0}, [](T sum, T x) { return static_cast<T>(sum + x); });
    });
}

template <class T>
void axpy_hand(benchmark::State& state) {
    const auto x = numbers<T>(state.range(0));
    auto y = numbers<T>(state.range(0));
    time_effect(state, [p = x.data(), q = y.data(), n = x.size()] {
        for (std::size_t i = 0; i < n; ++i) q[i] = static_cast<T>(q[i] + 3 * p[i]);
    });
}
template <class T>
void axpy_subscript(benchmark::State& state) {
    const auto x = numbers<T>(state.range(0));
    auto y = numbers<T>(state.range(0));
    const lb::buffer_view<const T, 1, lb::contiguous> v(x);
    const lb::buffer_view<T, 1, lb::contiguous> w(y);
    time_effect(state, [v, w] {
        if (v.size() != w.size()) return; // says once what the checks of w[i] would ask each time
        for (std::ptrdiff_t i = 0; i < v.size(); ++i) w[i] = static_cast<T>(w[i] + 3 * v[i]);
    });
}
template <class T>
void axpy_transform(benchmark::State& state) {
    const auto x = numbers<T>(state.range(0));
    auto y = numbers<T>(state.range(0));
    const lb::buffer_view<const T> v(x);
    const lb::buffer_view<T> w(y);
    time_effect(state, [v, w] { lb::transform(lb::zip(v, w), w, [](T a, T b) { return static_cast<T>(b + 3 * a); }); });
}

template <class T>
void scale_hand(benchmark::State& state) {
    auto x = numbers<T>(state.range(0));
    time_effect(state, [p = x.data(), n = x.size()] {
        for (std::size_t i = 0; i < n; ++i) p[i] = static_cast<T>(p[i] * 3);
    });
}
template <class T>
void scale_subscript(benchmark::State& state) {
    auto x = numbers<T>(state.range(0));
    time_effect(state, [v = lb::buffer_view<T, 1, lb::contiguous>(x)] {
        for (std::ptrdiff_t i = 0; i < v.size(); ++i) v[i] = static_cast<T>(v[i] * 3);
    });
}
template <class T>
void scale_iterators(benchmark::State& state) {
    auto x = numbers<T>(state.range(0));
    time_effect(state, [v = lb::buffer_view<T, 1, lb::contiguous>(x)] {
        for (T& item : v) item = static_cast<T>(item * 3);
    });
}
template <class T>
void scale_transform(benchmark::State& state) {
    auto x = numbers<T>(state.range(0));
    time_effect(state, [v = lb::buffer_view<T>(x)] { lb::transform(v, v, [](T a) { return static_cast<T>(a * 3); }); });
}

// ---- two dimensions ----------------------------------------------------------------------------------------------

constexpr std::ptrdiff_t columns = 512;

template <class T>
std::ptrdiff_t rows_of(const std::vector<T>& data) {
    return static_cast<std::ptrdiff_t>(data.size()) / columns;
}

void grid_hand(benchmark::State& state) {
    const auto data = numbers<std::int32_t>(state.range(0));
    std::ptrdiff_t width = columns;
    benchmark::DoNotOptimize(width);
    time_value(state, [p = data.data(), width, rows = rows_of(data)] {
        std::int32_t sum = 0;
        for (std::ptrdiff_t i = 0; i < rows; ++i)
            for (std::ptrdiff_t j = 0; j < width; ++j) sum += p[i * width + j];
        return sum;
    });
}
void grid_subscript(benchmark::State& state) {
    const auto data = numbers<std::int32_t>(state.range(0));
    auto v = lb::buffer_view<const std::int32_t, 1, lb::contiguous>(data).cast<std::int32_t>(rows_of(data), columns);
    benchmark::DoNotOptimize(v);
    time_value(state, [v] {
        std::int32_t sum = 0;
        for (std::ptrdiff_t i = 0; i < v.extent(0); ++i)
            for (std::ptrdiff_t j = 0; j < v.extent(1); ++j) sum += v(i, j);
        return sum;
    });
}

// Every second column of every row.
void step_hand(benchmark::State& state) {
    const auto data = numbers<std::int32_t>(state.range(0));
    const auto bytes = reinterpret_cast<const char*>(data.data());
    std::ptrdiff_t width = columns / 2;
    std::ptrdiff_t row_stride = columns * 4;
    std::ptrdiff_t stride = 8;
    benchmark::DoNotOptimize(width);
    benchmark::DoNotOptimize(row_stride);
    benchmark::DoNotOptimize(stride);
    time_value(state, [bytes, width, row_stride, stride, rows = rows_of(data)] {
        std::int32_t sum = 0;
        for (std::ptrdiff_t i = 0; i < rows; ++i)
            for (std::ptrdiff_t j = 0; j < width; ++j)
                sum += *reinterpret_cast<const std::int32_t*>(bytes + i * row_stride + j * stride);
        return sum;
    });
}
void step_subscript(benchmark::State& state) {
    const auto data = numbers<std::int32_t>(state.range(0));
    auto v = lb::buffer_view<const std::int32_t, 1, lb::contiguous>(data).cast<std::int32_t>(rows_of(data), columns)(
        lb::all, lb::slice(lb::none, lb::none, 2));
    benchmark::DoNotOptimize(v);
    time_value(state, [v] {
        std::int32_t sum = 0;
        for (std::ptrdiff_t i = 0; i < v.extent(0); ++i)
            for (std::ptrdiff_t j = 0; j < v.extent(1); ++j) sum += v(i, j);
        return sum;
    });
}

// ---- columns, byte orders, equality ------------------------------------------------------------------------------

struct particle { // 32 bytes
    std::int64_t id;
    double mass;
    double x;
    double y;
};

void column_hand(benchmark::State& state) {
    std::vector<particle> data(static_cast<std::size_t>(state.range(0)) / sizeof(particle), particle{1, 2, 3, 4});
    time_value(state, [p = data.data(), n = data.size()] {
        double sum = 0;
        for (std::size_t i = 0; i < n; ++i) sum += p[i].mass;
        return sum;
    });
}
void column_iterators(benchmark::State& state) {
    std::vector<particle> data(static_cast<std::size_t>(state.range(0)) / sizeof(particle), particle{1, 2, 3, 4});
    const auto mass = lb::buffer_view(data).field<&particle::mass>();
    time_value(state, [mass] {
        double sum = 0;
        for (const double m : mass) sum += m;
        return sum;
    });
}
void column_subscript(benchmark::State& state) {
    std::vector<particle> data(static_cast<std::size_t>(state.range(0)) / sizeof(particle), particle{1, 2, 3, 4});
    const auto mass = lb::buffer_view(data).field<&particle::mass>();
    time_value(state, [mass] {
        double sum = 0;
        for (std::ptrdiff_t i = 0; i < mass.size(); ++i) sum += mass[i];
        return sum;
    });
}

void big_endian_hand(benchmark::State& state) {
    const auto data = numbers<std::uint32_t>(state.range(0));
    time_value(state, [p = reinterpret_cast<const char*>(data.data()), n = data.size()] {
        std::uint32_t sum = 0;
        for (std::size_t i = 0; i < n; ++i) {
            std::uint32_t bits;
            std::memcpy(&bits, p + 4 * i, 4);
            sum += __builtin_bswap32(bits);
        }
        return sum;
    });
}
void big_endian_iterators(benchmark::State& state) {
    const auto data = numbers<std::uint32_t>(state.range(0));
    const auto v = lb::buffer_view<const std::uint32_t, 1, lb::contiguous>(data).cast<lb::be<std::uint32_t>>();
    time_value(state, [v] {
        std::uint32_t sum = 0;
        for (const std::uint32_t x : v) sum += x;
        return sum;
    });
}
void big_endian_subscript(benchmark::State& state) {
    const auto data = numbers<std::uint32_t>(state.range(0));
    const auto v = lb::buffer_view<const std::uint32_t, 1, lb::contiguous>(data).cast<lb::be<std::uint32_t>>();
    time_value(state, [v] {
        std::uint32_t sum = 0;
        for (std::ptrdiff_t i = 0; i < v.size(); ++i) sum += v[i];
        return sum;
    });
}

void equal_hand(benchmark::State& state) {
    const auto a = numbers<std::int32_t>(state.range(0));
    const auto b = a;
    time_value(state, [&a, &b] { return std::memcmp(a.data(), b.data(), a.size() * 4) == 0; });
}
void equal_views(benchmark::State& state) {
    const auto a = numbers<std::int32_t>(state.range(0));
    const auto b = a;
    const lb::buffer_view<const std::int32_t> v(a);
    const lb::buffer_view<const std::int32_t> w(b);
    time_value(state, [v, w] { return v == w; });
}

void sizes(benchmark::internal::Benchmark* b) {
    b->Arg(small)->Arg(large);
}

} // namespace

#define LENDBUF_CASE(function, name) BENCHMARK(function)->Name(name)->Apply(sizes)
LENDBUF_CASE(sum_hand<std::int32_t>, "sum i32/hand");
LENDBUF_CASE(sum_subscript<std::int32_t>, "sum i32/v[i]");
LENDBUF_CASE(sum_iterators<std::int32_t>, "sum i32/iterators");
LENDBUF_CASE(sum_reduce<std::int32_t>, "sum i32/reduce");
LENDBUF_CASE(sum_hand<double>, "sum f64/hand");
LENDBUF_CASE(sum_subscript<double>, "sum f64/v[i]");
LENDBUF_CASE(sum_iterators<double>, "sum f64/iterators");
LENDBUF_CASE(sum_reduce<double>, "sum f64/reduce");
LENDBUF_CASE(axpy_hand<float>, "axpy f32/hand");
LENDBUF_CASE(axpy_subscript<float>, "axpy f32/v[i]");
LENDBUF_CASE(axpy_transform<float>, "axpy f32/transform");
LENDBUF_CASE(scale_hand<float>, "scale f32/hand");
LENDBUF_CASE(scale_subscript<float>, "scale f32/v[i]");
LENDBUF_CASE(scale_iterators<float>, "scale f32/iterators");
LENDBUF_CASE(scale_transform<float>, "scale f32/transform");
LENDBUF_CASE(grid_hand, "2-D sum i32/hand");
LENDBUF_CASE(grid_subscript, "2-D sum i32/v(i, j)");
LENDBUF_CASE(step_hand, "2-D strided sum i32/hand");
LENDBUF_CASE(step_subscript, "2-D strided sum i32/v(i, j)");
LENDBUF_CASE(column_hand, "column f64 of 32 bytes/hand");
LENDBUF_CASE(column_iterators, "column f64 of 32 bytes/iterators");
LENDBUF_CASE(column_subscript, "column f64 of 32 bytes/v[i]");
LENDBUF_CASE(big_endian_hand, "sum be u32/hand");
LENDBUF_CASE(big_endian_iterators, "sum be u32/iterators");
LENDBUF_CASE(big_endian_subscript, "sum be u32/v[i]");
LENDBUF_CASE(equal_hand, "equal i32/memcmp");
LENDBUF_CASE(equal_views, "equal i32/==");

BENCHMARK_MAIN();
