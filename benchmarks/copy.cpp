// Copies between layouts, beside a copy of the same bytes that has nothing to arrange.
#include "peers.hpp"
#include "support.hpp"
#include "xtensor.hpp"
#include <cstdint>
#include <cstring>
#include <lendbuf/lendbuf.hpp>
#include <string>
#include <vector>
#if defined __SSE2__
#    include <emmintrin.h>
#endif

namespace lb = lendbuf;

namespace {

using bench::numbers;

constexpr std::size_t beyond_caches = 32 << 20;

/// Copies as fast as it goes: past the caches what would not stay in them anyway.
void plain_copy(void* to, const void* from, std::size_t bytes) {
#if defined __SSE2__
    if (bytes > beyond_caches) {
        auto* target = static_cast<char*>(to);
        const auto* source = static_cast<const char*>(from);
        for (; (reinterpret_cast<std::uintptr_t>(target) & 15) != 0; --bytes) *target++ = *source++;
        for (; bytes >= 16; bytes -= 16, target += 16, source += 16)
            _mm_stream_si128(static_cast<__m128i*>(static_cast<void*>(target)),
                             _mm_loadu_si128(static_cast<const __m128i*>(static_cast<const void*>(source))));
        _mm_sfence();
        std::memcpy(target, source, bytes);
        return;
    }
#endif
    std::memcpy(to, from, bytes);
}

/// Times `f()`, which writes all of `out`.
template <class T, class F>
void time_copy(benchmark::State& state, const std::vector<T>& out, const F& f) {
    bench::time_writes(state, out, state.range(0), f);
}

// ---- a matrix, transposed ------------------------------------------------------------------------------------------

struct shape {
    std::ptrdiff_t rows;
    std::ptrdiff_t columns;
};

template <class T>
const std::vector<T>& matrix(shape of) {
    return numbers<T>(of.rows * of.columns * static_cast<std::int64_t>(sizeof(T)));
}

template <class T>
void transposed_limit(benchmark::State& state, shape of) { // arranges nothing: what it writes is no result to compare
    const auto& data = matrix<T>(of);
    auto& out = bench::output<T>(data.size());
    for (auto _ : state) {
        plain_copy(out.data(), data.data(), data.size() * sizeof(T));
        benchmark::ClobberMemory();
    }
}
template <class T>
void transposed_ours(benchmark::State& state, shape of) {
    const auto& data = matrix<T>(of);
    auto& out = bench::output<T>(data.size());
    const auto from =
        lb::buffer_view<const T, 1, lb::contiguous>(data).template cast<T>(of.rows, of.columns).transpose();
    const auto to = lb::buffer_view<T, 1, lb::contiguous>(out).template cast<T>(of.columns, of.rows);
    bench::time_writes(state, out, 0, [from, to] { lb::copy(from, to); });
}
template <class T>
void transposed_loop(benchmark::State& state, shape of) {
    const auto& data = matrix<T>(of);
    auto& out = bench::output<T>(data.size());
    bench::time_writes(state, out, 0, [p = data.data(), q = out.data(), of] {
        const auto rows = static_cast<std::size_t>(of.rows);
        const auto columns = static_cast<std::size_t>(of.columns);
        for (std::size_t j = 0; j < columns; ++j)
            for (std::size_t i = 0; i < rows; ++i) q[j * rows + i] = p[i * columns + j];
    });
}
#if LENDBUF_BENCH_EIGEN
template <class T>
void transposed_eigen(benchmark::State& state, shape of) {
    const auto& data = matrix<T>(of);
    auto& out = bench::output<T>(data.size());
    bench::time_writes(state, out, 0, [p = data.data(), q = out.data(), of] {
        using matrix = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
        Eigen::Map<matrix>(q, of.columns, of.rows) = Eigen::Map<const matrix>(p, of.rows, of.columns).transpose();
    });
}
#endif
#if LENDBUF_BENCH_XTENSOR
template <class T>
void transposed_xtensor(benchmark::State& state, shape of) {
    const auto& data = matrix<T>(of);
    auto& out = bench::output<T>(data.size());
    bench::time_writes(state, out, 0, [p = data.data(), q = out.data(), of] {
        auto to = bench::xtensor_of(q, of.columns, of.rows);
        xt::noalias(to) = xt::transpose(bench::xtensor_of(p, of.rows, of.columns));
    });
}
#endif
template <class T>
void register_transposed(const std::string& type, const std::vector<shape>& shapes) {
    for (const shape of : shapes) {
        const std::string name = "transpose " + type + " " + std::to_string(of.rows) + "x" + std::to_string(of.columns);
        const auto add = [&name, of](const char* variant, void (*function)(benchmark::State&, shape)) {
            bench::add(name + variant, [function, of](benchmark::State& state) { function(state, of); });
        };
        add("/limit", transposed_limit<T>);
        add("/ours", transposed_ours<T>);
        add("/peer:raw loop", transposed_loop<T>);
#if LENDBUF_BENCH_EIGEN
        add("/peer:Eigen", transposed_eigen<T>);
#endif
#if LENDBUF_BENCH_XTENSOR
        if constexpr (sizeof(T) == 4 || sizeof(T) == 8) add("/peer:xtensor", transposed_xtensor<T>);
#endif
    }
}

// ---- every second item ---------------------------------------------------------------------------------------------

std::vector<std::int32_t>& half_of(const std::vector<std::int32_t>& data) {
    return bench::output<std::int32_t>(data.size() / 2);
}
void step_limit(benchmark::State& state) {
    const auto& data = numbers<std::int32_t>(state.range(0));
    auto& out = half_of(data);
    time_copy(state, out, [p = data.data(), q = out.data(), n = out.size()] {
        for (std::size_t i = 0; i < n; ++i) q[i] = p[2 * i];
    });
}
void step_ours(benchmark::State& state) {
    const auto& data = numbers<std::int32_t>(state.range(0));
    auto& out = half_of(data);
    const auto from = lb::buffer_view<const std::int32_t, 1, lb::contiguous>(data)[lb::slice(lb::none, lb::none, 2)];
    const lb::buffer_view<std::int32_t> to(out);
    time_copy(state, out, [from, to] { lb::copy(from, to); });
}
#if LENDBUF_BENCH_EIGEN
void step_eigen(benchmark::State& state) {
    const auto& data = numbers<std::int32_t>(state.range(0));
    auto& out = half_of(data);
    time_copy(state, out, [p = data.data(), q = out.data(), n = static_cast<Eigen::Index>(out.size())] {
        using array = Eigen::Array<std::int32_t, Eigen::Dynamic, 1>;
        Eigen::Map<array>(q, n) = Eigen::Map<const array, 0, Eigen::InnerStride<2>>(p, n);
    });
}
#endif

// ---- an image of three channels to three planes --------------------------------------------------------------------

constexpr std::ptrdiff_t height = 1080;
constexpr std::ptrdiff_t width = 1920;
constexpr std::ptrdiff_t image_bytes = height * width * 3;

void planes_limit(benchmark::State& state) {
    const auto& data = numbers<std::uint8_t>(image_bytes);
    auto& out = bench::output<std::uint8_t>(image_bytes);
    for (auto _ : state) {
        plain_copy(out.data(), data.data(), image_bytes);
        benchmark::ClobberMemory();
    }
}
void planes_ours(benchmark::State& state) {
    const auto& data = numbers<std::uint8_t>(image_bytes);
    auto& out = bench::output<std::uint8_t>(image_bytes);
    const auto from = lb::buffer_view<const std::uint8_t, 1, lb::contiguous>(data)
                          .cast<std::uint8_t>(height, width, 3)
                          .permute(2, 0, 1);
    const auto to = lb::buffer_view<std::uint8_t, 1, lb::contiguous>(out).cast<std::uint8_t>(3, height, width);
    bench::time_writes(state, out, 0, [from, to] { lb::copy(from, to); });
}
void planes_loop(benchmark::State& state) {
    const auto& data = numbers<std::uint8_t>(image_bytes);
    auto& out = bench::output<std::uint8_t>(image_bytes);
    bench::time_writes(state, out, 0, [p = data.data(), q = out.data()] {
        for (std::ptrdiff_t i = 0; i < height * width; ++i)
            for (std::ptrdiff_t k = 0; k < 3; ++k) q[k * height * width + i] = p[3 * i + k];
    });
}
#if LENDBUF_BENCH_EIGEN
void planes_eigen(benchmark::State& state) {
    const auto& data = numbers<std::uint8_t>(image_bytes);
    auto& out = bench::output<std::uint8_t>(image_bytes);
    bench::time_writes(state, out, 0, [p = data.data(), q = out.data()] {
        constexpr Eigen::Index pixels = height * width;
        Eigen::Map<Eigen::Array<std::uint8_t, Eigen::Dynamic, 3>>(q, pixels, 3) =
            Eigen::Map<const Eigen::Array<std::uint8_t, Eigen::Dynamic, 3, Eigen::RowMajor>>(p, pixels, 3);
    });
}
#endif

} // namespace

int main(int argc, char** argv) {
    using bench::add;
    const std::vector<shape> squares = {{64, 64}, {1000, 1000}, {4096, 4096}};
    register_transposed<double>("f64", squares);
    register_transposed<float>("f32", squares);
    register_transposed<std::uint16_t>("u16", squares);
    register_transposed<std::uint8_t>("u8", {{96, 96}, {96, 128}, {1000, 1000}, {4096, 4096}, {4160, 4032}});
    const std::vector<std::int64_t> sizes = {16 << 10, 512 << 10, 64 << 20};
    add("copy i32, step 2/limit", step_limit, sizes);
    add("copy i32, step 2/ours", step_ours, sizes);
#if LENDBUF_BENCH_EIGEN
    add("copy i32, step 2/peer:Eigen", step_eigen, sizes);
#endif
    add("HWC to CHW u8 1080x1920x3/limit", planes_limit);
    add("HWC to CHW u8 1080x1920x3/ours", planes_ours);
    add("HWC to CHW u8 1080x1920x3/peer:raw loop", planes_loop);
#if LENDBUF_BENCH_EIGEN
    add("HWC to CHW u8 1080x1920x3/peer:Eigen", planes_eigen);
#endif
    return bench::run(argc, argv);
}
