// What the programs about owners and slices share: the bytes that operator new gave while the clock ran ("bytes", for one
// round), ten and a hundred megabytes to work on, and the two ways to count references.
#pragma once

#include "support.hpp"
#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <lendbuf/lendbuf.hpp>
#include <new>
#include <random>
#include <string>
#include <vector>
#if __has_include(<sys/single_threaded.h>)
#    include <sys/single_threaded.h>
#    define LENDBUF_BENCH_TWO_COUNTS 1
#else
#    define LENDBUF_BENCH_TWO_COUNTS 0
#endif

namespace bench {

inline std::atomic<std::int64_t> allocated = 0;

inline void* counted(std::size_t size) {
    allocated.fetch_add(static_cast<std::int64_t>(size), std::memory_order_relaxed);
    if (void* const memory = std::malloc(size == 0 ? 1 : size)) return memory;
    throw std::bad_alloc();
}

} // namespace bench

// A program is one file: its operators may be defined here.
void* operator new(std::size_t size) {
    return bench::counted(size);
}
void* operator new[](std::size_t size) {
    return bench::counted(size);
}
void operator delete(void* memory) noexcept {
    std::free(memory);
}
void operator delete[](void* memory) noexcept {
    std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
    std::free(memory);
}
void operator delete[](void* memory, std::size_t) noexcept {
    std::free(memory);
}

namespace bench {

/// Makes std::shared_ptr and leases count with atomics while it lives, as in a program that has started a thread. In a
/// process of one thread glibc lets both do without.
class as_with_threads {
public:
    as_with_threads() { set(0); }
    as_with_threads(const as_with_threads&) = delete;
    as_with_threads& operator=(const as_with_threads&) = delete;
    ~as_with_threads() { set(before_); }

private:
#if LENDBUF_BENCH_TWO_COUNTS
    static void set(char single) { __libc_single_threaded = single; }
    char before_ = __libc_single_threaded;
#else
    static void set(char) {}
    char before_ = 0;
#endif
};

/// Makes a benchmark of `function` that counts with atomics.
template <void (*function)(benchmark::State&)>
void with_atomics(benchmark::State& state) {
    const as_with_threads here;
    function(state);
}

/// Times `f()`, which gives a number, when that is the one expected; says how much it allocated.
template <class F>
void time_number(benchmark::State& state, std::uint64_t expected, const F& f, std::int64_t size = 0) {
    if (!agree(state, static_cast<double>(expected), size) || f() != expected)
        return state.SkipWithError("another result than the one that was worked out before");
    const std::int64_t before = allocated;
    for (auto _ : state) {
        std::uint64_t number = f();
        benchmark::DoNotOptimize(number);
    }
    state.counters["bytes"] =
        benchmark::Counter(static_cast<double>(allocated - before), benchmark::Counter::kAvgIterations);
}

inline const lendbuf::bytearray& ten_megabytes() {
    static const lendbuf::bytearray bytes = [] {
        lendbuf::bytearray made(10'000'000);
        std::minstd_rand random(5);
        for (std::uint8_t& byte : made) byte = static_cast<std::uint8_t>(random());
        return made;
    }();
    return bytes;
}

/// Gives a million places in ten megabytes, each with 1000 bytes after it.
inline const std::vector<std::uint32_t>& places() {
    static const auto list = [] {
        std::vector<std::uint32_t> made(1'000'000);
        std::minstd_rand random(7);
        for (std::uint32_t& place : made) place = static_cast<std::uint32_t>(random() % 9'999'000);
        return made;
    }();
    return list;
}

inline constexpr char needle[] = "sixteen bytes it";

/// Gives bytes 0..254 at random, with the needle and 255 at the end.
inline const lendbuf::bytearray& hundred_megabytes() {
    static const lendbuf::bytearray bytes = [] {
        lendbuf::bytearray made(100'000'000);
        std::minstd_rand random(5);
        for (std::uint8_t& byte : made) byte = static_cast<std::uint8_t>(random() % 255);
        made.assign(lendbuf::slice(-17, -1), std::string(needle));
        made.assign(-1, 255);
        return made;
    }();
    return bytes;
}

} // namespace bench
