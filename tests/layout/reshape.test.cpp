// Examples from NumPy; then all small layouts in all shapes, against a search for strides that would do.
#include <cstdint>
#include <lendbuf/layout/reshape.hpp>
#include <vector>

#include "layout/model.hpp"

namespace lb = lendbuf;
using lb::errc;
using lb::index_array;
using lb::layout;
using lb::order;
using test_support::for_each_index;
using test_support::for_each_layout_of_any_rank;
using test_support::item_bytes;
using test_support::offset_of;
using test_support::text_of;

namespace {

// numpy.zeros((2, 3, 4), "i4")
constexpr layout<3> box{{{2, 3, 4}}, {{48, 16, 4}}};
constexpr layout<1> row{{{6}}, {{4}}};
constexpr layout<2> nothing{{{0, 3}}, {{12, 4}}};
constexpr std::ptrdiff_t half = PTRDIFF_MAX / 2;

template <order O = order::c, std::size_t Rank, class... I>
constexpr auto reshape(const layout<Rank>& from, I... extents) {
    return lb::try_reshape(from, lb::index_array_of(extents...), item_bytes, O);
}

template <order O = order::c, std::size_t Rank, class... I>
constexpr errc code_of(const layout<Rank>& from, I... extents) {
    return reshape<O>(from, extents...).error().code;
}

// Which item, counted in order `o`, stands at `index`; and the index of an item.
template <std::size_t Rank>
constexpr std::ptrdiff_t number_of(const index_array<Rank>& shape, const index_array<Rank>& index, order o) {
    std::ptrdiff_t number = 0;
    for (std::size_t n = 0; n < Rank; ++n) {
        const std::size_t k = o == order::f ? Rank - 1 - n : n;
        number = number * shape[k] + index[k];
    }
    return number;
}
template <std::size_t Rank>
constexpr index_array<Rank> index_of(const index_array<Rank>& shape, std::ptrdiff_t number, order o) {
    index_array<Rank> index;
    for (std::size_t n = 0; n < Rank; ++n) {
        const std::size_t k = o == order::f ? n : Rank - 1 - n;
        index[k] = number % shape[k];
        number /= shape[k];
    }
    return index;
}

// Offsets of all items in order `o`.
template <std::size_t Rank>
std::vector<std::ptrdiff_t> offsets_of(const layout<Rank>& map, order o) {
    std::vector<std::ptrdiff_t> offsets(static_cast<std::size_t>(lb::item_count_unchecked(map.shape)));
    for (std::size_t n = 0; n < offsets.size(); ++n)
        offsets[n] = offset_of(map, index_of(map.shape, static_cast<std::ptrdiff_t>(n), o));
    return offsets;
}

// Whether `strides` lead to these offsets.
template <std::size_t Rank>
bool leads_to(const layout<Rank>& map, const std::vector<std::ptrdiff_t>& offsets, order o) {
    bool good = true;
    for_each_index(map.shape, [&](const index_array<Rank>& index) {
        good = good && offset_of(map, index) == offsets[static_cast<std::size_t>(number_of(map.shape, index, o))];
    });
    return good;
}

// The only strides that could do: those to the second item of each axis.
template <std::size_t Rank>
layout<Rank> candidate(const index_array<Rank>& shape, const std::vector<std::ptrdiff_t>& offsets, order o) {
    layout<Rank> map{shape, {}};
    for (std::size_t k = 0; k < Rank; ++k) {
        index_array<Rank> second;
        second[k] = 1;
        if (shape[k] > 1) map.strides[k] = offsets[static_cast<std::size_t>(number_of(shape, second, o))] - offsets[0];
    }
    return map;
}

// Whether the items along `axis` really are uneven: the next longer axis goes on elsewhere than one step further.
template <std::size_t Rank>
bool breaks_along(const layout<Rank>& map, std::size_t axis, order o) {
    std::size_t next = axis + 1;
    while (next < Rank && map.shape[next] == 1) ++next;
    if (axis >= Rank || next >= Rank) return false;
    const std::size_t outer = o == order::f ? next : axis;
    const std::size_t inner = o == order::f ? axis : next;
    return map.strides[outer] != map.strides[inner] * map.shape[inner];
}

// All shapes of this rank with `count` items and extents up to 9.
template <std::size_t Rank>
const std::vector<index_array<Rank>>& shapes_of(std::ptrdiff_t count) {
    static const auto table = [] {
        std::vector<std::vector<index_array<Rank>>> shapes(82);
        index_array<Rank> extents;
        for (std::size_t k = 0; k < Rank; ++k) extents[k] = 10;
        for_each_index(extents, [&](const index_array<Rank>& shape) {
            const auto items = static_cast<std::size_t>(lb::item_count_unchecked(shape));
            if (items < shapes.size() && (items != 0 || Rank < 3)) shapes[items].push_back(shape);
        });
        return shapes;
    }();
    return table[static_cast<std::size_t>(count)];
}

// Compares `from` in all shapes of rank `To` with the model. Counts the reshapes that work.
template <std::size_t To, std::size_t From>
void check_shapes(const layout<From>& from, order o, std::size_t& reshaped, std::size_t& refused) {
    const auto offsets = offsets_of(from, o);
    for (const auto& shape : shapes_of<To>(static_cast<std::ptrdiff_t>(offsets.size()))) {
        const auto got = lb::try_reshape(from, shape, item_bytes, o);
        bool possible = true;
        if (!offsets.empty()) possible = leads_to(candidate(shape, offsets, o), offsets, o);
        if (got.has_value() != possible)
            FAIL_CHECK(text_of(from) << "to " << text_of(layout<To>{shape, {}}));
        else if (possible && (got->shape != shape || !leads_to(*got, offsets, o)))
            FAIL_CHECK(text_of(from) << "to " << text_of(*got));
        else if (!possible && (got.error().code != errc::reshape_needs_copy ||
                               !breaks_along(from, static_cast<std::size_t>(got.error().field), o)))
            FAIL_CHECK(text_of(from) << "along " << got.error().field);
        // Any extent may be left open, where the others say what it is.
        for (std::size_t k = 0; k < To && possible; ++k) {
            auto open = shape;
            open[k] = -1;
            const auto again = lb::try_reshape(from, open, item_bytes, o);
            bool known = true;
            for (std::size_t other = 0; other < To; ++other) known = known && (other == k || shape[other] != 0);
            if (known ? *again != *got : again.error().code != errc::negative_extent)
                FAIL_CHECK(text_of(from) << "open " << k);
        }
        ++(possible ? reshaped : refused);
    }
}

} // namespace

