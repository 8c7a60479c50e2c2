#include <cmath>
#include <cstdint>
#include <cstring>
#include <lendbuf/kernel/extremes.hpp>
#include <limits>
#include <vector>

#include "support/catch.hpp"

namespace kernel = lendbuf::kernel;

namespace {

template <bool Greatest, class N>
N extreme_of(const std::vector<N>& numbers) {
    std::vector<std::byte> bytes(numbers.size() * sizeof(N) + 1);
    std::memcpy(bytes.data() + 1, numbers.data(), numbers.size() * sizeof(N));
    const std::byte* const from = bytes.data() + 1;
    const auto count = static_cast<std::ptrdiff_t>(numbers.size());
    kernel::extremes<N, !Greatest, Greatest> alone;
    alone.add(from, count);
    kernel::extremes<N, true, true> both;
    both.add(from, count);
    const N found = Greatest ? alone.greatest() : alone.least();
    const N with_other = Greatest ? both.greatest() : both.least();
    REQUIRE(std::memcmp(&found, &with_other, sizeof(N)) == 0);
    return found;
}

/// Puts the extremes at every place of runs of every length.
template <class N>
void check_places() {
    using limits = std::numeric_limits<N>;
    for (std::size_t count = 1; count < 300; count += 1 + count / 20) {
        std::vector<N> numbers(count);
        for (std::size_t k = 0; k < count; ++k) numbers[k] = static_cast<N>(20 + k * 7 % 60);
        bool right = true;
        for (std::size_t k = 0; k < count; ++k) {
            const N before = numbers[k];
            numbers[k] = static_cast<N>(limits::is_signed ? -100 : 3);
            right = right && extreme_of<false>(numbers) == numbers[k];
            numbers[k] = static_cast<N>(limits::is_signed ? 101 : 201);
            right = right && extreme_of<true>(numbers) == numbers[k];
            numbers[k] = limits::max();
            right = right && extreme_of<true>(numbers) == limits::max();
            numbers[k] = limits::lowest();
            right = right && extreme_of<false>(numbers) == limits::lowest();
            numbers[k] = before;
        }
        CAPTURE(count, sizeof(N));
        CHECK(right);
    }
}

template <class F>
void check_nan_and_zeros() {
    const F nan = std::numeric_limits<F>::quiet_NaN();
    for (const std::size_t count : {1u, 3u, 16u, 31u, 64u, 100u})
        for (std::size_t k = 0; k < count; k += 1 + count / 9) {
            CAPTURE(count, k, sizeof(F));
            std::vector<F> numbers(count, F(5));
            numbers[k] = nan;
            const F least = extreme_of<false>(numbers);
            const F greatest = extreme_of<true>(numbers);
            CHECK((least != least && greatest != greatest));
            numbers.assign(count, F(0));
            numbers[k] = -F(0);
            CHECK((!std::signbit(extreme_of<false>(numbers)) && !std::signbit(extreme_of<true>(numbers))));
            const F infinity = std::numeric_limits<F>::infinity();
            numbers.assign(count, infinity);
            CHECK((extreme_of<false>(numbers) == infinity && extreme_of<true>(numbers) == infinity));
            numbers.assign(count, -infinity);
            CHECK((extreme_of<false>(numbers) == -infinity && extreme_of<true>(numbers) == -infinity));
        }
}

template <class N, bool Greatest, std::size_t Count>
constexpr N compiled(const N (&numbers)[Count]) {
    kernel::extremes<N, true, true> found;
    found.add(static_cast<const N*>(numbers), static_cast<std::ptrdiff_t>(Count));
    return Greatest ? found.greatest() : found.least();
}

constexpr int integers[] = {3, -7, 12, 0};
constexpr double floats[] = {0.5, -0.25, 2.0};
constexpr double with_nan[] = {0.5, __builtin_nan(""), 2.0};

} // namespace

TEST_CASE("extremes of integers are found at every place") {
    check_places<std::uint8_t>();
    check_places<std::int8_t>();
    check_places<std::uint16_t>();
    check_places<std::int16_t>();
    check_places<std::uint32_t>();
    check_places<std::int32_t>();
    check_places<std::uint64_t>();
    check_places<std::int64_t>();
}

TEST_CASE("extremes of floats are found at every place") {
    check_places<float>();
    check_places<double>();
}

TEST_CASE("one NaN makes the extremes NaN, and zeros are positive") {
    check_nan_and_zeros<float>();
    check_nan_and_zeros<double>();
}

TEST_CASE("extremes are found at compile time") {
    CHECK_BOTH(compiled<int, false>(integers) == -7 && compiled<int, true>(integers) == 12);
    CHECK_BOTH(compiled<double, false>(floats) == -0.25 && compiled<double, true>(floats) == 2.0);
    CHECK_BOTH(compiled<double, false>(with_nan) != compiled<double, true>(with_nan));
}

TEST_CASE("extremes of several runs are those of all") {
    kernel::extremes<float, true, false> least;
    std::vector<float> numbers(50, 4.0f);
    least.add(numbers.data(), 50);
    numbers[49] = 2.0f;
    least.add(numbers.data(), 50);
    least.add(numbers.data(), 3);
    CHECK(least.least() == 2.0f);
    numbers[0] = std::numeric_limits<float>::quiet_NaN();
    least.add(numbers.data(), 50);
    CHECK(least.least() != least.least());
    least.add(numbers.data() + 1, 49);
    CHECK(least.least() != least.least());
}
