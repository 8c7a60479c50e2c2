// Examples from NumPy; then all small layouts, index by index.
#include <cstdint>
#include <lendbuf/layout/axes.hpp>

#include "layout/model.hpp"

namespace lb = lendbuf;
using lb::errc;
using lb::index_array;
using lb::layout;
using test_support::for_each_layout_of_any_rank;
using test_support::leads_to;
using test_support::text_of;

namespace {

// numpy.zeros((2, 3, 4), "i4")
constexpr layout<3> box{{{2, 3, 4}}, {{48, 16, 4}}};
// numpy.zeros((1, 3, 1), "i4")
constexpr layout<3> thin{{{1, 3, 1}}, {{12, 4, 4}}};

template <std::size_t Rank>
constexpr bool is(const lb::placed_layout<Rank>& got, const layout<Rank>& map, std::ptrdiff_t offset) {
    return got.map == map && got.offset == offset;
}

// The place of an axis that may count from the end.
constexpr std::size_t place_of(std::ptrdiff_t axis, std::size_t rank) {
    return static_cast<std::size_t>(axis < 0 ? axis + static_cast<std::ptrdiff_t>(rank) : axis);
}

template <std::size_t Rank>
constexpr std::ptrdiff_t signed_rank = static_cast<std::ptrdiff_t>(Rank);

bool is_bad_axis(const lb::error_info& info, std::ptrdiff_t axis, std::uint64_t rank) {
    return info.code == errc::bad_axes && info.offset == axis && info.have == rank;
}

} // namespace

TEST_CASE("an axis counts from the start, a negative one from the end, once") {
    CHECK_BOTH(*lb::try_axis(0, 3) == 0 && *lb::try_axis(2, 3) == 2 && *lb::try_axis(-1, 3) == 2);
    CHECK_BOTH(*lb::try_axis(-3, 3) == 0);
    for (const std::ptrdiff_t wrong : {std::ptrdiff_t{3}, std::ptrdiff_t{-4}, PTRDIFF_MAX, PTRDIFF_MIN}) {
        CHECK(is_bad_axis(lb::try_axis(wrong, 3).error(), wrong, 3));
        CHECK(is_bad_axis(lb::try_axis(wrong % 2, 0).error(), wrong % 2, 0));
    }
    CHECK(test_support::message_of(lb::try_axis(-4, 3).error()) ==
          "axis -4 is not one of the 3 axes, or is given twice");
}

TEST_CASE("squeeze drops an axis of one item") {
    CHECK_BOTH(lb::squeeze(thin, 0) == layout<2>{{{3, 1}}, {{4, 4}}});
    CHECK_BOTH(lb::squeeze(thin, -1) == layout<2>{{{1, 3}}, {{12, 4}}});
    CHECK_BOTH(lb::squeeze(layout<1>{{{1}}, {{PTRDIFF_MIN}}}, 0) == layout<0>{});
}

TEST_CASE("squeeze refuses other axes and says how long they are") {
    CHECK_THROWS_LB(lb::value_error, "dimension 2 has extent 3, needs 1", lb::squeeze(thin, 1));
    CHECK(FAILURE_OF(lb::squeeze(thin, -2)).field == 1);
    CHECK(FAILURE_OF(lb::squeeze(layout<1>{}, 0)).have == 0);
    CHECK(is_bad_axis(FAILURE_OF(lb::squeeze(thin, 3)), 3, 3));
}

TEST_CASE("expand adds an axis of one item") {
    CHECK_BOTH(lb::expand(box, 0) == layout<4>{{{1, 2, 3, 4}}, {{0, 48, 16, 4}}});
    CHECK_BOTH(lb::expand(box, 1) == layout<4>{{{2, 1, 3, 4}}, {{48, 0, 16, 4}}});
    CHECK_BOTH(lb::expand(box, 3) == layout<4>{{{2, 3, 4, 1}}, {{48, 16, 4, 0}}});
    CHECK_BOTH(lb::expand(box, -1) == lb::expand(box, 3) && lb::expand(box, -4) == lb::expand(box, 0));
    CHECK_BOTH(lb::expand(layout<0>{}, -1) == layout<1>{{{1}}, {{0}}});
    CHECK(is_bad_axis(FAILURE_OF(lb::expand(box, 4)), 4, 4));
    CHECK(is_bad_axis(FAILURE_OF(lb::expand(box, -5)), -5, 4));
}

TEST_CASE("squeeze undoes expand in every layout") {
    std::size_t cases = 0;
    for_each_layout_of_any_rank([&]<std::size_t Rank>(const layout<Rank>& from) {
        for (std::ptrdiff_t axis = -signed_rank<Rank> - 1; axis <= signed_rank<Rank>; ++axis) {
            ++cases;
            if (lb::squeeze(lb::expand(from, axis), axis) != from) FAIL_CHECK(text_of(from) << axis);
        }
    });
    CHECK(cases > 100000);
}

