// Owners, and slices of what they lend, beside what the standard library and the system offer, in the same run.
// "bytes" counts what was allocated by operator new while the clock ran, for one round.
#include "peers.hpp"
#include "support.hpp"
#include <algorithm>
#include <atomic>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <lendbuf/lendbuf.hpp>
#include <memory>
#include <new>
#include <random>
#include <span>
#include <string>
#include <sys/mman.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>
#include <utility>
#include <vector>

namespace lb = lendbuf;

namespace {

std::atomic<std::int64_t> allocated = 0;

void* counted(std::size_t size) {
    allocated.fetch_add(static_cast<std::int64_t>(size), std::memory_order_relaxed);
    if (void* const memory = std::malloc(size == 0 ? 1 : size)) return memory;
    throw std::bad_alloc();
}

} // namespace

void* operator new(std::size_t size) {
    return counted(size);
}
void* operator new[](std::size_t size) {
    return counted(size);
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

namespace {

/// Times `f()`, which gives a number, when that is the one expected; says how much it allocated.
template <class F>
void time_number(benchmark::State& state, std::uint64_t expected, const F& f, std::int64_t size = 0) {
    if (!bench::agree(state, static_cast<double>(expected), size) || f() != expected)
        return state.SkipWithError("another result than the one that was worked out before");
    const std::int64_t before = allocated;
    for (auto _ : state) {
        std::uint64_t number = f();
        benchmark::DoNotOptimize(number);
    }
    state.counters["bytes"] =
        benchmark::Counter(static_cast<double>(allocated - before), benchmark::Counter::kAvgIterations);
}

// ---- a million slices of 1000 bytes of 10 MB ---------------------------------------------------------------------

constexpr std::ptrdiff_t slice_size = 1000;

const lb::bytearray& ten_megabytes() {
    static const lb::bytearray bytes = [] {
        lb::bytearray made(10'000'000);
        std::minstd_rand random(5);
        for (std::uint8_t& byte : made) byte = static_cast<std::uint8_t>(random());
        return made;
    }();
    return bytes;
}

const std::vector<std::uint32_t>& starts() {
    static const auto list = [] {
        std::vector<std::uint32_t> made(1'000'000);
        std::minstd_rand random(7);
        for (std::uint32_t& start : made)
            start = static_cast<std::uint32_t>(random() % static_cast<unsigned>(10'000'000 - slice_size));
        return made;
    }();
    return list;
}

std::uint64_t sum_of_ends() {
    static const std::uint64_t sum = [] {
        std::uint64_t made = 0;
        for (const std::uint32_t start : starts())
            made += std::uint64_t{ten_megabytes().data()[start]} + ten_megabytes().data()[start + slice_size - 1];
        return made;
    }();
    return sum;
}

template <class Part>
std::uint64_t both_ends(const Part& part) {
    return std::uint64_t{part.data()[0]} + part.data()[part.size() - 1];
}

/// Makes each slice by `cut(start)`, and looks at both its ends.
template <class Cut>
void time_slices(benchmark::State& state, const Cut& cut) {
    time_number(state, sum_of_ends(), [&cut] {
        std::uint64_t sum = 0;
        for (const std::uint32_t start : starts()) {
            const auto part = cut(static_cast<std::ptrdiff_t>(start));
            sum += both_ends(part);
        }
        return sum;
    });
    state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()) * 1'000'000);
}

/// Keeps each slice, and looks at them afterwards.
template <class Cut>
void store_slices(benchmark::State& state, const Cut& cut) {
    std::vector<decltype(cut(0))> kept;
    kept.reserve(starts().size());
    time_number(state, sum_of_ends(), [&cut, &kept] {
        kept.clear();
        for (const std::uint32_t start : starts()) kept.push_back(cut(static_cast<std::ptrdiff_t>(start)));
        std::uint64_t sum = 0;
        for (const auto& part : kept) sum += both_ends(part);
        return sum;
    });
    state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()) * 1'000'000);
}

