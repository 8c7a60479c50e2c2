// Loops over views beside the same loops over raw pointers and over the peers' views, and whole-view operations beside
// the best loop. Sizes: one that fits L1, one that fits L2, one above L3.
#include "peers.hpp"
#include "support.hpp"
#include <cstdint>
#include <cstring>
#include <lendbuf/lendbuf.hpp>
#include <lendbuf/view/sum.hpp>
#include <numeric>
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

// ---- whole-view sums ---------------------------------------------------------------------------------------------

template <class Sum, class T>
void sum_lanes(benchmark::State& state) {
    const auto& data = numbers<T>(state.range(0));
    time_value(state, [p = data.data(), n = data.size()] { return bench::lanes_sum<Sum>(p, n); });
}
template <class T>
void sum_view(benchmark::State& state) {
    const auto& data = numbers<T>(state.range(0));
    time_value(state, [v = lb::buffer_view<const T, 1>(data)] { return lb::sum(v); });
}
template <class Sum, class T>
void sum_std(benchmark::State& state) {
    const auto& data = numbers<T>(state.range(0));
    time_value(state, [&data] { return std::reduce(data.begin(), data.end(), Sum{0}); });
}
#if LENDBUF_BENCH_EIGEN
template <class Sum, class T>
void sum_eigen(benchmark::State& state) {
    const auto& data = numbers<T>(state.range(0));
    time_value(state,
               [map = Eigen::Map<const Eigen::Array<T, Eigen::Dynamic, 1>>(
                    data.data(), static_cast<Eigen::Index>(data.size()))] { return map.template cast<Sum>().sum(); });
}
template <class T>
void axpy_eigen(benchmark::State& state) {
    const auto& x = numbers<T>(state.range(0));
    auto y = numbers<T>(state.range(0));
    using array = Eigen::Array<T, Eigen::Dynamic, 1>;
    time_effect(state, y, [p = x.data(), q = y.data(), size = static_cast<Eigen::Index>(x.size())] {
        Eigen::Map<array>(q, size) += T{3} * Eigen::Map<const array>(p, size);
    });
}
template <class T>
void equal_eigen(benchmark::State& state) {
    const auto& a = numbers<T>(state.range(0));
    const auto b = a;
    using array = Eigen::Map<const Eigen::Array<T, Eigen::Dynamic, 1>>;
    const auto size = static_cast<Eigen::Index>(a.size());
    time_value(state, [v = array(a.data(), size), w = array(b.data(), size)] { return (v == w).all(); });
}
#endif
template <class Sum, class T>
void register_sum(const std::string& name) {
    using bench::add;
    const std::vector<std::int64_t> sizes = {tiny, small, large};
    add("sum " + name + "/limit", sum_lanes<Sum, T>, sizes);
    add("sum " + name + "/ours", sum_view<T>, sizes);
    add("sum " + name + "/peer:std::reduce", sum_std<Sum, T>, sizes);
#if LENDBUF_BENCH_EIGEN
    add("sum " + name + "/peer:Eigen", sum_eigen<Sum, T>, sizes);
#endif
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
    time_effect(state, y, [p = x.data(), q = y.data(), n = x.size()] {
        for (std::size_t i = 0; i < n; ++i) q[i] = static_cast<T>(q[i] + 3 * p[i]);
    });
}
template <class T>
void axpy_subscript(benchmark::State& state) {
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

void sum_column_lanes(benchmark::State& state) {
    std::vector<particle> data(static_cast<std::size_t>(state.range(0)) / sizeof(particle), particle{1, 2, 3, 4});
    time_value(state, [p = data.data(), n = data.size()] {
        double sums[8] = {};
        for (std::size_t i = 0; i + 8 <= n; i += 8) // n is a multiple of 8
            for (std::size_t k = 0; k < 8; ++k) sums[k] += p[i + k].mass;
        return ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]));
    });
}
void sum_column(benchmark::State& state) {
    std::vector<particle> data(static_cast<std::size_t>(state.range(0)) / sizeof(particle), particle{1, 2, 3, 4});
    const auto mass = lb::buffer_view(data).field<&particle::mass>();
    time_value(state, [mass] { return lb::sum(mass); });
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
void equal_hand(benchmark::State& state) {
    const auto& a = numbers<T>(state.range(0));
    const auto b = a;
    time_value(state, [&a, &b] {
        if constexpr (std::is_integral_v<T>) return std::memcmp(a.data(), b.data(), a.size() * sizeof(T)) == 0;
        constexpr std::size_t block = 64; // no way out inside a block: this is what makes it vectors
        for (std::size_t i = 0; i + block <= a.size(); i += block) {
            std::int64_t different = 0;
            for (std::size_t k = 0; k < block; ++k) different |= a[i + k] == b[i + k] ? 0 : -1;
            if (different != 0) return false;
        }
        return true; // the sizes are multiples of a block
    });
}
template <class T>
void equal_views(benchmark::State& state) {
    const auto& a = numbers<T>(state.range(0));
    const auto b = a;
    const lb::buffer_view<const T> v(a);
    const lb::buffer_view<const T> w(b);
    time_value(state, [v, w] { return v == w; });
}
template <class T>
void equal_std(benchmark::State& state) {
    const auto& a = numbers<T>(state.range(0));
    const auto b = a;
    time_value(state, [&a, &b] { return a == b; });
}
template <class T>
void register_equal(const std::string& name) {
    using bench::add;
    const std::vector<std::int64_t> sizes = {tiny, small, large};
    add("equal " + name + "/limit", equal_hand<T>, sizes);
    add("equal " + name + "/ours", equal_views<T>, sizes);
    add("equal " + name + "/peer:vector", equal_std<T>, sizes);
#if LENDBUF_BENCH_EIGEN
    add("equal " + name + "/peer:Eigen", equal_eigen<T>, sizes);
#endif
}

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
    register_sum<float, float>("f32");
    register_sum<double, double>("f64");
    register_sum<std::int32_t, std::int32_t>("i32");
    register_sum<std::uint64_t, std::uint8_t>("u8 as u64");
    register_loops<std::int32_t>("i32");
    register_loops<double>("f64");
    add("axpy f32/limit", axpy_hand<float>, sizes);
    add("axpy f32/ours:v[i]", axpy_subscript<float>, sizes);
    add("axpy f32/ours:transform", axpy_transform<float>, sizes);
#if LENDBUF_BENCH_EIGEN
    add("axpy f32/peer:Eigen", axpy_eigen<float>, sizes);
#endif
    add("scale f32/limit", scale_hand<float>, sizes);
    add("scale f32/ours:v[i]", scale_subscript<float>, sizes);
    add("scale f32/ours:iterators", scale_iterators<float>, sizes);
    add("scale f32/ours:transform", scale_transform<float>, sizes);
    add("sum column f64 of 32 bytes/limit", sum_column_lanes, sizes);
    add("sum column f64 of 32 bytes/ours", sum_column, sizes);
    add("loop column f64 of 32 bytes/limit", column_hand, sizes);
    add("loop column f64 of 32 bytes/ours:iterators", column_iterators, sizes);
    add("loop column f64 of 32 bytes/ours:v[i]", column_subscript, sizes);
    add("loop sum be u32/limit", big_endian_hand, sizes);
    add("loop sum be u32/ours:iterators", big_endian_iterators, sizes);
    add("loop sum be u32/ours:v[i]", big_endian_subscript, sizes);
#if LENDBUF_BENCH_BOOST_ENDIAN
    add("loop sum be u32/peer:Boost.Endian", big_endian_boost, sizes);
#endif
    register_equal<std::int32_t>("i32");
    register_equal<double>("f64");
    return bench::run(argc, argv);
}
