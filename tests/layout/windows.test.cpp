// Examples from NumPy; then pieces of all sizes of all small layouts.
#include <cstdint>
#include <lendbuf/layout/windows.hpp>

#include "layout/model.hpp"

namespace lb = lendbuf;
using lb::errc;
using lb::index_array;
using lb::layout;
using test_support::for_each_index;
using test_support::for_each_layout;
using test_support::item_bytes;
using test_support::leads_to;
using test_support::text_of;

namespace {

// numpy.zeros((2, 3, 4), "i4")
constexpr layout<3> box{{{2, 3, 4}}, {{48, 16, 4}}};
constexpr layout<1> row{{{6}}, {{4}}};
constexpr layout<2> nothing{{{0, 3}}, {{12, 4}}};

template <std::size_t Rank, class... I>
constexpr auto windows(const layout<Rank>& from, I... sizes) {
    return lb::try_windows(from, lb::index_array_of(sizes...), item_bytes);
}
template <std::size_t Rank>
constexpr auto window(const layout<Rank>& from, std::ptrdiff_t size, std::ptrdiff_t axis) {
    return lb::try_window(from, size, axis, item_bytes);
}
template <std::size_t Rank, class... I>
constexpr auto chunks(const layout<Rank>& from, I... sizes) {
    return lb::try_chunks(from, lb::index_array_of(sizes...), item_bytes);
}
template <std::size_t Rank>
constexpr auto chunk(const layout<Rank>& from, std::ptrdiff_t size, std::ptrdiff_t axis) {
    return lb::try_chunk(from, size, axis, item_bytes);
}

constexpr bool is_failure(const lb::error_info& info, errc code, int field, std::uint64_t need, std::uint64_t have) {
    return info.code == code && info.field == field && info.need == need && info.have == have;
}

// Visits the layouts of ranks 1 to 3 with all sizes of pieces from 0 to 4.
template <class Visit>
void for_each_cut(const Visit& visit) {
    const auto visit_sizes = [&]<std::size_t Rank>(const layout<Rank>& from) {
        index_array<Rank> sizes;
        for (std::size_t k = 0; k < Rank; ++k) sizes[k] = 5;
        for_each_index(sizes, [&](const index_array<Rank>& size) { visit(from, size); });
    };
    for_each_layout<1>(visit_sizes);
    for_each_layout<2>(visit_sizes);
    for_each_layout<3>(visit_sizes);
}

// The first axis that pieces of `size` items do not fit, `Rank` when they do; and how many there are along each axis.
template <std::size_t Rank, class Count>
std::size_t count_pieces(const index_array<Rank>& shape, const index_array<Rank>& size, index_array<2 * Rank>& pieces,
                         const Count& count) {
    std::size_t wrong = Rank;
    for (std::size_t k = Rank; k-- > 0;) {
        pieces[k] = count(shape[k], size[k]);
        pieces[Rank + k] = size[k];
        if (pieces[k] < 0) wrong = k;
    }
    return wrong;
}

// Counts the places of a window, or the chunks, by trying every place; -1 when there are none.
constexpr auto count_windows = [](std::ptrdiff_t extent, std::ptrdiff_t size) {
    std::ptrdiff_t count = 0;
    for (std::ptrdiff_t first = 0; first + size <= extent; ++first) ++count;
    return count > 0 ? count : std::ptrdiff_t{-1};
};
constexpr auto count_chunks = [](std::ptrdiff_t extent, std::ptrdiff_t size) {
    std::ptrdiff_t count = 0;
    while (size > 0 && (count + 1) * size <= extent) ++count;
    return size > 0 && count * size == extent ? count : std::ptrdiff_t{-1};
};

} // namespace

TEST_CASE("windows slide along every axis, as in numpy") {
    CHECK_BOTH(*windows(row, 4) == layout<2>{{{3, 4}}, {{4, 4}}});
    CHECK_BOTH(*windows(row, 6) == layout<2>{{{1, 6}}, {{4, 4}}});
    CHECK_BOTH(*windows(box, 1, 2, 3) == layout<6>{{{2, 2, 2, 1, 2, 3}}, {{48, 16, 4, 48, 16, 4}}});
    CHECK_BOTH(*lb::try_windows(layout<0>{}, index_array<0>{}, item_bytes) == layout<0>{});
}

TEST_CASE("a window along one axis puts its own axis last, as in numpy") {
    CHECK_BOTH(*window(box, 2, 1) == layout<4>{{{2, 2, 4, 2}}, {{48, 16, 4, 16}}});
    CHECK_BOTH(*window(box, 2, -3) == layout<4>{{{1, 3, 4, 2}}, {{48, 16, 4, 48}}});
    CHECK_BOTH(*window(row, 4, 0) == *windows(row, 4));
}