TEST_CASE("swap_axes exchanges two axes") {
    CHECK_BOTH(lb::swap_axes(box, 0, -1) == layout<3>{{{4, 3, 2}}, {{4, 16, 48}}});
    CHECK_BOTH(lb::swap_axes(box, 1, 1) == box && lb::swap_axes(box, 2, 1) == lb::swap_axes(box, 1, 2));
    CHECK(is_bad_axis(FAILURE_OF(lb::swap_axes(box, 3, 0)), 3, 3));
    CHECK(is_bad_axis(FAILURE_OF(lb::swap_axes(box, 0, -4)), -4, 3));
    CHECK(is_bad_axis(FAILURE_OF(lb::swap_axes(layout<0>{}, 0, 0)), 0, 0));
}

TEST_CASE("move_axis takes one axis elsewhere and keeps the others in order") {
    CHECK_BOTH(lb::move_axis(box, 0, -1) == layout<3>{{{3, 4, 2}}, {{16, 4, 48}}});
    CHECK_BOTH(lb::move_axis(box, 2, 0) == layout<3>{{{4, 2, 3}}, {{4, 48, 16}}});
    CHECK_BOTH(lb::move_axis(box, 1, 1) == box && lb::move_axis(box, 0, 1) == lb::swap_axes(box, 0, 1));
    CHECK(is_bad_axis(FAILURE_OF(lb::move_axis(box, 0, 3)), 3, 3));
    CHECK(is_bad_axis(FAILURE_OF(lb::move_axis(box, -4, 0)), -4, 3));
}

TEST_CASE("moved and exchanged axes are permutations in every layout") {
    std::size_t cases = 0;
    for_each_layout_of_any_rank([&]<std::size_t Rank>(const layout<Rank>& from) {
        for (std::ptrdiff_t a = -signed_rank<Rank>; a < signed_rank<Rank>; ++a)
            for (std::ptrdiff_t b = 0; b < signed_rank<Rank>; ++b) {
                ++cases;
                index_array<Rank> swapped;
                index_array<Rank> moved;
                for (std::size_t k = 0; k < Rank; ++k) swapped[k] = static_cast<std::ptrdiff_t>(k);
                std::swap(swapped[place_of(a, Rank)], swapped[place_of(b, Rank)]);
                // NumPy's own definition: the others in order, then `a` inserted at `b`.
                std::vector<std::ptrdiff_t> others;
                for (std::size_t k = 0; k < Rank; ++k)
                    if (k != place_of(a, Rank)) others.push_back(static_cast<std::ptrdiff_t>(k));
                others.insert(others.begin() + static_cast<std::ptrdiff_t>(place_of(b, Rank)),
                              static_cast<std::ptrdiff_t>(place_of(a, Rank)));
                for (std::size_t k = 0; k < Rank; ++k) moved[k] = others[k];
                if (lb::swap_axes(from, a, b) != lb::permute(from, swapped)) FAIL_CHECK(text_of(from) << a << b);
                if constexpr (Rank > 0)
                    if (lb::move_axis(from, a, b) != lb::permute(from, moved)) FAIL_CHECK(text_of(from) << a << b);
            }
    });
    CHECK(cases > 500000);
}

TEST_CASE("diagonal selects what numpy diagonal does") {
    CHECK_BOTH(is(lb::diagonal(box), {{{4, 2}}, {{4, 64}}}, 0));
    CHECK_BOTH(is(lb::diagonal(box, 1), {{{4, 2}}, {{4, 64}}}, 16));
    CHECK_BOTH(is(lb::diagonal(box, -1), {{{4, 1}}, {{4, 64}}}, 48));
    CHECK_BOTH(is(lb::diagonal(box, 5), {{{4, 0}}, {{4, 64}}}, 0));
    CHECK_BOTH(is(lb::diagonal(box, 1, 2, 0), {{{3, 1}}, {{16, 52}}}, 48));
    CHECK_BOTH(is(lb::diagonal(box, 0, -1, -3), {{{3, 2}}, {{16, 52}}}, 0));
    CHECK_BOTH(is(lb::diagonal(layout<2>{{{3, 3}}, {{12, 4}}}, -1), {{{2}}, {{16}}}, 12));
    CHECK_BOTH(is(lb::diagonal(box, PTRDIFF_MAX), {{{4, 0}}, {{4, 64}}}, 0));
    CHECK_BOTH(is(lb::diagonal(box, PTRDIFF_MIN), {{{4, 0}}, {{4, 64}}}, 0));
}

TEST_CASE("diagonal refuses axes that are not there or the same") {
    CHECK(is_bad_axis(FAILURE_OF(lb::diagonal(box, 0, 3)), 3, 3));
    CHECK(is_bad_axis(FAILURE_OF(lb::diagonal(box, 0, 0, -4)), -4, 3));
    CHECK(is_bad_axis(FAILURE_OF(lb::diagonal(box, 0, 1, -2)), -2, 3));
    CHECK_THROWS_LB(lb::value_error, "axis 1 is not one of the 3 axes, or is given twice", lb::diagonal(box, 0, 1, 1));
}

