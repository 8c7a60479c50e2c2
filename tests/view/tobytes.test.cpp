#include "support/catch.hpp"
#include "view/model.hpp"

#include <array>
#include <cstdint>
#include <cstring>
#include <lendbuf/element/endian.hpp>
#include <lendbuf/view/tobytes.hpp>
#include <vector>

namespace lb = lendbuf;
using lb::buffer_view;
using lb::none;
using lb::order;
using lb::slice;

namespace {

std::vector<int> numbers(const std::vector<std::byte>& bytes) {
    std::vector<int> result;
    for (const auto byte : bytes) result.push_back(std::to_integer<int>(byte));
    return result;
}
using list = std::vector<int>;

} // namespace

TEST_CASE("tobytes copies in C order, in Fortran order, or as the items lie") {
    // Python: memoryview(bytes(range(6))).cast('B', [2, 3]).tobytes(order)
    std::array<std::uint8_t, 6> memory{0, 1, 2, 3, 4, 5};
    const buffer_view<std::uint8_t, 2, lb::contiguous> c(memory.data(), {{2, 3}});
    CHECK(numbers(c.tobytes()) == list{0, 1, 2, 3, 4, 5});
    CHECK(numbers(c.tobytes(order::f)) == list{0, 3, 1, 4, 2, 5});
    CHECK(numbers(c.tobytes(order::any)) == list{0, 1, 2, 3, 4, 5});
    const auto f = c.transpose();
    CHECK(numbers(f.tobytes()) == list{0, 3, 1, 4, 2, 5});
    CHECK(numbers(f.tobytes(order::f)) == list{0, 1, 2, 3, 4, 5});
    CHECK(numbers(f.tobytes(order::any)) == list{0, 1, 2, 3, 4, 5});
    const auto gaps = c(lb::all, slice(none, none, -2));
    CHECK(numbers(gaps.tobytes()) == list{2, 0, 5, 3});
    CHECK(numbers(gaps.tobytes(order::f)) == list{2, 5, 0, 3});
    CHECK(numbers(gaps.tobytes(order::any)) == list{2, 0, 5, 3});
}

TEST_CASE("tobytes of random views agrees with the model") {
    test_support::random_numbers next(9);
    for (int k = 0; k < 100; ++k) {
        const test_support::random_view<3> random(next);
        const auto check = [](const auto& view, const std::vector<std::byte>& bytes) {
            const auto model = test_support::model_of(view);
            REQUIRE(bytes.size() == 4 * model.items.size());
            for (std::size_t n = 0; n < model.items.size(); ++n) {
                int item = 0;
                std::memcpy(&item, bytes.data() + 4 * n, 4);
                CHECK(item == model.items[n]);
            }
        };
        check(random.view, random.view.tobytes());
        check(random.view.transpose(), random.view.tobytes(order::f));
    }
}

TEST_CASE("tobytes keeps items whole, of any size and order") {
    struct wide {
        std::array<std::uint8_t, 3> bytes;
    };
    std::array<wide, 3> memory{wide{{1, 2, 3}}, wide{{4, 5, 6}}, wide{{7, 8, 9}}};
    CHECK(numbers(buffer_view<wide>(memory)[slice(none, none, -1)].tobytes()) == list{7, 8, 9, 4, 5, 6, 1, 2, 3});
    const std::array<lb::be<std::uint16_t>, 2> words{std::uint16_t{0x0102}, std::uint16_t{0x0304}};
    CHECK(numbers(buffer_view(words).tobytes()) == list{1, 2, 3, 4});
    CHECK(numbers(buffer_view(words)(1, lb::ellipsis).tobytes()) == list{3, 4});
}

TEST_CASE("tobytes of an empty view is empty") {
    CHECK(buffer_view<int>().tobytes().empty());
    CHECK(buffer_view<int, 2, lb::contiguous>(nullptr, {{3, 0}}).tobytes(order::f).empty());
}
