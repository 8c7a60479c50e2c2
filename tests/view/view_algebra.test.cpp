// Views made by moving axes: examples, the types they have, and random views against the model.
#include "support/catch.hpp"
#include "support/failure.hpp"
#include "view/model.hpp"

#include <array>
#include <cstdint>
#include <lendbuf/owner/static_memory.hpp>
#include <lendbuf/view/equal.hpp>
#include <limits>
#include <tuple>
#include <type_traits>
#include <vector>

namespace lb = lendbuf;
using lb::buffer_view;
using lb::contiguous;
using lb::errc;
using lb::f_contiguous;
using lb::index_array;
using lb::order;
using lb::strided;
using test_support::model_of;
using test_support::nd_model;
using test_support::random_numbers;
using test_support::random_view;
using index_list = std::vector<std::ptrdiff_t>;

namespace {

constexpr std::array<int, 24> numbers = [] {
    std::array<int, 24> result{};
    for (std::size_t k = 0; k < result.size(); ++k) result[k] = static_cast<int>(k);
    return result;
}();

// numpy.arange(6), numpy.arange(24).reshape(2, 3, 4)
constexpr buffer_view<const int, 1, contiguous> row(numbers.data(), 6);
constexpr buffer_view<const int, 3, contiguous> box(numbers.data(), {{2, 3, 4}});
constexpr buffer_view<const int, 1> loose = row;

template <class View>
constexpr bool has_shape(const View& view, auto... extents) {
    return view.shape() == lb::index_array_of(extents...);
}

template <class View, class T, std::size_t Rank, class Layout, class Hold = lb::borrowed>
inline constexpr bool is_view = std::is_same_v<std::remove_cvref_t<View>, buffer_view<T, Rank, Layout, Hold>>;

// Compares all items of `view` with those of `whole` that `index_in_whole` names.
template <class View, class Model>
void check_items(const View& view, const index_list& shape, const nd_model& whole, const Model& index_in_whole) {
    const nd_model model = model_of(view);
    nd_model expected{shape, {}};
    test_support::for_each_index(
        shape, [&](const index_list& index) { expected.items.push_back(item_of(whole, index_in_whole(index))); });
    CHECK((model == expected));
}

// Tells whether all items of `view` lie within `memory`, and its first one where there are none.
template <class View>
bool stays_inside(const View& view, const std::vector<int>& memory) {
    const auto reach = lb::try_byte_reach(View::ndim(), view.shape().data(), view.strides().data(), 4);
    const std::ptrdiff_t start = (view.data() - memory.data()) * 4;
    return start + reach->lowest >= 0 && start + reach->end <= static_cast<std::ptrdiff_t>(memory.size()) * 4;
}

// The items in order `o`.
std::vector<int> items_in(const nd_model& model, order o) {
    if (o == order::c) return model.items;
    std::vector<int> items;
    index_list turned(model.shape.rbegin(), model.shape.rend());
    test_support::for_each_index(turned, [&](const index_list& index) {
        items.push_back(item_of(model, index_list(index.rbegin(), index.rend())));
    });
    return items;
}

constexpr auto high = std::numeric_limits<std::ptrdiff_t>::max();
constexpr auto low = std::numeric_limits<std::ptrdiff_t>::min();

} // namespace

TEST_CASE("axes are exchanged, moved, dropped and added") {
    CHECK_BOTH(has_shape(box.swap_axes(0, -1), 4, 3, 2) && box.swap_axes(0, 2)(3, 2, 1) == 23);
    CHECK_BOTH(has_shape(box.move_axis(0, -1), 3, 4, 2) && box.move_axis(0, 2)(1, 2, 1) == 18);
    CHECK_BOTH(has_shape(box.expand(1), 2, 1, 3, 4) && box.expand(1)(1, 0, 2, 3) == 23);
    CHECK_BOTH(has_shape(row.expand(-1), 6, 1) && box.expand(1).squeeze(1) == box);
    CHECK_BOTH(row.expand(0).expand(0).squeeze(-2) == row.expand(0));
    CHECK(FAILURE_OF(box.squeeze(1)).code == errc::extent_not_one);
    CHECK(FAILURE_OF(box.expand(4)).code == errc::bad_axes);
    CHECK(FAILURE_OF(box.swap_axes(0, 3)).code == errc::bad_axes);
    CHECK_THROWS_LB(lb::value_error, "axis -4 is not one of the 3 axes, or is given twice", box.move_axis(-4, 0));
}