class shared_part {
public:
    shared_part(std::shared_ptr<const std::uint8_t> data, std::size_t size) : data_(std::move(data)), size_(size) {}
    [[nodiscard]] const std::uint8_t* data() const { return data_.get(); }
    [[nodiscard]] std::size_t size() const { return size_; }

private:
    std::shared_ptr<const std::uint8_t> data_;
    std::size_t size_;
};

auto cut_span() {
    const std::span<const std::uint8_t> whole(ten_megabytes().data(), 10'000'000);
    return [whole](std::ptrdiff_t start) { return whole.subspan(static_cast<std::size_t>(start), slice_size); };
}
auto cut_borrowed() {
    const lb::buffer_view<const std::uint8_t, 1, lb::contiguous> whole(ten_megabytes());
    return [whole](std::ptrdiff_t start) { return whole[lb::slice(start, start + slice_size)]; };
}
auto cut_shared() {
    std::shared_ptr<std::uint8_t[]> whole(new std::uint8_t[10'000'000]);
    std::memcpy(whole.get(), ten_megabytes().data(), 10'000'000);
    return [whole = std::move(whole)](std::ptrdiff_t start) {
        return shared_part(std::shared_ptr<const std::uint8_t>(whole, whole.get() + start), slice_size);
    };
}
auto cut_leased() {
    const lb::buffer_view whole(ten_megabytes());
    return [whole](std::ptrdiff_t start) { return whole[lb::slice(start, start + slice_size)]; };
}

auto cut_copy() {
    const std::uint8_t* const whole = ten_megabytes().data();
    return
        [whole](std::ptrdiff_t start) { return std::vector<std::uint8_t>(whole + start, whole + start + slice_size); };
}
#if LENDBUF_BENCH_GSL
auto cut_gsl() {
    const gsl::span<const std::uint8_t> whole(ten_megabytes().data(), 10'000'000);
    return [whole](std::ptrdiff_t start) { return whole.subspan(static_cast<std::size_t>(start), slice_size); };
}
void slices_gsl(benchmark::State& state) {
    time_slices(state, cut_gsl());
}
#endif

void slices_copy(benchmark::State& state) {
    time_slices(state, cut_copy());
}
void slices_span(benchmark::State& state) {
    time_slices(state, cut_span());
}
void slices_borrowed(benchmark::State& state) {
    time_slices(state, cut_borrowed());
}
void slices_shared(benchmark::State& state) {
    time_slices(state, cut_shared());
}
void slices_leased(benchmark::State& state) {
    time_slices(state, cut_leased());
}
void stored_span(benchmark::State& state) {
    store_slices(state, cut_span());
}
void stored_borrowed(benchmark::State& state) {
    store_slices(state, cut_borrowed());
}
void stored_shared(benchmark::State& state) {
    store_slices(state, cut_shared());
}
void stored_leased(benchmark::State& state) {
    store_slices(state, cut_leased());
}

// ---- one slice of 49 MB of 100 MB --------------------------------------------------------------------------------

const lb::bytearray& haystack();

