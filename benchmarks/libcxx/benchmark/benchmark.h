// As much of Google Benchmark as support.hpp needs, for programs of another standard library than the one that Google
// Benchmark was built with: <mdspan> comes with libc++, where distributions link with libstdc++.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <deque>
#include <functional>
#include <map>
#include <random>
#include <regex>
#include <string>
#include <utility>
#include <vector>

namespace benchmark {

template <class T>
[[gnu::always_inline]] inline void DoNotOptimize(const T& value) {
    asm volatile("" : : "r,m"(value) : "memory");
}
template <class T>
[[gnu::always_inline]] inline void DoNotOptimize(T& value) {
    asm volatile("" : "+m,r"(value) : : "memory");
}
[[gnu::always_inline]] inline void ClobberMemory() {
    asm volatile("" : : : "memory");
}

/// Times one repetition: so many rounds, from the first to after the last.
class State {
public:
    State(std::int64_t rounds, std::int64_t size) : rounds_(rounds), left_(rounds), size_(size) {}

    [[gnu::always_inline]] bool KeepRunning() {
        if (left_ == rounds_) begun_ = now();
        if (left_-- > 0 && error.empty()) return true;
        nanoseconds = now() - begun_;
        return false;
    }
    [[nodiscard]] std::int64_t range(int) const { return size_; }
    [[nodiscard]] std::int64_t iterations() const { return rounds_; }
    void SkipWithError(const char* text) { error = text; }

    struct round {};
    class iterator {
    public:
        explicit iterator(State* state) : state_(state) {}
        [[gnu::always_inline]] bool operator!=(const iterator&) const { return state_->KeepRunning(); }
        void operator++() const {}
        [[nodiscard]] round operator*() const { return {}; }

    private:
        State* state_;
    };
    iterator begin() { return iterator(this); }
    iterator end() { return iterator(this); }

    std::map<std::string, double> counters;
    std::string error;
    std::int64_t nanoseconds = 0;

private:
    static std::int64_t now() {
        std::timespec time{};
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
        return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
    }
    std::int64_t rounds_;
    std::int64_t left_;
    std::int64_t size_;
    std::int64_t begun_ = 0;
};

namespace internal {
struct Benchmark {
    std::string name;
    std::function<void(State&)> run;
    std::vector<std::int64_t> sizes;
    void Arg(std::int64_t size) { sizes.push_back(size); }
};
inline std::deque<Benchmark>& all() {
    static std::deque<Benchmark> list;
    return list;
}
struct options {
    int repetitions = 1;
    double least_ns = 5e8;
    std::string filter;
    bool understood = true;
};
inline options& given() {
    static options chosen;
    return chosen;
}
} // namespace internal

inline internal::Benchmark* RegisterBenchmark(const char* name, std::function<void(State&)> run) {
    internal::all().push_back({name, std::move(run), {}});
    return &internal::all().back();
}

inline void Initialize(int* argc, char** argv) {
    for (int k = 1; k < *argc; ++k) {
        const std::string text = argv[k];
        const std::size_t equals = text.find('=');
        const std::string name = text.substr(0, equals);
        const std::string value = equals == std::string::npos ? "" : text.substr(equals + 1);
        if (name == "--benchmark_repetitions")
            internal::given().repetitions = std::stoi(value);
        else if (name == "--benchmark_min_time")
            internal::given().least_ns = std::stod(value) * 1e9;
        else if (name == "--benchmark_filter")
            internal::given().filter = value;
        else if (name != "--benchmark_format" && name != "--benchmark_enable_random_interleaving") // always so
            internal::given().understood = false;
    }
}
inline bool ReportUnrecognizedArguments(int, char**) {
    return !internal::given().understood;
}
inline void Shutdown() {}

inline void RunSpecifiedBenchmarks() {
    struct entry {
        const internal::Benchmark* of;
        std::string name;
        std::int64_t size;
        std::int64_t rounds;
    };
    std::vector<entry> entries;
    const bool but = internal::given().filter.starts_with('-'); // all but these
    const std::regex wanted(internal::given().filter.substr(but ? 1 : 0));
    for (const internal::Benchmark& one : internal::all())
        for (const std::int64_t size : one.sizes.empty() ? std::vector<std::int64_t>{-1} : one.sizes) {
            const std::string name = size < 0 ? one.name : one.name + "/" + std::to_string(size);
            if (std::regex_search(name, wanted) != but) entries.push_back({&one, name, size, 0});
        }
    const auto once = [](entry& e) {
        State state(e.rounds, e.size);
        e.of->run(state);
        return state;
    };
    for (entry& e : entries) // as many rounds as take long enough
        for (e.rounds = 1; internal::given().least_ns > 1;) {
            const State state = once(e);
            const double took = std::max(1.0, static_cast<double>(state.nanoseconds));
            if (took >= internal::given().least_ns || !state.error.empty()) break;
            const double more = std::clamp(1.2 * internal::given().least_ns / took, 1.5, 100.0);
            e.rounds = static_cast<std::int64_t>(static_cast<double>(e.rounds) * more) + 1;
        }
    std::printf("{\"benchmarks\": [");
    const char* comma = "";
    std::minstd_rand random(1);
    for (int repetition = 0; repetition < internal::given().repetitions; ++repetition) {
        std::vector<std::size_t> order(entries.size());
        for (std::size_t k = 0; k < order.size(); ++k) order[k] = k;
        std::shuffle(order.begin(), order.end(), random);
        for (const std::size_t k : order) {
            const State state = once(entries[k]);
            std::printf("%s\n{\"name\": \"%s\", \"family_index\": %zu, \"time_unit\": \"ns\", \"cpu_time\": %.4f",
                        comma, entries[k].name.c_str(), k,
                        static_cast<double>(state.nanoseconds) / static_cast<double>(entries[k].rounds));
            for (const auto& [name, value] : state.counters) std::printf(", \"%s\": %.17g", name.c_str(), value);
            if (!state.error.empty())
                std::printf(", \"error_occurred\": true, \"error_message\": \"%s\"", state.error.c_str());
            std::printf("}");
            comma = ",";
        }
    }
    std::printf("]}\n");
}

} // namespace benchmark
