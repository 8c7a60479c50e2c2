#include <cstdint>
#include <lendbuf/base/checked.hpp>

#include "support/catch.hpp"

namespace lb = lendbuf;

namespace {

constexpr std::ptrdiff_t most = PTRDIFF_MAX;
constexpr std::ptrdiff_t least = PTRDIFF_MIN;

// What an operation does: whether it fits, and what it leaves in place.
struct outcome {
    bool fits;
    std::ptrdiff_t left;
    friend constexpr bool operator==(const outcome&, const outcome&) = default;
};

constexpr outcome add(std::ptrdiff_t a, std::ptrdiff_t b) {
    const bool fits = lb::checked_add(a, b);
    return {fits, a};
}
constexpr outcome multiply(std::ptrdiff_t a, std::ptrdiff_t b) {
    const bool fits = lb::checked_multiply(a, b);
    return {fits, a};
}
constexpr outcome align(std::ptrdiff_t a, std::ptrdiff_t alignment) {
    const bool fits = lb::checked_align(a, alignment);
    return {fits, a};
}

} // namespace

TEST_CASE("checked_add gives the sum, or leaves its argument alone") {
    CHECK_BOTH(add(2, 3) == outcome{true, 5});
    CHECK_BOTH(add(-2, 3) == outcome{true, 1});
    CHECK_BOTH(add(most, 0) == outcome{true, most});
    CHECK_BOTH(add(most - 1, 1) == outcome{true, most});
    CHECK_BOTH(add(most, least) == outcome{true, -1});
    CHECK_BOTH(add(most, 1) == outcome{false, most});
    CHECK_BOTH(add(1, most) == outcome{false, 1});
    CHECK_BOTH(add(least, -1) == outcome{false, least});
}

TEST_CASE("checked_multiply gives the product, or leaves its argument alone") {
    CHECK_BOTH(multiply(6, 7) == outcome{true, 42});
    CHECK_BOTH(multiply(-6, 7) == outcome{true, -42});
    CHECK_BOTH(multiply(most, 1) == outcome{true, most});
    CHECK_BOTH(multiply(most, 0) == outcome{true, 0});
    CHECK_BOTH(multiply(most / 2, 2) == outcome{true, most - 1});
    CHECK_BOTH(multiply(least / 2, 2) == outcome{true, least});
    CHECK_BOTH(multiply(most / 2 + 1, 2) == outcome{false, most / 2 + 1});
    CHECK_BOTH(multiply(least, -1) == outcome{false, least});
    CHECK_BOTH(multiply(most, most) == outcome{false, most});
}

TEST_CASE("checked_align rounds up, or leaves its argument alone") {
    CHECK_BOTH(align(0, 8) == outcome{true, 0});
    CHECK_BOTH(align(1, 8) == outcome{true, 8});
    CHECK_BOTH(align(8, 8) == outcome{true, 8});
    CHECK_BOTH(align(9, 4) == outcome{true, 12});
    CHECK_BOTH(align(most, 1) == outcome{true, most});
    CHECK_BOTH(align(most - 7, 8) == outcome{true, most - 7});
    CHECK_BOTH(align(most - 6, 8) == outcome{false, most - 6});
    CHECK_BOTH(align(most, 2) == outcome{false, most});
}
