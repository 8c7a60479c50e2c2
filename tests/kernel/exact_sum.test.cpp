#include <cstdint>
#include <cstring>
#include <lendbuf/kernel/exact_sum.hpp>
#include <limits>
#include <vector>

#include "support/catch.hpp"

namespace kernel = lendbuf::kernel;

namespace {

template <class N>
using total_of = std::conditional_t<std::is_signed_v<N>, std::int64_t, std::uint64_t>;

template <class N>
std::vector<N> random_numbers(std::size_t count, int kind) {
    std::vector<N> numbers(count);
    std::uint64_t state = 5;
    for (N& x : numbers) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        x = static_cast<N>(state >> 20);
        if (kind == 1) x = std::numeric_limits<N>::max();
        if (kind == 2) x = std::numeric_limits<N>::min();
        if constexpr (sizeof(N) == 8) x = static_cast<N>(x / 131072); // the sums shall fit
    }
    return numbers;
}

template <class N>
void check_sums() {
    for (const std::size_t count : {0u, 1u, 7u, 63u, 64u, 65u, 129u, 1000u, 70000u}) {
        for (int kind = 0; kind < 3; ++kind) {
            CAPTURE(sizeof(N), std::is_signed_v<N>, count, kind);
            const auto numbers = random_numbers<N>(count, kind);
            // A word may begin at any address.
            std::vector<std::byte> bytes(count * sizeof(N) + 1);
            if (count > 0) std::memcpy(bytes.data() + 1, numbers.data(), count * sizeof(N));
            total_of<N> right = 0;
            for (const N x : numbers) right = static_cast<total_of<N>>(right + x);
            kernel::exact_sum sum;
            sum.add<N>(static_cast<const std::byte*>(bytes.data() + 1), static_cast<std::ptrdiff_t>(count));
            CHECK((sum.fits<total_of<N>>() && sum.value<total_of<N>>() == right));
        }
    }
}

template <class N, class M>
void check_products() {
    for (const std::size_t count : {0u, 1u, 2u, 7u, 100u, 3001u}) {
        CAPTURE(sizeof(N), sizeof(M), count);
        const auto a = random_numbers<N>(count, 0);
        const auto b = random_numbers<M>(count, 0);
        std::uint64_t right = 0; // modulo 2^64
        for (std::size_t k = 0; k < count; ++k)
            right += static_cast<std::uint64_t>(a[k]) * static_cast<std::uint64_t>(b[k]);
        kernel::exact_sum sum;
        sum.add_products<N, M>(a.data(), b.data(), static_cast<std::ptrdiff_t>(count));
        CHECK(sum.value<std::uint64_t>() == right);
    }
}

template <class N, std::size_t Count>
constexpr kernel::exact_sum sum_of(const N (&numbers)[Count]) {
    kernel::exact_sum sum;
    sum.add<N>(static_cast<const N*>(numbers), static_cast<std::ptrdiff_t>(Count));
    return sum;
}
template <class N, class M, std::size_t Count>
constexpr kernel::exact_sum dot_of(const N (&a)[Count], const M (&b)[Count]) {
    kernel::exact_sum sum;
    sum.add_products<N, M>(static_cast<const N*>(a), static_cast<const M*>(b), static_cast<std::ptrdiff_t>(Count));
    return sum;
}

constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
constexpr std::uint64_t all_bits = std::numeric_limits<std::uint64_t>::max();

} // namespace

TEST_CASE("integers of all sizes are summed exactly") {
    check_sums<std::uint8_t>();
    check_sums<std::int8_t>();
    check_sums<std::uint16_t>();
    check_sums<std::int16_t>();
    check_sums<std::uint32_t>();
    check_sums<std::int32_t>();
    check_sums<std::uint64_t>();
    check_sums<std::int64_t>();
}

TEST_CASE("products of integers of all sizes are summed") {
    check_products<std::uint8_t, std::int8_t>();
    check_products<std::int16_t, std::uint16_t>();
    check_products<std::int32_t, std::int32_t>();
    check_products<std::uint32_t, std::int32_t>();
    check_products<std::int64_t, std::int8_t>();
    check_products<std::int64_t, std::uint64_t>();
    check_products<std::uint64_t, std::uint64_t>();
}

