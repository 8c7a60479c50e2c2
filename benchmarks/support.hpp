// What all benchmark programs share: cases by name, and results that are compared before anything is timed.
//
// A benchmark is called "case/limit", "case/ours", "case/ours:how" or "case/peer:who"; run.py reads these names. It adds
// sizes that follow as bytes, or puts them where the case has a '#'.
#pragma once

#include <benchmark/benchmark.h>
#include <cstdint>
#include <cstring>
#include <map>
#include <set>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>
#if defined __SSE2__
#    include <emmintrin.h>
#endif

namespace bench {

/// Names the benchmark that runs: case and variant.
inline std::string& current() {
    static std::string name;
    return name;
}

/// Registers `function` under `name`, with the sizes it runs with.
template <class F>
benchmark::internal::Benchmark* add(const std::string& name, F function, const std::vector<std::int64_t>& sizes = {}) {
    auto* const made = benchmark::RegisterBenchmark(name.c_str(), [name, function](benchmark::State& state) {
        current() = name;
        function(state);
    });
    for (const std::int64_t size : sizes) made->Arg(size);
    return made;
}

/// Compares a variant's result with the result of the variants of the same case and size that ran before it; says
/// whether it is the same. `result` must come out exactly the same by every way to compute it.
inline bool agree(benchmark::State& state, double result, std::int64_t size = 0) {
    static std::map<std::pair<std::string, std::int64_t>, double> known;
    state.counters["result"] = result;
    const std::string name = current().substr(0, current().rfind('/'));
    const double first = known.try_emplace({name, size}, result).first->second;
    if (result == first) return true;
    state.SkipWithError(("gives " + std::to_string(result) + ", another variant " + std::to_string(first)).c_str());
    return false;
}

/// Says whether this is the first repetition: the others do the same.
inline bool first_time(std::int64_t size) {
    static std::set<std::pair<std::string, std::int64_t>> seen;
    return seen.emplace(current(), size).second;
}

/// Gives memory to write to, zeros at first. It is kept: fresh memory costs more time than what is measured.
template <class T>
std::vector<T>& output(std::size_t count) {
    static std::map<std::size_t, std::vector<T>> made;
    auto& memory = made[count];
    if (first_time(-1 - static_cast<std::int64_t>(count))) memory.assign(count, T{});
    return memory;
}

/// Times `f()`, which gives a number. It is called in one place, also for the look at its result: a compiler puts such a
/// loop in line, as it would in a program.
template <class F>
void time_value(benchmark::State& state, std::int64_t size, F f) {
    bool checked = false;
    while (!checked || state.KeepRunning()) {
        const auto value = f();
        benchmark::DoNotOptimize(value); // const: Google Benchmark 1.7 may spoil what is not
        if (!checked && !agree(state, static_cast<double>(value), size)) return;
        checked = true;
    }
}

/// Loads a `T` from any address.
template <class T>
[[gnu::always_inline]] inline T load(const std::uint8_t* at) {
    T value;
    std::memcpy(&value, at, sizeof value);
    return value;
}

/// Gives a number that depends on every item and on where it is.
template <class Items>
double digest(const Items& items) {
    std::uint64_t sum = 0;
    std::uint64_t place = 0;
    for (const auto& item : items) {
        place = (place + 1) & 1023;
        sum += static_cast<std::uint64_t>(static_cast<std::int64_t>(item)) * (place + 1);
    }
    return static_cast<double>(sum & ((std::uint64_t{1} << 52) - 1));
}

/// Times `f()`, which changes `out`, after a look at what it makes of it the first time; called in one place, too.
template <class Out, class F>
void time_writes(benchmark::State& state, const Out& out, std::int64_t size, F f) {
    bool checked = false;
    const bool look = first_time(size);
    while (!checked || state.KeepRunning()) {
        f();
        benchmark::ClobberMemory();
        if (look && !checked && !agree(state, digest(out), size)) return;
        checked = true;
    }
}

/// Gives `bytes` bytes of small whole numbers, the same ones each time; their sum is exact in any order, also as floats.
template <class T>
const std::vector<T>& numbers(std::int64_t bytes) {
    static std::map<std::int64_t, std::vector<T>> made;
    auto& list = made[bytes];
    if (list.empty()) {
        list.resize(static_cast<std::size_t>(bytes) / sizeof(T));
        std::uint32_t random = 5;
        for (T& number : list) {
            random = random * 1664525 + 1013904223;
            const auto small = static_cast<std::int32_t>(random >> 29) - (std::is_unsigned_v<T> ? 0 : 3);
            number = static_cast<T>(small);
        }
    }
    return list;
}

/// Sums in as many accumulators as keep the adders busy: what the best code for the case does.
template <class Sum, class T>
[[gnu::always_inline]] inline Sum lanes_sum(const T* p, std::size_t n) {
    std::size_t i = 0;
#if defined __SSE2__
    if constexpr (sizeof(T) == 1 && sizeof(Sum) == 8 && std::is_unsigned_v<T>) { // eight bytes by one instruction
        __m128i sums[4] = {};
        for (; i + 64 <= n; i += 64)
            for (std::size_t k = 0; k < 4; ++k) {
                const auto* const at = static_cast<const __m128i*>(static_cast<const void*>(p + i + 16 * k));
                sums[k] = _mm_add_epi64(sums[k], _mm_sad_epu8(_mm_loadu_si128(at), _mm_setzero_si128()));
            }
        const __m128i two = _mm_add_epi64(_mm_add_epi64(sums[0], sums[1]), _mm_add_epi64(sums[2], sums[3]));
        Sum halves[2];
        std::memcpy(halves, &two, sizeof halves);
        Sum sum = halves[0] + halves[1];
        for (; i < n; ++i) sum += p[i];
        return sum;
    }
#endif
    if constexpr (std::is_same_v<Sum, T> && sizeof(T) >= 4) {
        using vector [[gnu::vector_size(16)]] = T;
        constexpr std::size_t lanes = 16 / sizeof(T);
        vector sums[8] = {};
        for (; i + 8 * lanes <= n; i += 8 * lanes)
            for (std::size_t k = 0; k < 8; ++k) {
                vector here;
                std::memcpy(&here, p + i + k * lanes, sizeof here);
                sums[k] += here;
            }
        for (std::size_t k = 1; k < 8; ++k) sums[0] += sums[k];
        Sum sum = 0;
        for (; i < n; ++i) sum += p[i];
        for (std::size_t k = 0; k < lanes; ++k) sum += sums[0][k];
        return sum;
    }
    constexpr std::size_t lanes = 256 / sizeof(Sum);
    Sum sums[lanes] = {};
    for (; i + lanes <= n; i += lanes)
        for (std::size_t k = 0; k < lanes; ++k) sums[k] += static_cast<Sum>(p[i + k]);
    Sum sum = 0;
    for (; i < n; ++i) sum += static_cast<Sum>(p[i]);
    for (const Sum part : sums) sum += part;
    return sum;
}

/// Runs what was registered.
inline int run(int argc, char** argv) {
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
    return 0;
}

} // namespace bench
