#include "support/catch.hpp"
#include "view/model.hpp"

#include <array>
#include <cstdint>
#include <lendbuf/base/half.hpp>
#include <lendbuf/element/endian.hpp>
#include <lendbuf/owner/standard.hpp>
#include <lendbuf/owner/static_memory.hpp>
#include <lendbuf/view/buffer_view.hpp>
#include <lendbuf/view/fill.hpp>
#include <vector>

namespace lb = lendbuf;
using lb::all;
using lb::buffer_view;
using lb::none;
using lb::slice;

TEST_CASE("fill writes one value to every item of containers, arrays, owners and views") {
    constexpr auto test = [] {
        std::array<int, 3> items{};
        lb::fill(items, 7);
        lb::static_memory<int, 4> owner;
        lb::fill(buffer_view(owner)[slice(none, none, 2)], items[0]);
        return items == std::array<int, 3>{7, 7, 7} && owner[0] == 7 && owner[1] == 0 && owner[2] == 7 && owner[3] == 0;
    };
    CHECK_BOTH(test());
    std::vector<double> numbers(5);
    lb::fill(numbers, 1.5f);
    CHECK(numbers == std::vector<double>(5, 1.5));
    lb::fill(buffer_view(numbers), 0);
    CHECK(numbers == std::vector<double>(5));
}

TEST_CASE("fill writes items of any type") {
    struct colour {
        std::uint8_t red, green, blue;
        bool operator==(const colour&) const = default;
    };
    std::vector<colour> pixels(100);
    lb::fill(pixels, colour{1, 2, 3});
    CHECK(pixels == std::vector<colour>(100, colour{1, 2, 3}));
    constexpr auto test = [] {
        std::array<lb::be<std::uint16_t>, 2> words{};
        lb::fill(words, 258);
        std::array<std::byte, 2> bytes{};
        lb::fill(bytes, 255);
        std::array<lb::half, 2> halves{};
        lb::fill(halves, 0.5);
        std::array<bool, 2> flags{};
        lb::fill(flags, true);
        return words[1] == 258 && bytes[1] == std::byte{255} && halves[1] == 0.5f && flags[1];
    };
    CHECK_BOTH(test());
}

TEST_CASE("fill of nothing does nothing") {
    lb::fill(buffer_view<int>(), 1);
    lb::fill(buffer_view<int, 2, lb::contiguous>(nullptr, {{0, 3}}), 1);
    int one = 0;
    lb::fill(buffer_view<int, 0, lb::contiguous>(&one, lb::index_array<0>{}), 1);
    CHECK(one == 1);
}

TEST_CASE("fill with an item of the view itself") {
    std::vector<int> items{1, 2, 3};
    lb::fill(items, items[1]);
    CHECK(items == std::vector<int>{2, 2, 2});
}

TEST_CASE("fill of random views writes their items and nothing else") {
    test_support::random_numbers next(21);
    for (int n = 0; n < 300; ++n) {
        test_support::random_view<3> random(next);
        auto expected = random.memory;
        test_support::for_each_index({random.view.shape().begin(), random.view.shape().end()},
                                     [&](const std::vector<std::ptrdiff_t>& index) {
                                         const int& item = random.view(index[0], index[1], index[2]);
                                         expected[static_cast<std::size_t>(&item - random.memory.data())] = -n;
                                     });
        lb::fill(random.view, -n);
        REQUIRE(random.memory == expected);
        lb::fill(buffer_view<int, 2, lb::f_contiguous>(random.memory.data(), {{16, 16}}), n);
        REQUIRE(random.memory == std::vector<int>(256, n));
    }
}