TEST_CASE("items that follow each other take any shape, as in numpy") {
    CHECK_BOTH(*reshape(row, 2, 3) == layout<2>{{{2, 3}}, {{12, 4}}});
    CHECK_BOTH(*reshape(row, 3, -1) == layout<2>{{{3, 2}}, {{8, 4}}});
    CHECK_BOTH(*reshape(box, -1) == layout<1>{{{24}}, {{4}}});
    CHECK_BOTH(*reshape(box, 4, 1, 6) == layout<3>{{{4, 1, 6}}, {{24, 24, 4}}});
    CHECK_BOTH(*reshape(box, 2, 3, 2, 2) == layout<4>{{{2, 3, 2, 2}}, {{48, 16, 8, 4}}});
    CHECK_BOTH(*reshape<order::f>(row, 3, 2) == layout<2>{{{3, 2}}, {{4, 12}}});
    CHECK_BOTH(*reshape<order::f>(lb::transpose(box), -1) == layout<1>{{{24}}, {{4}}});
}

TEST_CASE("one item takes any number of axes") {
    CHECK_BOTH(*reshape(layout<0>{}, 1, 1) == layout<2>{{{1, 1}}, {{4, 4}}});
    CHECK_BOTH(*reshape(layout<0>{}, -1) == layout<1>{{{1}}, {{4}}});
    CHECK_BOTH(*reshape(layout<2>{{{1, 1}}, {{PTRDIFF_MIN, PTRDIFF_MAX}}}) == layout<0>{});
    CHECK_BOTH(reshape(layout<2>{{{1, 1}}, {{PTRDIFF_MIN, 7}}}, 1).has_value());
}

TEST_CASE("strided items are reshaped where strides for it exist, as in numpy") {
    constexpr layout<3> stepped{{{2, 3, 2}}, {{48, 16, 8}}}; // [:, :, ::2]
    CHECK_BOTH(*reshape(stepped, 6, 2) == layout<2>{{{6, 2}}, {{16, 8}}});
    CHECK_BOTH(*reshape(stepped, 12) == layout<1>{{{12}}, {{8}}});
    constexpr layout<3> reversed{{{2, 3, 4}}, {{-48, -16, -4}}}; // [::-1, ::-1, ::-1]
    CHECK_BOTH(*reshape(reversed, -1) == layout<1>{{{24}}, {{-4}}});
    CHECK_BOTH(*reshape(lb::transpose(box), 4, 3, 1, 2) == layout<4>{{{4, 3, 1, 2}}, {{4, 16, 96, 48}}});
    CHECK_BOTH(*reshape<order::f>(lb::transpose(box), 12, 2) == layout<2>{{{12, 2}}, {{4, 48}}});
    CHECK_BOTH(*reshape(layout<2>{{{2, 3}}, {{0, 0}}}, 6) == layout<1>{{{6}}, {{0}}});
    CHECK_BOTH(*reshape(layout<3>{{{4, 1, 2}}, {{8, 999, 4}}}, 8) == layout<1>{{{8}}, {{4}}});
}

TEST_CASE("a reshape that would need a copy names the dimension that is uneven") {
    constexpr auto along = [](const auto& got) { return got.error().field; };
    CHECK_BOTH(code_of(lb::transpose(box), 12, 2) == errc::reshape_needs_copy);
    CHECK_BOTH(along(reshape(lb::transpose(box), 4, 6)) == 1);
    CHECK_BOTH(along(reshape(lb::transpose(box), 12, 2)) == 0);
    CHECK_BOTH(along(reshape<order::f>(box, 6, 4)) == 0 && along(reshape<order::f>(box, 2, 12)) == 1);
    CHECK_BOTH(along(reshape(layout<3>{{{2, 3, 4}}, {{48, -16, 4}}}, 24)) == 1);
    CHECK_BOTH(along(reshape(layout<3>{{{2, 1, 4}}, {{48, 16, 4}}}, 8)) == 0);
    CHECK_THROWS_LB(lb::value_error,
                    "cannot reshape in place: the items along dimension 2 do not follow those of the next one evenly",
                    reshape(lb::transpose(box), 4, 6).value());
}

