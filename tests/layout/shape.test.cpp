#include <cstdint>
#include <lendbuf/layout/shape.hpp>

#include "support/failure.hpp"

namespace lb = lendbuf;
using lb::errc;

namespace {

constexpr std::ptrdiff_t most = PTRDIFF_MAX;

template <std::size_t Rank>
constexpr lb::result<std::ptrdiff_t> bytes_of(const std::ptrdiff_t (&shape)[Rank], std::ptrdiff_t itemsize) {
    return lb::try_byte_count(shape, Rank, itemsize);
}

template <std::size_t Rank>
constexpr bool refuses(const std::ptrdiff_t (&shape)[Rank], std::ptrdiff_t itemsize, errc code, int axis) {
    const auto bytes = bytes_of(shape, itemsize);
    return !bytes && bytes.error().code == code && bytes.error().field == axis;
}

template <std::size_t Rank>
constexpr bool same(const std::ptrdiff_t (&a)[Rank], const std::ptrdiff_t (&b)[Rank]) {
    return lb::same_shape(a, b, Rank);
}

} // namespace

TEST_CASE("bytes are the product of the extents and the item size") {
    CHECK_BOTH(bytes_of({2, 3, 4}, 8).value_or(-1) == 192);
    CHECK_BOTH(bytes_of({1}, 1).value_or(-1) == 1);
    CHECK_BOTH(lb::try_byte_count(nullptr, 0, 8).value_or(-1) == 8); // rank 0: one item
    CHECK_BOTH(bytes_of({most}, 1).value_or(-1) == most);
    CHECK_BOTH(bytes_of({most / 4}, 4).value_or(-1) == most / 4 * 4);
}

TEST_CASE("an extent of zero makes an empty array") {
    CHECK_BOTH(bytes_of({0}, 8).value_or(-1) == 0);
    CHECK_BOTH(bytes_of({3, 0, 4}, 8).value_or(-1) == 0);
    CHECK_BOTH(bytes_of({0, most}, 1).value_or(-1) == 0);
}

TEST_CASE("a product that does not fit is refused, also beside a zero") {
    CHECK_BOTH(refuses({most, 2}, 1, errc::shape_overflow, 1));
    CHECK_BOTH(refuses({most}, 2, errc::shape_overflow, 0));
    CHECK_BOTH(refuses({most / 2 + 1, 2}, 1, errc::shape_overflow, 1));
    CHECK_BOTH(refuses({0, most, most}, 1, errc::shape_overflow, 2));
    CHECK_BOTH(refuses({most, most, 0}, 1, errc::shape_overflow, 1));
}

TEST_CASE("a negative extent is refused with its axis and value") {
    CHECK_BOTH(refuses({2, -3}, 1, errc::negative_extent, 1));
    CHECK_BOTH(refuses({PTRDIFF_MIN}, 1, errc::negative_extent, 0));
    CHECK_BOTH(refuses({0, -1}, 1, errc::negative_extent, 1));
    CHECK_BOTH(bytes_of({2, -3}, 1).error().offset == -3);
    CHECK(test_support::message_of(bytes_of({2, -3}, 1).error()) == "extent -3 of dimension 2 is negative");
}

TEST_CASE("items are the product of the extents") {
    constexpr std::ptrdiff_t shape[] = {2, 3, 4};
    CHECK_BOTH(lb::item_count_unchecked(shape, 3) == 24);
    CHECK_BOTH(lb::item_count_unchecked(shape, 1) == 2);
    CHECK_BOTH(lb::item_count_unchecked(nullptr, 0) == 1);
}

TEST_CASE("shapes are the same up to a common zero") {
    CHECK_BOTH(same({2, 3}, {2, 3}));
    CHECK_BOTH(!same({2, 3}, {3, 2}));
    CHECK_BOTH(same({2, 0, 5}, {2, 0, 7}));
    CHECK_BOTH(!same({2, 5, 0}, {2, 7, 0}));
    CHECK_BOTH(!same({0}, {1}));
    CHECK_BOTH(lb::same_shape(nullptr, nullptr, 0));
}
