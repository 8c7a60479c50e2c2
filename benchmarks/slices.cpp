// Slices: short ones in L1, a million out of ten megabytes, and one of 49 MB, borrowed and kept alive.
#include "memory.hpp"
#include "peers.hpp"
#include <memory>
#include <span>
#include <utility>

namespace lb = lendbuf;

namespace {

using bench::hundred_megabytes;
using bench::places;
using bench::ten_megabytes;
using bench::time_number;
using bench::with_atomics;

constexpr std::ptrdiff_t slice_size = 1000;

// ---- how each cuts `slice_size` bytes out of `size` bytes at `data` --------------------------------------------------

class shared_part {
public:
    shared_part(std::shared_ptr<const std::uint8_t> data, std::size_t size) : data_(std::move(data)), size_(size) {}
    [[nodiscard]] const std::uint8_t* data() const { return data_.get(); }
    [[nodiscard]] std::size_t size() const { return size_; }

private:
    std::shared_ptr<const std::uint8_t> data_;
    std::size_t size_;
};

auto cut_span(const lb::bytearray& owner) {
    const std::span<const std::uint8_t> whole(owner.data(), static_cast<std::size_t>(owner.size()));
    return [whole](std::ptrdiff_t start) { return whole.subspan(static_cast<std::size_t>(start), slice_size); };
}
auto cut_borrowed(const lb::bytearray& owner) { // clamped, as in Python
    const lb::buffer_view<const std::uint8_t, 1, lb::contiguous> whole(owner);
    return [whole](std::ptrdiff_t start) { return whole[lb::slice(start, start + slice_size)]; };
}
auto cut_checked(const lb::bytearray& owner) { // refused, unless all of it is there
    const lb::buffer_view<const std::uint8_t, 1, lb::contiguous> whole(owner);
    return [whole](std::ptrdiff_t start) { return whole.part(start, slice_size); };
}
auto cut_leased(const lb::bytearray& owner) {
    const lb::buffer_view whole(owner);
    return [whole](std::ptrdiff_t start) { return whole[lb::slice(start, start + slice_size)]; };
}
auto cut_shared(const lb::bytearray& owner) {
    const auto size = static_cast<std::size_t>(owner.size());
    std::shared_ptr<std::uint8_t[]> whole(new std::uint8_t[size]);
    std::memcpy(whole.get(), owner.data(), size);
    return [whole = std::move(whole)](std::ptrdiff_t start) {
        return shared_part(std::shared_ptr<const std::uint8_t>(whole, whole.get() + start), slice_size);
    };
}
auto cut_copy(const lb::bytearray& owner) {
    const std::uint8_t* const whole = owner.data();
    return
        [whole](std::ptrdiff_t start) { return std::vector<std::uint8_t>(whole + start, whole + start + slice_size); };
}
#if LENDBUF_BENCH_GSL
auto cut_gsl(const lb::bytearray& owner) {
    const gsl::span<const std::uint8_t> whole(owner.data(), static_cast<std::size_t>(owner.size()));
    return [whole](std::ptrdiff_t start) { return whole.subspan(static_cast<std::size_t>(start), slice_size); };
}
#endif

// ---- 1000 bytes of 16 KB, of which the first is read -----------------------------------------------------------------

const lb::bytearray& sixteen_kilobytes() {
    static const lb::bytearray bytes{ten_megabytes()[lb::slice(0, 16384)]};
    return bytes;
}

/// Makes 1024 slices by `cut(sixteen_kilobytes())`.
template <auto cut>
void short_slices(benchmark::State& state) {
    static const auto starts = [] {
        std::vector<std::uint32_t> made;
        for (std::size_t k = 0; k < 1024; ++k) made.push_back(places()[k] % (16384 - slice_size));
        return made;
    }();
    std::uint64_t expected = 0;
    for (const std::uint32_t start : starts) expected += sixteen_kilobytes().data()[start];
    time_number(state, expected, [from = cut(sixteen_kilobytes())] {
        std::uint64_t sum = 0;
        for (const std::uint32_t start : starts) {
            const auto part = from(static_cast<std::ptrdiff_t>(start));
            sum += part.data()[0];
        }
        return sum;
    });
    state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()) * 1024);
}

// ---- a million slices of 1000 bytes of 10 MB, of which both ends are read --------------------------------------------

template <class Part>
std::uint64_t both_ends(const Part& part) {
    return std::uint64_t{part.data()[0]} + part.data()[part.size() - 1];
}

std::uint64_t sum_of_ends() {
    static const std::uint64_t sum = [] {
        std::uint64_t made = 0;
        for (const std::uint32_t start : places())
            made += std::uint64_t{ten_megabytes().data()[start]} + ten_megabytes().data()[start + slice_size - 1];
        return made;
    }();
    return sum;
}

/// Looks at each slice when it is made.
template <auto cut>
void slices(benchmark::State& state) {
    time_number(state, sum_of_ends(), [from = cut(ten_megabytes())] {
        std::uint64_t sum = 0;
        for (const std::uint32_t start : places()) {
            const auto part = from(static_cast<std::ptrdiff_t>(start));
            sum += both_ends(part);
        }
        return sum;
    });
    state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()) * 1'000'000);
}

/// Keeps each slice, and looks at them afterwards.
template <auto cut>
void stored_slices(benchmark::State& state) {
    const auto from = cut(ten_megabytes());
    std::vector<decltype(from(0))> kept;
    kept.reserve(places().size());
    time_number(state, sum_of_ends(), [&from, &kept] {
        kept.clear();
        for (const std::uint32_t start : places()) kept.push_back(from(static_cast<std::ptrdiff_t>(start)));
        std::uint64_t sum = 0;
        for (const auto& part : kept) sum += both_ends(part);
        return sum;
    });
    state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()) * 1'000'000);
}

