// Reductions (sum, dot, min, max) beside hand-written loops with as many accumulators as the machine likes, and beside
// the loops and algorithms that everybody writes. Sizes: one that fits L1, one that fits L2, one above L3.
#include "peers.hpp"
#include "support.hpp"
#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <lendbuf/lendbuf.hpp>
#include <map>
#include <numeric>
#include <string>
#include <type_traits>
#include <vector>

namespace lb = lendbuf;

namespace {

using bench::add;
using bench::numbers;

const std::vector<std::int64_t> sizes{16 << 10, 512 << 10, 64 << 20};

template <class F>
void time_value(benchmark::State& state, F f) {
    bench::time_value(state, state.range(0), f);
}

/// Gives as many other numbers: the products' sum stays small enough to be exact in any order, also as floats.
template <class T>
const std::vector<T>& other_numbers(std::int64_t bytes) {
    static std::map<std::int64_t, std::vector<T>> made;
    auto& list = made[bytes];
    if (list.empty()) {
        list = numbers<T>(bytes);
        std::rotate(list.begin(), list.begin() + static_cast<std::ptrdiff_t>(list.size() / 2 + 1), list.end());
    }
    return list;
}

/// Has as many accumulators as fill 256 bytes; `Sum` is what they add in.
template <class Sum, class T>
[[gnu::always_inline]] inline Sum lanes_dot(const T* p, const T* q, std::size_t n) {
    std::size_t i = 0;
    if constexpr (std::is_same_v<T, std::uint8_t>) { // 32 bits hold the products of a block
        constexpr std::size_t block = 16384;
        Sum sum = 0;
        for (; i < n; i += block) { // the sizes are multiples of it
            std::uint32_t sums[32] = {};
            for (std::size_t j = i; j < i + block; j += 32)
                for (std::size_t k = 0; k < 32; ++k) sums[k] += static_cast<std::uint32_t>(p[j + k] * q[j + k]);
            for (const std::uint32_t part : sums) sum += part;
        }
        return sum;
    }
    // Products of 64 bits take many registers.
    constexpr std::size_t lanes = (std::is_integral_v<T> && sizeof(T) == 8 ? 32 : 256) / sizeof(Sum);
    Sum sums[lanes] = {};
    for (; i + lanes <= n; i += lanes)
        for (std::size_t k = 0; k < lanes; ++k) sums[k] += static_cast<Sum>(p[i + k]) * static_cast<Sum>(q[i + k]);
    Sum sum = 0;
    for (; i < n; ++i) sum += static_cast<Sum>(p[i]) * static_cast<Sum>(q[i]);
    for (const Sum part : sums) sum += part;
    return sum;
}

/// Finds the least and the greatest number in vectors: eight of each, or of the one that is asked for.
template <bool Least, bool Greatest, class T>
[[gnu::always_inline]] inline std::pair<T, T> lanes_extremes(const T* p, std::size_t n) {
    using vector [[gnu::vector_size(16)]] = T;
    constexpr std::size_t lanes = 16 / sizeof(T);
    constexpr std::size_t vectors = Least && Greatest ? 4 : 8;
    vector least[vectors];
    vector greatest[vectors];
    std::memcpy(least, p, sizeof least);
    std::memcpy(greatest, p, sizeof greatest);
    for (std::size_t i = 0; i < n; i += vectors * lanes) // the sizes are multiples of it
        for (std::size_t k = 0; k < vectors; ++k) {
            vector here;
            std::memcpy(&here, p + i + k * lanes, sizeof here);
            if constexpr (Least) least[k] = here < least[k] ? here : least[k];
            if constexpr (Greatest) greatest[k] = here > greatest[k] ? here : greatest[k];
        }
    std::pair<T, T> found{p[0], p[0]};
    for (std::size_t k = 0; k < vectors; ++k)
        for (std::size_t j = 0; j < lanes; ++j) {
            found.first = least[k][j] < found.first ? least[k][j] : found.first;
            found.second = found.second < greatest[k][j] ? greatest[k][j] : found.second;
        }
    return found;
}

/// Names the type that a sum is exact in.
template <class T>
using wide = std::conditional_t<std::is_floating_point_v<T>, T,
                                std::conditional_t<std::is_signed_v<T>, std::int64_t, std::uint64_t>>;

#if LENDBUF_BENCH_EIGEN
template <class T>
auto eigen(const std::vector<T>& x) {
    return Eigen::Map<const Eigen::Array<T, Eigen::Dynamic, 1>>(x.data(), static_cast<Eigen::Index>(x.size()));
}
template <class T>
void add_eigen(const std::string& name) {
    using state = benchmark::State;
    add(
        "sum " + name + "/peer:Eigen",
        [](state& s) {
            time_value(s, [x = eigen(numbers<T>(s.range(0)))] { return x.template cast<wide<T>>().sum(); });
        },
        sizes);
    add(
        "dot " + name + "/peer:Eigen",
        [](state& s) {
            time_value(s, [x = eigen(numbers<T>(s.range(0))), y = eigen(other_numbers<T>(s.range(0)))] {
                return (x.template cast<wide<T>>() * y.template cast<wide<T>>()).sum();
            });
        },
        sizes);
    add(
        "min " + name + "/peer:Eigen",
        [](state& s) { time_value(s, [x = eigen(numbers<T>(s.range(0)))] { return x.minCoeff(); }); }, sizes);
}
#endif

/// Integers are summed in 64 bits by all: in less, sums of this many would not fit.
template <class T>
void add_whole(const std::string& name) {
    using state = benchmark::State;
#if LENDBUF_BENCH_EIGEN
    add_eigen<T>(name);
#endif
    add(
        "sum " + name + "/limit",
        [](state& s) {
            const auto& x = numbers<T>(s.range(0));
            time_value(s, [&x] { return bench::lanes_sum<wide<T>>(x.data(), x.size()); });
        },
        sizes);
    add(
        "sum " + name + "/ours",
        [](state& s) {
            const auto& x = numbers<T>(s.range(0));
            time_value(s, [v = lb::buffer_view<const T>(x)] { return lb::sum(v); });
        },
        sizes);
    add(
        "sum " + name + "/peer:std::reduce",
        [](state& s) {
            const auto& x = numbers<T>(s.range(0));
            time_value(s, [&x] { return std::reduce(x.begin(), x.end(), wide<T>{}); });
        },
        sizes);
    add(
        // Beyond the limit's work, ours gives the exact sum, or refuses one that does not fit.
        "dot " + name + "/limit",
        [](state& s) {
            const auto& x = numbers<T>(s.range(0));
            const auto& y = other_numbers<T>(s.range(0));
            time_value(s, [&x, &y] { return lanes_dot<wide<T>>(x.data(), y.data(), x.size()); });
        },
        sizes);
    add(
        "dot " + name + "/ours",
        [](state& s) {
            const auto& x = numbers<T>(s.range(0));
            const auto& y = other_numbers<T>(s.range(0));
            time_value(s, [v = lb::buffer_view<const T>(x), w = lb::buffer_view<const T>(y)] { return lb::dot(v, w); });
        },
        sizes);
    add(
        "dot " + name + "/peer:std::inner_product",
        [](state& s) {
            const auto& x = numbers<T>(s.range(0));
            const auto& y = other_numbers<T>(s.range(0));
            time_value(s, [&x, &y] { return std::transform_reduce(x.begin(), x.end(), y.begin(), wide<T>{}); });
        },
        sizes);
    add(
        "min " + name + "/limit",
        [](state& s) {
            const auto& x = numbers<T>(s.range(0));
            time_value(s, [&x] { return lanes_extremes<true, false>(x.data(), x.size()).first; });
        },
        sizes);
    add(
        "min " + name + "/ours",
        [](state& s) {
            const auto& x = numbers<T>(s.range(0));
            time_value(s, [v = lb::buffer_view<const T>(x)] { return lb::min(v); });
        },
        sizes);
    add(
        "min " + name + "/peer:std::min_element",
        [](state& s) {
            const auto& x = numbers<T>(s.range(0));
            time_value(s, [&x] { return *std::min_element(x.begin(), x.end()); });
        },
        sizes);
    add(
        "minmax " + name + "/limit",
        [](state& s) {
            const auto& x = numbers<T>(s.range(0));
            time_value(s, [&x] {
                const auto [least, greatest] = lanes_extremes<true, true>(x.data(), x.size());
                return greatest - least;
            });
        },
        sizes);
    add(
        "minmax " + name + "/ours",
        [](state& s) {
            const auto& x = numbers<T>(s.range(0));
            time_value(s, [v = lb::buffer_view<const T>(x)] {
                const auto [least, greatest] = lb::minmax(v);
                return greatest - least;
            });
        },
        sizes);
    add(
        "minmax " + name + "/peer:std::minmax_element",
        [](state& s) {
            const auto& x = numbers<T>(s.range(0));
            time_value(s, [&x] {
                const auto [least, greatest] = std::minmax_element(x.begin(), x.end());
                return *greatest - *least;
            });
        },
        sizes);
}

// ---- other layouts, other byte orders ----------------------------------------------------------------------------

/// Gives the view of every second item of every second row of `width` items, and where it starts.
auto coarse(const std::vector<double>& x, std::ptrdiff_t width) {
    const auto rows = static_cast<std::ptrdiff_t>(x.size()) / width;
    return lb::buffer_view<const double, 2, lb::contiguous>(x.data(), {{rows, width}})(
        lb::slice(lb::none, lb::none, 2), lb::slice(lb::none, lb::none, 2));
}
void coarse_hand(benchmark::State& s) {
    const auto& x = numbers<double>(s.range(0));
    time_value(s, [p = x.data(), rows = x.size() / 256] {
        double sums[8] = {};
        for (std::size_t i = 0; i < rows; i += 2)
            for (std::size_t j = 0; j < 256; j += 16)
                for (std::size_t k = 0; k < 8; ++k) sums[k] += p[i * 256 + j + 2 * k];
        return ((sums[0] + sums[4]) + (sums[2] + sums[6])) + ((sums[1] + sums[5]) + (sums[3] + sums[7]));
    });
}
void coarse_ours(benchmark::State& s) {
    const auto& x = numbers<double>(s.range(0));
    time_value(s, [v = coarse(x, 256)] { return lb::sum(v); });
}
void coarse_loop(benchmark::State& s) {
    const auto& x = numbers<double>(s.range(0));
    time_value(s, [p = x.data(), rows = x.size() / 256] {
        double sum = 0;
        for (std::size_t i = 0; i < rows; i += 2)
            for (std::size_t j = 0; j < 256; j += 2) sum += p[i * 256 + j];
        return sum;
    });
}

struct particle { // 32 bytes
    std::int64_t id;
    double mass;
    double x;
    double y;
};
const std::vector<particle>& particles(std::int64_t bytes) {
    static std::map<std::int64_t, std::vector<particle>> made;
    auto& list = made[bytes];
    if (list.empty()) list.assign(static_cast<std::size_t>(bytes) / sizeof(particle), {1, 2, 3, 4});
    return list;
}
void column_hand(benchmark::State& s) {
    const auto& data = particles(s.range(0));
    time_value(s, [p = data.data(), n = data.size()] {
        double sums[8] = {};
        for (std::size_t i = 0; i + 8 <= n; i += 8)
            for (std::size_t k = 0; k < 8; ++k) sums[k] += p[i + k].mass;
        return ((sums[0] + sums[4]) + (sums[2] + sums[6])) + ((sums[1] + sums[5]) + (sums[3] + sums[7]));
    });
}
void column_ours(benchmark::State& s) {
    const auto& data = particles(s.range(0));
    time_value(s, [v = lb::buffer_view(data).field<&particle::mass>()] { return lb::sum(v); });
}
void column_loop(benchmark::State& s) {
    const auto& data = particles(s.range(0));
    time_value(s, [&data] {
        double sum = 0;
        for (const particle& one : data) sum += one.mass;
        return sum;
    });
}

void transposed_ours(benchmark::State& s) {
    const auto& x = numbers<double>(s.range(0));
    const auto rows = static_cast<std::ptrdiff_t>(x.size()) / 64;
    time_value(s, [v = lb::buffer_view<const double, 2, lb::contiguous>(x.data(), {{rows, 64}}).transpose()] {
        return lb::sum(v);
    });
}
void transposed_hand(benchmark::State& s) {
    const auto& x = numbers<double>(s.range(0));
    time_value(s, [&x] { return bench::lanes_sum<double>(x.data(), x.size()); });
}

void swapped_hand(benchmark::State& s) {
    const auto& x = numbers<std::uint32_t>(s.range(0));
    time_value(s, [p = x.data(), n = x.size()] {
        std::uint64_t sums[32] = {};
        for (std::size_t i = 0; i < n; i += 32)
            for (std::size_t k = 0; k < 32; ++k) sums[k] += __builtin_bswap32(p[i + k]);
        std::uint64_t sum = 0;
        for (const auto part : sums) sum += part;
        return sum;
    });
}
void swapped_ours(benchmark::State& s) {
    const auto& x = numbers<std::uint32_t>(s.range(0));
    time_value(s, [v = lb::buffer_view<const std::uint32_t, 1, lb::contiguous>(x).cast<const lb::be<std::uint32_t>>()] {
        return lb::sum(v);
    });
}

void half_ours(benchmark::State& s) {
    const auto& x = numbers<float>(2 * s.range(0));
    std::vector<lb::half> halves;
    for (const float number : x) halves.emplace_back(number);
    time_value(s, [v = lb::buffer_view<const lb::half>(halves)] { return lb::sum(v); });
}

/// Sums the bits of halves as floats, by arithmetic without branches; right for finite ones.
void half_limit(benchmark::State& s) {
    const auto& x = numbers<float>(2 * s.range(0));
    std::vector<lb::half> halves;
    for (const float number : x) halves.emplace_back(number);
    std::vector<std::uint16_t> bits(halves.size());
    std::memcpy(bits.data(), halves.data(), 2 * bits.size());
    time_value(s, [p = bits.data(), n = bits.size()] {
        constexpr std::size_t lanes = 16; // the sizes are multiples of it
        float sums[lanes] = {};
        for (std::size_t i = 0; i + lanes <= n; i += lanes)
            for (std::size_t k = 0; k < lanes; ++k) {
                const std::uint32_t half = p[i + k];
                const std::uint32_t magnitude = (half & 0x7FFF) << 13;
                const std::uint32_t sign = (half & 0x8000) << 16;
                const float positive = std::bit_cast<float>(magnitude) * 0x1p112F;
                sums[k] += std::bit_cast<float>(std::bit_cast<std::uint32_t>(positive) | sign);
            }
        float sum = 0;
        for (const float part : sums) sum += part;
        return sum;
    });
}

} // namespace

int main(int argc, char** argv) {
    add_whole<float>("f32");
    add_whole<double>("f64");
    add_whole<std::int32_t>("i32");
    add_whole<std::uint8_t>("u8");
    add_whole<std::int64_t>("i64");
    add("2-D sum f64, step 2/limit", coarse_hand, sizes);
    add("2-D sum f64, step 2/ours", coarse_ours, sizes);
    add("2-D sum f64, step 2/peer:loop", coarse_loop, sizes);
    add("sum column f64 of 32 bytes/limit", column_hand, sizes);
    add("sum column f64 of 32 bytes/ours", column_ours, sizes);
    add("sum column f64 of 32 bytes/peer:loop", column_loop, sizes);
    add("sum f64, transposed/limit", transposed_hand, sizes);
    add("sum f64, transposed/ours", transposed_ours, sizes);
    add("sum be u32/limit", swapped_hand, sizes);
    add("sum be u32/ours", swapped_ours, sizes);
    add("sum f16/limit", half_limit, sizes);
    add("sum f16/ours", half_ours, sizes);
    return bench::run(argc, argv);
}
