#include <cstdint>
#include <lendbuf/layout/subscript.hpp>
#include <type_traits>

#include "support/failure.hpp"

namespace lb = lendbuf;
using lb::all;
using lb::ellipsis;
using lb::errc;
using lb::index_array;
using lb::layout;
using lb::newaxis;
using lb::none;
using lb::slice;

namespace {

// numpy.zeros((2, 3, 4), "i4")
constexpr layout<3> box{{{2, 3, 4}}, {{48, 16, 4}}};

template <std::size_t Rank>
constexpr bool is(const lb::placed_layout<Rank>& got, const index_array<Rank>& shape, const index_array<Rank>& strides,
                  std::ptrdiff_t offset) {
    return got.map.shape == shape && got.map.strides == strides && got.offset == offset;
}

template <class... S>
constexpr auto at(const S&... s) {
    return lb::subscript(box, s...);
}

template <std::size_t Rank, class... S>
constexpr bool accepts = lb::subscript_for<Rank, S...>;

} // namespace

TEST_CASE("integers drop axes from the front, as in numpy") {
    CHECK_BOTH(is<3>(at(), {{2, 3, 4}}, {{48, 16, 4}}, 0));
    CHECK_BOTH(is<2>(at(1), {{3, 4}}, {{16, 4}}, 48));
    CHECK_BOTH(is<2>(at(-1), {{3, 4}}, {{16, 4}}, 48));
    CHECK_BOTH(is<1>(at(1, 2), {{4}}, {{4}}, 80));
    CHECK_BOTH(is<1>(at(-2, -3), {{4}}, {{4}}, 0));
    CHECK_BOTH(is<0>(at(1, 2, 3), {}, {}, 92));
    CHECK_BOTH(is<0>(at(-1, -1, -1), {}, {}, 92));
}

TEST_CASE("slices keep axes, as in numpy") {
    CHECK_BOTH(is<3>(at(all), {{2, 3, 4}}, {{48, 16, 4}}, 0));
    CHECK_BOTH(is<3>(at(slice(1, none)), {{1, 3, 4}}, {{48, 16, 4}}, 48));
    CHECK_BOTH(is<3>(at(slice(none, none, -1)), {{2, 3, 4}}, {{-48, 16, 4}}, 48));
    CHECK_BOTH(is<3>(at(slice(-1, -3, -1)), {{2, 3, 4}}, {{-48, 16, 4}}, 48));
    CHECK_BOTH(is<3>(at(all, slice(none, none, 2)), {{2, 2, 4}}, {{48, 32, 4}}, 0));
    CHECK_BOTH(is<3>(at(all, slice(none, none, -2), slice(1, 3)), {{2, 2, 2}}, {{48, -32, 4}}, 36));
    CHECK_BOTH(is<3>(at(all, slice(-1, none, -2), slice(-3, -1, 1)), {{2, 2, 2}}, {{48, -32, 4}}, 36));
    CHECK_BOTH(is<3>(at(slice(none, none, -1), slice(none, none, -1), slice(none, none, -1)), {{2, 3, 4}},
                     {{-48, -16, -4}}, 92));
}

TEST_CASE("integers and slices mix, as in numpy") {
    CHECK_BOTH(is<2>(at(all, 1), {{2, 4}}, {{48, 4}}, 16));
    CHECK_BOTH(is<2>(at(all, all, 1), {{2, 3}}, {{48, 16}}, 4));
    CHECK_BOTH(is<1>(at(all, 1, 2), {{2}}, {{48}}, 24));
    CHECK_BOTH(is<1>(at(1, all, 2), {{3}}, {{16}}, 56));
    CHECK_BOTH(is<1>(at(1, 2, all), {{4}}, {{4}}, 80));
}

