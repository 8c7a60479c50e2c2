#include <lendbuf/base/result.hpp>
#include <memory>
#include <type_traits>

#include "support/failure.hpp"

namespace lb = lendbuf;
using lb::errc;
using lb::result;

namespace {

constexpr result<int> half_of(int number) {
    if (number % 2 != 0) return lb::error_info{.code = errc::length_not_multiple, .need = 2, .have = 3};
    return number / 2;
}

constexpr result<void> must_be_even(int number) {
    if (number % 2 != 0) return lb::error_info{.code = errc::bad_axes, .field = 4};
    return {};
}

struct point {
    int x = 1;
    int y = 2;
};

} // namespace

TEST_CASE("a result holds a value") {
    CHECK_BOTH(half_of(8).has_value());
    CHECK_BOTH(static_cast<bool>(half_of(8)));
    CHECK_BOTH(half_of(8).value() == 4);
    CHECK_BOTH(*half_of(8) == 4);
    CHECK_BOTH(half_of(8).value_or(-1) == 4);
    CHECK_BOTH(half_of(8).error().code == errc::success);
}

TEST_CASE("a result holds a failure with all its facts") {
    CHECK_BOTH(!half_of(3).has_value());
    CHECK_BOTH(half_of(3).value_or(-1) == -1);
    CHECK_BOTH(half_of(3).error().code == errc::length_not_multiple);
    CHECK_BOTH(half_of(3).error().need == 2 && half_of(3).error().have == 3);
    CHECK_BOTH(half_of(3).error().kind() == lb::error_kind::type);
}

TEST_CASE("value of a failure throws the failure's own exception") {
    CHECK_THROWS_LB(lb::type_error, "memoryview: length is not a multiple of itemsize (3 bytes, items of 2)",
                    half_of(3).value());
    CHECK(FAILURE_OF(half_of(3).value()).code == errc::length_not_multiple);
    CHECK(FAILURE_OF(must_be_even(3).value()).field == 4);
}

TEST_CASE("a result without value type holds success or a failure") {
    CHECK_BOTH(must_be_even(2).has_value() && static_cast<bool>(must_be_even(2)));
    CHECK_BOTH(!must_be_even(1).has_value() && must_be_even(1).error().code == errc::bad_axes);
    CHECK_THROWS_LB_AS(lb::value_error, must_be_even(1).value());
    must_be_even(2).value();
}

TEST_CASE("the value can be changed in place") {
    result<point> r = point{3, 4};
    r->x = 5;
    (*r).y += 1;
    r.value().y += 1;
    CHECK(r->x == 5);
    CHECK(r->y == 6);
    const result<point>& same = r;
    CHECK(same->x == 5);
    CHECK((*same).y == 6);
    CHECK(same.value().x == 5);
}

TEST_CASE("a value that only moves can be taken out") {
    result<std::unique_ptr<int>> r = std::make_unique<int>(7);
    const std::unique_ptr<int> taken = std::move(r).value();
    CHECK(*taken == 7);
    CHECK(*result<std::unique_ptr<int>>(std::make_unique<int>(8)).value() == 8);
    CHECK(**result<std::unique_ptr<int>>(std::make_unique<int>(9)) == 9);
}

TEST_CASE("results are as trivially copyable as their values") {
    STATIC_CHECK(std::is_trivially_copyable_v<result<int>>);
    STATIC_CHECK(std::is_trivially_copyable_v<result<void>>);
    STATIC_CHECK_FALSE(std::is_copy_constructible_v<result<std::unique_ptr<int>>>);
    STATIC_CHECK_FALSE(std::is_convertible_v<result<int>, bool>);
}
