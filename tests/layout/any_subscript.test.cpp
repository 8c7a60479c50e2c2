#include <lendbuf/layout/any_subscript.hpp>
#include <lendbuf/layout/indirect.hpp>
#include <utility>

#include "layout/model.hpp"

namespace lb = lendbuf;
using lb::all;
using lb::any_axes;
using lb::any_subscript;
using lb::axes_view;
using lb::ellipsis;
using lb::errc;
using lb::newaxis;
using lb::none;
using lb::slice;

namespace {

template <std::size_t Rank>
any_axes<64> axes_of(const lb::indirect_layout<Rank>& map) {
    any_axes<64> axes(Rank);
    for (std::size_t k = 0; k < Rank; ++k) {
        axes.shape()[k] = map.shape[k];
        axes.strides()[k] = map.strides[k];
        axes.suboffsets()[k] = map.suboffsets[k];
    }
    return axes;
}

std::byte memory[1024];

template <std::size_t Rank, class... S>
auto selection(const lb::layout<Rank>& from, const S&... s) {
    const any_subscript subscripts[] = {any_subscript(s)..., any_subscript(ellipsis)};
    return lb::select<64>(axes_of(lb::without_pointers(from)).view(), memory + 512, subscripts, sizeof...(S));
}

template <class... S>
lb::error_info failure(const S&... s) {
    static constexpr lb::layout<2> map{{{3, 4}}, {{16, 4}}};
    const any_subscript subscripts[] = {any_subscript(s)..., any_subscript(ellipsis)};
    const any_axes<64> axes = axes_of(lb::without_pointers(map));
    const axes_view from = axes.view();
    return FAILURE_OF(lb::select<4>(from, memory, subscripts, sizeof...(S)));
}

template <std::size_t Rank, class... S>
void agrees(const lb::layout<Rank>& from, const S&... s) {
    const auto expected = lb::subscript(from, s...);
    const auto found = selection(from, s...);
    const axes_view axes = found.axes.view();
    bool good = lb::axis_values{axes.shape, axes.ndim} == expected.map.shape &&
                lb::axis_values{axes.strides, axes.ndim} == expected.map.strides && axes.depth() == 0;
    // Beside an empty axis nothing moves.
    const bool there = lb::item_count_unchecked(from.shape) != 0;
    good = good && found.base == memory + 512 + (there ? expected.offset : 0);
    CAPTURE(test_support::text_of(from));
    REQUIRE(good);
}

} // namespace

TEST_CASE("arguments say what they are") {
    using kind = any_subscript::kind;
    CHECK_BOTH(any_subscript(-3).type() == kind::index && any_subscript(-3).index() == -3);
    CHECK_BOTH(any_subscript(~0ULL).index() == lb::number_limits<std::ptrdiff_t>::max());
    CHECK_BOTH(any_subscript(all).type() == kind::range && any_subscript(all).consumed() == 1);
    CHECK_BOTH(any_subscript(slice(1, none, -2)).range().step().value_or(0) == -2);
    CHECK_BOTH(any_subscript(none).type() == kind::new_axis && any_subscript(newaxis).consumed() == 0);
    CHECK_BOTH(any_subscript(ellipsis).type() == kind::fill && any_subscript(ellipsis).consumed() == 0);
}

