#include "support/catch.hpp"

#include <array>
#include <lendbuf/owner/standard.hpp>
#include <lendbuf/pack/parts.hpp>
#include <lendbuf/view/buffer_view.hpp>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace lb = lendbuf;
using lb::detail::count_parts;
using lb::detail::fixed_length;
using lb::detail::has_items;
using lb::detail::has_parts;
using lb::detail::item_run_of;
using lb::detail::run_of_items;
using lb::detail::with_parts;

namespace {

struct person {
    std::string_view name;
    short grades[2][2];
    int age;
};

struct with_constructor {
    explicit with_constructor(int v) : value(v) {}
    int value;
};

constexpr auto sum = [](const auto&... part) { return (0 + ... + part); };

constexpr int ages_and_grades(const person& p) {
    return with_parts(p, [](std::string_view name, const short(&grades)[2][2], int age) {
        return static_cast<int>(name.size()) + grades[1][1] + age;
    });
}

} // namespace

TEST_CASE("tuples, pairs, arrays, values and plain structs have parts") {
    STATIC_CHECK(has_parts<std::tuple<int, char>> && has_parts<std::pair<int, int>> && has_parts<std::array<int, 2>>);
    STATIC_CHECK(has_parts<lb::values<int, int>> && has_parts<person>);
    STATIC_CHECK_FALSE(has_parts<int> || has_parts<std::string> || has_parts<int[2]> || has_parts<with_constructor>);
    STATIC_CHECK(count_parts<std::tuple<>>() == 0 && count_parts<std::array<int, 2>>() == 2);
    STATIC_CHECK(count_parts<lb::values<int, int, int>>() == 3 && count_parts<person>() == 3);
}

TEST_CASE("parts come in order") {
    CHECK_BOTH(with_parts(std::tuple(1, 2.5, 3), sum) == 6.5);
    CHECK_BOTH(with_parts(std::pair(1, 2), sum) == 3 && with_parts(std::array{1, 2, 4}, sum) == 7);
    CHECK_BOTH(with_parts(lb::values<int, int>{{{7}, {8}}}, sum) == 15 && with_parts(std::tuple(), sum) == 0);
    CHECK_BOTH(ages_and_grades({"ann", {{1, 2}, {3, 4}}, 50}) == 57);
    std::string text = "long enough to live on the heap";
    const auto length = with_parts(std::tie(text), [](const std::string& part) { return part.size(); });
    CHECK(length == text.size());
}

TEST_CASE("arrays, containers and views have items") {
    using view = lb::buffer_view<const int, 2>;
    STATIC_CHECK(has_items<int[2]> && has_items<int[2][3]> && has_items<std::array<int, 2>>);
    STATIC_CHECK(has_items<std::vector<int>> && has_items<std::vector<std::string>> && has_items<std::span<int>>);
    STATIC_CHECK(has_items<std::string_view> && has_items<view>);
    STATIC_CHECK_FALSE(has_items<int> || has_items<std::vector<bool>> || has_items<std::tuple<int, int>>);
    STATIC_CHECK(std::is_same_v<item_run_of<int[2][3]>::item_type, int[3]> && item_run_of<int[2][3]>::rank == 1);
    STATIC_CHECK(std::is_same_v<item_run_of<std::vector<std::string>>::item_type, std::string>);
    STATIC_CHECK(std::is_same_v<item_run_of<view>::item_type, int> && item_run_of<view>::rank == 2);
    static constexpr int numbers[3] = {1, 2, 3};
    CHECK_BOTH(run_of_items(numbers).items == numbers && run_of_items(numbers).shape[0] == 3);
    CHECK_BOTH(run_of_items(std::span(numbers).first(2)).shape[0] == 2 && run_of_items(std::span(numbers)).gapless);
}

TEST_CASE("strided views tell whether their items have gaps") {
    const int numbers[4] = {1, 2, 3, 4};
    const lb::buffer_view all(numbers);
    CHECK(run_of_items(all[lb::slice(1, 3)]).gapless);
    CHECK(run_of_items(all[lb::slice(1, 3)]).items == numbers + 1);
    CHECK_FALSE(run_of_items(all[lb::slice(lb::none, lb::none, 2)]).gapless);
    CHECK_FALSE(run_of_items(all[lb::slice(lb::none, lb::none, -1)]).gapless);
}

TEST_CASE("the compiler knows the length of arrays and spans of fixed extent") {
    STATIC_CHECK(fixed_length<int[2][3]>() == 2 && fixed_length<std::array<int, 4>>() == 4);
    STATIC_CHECK(fixed_length<std::span<int, 5>>() == 5);
    STATIC_CHECK(fixed_length<std::span<int>>() == lb::detail::any_length);
    STATIC_CHECK(fixed_length<std::vector<int>>() == lb::detail::any_length);
    STATIC_CHECK(fixed_length<lb::buffer_view<int>>() == lb::detail::any_length);
}