/// Times one slice, of which only the ends are read.
template <class Whole, class Cut>
void time_big_slice(benchmark::State& state, Whole whole, const Cut& cut) {
    std::ptrdiff_t start = 50'000'000;
    const std::uint64_t expected = std::uint64_t{haystack().data()[start]} + haystack().data()[start + 49'000'000 - 1];
    time_number(state, expected, [&] {
        benchmark::DoNotOptimize(start);
        benchmark::DoNotOptimize(whole);
        return both_ends(cut(whole, start));
    });
}
void big_slice_span(benchmark::State& state) {
    time_big_slice(state, std::span<const std::uint8_t>(haystack().data(), 100'000'000),
                   [](const auto& whole, std::ptrdiff_t start) {
                       return whole.subspan(static_cast<std::size_t>(start), 49'000'000);
                   });
}
constexpr auto cut_big_slice = [](const auto& whole, std::ptrdiff_t start) {
    return whole[lb::slice(start, start + 49'000'000)];
};
void big_slice_borrowed(benchmark::State& state) {
    time_big_slice(state, lb::buffer_view<const std::uint8_t, 1, lb::contiguous>(haystack()), cut_big_slice);
}
void big_slice_leased(benchmark::State& state) {
    time_big_slice(state, lb::buffer_view(haystack()), cut_big_slice);
}
void big_slice_shared(benchmark::State& state) {
    std::shared_ptr<std::uint8_t[]> whole(new std::uint8_t[100'000'000]);
    std::memcpy(whole.get(), haystack().data(), 100'000'000);
    time_big_slice(state, whole, [](const auto& shared, std::ptrdiff_t start) {
        return shared_part(std::shared_ptr<const std::uint8_t>(shared, shared.get() + start), 49'000'000);
    });
}
void big_slice_copy(benchmark::State& state) {
    time_big_slice(state, haystack().data(), [](const std::uint8_t* whole, std::ptrdiff_t start) {
        return std::vector<std::uint8_t>(whole + start, whole + start + 49'000'000);
    });
}

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
    for (const std::uint32_t place : starts()) sum += bytes[static_cast<decltype(bytes.size())>(place)];
    return sum;
}
void places_vector(benchmark::State& state) {
    time_number(state, sum_at_places(same_as_vector()), [] { return sum_at_places(same_as_vector()); });
}
void places_bytearray(benchmark::State& state) {
    time_number(state, sum_at_places(same_as_vector()), [] { return sum_at_places(ten_megabytes()); });
}

// ---- find in 100 MB ----------------------------------------------------------------------------------------------

constexpr char needle[] = "sixteen bytes it";

// Bytes 0..254 at random, with 255 and the needle at the end.
const lb::bytearray& haystack() {
    static const lb::bytearray bytes = [] {
        lb::bytearray made(100'000'000);
        std::minstd_rand random(5);
        for (std::uint8_t& byte : made) byte = static_cast<std::uint8_t>(random() % 255);
        made.assign(lb::slice(-17, -1), std::string(needle));
        made.assign(-1, 255);
        return made;
    }();
    return bytes;
}

void find_byte_memchr(benchmark::State& state) {
    time_number(state, 99'999'999, [whole = haystack().data()] {
        return static_cast<std::uint64_t>(static_cast<const std::uint8_t*>(std::memchr(whole, 255, 100'000'000)) -
                                          whole);
    });
}
void find_byte_bytearray(benchmark::State& state) {
    time_number(state, 99'999'999, [] { return static_cast<std::uint64_t>(lb::find(haystack(), 255)); });
}
void find_byte_std(benchmark::State& state) {
    time_number(state, 99'999'999, [whole = haystack().data()] {
        return static_cast<std::uint64_t>(std::find(whole, whole + 100'000'000, std::uint8_t{255}) - whole);
    });
}
void find_needle_memmem(benchmark::State& state) {
    time_number(state, 99'999'983, [whole = haystack().data()] {
        return static_cast<std::uint64_t>(static_cast<const std::uint8_t*>(::memmem(whole, 100'000'000, needle, 16)) -
                                          whole);
    });
}
void find_needle_bytearray(benchmark::State& state) {
    time_number(state, 99'999'983, [] { return static_cast<std::uint64_t>(lb::find(haystack(), needle)); });
}

// ---- the sum of a mapped file ------------------------------------------------------------------------------------

/// Is a file of LENDBUF_BENCH_FILE_MB megabytes, 1024 if not said otherwise, in the folder for temporary files.
class big_file {
public:
    big_file() {
        const char* const asked = std::getenv("LENDBUF_BENCH_FILE_MB");
        const long megabytes = asked == nullptr ? 1024 : std::atol(asked);
        const std::vector<std::uint64_t> block(1 << 17, 3);
        std::FILE* const file = std::fopen(path_.c_str(), "wb");
        for (long k = 0; file != nullptr && k < megabytes; ++k)
            size_ += 8 * std::fwrite(block.data(), 8, block.size(), file);
        if (file != nullptr) std::fclose(file);
    }
    big_file(const big_file&) = delete;
    big_file& operator=(const big_file&) = delete;
    ~big_file() { std::remove(path_.c_str()); }

