#include <cstdint>
#include <lendbuf/element/strided_items.hpp>
#include <type_traits>

#include "support/catch.hpp"

namespace lb = lendbuf;

namespace {

constexpr int numbers[] = {10, 11, 12, 13, 14, 15};

constexpr std::ptrdiff_t items(int count) {
    return count * static_cast<std::ptrdiff_t>(sizeof(int));
}

} // namespace

TEST_CASE("a pointer moves by bytes") {
    CHECK_BOTH(*lb::move_by_bytes(numbers, items(2)) == 12);
    CHECK_BOTH(*lb::move_by_bytes(numbers + 5, items(-5)) == 10);
    CHECK_BOTH(lb::move_by_bytes(numbers, items(6)) == numbers + 6);
    CHECK_BOTH(lb::move_by_bytes(numbers, 0) == numbers);
}

TEST_CASE("a pointer moves by less than an item where items are bytes of something else") {
    unsigned char memory[8] = {1, 2, 3, 4, 5, 6, 7, 8};
    struct three {
        unsigned char bytes[3];
    };
    auto* first = reinterpret_cast<three*>(memory); // NOLINT: bytes may be seen through bytes
    CHECK(lb::move_by_bytes(first, 1)->bytes[0] == 2);
    CHECK(lb::move_by_bytes(first, 5)->bytes[2] == 8);
}

TEST_CASE("const goes with the pointer") {
    STATIC_CHECK(std::is_same_v<decltype(lb::move_by_bytes(numbers, 0)), const int*>);
    int own = 0;
    STATIC_CHECK(std::is_same_v<decltype(lb::move_by_bytes(&own, 0)), int*>);
    STATIC_CHECK(std::is_same_v<lb::strided_items<const int>::value_type, int>);
}

TEST_CASE("items stand a stride apart, forwards, backwards and in place") {
    CHECK_BOTH(lb::strided_items<const int>{numbers, items(2)}.at_unchecked(2) == 14);
    CHECK_BOTH(lb::strided_items<const int>{numbers + 5, items(-1)}.at_unchecked(5) == 10);
    CHECK_BOTH(lb::strided_items<const int>{numbers + 3, 0}.at_unchecked(1000) == 13);
}

TEST_CASE("items are written in place") {
    int own[] = {1, 2, 3, 4};
    const lb::strided_items<int> odd{own + 1, items(2)};
    odd.at_unchecked(1) = 40;
    CHECK(own[3] == 40);
}