TEST_CASE("selections are those of the subscripts that the compiler knows") {
    test_support::for_each_layout<1>([](const lb::layout<1>& map) {
        agrees(map);
        agrees(map, ellipsis);
        agrees(map, newaxis, all, none);
        for (int start = -4; start <= 4; ++start)
            for (const int step : {-3, -1, 1, 2}) agrees(map, slice(start, none, step));
        for (int stop = -4; stop <= 4; ++stop) agrees(map, slice(1, stop), newaxis);
        if (map.shape[0] > 0) agrees(map, -1);
    });
    test_support::for_each_layout<2>([](const lb::layout<2>& map) {
        agrees(map, all, slice(none, none, -1));
        agrees(map, slice(1, none), slice(none, -1));
        agrees(map, slice(2, 2), slice(none, none, 2));
        agrees(map, ellipsis, slice(0, 2), newaxis);
        agrees(map, newaxis, ellipsis, newaxis);
        if (map.shape[0] > 0) agrees(map, -1, slice(1, none));
        if (map.shape[1] > 0) agrees(map, ellipsis, 0);
        if (map.shape[0] > 1 && map.shape[1] > 0) agrees(map, 1, newaxis, -1);
    });
    test_support::for_each_layout<3>([](const lb::layout<3>& map) {
        agrees(map, slice(none, none, 2), ellipsis, slice(none, none, -2));
        if (map.shape[1] > 1) agrees(map, all, 1, ellipsis);
        if (map.shape[0] > 0 && map.shape[2] > 0) agrees(map, 0, slice(1, none), -1);
    });
}

TEST_CASE("subscripts that do not fit are refused, with the axis") {
    CHECK((failure(0, 0, 0).code == errc::index_count && failure(0, 0, 0).need == 2 && failure(0, 0, 0).have == 3));
    CHECK(failure(all, all, all, ellipsis).code == errc::index_count);
    CHECK(failure(ellipsis, 0, ellipsis).code == errc::two_ellipses);
    CHECK((failure(3).code == errc::index_out_of_bounds && failure(3).field == 0 && failure(3).have == 3));
    CHECK((failure(all, -5).field == 1 && failure(ellipsis, 4).field == 1 && failure(0, newaxis, 4).field == 1));
    CHECK(failure(~0ULL).code == errc::index_out_of_bounds);
    CHECK(failure(all, slice(none, none, 0)).code == errc::zero_step);
    CHECK((failure(newaxis, newaxis, newaxis).code == errc::too_many_axes));
    CHECK(failure(newaxis, newaxis).code == errc::success);
    CHECK(failure(0, newaxis, newaxis, newaxis).code == errc::success);
}

TEST_CASE("huge steps and bounds select what they do in Python") {
    constexpr lb::layout<1> map{{{5}}, {{4}}};
    constexpr auto most = lb::number_limits<std::ptrdiff_t>::max();
    constexpr auto least = lb::number_limits<std::ptrdiff_t>::min();
    const auto first = selection(map, slice(none, none, most));
    CHECK((first.axes.view().shape[0] == 1 && first.base == memory + 512));
    const auto last = selection(map, slice(none, none, least));
    CHECK((last.axes.view().shape[0] == 1 && last.base == memory + 512 + 16));
    CHECK(selection(map, slice(least, most)).axes.view().shape[0] == 5);
    // Python: memoryview(b"abcde")[0:1:5].strides == (5,)
    CHECK(selection(map, slice(0, 1, 5)).axes.view().strides[0] == 20);
}

namespace {

// Rows of four characters behind pointers: two of them, the third is null.
struct lines {
    char text[2][5] = {"abcd", "efgh"};
    char* rows[3] = {text[0], text[1], nullptr};
    any_axes<64> axes = axes_of(lb::indirect_layout<2>{{{3, 4}}, {{sizeof(char*), 1}}, {{0, -1}}});

    // Safety: std::byte may look at any object's bytes.
    const std::byte* base() const { return reinterpret_cast<const std::byte*>(rows); }

    template <class... S>
    auto operator()(S... s) const {
        const any_subscript subscripts[] = {any_subscript(s)..., any_subscript(ellipsis)};
        return lb::select<64>(axes.view(), base(), subscripts, sizeof...(S));
    }
    template <class... S>
    errc refusal(S... s) const {
        const any_subscript subscripts[] = {any_subscript(s)..., any_subscript(ellipsis)};
        const axes_view from = axes.view();
        return FAILURE_OF(lb::select<64>(from, base(), subscripts, sizeof...(S))).code;
    }
};

char first_of(const lb::any_selection<64>& s) {
    const std::ptrdiff_t zeros[64] = {};
    return static_cast<char>(*lb::place_of(s.axes.view(), s.base, zeros, s.axes.ndim()));
}

} // namespace