// ---- one slice of 49 MB of 100 MB ------------------------------------------------------------------------------------

/// Times one slice, of which only the ends are read.
template <class Whole, class Cut>
void time_big_slice(benchmark::State& state, Whole whole, const Cut& cut) {
    std::ptrdiff_t start = 50'000'000;
    const std::uint8_t* const bytes = hundred_megabytes().data();
    const std::uint64_t expected = std::uint64_t{bytes[start]} + bytes[start + 49'000'000 - 1];
    time_number(state, expected, [&] {
        benchmark::DoNotOptimize(start);
        benchmark::DoNotOptimize(whole);
        return both_ends(cut(whole, start));
    });
}
void big_slice_span(benchmark::State& state) {
    time_big_slice(state, std::span<const std::uint8_t>(hundred_megabytes().data(), 100'000'000),
                   [](const auto& whole, std::ptrdiff_t start) {
                       return whole.subspan(static_cast<std::size_t>(start), 49'000'000);
                   });
}
constexpr auto cut_big_slice = [](const auto& whole, std::ptrdiff_t start) {
    return whole[lb::slice(start, start + 49'000'000)];
};
void big_slice_borrowed(benchmark::State& state) {
    time_big_slice(state, lb::buffer_view<const std::uint8_t, 1, lb::contiguous>(hundred_megabytes()), cut_big_slice);
}
void big_slice_leased(benchmark::State& state) {
    time_big_slice(state, lb::buffer_view(hundred_megabytes()), cut_big_slice);
}
void big_slice_shared(benchmark::State& state) {
    std::shared_ptr<std::uint8_t[]> whole(new std::uint8_t[100'000'000]);
    std::memcpy(whole.get(), hundred_megabytes().data(), 100'000'000);
    time_big_slice(state, whole, [](const auto& shared, std::ptrdiff_t start) {
        return shared_part(std::shared_ptr<const std::uint8_t>(shared, shared.get() + start), 49'000'000);
    });
}
void big_slice_copy(benchmark::State& state) {
    time_big_slice(state, hundred_megabytes().data(), [](const std::uint8_t* whole, std::ptrdiff_t start) {
        return std::vector<std::uint8_t>(whole + start, whole + start + 49'000'000);
    });
}

} // namespace

int main(int argc, char** argv) {
    using bench::add;
    const std::string kilobytes = "slice 1000 B of 16 KB";
    for (const char* const how : {", borrowed", ", checked", ", leased", ", leased, atomic"})
        add(kilobytes + how + "/limit", short_slices<cut_span>);
    add(kilobytes + ", borrowed/ours", short_slices<cut_borrowed>);
    add(kilobytes + ", checked/ours", short_slices<cut_checked>);
    add(kilobytes + ", leased/ours", short_slices<cut_leased>);
    add(kilobytes + ", leased, atomic/ours", with_atomics<short_slices<cut_leased>>);
    add(kilobytes + ", leased/peer:shared_ptr", short_slices<cut_shared>);
    add(kilobytes + ", leased, atomic/peer:shared_ptr", with_atomics<short_slices<cut_shared>>);
    add(kilobytes + ", leased/peer:vector", short_slices<cut_copy>);
#if LENDBUF_BENCH_GSL
    add(kilobytes + ", borrowed/peer:gsl::span", short_slices<cut_gsl>);
    add(kilobytes + ", checked/peer:gsl::span", short_slices<cut_gsl>);
#endif

    add("1e6 slices, borrowed/limit", slices<cut_span>);
    add("1e6 slices, borrowed/ours", slices<cut_borrowed>);
#if LENDBUF_BENCH_GSL
    add("1e6 slices, borrowed/peer:gsl::span", slices<cut_gsl>);
#endif
    add("1e6 slices, leased/limit", slices<cut_span>);
    add("1e6 slices, leased/ours", slices<cut_leased>);
    add("1e6 slices, leased/peer:shared_ptr", slices<cut_shared>);
    add("1e6 slices, leased/peer:vector", slices<cut_copy>);
    add("1e6 slices, leased, atomic/limit", slices<cut_span>);
    add("1e6 slices, leased, atomic/ours", with_atomics<slices<cut_leased>>);
    add("1e6 slices, leased, atomic/peer:shared_ptr", with_atomics<slices<cut_shared>>);
    add("1e6 slices, stored, borrowed/limit", stored_slices<cut_span>);
    add("1e6 slices, stored, borrowed/ours", stored_slices<cut_borrowed>);
    add("1e6 slices, stored, leased/limit", stored_slices<cut_span>);
    add("1e6 slices, stored, leased/ours", stored_slices<cut_leased>);
    add("1e6 slices, stored, leased/peer:shared_ptr", stored_slices<cut_shared>);
    add("1e6 slices, stored, leased, atomic/limit", stored_slices<cut_span>);
    add("1e6 slices, stored, leased, atomic/ours", with_atomics<stored_slices<cut_leased>>);
    add("1e6 slices, stored, leased, atomic/peer:shared_ptr", with_atomics<stored_slices<cut_shared>>);

    add("49 MB slice of 100 MB, borrowed/limit", big_slice_span);
    add("49 MB slice of 100 MB, borrowed/ours", big_slice_borrowed);
    add("49 MB slice of 100 MB, leased/limit", big_slice_span);
    add("49 MB slice of 100 MB, leased/ours", big_slice_leased);
    add("49 MB slice of 100 MB, leased/peer:shared_ptr", big_slice_shared);
    add("49 MB slice of 100 MB, leased/peer:vector", big_slice_copy);
    return bench::run(argc, argv);
}