TEST_CASE("there is one more window of no items than there are items, as in numpy") {
    CHECK_BOTH(windows(row, 0)->shape == index_array<2>{{7, 0}});
    CHECK_BOTH(window(nothing, 0, 0)->shape == index_array<3>{{1, 3, 0}});
}

TEST_CASE("windows that do not fit are refused with dimension and sizes") {
    CHECK_BOTH(is_failure(windows(row, 7).error(), errc::window_too_long, 0, 7, 6));
    CHECK_BOTH(is_failure(windows(box, 1, 2, 5).error(), errc::window_too_long, 2, 5, 4));
    CHECK_BOTH(is_failure(window(box, 4, -2).error(), errc::window_too_long, 1, 4, 3));
    CHECK_BOTH(window(nothing, 1, 0).error().code == errc::window_too_long);
    CHECK_BOTH(windows(row, -1).error().code == errc::negative_extent && windows(row, -1).error().offset == -1);
    CHECK_BOTH(windows(box, 1, 1, PTRDIFF_MIN).error().field == 2);
    CHECK_BOTH(windows(row, PTRDIFF_MAX).error().code == errc::window_too_long);
    CHECK_BOTH(window(box, 1, 3).error().code == errc::bad_axes && window(box, 1, -4).error().offset == -4);
    CHECK_THROWS_LB(lb::value_error, "a window of 7 items does not fit dimension 1, which has 6",
                    windows(row, 7).value());
    CHECK_THROWS_LB(lb::value_error, "extent -1 of dimension 1 is negative", windows(row, -1).value());
}

TEST_CASE("windows too many to count are refused though they need no memory") {
    constexpr layout<1> endless{{{PTRDIFF_MAX / 4}}, {{0}}};
    CHECK_BOTH(windows(endless, PTRDIFF_MAX / 8).error().code == errc::shape_overflow);
    CHECK_BOTH(window(endless, 2, 0).error().code == errc::shape_overflow);
    CHECK_BOTH(windows(endless, 1).has_value() && windows(endless, PTRDIFF_MAX / 4).has_value());
    constexpr layout<1> longest{{{PTRDIFF_MAX}}, {{0}}};
    CHECK_BOTH(lb::try_windows(longest, index_array<1>{}, 1).error().code == errc::shape_overflow);
    CHECK_BOTH(lb::try_window(longest, 1, 0, 1).has_value());
}

TEST_CASE("chunks are a grid of blocks, then the items of a block") {
    CHECK_BOTH(*chunks(row, 2) == layout<2>{{{3, 2}}, {{8, 4}}});
    CHECK_BOTH(*chunks(box, 1, 3, 2) == layout<6>{{{2, 1, 2, 1, 3, 2}}, {{48, 48, 8, 48, 16, 4}}});
    CHECK_BOTH(*lb::try_chunks(layout<0>{}, index_array<0>{}, item_bytes) == layout<0>{});
    CHECK_BOTH(chunks(nothing, 5, 3)->shape == index_array<4>{{0, 1, 5, 3}});
}

TEST_CASE("chunks of one axis are two axes side by side") {
    CHECK_BOTH(*chunk(box, 2, -1) == layout<4>{{{2, 3, 2, 2}}, {{48, 16, 8, 4}}});
    CHECK_BOTH(*chunk(box, 1, 0) == layout<4>{{{2, 1, 3, 4}}, {{48, 48, 16, 4}}});
    CHECK_BOTH(*chunk(box, 3, 1) == layout<4>{{{2, 1, 3, 4}}, {{48, 48, 16, 4}}});
    CHECK_BOTH(chunk(nothing, 7, 0)->shape == index_array<3>{{0, 7, 3}});
}

TEST_CASE("chunks that leave items over are refused with dimension and sizes") {
    CHECK_BOTH(is_failure(chunks(row, 4).error(), errc::chunks_not_exact, 0, 4, 6));
    CHECK_BOTH(is_failure(chunks(row, 7).error(), errc::chunks_not_exact, 0, 7, 6));
    CHECK_BOTH(is_failure(chunks(box, 1, 2, 2).error(), errc::chunks_not_exact, 1, 2, 3));
    CHECK_BOTH(is_failure(chunk(box, 3, -1).error(), errc::chunks_not_exact, 2, 3, 4));
    CHECK_BOTH(is_failure(chunk(box, 0, 0).error(), errc::chunks_not_exact, 0, 0, 2));
    CHECK_BOTH(is_failure(chunk(nothing, 0, 0).error(), errc::chunks_not_exact, 0, 0, 0));
    CHECK_BOTH(chunks(row, -2).error().code == errc::negative_extent && chunks(row, -2).error().offset == -2);
    CHECK_BOTH(chunk(row, PTRDIFF_MIN, 0).error().code == errc::negative_extent);
    CHECK_BOTH(chunk(box, 1, 3).error().code == errc::bad_axes && chunk(box, 1, 3).error().have == 3);
    CHECK_THROWS_LB(lb::value_error, "dimension 1 of 6 items cannot be cut into chunks of 4", chunks(row, 4).value());
}