TEST_CASE("a diagonal is a view of the memory") {
    constexpr auto square = row.part(0, 4).reshape(2, 2);
    CHECK_BOTH(square.diagonal()[1] == 3 && square.diagonal(1)[0] == 1 && square.diagonal(-1)[0] == 2);
    CHECK_BOTH(square.diagonal(2).empty() && square.diagonal(std::uint64_t{1} << 63).empty());
    CHECK_BOTH(has_shape(box.diagonal(), 4, 2) && box.diagonal()(3, 1) == 19 && box.diagonal(1, 2, 0)(2, 0) == 20);
    std::array<int, 9> memory{};
    for (int& item : buffer_view<int, 2, contiguous>(memory.data(), {{3, 3}}).diagonal()) item = 1;
    CHECK(memory == std::array<int, 9>{1, 0, 0, 0, 1, 0, 0, 0, 1});
    CHECK(FAILURE_OF(box.diagonal(0, 1, 1)).code == errc::bad_axes);
}

TEST_CASE("split_at gives two views") {
    constexpr auto halves = row.split_at(2);
    CHECK_BOTH(halves.first.size() == 2 && halves.second.size() == 4 && halves.second[0] == 2);
    CHECK_BOTH(row.split_at(-1).second[0] == 5 && row.split_at(6).second.empty() && row.split_at(0).first.empty());
    CHECK_BOTH(row.split_at(6).second.data() == row.data());
    const auto [left, right] = box.split_at(1u, -1);
    CHECK((has_shape(left, 2, 3, 1) && has_shape(right, 2, 3, 3) && right(1, 2, 0) == 21));
    for (const auto wrong : {std::int64_t{7}, std::int64_t{-7}, std::int64_t{high}, std::int64_t{low}}) {
        CHECK(FAILURE_OF(row.split_at(wrong)).code == errc::split_out_of_range);
        CHECK(FAILURE_OF(box.split_at(wrong, 1)).field == 1);
    }
    CHECK(FAILURE_OF(row.split_at(std::numeric_limits<std::uint64_t>::max())).code == errc::split_out_of_range);
    CHECK_THROWS_LB(lb::index_error, "cannot split dimension 1 of 6 items at 7", row.split_at(7));
}

TEST_CASE("a part has all the items asked for") {
    CHECK_BOTH(row.part(2, 3) == row[lb::slice(2, 5)] && row.part(0, 6) == row && row.part(-2, 2)[0] == 4);
    CHECK_BOTH(row.part(6, 0).empty() && row.part(-6, 6) == row && row.part(std::size_t{1}, std::uint8_t{2})[1] == 2);
    CHECK_BOTH(has_shape(box.part(1, 1), 1, 3, 4) && box.part(1, 1)(0, 0, 0) == 12 && loose.part(5, 1)[0] == 5);
    CHECK_BOTH(row.try_part(1, 5).has_value() && !row.try_part(1, 6) && !row.try_part(7, 0) && !row.try_part(-7, 1));
}

TEST_CASE("a part that is not all there is refused, never cut") {
    constexpr auto refused = row.try_part(4, 3).error();
    CHECK_BOTH(refused.code == errc::part_out_of_range && refused.field == 0 && refused.offset == 4);
    CHECK_BOTH(refused.need == 3 && refused.have == 6);
    CHECK_BOTH(row.try_part(7, 0).error().offset == 7 && row.try_part(-7, 7).error().offset == -7);
    CHECK_BOTH(row.try_part(high, high).error().offset == high && row.try_part(low, 1).error().offset == low);
    CHECK_BOTH(row.try_part(1, high).error().code == errc::part_out_of_range);
    CHECK_BOTH(row.try_part(2, high).error().offset == 2 && row.try_part(-6, high).error().offset == -6);
    constexpr auto most = std::numeric_limits<std::uint64_t>::max();
    CHECK_BOTH(!row.try_part(most, 1) && !row.try_part(1, most) && !row.try_part(most, most));
    CHECK_BOTH(row.try_part(0, -1).error().code == errc::negative_size && row.try_part(9, low).error().offset == low);
    CHECK_THROWS_LB(lb::index_error, "3 items from 4 on do not fit dimension 1 of 6 items", row.part(4, 3));
    CHECK_THROWS_LB(lb::value_error, "part: size -1 is negative", row.part(0, -1));
}

