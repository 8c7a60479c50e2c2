// Packing and unpacking of one record beside the code one would write by hand, with the same checks, in the same run.
#include "peers.hpp"
#include "support.hpp"
#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <lendbuf/lendbuf.hpp>
#include <random>
#include <stdexcept>
#include <string_view>
#include <vector>

namespace lb = lendbuf;

namespace {

using bench::load;

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
    for (const std::ptrdiff_t offset : offsets()) sum += read(offset);
    if (!bench::agree(state, static_cast<double>(sum >> 12))) return;
    for (auto _ : state)
        for (const std::ptrdiff_t offset : offsets()) sum += read(offset);
    benchmark::DoNotOptimize(sum);
    state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * 1024));
}

const std::vector<std::uint8_t>& source() {
    static const auto bytes = random_bytes(16384);
    return bytes;
}

void unpack_4sHI_limit(benchmark::State& state) {
    const auto& bytes = source();
    read_at_offsets(state, [p = bytes.data()](std::ptrdiff_t offset) -> std::uint64_t {
        return p[offset] + std::uint64_t{load<std::uint16_t>(p + offset + 4)} + load<std::uint32_t>(p + offset + 6);
    });
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

void unpack_BHIQd_limit(benchmark::State& state) {
    const auto& bytes = source();
    read_at_offsets(state, [p = bytes.data()](std::ptrdiff_t offset) -> std::uint64_t {
        const std::uint8_t* const at = p + offset;
        return at[0] + std::uint64_t{__builtin_bswap16(load<std::uint16_t>(at + 1))} +
               __builtin_bswap32(load<std::uint32_t>(at + 3)) + __builtin_bswap64(load<std::uint64_t>(at + 7)) +
               std::bit_cast<std::uint64_t>(std::bit_cast<double>(__builtin_bswap64(load<std::uint64_t>(at + 15))));
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

#if LENDBUF_BENCH_BOOST_ENDIAN
struct boost_record {
    boost::endian::big_uint8_buf_t b;
    boost::endian::big_uint16_buf_t h;
    boost::endian::big_uint32_buf_t i;
    boost::endian::big_uint64_buf_t q;
    boost::endian::big_float64_buf_t d;
};
struct boost_header {
    char s[4];
    boost::endian::little_uint16_buf_t h;
    boost::endian::little_uint32_buf_t i;
};
static_assert(sizeof(boost_record) == 23 && sizeof(boost_header) == 10);
void unpack_4sHI_boost(benchmark::State& state) {
    const auto& bytes = source();
    read_at_offsets(state, [p = bytes.data()](std::ptrdiff_t offset) -> std::uint64_t {
        const auto& at = *reinterpret_cast<const boost_header*>(p + offset);
        return static_cast<std::uint8_t>(at.s[0]) + std::uint64_t{at.h.value()} + at.i.value();
    });
}
void unpack_BHIQd_boost(benchmark::State& state) {
    const auto& bytes = source();
    read_at_offsets(state, [p = bytes.data()](std::ptrdiff_t offset) -> std::uint64_t {
        const auto& at = *reinterpret_cast<const boost_record*>(p + offset);
        return at.b.value() + std::uint64_t{at.h.value()} + at.i.value() + at.q.value() +
               std::bit_cast<std::uint64_t>(at.d.value());
    });
}
#endif

[[noreturn, gnu::noinline, gnu::cold]] void misfit() {
    throw std::out_of_range("misfit");
}

/// Runs `write(offset, number)` for each offset.
template <class Write>
void write_at_offsets(benchmark::State& state, const std::vector<std::uint8_t>& bytes, Write write) {
    unsigned number = 0;
    for (const std::ptrdiff_t offset : offsets()) write(offset, ++number);
    if (!bench::agree(state, bench::digest(bytes))) return;
    for (auto _ : state) {
        for (const std::ptrdiff_t offset : offsets()) write(offset, ++number);
        benchmark::ClobberMemory();
    }
    state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * 1024));
}

void pack_4sHI_limit(benchmark::State& state) {
    std::vector<std::uint8_t> bytes(16384);
    write_at_offsets(state, bytes, [p = bytes.data()](std::ptrdiff_t offset, unsigned number) {
        const unsigned version = number & 0xFFFFu;
        const auto small = static_cast<std::uint16_t>(version);
        std::memcpy(p + offset, "DATA", 4);
        std::memcpy(p + offset + 4, &small, 2);
        std::memcpy(p + offset + 6, &number, 4);
    });
}
void pack_4sHI_hand(benchmark::State& state) {
    std::vector<std::uint8_t> bytes(16384);
    write_at_offsets(state, bytes, [p = bytes.data(), size = bytes.size()](std::ptrdiff_t offset, unsigned number) {
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
    write_at_offsets(state, bytes, [view](std::ptrdiff_t offset, unsigned number) {
        lb::pack_into<"<4sHI">(view, offset, "DATA", number & 0xFFFFu, number);
    });
}

void pack_BHIQd_limit(benchmark::State& state) {
    std::vector<std::uint8_t> bytes(16384);
    write_at_offsets(state, bytes, [p = bytes.data()](std::ptrdiff_t offset, unsigned number) {
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
void pack_BHIQd_hand(benchmark::State& state) {
    std::vector<std::uint8_t> bytes(16384);
    write_at_offsets(state, bytes, [p = bytes.data(), size = bytes.size()](std::ptrdiff_t offset, unsigned number) {
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
    write_at_offsets(state, bytes, [view](std::ptrdiff_t offset, unsigned number) {
        lb::pack_into<">BHIQd">(view, offset, number & 0xFFu, number & 0xFFFFu, number, std::uint64_t{number} * 3,
                                static_cast<double>(number));
    });
}

#if LENDBUF_BENCH_BOOST_ENDIAN
void pack_4sHI_boost(benchmark::State& state) {
    std::vector<std::uint8_t> bytes(16384);
    write_at_offsets(state, bytes, [p = bytes.data()](std::ptrdiff_t offset, unsigned number) {
        auto& at = *reinterpret_cast<boost_header*>(p + offset);
        std::memcpy(at.s, "DATA", 4);
        at.h = static_cast<std::uint16_t>(number);
        at.i = number;
    });
}
void pack_BHIQd_boost(benchmark::State& state) {
    std::vector<std::uint8_t> bytes(16384);
    write_at_offsets(state, bytes, [p = bytes.data()](std::ptrdiff_t offset, unsigned number) {
        auto& at = *reinterpret_cast<boost_record*>(p + offset);
        at.b = static_cast<std::uint8_t>(number);
        at.h = static_cast<std::uint16_t>(number);
        at.i = number;
        at.q = std::uint64_t{number} * 3;
        at.d = static_cast<double>(number);
    });
}
#endif

/// Is what a hand-written reader of such formats gives: where each field is.
struct plan_by_hand {
    struct field {
        char code;
        std::uint32_t count;
        std::size_t offset;
    };
    field fields[4];
    std::size_t used = 0;
    std::size_t size = 0;
};

std::size_t size_of_code(char code) {
    switch (code) {
    case 's':
    case 'b':
    case 'B': return 1;
    case 'h':
    case 'H': return 2;
    case 'i':
    case 'I':
    case 'f': return 4;
    case 'q':
    case 'Q':
    case 'd': return 8;
    default: return 0;
    }
}

/// Reads a format of this one kind; false for a mistake.
[[gnu::noinline]] bool parse_by_hand(const char* text, plan_by_hand& plan) {
    if (*text == '<') ++text;
    for (; *text != 0; ++text) {
        std::uint32_t count = 1;
        if (*text >= '0' && *text <= '9')
            for (count = 0; *text >= '0' && *text <= '9'; ++text) {
                if (count > 100'000'000) return false;
                count = 10 * count + static_cast<std::uint32_t>(*text - '0');
            }
        const std::size_t each = size_of_code(*text);
        if (each == 0 || plan.used == 4) return false;
        plan.fields[plan.used++] = {*text, count, plan.size};
        plan.size += each * count;
    }
    return true;
}

/// Times `parse(text)`, which gives the size.
template <class F>
void time_parse(benchmark::State& state, F parse) {
    const char* text = "<4sHI";
    if (!bench::agree(state, static_cast<double>(parse(text)))) return;
    for (auto _ : state) {
        benchmark::DoNotOptimize(text);
        auto size = parse(text);
        benchmark::DoNotOptimize(size);
    }
}
void parse_4sHI_hand(benchmark::State& state) {
    time_parse(state, [](const char* text) {
        plan_by_hand parsed;
        const bool good = parse_by_hand(text, parsed);
        benchmark::DoNotOptimize(parsed);
        return good ? parsed.size : 0;
    });
}
void parse_4sHI(benchmark::State& state) {
    time_parse(state, [](const char* text) {
        lb::static_structure<4> parsed(text, 5);
        benchmark::DoNotOptimize(parsed);
        return parsed.size();
    });
}
void parse_4sHI_structure(benchmark::State& state) {
    time_parse(state, [](const char* text) {
        lb::structure parsed(std::string_view(text, 5));
        benchmark::DoNotOptimize(parsed);
        return parsed.size();
    });
}

} // namespace

int main(int argc, char** argv) {
    using bench::add;
    add("unpack <4sHI/limit", unpack_4sHI_limit);
    add("unpack <4sHI/peer:hand, checked", unpack_4sHI_hand);
    add("unpack <4sHI/ours", unpack_4sHI_lendbuf);
    add("unpack <4sHI, run time/limit", unpack_4sHI_limit);
    add("unpack <4sHI, run time/ours", unpack_4sHI_runtime);
    add("unpack >BHIQd/limit", unpack_BHIQd_limit);
    add("unpack >BHIQd/peer:hand, checked", unpack_BHIQd_hand);
    add("unpack >BHIQd/ours", unpack_BHIQd_lendbuf);
    add("unpack >BHIQd, run time/limit", unpack_BHIQd_limit);
    add("unpack >BHIQd, run time/ours", unpack_BHIQd_runtime);
#if LENDBUF_BENCH_BOOST_ENDIAN
    add("unpack <4sHI/peer:Boost.Endian, unchecked", unpack_4sHI_boost);
    add("unpack >BHIQd/peer:Boost.Endian, unchecked", unpack_BHIQd_boost);
    add("pack <4sHI/peer:Boost.Endian, unchecked", pack_4sHI_boost);
    add("pack >BHIQd/peer:Boost.Endian, unchecked", pack_BHIQd_boost);
#endif
    add("pack <4sHI/limit", pack_4sHI_limit);
    add("pack <4sHI/peer:hand, checked", pack_4sHI_hand);
    add("pack <4sHI/ours", pack_4sHI_lendbuf);
    add("pack >BHIQd/limit", pack_BHIQd_limit);
    add("pack >BHIQd/peer:hand, checked", pack_BHIQd_hand);
    add("pack >BHIQd/ours", pack_BHIQd_lendbuf);
    add("parse <4sHI/limit", parse_4sHI_hand);
    add("parse <4sHI/ours:static_structure", parse_4sHI);
    add("parse <4sHI/ours:structure", parse_4sHI_structure);
    return bench::run(argc, argv);
}