TEST_CASE("an ellipsis stands for the axes that are left, as in numpy") {
    CHECK_BOTH(is<3>(at(ellipsis), {{2, 3, 4}}, {{48, 16, 4}}, 0));
    CHECK_BOTH(is<2>(at(ellipsis, 1), {{2, 3}}, {{48, 16}}, 4));
    CHECK_BOTH(is<2>(at(1, ellipsis), {{3, 4}}, {{16, 4}}, 48));
    CHECK_BOTH(is<1>(at(1, ellipsis, 2), {{3}}, {{16}}, 56));
    CHECK_BOTH(is<2>(at(ellipsis, all, 1), {{2, 3}}, {{48, 16}}, 4));
    CHECK_BOTH(is<0>(at(1, 2, ellipsis, 3), {}, {}, 92));
}

TEST_CASE("newaxis and none add axes of extent 1, as in numpy") {
    CHECK_BOTH(is<4>(at(newaxis), {{1, 2, 3, 4}}, {{0, 48, 16, 4}}, 0));
    CHECK_BOTH(is<4>(at(none), {{1, 2, 3, 4}}, {{0, 48, 16, 4}}, 0));
    CHECK_BOTH(is<4>(at(ellipsis, newaxis), {{2, 3, 4, 1}}, {{48, 16, 4, 0}}, 0));
    CHECK_BOTH(is<3>(at(newaxis, 1), {{1, 3, 4}}, {{0, 16, 4}}, 48));
    CHECK_BOTH(is<2>(at(1, newaxis, 2), {{1, 4}}, {{0, 4}}, 80));
    CHECK_BOTH(is<5>(at(newaxis, ellipsis, newaxis), {{1, 2, 3, 4, 1}}, {{0, 48, 16, 4, 0}}, 0));
    CHECK_BOTH(is<4>(at(all, newaxis, slice(1, 2), newaxis, -1), {{2, 1, 1, 1}}, {{48, 0, 16, 0}}, 28));
}

TEST_CASE("an empty slice stays at the first item, whatever its start") {
    CHECK_BOTH(is<3>(at(all, slice(0, 0)), {{2, 0, 4}}, {{48, 16, 4}}, 0));
    CHECK_BOTH(is<3>(at(slice(5, none)), {{0, 3, 4}}, {{48, 16, 4}}, 0));
    CHECK_BOTH(is<3>(at(slice(2, none)), {{0, 3, 4}}, {{48, 16, 4}}, 0));
    CHECK_BOTH(is<3>(at(slice(none, none, -1), slice(9, 9)), {{2, 0, 4}}, {{-48, 16, 4}}, 48));
}

TEST_CASE("strides of short slices keep the step, as in CPython") {
    CHECK_BOTH(is<2>(at(0, slice(0, 1, 100)), {{1, 4}}, {{1600, 4}}, 0));
    CHECK_BOTH(is<3>(at(slice(none, none, 5)), {{1, 3, 4}}, {{240, 16, 4}}, 0));
}

TEST_CASE("the largest steps do not overflow") {
    CHECK(at(slice(none, none, PTRDIFF_MAX)).map.shape == index_array<3>{{1, 3, 4}});
    CHECK(at(slice(none, none, PTRDIFF_MIN)).map.shape == index_array<3>{{1, 3, 4}});
    CHECK(at(slice(none, none, PTRDIFF_MIN)).offset == 48);
    constexpr layout<1> one{{{1}}, {{PTRDIFF_MIN}}};
    CHECK(lb::subscript(one, slice(none, none, -1)).map.shape[0] == 1);
    CHECK(lb::subscript(one, 0).offset == 0);
}

