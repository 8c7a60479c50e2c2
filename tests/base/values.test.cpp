#include "support/catch.hpp"

#include <cstdint>
#include <lendbuf/base/values.hpp>
#include <string>
#include <type_traits>
#include <utility>

namespace lb = lendbuf;

namespace {

struct point {
    int x;
    double y;
    friend constexpr bool operator==(const point&, const point&) = default;
};

constexpr lb::values<int, double> sample{{{7}, {0.5}}};

constexpr int change_through_bindings() {
    lb::values<int, int> pair{{{1}, {2}}};
    auto& [first, second] = pair;
    first = 40;
    lb::get<1>(pair) += 0;
    return lb::get<0>(pair) + second;
}

} // namespace

TEST_CASE("values bind to names and are got by number") {
    constexpr auto difference = [] {
        const auto [a, b] = sample;
        return a - b;
    }();
    CHECK_BOTH(difference == 6.5);
    CHECK_BOTH(lb::get<0>(sample) == 7 && lb::get<1>(sample) == 0.5);
    CHECK_BOTH(change_through_bindings() == 42);
}

TEST_CASE("values are a tuple to the language") {
    using pair = lb::values<int, double>;
    STATIC_CHECK(std::tuple_size_v<pair> == 2 && std::tuple_size_v<lb::values<>> == 0);
    STATIC_CHECK(std::is_same_v<std::tuple_element_t<0, pair>, int>);
    STATIC_CHECK(std::is_same_v<std::tuple_element_t<1, const pair>, const double>);
    STATIC_CHECK(std::is_trivially_copyable_v<pair> && sizeof(pair) == sizeof(point));
}

TEST_CASE("values compare one by one") {
    CHECK_BOTH(sample == lb::values<int, double>{{{7}, {0.5}}});
    CHECK_BOTH(sample != lb::values<int, double>{{{7}, {0.25}}} && sample != lb::values<int, double>{{{8}, {0.5}}});
    CHECK_BOTH(lb::values<>{} == lb::values<>{});
}

TEST_CASE("values of equal types stay apart") {
    constexpr lb::values<int, int, int> three{{{1}, {2}, {3}}};
    CHECK_BOTH(lb::get<0>(three) == 1 && lb::get<1>(three) == 2 && lb::get<2>(three) == 3);
}

TEST_CASE("values become a struct") {
    CHECK_BOTH(sample.to<point>() == point{7, 0.5});
}

TEST_CASE("values can be moved out") {
    lb::values<std::string, int> record{{{std::string(100, 'x')}, {1}}};
    const std::string taken = lb::get<0>(std::move(record));
    CHECK(taken.size() == 100);
    CHECK(lb::get<0>(record).empty());
}