TEST_CASE("diagonals of every layout lead to the items that plain loops find") {
    std::size_t cases = 0;
    for_each_layout_of_any_rank([&]<std::size_t Rank>(const layout<Rank>& from) {
        if constexpr (Rank > 1)
            for (std::size_t a = 0; a < Rank; ++a)
                for (std::size_t b = 0; b < Rank; ++b)
                    for (std::ptrdiff_t offset = a == b ? 5 : -4; offset <= 4; ++offset) {
                        ++cases;
                        index_array<Rank - 1> shape;
                        for (std::size_t k = 0, out = 0; k < Rank; ++k)
                            if (k != a && k != b) shape[out++] = from.shape[k];
                        for (std::ptrdiff_t i = 0; i < from.shape[a]; ++i)
                            if (i + offset >= 0 && i + offset < from.shape[b]) ++shape[Rank - 2];
                        const auto model = [&](const index_array<Rank - 1>& index) {
                            index_array<Rank> source;
                            for (std::size_t k = 0, in = 0; k < Rank; ++k)
                                if (k != a && k != b) source[k] = index[in++];
                            source[a] = index[Rank - 2] - (offset < 0 ? offset : 0);
                            source[b] = source[a] + offset;
                            return source;
                        };
                        const auto got = lb::diagonal(from, offset, static_cast<std::ptrdiff_t>(a),
                                                      static_cast<std::ptrdiff_t>(b) - signed_rank<Rank>);
                        if (!leads_to(got, shape, from, model))
                            FAIL_CHECK(text_of(from) << offset << ' ' << a << ' ' << b);
                    }
    });
    CHECK(cases > 1000000);
}

TEST_CASE("split_at cuts an axis in two") {
    CHECK_BOTH(is(lb::split_at(box, 1, 1).first, {{{2, 1, 4}}, {{48, 16, 4}}}, 0));
    CHECK_BOTH(is(lb::split_at(box, 1, 1).second, {{{2, 2, 4}}, {{48, 16, 4}}}, 16));
    CHECK_BOTH(is(lb::split_at(box, -1, -1).first, {{{2, 3, 3}}, {{48, 16, 4}}}, 0));
    CHECK_BOTH(is(lb::split_at(box, -1, -1).second, {{{2, 3, 1}}, {{48, 16, 4}}}, 12));
    CHECK_BOTH(is(lb::split_at(box, 2).first, box, 0));
    CHECK_BOTH(is(lb::split_at(box, 2).second, {{{0, 3, 4}}, {{48, 16, 4}}}, 0));
    CHECK_BOTH(is(lb::split_at(box, -2).second, box, 0));
}

TEST_CASE("split_at refuses positions outside the axis") {
    for (const std::ptrdiff_t wrong : {std::ptrdiff_t{4}, std::ptrdiff_t{-4}, PTRDIFF_MAX, PTRDIFF_MIN}) {
        const auto failure = FAILURE_OF(lb::split_at(box, wrong, 1));
        CHECK((failure.code == errc::split_out_of_range && failure.field == 1 && failure.offset == wrong));
        CHECK(failure.have == 3);
    }
    CHECK(FAILURE_OF(lb::split_at(layout<1>{}, 1)).code == errc::split_out_of_range);
    CHECK_THROWS_LB(lb::index_error, "cannot split dimension 2 of 3 items at 4", lb::split_at(box, 4, 1));
    CHECK(is_bad_axis(FAILURE_OF(lb::split_at(box, 0, 3)), 3, 3));
}

TEST_CASE("the parts of every split layout are its items in order") {
    std::size_t cases = 0;
    for_each_layout_of_any_rank([&]<std::size_t Rank>(const layout<Rank>& from) {
        if constexpr (Rank > 0)
            for (std::size_t axis = 0; axis < Rank; ++axis)
                for (std::ptrdiff_t position = -from.shape[axis]; position <= from.shape[axis]; ++position) {
                    ++cases;
                    const std::ptrdiff_t first = position < 0 ? position + from.shape[axis] : position;
                    const auto [head, tail] = lb::split_at(from, position, static_cast<std::ptrdiff_t>(axis));
                    index_array<Rank> shape = from.shape;
                    shape[axis] = first;
                    bool good = leads_to(head, shape, from, [](const auto& index) { return index; });
                    shape[axis] = from.shape[axis] - first;
                    good = good && leads_to(tail, shape, from, [&](index_array<Rank> index) {
                               index[axis] += first;
                               return index;
                           });
                    if (!good) FAIL_CHECK(text_of(from) << position << ' ' << axis);
                }
    });
    CHECK(cases > 100000);
}

TEST_CASE("beside an empty axis the largest strides do no harm") {
    constexpr layout<2> empty{{{0, 5}}, {{PTRDIFF_MAX, PTRDIFF_MAX}}};
    CHECK_BOTH(lb::split_at(empty, 3, 1).second.map.shape == index_array<2>{{0, 2}});
    CHECK_BOTH(lb::diagonal(empty, 3).map.shape == index_array<1>{{0}});
    constexpr layout<3> deep{{{5, 5, 0}}, {{PTRDIFF_MAX, PTRDIFF_MIN, 4}}};
    CHECK_BOTH(lb::diagonal(deep, 4).map.shape == index_array<2>{{0, 1}});
    CHECK_BOTH(lb::diagonal(deep, -4).map.shape == index_array<2>{{0, 1}});
}
