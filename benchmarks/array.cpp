// Whole arrays of one code decoded and encoded: other byte orders beside memcpy, halves beside branch-free arithmetic.
#include "peers.hpp"
#include "support.hpp"
#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <lendbuf/lendbuf.hpp>
#include <map>
#include <random>
#include <string>
#include <vector>

namespace lb = lendbuf;

namespace {

const std::vector<std::int64_t> sizes = {8192, 16 << 20}; // in bytes, those of the encoded side

/// Gives random bytes, the same ones each time.
const std::vector<std::uint8_t>& encoded_bytes(std::size_t size) {
    static std::map<std::size_t, std::vector<std::uint8_t>> made;
    auto& bytes = made[size];
    if (bytes.empty()) {
        bytes.resize(size);
        std::mt19937 random(7);
        std::generate(bytes.begin(), bytes.end(), [&] { return static_cast<std::uint8_t>(random()); });
    }
    return bytes;
}

/// Times `f()`, which writes all of `out`, after a look at the bits it has written.
template <class T, class F>
void time_bits(benchmark::State& state, const std::vector<T>& out, F f) {
    f();
    if (bench::first_time(state.range(0))) {
        std::vector<std::uint64_t> bits(out.size() * sizeof(T) / 8);
        std::memcpy(bits.data(), out.data(), bits.size() * 8);
        if (!bench::agree(state, bench::digest(bits), state.range(0))) return;
    }
    for (auto _ : state) {
        f();
        benchmark::ClobberMemory();
    }
}

// ---- integers and doubles ----------------------------------------------------------------------------------------

template <class T>
T swapped(T value) {
    if constexpr (sizeof(T) == 2)
        return std::bit_cast<T>(__builtin_bswap16(std::bit_cast<std::uint16_t>(value)));
    else if constexpr (sizeof(T) == 4)
        return std::bit_cast<T>(__builtin_bswap32(std::bit_cast<std::uint32_t>(value)));
    else
        return std::bit_cast<T>(__builtin_bswap64(std::bit_cast<std::uint64_t>(value)));
}

/// Gives the numbers whose encoding is to be timed.
template <class T>
const std::vector<T>& decoded(std::size_t size) {
    static std::map<std::size_t, std::vector<T>> made;
    auto& list = made[size];
    if (list.empty()) {
        list.resize(size / sizeof(T));
        std::memcpy(list.data(), encoded_bytes(size).data(), size);
    }
    return list;
}

void copy_limit(benchmark::State& state) { // changes no order: what it writes is no result to compare
    const auto size = static_cast<std::size_t>(state.range(0));
    const auto& bytes = encoded_bytes(size);
    auto& out = bench::output<std::uint8_t>(size);
    for (auto _ : state) {
        std::memcpy(out.data(), bytes.data(), size);
        benchmark::ClobberMemory();
    }
}
template <class T>
void decode_hand(benchmark::State& state) {
    const auto size = static_cast<std::size_t>(state.range(0));
    auto& out = bench::output<T>(size / sizeof(T));
    time_bits(state, out, [&out, from = encoded_bytes(size).data()] {
        for (std::size_t k = 0; k < out.size(); ++k) {
            T value;
            std::memcpy(&value, from + sizeof(T) * k, sizeof(T));
            out[k] = swapped(value);
        }
    });
}
template <class T, lb::fixed_format Format>
void decode_ours(benchmark::State& state) {
    const auto size = static_cast<std::size_t>(state.range(0));
    const auto& bytes = encoded_bytes(size);
    auto& out = bench::output<T>(size / sizeof(T));
    time_bits(state, out, [&] { lb::unpack_array<Format>(bytes, 0, out); });
}
template <class T>
void encode_hand(benchmark::State& state) {
    const auto size = static_cast<std::size_t>(state.range(0));
    const std::vector<T>& in = decoded<T>(size);
    auto& out = bench::output<std::uint8_t>(size);
    time_bits(state, out, [&in, to = out.data()] {
        for (std::size_t k = 0; k < in.size(); ++k) {
            const T value = swapped(in[k]);
            std::memcpy(to + sizeof(T) * k, &value, sizeof(T));
        }
    });
}
template <class T, lb::fixed_format Format>
void encode_ours(benchmark::State& state) {
    const auto size = static_cast<std::size_t>(state.range(0));
    const std::vector<T>& in = decoded<T>(size);
    auto& out = bench::output<std::uint8_t>(size);
    time_bits(state, out, [&] { lb::pack_array<Format>(out, 0, in); });
}
#if LENDBUF_BENCH_BOOST_ENDIAN
template <class T>
using boost_number = boost::endian::endian_buffer<boost::endian::order::big, T, 8 * sizeof(T)>;
template <class T>
void decode_boost(benchmark::State& state) {
    const auto size = static_cast<std::size_t>(state.range(0));
    auto& out = bench::output<T>(size / sizeof(T));
    time_bits(state, out, [&out, from = reinterpret_cast<const boost_number<T>*>(encoded_bytes(size).data())] {
        for (std::size_t k = 0; k < out.size(); ++k) out[k] = from[k].value();
    });
}
template <class T>
void encode_boost(benchmark::State& state) {
    const auto size = static_cast<std::size_t>(state.range(0));
    const std::vector<T>& in = decoded<T>(size);
    auto& out = bench::output<std::uint8_t>(size);
    time_bits(state, out, [&in, to = reinterpret_cast<boost_number<T>*>(out.data())] {
        for (std::size_t k = 0; k < in.size(); ++k) to[k] = in[k];
    });
}
#endif
template <class T, lb::fixed_format Format>
void register_swaps(const std::string& code) {
    using bench::add;
    add("decode " + code + "/limit", copy_limit, sizes);
    add("decode " + code + "/ours", decode_ours<T, Format>, sizes);
    add("decode " + code + "/peer:raw loop", decode_hand<T>, sizes);
    add("encode " + code + "/limit", copy_limit, sizes);
    add("encode " + code + "/ours", encode_ours<T, Format>, sizes);
    add("encode " + code + "/peer:raw loop", encode_hand<T>, sizes);
#if LENDBUF_BENCH_BOOST_ENDIAN
    add("decode " + code + "/peer:Boost.Endian", decode_boost<T>, sizes);
    add("encode " + code + "/peer:Boost.Endian", encode_boost<T>, sizes);
#endif
}

// ---- halves ------------------------------------------------------------------------------------------------------

/// Gives the bits of halves that are numbers: all patterns but infinities and NaNs.
const std::vector<std::uint16_t>& half_bits(std::size_t size) {
    static std::map<std::size_t, std::vector<std::uint16_t>> made;
    auto& list = made[size];
    if (list.empty()) {
        list = decoded<std::uint16_t>(size);
        for (std::uint16_t& bits : list)
            if ((bits & 0x7C00) == 0x7C00) bits &= 0xBBFF;
    }
    return list;
}

/// Gives `yes` where `all` is -1, `no` where it is 0.
[[gnu::always_inline]] inline std::int32_t chosen(std::int32_t all, std::int32_t yes, std::int32_t no) {
    return (yes & all) | (no & ~all);
}
/// Widens a half, whatever it is, by arithmetic without branches, and without multiplying what is subnormal.
[[gnu::always_inline]] inline float widened(std::uint16_t half) {
    const std::int32_t magnitude = (half & 0x7FFF) << 13;
    const std::int32_t special = -static_cast<std::int32_t>(magnitude >= 0x0F800000) & 0x38000000; // infinity, NaN
    const float tiny = std::bit_cast<float>(magnitude + 0x38800000) - std::bit_cast<float>(0x38800000);
    const std::int32_t is_tiny = -static_cast<std::int32_t>(magnitude < 0x00800000);
    return std::bit_cast<float>(chosen(is_tiny, std::bit_cast<std::int32_t>(tiny), magnitude + 0x38000000 + special) |
                                static_cast<std::int32_t>((half & 0x8000u) << 16));
}
/// Rounds a float to the nearest half, to even ones between two, by arithmetic without branches.
[[gnu::always_inline]] inline std::uint16_t narrowed(float number) {
    const auto bits = std::bit_cast<std::int32_t>(number);
    const std::int32_t magnitude = bits & 0x7FFFFFFF;
    const std::int32_t normal = (magnitude - 0x37FFF001 + (magnitude >> 13 & 1)) >> 13;
    const std::int32_t tiny = std::bit_cast<std::int32_t>(std::bit_cast<float>(magnitude) + 0.5F) - 0x3F000000;
    const std::int32_t special = 0x7C00 | (-static_cast<std::int32_t>(magnitude > 0x7F800000) & 0x200);
    const std::int32_t rounded = chosen(-static_cast<std::int32_t>(magnitude < 0x38800000), tiny, normal);
    const std::int32_t result = chosen(-static_cast<std::int32_t>(magnitude >= 0x47800000), special, rounded);
    return static_cast<std::uint16_t>(result | (bits >> 16 & 0x8000));
}

/// Gives numbers that a half can hold, rounded.
const std::vector<float>& half_numbers(std::size_t size) {
    static std::map<std::size_t, std::vector<float>> made;
    auto& list = made[size];
    if (list.empty())
        for (const std::uint16_t bits : half_bits(size))
            list.push_back(std::clamp(widened(bits) * 1.0001F, -65504.F, 65504.F));
    return list;
}

template <bool Swapped>
std::uint16_t stored(std::uint16_t bits) {
    return Swapped ? __builtin_bswap16(bits) : bits;
}
/// Gives the halves as they are in memory.
template <bool Swapped>
const std::vector<std::uint16_t>& stored_halves(std::size_t size) {
    static std::map<std::size_t, std::vector<std::uint16_t>> made;
    auto& list = made[size];
    if (list.empty())
        for (const std::uint16_t bits : half_bits(size)) list.push_back(stored<Swapped>(bits));
    return list;
}

/// Times `convert(bits)` for each half.
template <bool Swapped, class F>
void widen_each(benchmark::State& state, const F& convert) {
    const auto& in = stored_halves<Swapped>(static_cast<std::size_t>(state.range(0)));
    auto& out = bench::output<float>(in.size());
    time_bits(state, out, [&, p = in.data(), q = out.data(), n = in.size()] {
        for (std::size_t k = 0; k < n; ++k) q[k] = convert(stored<Swapped>(p[k]));
    });
}
/// Times `convert(number)` for each float.
template <bool Swapped, class F>
void narrow_each(benchmark::State& state, const F& convert) {
    const auto& in = half_numbers(static_cast<std::size_t>(state.range(0)));
    auto& out = bench::output<std::uint16_t>(in.size());
    time_bits(state, out, [&, p = in.data(), q = out.data(), n = in.size()] {
        for (std::size_t k = 0; k < n; ++k) q[k] = stored<Swapped>(convert(p[k]));
    });
}
template <bool Swapped>
void widen_limit(benchmark::State& state) {
    widen_each<Swapped>(state, [](std::uint16_t bits) { return widened(bits); });
}
template <bool Swapped>
void narrow_limit(benchmark::State& state) {
    narrow_each<Swapped>(state, [](float number) { return narrowed(number); });
}
template <bool Swapped, lb::fixed_format Format>
void widen_ours(benchmark::State& state) {
    const auto& in = stored_halves<Swapped>(static_cast<std::size_t>(state.range(0)));
    const auto bytes = lb::buffer_view<const std::uint16_t, 1, lb::contiguous>(in).as_bytes();
    auto& out = bench::output<float>(in.size());
    time_bits(state, out, [&] { lb::unpack_array<Format>(bytes, 0, out); });
}
template <bool Swapped, lb::fixed_format Format>
void narrow_ours(benchmark::State& state) {
    const auto& in = half_numbers(static_cast<std::size_t>(state.range(0)));
    auto& out = bench::output<std::uint16_t>(in.size());
    const auto bytes = lb::buffer_view<std::uint16_t, 1, lb::contiguous>(out).as_bytes();
    time_bits(state, out, [&] { lb::pack_array<Format>(bytes, 0, in); });
}
void widen_transform(benchmark::State& state) {
    const auto& in = stored_halves<false>(static_cast<std::size_t>(state.range(0)));
    const auto halves = lb::buffer_view<const std::uint16_t, 1, lb::contiguous>(in).cast<lb::half>();
    auto& out = bench::output<float>(in.size());
    time_bits(state, out, [&] { lb::transform(halves, out, [](lb::half one) { return static_cast<float>(one); }); });
}
void narrow_transform(benchmark::State& state) {
    const auto& in = half_numbers(static_cast<std::size_t>(state.range(0)));
    auto& out = bench::output<std::uint16_t>(in.size());
    const auto halves = lb::buffer_view<std::uint16_t, 1, lb::contiguous>(out).cast<lb::half>();
    time_bits(state, out, [&] { lb::transform(in, halves, [](float one) { return lb::half(one); }); });
}
#if LENDBUF_BENCH_EIGEN
template <bool Swapped>
void widen_eigen(benchmark::State& state) {
    widen_each<Swapped>(state, [](std::uint16_t bits) {
        return Eigen::half_impl::half_to_float(Eigen::half_impl::raw_uint16_to_half(bits));
    });
}
template <bool Swapped>
void narrow_eigen(benchmark::State& state) {
    narrow_each<Swapped>(state, [](float number) { return Eigen::half_impl::float_to_half_rtne(number).x; });
}
#endif
#if defined __FLT16_MANT_DIG__
template <bool Swapped>
void widen_float16(benchmark::State& state) {
    widen_each<Swapped>(state,
                        [](std::uint16_t bits) { return static_cast<float>(__builtin_bit_cast(_Float16, bits)); });
}
template <bool Swapped>
void narrow_float16(benchmark::State& state) {
    narrow_each<Swapped>(state,
                         [](float number) { return __builtin_bit_cast(std::uint16_t, static_cast<_Float16>(number)); });
}
#endif
template <bool Swapped, lb::fixed_format Format>
void register_halves(const std::string& widen, const std::string& narrow) {
    using bench::add;
    add(widen + "/limit", widen_limit<Swapped>, sizes);
    add(widen + "/ours", widen_ours<Swapped, Format>, sizes);
    add(narrow + "/limit", narrow_limit<Swapped>, sizes);
    add(narrow + "/ours", narrow_ours<Swapped, Format>, sizes);
#if LENDBUF_BENCH_EIGEN
    add(widen + "/peer:Eigen::half", widen_eigen<Swapped>, sizes);
    add(narrow + "/peer:Eigen::half", narrow_eigen<Swapped>, sizes);
#endif
#if defined __FLT16_MANT_DIG__
    add(widen + "/peer:_Float16", widen_float16<Swapped>, {8192});
    add(narrow + "/peer:_Float16", narrow_float16<Swapped>, {8192});
#endif
}

} // namespace

int main(int argc, char** argv) {
    register_swaps<std::uint16_t, ">H">(">H");
    register_swaps<std::uint32_t, ">I">(">I");
    register_swaps<double, ">d">(">d");
    register_halves<true, ">e">("decode >e", "encode >e");
    register_halves<false, "<e">("half to float", "float to half");
    bench::add("half to float, transform/limit", widen_limit<false>, sizes);
    bench::add("half to float, transform/ours", widen_transform, sizes);
    bench::add("float to half, transform/limit", narrow_limit<false>, sizes);
    bench::add("float to half, transform/ours", narrow_transform, sizes);
    return bench::run(argc, argv);
}
