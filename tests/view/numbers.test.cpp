#include <algorithm>
#include <complex>
#include <cstdint>
#include <lendbuf/element/endian.hpp>
#include <lendbuf/kernel/lane_sum.hpp>
#include <lendbuf/owner/standard.hpp>
#include <lendbuf/view/buffer_view.hpp>
#include <lendbuf/view/numbers.hpp>
#include <string>
#include <vector>

#include "support/catch.hpp"
#include "view/places.hpp"

namespace lb = lendbuf;
using lb::buffer_view;
using lb::none;
using lb::slice;

namespace {

enum class colour : std::uint8_t { red = 1, blue = 2 };

/// Lists the numbers of a view as they are handed over.
template <class View>
auto numbers_of(const View& view) {
    using number = lb::detail::number_type<typename View::value_type>;
    std::vector<number> numbers;
    lb::detail::feed_numbers(lb::describe(view), [&](const auto* from, std::ptrdiff_t count) {
        for (std::ptrdiff_t k = 0; k < count; ++k) numbers.push_back(lb::kernel::detail::number_at<number>(from, k));
    });
    return numbers;
}

template <class T>
void check_order() {
    using number = lb::detail::number_type<T>;
    test_support::random_numbers next(11);
    for (int round = 0; round < 30; ++round) {
        const auto shape = test_support::random_shape<3>(next);
        const test_support::strided_array<T, 3> a(next, shape, true);
        // The tidy ones have no two items at one place: sorted by address they are in the order of memory.
        std::vector<number> right;
        auto places = test_support::places_of(a.view);
        std::sort(places.begin(), places.end());
        for (const T* place : places) right.push_back(static_cast<number>(lb::plain_value(*place)));
        CAPTURE(round, sizeof(T));
        CHECK(numbers_of(a.view) == right);
    }
    // Runs longer than the small array.
    std::vector<T> many(5000);
    std::vector<number> right;
    for (std::size_t k = 0; k < many.size(); ++k) {
        many[k] = test_support::item_from<T>(static_cast<int>(k % 100));
        if (k % 3 == 0) right.push_back(static_cast<number>(k % 100));
    }
    CHECK(numbers_of(buffer_view(many)[slice(none, none, 3)]) == right);
    CHECK(numbers_of(buffer_view(many)).size() == many.size());
}

template <class T>
concept counts_as_number = lb::numeric_item<T>;

} // namespace

TEST_CASE("numbers come in the order of memory, whatever they are stored as") {
    check_order<std::uint8_t>();
    check_order<std::int32_t>();
    check_order<lb::be<std::uint16_t>>();
    check_order<lb::le<std::int64_t>>();
    check_order<float>();
    check_order<lb::be<double>>();
    check_order<lb::unaligned<float>>();
}

TEST_CASE("halves are handed over as floats") {
    std::vector<lb::half> halves;
    std::vector<lb::be<lb::half>> big;
    std::vector<float> right;
    for (int k = 0; k < 3000; ++k) {
        halves.emplace_back(static_cast<float>(k) / 8);
        big.emplace_back(halves.back());
        right.push_back(static_cast<float>(halves.back()));
    }
    CHECK((numbers_of(buffer_view(halves)) == right && numbers_of(buffer_view(big)) == right));
    // A reversed view is read forwards through its memory.
    CHECK(numbers_of(buffer_view(big)[slice(none, none, -1)]) == right);
    CHECK(numbers_of(buffer_view(halves)[slice(1, none, 2999)]) == std::vector<float>{right[1]});
}

TEST_CASE("complex numbers are handed over as two numbers") {
    std::vector<std::complex<double>> plain;
    std::vector<lb::be<std::complex<double>>> big;
    std::vector<double> right;
    for (int k = 0; k < 400; ++k) {
        plain.emplace_back(k, -2 * k);
        big.emplace_back(plain.back());
        right.push_back(k);
        right.push_back(-2 * k);
    }
    CHECK((numbers_of(buffer_view(plain)) == right && numbers_of(buffer_view(big)) == right));
    CHECK(numbers_of(buffer_view(big)[slice(3, 12, 4)]) == std::vector<double>{3, -6, 7, -14, 11, -22});
    CHECK(numbers_of(buffer_view(plain)[slice(3, 8, 4)]) == std::vector<double>{3, -6, 7, -14});
}

TEST_CASE("bytes, bools, chars and enums count as numbers") {
    const std::vector<colour> colours{colour::red, colour::blue};
    CHECK(numbers_of(buffer_view(colours)) == std::vector<std::uint8_t>{1, 2});
    const std::string text = "a\xff";
    CHECK(numbers_of(buffer_view<const char>(text)) == std::vector<unsigned char>{97, 255});
    const bool flags[] = {true, false, true};
    CHECK(numbers_of(buffer_view(flags)) == std::vector<std::uint8_t>{1, 0, 1});
    const std::uint8_t raw[] = {0, 7, 255};
    CHECK(numbers_of(buffer_view(raw).cast<const lb::bool8>()) == std::vector<std::uint8_t>{0, 1, 1});
    const std::byte bytes[] = {std::byte{3}, std::byte{200}};
    CHECK(numbers_of(buffer_view(bytes)) == std::vector<unsigned char>{3, 200});
    CHECK((counts_as_number<lb::be<lb::half>> && counts_as_number<long> && !counts_as_number<std::complex<float>>));
    CHECK((lb::summable_item<std::complex<float>> && !lb::summable_item<long double> && !lb::summable_item<void*>));
}