TEST_CASE("every slice of every axis finds the items that plain loops find") {
    constexpr layout<2> plane{{{3, 4}}, {{-40, 7}}};
    for (std::ptrdiff_t start = -5; start <= 5; ++start)
        for (std::ptrdiff_t stop = -5; stop <= 5; ++stop)
            for (const std::ptrdiff_t step : {-3, -2, -1, 1, 2, 3}) {
                const auto rows = slice(start, stop, step).indices(3);
                const auto columns = slice(stop, start, -step).indices(4);
                const auto got = lb::subscript(plane, slice(start, stop, step), slice(stop, start, -step));
                if (got.map.shape != index_array<2>{{rows.length, columns.length}}) FAIL_CHECK(start << ' ' << stop);
                for (std::ptrdiff_t i = 0; i < rows.length; ++i)
                    for (std::ptrdiff_t j = 0; j < columns.length; ++j) {
                        const std::ptrdiff_t expected =
                            (rows.start + i * rows.step) * -40 + (columns.start + j * columns.step) * 7;
                        if (got.offset + i * got.map.strides[0] + j * got.map.strides[1] != expected)
                            FAIL_CHECK(start << ' ' << stop << ' ' << step);
                    }
            }
}

TEST_CASE("an index outside is refused with the axis it was meant for") {
    const auto axis_of = [](const lb::error_info& info) {
        CHECK(info.code == errc::index_out_of_bounds);
        return info.field;
    };
    CHECK(axis_of(FAILURE_OF(at(2))) == 0);
    CHECK(axis_of(FAILURE_OF(at(all, -4))) == 1);
    CHECK(axis_of(FAILURE_OF(at(ellipsis, 4))) == 2);
    CHECK(axis_of(FAILURE_OF(at(newaxis, 1, newaxis, 3))) == 1);
    CHECK_THROWS_LB(lb::index_error, "index out of bounds on dimension 3 (index 4, extent 4)", at(0, 0, 4));
    CHECK(FAILURE_OF(at(slice(none, none, 0))).code == errc::zero_step);
}

TEST_CASE("an index too large for the machine is refused, not wrapped") {
    CHECK(FAILURE_OF(at(SIZE_MAX)).code == errc::index_out_of_bounds);
    CHECK(FAILURE_OF(at(UINT64_MAX)).code == errc::index_out_of_bounds);
    CHECK(FAILURE_OF(at(0, 0, std::uint64_t{1} << 63)).code == errc::index_out_of_bounds);
    CHECK(FAILURE_OF(at(std::int64_t{1} << 32)).code == errc::index_out_of_bounds);
    CHECK(FAILURE_OF(at(INT64_MIN)).code == errc::index_out_of_bounds);
    CHECK(at(std::uint8_t{1}).offset == 48);
    CHECK(at(std::int64_t{-1}).offset == 48);
}

TEST_CASE("the compiler knows the rank of the result") {
    STATIC_CHECK(lb::rank_after<3, int, lb::none_t, decltype(all)> == 3);
    STATIC_CHECK(lb::rank_after<3, int, int, int> == 0);
    STATIC_CHECK(lb::rank_after<0, lb::newaxis_t> == 1);
    STATIC_CHECK(lb::axes_consumed<int, lb::newaxis_t, decltype(all), lb::ellipsis_t> == 2);
    STATIC_CHECK(std::is_same_v<decltype(at(1, ellipsis, newaxis)), lb::placed_layout<3>>);
}

TEST_CASE("subscripts that do not fit are not accepted") {
    STATIC_CHECK(accepts<2, int, const int&, lb::ellipsis_t>);
    STATIC_CHECK(accepts<2, decltype(all), slice<true>, lb::newaxis_t>);
    STATIC_CHECK_FALSE(accepts<2, int, int, int>);
    STATIC_CHECK_FALSE(accepts<2, lb::ellipsis_t, lb::ellipsis_t>);
    STATIC_CHECK_FALSE(accepts<2, bool>);
    STATIC_CHECK_FALSE(accepts<2, double>);
    STATIC_CHECK_FALSE(accepts<2, const char*>);
}

TEST_CASE("a layout of rank 0 has nothing to subscript but new axes") {
    constexpr layout<0> item{};
    CHECK_BOTH(lb::subscript(item).offset == 0);
    CHECK_BOTH(is<2>(lb::subscript(item, newaxis, ellipsis, newaxis), {{1, 1}}, {{0, 0}}, 0));
    STATIC_CHECK_FALSE(accepts<0, int>);
}
