#include "support/catch.hpp"
#include "view/model.hpp"

#include <array>
#include <lendbuf/element/endian.hpp>
#include <lendbuf/view/tolist.hpp>
#include <type_traits>
#include <vector>

namespace lb = lendbuf;
using lb::buffer_view;
using lb::none;
using lb::slice;

namespace {
constexpr std::array<int, 6> memory{0, 1, 2, 3, 4, 5};
constexpr buffer_view<const int, 2, lb::contiguous> grid(memory.data(), {{2, 3}});
} // namespace

TEST_CASE("tolist nests once per axis") {
    CHECK(buffer_view(memory).tolist() == std::vector<int>{0, 1, 2, 3, 4, 5});
    CHECK(grid.tolist() == std::vector<std::vector<int>>{{0, 1, 2}, {3, 4, 5}});
    CHECK(grid.transpose().tolist() == std::vector<std::vector<int>>{{0, 3}, {1, 4}, {2, 5}});
    CHECK(grid(lb::all, lb::newaxis, slice(none, none, -2)).tolist() ==
          std::vector<std::vector<std::vector<int>>>{{{2, 0}}, {{5, 3}}});
}

TEST_CASE("tolist of one item without axes is the item") {
    STATIC_CHECK(std::is_same_v<decltype(grid(1, 1, lb::ellipsis).tolist()), int>);
    CHECK(grid(1, 1, lb::ellipsis).tolist() == 4);
}

TEST_CASE("tolist of empty views keeps the outer lists") {
    CHECK(grid(lb::all, slice(0, 0)).tolist() == std::vector<std::vector<int>>(2));
    CHECK(grid[slice(0, 0)].tolist().empty());
    CHECK(buffer_view<double>().tolist().empty());
}

TEST_CASE("tolist keeps byte orders") {
    const std::array<lb::be<short>, 2> words{short{1}, short{-2}};
    const auto list = buffer_view(words).tolist();
    STATIC_CHECK(std::is_same_v<decltype(list), const std::vector<lb::be<short>>>);
    CHECK((list.size() == 2 && list[1] == -2));
}

TEST_CASE("tolist of random views agrees with the model") {
    test_support::random_numbers next(5);
    for (int k = 0; k < 50; ++k) {
        const test_support::random_view<3> random(next);
        std::vector<int> items;
        for (const auto& plane : random.view.tolist())
            for (const auto& row : plane) items.insert(items.end(), row.begin(), row.end());
        CHECK(items == test_support::model_of(random.view).items);
    }
}
