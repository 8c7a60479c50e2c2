// Loops over views, and transform, beside the same loops over raw pointers and over the peers' views. Sizes: one that
// fits L1, one that fits L2, one above L3.
#include "peers.hpp"
#include "support.hpp"
#include <cstdint>
#include <cstring>
#include <lendbuf/lendbuf.hpp>
#include <span>
#include <string>
#include <vector>

namespace lb = lendbuf;

namespace {

constexpr std::int64_t tiny = 16 << 10;
constexpr std::int64_t small = 512 << 10;
constexpr std::int64_t large = 64 << 20;

using bench::numbers;

/// Times `f()`, whose result is used.
template <class F>
void time_value(benchmark::State& state, F f) {
    bench::time_value(state, state.range(0), f);
}
/// Times `f()`, which changes `out`.
template <class Out, class F>
void time_effect(benchmark::State& state, const Out& out, F f) {
    bench::time_writes(state, out, state.range(0), f);
}

// ---- loops: sum, axpy, scale over contiguous views ----------------------------------------------------------------------

template <class T>
void sum_hand(benchmark::State& state) {
    const auto& data = numbers<T>(state.range(0));
    time_value(state, [p = data.data(), n = data.size()] {
        T sum = 0;
        for (std::size_t i = 0; i < n; ++i) sum += p[i];
        return sum;
    });
}
template <class T>
void sum_subscript(benchmark::State& state) {
    const auto& data = numbers<T>(state.range(0));
    time_value(state, [v = lb::buffer_view<const T, 1, lb::contiguous>(data)] {
        T sum = 0;
        for (std::ptrdiff_t i = 0; i < v.size(); ++i) sum += v[i];
        return sum;
    });
}
template <class T>
void sum_iterators(benchmark::State& state) {
    const auto& data = numbers<T>(state.range(0));
    time_value(state, [v = lb::buffer_view<const T, 1, lb::contiguous>(data)] {
        T sum = 0;
        for (const T x : v) sum += x;
        return sum;
    });
}
template <class T>
void sum_span(benchmark::State& state) {
    const auto& data = numbers<T>(state.range(0));
    time_value(state, [v = std::span<const T>(data)] {
        T sum = 0;
        for (std::size_t i = 0; i < v.size(); ++i) sum += v[i];
        return sum;
    });
}
#if LENDBUF_BENCH_GSL
template <class T>
void sum_gsl(benchmark::State& state) {
    const auto& data = numbers<T>(state.range(0));
    time_value(state, [v = gsl::span<const T>(data)] {
        T sum = 0;
        for (std::size_t i = 0; i < v.size(); ++i) sum += v[i];
        return sum;
    });
}
#endif

template <class T>
void axpy_hand(benchmark::State& state) {
    const auto& x = numbers<T>(state.range(0));
    auto y = numbers<T>(state.range(0));
    time_effect(state, y, [&x, &y] {
        const T* __restrict const p = x.data();
        T* __restrict const q = y.data();
        for (std::size_t i = 0, n = x.size(); i < n; ++i) q[i] = static_cast<T>(q[i] + 3 * p[i]);
    });
}
/// A function that takes views, as most do.
template <class T>
[[gnu::noinline]] void axpy(lb::buffer_view<const T, 1, lb::contiguous> v, lb::buffer_view<T, 1, lb::contiguous> w) {
    if (v.size() != w.size()) return; // says once what the checks of w[i] would ask each time
    for (std::ptrdiff_t i = 0; i < v.size(); ++i) w[i] = static_cast<T>(w[i] + 3 * v[i]);
}
template <class T>
void axpy_subscript(benchmark::State& state) {
    const auto& x = numbers<T>(state.range(0));
    auto y = numbers<T>(state.range(0));
    time_effect(state, y, [&x, &y] { axpy<T>(x, y); });
}
/// Makes the views in the function that loops: of the sizes of two vectors gcc 12 forgets that they are equal.
template <class T>
void axpy_subscript_local(benchmark::State& state) {
    const auto& x = numbers<T>(state.range(0));
    auto y = numbers<T>(state.range(0));
    const lb::buffer_view<const T, 1, lb::contiguous> v(x);
    const lb::buffer_view<T, 1, lb::contiguous> w(y);
    time_effect(state, y, [v, w] {
        if (v.size() != w.size()) return; // says once what the checks of w[i] would ask each time
        for (std::ptrdiff_t i = 0; i < v.size(); ++i) w[i] = static_cast<T>(w[i] + 3 * v[i]);
    });
}
template <class T>
void axpy_transform(benchmark::State& state) {
    const auto& x = numbers<T>(state.range(0));
    auto y = numbers<T>(state.range(0));
    const lb::buffer_view<const T> v(x);
    const lb::buffer_view<T> w(y);
    time_effect(state, y,
                [v, w] { lb::transform(lb::zip(v, w), w, [](T a, T b) { return static_cast<T>(b + 3 * a); }); });
}
template <class T>
void axpy_span(benchmark::State& state) {
    const auto& x = numbers<T>(state.range(0));
    auto y = numbers<T>(state.range(0));
    time_effect(state, y, [v = std::span<const T>(x), w = std::span<T>(y)] {
        for (std::size_t i = 0; i < v.size(); ++i) w[i] = static_cast<T>(w[i] + 3 * v[i]);
    });
}
#if LENDBUF_BENCH_EIGEN
template <class T>
void axpy_eigen(benchmark::State& state) {
    const auto& x = numbers<T>(state.range(0));
    auto y = numbers<T>(state.range(0));
    using array = Eigen::Array<T, Eigen::Dynamic, 1>;
    time_effect(state, y, [p = x.data(), q = y.data(), size = static_cast<Eigen::Index>(x.size())] {
        Eigen::Map<array>(q, size) += T{3} * Eigen::Map<const array>(p, size);
    });
}
#endif
template <class T>
void register_axpy(const std::string& name) {
    using bench::add;
    const std::vector<std::int64_t> sizes = {tiny, small, large};
    add("axpy " + name + "/limit", axpy_hand<T>, sizes);
    add("axpy " + name + "/ours:v[i]", axpy_subscript<T>, sizes);
    add("axpy " + name + "/ours:v[i], views of vectors", axpy_subscript_local<T>, sizes);
    add("axpy " + name + "/ours:transform", axpy_transform<T>, sizes);
    add("axpy " + name + "/peer:std::span", axpy_span<T>, sizes);
#if LENDBUF_BENCH_EIGEN
    add("axpy " + name + "/peer:Eigen", axpy_eigen<T>, sizes);
#endif
}

template <class T>
void scale_hand(benchmark::State& state) {
    auto x = numbers<T>(state.range(0));
    time_effect(state, x, [p = x.data(), n = x.size()] {
        for (std::size_t i = 0; i < n; ++i) p[i] = static_cast<T>(p[i] * 3);
    });
}
template <class T>
void scale_subscript(benchmark::State& state) {
    auto x = numbers<T>(state.range(0));
    time_effect(state, x, [v = lb::buffer_view<T, 1, lb::contiguous>(x)] {
        for (std::ptrdiff_t i = 0; i < v.size(); ++i) v[i] = static_cast<T>(v[i] * 3);
    });
}
template <class T>
void scale_iterators(benchmark::State& state) {
    auto x = numbers<T>(state.range(0));
    time_effect(state, x, [v = lb::buffer_view<T, 1, lb::contiguous>(x)] {
        for (T& item : v) item = static_cast<T>(item * 3);
    });
}
template <class T>
void scale_transform(benchmark::State& state) {
    auto x = numbers<T>(state.range(0));
    time_effect(state, x,
                [v = lb::buffer_view<T>(x)] { lb::transform(v, v, [](T a) { return static_cast<T>(a * 3); }); });
}

// ---- columns, byte orders ----------------------------------------------------------------------------------------

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
    const auto& data = numbers<std::uint32_t>(state.range(0));
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
    const auto& data = numbers<std::uint32_t>(state.range(0));
    const auto v = lb::buffer_view<const std::uint32_t, 1, lb::contiguous>(data).cast<lb::be<std::uint32_t>>();
    time_value(state, [v] {
        std::uint32_t sum = 0;
        for (const std::uint32_t x : v) sum += x;
        return sum;
    });
}
void big_endian_subscript(benchmark::State& state) {
    const auto& data = numbers<std::uint32_t>(state.range(0));
    const auto v = lb::buffer_view<const std::uint32_t, 1, lb::contiguous>(data).cast<lb::be<std::uint32_t>>();
    time_value(state, [v] {
        std::uint32_t sum = 0;
        for (std::ptrdiff_t i = 0; i < v.size(); ++i) sum += v[i];
        return sum;
    });
}

