#include <cstdint>
#include <lendbuf/layout/strides.hpp>
#include <vector>

#include "support/failure.hpp"

namespace lb = lendbuf;
using lb::errc;
using lb::index_array;
using lb::order;

namespace {

constexpr std::ptrdiff_t most = PTRDIFF_MAX;
constexpr std::ptrdiff_t least = PTRDIFF_MIN;

template <std::size_t Rank>
constexpr bool gapless(const index_array<Rank>& shape, const index_array<Rank>& strides, order o) {
    return lb::is_contiguous(Rank, shape.data(), strides.data(), 4, o);
}

// C, F and any, as a text of three letters.
template <std::size_t Rank>
constexpr bool orders(const index_array<Rank>& shape, const index_array<Rank>& strides, bool c, bool f) {
    return gapless(shape, strides, order::c) == c && gapless(shape, strides, order::f) == f &&
           gapless(shape, strides, order::any) == (c || f);
}

template <std::size_t Rank>
constexpr lb::result<lb::byte_reach> reach(const index_array<Rank>& shape, const index_array<Rank>& strides) {
    return lb::try_byte_reach(Rank, shape.data(), strides.data(), 4);
}

template <std::size_t Rank>
constexpr bool reaches(const index_array<Rank>& shape, const index_array<Rank>& strides, std::ptrdiff_t lowest,
                       std::ptrdiff_t end) {
    return reach(shape, strides).has_value() && reach(shape, strides)->lowest == lowest &&
           reach(shape, strides)->end == end;
}

template <std::size_t Rank>
constexpr lb::error_info misfit(const index_array<Rank>& shape, const index_array<Rank>& strides, std::ptrdiff_t offset,
                                std::ptrdiff_t size) {
    return lb::try_fit(Rank, shape.data(), strides.data(), 4, offset, size).error();
}

template <std::size_t Rank>
constexpr bool fits(const index_array<Rank>& shape, const index_array<Rank>& strides, std::ptrdiff_t offset,
                    std::ptrdiff_t size) {
    return misfit(shape, strides, offset, size).code == errc::success;
}

} // namespace

TEST_CASE("gapless strides follow from the shape") {
    CHECK_BOTH(lb::contiguous_strides(index_array<3>{{2, 3, 4}}, 8) == index_array<3>{{96, 32, 8}});
    CHECK_BOTH(lb::contiguous_strides(index_array<3>{{2, 3, 4}}, 8, order::f) == index_array<3>{{8, 16, 48}});
    CHECK_BOTH(lb::contiguous_strides(index_array<1>{{5}}, 3) == index_array<1>{{3}});
    CHECK_BOTH(lb::contiguous_strides(index_array<0>{}, 3) == index_array<0>{});
    CHECK_BOTH(lb::contiguous_strides(index_array<2>{{3, 0}}, 4) == index_array<2>{{0, 4}});
}

TEST_CASE("one axis is gapless in both orders or in none") {
    CHECK_BOTH(orders<1>({{5}}, {{4}}, true, true));
    CHECK_BOTH(orders<1>({{5}}, {{8}}, false, false));
    CHECK_BOTH(orders<1>({{5}}, {{-4}}, false, false));
    CHECK_BOTH(orders<1>({{5}}, {{0}}, false, false));
    CHECK_BOTH(orders<0>({}, {}, true, true));
}

TEST_CASE("more axes are gapless in C order, in Fortran order, or in neither") {
    CHECK_BOTH(orders<2>({{2, 3}}, {{12, 4}}, true, false));
    CHECK_BOTH(orders<2>({{2, 3}}, {{4, 8}}, false, true));
    CHECK_BOTH(orders<2>({{2, 3}}, {{16, 4}}, false, false));
    CHECK_BOTH(orders<2>({{2, 3}}, {{-12, 4}}, false, false));
    CHECK_BOTH(orders<3>({{2, 3, 4}}, {{48, 16, 4}}, true, false));
    CHECK_BOTH(orders<3>({{2, 3, 4}}, {{4, 8, 24}}, false, true));
    CHECK_BOTH(orders<3>({{2, 3, 4}}, {{16, 48, 4}}, false, false));
}