TEST_CASE("items take another shape, in either order") {
    constexpr auto grid = row.reshape(2, 3);
    CHECK_BOTH(grid(0, 2) == 2 && grid(1, 0) == 3 && has_shape(row.reshape(-1, 2), 3, 2));
    constexpr auto tall = row.reshape<order::f>(2, -1);
    CHECK_BOTH(has_shape(tall, 2, 3) && tall(0, 1) == 2 && tall(1, 0) == 1);
    CHECK_BOTH(box.ravel()[23] == 23 && box.transpose().ravel<order::f>()[23] == 23 && loose.ravel() == row);
    CHECK_BOTH(row.part(1, 1).reshape()() == 1 && row.part(1, 1).reshape().reshape(1, 1)(0, 0) == 1);
    CHECK_BOTH(box.try_reshape(5, 5).error().code == errc::reshape_count);
    CHECK_BOTH(box.transpose().try_reshape(24).error().code == errc::reshape_needs_copy);
    CHECK_BOTH(!row.try_reshape(std::numeric_limits<std::uint64_t>::max()));
    CHECK_BOTH(row.try_reshape(-1, std::uint64_t{1} << 63).error().code == errc::shape_overflow);
    CHECK(FAILURE_OF(box.transpose().ravel()).field == 1);
    CHECK_THROWS_LB(lb::value_error, "cannot reshape 6 items into a shape of 8", row.reshape(2, 4));
}

TEST_CASE("a broadcast view repeats items and is read-only, unless asked otherwise") {
    constexpr auto rows = row.broadcast_to(4, 6);
    CHECK_BOTH(rows.readonly() && rows(3, 5) == 5 && rows.strides() == index_array<2>{{0, 4}});
    CHECK_BOTH(row.try_broadcast_to(6, 4).error().code == errc::broadcast_mismatch && !row.try_broadcast_to(-1));
    CHECK_BOTH(row.try_broadcast_to(high, 6).error().code == errc::shape_overflow);
    std::array<int, 2> memory{1, 2};
    const buffer_view<int, 1, contiguous> pair(memory.data(), 2);
    STATIC_CHECK(is_view<decltype(pair.broadcast_to(3, 2)), const int, 2, strided>);
    STATIC_CHECK(is_view<decltype(pair.broadcast_to_writable(3, 2)), int, 2, strided>);
    const auto writable = pair.broadcast_to_writable(3, 2);
    writable(2, 0) = 9;
    CHECK((memory[0] == 9 && writable(0, 0) == 9));
    CHECK(pair.try_broadcast_to_writable(3).error().need == 3);
    CHECK(FAILURE_OF(pair.broadcast_to_writable(3)).code == errc::broadcast_mismatch);
    CHECK_THROWS_LB(lb::value_error, "cannot broadcast dimension 2 from 6 items to 4", row.broadcast_to(6, 4));
}

TEST_CASE("windows slide and are read-only") {
    constexpr auto triples = row.windows(3);
    CHECK_BOTH(has_shape(triples, 4, 3) && triples(3, 0) == 3 && triples(3, 2) == 5 && triples.readonly());
    CHECK_BOTH(has_shape(box.window(2, 1), 2, 2, 4, 2) && box.window(2, 1)(1, 1, 3, 0) == 19);
    CHECK_BOTH(has_shape(box.window(1), 2, 3, 4, 1) && box.windows(1, 2, 3)(1, 1, 1, 0, 1, 2) == 23);
    CHECK_BOTH(has_shape(row.windows(0), 7, 0) && row.windows(0)[6].empty() && row.windows(0)[6].data() == row.data());
    CHECK_BOTH(row.try_windows(7).error().code == errc::window_too_long && !row.try_window(-1) &&
               !row.try_window(1, 1));
    CHECK_BOTH(row.try_window(std::numeric_limits<std::uint64_t>::max()).error().code == errc::window_too_long);
    int sum = 0;
    for (const auto& window : triples) sum += window[0] * window[2];
    CHECK(sum == 0 * 2 + 1 * 3 + 2 * 4 + 3 * 5);
    CHECK_THROWS_LB(lb::value_error, "a window of 7 items does not fit dimension 1, which has 6", row.windows(7));
    CHECK(FAILURE_OF(box.window(2, 3)).code == errc::bad_axes);
}

