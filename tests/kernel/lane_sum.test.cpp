#include <cfloat>
#include <cstdint>
#include <cstring>
#include <lendbuf/kernel/lane_sum.hpp>
#include <limits>
#include <vector>

#include "support/catch.hpp"

namespace kernel = lendbuf::kernel;

namespace {

/// Adds up by the documented order, block by block, with nothing of the kernel's.
template <class F>
F lane_tree(const std::vector<F>& numbers, std::size_t first, std::size_t count) {
    constexpr std::size_t lanes = 128 / sizeof(F);
    F sums[lanes] = {};
    for (std::size_t k = 0; k < count; ++k) {
        volatile F sum = sums[k % lanes] + numbers[first + k];
        sums[k % lanes] = sum;
    }
    for (std::size_t half = lanes / 2; half > 0; half /= 2)
        for (std::size_t k = 0; k < half; ++k) {
            volatile F sum = sums[k] + sums[k + half];
            sums[k] = sum;
        }
    return sums[0];
}
template <class F>
F pairwise(const std::vector<F>& numbers, std::size_t first, std::size_t blocks) {
    constexpr std::size_t block = 256 * 128 / sizeof(F);
    if (blocks == 1) return lane_tree(numbers, first, block);
    return pairwise(numbers, first, blocks / 2) + pairwise(numbers, first + blocks / 2 * block, blocks / 2);
}
template <class F>
F sum_by_the_book(const std::vector<F>& numbers) {
    constexpr std::size_t block = 256 * 128 / sizeof(F);
    std::size_t blocks = numbers.size() / block;
    std::vector<F> totals;
    std::size_t first = 0;
    for (std::size_t size = std::size_t{1} << 20; size > 0; size /= 2)
        if (blocks >= size) {
            totals.push_back(pairwise(numbers, first, size));
            first += size * block;
            blocks -= size;
        }
    F sum = lane_tree(numbers, first, numbers.size() - first);
    for (std::size_t k = totals.size(); k-- > 0;) sum = totals[k] + sum;
    return sum;
}

template <class F>
std::vector<F> fractions(std::size_t count) {
    std::vector<F> numbers(count);
    std::uint32_t state = 7;
    for (F& x : numbers) {
        state = state * 1664525u + 1013904223u;
        x = static_cast<F>(static_cast<std::int32_t>(state)) / static_cast<F>(1 << (state >> 28));
    }
    return numbers;
}

template <class F>
std::ptrdiff_t size_of(const std::vector<F>& numbers) {
    return static_cast<std::ptrdiff_t>(numbers.size());
}

template <class F>
bool same_bits(F a, F b) {
    if (FLT_EVAL_METHOD != 0) return Approx(static_cast<double>(a)) == static_cast<double>(b); // x87
    return std::memcmp(&a, &b, sizeof a) == 0;
}

template <class F>
void check_order() {
    constexpr std::size_t block = 256 * 128 / sizeof(F);
    for (const std::size_t count : {std::size_t{0}, std::size_t{1}, std::size_t{15}, std::size_t{16}, std::size_t{33},
                                    std::size_t{1000}, block - 1, block, block + 1, 3 * block + 77, 7 * block + 5}) {
        CAPTURE(count);
        const auto numbers = fractions<F>(count);
        const F right = sum_by_the_book(numbers);
        kernel::lane_sum<F> whole;
        whole.add(numbers.data(), size_of(numbers));
        CHECK(same_bits(whole.value(), right));
        // From any address, in pieces of any size: the same sum.
        std::vector<std::byte> bytes(count * sizeof(F) + 1);
        if (count > 0) std::memcpy(bytes.data() + 1, numbers.data(), count * sizeof(F));
        kernel::lane_sum<F> pieces;
        std::ptrdiff_t step = 1;
        for (std::ptrdiff_t done = 0; done < size_of(numbers); step = step * 5 % 997 + 1) {
            const std::ptrdiff_t part = step < size_of(numbers) - done ? step : size_of(numbers) - done;
            const std::byte* const from = bytes.data() + 1 + done * static_cast<std::ptrdiff_t>(sizeof(F));
            pieces.add(from, part);
            done += part;
        }
        CHECK(same_bits(pieces.value(), right));
        CHECK(same_bits(pieces.value(), right)); // asking changes nothing
    }
}

template <class F>
void check_products() {
    for (const std::size_t count :
         {std::size_t{0}, std::size_t{5}, std::size_t{70}, std::size_t{1001}, std::size_t{20000}}) {
        CAPTURE(count);
        const auto a = fractions<F>(count);
        auto b = fractions<F>(count + 3);
        b.erase(b.begin(), b.begin() + 3);
        std::vector<F> products(count);
        for (std::size_t k = 0; k < count; ++k) {
            volatile F product = a[k] * b[k]; // rounded
            products[k] = product;
        }
        kernel::lane_sum<F> sum;
        sum.add_products(a.data(), b.data(), size_of(a));
        CHECK(same_bits(sum.value(), sum_by_the_book(products)));
        kernel::lane_sum<F> pieces;
        std::ptrdiff_t step = 1;
        for (std::ptrdiff_t done = 0; done < size_of(a); step = step * 3 % 97 + 1) {
            const std::ptrdiff_t part = step < size_of(a) - done ? step : size_of(a) - done;
            pieces.add_products(reinterpret_cast<const std::byte*>(a.data() + done), b.data() + done, part);
            done += part;
        }
        CHECK(same_bits(pieces.value(), sum.value()));
    }
}

template <class F>
void check_strides() {
    for (const std::ptrdiff_t count : {1, 15, 32, 100, 1000, 9000})
        for (const std::ptrdiff_t step : {-3, -1, 0, 1, 2, 5}) {
            CAPTURE(count, step);
            const auto memory = fractions<F>(static_cast<std::size_t>(5 * count + 1));
            const std::ptrdiff_t first = step < 0 ? -step * (count - 1) : 0;
            std::vector<F> gathered;
            for (std::ptrdiff_t k = 0; k < count; ++k)
                gathered.push_back(memory[static_cast<std::size_t>(first + k * step)]);
            kernel::lane_sum<F> right;
            kernel::lane_sum<F> sum;
            for (int round = 0; round < 2; ++round) { // the second one begins in the middle of the lanes
                right.add(gathered.data(), count);
                sum.add_strided(reinterpret_cast<const std::byte*>(memory.data() + first),
                                step * static_cast<std::ptrdiff_t>(sizeof(F)), count);
                CHECK(same_bits(sum.value(), right.value()));
            }
        }
}

template <class F>
constexpr F sum_of_thirds(std::ptrdiff_t count) {
    kernel::lane_sum<F> sum;
    for (std::ptrdiff_t k = 0; k < count; ++k) {
        const F numbers[] = {F(1) / F(3) * F(k % 5), F(k)};
        sum.add(static_cast<const F*>(numbers), 1 + k % 2);
    }
    return sum.value();
}
template <class F>
constexpr F dot_of_thirds() {
    F numbers[100]{};
    for (int k = 0; k < 100; ++k) numbers[k] = F(k) / F(3);
    kernel::lane_sum<F> sum;
    sum.add_products(static_cast<const F*>(numbers), static_cast<const F*>(numbers), 100);
    return sum.value();
}

} // namespace

