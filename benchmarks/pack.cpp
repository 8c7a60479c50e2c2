// Packing and unpacking beside the code one would write by hand, with the same checks, in the same run.
// The name before the slash is the case; "hand" is the limit, "lendbuf" is ours.
#include <algorithm>
#include <benchmark/benchmark.h>
#include <cstdint>
#include <cstring>
#include <lendbuf/lendbuf.hpp>
#include <random>
#include <stdexcept>
#include <vector>

namespace lb = lendbuf;

namespace {

using bytes_view = lb::buffer_view<const std::uint8_t, 1, lb::contiguous>;
using writable_view = lb::buffer_view<std::uint8_t, 1, lb::contiguous>;

std::vector<std::uint8_t> random_bytes(std::size_t size) {
    std::vector<std::uint8_t> bytes(size);
    std::mt19937 random(7);
    std::generate(bytes.begin(), bytes.end(), [&] { return static_cast<std::uint8_t>(random()); });
    return bytes;
}

// Offsets in a random order, so that the compiler cannot hoist a load out of the loop.
const std::vector<std::ptrdiff_t>& offsets() {
    static const auto list = [] {
        std::vector<std::ptrdiff_t> made(1024);
        std::mt19937 random(11);
        std::generate(made.begin(), made.end(), [&] { return static_cast<std::ptrdiff_t>(random() % 16000); });
        return made;
    }();
    return list;
}

template <class T>
T load(const std::uint8_t* at) {
    T value;
    std::memcpy(&value, at, sizeof value);
    return value;
}

[[noreturn, gnu::noinline, gnu::cold]] void too_short() {
    throw std::out_of_range("too short");
}

/// Checks as struct does: a negative offset counts from the end. Returns where the record starts.
std::ptrdiff_t require(std::size_t size, std::ptrdiff_t offset, std::ptrdiff_t need) {
    const auto length = static_cast<std::ptrdiff_t>(size);
    const std::ptrdiff_t start = offset < 0 ? offset + length : offset;
    if (start < 0 || start > length - need) [[unlikely]]
        too_short();
    return start;
}

/// Runs `read(offset)` for each offset and adds the results up.
template <class Read>
void read_at_offsets(benchmark::State& state, Read read) {
    std::uint64_t sum = 0;
    for (auto _ : state)
        for (const std::ptrdiff_t offset : offsets()) sum += read(offset);
    benchmark::DoNotOptimize(sum);
    state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * 1024));
}

const std::vector<std::uint8_t>& source() {
    static const auto bytes = random_bytes(16384);
    return bytes;
}

void unpack_4sHI_hand(benchmark::State& state) {
    const auto& bytes = source();
    read_at_offsets(state, [p = bytes.data(), size = bytes.size()](std::ptrdiff_t offset) -> std::uint64_t {
        offset = require(size, offset, 10);
        return p[offset] + std::uint64_t{load<std::uint16_t>(p + offset + 4)} + load<std::uint32_t>(p + offset + 6);
    });
}
void unpack_4sHI_lendbuf(benchmark::State& state) {
    const bytes_view view(source());
    read_at_offsets(state, [view](std::ptrdiff_t offset) -> std::uint64_t {
        const auto [magic, version, size] = lb::unpack_from<"<4sHI">(view, offset);
        return magic.data()[0] + std::uint64_t{version} + size;
    });
}
void unpack_4sHI_runtime(benchmark::State& state) {
    const bytes_view view(source());
    const lb::structure header("<4sHI");
    read_at_offsets(state, [view, &header](std::ptrdiff_t offset) -> std::uint64_t {
        lb::byte_run magic{};
        std::uint16_t version = 0;
        std::uint32_t size = 0;
        header.unpack_into(view, offset, magic, version, size);
        return static_cast<std::uint64_t>(magic[0]) + version + size;
    });
}

void unpack_BHIQd_hand(benchmark::State& state) {
    const auto& bytes = source();
    read_at_offsets(state, [p = bytes.data(), size = bytes.size()](std::ptrdiff_t offset) -> std::uint64_t {
        offset = require(size, offset, 23);
        const std::uint8_t* const at = p + offset;
        return at[0] + std::uint64_t{__builtin_bswap16(load<std::uint16_t>(at + 1))} +
               __builtin_bswap32(load<std::uint32_t>(at + 3)) + __builtin_bswap64(load<std::uint64_t>(at + 7)) +
               std::bit_cast<std::uint64_t>(std::bit_cast<double>(__builtin_bswap64(load<std::uint64_t>(at + 15))));
    });
}
void unpack_BHIQd_lendbuf(benchmark::State& state) {
    const bytes_view view(source());
    read_at_offsets(state, [view](std::ptrdiff_t offset) -> std::uint64_t {
        const auto [b, h, i, q, d] = lb::unpack_from<">BHIQd">(view, offset);
        return b + std::uint64_t{h} + i + q + std::bit_cast<std::uint64_t>(d);
    });
}
void unpack_BHIQd_runtime(benchmark::State& state) {
    const bytes_view view(source());
    const lb::structure header(">BHIQd");
    read_at_offsets(state, [view, &header](std::ptrdiff_t offset) -> std::uint64_t {
        std::uint8_t b = 0;
        std::uint16_t h = 0;
        std::uint32_t i = 0;
        std::uint64_t q = 0;
        double d = 0;
        header.unpack_into(view, offset, b, h, i, q, d);
        return b + std::uint64_t{h} + i + q + std::bit_cast<std::uint64_t>(d);
    });
}