TEST_CASE("chunks follow each other and can be written") {
    constexpr auto pairs = row.chunks(2);
    CHECK_BOTH(has_shape(pairs, 3, 2) && pairs(2, 0) == 4 && row.chunk(3)(1, 2) == 5);
    constexpr auto tiles = box.chunks(1, 3, 2);
    CHECK_BOTH(has_shape(tiles, 2, 1, 2, 1, 3, 2) && tiles(1, 0, 1, 0, 2, 1) == 23 && tiles(0, 0, 1, 0, 0, 0) == 2);
    CHECK_BOTH(has_shape(box.chunk(2, -1), 2, 3, 2, 2) && box.chunk(2, -1)(1, 2, 1, 0) == 22);
    CHECK_BOTH(row.try_chunks(4).error().code == errc::chunks_not_exact && !row.try_chunk(0) && !row.try_chunk(-2));
    CHECK_BOTH(!row.try_chunk(std::numeric_limits<std::uint64_t>::max()) && !row.try_chunk(2, -2));
    std::array<int, 4> memory{};
    buffer_view<int, 1, contiguous>(memory.data(), 4).chunk(2)(1, 0) = 3;
    CHECK(memory == std::array<int, 4>{0, 0, 3, 0});
    CHECK_THROWS_LB(lb::value_error, "dimension 1 of 6 items cannot be cut into chunks of 4", row.chunks(4));
    CHECK(FAILURE_OF(row.chunk(2, 1)).code == errc::bad_axes);
}

TEST_CASE("what is gapless stays so where the compiler can know") {
    using flat = buffer_view<int, 1, contiguous>;
    using solid = buffer_view<int, 3, contiguous>;
    using turned = buffer_view<int, 3, f_contiguous>;
    STATIC_CHECK(is_view<decltype(flat().reshape(0, 3)), int, 2, contiguous>);
    STATIC_CHECK(is_view<decltype(flat().reshape<order::f>(0, 3)), int, 2, f_contiguous>);
    STATIC_CHECK(is_view<decltype(flat().ravel<order::f>()), int, 1, contiguous>);
    STATIC_CHECK(is_view<decltype(solid().ravel()), int, 1, contiguous>);
    STATIC_CHECK(is_view<decltype(solid().ravel<order::f>()), int, 1, strided>);
    STATIC_CHECK(is_view<decltype(turned().reshape<order::f>(0, 3)), int, 2, f_contiguous>);
    STATIC_CHECK(is_view<decltype(turned().ravel<order::f>()), int, 1, contiguous>);
    STATIC_CHECK(is_view<decltype(turned().reshape(0)), int, 1, strided>);
    STATIC_CHECK(is_view<decltype(buffer_view<int>().reshape(0)), int, 1, strided>);
    STATIC_CHECK(is_view<decltype(solid()[0].ravel<order::f>()), int, 1, strided>);
    STATIC_CHECK(is_view<decltype(solid()[0].transpose().ravel()), int, 1, strided>);
    STATIC_CHECK(is_view<decltype(solid().squeeze(0)), int, 2, contiguous>);
    STATIC_CHECK(is_view<decltype(turned().squeeze(0)), int, 2, f_contiguous>);
    STATIC_CHECK(is_view<decltype(solid().expand(0)), int, 4, contiguous>);
    STATIC_CHECK(is_view<decltype(turned().expand(0)), int, 4, f_contiguous>);
    STATIC_CHECK(is_view<decltype(solid().split_at(0).second), int, 3, contiguous>);
    STATIC_CHECK(is_view<decltype(solid().split_at(0, 0).second), int, 3, strided>);
    STATIC_CHECK(is_view<decltype(turned().split_at(0).second), int, 3, strided>);
    STATIC_CHECK(is_view<decltype(solid().part(0, 0)), int, 3, contiguous>);
    STATIC_CHECK(is_view<decltype(flat().chunks(1)), int, 2, contiguous>);
    STATIC_CHECK(is_view<decltype(solid().chunk(1, 1)), int, 4, contiguous>);
    STATIC_CHECK(is_view<decltype(turned().chunk(1, 1)), int, 4, strided>);
    STATIC_CHECK(is_view<decltype(solid().chunks(1, 1, 1)), int, 6, strided>);
    STATIC_CHECK(is_view<decltype(solid().windows(1, 1, 1)), const int, 6, strided>);
    STATIC_CHECK(is_view<decltype(solid().swap_axes(0, 1)), int, 3, strided>);
    STATIC_CHECK(is_view<decltype(solid().diagonal()), int, 2, strided>);
}