TEST_CASE("indices follow pointers, slices keep them") {
    const lines m;
    CHECK((first_of(m(1)) == 'e' && m(1).axes.view().depth() == 0 && m(1).axes.ndim() == 1));
    CHECK((first_of(m(1, 2)) == 'g' && m(1, 2).axes.ndim() == 0));
    CHECK((first_of(m(slice(1, none))) == 'e' && m(slice(1, none)).axes.view().depth() == 1));
    CHECK((first_of(m(all, slice(2, none))) == 'c' && m(all, slice(2, none)).axes.view().suboffsets[0] == 2));
    CHECK(
        (first_of(m(all, slice(none, none, -1))) == 'd' && m(all, slice(none, none, -1)).axes.view().strides[1] == -1));
    CHECK((first_of(m(all, 3)) == 'd' && m(all, 3).axes.ndim() == 1 && m(all, 3).axes.view().depth() == 1));
    CHECK((first_of(m(newaxis, 1, newaxis, slice(1, none))) == 'f'));
    CHECK((first_of(m(newaxis, slice(1, none), -1)) == 'h'));
}

TEST_CASE("a null pointer is refused when it is followed, and not before") {
    const lines m;
    CHECK(m.refusal(2) == errc::null_pointer);
    CHECK(m.refusal(-1, 0) == errc::null_pointer);
    CHECK(m.refusal(slice(2, none)) == errc::success);
    CHECK(m.refusal(2, slice(0, 0)) == errc::success); // nothing is there to point to
}

TEST_CASE("an empty part of pointers stays where it is") {
    const lines m;
    CHECK(m(0, slice(4, none)).base == m.base());
    CHECK(m(1, slice(2, 2)).base == m.base());
    CHECK(m(slice(3, none), 3).base == m.base());
    CHECK(m(slice(1, 1), 3).axes.view().shape[0] == 0);
    // A pointer behind the first of three axes, and a table of one line: the strides behind it are not for the table.
    const any_axes<64> deep = axes_of(lb::indirect_layout<3>{{{1, 100, 4}}, {{sizeof(char*), 4, 1}}, {{0, -1, -1}}});
    const any_subscript inside[] = {0, 99, slice(0, 0)};
    CHECK(lb::select<64>(deep.view(), m.base(), inside, 3).base == m.base());
}

TEST_CASE("a selection that suboffsets cannot say is refused") {
    // Tables of tables of rows: two pointers in a row are no suboffsets.
    const any_axes<64> axes = axes_of(lb::indirect_layout<3>{{{2, 2, 4}}, {{8, 8, 1}}, {{0, 0, -1}}});
    const axes_view deep = axes.view();
    const any_subscript middle[] = {all, 0};
    const auto refused = FAILURE_OF(lb::select<64>(deep, memory, middle, 2));
    CHECK((refused.code == errc::pointers_not_expressible && refused.field == 1));
    const any_subscript nothing[] = {slice(0, 0), 0};
    CHECK(FAILURE_OF(lb::select<64>(deep, memory, nothing, 2)).code == errc::success);
    // From the end of a row that the pointers point to the middle of: a suboffset below zero.
    const any_axes<64> back = axes_of(lb::indirect_layout<2>{{{2, 4}}, {{8, -1}}, {{1, -1}}});
    const axes_view from = back.view();
    const any_subscript two_back[] = {all, slice(2, none)};
    CHECK(FAILURE_OF(lb::select<64>(from, memory, two_back, 2)).code == errc::pointers_not_expressible);
    const any_subscript one_back[] = {all, slice(1, none)};
    CHECK(lb::select<64>(from, memory, one_back, 2).axes.view().suboffsets[0] == 0);
}

TEST_CASE("an index beside an empty axis moves nothing") {
    constexpr lb::layout<2> map{{{3, 0}}, {{1 << 30, 4}}};
    CHECK(selection(map, 2).base == memory + 512);
    CHECK(selection(map, slice(1, none)).base == memory + 512);
    CHECK(failure(slice(0, 0), 9).field == 1);
}