#if LENDBUF_BENCH_BOOST_ENDIAN
void big_endian_boost(benchmark::State& state) {
    const auto& data = numbers<std::uint32_t>(state.range(0));
    time_value(state, [p = reinterpret_cast<const boost::endian::big_uint32_t*>(data.data()), n = data.size()] {
        std::uint32_t sum = 0;
        for (std::size_t i = 0; i < n; ++i) sum += p[i];
        return sum;
    });
}
#endif

template <class T>
void register_loops(const std::string& name) {
    using bench::add;
    const std::vector<std::int64_t> sizes = {tiny, small, large};
    add("loop sum " + name + "/limit", sum_hand<T>, sizes);
    add("loop sum " + name + "/ours:v[i]", sum_subscript<T>, sizes);
    add("loop sum " + name + "/ours:iterators", sum_iterators<T>, sizes);
    add("loop sum " + name + "/peer:std::span", sum_span<T>, sizes);
#if LENDBUF_BENCH_GSL
    add("loop sum " + name + "/peer:gsl::span", sum_gsl<T>, sizes);
#endif
}
} // namespace

int main(int argc, char** argv) {
    using bench::add;
    const std::vector<std::int64_t> sizes = {tiny, small, large};
    register_loops<std::int32_t>("i32");
    register_loops<double>("f64");
    register_axpy<float>("f32");
    register_axpy<double>("f64");
    register_axpy<std::int32_t>("i32");
    register_axpy<std::uint8_t>("u8");
    add("scale f32/limit", scale_hand<float>, sizes);
    add("scale f32/ours:v[i]", scale_subscript<float>, sizes);
    add("scale f32/ours:iterators", scale_iterators<float>, sizes);
    add("scale f32/ours:transform", scale_transform<float>, sizes);
    add("loop column f64 of 32 bytes/limit", column_hand, sizes);
    add("loop column f64 of 32 bytes/ours:iterators", column_iterators, sizes);
    add("loop column f64 of 32 bytes/ours:v[i]", column_subscript, sizes);
    add("loop sum be u32/limit", big_endian_hand, sizes);
    add("loop sum be u32/ours:iterators", big_endian_iterators, sizes);
    add("loop sum be u32/ours:v[i]", big_endian_subscript, sizes);
#if LENDBUF_BENCH_BOOST_ENDIAN
    add("loop sum be u32/peer:Boost.Endian", big_endian_boost, sizes);
#endif
    return bench::run(argc, argv);
}
