// Equality of views of one type, of two types, with steps and gaps; order of byte strings; hashes.
#include "peers.hpp"
#include "support.hpp"
#include <algorithm>
#include <compare>
#include <cstdint>
#include <cstring>
#include <functional>
#include <lendbuf/lendbuf.hpp>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace lb = lendbuf;

namespace {

using bench::numbers;

const std::vector<std::int64_t> sizes = {16 << 10, 512 << 10, 64 << 20};

/// Times `f()`, whose result is used.
template <class F>
void time_value(benchmark::State& state, F f) {
    bench::time_value(state, state.range(0), f);
}

template <class T, std::size_t Bytes>
using vector_of [[gnu::vector_size(Bytes)]] = T;

/// Loads as many items as fill a vector.
template <class Vector, class T>
[[gnu::always_inline]] inline Vector loaded(const T* p) {
    Vector v;
    std::memcpy(&v, p, sizeof v);
    return v;
}
template <class Mask>
[[gnu::always_inline]] inline bool any(const Mask& mask) {
    std::uint64_t halves[2];
    std::memcpy(halves, &mask, sizeof halves);
    return (halves[0] | halves[1]) != 0;
}

// ---- gapless items of one type -----------------------------------------------------------------------------------

template <class T>
void equal_hand(benchmark::State& state) {
    const auto& a = numbers<T>(state.range(0));
    const auto b = a;
    time_value(state, [p = a.data(), q = b.data(), n = a.size()] {
        if constexpr (std::is_integral_v<T>) return std::memcmp(p, q, n * sizeof(T)) == 0;
        using vector = vector_of<T, 16>;
        constexpr std::size_t lanes = 16 / sizeof(T);
        for (std::size_t i = 0; i < n; i += 8 * lanes) { // the sizes are multiples of it
            auto different = loaded<vector>(p + i) != loaded<vector>(q + i);
            for (std::size_t k = 1; k < 8; ++k)
                different |= loaded<vector>(p + i + k * lanes) != loaded<vector>(q + i + k * lanes);
            if (any(different)) return false;
        }
        return true;
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
#if LENDBUF_BENCH_EIGEN
template <class T>
using eigen_array = Eigen::Map<const Eigen::Array<T, Eigen::Dynamic, 1>>;
template <class T>
void equal_eigen(benchmark::State& state) {
    const auto& a = numbers<T>(state.range(0));
    const auto b = a;
    const auto size = static_cast<Eigen::Index>(a.size());
    time_value(state,
               [v = eigen_array<T>(a.data(), size), w = eigen_array<T>(b.data(), size)] { return (v == w).all(); });
}
#endif
template <class T>
void register_equal(const std::string& name) {
    using bench::add;
    add("equal " + name + "/limit", equal_hand<T>, sizes);
    add("equal " + name + "/ours", equal_views<T>, sizes);
    add("equal " + name + "/peer:vector", equal_std<T>, sizes);
#if LENDBUF_BENCH_EIGEN
    add("equal " + name + "/peer:Eigen", equal_eigen<T>, sizes);
#endif
}

// ---- integers beside doubles of the same value; the size is that of the integers -----------------------------------

std::vector<double> as_doubles(const std::vector<std::int32_t>& data) {
    return {data.begin(), data.end()};
}
void mixed_hand(benchmark::State& state) {
    const auto& a = numbers<std::int32_t>(state.range(0));
    const auto b = as_doubles(a);
    time_value(state, [p = a.data(), q = b.data(), n = a.size()] {
        constexpr std::size_t block = 16; // the sizes are multiples of it
        for (std::size_t i = 0; i < n; i += block) {
#if defined __SSE2__
            __m128d different = _mm_setzero_pd();
            for (std::size_t k = 0; k < block; k += 4) {
                const auto four = loaded<__m128i>(p + i + k);
                const __m128d low = _mm_cvtepi32_pd(four);
                const __m128d high = _mm_cvtepi32_pd(_mm_unpackhi_epi64(four, four));
                different = _mm_or_pd(different, _mm_or_pd(_mm_cmpneq_pd(low, _mm_loadu_pd(q + i + k)),
                                                           _mm_cmpneq_pd(high, _mm_loadu_pd(q + i + k + 2))));
            }
            if (_mm_movemask_pd(different) != 0) return false;
#else
            std::int64_t different = 0;
            for (std::size_t k = 0; k < block; ++k) different |= p[i + k] == q[i + k] ? 0 : -1;
            if (different != 0) return false;
#endif
        }
        return true;
    });
}
void mixed_views(benchmark::State& state) {
    const auto& a = numbers<std::int32_t>(state.range(0));
    const auto b = as_doubles(a);
    time_value(state,
               [v = lb::buffer_view<const std::int32_t>(a), w = lb::buffer_view<const double>(b)] { return v == w; });
}
void mixed_std(benchmark::State& state) {
    const auto& a = numbers<std::int32_t>(state.range(0));
    const auto b = as_doubles(a);
    time_value(state, [&a, &b] {
        return std::equal(a.begin(), a.end(), b.begin(), [](std::int32_t x, double y) { return x == y; });
    });
}
#if LENDBUF_BENCH_EIGEN
void mixed_eigen(benchmark::State& state) {
    const auto& a = numbers<std::int32_t>(state.range(0));
    const auto b = as_doubles(a);
    const auto size = static_cast<Eigen::Index>(a.size());
    time_value(state, [v = eigen_array<std::int32_t>(a.data(), size), w = eigen_array<double>(b.data(), size)] {
        return (v.cast<double>() == w).all();
    });
}
#endif

// ---- every second item; rows with a gap after each -----------------------------------------------------------------

void step_hand(benchmark::State& state) {
    const auto& a = numbers<std::int32_t>(state.range(0));
    const auto b = a;
    time_value(state, [p = a.data(), q = b.data(), n = a.size()] {
        constexpr std::size_t block = 64; // no way out inside a block: this is what makes it vectors
        for (std::size_t i = 0; i < n; i += block) {
            std::int32_t different = 0;
            for (std::size_t k = 0; k < block; k += 2) different |= p[i + k] ^ q[i + k];
            if (different != 0) return false;
        }
        return true;
    });
}
void step_views(benchmark::State& state) {
    const auto& a = numbers<std::int32_t>(state.range(0));
    const auto b = a;
    const auto second = [](const auto& data) {
        return lb::buffer_view<const std::int32_t, 1, lb::contiguous>(data)[lb::slice(lb::none, lb::none, 2)];
    };
    time_value(state, [v = second(a), w = second(b)] { return v == w; });
}
#if LENDBUF_BENCH_EIGEN
void step_eigen(benchmark::State& state) {
    const auto& a = numbers<std::int32_t>(state.range(0));
    const auto b = a;
    using map = Eigen::Map<const Eigen::Array<std::int32_t, Eigen::Dynamic, 1>, 0, Eigen::InnerStride<2>>;
    const auto size = static_cast<Eigen::Index>(a.size() / 2);
    time_value(state, [v = map(a.data(), size), w = map(b.data(), size)] { return (v == w).all(); });
}
#endif

constexpr std::ptrdiff_t pitch = 512; // items from row to row, of which 480 count
constexpr std::ptrdiff_t width = 480;

void rows_hand(benchmark::State& state) {
    const auto& a = numbers<std::int32_t>(state.range(0));
    const auto b = a;
    time_value(state, [p = a.data(), q = b.data(), n = a.size()] {
        for (std::size_t i = 0; i < n; i += pitch)
            if (std::memcmp(p + i, q + i, width * sizeof(std::int32_t)) != 0) return false;
        return true;
    });
}
void rows_views(benchmark::State& state) {
    const auto& a = numbers<std::int32_t>(state.range(0));
    const auto b = a;
    const auto rows = [](const auto& data) {
        const lb::buffer_view<const std::int32_t, 1, lb::contiguous> whole(data);
        return whole.template cast<std::int32_t>(whole.size() / pitch, pitch)(lb::all, lb::slice(0, width));
    };
    time_value(state, [v = rows(a), w = rows(b)] { return v == w; });
}
#if LENDBUF_BENCH_EIGEN
void rows_eigen(benchmark::State& state) {
    const auto& a = numbers<std::int32_t>(state.range(0));
    const auto b = a;
    using array = Eigen::Array<std::int32_t, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
    using map = Eigen::Map<const array, 0, Eigen::OuterStride<pitch>>;
    const auto rows = static_cast<Eigen::Index>(a.size()) / pitch;
    time_value(state, [v = map(a.data(), rows, width), w = map(b.data(), rows, width)] { return (v == w).all(); });
}
#endif

// ---- order, and hashes -------------------------------------------------------------------------------------------

/// Gives bytes that differ from `numbers` in the last place only.
std::vector<std::uint8_t> greater_at_end(std::int64_t size) {
    auto made = numbers<std::uint8_t>(size);
    ++made.back();
    return made;
}
std::string_view text(const std::vector<std::uint8_t>& bytes) {
    return {static_cast<const char*>(static_cast<const void*>(bytes.data())), bytes.size()};
}
void order_hand(benchmark::State& state) {
    const auto& a = numbers<std::uint8_t>(state.range(0));
    const auto b = greater_at_end(state.range(0));
    time_value(state, [&a, &b] { return std::memcmp(a.data(), b.data(), a.size()) < 0; });
}
void order_views(benchmark::State& state) {
    const auto& a = numbers<std::uint8_t>(state.range(0));
    const auto b = greater_at_end(state.range(0));
    time_value(state, [v = lb::buffer_view<const std::uint8_t>(a), w = lb::buffer_view<const std::uint8_t>(b)] {
        return v < w;
    });
}
void order_std(benchmark::State& state) {
    const auto& a = numbers<std::uint8_t>(state.range(0));
    const auto b = greater_at_end(state.range(0));
    time_value(state, [&a, &b] { return text(a) < text(b); });
}

std::uint64_t folded(std::uint64_t a, std::uint64_t b) {
    __extension__ using wide = unsigned __int128;
    const wide product = wide{a} * b;
    return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}
/// Folds eight bytes into each of eight factors: a multiplication for 16 bytes, as the fastest hashes of words do. What
/// comes out is no result to compare: each has a hash of its own.
void hash_hand(benchmark::State& state) {
    const auto& data = numbers<std::uint8_t>(state.range(0));
    for (auto _ : state) {
        std::uint64_t lanes[4] = {1, 2, 3, 4};
        for (std::size_t i = 0; i < data.size(); i += 64) { // the sizes are multiples of it
            std::uint64_t words[8];
            std::memcpy(words, data.data() + i, 64);
            for (std::size_t k = 0; k < 4; ++k)
                lanes[k] = folded(words[2 * k] ^ 0xA0761D6478BD642F, words[2 * k + 1] ^ lanes[k]);
        }
        std::uint64_t hash = folded(lanes[0] ^ lanes[1], lanes[2] ^ lanes[3] ^ data.size());
        benchmark::DoNotOptimize(hash);
    }
}
void hash_view(benchmark::State& state) {
    const lb::buffer_view<const std::uint8_t> v(numbers<std::uint8_t>(state.range(0)));
    for (auto _ : state) {
        std::uint64_t hash = lb::hash(v);
        benchmark::DoNotOptimize(hash);
    }
}
void hash_std(benchmark::State& state) {
    const std::string_view v = text(numbers<std::uint8_t>(state.range(0)));
    for (auto _ : state) {
        std::uint64_t hash = std::hash<std::string_view>()(v);
        benchmark::DoNotOptimize(hash);
    }
}

} // namespace

int main(int argc, char** argv) {
    using bench::add;
    register_equal<std::uint8_t>("u8");
    register_equal<std::int32_t>("i32");
    register_equal<double>("f64");
    add("equal i32 and f64/limit", mixed_hand, sizes);
    add("equal i32 and f64/ours", mixed_views, sizes);
    add("equal i32 and f64/peer:std::equal", mixed_std, sizes);
    add("equal i32, step 2/limit", step_hand, sizes);
    add("equal i32, step 2/ours", step_views, sizes);
    add("equal i32, padded rows/limit", rows_hand, sizes);
    add("equal i32, padded rows/ours", rows_views, sizes);
#if LENDBUF_BENCH_EIGEN
    add("equal i32 and f64/peer:Eigen", mixed_eigen, sizes);
    add("equal i32, step 2/peer:Eigen", step_eigen, sizes);
    add("equal i32, padded rows/peer:Eigen", rows_eigen, sizes);
#endif
    add("order of byte strings/limit", order_hand, sizes);
    add("order of byte strings/ours", order_views, sizes);
    add("order of byte strings/peer:std::string_view", order_std, sizes);
    add("hash of bytes/limit", hash_hand, sizes);
    add("hash of bytes/ours", hash_view, sizes);
    add("hash of bytes/peer:std::hash", hash_std, sizes);
    return bench::run(argc, argv);
}