TEST_CASE("extents of 1 put no condition on their stride, empty arrays none at all") {
    CHECK_BOTH(orders<1>({{1}}, {{999}}, true, true));
    CHECK_BOTH(orders<2>({{1, 3}}, {{-7, 4}}, true, true));
    CHECK_BOTH(orders<2>({{3, 1}}, {{4, 0}}, true, true));
    CHECK_BOTH(orders<3>({{2, 1, 3}}, {{12, 5, 4}}, true, false));
    CHECK_BOTH(orders<3>({{2, 1, 3}}, {{4, 5, 8}}, false, true));
    CHECK_BOTH(orders<1>({{0}}, {{8}}, true, true));
    CHECK_BOTH(orders<2>({{5, 0}}, {{1, 1}}, true, true));
    CHECK_BOTH(orders<2>({{0, 5}}, {{1, 1}}, true, true));
}

TEST_CASE("a gapless array passes its own test, in every small shape") {
    for (std::ptrdiff_t a = 0; a <= 3; ++a)
        for (std::ptrdiff_t b = 0; b <= 3; ++b)
            for (std::ptrdiff_t c = 0; c <= 3; ++c)
                for (const order o : {order::c, order::f}) {
                    const index_array<3> shape{{a, b, c}};
                    const auto strides = lb::contiguous_strides(shape, 4, o);
                    CAPTURE(a, b, c);
                    CHECK(gapless(shape, strides, o));
                    CHECK(gapless(shape, strides, order::any));
                    const int longer = (a > 1) + (b > 1) + (c > 1);
                    const bool both = longer <= 1 || a * b * c == 0;
                    CHECK(gapless(shape, strides, o == order::c ? order::f : order::c) == both);
                }
}

TEST_CASE("a layout reaches from its lowest to behind its highest item") {
    CHECK_BOTH(reaches<1>({{5}}, {{4}}, 0, 20));
    CHECK_BOTH(reaches<1>({{5}}, {{-4}}, -16, 4));
    CHECK_BOTH(reaches<1>({{5}}, {{0}}, 0, 4));
    CHECK_BOTH(reaches<2>({{2, 3}}, {{-12, 4}}, -12, 12));
    CHECK_BOTH(reaches<2>({{2, 3}}, {{-12, -4}}, -20, 4));
    CHECK_BOTH(reaches<0>({}, {}, 0, 4));
    CHECK_BOTH(reaches<1>({{1}}, {{least}}, 0, 4));
    CHECK_BOTH(reaches<1>({{1}}, {{most}}, 0, 4));
    CHECK_BOTH(reaches<2>({{3, 0}}, {{most, most}}, 0, 0));
}

TEST_CASE("reach is that of every item, in all small layouts") {
    for (std::ptrdiff_t a = 1; a <= 3; ++a)
        for (std::ptrdiff_t b = 1; b <= 3; ++b)
            for (std::ptrdiff_t s = -9; s <= 9; ++s)
                for (std::ptrdiff_t t = -9; t <= 9; ++t) {
                    std::ptrdiff_t lowest = 0, end = 4;
                    for (std::ptrdiff_t i = 0; i < a; ++i)
                        for (std::ptrdiff_t j = 0; j < b; ++j) {
                            lowest = i * s + j * t < lowest ? i * s + j * t : lowest;
                            end = i * s + j * t + 4 > end ? i * s + j * t + 4 : end;
                        }
                    if (!reaches<2>({{a, b}}, {{s, t}}, lowest, end)) FAIL_CHECK(a << ' ' << b << ' ' << s << ' ' << t);
                }
}

