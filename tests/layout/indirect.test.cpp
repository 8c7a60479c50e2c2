#include <cstdint>
#include <initializer_list>
#include <lendbuf/layout/indirect.hpp>
#include <limits>

#include "model.hpp"
#include "support/failure.hpp"

namespace lb = lendbuf;
using lb::all;
using lb::ellipsis;
using lb::errc;
using lb::index_array;
using lb::indirect_layout;
using lb::newaxis;
using lb::none;
using lb::slice;

namespace {

// ndarray(..., shape=[2, 3], format="i", flags=ND_PIL) and [2, 3, 4] of CPython's _testbuffer
constexpr indirect_layout<2> table{{{2, 3}}, {{8, 4}}, {{0, -1}}};
constexpr indirect_layout<3> box{{{2, 3, 4}}, {{8, 16, 4}}, {{0, -1, -1}}};

template <std::size_t From, std::size_t To>
constexpr bool is(const lb::indirect_selection<From, To>& got, const index_array<To>& shape,
                  const index_array<To>& strides, const index_array<To>& suboffsets, std::ptrdiff_t offset) {
    return got.map == indirect_layout<To>{shape, strides, suboffsets} && got.offsets[0] == offset && got.hops == 0;
}

template <class... S>
constexpr auto at(const S&... s) {
    return lb::subscript(table, s...);
}
template <class... S>
constexpr auto in_box(const S&... s) {
    return lb::subscript(box, s...);
}

constexpr slice reversed(none, none, -1);

/// Stands for memory full of pointers: where the one at an address leads. No two lead to the same place.
constexpr std::uint64_t follow(std::uint64_t address) {
    return (address ^ 0x5bd1e995u) * 0x9e3779b97f4a7c15u;
}

/// Walks to an item by the words of PEP 3118.
template <std::size_t Rank>
constexpr std::uint64_t walk(std::uint64_t base, const indirect_layout<Rank>& map, const index_array<Rank>& index) {
    for (std::size_t k = 0; k < Rank; ++k) {
        base += static_cast<std::uint64_t>(map.strides[k] * index[k]);
        if (map.suboffsets[k] >= 0) base = follow(base) + static_cast<std::uint64_t>(map.suboffsets[k]);
    }
    return base;
}

template <std::size_t From, std::size_t To>
constexpr std::uint64_t base_of(const lb::indirect_selection<From, To>& selected) {
    auto place = static_cast<std::uint64_t>(selected.offsets[0]);
    for (std::size_t hop = 0; hop < selected.hops; ++hop)
        place = follow(place) + static_cast<std::uint64_t>(selected.offsets[hop + 1]);
    return place;
}

/// Says what a subscript does to one axis: an index, or start, length and step of a slice. A new axis uses up none.
struct choice {
    enum { index, part, added } kind;
    std::ptrdiff_t start = 0, length = 1, step = 1;
};

/// Tells whether one pointer for each axis of the result is enough: between two pointers behind a kept axis, another
/// axis must be kept.
template <std::size_t Rank>
bool expressible(const indirect_layout<Rank>& map, std::initializer_list<choice> choices) {
    bool varies = false;
    bool taken = false;
    std::size_t axis = 0;
    for (const choice& c : choices) {
        if (c.kind != choice::index) taken = false;
        varies = varies || c.kind == choice::part;
        if (c.kind == choice::added) continue;
        const bool pointer = map.suboffsets[axis++] >= 0;
        if (pointer && varies && taken) return false;
        taken = taken || pointer;
    }
    return true;
}

/// Tells whether a selection leads to the items that the choices name, or is refused where it must be.
template <std::size_t To, std::size_t From, class Select>
bool selects(const indirect_layout<From>& map, std::initializer_list<choice> choices, const Select& select) {
    bool has_items = true;
    for (const choice& c : choices) has_items = has_items && c.length > 0;
    lb::indirect_selection<From, To> selected;
    const auto failure = test_support::failure_of([&] { selected = select(); });
    if (has_items && !expressible(map, choices)) return failure.code == errc::pointers_not_expressible;
    if (failure.code != errc::success) return false;
    bool good = true;
    test_support::for_each_index(selected.map.shape, [&](const index_array<To>& index) {
        index_array<From> source;
        std::size_t in = 0;
        std::size_t out = 0;
        for (const choice& c : choices) {
            if (c.kind == choice::part) source[in++] = c.start + c.step * index[out++];
            if (c.kind == choice::index) source[in++] = c.start;
            if (c.kind == choice::added) ++out;
        }
        good = good && walk(base_of(selected), selected.map, index) == walk(0, map, source);
    });
    std::size_t out = 0;
    for (const choice& c : choices)
        if (c.kind != choice::index) good = good && selected.map.shape[out++] == c.length;
    return good;
}

struct random_choices {
    std::uint32_t state = 7;
    std::ptrdiff_t operator()(std::ptrdiff_t low, std::ptrdiff_t high) {
        state = state * 1664525u + 1013904223u;
        return low + static_cast<std::ptrdiff_t>(state >> 8) % (high - low + 1);
    }
    choice index_of(std::ptrdiff_t extent) { return {choice::index, (*this)(0, extent - 1)}; }
    choice part_of(std::ptrdiff_t extent) {
        const std::ptrdiff_t length = (*this)(0, 9) == 0 ? 0 : (*this)(1, extent);
        const std::ptrdiff_t step = length == 2 ? (*this)(1, extent - 1) : 1;
        const std::ptrdiff_t start = (*this)(0, extent - 1 - (length > 0 ? (length - 1) * step : 0));
        if ((*this)(0, 1) == 0) return {choice::part, start, length, step};
        return {choice::part, start + (length > 0 ? (length - 1) * step : 0), length, -step};
    }
};

slice<> slice_of(const choice& c) {
    const std::ptrdiff_t stop = c.start + c.step * c.length;
    return {c.start, stop < 0 ? lb::slice_bound(none) : lb::slice_bound(stop), c.step};
}

} // namespace