[[noreturn, gnu::noinline, gnu::cold]] void misfit() {
    throw std::out_of_range("misfit");
}

/// Runs `write(offset, number)` for each offset.
template <class Write>
void write_at_offsets(benchmark::State& state, Write write) {
    unsigned number = 0;
    for (auto _ : state) {
        for (const std::ptrdiff_t offset : offsets()) write(offset, ++number);
        benchmark::ClobberMemory();
    }
    state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * 1024));
}

void pack_4sHI_hand(benchmark::State& state) {
    std::vector<std::uint8_t> bytes(16384);
    write_at_offsets(state, [p = bytes.data(), size = bytes.size()](std::ptrdiff_t offset, unsigned number) {
        offset = require(size, offset, 10);
        const unsigned version = number & 0xFFFFu;
        if (version > 0xFFFFu) misfit();
        const auto small = static_cast<std::uint16_t>(version);
        std::memcpy(p + offset, "DATA", 4);
        std::memcpy(p + offset + 4, &small, 2);
        std::memcpy(p + offset + 6, &number, 4);
    });
}
void pack_4sHI_lendbuf(benchmark::State& state) {
    std::vector<std::uint8_t> bytes(16384);
    const writable_view view(bytes);
    write_at_offsets(state, [view](std::ptrdiff_t offset, unsigned number) {
        lb::pack_into<"<4sHI">(view, offset, "DATA", number & 0xFFFFu, number);
    });
}

void pack_BHIQd_hand(benchmark::State& state) {
    std::vector<std::uint8_t> bytes(16384);
    write_at_offsets(state, [p = bytes.data(), size = bytes.size()](std::ptrdiff_t offset, unsigned number) {
        offset = require(size, offset, 23);
        if ((number & 0xFFu) > 0xFFu || (number & 0xFFFFu) > 0xFFFFu) misfit();
        const auto h = __builtin_bswap16(static_cast<std::uint16_t>(number));
        const auto i = __builtin_bswap32(number);
        const auto q = __builtin_bswap64(std::uint64_t{number} * 3);
        const auto d = __builtin_bswap64(std::bit_cast<std::uint64_t>(static_cast<double>(number)));
        p[offset] = static_cast<std::uint8_t>(number);
        std::memcpy(p + offset + 1, &h, 2);
        std::memcpy(p + offset + 3, &i, 4);
        std::memcpy(p + offset + 7, &q, 8);
        std::memcpy(p + offset + 15, &d, 8);
    });
}
void pack_BHIQd_lendbuf(benchmark::State& state) {
    std::vector<std::uint8_t> bytes(16384);
    const writable_view view(bytes);
    write_at_offsets(state, [view](std::ptrdiff_t offset, unsigned number) {
        lb::pack_into<">BHIQd">(view, offset, number & 0xFFu, number & 0xFFFFu, number, std::uint64_t{number} * 3,
                                static_cast<double>(number));
    });
}

constexpr std::size_t records = 10'000'000 / 16;

const std::vector<std::uint8_t>& record_bytes() {
    static const auto bytes = random_bytes(records * 16);
    return bytes;
}

void iterate_IHHd_hand(benchmark::State& state) {
    const auto& bytes = record_bytes();
    for (auto _ : state) {
        std::uint64_t sum = 0;
        for (std::size_t k = 0; k < records; ++k) {
            const std::uint8_t* const at = bytes.data() + 16 * k;
            sum += load<std::uint32_t>(at) + std::uint64_t{load<std::uint16_t>(at + 4)} + load<std::uint16_t>(at + 6) +
                   std::bit_cast<std::uint64_t>(load<double>(at + 8));
        }
        benchmark::DoNotOptimize(sum);
    }
    state.SetBytesProcessed(static_cast<std::int64_t>(static_cast<std::size_t>(state.iterations()) * records * 16));
}
void iterate_IHHd_lendbuf(benchmark::State& state) {
    const auto& bytes = record_bytes();
    for (auto _ : state) {
        std::uint64_t sum = 0;
        for (const auto [a, b, c, d] : lb::iter_unpack<"<IHHd">(bytes))
            sum += a + std::uint64_t{b} + c + std::bit_cast<std::uint64_t>(d);
        benchmark::DoNotOptimize(sum);
    }
    state.SetBytesProcessed(static_cast<std::int64_t>(static_cast<std::size_t>(state.iterations()) * records * 16));
}