TEST_CASE("a shape for another number of items is refused") {
    constexpr auto failure = reshape(row, 4, 2).error();
    CHECK_BOTH(failure.code == errc::reshape_count && failure.need == 8 && failure.have == 6);
    CHECK_BOTH(code_of(row, 4, -1) == errc::reshape_count && reshape(row, 4, -1).error().need == 4);
    CHECK_BOTH(code_of(row, 0, -1) == errc::reshape_count && code_of(row, 0) == errc::reshape_count);
    CHECK_BOTH(code_of(row, 12, -1) == errc::reshape_count && code_of(row) == errc::reshape_count);
    CHECK_BOTH(code_of(nothing, 2, 3) == errc::reshape_count && code_of(layout<0>{}, 2) == errc::reshape_count);
    CHECK_THROWS_LB(lb::value_error, "cannot reshape 6 items into a shape of 8", reshape(row, 4, 2).value());
}

TEST_CASE("only one extent can be open, and others cannot be negative") {
    CHECK_BOTH(code_of(row, -1, -1) == errc::two_open_extents && reshape(row, 3, -1, -1).error().field == 2);
    CHECK_BOTH(code_of(row, -2, 3) == errc::negative_extent && reshape(row, -2, 3).error().offset == -2);
    CHECK_BOTH(code_of(row, -1, PTRDIFF_MIN) == errc::negative_extent);
    CHECK_BOTH(reshape(row, -1, PTRDIFF_MIN).error().field == 1);
    CHECK_THROWS_LB(lb::value_error, "only one extent can be left open with -1 (dimension 2)",
                    reshape(row, -1, -1).value());
}

TEST_CASE("nothing takes any shape of nothing, as in numpy") {
    CHECK_BOTH(reshape(nothing, 0, 0, 7)->shape == index_array<3>{{0, 0, 7}});
    CHECK_BOTH(reshape(nothing, -1)->shape == index_array<1>{{0}});
    CHECK_BOTH(reshape(nothing, -1, 3)->shape == index_array<2>{{0, 3}});
    CHECK_BOTH(reshape(nothing, 9, 0)->shape == index_array<2>{{9, 0}});
    CHECK_BOTH(code_of(nothing, -1, 0) == errc::negative_extent && reshape(nothing, 0, -1).error().field == 1);
    CHECK_THROWS_LB(lb::value_error, "extent -1 of dimension 1 is negative", reshape(nothing, -1, 0).value());
    constexpr layout<2> wild{{{0, 5}}, {{PTRDIFF_MAX, PTRDIFF_MIN}}};
    CHECK_BOTH(reshape(wild, 5, 0).has_value());
}

TEST_CASE("shapes too large to count are refused") {
    CHECK_BOTH(code_of(row, PTRDIFF_MAX) == errc::shape_overflow && code_of(row, half, half) == errc::shape_overflow);
    CHECK_BOTH(code_of(nothing, 0, half, half) == errc::shape_overflow);
    CHECK_BOTH(code_of(nothing, half, 0) == errc::shape_overflow && code_of(nothing, half / 2, 0) == errc::success);
    CHECK_BOTH(code_of(row, -1, PTRDIFF_MAX) == errc::shape_overflow);
}

TEST_CASE("strides whose products do not fit are not taken for even ones") {
    // As two's complement, 2 * stride is the stride of the first axis; as a number it is not.
    constexpr std::ptrdiff_t quarter = PTRDIFF_MAX / 2 + 1;
    CHECK_BOTH(code_of(layout<2>{{{2, 2}}, {{PTRDIFF_MIN, quarter}}}, 4) == errc::reshape_needs_copy);
    CHECK_BOTH(*reshape(layout<1>{{{2}}, {{quarter}}}, 1, 2) == layout<2>{{{1, 2}}, {{PTRDIFF_MIN, quarter}}});
    CHECK_BOTH(reshape(layout<1>{{{2}}, {{quarter}}}, 1, 1, 2)->strides[2] == quarter);
}

TEST_CASE("every small layout is reshaped exactly where strides for it exist") {
    std::size_t reshaped = 0;
    std::size_t refused = 0;
    for_each_layout_of_any_rank([&]<std::size_t Rank>(const layout<Rank>& from) {
        for (const auto o : {order::c, order::f}) {
            check_shapes<0>(from, o, reshaped, refused);
            check_shapes<1>(from, o, reshaped, refused);
            check_shapes<2>(from, o, reshaped, refused);
            check_shapes<3>(from, o, reshaped, refused);
            if constexpr (Rank < 3) check_shapes<4>(from, o, reshaped, refused);
        }
    });
    CHECK(reshaped > 100000);
    CHECK(refused > 100000);
}