TEST_CASE("gapless views have the items of strided ones") {
    constexpr buffer_view<const int, 3> same = box;
    constexpr buffer_view<const int, 3, f_contiguous> turned = box.transpose();
    CHECK_BOTH(box.reshape(4, 6) == same.reshape(4, 6) && box.chunk(2, 2) == same.chunk(2, 2));
    CHECK_BOTH(box.part(1, 1).squeeze(0) == same.part(1, 1).squeeze(0) && box.expand(2) == same.expand(2));
    CHECK_BOTH(turned.reshape<order::f>(6, 4) == same.transpose().reshape<order::f>(6, 4));
    CHECK_BOTH(turned.ravel<order::f>() == box.ravel() && turned.expand(1).squeeze(1) == box.transpose());
    CHECK_BOTH(row.reshape<order::f>(3, 2) == loose.reshape<order::f>(3, 2));
    CHECK_BOTH(box.split_at(1).second == same.split_at(1, 0).second && turned.chunk(2) == box.transpose().chunk(2, 0));
}

TEST_CASE("all of them share the lease") {
    lb::static_memory<int, 6> memory(0, 1, 2, 3, 4, 5);
    const auto made = [&] {
        const buffer_view view(memory);
        return std::tuple(view.reshape(2, 3), view.windows(2), view.split_at(3), view.part(1, 2),
                          view.broadcast_to(2, 6), view.chunk(2).diagonal(), view.expand(0).squeeze(0));
    }();
    STATIC_CHECK(is_view<decltype(std::get<0>(made)), int, 2, contiguous, lb::leased>);
    STATIC_CHECK(is_view<decltype(std::get<1>(made)), const int, 2, strided, lb::leased>);
    CHECK(memory.leases() == 8);
    CHECK(std::get<2>(made).second[0] == 3);
    CHECK(std::get<5>(made)[1] == 3);
}

TEST_CASE("views of nothing stay at their start") {
    constexpr buffer_view<const int, 2, contiguous> rows(nullptr, {{0, 3}});
    constexpr buffer_view<const int, 2, contiguous> columns(nullptr, {{3, 0}});
    CHECK_BOTH(rows.split_at(1, 1).second.data() == nullptr && columns.split_at(2).second.data() == nullptr);
    CHECK_BOTH(columns.diagonal(-2).data() == nullptr && rows.diagonal(2).data() == nullptr);
    CHECK_BOTH(rows.reshape(7, 0).data() == nullptr && rows.ravel().empty() && columns.part(1, 2).data() == nullptr);
    CHECK_BOTH(rows.chunks(9, 3).empty() && rows.windows(0, 2).empty() && rows.broadcast_to(2, 0, 3).empty());
    CHECK_BOTH(rows.chunks(9, 3)(lb::ellipsis, 0).data() == nullptr);
    for (const auto& row_of_nothing : columns.chunk(3)[0]) CHECK(row_of_nothing.empty());
}

TEST_CASE("random views in other shapes agree with the model") {
    random_numbers next(11);
    int reshaped = 0;
    for (int repeat = 0; repeat < 2000; ++repeat) {
        random_view<3> random(next);
        // Gapless halves, so that many reshapes succeed.
        auto view = random.view;
        if (repeat % 2 == 0) {
            const auto shape = view.shape();
            const auto strides = lb::contiguous_strides(shape, repeat % 4 == 0 ? 4 : -8);
            view = buffer_view<int, 3>(random.memory, shape, strides, repeat % 4 == 0 ? 8 : 800);
        }
        const nd_model whole = model_of(view);
        const std::ptrdiff_t first = next(1, 8);
        const auto check = [&]<order O>(std::integral_constant<order, O>) {
            if (const auto got = view.try_reshape<O>(first, -1)) {
                CHECK(items_in(model_of(*got), O) == items_in(whole, O));
                CHECK(stays_inside(*got, random.memory));
                ++reshaped;
            }
            if (const auto got = view.try_reshape<O>(-1)) {
                CHECK(model_of(*got).items == items_in(whole, O));
                ++reshaped;
            }
        };
        check(std::integral_constant<order, order::c>());
        check(std::integral_constant<order, order::f>());
    }
    CHECK(reshaped > 1000);
}

