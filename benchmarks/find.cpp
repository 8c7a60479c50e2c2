// Finding: a byte, a run of bytes, a value among items; and counting.
#include "memory.hpp"
#include "peers.hpp"
#include <algorithm>
#include <string_view>

namespace lb = lendbuf;

namespace {

using bench::hundred_megabytes;
using bench::needle;
using bench::numbers;
using bench::time_number;

const std::uint8_t* haystack() {
    return hundred_megabytes().data();
}
std::uint64_t distance(const void* to) {
    return static_cast<std::uint64_t>(static_cast<const std::uint8_t*>(to) - haystack());
}

void byte_memchr(benchmark::State& state) {
    time_number(state, 99'999'999, [] { return distance(std::memchr(haystack(), 255, 100'000'000)); });
}
void byte_ours(benchmark::State& state) {
    time_number(state, 99'999'999, [] { return static_cast<std::uint64_t>(lb::find(hundred_megabytes(), 255)); });
}
void byte_std(benchmark::State& state) {
    time_number(state, 99'999'999,
                [] { return distance(std::find(haystack(), haystack() + 100'000'000, std::uint8_t{255})); });
}
void needle_memmem(benchmark::State& state) {
    time_number(state, 99'999'983, [] { return distance(::memmem(haystack(), 100'000'000, needle, 16)); });
}
void needle_ours(benchmark::State& state) {
    time_number(state, 99'999'983, [] { return static_cast<std::uint64_t>(lb::find(hundred_megabytes(), needle)); });
}
void needle_string_view(benchmark::State& state) {
    const std::string_view whole(static_cast<const char*>(static_cast<const void*>(haystack())), 100'000'000);
    time_number(state, 99'999'983, [whole] { return std::uint64_t{whole.find(needle)}; });
}

// ---- a value at the end of many items ----------------------------------------------------------------------------

/// Gives small numbers, and 77 at the end.
template <class T>
const std::vector<T>& with_end(std::int64_t bytes) {
    static std::map<std::int64_t, std::vector<T>> made;
    auto& list = made[bytes];
    if (list.empty()) {
        list = numbers<T>(bytes);
        list.back() = T{77};
    }
    return list;
}
template <class T>
void item_hand(benchmark::State& state) {
    const auto& data = with_end<T>(state.range(0));
    bench::time_value(state, state.range(0), [p = data.data(), n = data.size()] {
        if constexpr (sizeof(T) == 1) return static_cast<std::size_t>(static_cast<const T*>(std::memchr(p, 77, n)) - p);
        using vector [[gnu::vector_size(16)]] = T;
        constexpr std::size_t lanes = 16 / sizeof(T);
        constexpr std::size_t block = 4 * lanes; // the sizes are multiples of it
        for (std::size_t i = 0; i < n; i += block) {
            vector four[4];
            std::memcpy(four, p + i, sizeof four);
            const auto found = (four[0] == T{77}) | (four[1] == T{77}) | (four[2] == T{77}) | (four[3] == T{77});
            std::uint64_t halves[2];
            std::memcpy(halves, &found, sizeof halves);
            if ((halves[0] | halves[1]) != 0)
                for (std::size_t k = 0; k < block; ++k)
                    if (p[i + k] == T{77}) return i + k;
        }
        return n;
    });
}
template <class T>
void item_ours(benchmark::State& state) {
    const auto& data = with_end<T>(state.range(0));
    bench::time_value(state, state.range(0), [v = lb::buffer_view<const T>(data)] { return lb::find(v, T{77}); });
}
template <class T>
void item_std(benchmark::State& state) {
    const auto& data = with_end<T>(state.range(0));
    bench::time_value(state, state.range(0),
                      [&data] { return std::find(data.begin(), data.end(), T{77}) - data.begin(); });
}
template <class T>
void count_hand(benchmark::State& state) {
    const auto& data = numbers<T>(state.range(0));
    bench::time_value(state, state.range(0), [p = data.data(), n = data.size()] {
        std::uint64_t found = 0;
        for (std::size_t i = 0; i < n; i += 128) { // the sizes are multiples of it; a byte holds what a block has
            std::uint8_t here = 0;
            for (std::size_t k = 0; k < 128; ++k) here = static_cast<std::uint8_t>(here + (p[i + k] == T{2}));
            found += here;
        }
        return found;
    });
}
template <class T>
void count_ours(benchmark::State& state) {
    const auto& data = numbers<T>(state.range(0));
    bench::time_value(state, state.range(0), [v = lb::buffer_view<const T>(data)] { return lb::count(v, T{2}); });
}
template <class T>
void count_std(benchmark::State& state) {
    const auto& data = numbers<T>(state.range(0));
    bench::time_value(state, state.range(0), [&data] { return std::count(data.begin(), data.end(), T{2}); });
}
#if LENDBUF_BENCH_EIGEN
template <class T>
void count_eigen(benchmark::State& state) {
    const auto& data = numbers<T>(state.range(0));
    const Eigen::Map<const Eigen::Array<T, Eigen::Dynamic, 1>> map(data.data(), static_cast<Eigen::Index>(data.size()));
    bench::time_value(state, state.range(0), [map] { return (map == T{2}).count(); });
}
#endif
template <class T>
void register_items(const std::string& name) {
    using bench::add;
    const std::vector<std::int64_t> sizes = {16 << 10, 512 << 10, 64 << 20};
    add("find " + name + "/limit", item_hand<T>, sizes);
    add("find " + name + "/ours", item_ours<T>, sizes);
    add("find " + name + "/peer:std::find", item_std<T>, sizes);
    add("count " + name + "/limit", count_hand<T>, sizes);
    add("count " + name + "/ours", count_ours<T>, sizes);
    add("count " + name + "/peer:std::count", count_std<T>, sizes);
#if LENDBUF_BENCH_EIGEN
    add("count " + name + "/peer:Eigen", count_eigen<T>, sizes);
#endif
}

} // namespace

int main(int argc, char** argv) {
    using bench::add;
    add("find byte in 100 MB/limit", byte_memchr);
    add("find byte in 100 MB/ours", byte_ours);
    add("find byte in 100 MB/peer:std::find", byte_std);
    add("find 16 bytes in 100 MB/limit", needle_memmem);
    add("find 16 bytes in 100 MB/ours", needle_ours);
    add("find 16 bytes in 100 MB/peer:std::string_view", needle_string_view);
    register_items<std::uint8_t>("u8");
    register_items<std::int32_t>("i32");
    register_items<double>("f64");
    return bench::run(argc, argv);
}
