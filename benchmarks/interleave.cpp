// Copies between layouts that are no transposes of a square: channels to planes and back, rows with a gap after each,
// another byte order. The limit copies the same bytes, and has nothing to arrange.
#include "peers.hpp"
#include "support.hpp"
#include <cstdint>
#include <cstring>
#include <lendbuf/lendbuf.hpp>
#include <string>
#include <vector>

namespace lb = lendbuf;

namespace {

using bench::numbers;

const std::vector<std::int64_t> sizes = {16 << 10, 512 << 10, 64 << 20};

/// Times `f()`, which writes all of `out`.
template <class T, class F>
void time_copy(benchmark::State& state, const std::vector<T>& out, const F& f) {
    bench::time_writes(state, out, state.range(0), f);
}

// ---- channels and planes -----------------------------------------------------------------------------------------

/// Gives `Channels` numbers for each place, as many places as fit a size.
template <class T, std::size_t Channels>
const std::vector<T>& pixels(const benchmark::State& state) {
    constexpr auto each = static_cast<std::int64_t>(Channels * sizeof(T));
    return numbers<T>(state.range(0) / each * each);
}
template <class T, std::size_t Channels>
void copy_limit(benchmark::State& state) { // what it writes is no result to compare
    const auto& data = pixels<T, Channels>(state);
    auto& out = bench::output<T>(data.size());
    for (auto _ : state) {
        std::memcpy(out.data(), data.data(), data.size() * sizeof(T));
        benchmark::ClobberMemory();
    }
}
template <class T, std::size_t Channels>
void split_ours(benchmark::State& state) {
    const auto& data = pixels<T, Channels>(state);
    auto& out = bench::output<T>(data.size());
    const auto count = static_cast<std::ptrdiff_t>(data.size() / Channels);
    const auto channels = static_cast<std::ptrdiff_t>(Channels);
    const auto from = lb::buffer_view<const T, 1, lb::contiguous>(data).template cast<T>(count, channels).transpose();
    const auto to = lb::buffer_view<T, 1, lb::contiguous>(out).template cast<T>(channels, count);
    time_copy(state, out, [from, to] { lb::copy(from, to); });
}
template <class T, std::size_t Channels>
void join_ours(benchmark::State& state) {
    const auto& data = pixels<T, Channels>(state);
    auto& out = bench::output<T>(data.size());
    const auto count = static_cast<std::ptrdiff_t>(data.size() / Channels);
    const auto channels = static_cast<std::ptrdiff_t>(Channels);
    const auto from = lb::buffer_view<const T, 1, lb::contiguous>(data).template cast<T>(channels, count).transpose();
    const auto to = lb::buffer_view<T, 1, lb::contiguous>(out).template cast<T>(count, channels);
    time_copy(state, out, [from, to] { lb::copy(from, to); });
}
template <class T, std::size_t Channels>
void split_loop(benchmark::State& state) {
    const auto& data = pixels<T, Channels>(state);
    auto& out = bench::output<T>(data.size());
    time_copy(state, out, [p = data.data(), q = out.data(), n = data.size() / Channels] {
        for (std::size_t i = 0; i < n; ++i)
            for (std::size_t k = 0; k < Channels; ++k) q[k * n + i] = p[Channels * i + k];
    });
}
template <class T, std::size_t Channels>
void join_loop(benchmark::State& state) {
    const auto& data = pixels<T, Channels>(state);
    auto& out = bench::output<T>(data.size());
    time_copy(state, out, [p = data.data(), q = out.data(), n = data.size() / Channels] {
        for (std::size_t i = 0; i < n; ++i)
            for (std::size_t k = 0; k < Channels; ++k) q[Channels * i + k] = p[k * n + i];
    });
}
#if LENDBUF_BENCH_EIGEN
template <class T, int Columns>
using eigen_rows = Eigen::Array<T, Eigen::Dynamic, Columns, Eigen::RowMajor>;
template <class T, std::size_t Channels>
void split_eigen(benchmark::State& state) {
    const auto& data = pixels<T, Channels>(state);
    auto& out = bench::output<T>(data.size());
    time_copy(state, out, [p = data.data(), q = out.data(), n = static_cast<Eigen::Index>(data.size() / Channels)] {
        constexpr auto channels = static_cast<int>(Channels);
        Eigen::Map<Eigen::Array<T, Eigen::Dynamic, channels>>(q, n, channels) =
            Eigen::Map<const eigen_rows<T, channels>>(p, n, channels);
    });
}
template <class T, std::size_t Channels>
void join_eigen(benchmark::State& state) {
    const auto& data = pixels<T, Channels>(state);
    auto& out = bench::output<T>(data.size());
    time_copy(state, out, [p = data.data(), q = out.data(), n = static_cast<Eigen::Index>(data.size() / Channels)] {
        constexpr auto channels = static_cast<int>(Channels);
        Eigen::Map<eigen_rows<T, channels>>(q, n, channels) =
            Eigen::Map<const Eigen::Array<T, Eigen::Dynamic, channels>>(p, n, channels);
    });
}
#endif
template <class T, std::size_t Channels>
void register_channels(const std::string& type) {
    using bench::add;
    const std::string split = "split " + std::to_string(Channels) + " channels " + type;
    const std::string join = "join " + std::to_string(Channels) + " channels " + type;
    add(split + "/limit", copy_limit<T, Channels>, sizes);
    add(split + "/ours", split_ours<T, Channels>, sizes);
    add(split + "/peer:raw loop", split_loop<T, Channels>, sizes);
    add(join + "/limit", copy_limit<T, Channels>, sizes);
    add(join + "/ours", join_ours<T, Channels>, sizes);
    add(join + "/peer:raw loop", join_loop<T, Channels>, sizes);
#if LENDBUF_BENCH_EIGEN
    add(split + "/peer:Eigen", split_eigen<T, Channels>, sizes);
    add(join + "/peer:Eigen", join_eigen<T, Channels>, sizes);
#endif
}

// ---- rows with a gap after each; another byte order ----------------------------------------------------------------

constexpr std::ptrdiff_t pitch = 512; // items from row to row, of which 480 count
constexpr std::ptrdiff_t width = 480;

std::vector<std::uint32_t>& without_gaps(const std::vector<std::uint32_t>& data) {
    return bench::output<std::uint32_t>(data.size() / pitch * width);
}
auto with_gaps(const std::vector<std::uint32_t>& data) {
    const lb::buffer_view<const std::uint32_t, 1, lb::contiguous> whole(data);
    return whole.cast<std::uint32_t>(whole.size() / pitch, pitch)(lb::all, lb::slice(0, width));
}
void rows_limit(benchmark::State& state) {
    const auto& data = numbers<std::uint32_t>(state.range(0));
    auto& out = without_gaps(data);
    time_copy(state, out, [p = data.data(), q = out.data(), rows = data.size() / pitch] {
        for (std::size_t i = 0; i < rows; ++i) std::memcpy(q + i * width, p + i * pitch, width * sizeof *p);
    });
}
void rows_ours(benchmark::State& state) {
    const auto& data = numbers<std::uint32_t>(state.range(0));
    auto& out = without_gaps(data);
    const auto from = with_gaps(data);
    const auto to = lb::buffer_view<std::uint32_t, 1, lb::contiguous>(out).cast<std::uint32_t>(from.extent(0), width);
    time_copy(state, out, [from, to] { lb::copy(from, to); });
}
#if LENDBUF_BENCH_EIGEN
void rows_eigen(benchmark::State& state) {
    const auto& data = numbers<std::uint32_t>(state.range(0));
    auto& out = without_gaps(data);
    using array = eigen_rows<std::uint32_t, Eigen::Dynamic>;
    time_copy(state, out, [p = data.data(), q = out.data(), rows = static_cast<Eigen::Index>(data.size()) / pitch] {
        Eigen::Map<array>(q, rows, width) = Eigen::Map<const array, 0, Eigen::OuterStride<pitch>>(p, rows, width);
    });
}
#endif
void swapped_rows_limit(benchmark::State& state) { // swaps nothing: what it writes is no result to compare
    const auto& data = numbers<std::uint32_t>(state.range(0));
    auto& out = without_gaps(data);
    for (auto _ : state) {
        for (std::size_t i = 0; i < data.size() / pitch; ++i)
            std::memcpy(out.data() + i * width, data.data() + i * pitch, width * sizeof out[0]);
        benchmark::ClobberMemory();
    }
}
void swapped_rows_ours(benchmark::State& state) {
    const auto& data = numbers<std::uint32_t>(state.range(0));
    auto& out = without_gaps(data);
    const auto from = with_gaps(data);
    const auto to = lb::buffer_view<std::uint32_t, 1, lb::contiguous>(out)
                        .cast<std::uint32_t>(from.extent(0), width)
                        .as_items<lb::be<std::uint32_t>>();
    time_copy(state, out, [from, to] { lb::copy(from, to); });
}
void swapped_rows_loop(benchmark::State& state) {
    const auto& data = numbers<std::uint32_t>(state.range(0));
    auto& out = without_gaps(data);
    time_copy(state, out, [p = data.data(), q = out.data(), rows = data.size() / pitch] {
        for (std::size_t i = 0; i < rows; ++i)
            for (std::size_t k = 0; k < width; ++k) q[i * width + k] = __builtin_bswap32(p[i * pitch + k]);
    });
}

} // namespace

int main(int argc, char** argv) {
    using bench::add;
    register_channels<std::uint8_t, 2>("u8");
    register_channels<std::uint8_t, 3>("u8");
    register_channels<std::uint8_t, 4>("u8");
    register_channels<float, 2>("f32");
    register_channels<float, 3>("f32");
    add("copy u32, padded rows/limit", rows_limit, sizes);
    add("copy u32, padded rows/ours", rows_ours, sizes);
#if LENDBUF_BENCH_EIGEN
    add("copy u32, padded rows/peer:Eigen", rows_eigen, sizes);
#endif
    add("copy u32 to be u32, padded rows/limit", swapped_rows_limit, sizes);
    add("copy u32 to be u32, padded rows/ours", swapped_rows_ours, sizes);
    add("copy u32 to be u32, padded rows/peer:raw loop", swapped_rows_loop, sizes);
    return bench::run(argc, argv);
}