    [[nodiscard]] static const big_file& get() {
        static const big_file file;
        return file;
    }
    [[nodiscard]] const std::string& path() const { return path_; }
    [[nodiscard]] std::uint64_t size() const { return size_; }
    [[nodiscard]] std::uint64_t sum() const { return size_ / 8 * 3; }

private:
    std::string path_ =
        (std::filesystem::temp_directory_path() / ("lendbuf_bench_" + std::to_string(::getpid()))).string();
    std::uint64_t size_ = 0;
};

void map_raw(benchmark::State& state) {
    const big_file& file = big_file::get();
    time_number(state, file.sum(), [&file] {
        const int fd = ::open(file.path().c_str(), O_RDONLY);
        struct stat facts {};
        ::fstat(fd, &facts);
        const auto size = static_cast<std::size_t>(facts.st_size);
        void* const pages = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, fd, 0);
        ::close(fd);
        std::uint64_t sum = 0;
        for (std::size_t k = 0; k < size / 8; ++k) sum += static_cast<const std::uint64_t*>(pages)[k];
        ::munmap(pages, size);
        return sum;
    });
}
void map_lendbuf(benchmark::State& state) {
    const big_file& file = big_file::get();
    time_number(state, file.sum(), [&file] {
        const lb::mapped_file mapped(file.path());
        std::uint64_t sum = 0;
        for (const std::uint64_t number : lb::buffer_view(mapped).cast<const std::uint64_t>()) sum += number;
        return sum;
    });
}
} // namespace

int main(int argc, char** argv) {
    // In a process of one thread neither std::shared_ptr nor leases count with atomics; this makes both do so.
    if (std::getenv("LENDBUF_BENCH_THREADS") != nullptr) std::thread([] {}).join();
    using bench::add;
    add("1e6 slices, borrowed/limit", slices_span);
    add("1e6 slices, borrowed/ours", slices_borrowed);
#if LENDBUF_BENCH_GSL
    add("1e6 slices, borrowed/peer:gsl::span", slices_gsl);
#endif
    add("1e6 slices, leased/limit", slices_span);
    add("1e6 slices, leased/ours", slices_leased);
    add("1e6 slices, leased/peer:shared_ptr", slices_shared);
    add("1e6 slices, leased/peer:vector", slices_copy);
    add("1e6 slices, stored, borrowed/limit", stored_span);
    add("1e6 slices, stored, borrowed/ours", stored_borrowed);
    add("1e6 slices, stored, leased/limit", stored_span);
    add("1e6 slices, stored, leased/ours", stored_leased);
    add("1e6 slices, stored, leased/peer:shared_ptr", stored_shared);
    add("49 MB slice of 100 MB, borrowed/limit", big_slice_span);
    add("49 MB slice of 100 MB, borrowed/ours", big_slice_borrowed);
    add("49 MB slice of 100 MB, leased/limit", big_slice_span);
    add("49 MB slice of 100 MB, leased/ours", big_slice_leased);
    add("49 MB slice of 100 MB, leased/peer:shared_ptr", big_slice_shared);
    add("49 MB slice of 100 MB, leased/peer:vector", big_slice_copy);
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
    add("find byte in 100 MB/limit", find_byte_memchr);
    add("find byte in 100 MB/ours", find_byte_bytearray);
    add("find byte in 100 MB/peer:std::find", find_byte_std);
    add("find 16 bytes in 100 MB/limit", find_needle_memmem);
    add("find 16 bytes in 100 MB/ours", find_needle_bytearray);
    add("sum of a mapped file/limit", map_raw);
    add("sum of a mapped file/ours", map_lendbuf);
    return bench::run(argc, argv);
}