TEST_CASE("chunks of nothing have sizes that can be counted") {
    CHECK_BOTH(chunk(nothing, PTRDIFF_MAX, 0).error().code == errc::shape_overflow);
    CHECK_BOTH(chunks(nothing, PTRDIFF_MAX / 4, 3).error().code == errc::shape_overflow);
    constexpr layout<2> wild{{{0, 6}}, {{PTRDIFF_MAX, PTRDIFF_MAX}}};
    CHECK_BOTH(chunks(wild, 7, 3)->shape == index_array<4>{{0, 2, 7, 3}});
}

TEST_CASE("every window of every small layout holds the items that plain loops find") {
    std::size_t cases = 0;
    for_each_cut([&]<std::size_t Rank>(const layout<Rank>& from, const index_array<Rank>& size) {
        index_array<2 * Rank> shape;
        const std::size_t wrong = count_pieces(from.shape, size, shape, count_windows);
        const auto got = lb::try_windows(from, size, item_bytes);
        const auto model = [](const index_array<2 * Rank>& index) {
            index_array<Rank> source;
            for (std::size_t k = 0; k < Rank; ++k) source[k] = index[k] + index[Rank + k];
            return source;
        };
        if (wrong == Rank
                ? !leads_to(*got, shape, from, model)
                : got.error().code != errc::window_too_long || got.error().field != static_cast<std::int32_t>(wrong))
            FAIL_CHECK(text_of(from) << "windows " << text_of(layout<Rank>{size, {}}));
        ++cases;
        for (std::size_t axis = 0; axis < Rank; ++axis) {
            const auto along = lb::try_window(from, size[axis], static_cast<std::ptrdiff_t>(axis), item_bytes);
            index_array<Rank + 1> along_shape;
            for (std::size_t k = 0; k < Rank; ++k) along_shape[k] = k == axis ? shape[k] : from.shape[k];
            along_shape[Rank] = size[axis];
            const auto along_model = [&](const index_array<Rank + 1>& index) {
                index_array<Rank> source;
                for (std::size_t k = 0; k < Rank; ++k) source[k] = index[k] + (k == axis ? index[Rank] : 0);
                return source;
            };
            if (shape[axis] >= 0 ? !leads_to(*along, along_shape, from, along_model)
                                 : along.error().code != errc::window_too_long)
                FAIL_CHECK(text_of(from) << "window " << size[axis] << " along " << axis);
        }
    });
    CHECK(cases > 100000);
}

TEST_CASE("the chunks of every small layout are its items") {
    std::size_t cases = 0;
    for_each_cut([&]<std::size_t Rank>(const layout<Rank>& from, const index_array<Rank>& size) {
        index_array<2 * Rank> shape;
        const std::size_t wrong = count_pieces(from.shape, size, shape, count_chunks);
        const auto got = lb::try_chunks(from, size, item_bytes);
        const auto model = [&](const index_array<2 * Rank>& index) {
            index_array<Rank> source;
            for (std::size_t k = 0; k < Rank; ++k) source[k] = index[k] * size[k] + index[Rank + k];
            return source;
        };
        if (wrong == Rank
                ? !leads_to(*got, shape, from, model)
                : got.error().code != errc::chunks_not_exact || got.error().field != static_cast<std::int32_t>(wrong))
            FAIL_CHECK(text_of(from) << "chunks " << text_of(layout<Rank>{size, {}}));
        ++cases;
        for (std::size_t axis = 0; axis < Rank; ++axis) {
            const auto along = lb::try_chunk(from, size[axis], static_cast<std::ptrdiff_t>(axis), item_bytes);
            index_array<Rank + 1> along_shape;
            for (std::size_t k = 0; k < Rank; ++k) along_shape[k + (k > axis)] = from.shape[k];
            along_shape[axis] = shape[axis];
            along_shape[axis + 1] = size[axis];
            const auto along_model = [&](const index_array<Rank + 1>& index) {
                index_array<Rank> source;
                for (std::size_t k = 0; k < Rank; ++k) source[k] = index[k + (k > axis)];
                source[axis] = index[axis] * size[axis] + index[axis + 1];
                return source;
            };
            if (shape[axis] >= 0 ? !leads_to(*along, along_shape, from, along_model)
                                 : along.error().code != errc::chunks_not_exact)
                FAIL_CHECK(text_of(from) << "chunk " << size[axis] << " along " << axis);
        }
    });
    CHECK(cases > 100000);
}