TEST_CASE("products are summed exactly whether they are small or not") {
    for (int s = 0; s < 63; ++s)
        for (int t = 0; t < 63; ++t) {
            CAPTURE(s, t);
            std::vector<std::int64_t> a(600, std::int64_t{1} << s);
            const std::vector<std::int64_t> b(600, std::int64_t{1} << t);
            const std::uint64_t right = s + t < 64 ? 600 * (std::uint64_t{1} << (s + t)) : 0;
            kernel::exact_sum sum;
            sum.add_products<std::int64_t, std::int64_t>(a.data(), b.data(), 600);
            CHECK((sum.fits<std::int64_t>() == (s + t <= 53) && sum.fits<std::uint64_t>() == (s + t <= 54)));
            CHECK(sum.value<std::uint64_t>() == right);
            for (std::int64_t& x : a) x = -x;
            kernel::exact_sum negative;
            negative.add_products<std::int64_t, std::int64_t>(a.data(), b.data(), 600);
            CHECK((negative.fits<std::int64_t>() == (s + t <= 53) && !negative.fits<std::uint64_t>()));
            sum.add_products<std::int64_t, std::int64_t>(a.data(), b.data(), 600);
            CHECK((sum.fits<std::int64_t>() && sum.value<std::int64_t>() == 0));
        }
}

TEST_CASE("what overflows on the way may fit in the end") {
    constexpr std::int64_t there_and_back[] = {most, most, most, least, least, -1, 5};
    // 3 most + 2 least + 4 = most + 2
    CHECK_BOTH(!sum_of(there_and_back).fits<std::int64_t>());
    CHECK_BOTH(sum_of(there_and_back).fits<std::uint64_t>() &&
               sum_of(there_and_back).value<std::uint64_t>() == static_cast<std::uint64_t>(most) + 2);
    constexpr std::int64_t back[] = {most, most, least, least, 7};
    CHECK_BOTH(sum_of(back).fits<std::int64_t>() && sum_of(back).value<std::int64_t>() == 5);
}

TEST_CASE("a sum says whether 64 bits hold it") {
    constexpr std::int64_t upper[] = {most, 1};
    constexpr std::int64_t lower[] = {least, -1};
    constexpr std::uint64_t unsigned_ones[] = {all_bits, 1};
    CHECK_BOTH(!sum_of(upper).fits<std::int64_t>() && sum_of(upper).fits<std::uint64_t>());
    CHECK_BOTH(!sum_of(lower).fits<std::int64_t>() && !sum_of(lower).fits<std::uint64_t>());
    CHECK_BOTH(!sum_of(unsigned_ones).fits<std::uint64_t>() && sum_of(unsigned_ones).value<std::uint64_t>() == 0);
    constexpr std::int64_t edges[] = {least, most};
    CHECK_BOTH(sum_of(edges).fits<std::int64_t>() && sum_of(edges).value<std::int64_t>() == -1);
    CHECK_BOTH(!dot_of(edges, edges).fits<std::int64_t>());
    constexpr std::int64_t crossed[] = {most, least};
    constexpr std::int64_t signs[] = {1, 1};
    CHECK_BOTH(dot_of(crossed, signs).fits<std::int64_t>() && dot_of(crossed, signs).value<std::int64_t>() == -1);
    constexpr std::int64_t opposite[] = {most, most};
    constexpr std::int64_t factors[] = {most, -most};
    CHECK_BOTH(dot_of(opposite, factors).fits<std::int64_t>() && dot_of(opposite, factors).value<std::int64_t>() == 0);
    constexpr std::uint32_t wide[] = {0xffffffff, 0xffffffff};
    CHECK_BOTH(!dot_of(wide, wide).fits<std::uint64_t>());
}

TEST_CASE("vectors of the largest numbers are summed exactly, too") {
    for (const std::size_t count : {64u, 1000u, 70001u}) {
        CAPTURE(count);
        std::vector<std::int64_t> numbers(count, least);
        for (std::size_t k = 0; k < count; k += 2) numbers[k] = most;
        kernel::exact_sum sum;
        sum.add<std::int64_t>(numbers.data(), static_cast<std::ptrdiff_t>(count));
        // Pairs make -1; an odd one is left over.
        const auto pairs = static_cast<std::int64_t>(count / 2);
        CHECK((sum.fits<std::int64_t>() && sum.value<std::int64_t>() == (count % 2 == 0 ? 0 : most) - pairs));
        for (auto& x : numbers) x = least;
        sum.add<std::int64_t>(numbers.data(), static_cast<std::ptrdiff_t>(count));
        CHECK_FALSE(sum.fits<std::int64_t>());
        for (auto& x : numbers) x = most;
        sum.add<std::int64_t>(numbers.data(), static_cast<std::ptrdiff_t>(count));
        CHECK((sum.fits<std::int64_t>() &&
               sum.value<std::int64_t>() == (count % 2 == 0 ? 0 : most) - pairs - static_cast<std::int64_t>(count)));
        const std::vector<std::uint64_t> large(count, all_bits);
        kernel::exact_sum unsigned_sum;
        unsigned_sum.add<std::uint64_t>(large.data(), static_cast<std::ptrdiff_t>(count));
        CHECK_FALSE(unsigned_sum.fits<std::uint64_t>());
        CHECK(unsigned_sum.value<std::uint64_t>() == 0 - static_cast<std::uint64_t>(count));
    }
}