TEST_CASE("parts, splits and diagonals of random views agree with the model") {
    random_numbers next(12);
    for (int repeat = 0; repeat < 300; ++repeat) {
        const random_view<2> random(next);
        const auto& view = random.view;
        const nd_model whole = model_of(view);
        const std::ptrdiff_t rows = whole.shape[0];
        const std::ptrdiff_t columns = whole.shape[1];

        const std::ptrdiff_t first = next(0, rows);
        const std::ptrdiff_t count = next(0, rows - first);
        const auto part = view.part(first, count);
        check_items(part, {count, columns}, whole, [&](const auto& i) { return index_list{i[0] + first, i[1]}; });
        CHECK(stays_inside(part, random.memory));

        const std::ptrdiff_t position = next(0, columns);
        const auto [left, right] = view.split_at(position, 1);
        check_items(left, {rows, position}, whole, [](const auto& i) { return i; });
        check_items(right, {rows, columns - position}, whole, [&](const auto& i) {
            return index_list{i[0], i[1] + position};
        });
        CHECK((stays_inside(left, random.memory) && stays_inside(right, random.memory)));

        const std::ptrdiff_t offset = next(-4, 4);
        const auto diagonal = view.diagonal(offset);
        std::ptrdiff_t length = 0;
        for (std::ptrdiff_t i = 0; i < rows; ++i) length += i + offset >= 0 && i + offset < columns;
        check_items(diagonal, {length}, whole, [&](const auto& i) {
            return offset < 0 ? index_list{i[0] - offset, i[0]} : index_list{i[0], i[0] + offset};
        });
        CHECK(stays_inside(diagonal, random.memory));
    }
}

TEST_CASE("windows, chunks and broadcasts of random views agree with the model") {
    random_numbers next(13);
    for (int repeat = 0; repeat < 300; ++repeat) {
        const random_view<2> random(next);
        const auto& view = random.view;
        const nd_model whole = model_of(view);
        const index_list& shape = whole.shape;

        const std::ptrdiff_t height = next(0, shape[0]);
        const std::ptrdiff_t width = next(0, shape[1]);
        const auto windows = view.windows(height, width);
        check_items(windows, {shape[0] - height + 1, shape[1] - width + 1, height, width}, whole, [](const auto& i) {
            return index_list{i[0] + i[2], i[1] + i[3]};
        });
        const auto window = view.window(width, 1);
        check_items(window, {shape[0], shape[1] - width + 1, width}, whole, [](const auto& i) {
            return index_list{i[0], i[1] + i[2]};
        });
        CHECK((stays_inside(windows, random.memory) && stays_inside(window, random.memory)));

        const std::ptrdiff_t high_chunk = next(1, 4);
        const std::ptrdiff_t wide_chunk = next(1, 4);
        if (const auto chunks = view.try_chunks(high_chunk, wide_chunk)) {
            check_items(*chunks, {shape[0] / high_chunk, shape[1] / wide_chunk, high_chunk, wide_chunk}, whole,
                        [&](const auto& i) {
                            return index_list{i[0] * high_chunk + i[2], i[1] * wide_chunk + i[3]};
                        });
            CHECK(stays_inside(*chunks, random.memory));
        } else {
            CHECK((shape[0] % high_chunk != 0 || shape[1] % wide_chunk != 0));
        }
        if (const auto chunk = view.try_chunk(wide_chunk, -1))
            check_items(*chunk, {shape[0], shape[1] / wide_chunk, wide_chunk}, whole, [&](const auto& i) {
                return index_list{i[0], i[1] * wide_chunk + i[2]};
            });

        const std::ptrdiff_t times = next(0, 3);
        const auto wide = view.expand(1).broadcast_to(2, shape[0], times, shape[1]);
        check_items(wide, {2, shape[0], times, shape[1]}, whole, [](const auto& i) { return index_list{i[1], i[3]}; });
        CHECK(stays_inside(wide, random.memory));
    }
}