TEST_CASE("the depth counts axes up to the last pointer") {
    CHECK_BOTH(table.depth() == 1 && box.depth() == 1 && table.is_indirect(0) && !table.is_indirect(1));
    CHECK_BOTH(indirect_layout<2>{{{2, 3}}, {{8, 8}}, {{-1, 0}}}.depth() == 2);
    CHECK_BOTH(lb::without_pointers(lb::layout<2>{{{2, 3}}, {{12, 4}}}).depth() == 0);
    CHECK_BOTH(lb::without_pointers(lb::layout<2>{{{2, 3}}, {{12, 4}}}).strides == index_array<2>{{12, 4}});
}

TEST_CASE("slices behind a pointer move its suboffset, as in memoryview") {
    CHECK_BOTH(is(at(), {{2, 3}}, {{8, 4}}, {{0, -1}}, 0));
    CHECK_BOTH(is(at(all, slice(1, none)), {{2, 2}}, {{8, 4}}, {{4, -1}}, 0));
    CHECK_BOTH(is(at(slice(1, none)), {{1, 3}}, {{8, 4}}, {{0, -1}}, 8));
    CHECK_BOTH(is(at(reversed), {{2, 3}}, {{-8, 4}}, {{0, -1}}, 8));
    CHECK_BOTH(is(at(all, reversed), {{2, 3}}, {{8, -4}}, {{8, -1}}, 0));
    CHECK_BOTH(is(lb::subscript(at(all, reversed).map, all, slice(1, none)), {{2, 2}}, {{8, -4}}, {{4, -1}}, 0));
    CHECK_BOTH(is(at(reversed, slice(none, none, 2)), {{2, 2}}, {{-8, 8}}, {{0, -1}}, 8));
    CHECK_BOTH(is(at(slice(1, none), slice(2, none)), {{1, 1}}, {{8, 4}}, {{8, -1}}, 8));
    CHECK_BOTH(is(in_box(all, slice(1, none)), {{2, 2, 4}}, {{8, 16, 4}}, {{16, -1, -1}}, 0));
    CHECK_BOTH(is(in_box(all, all, reversed), {{2, 3, 4}}, {{8, 16, -4}}, {{12, -1, -1}}, 0));
    CHECK_BOTH(is(in_box(all, reversed), {{2, 3, 4}}, {{8, -16, 4}}, {{32, -1, -1}}, 0));
    CHECK_BOTH(is(in_box(reversed, slice(none, none, 2), slice(1, 3)), {{2, 2, 2}}, {{-8, 32, 4}}, {{4, -1, -1}}, 8));
}

TEST_CASE("empty slices move nothing, other than in memoryview") {
    CHECK_BOTH(is(at(all, slice(3, none)), {{2, 0}}, {{8, 4}}, {{0, -1}}, 0)); // 12 there
    CHECK_BOTH(is(at(slice(2, none)), {{0, 3}}, {{8, 4}}, {{0, -1}}, 0));
    CHECK_BOTH(is(at(slice(2, none), slice(1, none)), {{0, 2}}, {{8, 4}}, {{4, -1}}, 0));
}