template <class T>
T swapped(T value) {
    if constexpr (sizeof(T) == 2)
        return std::bit_cast<T>(__builtin_bswap16(std::bit_cast<std::uint16_t>(value)));
    else if constexpr (sizeof(T) == 4)
        return std::bit_cast<T>(__builtin_bswap32(std::bit_cast<std::uint32_t>(value)));
    else
        return std::bit_cast<T>(__builtin_bswap64(std::bit_cast<std::uint64_t>(value)));
}

template <class T>
void decode_hand(benchmark::State& state) {
    const auto size = static_cast<std::size_t>(state.range(0));
    const auto bytes = random_bytes(size);
    std::vector<T> out(size / sizeof(T));
    for (auto _ : state) {
        for (std::size_t k = 0; k < out.size(); ++k) out[k] = swapped(load<T>(bytes.data() + sizeof(T) * k));
        benchmark::ClobberMemory();
    }
    state.SetBytesProcessed(static_cast<std::int64_t>(static_cast<std::size_t>(state.iterations()) * size));
}
template <class T, lb::fixed_format Format>
void decode_lendbuf(benchmark::State& state) {
    const auto size = static_cast<std::size_t>(state.range(0));
    const auto bytes = random_bytes(size);
    std::vector<T> out(size / sizeof(T));
    for (auto _ : state) {
        lb::unpack_array<Format>(bytes, 0, out);
        benchmark::ClobberMemory();
    }
    state.SetBytesProcessed(static_cast<std::int64_t>(static_cast<std::size_t>(state.iterations()) * size));
}

void parse_4sHI(benchmark::State& state) {
    for (auto _ : state) {
        lb::static_structure<4> parsed("<4sHI");
        benchmark::DoNotOptimize(parsed);
    }
}
void parse_4sHI_structure(benchmark::State& state) {
    for (auto _ : state) {
        lb::structure parsed("<4sHI");
        benchmark::DoNotOptimize(parsed);
    }
}

} // namespace

BENCHMARK(unpack_4sHI_hand)->Name("unpack <4sHI/hand");
BENCHMARK(unpack_4sHI_lendbuf)->Name("unpack <4sHI/lendbuf");
BENCHMARK(unpack_4sHI_runtime)->Name("unpack <4sHI/run time");
BENCHMARK(unpack_BHIQd_hand)->Name("unpack >BHIQd/hand");
BENCHMARK(unpack_BHIQd_lendbuf)->Name("unpack >BHIQd/lendbuf");
BENCHMARK(unpack_BHIQd_runtime)->Name("unpack >BHIQd/run time");
BENCHMARK(pack_4sHI_hand)->Name("pack <4sHI/hand");
BENCHMARK(pack_4sHI_lendbuf)->Name("pack <4sHI/lendbuf");
BENCHMARK(pack_BHIQd_hand)->Name("pack >BHIQd/hand");
BENCHMARK(pack_BHIQd_lendbuf)->Name("pack >BHIQd/lendbuf");
BENCHMARK(iterate_IHHd_hand)->Name("iterate <IHHd 10 MB/hand");
BENCHMARK(iterate_IHHd_lendbuf)->Name("iterate <IHHd 10 MB/lendbuf");
BENCHMARK(decode_hand<std::uint16_t>)->Name("decode >H/hand")->Arg(8192)->Arg(16 << 20);
BENCHMARK(decode_lendbuf<std::uint16_t, ">H">)->Name("decode >H/lendbuf")->Arg(8192)->Arg(16 << 20);
BENCHMARK(decode_hand<std::uint32_t>)->Name("decode >I/hand")->Arg(8192)->Arg(16 << 20);
BENCHMARK(decode_lendbuf<std::uint32_t, ">I">)->Name("decode >I/lendbuf")->Arg(8192)->Arg(16 << 20);
BENCHMARK(decode_hand<double>)->Name("decode >d/hand")->Arg(8192)->Arg(16 << 20);
BENCHMARK(decode_lendbuf<double, ">d">)->Name("decode >d/lendbuf")->Arg(8192)->Arg(16 << 20);
BENCHMARK(parse_4sHI)->Name("parse <4sHI/static_structure");
BENCHMARK(parse_4sHI_structure)->Name("parse <4sHI/structure");

BENCHMARK_MAIN();