TEST_CASE("distances that do not fit are refused with the axis") {
    CHECK_BOTH(reach<1>({{3}}, {{most}}).error().code == errc::shape_overflow);
    CHECK_BOTH(reach<1>({{3}}, {{least}}).error().code == errc::shape_overflow);
    CHECK_BOTH(reach<1>({{most}}, {{2}}).error().field == 0);
    CHECK_BOTH(reach<2>({{2, 2}}, {{most - 4, 1}}).error().field == 1);
    CHECK_BOTH(reach<2>({{2, 2}}, {{least, -1}}).error().field == 1);
    CHECK_BOTH(reach<1>({{2}}, {{most - 3}}).error().code == errc::shape_overflow); // the item itself does not fit
    CHECK_BOTH(reaches<1>({{2}}, {{most - 4}}, 0, most));
    CHECK_BOTH(reaches<1>({{2}}, {{least}}, least, 4));
}

TEST_CASE("a layout fits memory that holds all its bytes") {
    CHECK_BOTH(fits<1>({{5}}, {{4}}, 0, 20));
    CHECK_BOTH(!fits<1>({{5}}, {{4}}, 0, 19));
    CHECK_BOTH(fits<1>({{5}}, {{-4}}, 16, 20));
    CHECK_BOTH(!fits<1>({{5}}, {{-4}}, 15, 20));
    CHECK_BOTH(!fits<1>({{5}}, {{-4}}, 17, 20));
    CHECK_BOTH(fits<2>({{2, 3}}, {{-12, 4}}, 12, 24));
    CHECK_BOTH(!fits<0>({}, {}, -1, 24));
    CHECK_BOTH(fits<0>({}, {}, 20, 24));
    CHECK_BOTH(!fits<0>({}, {}, 21, 24));
}

TEST_CASE("a misfit tells the first byte it would reach") {
    CHECK_BOTH(misfit<1>({{5}}, {{4}}, 4, 20).offset == 20);
    CHECK_BOTH(misfit<1>({{5}}, {{-4}}, 12, 20).offset == -4);
    CHECK_BOTH(misfit<1>({{5}}, {{4}}, 4, 20).code == errc::layout_outside_memory);
    CHECK_BOTH(misfit<1>({{5}}, {{4}}, 4, 20).need == 4 && misfit<1>({{5}}, {{4}}, 4, 20).have == 20);
    CHECK(test_support::message_of(misfit<1>({{5}}, {{4}}, 4, 20)) ==
          "layout reaches byte 20, 4 bytes long, of memory of 20 bytes");
}

TEST_CASE("an empty layout fits wherever its start is inside or at the end") {
    CHECK_BOTH(fits<1>({{0}}, {{4}}, 0, 0));
    CHECK_BOTH(fits<1>({{0}}, {{4}}, 20, 20));
    CHECK_BOTH(fits<2>({{3, 0}}, {{most, 4}}, 0, 20));
    CHECK_BOTH(misfit<1>({{0}}, {{4}}, 21, 20).offset == 21);
    CHECK_BOTH(misfit<1>({{0}}, {{4}}, -1, 20).offset == -1);
}

TEST_CASE("hostile layouts are refused, not wrapped") {
    CHECK_BOTH(misfit<1>({{-1}}, {{4}}, 0, 20).code == errc::negative_extent);
    CHECK_BOTH(misfit<2>({{2, least}}, {{4, 4}}, 0, 20).field == 1);
    CHECK_BOTH(misfit<2>({{0, -1}}, {{4, 4}}, 0, 20).code == errc::negative_extent);
    CHECK_BOTH(misfit<1>({{3}}, {{most}}, 0, 20).code == errc::shape_overflow);
    CHECK_BOTH(misfit<1>({{2}}, {{4}}, most, 20).code == errc::shape_overflow);
    CHECK_BOTH(misfit<1>({{2}}, {{-4}}, least, 20).code == errc::shape_overflow);
    CHECK_BOTH(misfit<1>({{2}}, {{most - 4}}, 0, most - 1).code == errc::layout_outside_memory);
    CHECK_BOTH(misfit<1>({{2}}, {{most - 4}}, 0, most).code == errc::success);
}