TEST_CASE("an index on the first axis follows the pointer") {
    constexpr auto row = at(1);
    CHECK_BOTH(row.map == indirect_layout<1>{{{3}}, {{4}}, {{-1}}} && row.hops == 1);
    CHECK_BOTH(row.offsets[0] == 8 && row.offsets[1] == 0 && row.axes[0] == 0 && row.indices[0] == 1);
    constexpr auto part = in_box(-1, slice(1, none), 2);
    CHECK_BOTH(part.map == indirect_layout<1>{{{2}}, {{16}}, {{-1}}} && part.offsets[0] == 8 && part.offsets[1] == 24);
    constexpr auto item = at(1, 2);
    CHECK_BOTH(item.hops == 1 && item.offsets[1] == 8 && item.map.depth() == 0);
}

TEST_CASE("an index behind a kept axis adds to its suboffset") {
    CHECK_BOTH(is(at(all, 2), {{2}}, {{8}}, {{8}}, 0));
    CHECK_BOTH(is(in_box(ellipsis, 1, -1), {{2}}, {{8}}, {{28}}, 0));
}

TEST_CASE("a pointer of an indexed axis moves to the axis before") {
    // pointers along the second axis only: a row of pointers to items
    constexpr indirect_layout<2> inner{{{2, 3}}, {{24, 8}}, {{-1, 4}}};
    CHECK_BOTH(is(lb::subscript(inner, all, 2), {{2}}, {{24}}, {{4}}, 16));
    constexpr indirect_layout<3> third{{{2, 3, 4}}, {{8, 24, 8}}, {{0, -1, 4}}};
    CHECK_BOTH(is(lb::subscript(third, all, all, 1), {{2, 3}}, {{8, 24}}, {{8, 4}}, 0));
    CHECK_BOTH(is(lb::subscript(third, all, 1, newaxis, 1), {{2, 1}}, {{8, 0}}, {{32, 4}}, 0));
}

TEST_CASE("new axes keep pointers in their places") {
    CHECK_BOTH(is(at(newaxis), {{1, 2, 3}}, {{0, 8, 4}}, {{-1, 0, -1}}, 0));
    CHECK_BOTH(is(at(all, newaxis, 1), {{2, 1}}, {{8, 0}}, {{4, -1}}, 0));
    constexpr auto row = at(newaxis, 1, none);
    CHECK_BOTH(row.map == indirect_layout<3>{{{1, 1, 3}}, {{0, 0, 4}}, {{-1, -1, -1}}} && row.hops == 1);
}

TEST_CASE("what suboffsets cannot say is refused") {
    constexpr indirect_layout<2> twice{{{2, 3}}, {{8, 8}}, {{0, 16}}};
    const auto chained = FAILURE_OF(lb::subscript(twice, all, 1));
    CHECK((chained.code == errc::pointers_not_expressible && chained.field == 1 && chained.offset == 16));
    CHECK_BOTH(lb::subscript(twice, 1, 1).hops == 2 && lb::subscript(twice, 1).hops == 1);
    CHECK_BOTH(lb::subscript(twice, slice(0, 0), 1).map.shape[0] == 0);
    // Rows whose pointers lead to the last item. memoryview makes a suboffset of -4, "no pointer", and reads rubbish.
    constexpr indirect_layout<2> backwards{{{2, 3}}, {{8, -4}}, {{0, -1}}};
    const auto negative = FAILURE_OF(lb::subscript(backwards, all, slice(1, none)));
    CHECK((negative.code == errc::pointers_not_expressible && negative.field == 0 && negative.offset == -4));
    CHECK_BOTH(is(lb::subscript(backwards, all, slice(3, none)), {{2, 0}}, {{8, -4}}, {{0, -1}}, 0));
    constexpr indirect_layout<3> both{{{2, 3, 4}}, {{8, -8, 8}}, {{0, -1, 0}}};
    CHECK(FAILURE_OF(lb::subscript(both, all, slice(1, none))).field == 0);
    // What one axis takes away, another gives back.
    constexpr indirect_layout<3> crossed{{{2, 2, 3}}, {{8, -4, 8}}, {{0, -1, -1}}};
    CHECK_BOTH(is(lb::subscript(crossed, all, 1, slice(1, none)), {{2, 2}}, {{8, 8}}, {{4, -1}}, 0));
}

TEST_CASE("indices and steps are checked as without pointers") {
    CHECK(FAILURE_OF(at(2)).code == errc::index_out_of_bounds);
    CHECK(FAILURE_OF(at(all, -4)).field == 1);
    CHECK(FAILURE_OF(at(all, slice(none, none, 0))).code == errc::zero_step);
    CHECK(FAILURE_OF(at(std::numeric_limits<std::uint64_t>::max())).code == errc::index_out_of_bounds);
}