TEST_CASE("floats are added in the documented order, however they come") {
    check_order<float>();
    check_order<double>();
}

TEST_CASE("strided numbers have the sum of gapless ones") {
    check_strides<float>();
    check_strides<double>();
}

TEST_CASE("products are rounded, then added as sums are") {
    check_products<float>();
    check_products<double>();
}

TEST_CASE("sums are the same when compiled and when run") {
    constexpr float narrow = sum_of_thirds<float>(300);
    constexpr double wide = sum_of_thirds<double>(300);
    std::ptrdiff_t count = 300;
    CHECK(same_bits(sum_of_thirds<float>(count), narrow));
    CHECK(same_bits(sum_of_thirds<double>(count), wide));
    constexpr float narrow_dot = dot_of_thirds<float>();
    constexpr double wide_dot = dot_of_thirds<double>();
    CHECK(same_bits(dot_of_thirds<float>(), narrow_dot));
    CHECK(same_bits(dot_of_thirds<double>(), wide_dot));
}

TEST_CASE("the parts of complex numbers are summed apart") {
    for (const std::ptrdiff_t count : {0, 2, 30, 32, 34, 1000, 20000}) {
        CAPTURE(count);
        std::vector<double> numbers(static_cast<std::size_t>(count));
        double sums[2] = {};
        for (std::size_t k = 0; k < numbers.size(); ++k) {
            numbers[k] = static_cast<double>(k % 7) + (k % 2 == 0 ? 0.0 : 100.0);
            sums[k % 2] += numbers[k]; // small integers: exact in any order
        }
        kernel::lane_sum<double, 2> sum;
        sum.add(numbers.data(), count);
        CHECK((sum.value(0) == sums[0] && sum.value(1) == sums[1]));
    }
}

TEST_CASE("sums of many numbers stay precise") {
    const std::vector<float> tenths(std::size_t{1} << 22, 0.1f);
    kernel::lane_sum<float> sum;
    sum.add(tenths.data(), size_of(tenths));
    const double right = static_cast<double>(0.1f) * static_cast<double>(tenths.size());
    CHECK(sum.value() / right == Approx(1).epsilon(4e-6)); // a loop is a thousand times further off
}

TEST_CASE("infinities and NaN go into sums as always") {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    for (const std::ptrdiff_t place : {0, 17, 99}) {
        std::vector<double> numbers(100, 1.0);
        numbers[static_cast<std::size_t>(place)] = infinity;
        kernel::lane_sum<double> sum;
        sum.add(numbers.data(), 100);
        CHECK(sum.value() == infinity);
        const double more[] = {-infinity};
        sum.add(static_cast<const double*>(more), 1);
        CHECK(sum.value() != sum.value());
    }
}
