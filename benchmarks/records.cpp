// Ten megabytes of records of 16 bytes: read field by field, column by column, and written.
#include "peers.hpp"
#include "support.hpp"
#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <lendbuf/lendbuf.hpp>
#include <random>
#include <string>
#include <vector>
#if defined __SSSE3__
#    include <tmmintrin.h>
#endif

namespace lb = lendbuf;

namespace {

using bench::load;

constexpr std::size_t records = 10'000'000 / 16;

// IHHd: native, and as big-endian bytes at any address.
struct native_record {
    std::uint32_t a;
    std::uint16_t b;
    std::uint16_t c;
    double d;
};
struct big_record {
    lb::be<std::uint32_t> a;
    lb::be<std::uint16_t> b;
    lb::be<std::uint16_t> c;
    lb::be<double> d;
};
static_assert(sizeof(native_record) == 16 && sizeof(big_record) == 16);

/// Gives random integers, and whole numbers as doubles: their sum is exact in any order.
const std::vector<native_record>& native_records() {
    static const auto list = [] {
        std::vector<native_record> made;
        std::mt19937 random(7);
        for (std::size_t k = 0; k < records; ++k) {
            const auto word = static_cast<std::uint32_t>(random());
            made.push_back({static_cast<std::uint32_t>(random()), static_cast<std::uint16_t>(word),
                            static_cast<std::uint16_t>(word >> 16), static_cast<double>(random() & 0xFFFF)});
        }
        return made;
    }();
    return list;
}
const std::vector<std::uint8_t>& little_bytes() {
    static const auto list = [] {
        std::vector<std::uint8_t> made(16 * records);
        std::memcpy(made.data(), native_records().data(), made.size());
        return made;
    }();
    return list;
}
const std::vector<std::uint8_t>& big_bytes() {
    static const auto list = [] {
        std::vector<std::uint8_t> made = little_bytes();
        for (auto at = made.begin(); at != made.end(); at += 16) {
            std::reverse(at, at + 4);
            std::reverse(at + 4, at + 6);
            std::reverse(at + 6, at + 8);
            std::reverse(at + 8, at + 16);
        }
        return made;
    }();
    return list;
}

double load_swapped(const std::uint8_t* at) {
    return std::bit_cast<double>(__builtin_bswap64(load<std::uint64_t>(at)));
}

#if defined __SSSE3__
/// Turns the bytes of each field of a record round: one instruction.
[[gnu::always_inline]] inline __m128i turned(const void* record) {
    const __m128i places = _mm_setr_epi8(3, 2, 1, 0, 5, 4, 7, 6, 15, 14, 13, 12, 11, 10, 9, 8);
    return _mm_shuffle_epi8(_mm_loadu_si128(static_cast<const __m128i*>(record)), places);
}
#endif

/// Adds up all fields in as many accumulators as keep the adders busy.
class four_sums {
public:
    [[gnu::always_inline]] void add(std::size_t k, std::uint64_t whole, double real) {
        whole_[k] += whole;
        real_[k] += real;
    }
    [[nodiscard]] double total() const {
        return static_cast<double>(whole_[0] + whole_[1] + whole_[2] + whole_[3]) +
               ((real_[0] + real_[1]) + (real_[2] + real_[3]));
    }

private:
    std::uint64_t whole_[4] = {};
    double real_[4] = {};
};

void little_limit(benchmark::State& state) {
    bench::time_value(state, 0, [p = little_bytes().data()] {
        four_sums sums;
        for (std::size_t k = 0; k < records; k += 4)
            for (std::size_t j = 0; j < 4; ++j) {
                const std::uint8_t* const at = p + 16 * (k + j);
                sums.add(j,
                         load<std::uint32_t>(at) + std::uint64_t{load<std::uint16_t>(at + 4)} +
                             load<std::uint16_t>(at + 6),
                         load<double>(at + 8));
            }
        return sums.total();
    });
}
void big_limit(benchmark::State& state) {
    bench::time_value(state, 0, [p = big_bytes().data()] {
        four_sums sums;
        for (std::size_t k = 0; k < records; k += 4)
            for (std::size_t j = 0; j < 4; ++j) {
                const std::uint8_t* const at = p + 16 * (k + j);
#if defined __SSSE3__
                const __m128i record = turned(at);
                const auto low = static_cast<std::uint64_t>(_mm_cvtsi128_si64(record));
                sums.add(j, (low & 0xFFFFFFFF) + (low >> 32 & 0xFFFF) + (low >> 48),
                         _mm_cvtsd_f64(_mm_castsi128_pd(_mm_unpackhi_epi64(record, record))));
#else
                const std::uint64_t a = __builtin_bswap32(load<std::uint32_t>(at));
                const std::uint64_t b = __builtin_bswap16(load<std::uint16_t>(at + 4));
                const std::uint64_t c = __builtin_bswap16(load<std::uint16_t>(at + 6));
                sums.add(j, a + b + c, load_swapped(at + 8));
#endif
            }
        return sums.total();
    });
}
void little_loop(benchmark::State& state) {
    bench::time_value(state, 0, [p = little_bytes().data()] {
        std::uint64_t whole = 0;
        double real = 0;
        for (const std::uint8_t* at = p; at != p + 16 * records; at += 16) {
            whole += load<std::uint32_t>(at) + std::uint64_t{load<std::uint16_t>(at + 4)} + load<std::uint16_t>(at + 6);
            real += load<double>(at + 8);
        }
        return static_cast<double>(whole) + real;
    });
}
void big_loop(benchmark::State& state) {
    bench::time_value(state, 0, [p = big_bytes().data()] {
        std::uint64_t whole = 0;
        double real = 0;
        for (const std::uint8_t* at = p; at != p + 16 * records; at += 16) {
            whole += __builtin_bswap32(load<std::uint32_t>(at)) +
                     std::uint64_t{__builtin_bswap16(load<std::uint16_t>(at + 4))} +
                     __builtin_bswap16(load<std::uint16_t>(at + 6));
            real += load_swapped(at + 8);
        }
        return static_cast<double>(whole) + real;
    });
}
template <lb::fixed_format Format>
void unpacked(benchmark::State& state, const std::vector<std::uint8_t>& bytes) {
    bench::time_value(state, 0, [&bytes] {
        std::uint64_t whole = 0;
        double real = 0;
        for (const auto [a, b, c, d] : lb::iter_unpack<Format>(bytes)) {
            whole += a + std::uint64_t{b} + c;
            real += d;
        }
        return static_cast<double>(whole) + real;
    });
}
void little_unpacked(benchmark::State& state) {
    unpacked<"<IHHd">(state, little_bytes());
}
void big_unpacked(benchmark::State& state) {
    unpacked<">IHHd">(state, big_bytes());
}
/// Adds up column after column.
template <class Record, class Whole>
void columns(benchmark::State& state, const Whole& whole) {
    bench::time_value(state, 0, [whole] {
        return static_cast<double>(lb::sum(whole.template field<&Record::a>()) +
                                   lb::sum(whole.template field<&Record::b>()) +
                                   lb::sum(whole.template field<&Record::c>())) +
               lb::sum(whole.template field<&Record::d>());
    });
}
void little_columns(benchmark::State& state) {
    columns<native_record>(state, lb::buffer_view<const native_record, 1, lb::contiguous>(native_records()));
}
void big_columns(benchmark::State& state) {
    const lb::buffer_view<const std::uint8_t, 1, lb::contiguous> bytes(big_bytes());
    columns<big_record>(state, bytes.cast<big_record>());
}
#if LENDBUF_BENCH_BOOST_ENDIAN
struct boost_record {
    boost::endian::big_uint32_buf_t a;
    boost::endian::big_uint16_buf_t b;
    boost::endian::big_uint16_buf_t c;
    boost::endian::big_float64_buf_t d;
};
static_assert(sizeof(boost_record) == 16);
void big_boost(benchmark::State& state) {
    bench::time_value(state, 0, [p = reinterpret_cast<const boost_record*>(big_bytes().data())] {
        std::uint64_t whole = 0;
        double real = 0;
        for (std::size_t k = 0; k < records; ++k) {
            whole += p[k].a.value() + std::uint64_t{p[k].b.value()} + p[k].c.value();
            real += p[k].d.value();
        }
        return static_cast<double>(whole) + real;
    });
}
#endif

// ---- written -----------------------------------------------------------------------------------------------------

/// Times `write(from, to)`, which writes all records to `to`.
template <class F>
void time_packing(benchmark::State& state, const F& write) {
    std::vector<std::uint8_t> out(16 * records);
    bench::time_writes(state, out, 0, [&out, &write] { write(native_records(), out); });
}
void store_swapped(std::uint8_t* at, const native_record& record) {
    const auto a = __builtin_bswap32(record.a);
    const auto b = __builtin_bswap16(record.b);
    const auto c = __builtin_bswap16(record.c);
    const auto d = __builtin_bswap64(std::bit_cast<std::uint64_t>(record.d));
    std::memcpy(at, &a, 4);
    std::memcpy(at + 4, &b, 2);
    std::memcpy(at + 6, &c, 2);
    std::memcpy(at + 8, &d, 8);
}
void pack_limit(benchmark::State& state) {
    time_packing(state, [](const std::vector<native_record>& from, std::vector<std::uint8_t>& to) {
        std::uint8_t* at = to.data();
        for (const native_record& record : from) {
#if defined __SSSE3__
            _mm_storeu_si128(static_cast<__m128i*>(static_cast<void*>(at)), turned(&record));
#else
            store_swapped(at, record);
#endif
            at += 16;
        }
    });
}
void pack_loop(benchmark::State& state) {
    time_packing(state, [](const std::vector<native_record>& from, std::vector<std::uint8_t>& to) {
        std::uint8_t* at = to.data();
        for (const native_record& record : from) {
            store_swapped(at, record);
            at += 16;
        }
    });
}
void pack_ours(benchmark::State& state) {
    time_packing(state, [](const std::vector<native_record>& from, std::vector<std::uint8_t>& to) {
        const lb::buffer_view<std::uint8_t, 1, lb::contiguous> view(to);
        std::ptrdiff_t offset = 0;
        for (const native_record& record : from) {
            lb::pack_into<">IHHd">(view, offset, record.a, record.b, record.c, record.d);
            offset += 16;
        }
    });
}
#if LENDBUF_BENCH_BOOST_ENDIAN
void pack_boost(benchmark::State& state) {
    time_packing(state, [](const std::vector<native_record>& from, std::vector<std::uint8_t>& to) {
        auto* at = reinterpret_cast<boost_record*>(to.data());
        for (const native_record& record : from) {
            at->a = record.a;
            at->b = record.b;
            at->c = record.c;
            at->d = record.d;
            ++at;
        }
    });
}
#endif

} // namespace

int main(int argc, char** argv) {
    using bench::add;
    for (const char* const how : {"", ", columns"}) {
        add(std::string("iterate <IHHd 10 MB") + how + "/limit", little_limit);
        add(std::string("iterate >IHHd 10 MB") + how + "/limit", big_limit);
    }
    add("iterate <IHHd 10 MB/ours", little_unpacked);
    add("iterate <IHHd 10 MB/peer:raw loop", little_loop);
    add("iterate <IHHd 10 MB, columns/ours", little_columns);
    add("iterate >IHHd 10 MB/ours", big_unpacked);
    add("iterate >IHHd 10 MB/peer:raw loop", big_loop);
    add("iterate >IHHd 10 MB, columns/ours", big_columns);
    add("pack 10 MB of >IHHd/limit", pack_limit);
    add("pack 10 MB of >IHHd/ours", pack_ours);
    add("pack 10 MB of >IHHd/peer:raw loop", pack_loop);
#if LENDBUF_BENCH_BOOST_ENDIAN
    add("iterate >IHHd 10 MB/peer:Boost.Endian", big_boost);
    add("pack 10 MB of >IHHd/peer:Boost.Endian", pack_boost);
#endif
    return bench::run(argc, argv);
}