TEST_CASE("distances that overflow are refused") {
    constexpr auto high = std::numeric_limits<std::ptrdiff_t>::max();
    CHECK_BOTH(lb::try_check(table, 4).has_value() && lb::try_check(box, 4).has_value());
    CHECK_BOTH(lb::try_check(indirect_layout<2>{{{-1, 3}}, {{8, 4}}, {{0, -1}}}, 4).error().code ==
               errc::negative_extent);
    CHECK_BOTH(lb::try_check(indirect_layout<2>{{{high, 3}}, {{8, 4}}, {{0, -1}}}, 4).error().code ==
               errc::shape_overflow);
    CHECK_BOTH(lb::try_check(indirect_layout<2>{{{3, 3}}, {{high, 4}}, {{0, -1}}}, 4).error().field == 0);
    CHECK_BOTH(lb::try_check(indirect_layout<2>{{{3, 3}}, {{8, 4}}, {{high - 7, -1}}}, 4).error().field == 1);
    CHECK_BOTH(lb::try_check(indirect_layout<2>{{{3, 3}}, {{8, 4}}, {{high - 8 - 3, -1}}}, 4).error().code ==
               errc::shape_overflow);
    CHECK_BOTH(lb::try_check(indirect_layout<2>{{{3, 3}}, {{8, 4}}, {{high - 8 - 4, -1}}}, 4).has_value());
    CHECK_BOTH(lb::try_check(indirect_layout<2>{{{2, 3}}, {{high - 7, 4}}, {{0, -1}}}, 4).has_value() ==
               (sizeof(void*) < 8));
    CHECK_BOTH(lb::try_check(indirect_layout<2>{{{0, 3}}, {{high, high}}, {{high, -1}}}, 4).has_value());
}

TEST_CASE("selections lead to the items they name") {
    random_choices next;
    for (int n = 0; n < 3000; ++n) {
        indirect_layout<3> map{
            {{next(1, 4), next(1, 4), next(1, 4)}}, {{8 * next(-6, 6), 8 * next(-6, 6), 8 * next(-6, 6)}}, {}};
        // Suboffsets large enough that none falls below zero.
        for (std::size_t k = 0; k < 3; ++k) map.suboffsets[k] = next(0, 1) == 0 ? -1 : 1000 + 8 * next(0, 9);
        const choice i[3] = {next.index_of(map.shape[0]), next.index_of(map.shape[1]), next.index_of(map.shape[2])};
        const choice p[3] = {next.part_of(map.shape[0]), next.part_of(map.shape[1]), next.part_of(map.shape[2])};
        const choice whole{choice::part, 0, map.shape[2]};
        const choice extra{choice::added};
        const auto good =
            selects<3>(map, {p[0], p[1], p[2]},
                       [&] { return lb::subscript(map, slice_of(p[0]), slice_of(p[1]), slice_of(p[2])); }) &&
            selects<2>(map, {i[0], p[1], whole}, [&] { return lb::subscript(map, i[0].start, slice_of(p[1])); }) &&
            selects<2>(map, {p[0], i[1], p[2]},
                       [&] { return lb::subscript(map, slice_of(p[0]), i[1].start, slice_of(p[2])); }) &&
            selects<2>(map, {p[0], p[1], i[2]},
                       [&] { return lb::subscript(map, slice_of(p[0]), slice_of(p[1]), i[2].start); }) &&
            selects<1>(map, {i[0], i[1], whole},
                       [&] { return lb::subscript(map, i[0].start, i[1].start, ellipsis); }) &&
            selects<1>(map, {i[0], p[1], i[2]},
                       [&] { return lb::subscript(map, i[0].start, slice_of(p[1]), i[2].start); }) &&
            selects<1>(map, {p[0], i[1], i[2]},
                       [&] { return lb::subscript(map, slice_of(p[0]), i[1].start, i[2].start); }) &&
            selects<2>(map, {p[0], i[1], extra, i[2]},
                       [&] { return lb::subscript(map, slice_of(p[0]), i[1].start, newaxis, i[2].start); }) &&
            selects<2>(map, {extra, i[0], p[1], i[2]},
                       [&] { return lb::subscript(map, newaxis, i[0].start, slice_of(p[1]), i[2].start); });
        REQUIRE(good);
    }
}

TEST_CASE("places are visited in C order") {
    constexpr auto places = [](std::size_t depth) {
        std::ptrdiff_t count = 0;
        std::ptrdiff_t last = -1;
        bool ordered = true;
        lb::for_each_place(index_array<3>{{2, 3, 2}}, depth, [&](const index_array<3>& index) {
            const std::ptrdiff_t number = (index[0] * 3 + index[1]) * 2 + index[2];
            ordered = ordered && number > last;
            last = number;
            ++count;
        });
        return ordered ? count : -1;
    };
    CHECK_BOTH(places(0) == 1 && places(1) == 2 && places(2) == 6 && places(3) == 12);
}
