#include <cstdint>
#include <lendbuf/layout/layout.hpp>
#include <type_traits>

#include "support/failure.hpp"

namespace lb = lendbuf;
using lb::errc;
using lb::index_array;
using lb::layout;

namespace {

constexpr layout<3> box{{{2, 3, 4}}, {{48, 16, 4}}};

template <std::size_t Rank>
constexpr std::ptrdiff_t offset_of(const layout<Rank>& l, const index_array<Rank>& index) {
    std::ptrdiff_t offset = 0;
    for (std::size_t k = 0; k < Rank; ++k) offset += l.strides[k] * index[k];
    return offset;
}

// Calls `visit` with every index of a shape of rank 3.
template <class Visit>
constexpr void for_each_index(const index_array<3>& shape, const Visit& visit) {
    for (std::ptrdiff_t i = 0; i < shape[0]; ++i)
        for (std::ptrdiff_t j = 0; j < shape[1]; ++j)
            for (std::ptrdiff_t k = 0; k < shape[2]; ++k) visit(index_array<3>{{i, j, k}});
}

constexpr bool permutes_like_the_model(const index_array<3>& axes) {
    const auto to = lb::permute(box, axes);
    bool good = true;
    for_each_index(box.shape, [&](const index_array<3>& from) {
        index_array<3> index;
        for (std::size_t k = 0; k < 3; ++k)
            index[k] = from[static_cast<std::size_t>(axes[k] < 0 ? axes[k] + 3 : axes[k])];
        good = good && offset_of(to, index) == offset_of(box, from);
    });
    return good;
}

constexpr bool flips_like_the_model(std::ptrdiff_t axis) {
    const auto to = lb::flip(box, axis);
    const auto place = static_cast<std::size_t>(axis < 0 ? axis + 3 : axis);
    bool good = to.map.shape == box.shape;
    for_each_index(box.shape, [&](index_array<3> index) {
        const std::ptrdiff_t got = to.offset + offset_of(to.map, index);
        index[place] = box.shape[place] - 1 - index[place];
        good = good && got == offset_of(box, index);
    });
    return good;
}

} // namespace

TEST_CASE("an index counts from the start, a negative one from the end, once") {
    CHECK_BOTH(lb::checked_index(0, 5, 0) == 0);
    CHECK_BOTH(lb::checked_index(4, 5, 0) == 4);
    CHECK_BOTH(lb::checked_index(-1, 5, 0) == 4);
    CHECK_BOTH(lb::checked_index(-5, 5, 0) == 0);
    CHECK_BOTH(lb::checked_index(PTRDIFF_MAX - 1, PTRDIFF_MAX, 0) == PTRDIFF_MAX - 1);
    CHECK_BOTH(lb::checked_index(-PTRDIFF_MAX, PTRDIFF_MAX, 0) == 0);
}

TEST_CASE("an index outside is refused with axis, index and extent") {
    for (const std::ptrdiff_t index : {std::ptrdiff_t{5}, std::ptrdiff_t{-6}, PTRDIFF_MAX, PTRDIFF_MIN}) {
        const auto failure = FAILURE_OF(lb::checked_index(index, 5, 1));
        CHECK(failure.code == errc::index_out_of_bounds);
        CHECK(failure.field == 1);
        CHECK(failure.offset == index);
        CHECK(failure.have == 5);
    }
    CHECK(FAILURE_OF(lb::checked_index(0, 0, 0)).code == errc::index_out_of_bounds);
    CHECK(FAILURE_OF(lb::checked_index(-1, 0, 0)).code == errc::index_out_of_bounds);
    CHECK_THROWS_LB(lb::index_error, "index out of bounds on dimension 2 (index -6, extent 5)",
                    lb::checked_index(-6, 5, 1));
}

TEST_CASE("transpose reverses the axes") {
    CHECK_BOTH(lb::transpose(box) == layout<3>{{{4, 3, 2}}, {{4, 16, 48}}});
    CHECK_BOTH(lb::transpose(lb::transpose(box)) == box);
    CHECK_BOTH(lb::transpose(layout<1>{{{7}}, {{-2}}}) == layout<1>{{{7}}, {{-2}}});
    CHECK_BOTH(lb::transpose(layout<0>{}) == layout<0>{});
}

TEST_CASE("permute moves every item where numpy transpose does") {
    constexpr index_array<3> orders[] = {{{0, 1, 2}}, {{0, 2, 1}}, {{1, 0, 2}},  {{1, 2, 0}},
                                         {{2, 0, 1}}, {{2, 1, 0}}, {{-1, 0, 1}}, {{-3, -1, -2}}};
    for (const auto& axes : orders) CHECK(permutes_like_the_model(axes));
    CHECK_BOTH(permutes_like_the_model({{1, 2, 0}}));
    CHECK_BOTH(lb::permute(box, {{2, 0, 1}}) == layout<3>{{{4, 2, 3}}, {{4, 48, 16}}});
    CHECK_BOTH(lb::permute(layout<0>{}, index_array<0>{}) == layout<0>{});
}

TEST_CASE("permute refuses axes that are not there or come twice") {
    constexpr index_array<3> wrong[] = {{{0, 1, 3}}, {{0, 1, 1}}, {{0, 1, -4}}, {{-1, 0, 2}}};
    constexpr int places[] = {2, 2, 2, 2};
    for (std::size_t k = 0; k < 4; ++k) {
        const auto failure = FAILURE_OF(lb::permute(box, wrong[k]));
        CHECK(failure.code == errc::bad_axes);
        CHECK(failure.field == places[k]);
        CHECK(failure.offset == wrong[k][2]);
    }
    CHECK_THROWS_LB(lb::value_error, "axis 1 is not one of the 3 axes, or is given twice",
                    lb::permute(box, {{0, 1, 1}}));
    CHECK(FAILURE_OF(lb::permute(box, {{PTRDIFF_MIN, 1, 2}})).code == errc::bad_axes);
}

TEST_CASE("flip reverses the items along one axis") {
    for (std::ptrdiff_t axis = -3; axis < 3; ++axis) CHECK(flips_like_the_model(axis));
    CHECK_BOTH(flips_like_the_model(1));
    CHECK_BOTH(lb::flip(box, 0).offset == 48);
    CHECK_BOTH(lb::flip(box, 0).map.strides == index_array<3>{{-48, 16, 4}});
    CHECK(FAILURE_OF(lb::flip(box, 3)).code == errc::index_out_of_bounds);
    CHECK(FAILURE_OF(lb::flip(box, -4)).code == errc::index_out_of_bounds);
}

TEST_CASE("flip of an empty axis stays where it is") {
    constexpr layout<2> empty{{{0, 3}}, {{12, 4}}};
    CHECK_BOTH(lb::flip(empty, 0).offset == 0);
    CHECK_BOTH(lb::flip(empty, 0).map.shape == empty.shape);
}

TEST_CASE("flip of a single item accepts every stride") {
    constexpr layout<1> single{{{1}}, {{PTRDIFF_MIN}}};
    CHECK_BOTH(lb::flip(single, 0).offset == 0);
    CHECK_BOTH(lb::flip(single, 0).map.shape == single.shape);
}

TEST_CASE("layouts are values") {
    STATIC_CHECK(std::is_trivially_copyable_v<layout<4>>);
    STATIC_CHECK(sizeof(layout<2>) == 4 * sizeof(std::ptrdiff_t));
    CHECK_BOTH(box == layout<3>{{{2, 3, 4}}, {{48, 16, 4}}});
    CHECK_BOTH(box != lb::transpose(box));
}
