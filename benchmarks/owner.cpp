// Arrays of bytes that grow, beside std::vector, in the same run.
#include "memory.hpp"
#include <algorithm>
#include <span>

namespace lb = lendbuf;

namespace {

using bench::places;
using bench::ten_megabytes;
using bench::time_number;

// ---- bytearray beside std::vector --------------------------------------------------------------------------------

constexpr int appended = 1'000'000;

/// Fills a container that `begin_empty()` gives, by `append(container, byte)`.
template <class Begin, class Append>
void time_append(benchmark::State& state, const Begin& begin_empty, const Append& append) {
    time_number(state, static_cast<std::uint64_t>(appended) + std::uint8_t(appended - 1), [&] {
        decltype(auto) bytes = begin_empty();
        for (int k = 0; k < appended; ++k) append(bytes, static_cast<std::uint8_t>(k));
        return static_cast<std::uint64_t>(bytes.size()) + bytes[appended - 1];
    });
}

using vector = std::vector<std::uint8_t>;

constexpr auto push_back = [](auto& bytes, std::uint8_t byte) { bytes.push_back(byte); };
constexpr auto append_byte = [](lb::bytearray& bytes, std::uint8_t byte) { bytes.append(byte); };

void append_vector(benchmark::State& state) {
    time_append(
        state, [] { return vector(); }, push_back);
}
void append_bytearray(benchmark::State& state) {
    time_append(
        state, [] { return lb::bytearray(); }, append_byte);
}

// An array that others can reach, as a member of something is: its ends are in memory, not in registers.
template <class Bytes>
auto emptied(Bytes& kept) {
    return [&kept]() -> Bytes& {
        benchmark::DoNotOptimize(&kept);
        kept.clear();
        return kept;
    };
}
void append_kept_vector(benchmark::State& state) {
    vector kept;
    time_append(state, emptied(kept), push_back);
}
void append_kept_bytearray(benchmark::State& state) {
    lb::bytearray kept;
    time_append(state, emptied(kept), append_byte);
}

template <class Make, class Extend>
void time_extend(benchmark::State& state, const Make& make, const Extend& extend) {
    std::ptrdiff_t length = state.range(0);
    benchmark::DoNotOptimize(length);
    const std::uint8_t* const source = ten_megabytes().data();
    time_number(
        state, static_cast<std::uint64_t>(1'000'000 / length * length) + source[1'000'000 / length * length - 1],
        [&] {
            auto bytes = make();
            for (std::ptrdiff_t k = 0; k + length <= 1'000'000; k += length) extend(bytes, source + k, length);
            return static_cast<std::uint64_t>(bytes.size()) + bytes.data()[bytes.size() - 1];
        },
        length);
}
void extend_vector(benchmark::State& state) {
    time_extend(
        state, [] { return vector(); },
        [](vector& bytes, const std::uint8_t* p, std::ptrdiff_t n) { bytes.insert(bytes.end(), p, p + n); });
}
void extend_bytearray(benchmark::State& state) {
    time_extend(
        state, [] { return lb::bytearray(); },
        [](lb::bytearray& bytes, const std::uint8_t* p, std::ptrdiff_t n) {
            bytes.extend(std::span(p, static_cast<std::size_t>(n)));
        });
}

const vector& same_as_vector() {
    static const vector bytes(ten_megabytes().begin(), ten_megabytes().end());
    return bytes;
}

/// Adds up all bytes by their index.
template <class Bytes>
std::uint64_t sum_by_index(const Bytes& bytes) {
    std::uint64_t sum = 0;
    for (decltype(bytes.size()) k = 0; k < bytes.size(); ++k) sum += bytes[k];
    return sum;
}
void index_vector(benchmark::State& state) {
    time_number(state, sum_by_index(same_as_vector()), [] { return sum_by_index(same_as_vector()); });
}
void index_bytearray(benchmark::State& state) {
    time_number(state, sum_by_index(same_as_vector()), [] { return sum_by_index(ten_megabytes()); });
}

/// Adds up bytes at a million places.
template <class Bytes>
std::uint64_t sum_at_places(const Bytes& bytes) {
    std::uint64_t sum = 0;
    for (const std::uint32_t place : places()) sum += bytes[static_cast<decltype(bytes.size())>(place)];
    return sum;
}
void places_vector(benchmark::State& state) {
    time_number(state, sum_at_places(same_as_vector()), [] { return sum_at_places(same_as_vector()); });
}
void places_bytearray(benchmark::State& state) {
    time_number(state, sum_at_places(same_as_vector()), [] { return sum_at_places(ten_megabytes()); });
}

} // namespace

int main(int argc, char** argv) {
    using bench::add;
    add("append, local/limit", append_vector);
    add("append, local/ours", append_bytearray);
    add("append/limit", append_kept_vector);
    add("append/ours", append_kept_bytearray);
    add("extend by #/limit", extend_vector, {16, 1000});
    add("extend by #/ours", extend_bytearray, {16, 1000});
    add("index/limit", index_vector);
    add("index/ours", index_bytearray);
    add("index at random/limit", places_vector);
    add("index at random/ours", places_bytearray);
    return bench::run(argc, argv);
}
