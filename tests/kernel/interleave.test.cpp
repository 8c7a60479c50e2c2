#include <cstddef>
#include <lendbuf/kernel/interleave.hpp>
#include <vector>

#include "support/catch.hpp"

#if LENDBUF_VECTOR_SHUFFLE

namespace kernel = lendbuf::kernel;

namespace {

using bytes = std::vector<std::byte>;

bytes numbered(std::ptrdiff_t size) {
    bytes memory(static_cast<std::size_t>(size));
    for (std::size_t k = 0; k < memory.size(); ++k) memory[k] = static_cast<std::byte>(k * 2654435761u >> 11);
    return memory;
}

// Both directions, item by item against the kernel; the vectors end with the last item, so that a sanitizer sees more.
template <std::size_t Size, std::size_t Parts>
void check_counts() {
    constexpr auto size = static_cast<std::ptrdiff_t>(Size);
    constexpr auto parts = static_cast<std::ptrdiff_t>(Parts);
    for (std::ptrdiff_t count = 0; count < 100; ++count) {
        const std::ptrdiff_t pitch = count * size + 3;
        CAPTURE(Size, Parts, count);
        const bytes tuples = numbered(count * parts * size);
        const bytes runs = numbered(pitch * (parts - 1) + count * size);
        bytes got_runs(runs.size()), expected_runs(runs.size());
        bytes got_tuples(tuples.size()), expected_tuples(tuples.size());
        for (std::ptrdiff_t n = 0; n < count; ++n)
            for (std::ptrdiff_t k = 0; k < parts; ++k)
                for (std::ptrdiff_t b = 0; b < size; ++b) {
                    const auto in_tuple = static_cast<std::size_t>((n * parts + k) * size + b);
                    const auto in_run = static_cast<std::size_t>(k * pitch + n * size + b);
                    expected_runs[in_run] = tuples[in_tuple];
                    expected_tuples[in_tuple] = runs[in_run];
                }
        kernel::deinterleave<Size, Parts>(got_runs.data(), pitch, tuples.data(), count);
        CHECK(got_runs == expected_runs);
        kernel::interleave<Size, Parts>(got_tuples.data(), runs.data(), pitch, count);
        CHECK(got_tuples == expected_tuples);
    }
}

} // namespace

TEST_CASE("planes of bytes become pixels and pixels planes") {
    check_counts<1, 2>();
    check_counts<1, 3>();
    check_counts<1, 4>();
}
TEST_CASE("planes of 2 bytes an item become pixels and pixels planes") {
    check_counts<2, 2>();
    check_counts<2, 3>();
    check_counts<2, 4>();
}
TEST_CASE("planes of 4 bytes an item become pixels and pixels planes") {
    check_counts<4, 2>();
    check_counts<4, 3>();
    check_counts<4, 4>();
}

TEST_CASE("the runs may lie in any order") {
    const bytes tuples = numbered(60);
    bytes runs(60);
    kernel::deinterleave<1, 3>(runs.data() + 40, -20, tuples.data(), 20);
    for (std::size_t n = 0; n < 20; ++n)
        CHECK((runs[40 + n] == tuples[3 * n] && runs[20 + n] == tuples[3 * n + 1] && runs[n] == tuples[3 * n + 2]));
}

#endif

#if LENDBUF_VECTOR_SHUFFLE
namespace {

/// Takes every `Parts`-th of items, of memory that ends with the last one that is taken.
template <std::size_t Size, std::size_t Parts>
bool takes_every() {
    for (std::size_t count = 0; count < 300; ++count) {
        std::vector<std::byte> from(count == 0 ? 0 : ((count - 1) * Parts + 1) * Size);
        for (std::size_t k = 0; k < from.size(); ++k) from[k] = static_cast<std::byte>(k * 37 + 11);
        std::vector<std::byte> to(count * Size);
        lendbuf::kernel::take_every<Size, Parts>(to.data(), from.data(), static_cast<std::ptrdiff_t>(count));
        for (std::size_t k = 0; k < count * Size; ++k)
            if (to[k] != from[k / Size * Parts * Size + k % Size]) return false;
    }
    return true;
}

} // namespace

TEST_CASE("every second, third or fourth item is taken, and nothing behind the last") {
    CHECK((takes_every<1, 2>() && takes_every<1, 3>() && takes_every<1, 4>()));
    CHECK((takes_every<2, 2>() && takes_every<2, 3>() && takes_every<2, 4>()));
    CHECK((takes_every<4, 2>() && takes_every<4, 3>() && takes_every<4, 4>()));
    CHECK(takes_every<8, 2>());
}
#endif
