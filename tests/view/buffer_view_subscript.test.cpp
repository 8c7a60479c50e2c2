// Sub-views of random views against the model, and 1-D slices against real Python.
#include "support/catch.hpp"
#include "support/failure.hpp"
#include "view/model.hpp"

#include <array>
#include <limits>

namespace lb = lendbuf;
using lb::all;
using lb::ellipsis;
using lb::errc;
using lb::newaxis;
using lb::none;
using lb::slice;
using test_support::model_of;
using test_support::random_numbers;
using test_support::random_view;

namespace {

lb::slice_bound random_bound(random_numbers& next) {
    return next(0, 3) == 0 ? lb::slice_bound(none) : lb::slice_bound(next(-7, 7));
}
lb::slice_bound random_step(random_numbers& next) {
    const auto step = next(-3, 3);
    return step == 0 ? lb::slice_bound(none) : lb::slice_bound(step);
}

// What stands in a subscript is a type; letters name the types: i(ndex), s(lice), t (slice with a step), a(ll),
// n(ewaxis), e(llipsis).
template <char Letter>
auto random_argument(random_numbers& next) {
    if constexpr (Letter == 'i')
        return static_cast<int>(next(-4, 3));
    else if constexpr (Letter == 's')
        return slice(random_bound(next), random_bound(next));
    else if constexpr (Letter == 't')
        return slice(random_bound(next), random_bound(next), random_step(next));
    else if constexpr (Letter == 'a')
        return slice(none, none);
    else if constexpr (Letter == 'n')
        return newaxis;
    else
        return ellipsis;
}

// The axis whose index is out of bounds, -1 when all are within.
template <std::size_t Rank>
int axis_out_of_bounds(const lb::buffer_view<int, Rank>& view, const std::vector<test_support::selector>& arguments) {
    std::size_t named = 0;
    for (const auto& a : arguments) named += a.kind == a.index || a.kind == a.slice;
    std::size_t axis = 0;
    for (const auto& a : arguments) {
        if (a.kind == a.ellipsis) axis += Rank - named;
        if (a.kind == a.index) {
            const auto i = a.start.value_or(0);
            if (i < -view.shape()[axis] || i >= view.shape()[axis]) return static_cast<int>(axis);
        }
        axis += a.kind == a.index || a.kind == a.slice;
    }
    return -1;
}

template <std::size_t Rank, class... S>
void check_against_model(const lb::buffer_view<int, Rank>& view, const S&... s) {
    const std::vector<test_support::selector> arguments{test_support::selector_of(s)...};
    if (const int axis = axis_out_of_bounds(view, arguments); axis >= 0) {
        const auto error = FAILURE_OF(view(s...));
        CHECK((error.code == errc::index_out_of_bounds && error.field == axis));
        return;
    }
    const auto expected = test_support::select_from(model_of(view), arguments);
    if constexpr (lb::rank_after<Rank, S...> == 0 && sizeof...(S) == Rank)
        CHECK(view(s...) == expected.items[0]);
    else
        CHECK(model_of(view(s...)) == expected);
}

template <std::size_t Rank, char... Letters>
void check_subscripts(unsigned repeats = 25) {
    random_numbers next(Rank + sizeof...(Letters));
    for (unsigned k = 0; k < repeats; ++k) {
        const random_view<Rank> random(next);
        check_against_model(random.view, random_argument<Letters>(next)...);
    }
}

struct python_slice {
    std::ptrdiff_t extent;
    lb::slice_bound start, stop, step;
    const char* items;
};

// Printed by Python: memoryview(bytes(range(n)))[start:stop:step].tolist()
constexpr python_slice python_slices[] = {
    {0, -1, -100, 5, ""},
    {0, -1, 5, 2, ""},
    {0, -100, -2, 1, ""},
    {0, -100, 0, -1, ""},
    {0, -4, -4, -3, ""},
    {0, -4, -4, 3, ""},
    {0, -6, -6, -1, ""},
    {0, 2, -5, 5, ""},
    {0, 2, none, -100, ""},
    {1, -1, 7, none, "0"},
    {1, 1, 0, 2, ""},
    {1, 100, 3, 2, ""},
    {1, 2, -5, 3, ""},
    {1, 3, 3, none, ""},
    {1, 3, 7, 2, ""},
    {1, 7, -2, -2, "0"},
    {1, none, 0, -3, ""},
    {5, -1, -4, 100, ""},
    {5, -100, -2, -1, ""},
    {5, -100, -5, 2, ""},
    {5, -2, 3, 2, ""},
    {5, -4, 100, 100, "1"},
    {5, -4, none, -100, "1"},
    {5, -5, -2, -3, ""},
    {5, -6, -1, -1, ""},
    {5, -6, -5, 1, ""},
    {5, -6, 5, 5, "0"},
    {5, -6, 7, -2, ""},
    {5, 0, -1, none, "0123"},
    {5, 0, -2, 1, "012"},
    {5, 0, -4, -1, ""},
    {5, 0, 0, -100, ""},
    {5, 0, 1, 100, "0"},
    {5, 0, 2, 1, "01"},
    {5, 1, 100, -2, ""},
    {5, 1, 7, none, "1234"},
    {5, 100, -100, -2, "420"},
    {5, 3, -2, 100, ""},
    {5, 3, 2, 2, ""},
    {5, 7, none, 5, ""},
    {5, none, -4, 3, "0"},
    {7, -4, -5, 100, ""},
    {7, 0, 100, -100, ""},
    {7, 100, 2, 1, ""},
    {7, 2, 7, -3, ""},
    {7, 7, 5, -3, "6"},
    {7, none, none, -1, "6543210"},
    {7, none, none, none, "0123456"},
};

constexpr std::uint8_t digits[7] = {0, 1, 2, 3, 4, 5, 6};

constexpr bool agrees_with_python(const python_slice& row) {
    const lb::buffer_view<const std::uint8_t, 1, lb::contiguous> view(digits, row.extent);
    std::ptrdiff_t count = 0;
    for (const auto item : view[slice(row.start, row.stop, row.step)])
        if (item != row.items[count++] - '0') return false;
    if (!row.step.given())
        for (std::ptrdiff_t k = 0; const auto item : view[slice(row.start, row.stop)])
            if (item != row.items[k++] - '0') return false;
    return row.items[count] == '\0';
}
constexpr bool all_agree_with_python() {
    for (const auto& row : python_slices)
        if (!agrees_with_python(row)) return false;
    return true;
}

} // namespace

TEST_CASE("1-D slices agree with Python") {
    CHECK_BOTH(all_agree_with_python());
}

TEST_CASE("slices of slices agree with the model, strided slice of a strided slice, pypy 5231") {
    random_numbers next(1);
    for (int k = 0; k < 200; ++k) {
        const random_view<1> random(next);
        const auto first = random_argument<'t'>(next);
        const auto second = random_argument<'t'>(next);
        const auto expected = test_support::select_from(
            test_support::select_from(model_of(random.view), {test_support::selector_of(first)}),
            {test_support::selector_of(second)});
        CHECK(model_of(random.view[first][second]) == expected);
    }
}

TEST_CASE("sub-views of one axis agree with the model") {
    check_subscripts<1>();
    check_subscripts<1, 'i'>();
    check_subscripts<1, 's'>(100);
    check_subscripts<1, 't'>(100);
    check_subscripts<1, 'e'>();
    check_subscripts<1, 'n', 'i'>();
    check_subscripts<1, 'i', 'n'>();
    check_subscripts<1, 's', 'n', 'n'>();
    check_subscripts<1, 'e', 't'>();
    check_subscripts<1, 'i', 'e'>();
}

TEST_CASE("sub-views of two axes agree with the model") {
    check_subscripts<2>();
    check_subscripts<2, 'i'>(50);
    check_subscripts<2, 't'>(50);
    check_subscripts<2, 'i', 'i'>(50);
    check_subscripts<2, 'i', 's'>(50);
    check_subscripts<2, 't', 'i'>(50);
    check_subscripts<2, 'a', 'i'>(50);
    check_subscripts<2, 's', 't'>(50);
    check_subscripts<2, 't', 't'>(50);
    check_subscripts<2, 'e', 'i'>(50);
    check_subscripts<2, 'n', 't', 'n', 'i', 'n'>(50);
    check_subscripts<2, 'e', 'n'>(50);
}

TEST_CASE("sub-views of three axes agree with the model") {
    check_subscripts<3>();
    check_subscripts<3, 'i'>();
    check_subscripts<3, 'i', 'i'>();
    check_subscripts<3, 'i', 'i', 'i'>();
    check_subscripts<3, 't', 'i'>();
    check_subscripts<3, 'i', 'a', 't'>();
    check_subscripts<3, 't', 't', 't'>(50);
    check_subscripts<3, 'e', 'i'>(50);
    check_subscripts<3, 'i', 'e', 't'>(50);
    check_subscripts<3, 's', 'n', 'e', 'i'>(50);
}

TEST_CASE("sub-views of four axes and of none agree with the model") {
    check_subscripts<4, 'i', 't', 's', 'i'>(50);
    check_subscripts<4, 't', 'e', 't'>(50);
    check_subscripts<4, 'i', 'i', 'i', 'i'>(50);
    check_subscripts<4, 't', 'n', 't', 'i', 't'>(50);
    check_subscripts<4, 'e', 'i', 'n'>(50);
    check_subscripts<0>();
    check_subscripts<0, 'e'>();
    check_subscripts<0, 'n', 'n'>();
    check_subscripts<0, 'n', 'e'>();
}

TEST_CASE("turned views agree with the model") {
    random_numbers next(3);
    for (int repeat = 0; repeat < 100; ++repeat) {
        const random_view<3> random(next);
        const auto whole = model_of(random.view);
        const auto check = [&](const auto& turned, auto index_in_whole) {
            const auto model = model_of(turned);
            test_support::for_each_index(model.shape, [&](const auto& i) {
                CHECK(item_of(model, i) == item_of(whole, index_in_whole(i[0], i[1], i[2])));
            });
            CHECK(model.items.size() == whole.items.size());
        };
        using index = std::vector<std::ptrdiff_t>;
        check(random.view.transpose(), [](auto i, auto j, auto k) { return index{k, j, i}; });
        check(random.view.permute(1, 2, 0), [](auto i, auto j, auto k) { return index{k, i, j}; });
        check(random.view.permute(-1, 0, -2), [](auto i, auto j, auto k) { return index{j, k, i}; });
        check(random.view.flip(1), [&](auto i, auto j, auto k) { return index{i, whole.shape[1] - 1 - j, k}; });
        check(random.view.flip(-1), [&](auto i, auto j, auto k) { return index{i, j, whole.shape[2] - 1 - k}; });
    }
}

TEST_CASE("sub-views of contiguous views stay contiguous where the compiler can know") {
    std::array<int, 24> memory{};
    const lb::buffer_view<int, 3, lb::contiguous> view(memory.data(), {{2, 3, 4}});
    const auto layout_is = []<class V>(const V&, auto tag) {
        return std::is_same_v<typename V::layout_type, decltype(tag)>;
    };
    CHECK(layout_is(view[0], lb::contiguous()));
    CHECK(layout_is(view(0, 1), lb::contiguous()));
    CHECK(layout_is(view[slice(0, 1)], lb::contiguous()));
    CHECK(layout_is(view(1, slice(0, 2)), lb::contiguous()));
    CHECK(layout_is(view(all, 0), lb::strided()));
    CHECK(layout_is(view[slice(0, 2, 1)], lb::strided()));
    CHECK(layout_is(view(slice(0, 2), slice(0, 2)), lb::strided()));
    CHECK(view(1, slice(1, 3)).data() == memory.data() + 16);
    CHECK(view(1, slice(1, 3)).is_c_contiguous());
    CHECK(view.transpose()(all, all, 0).is_f_contiguous());
}

TEST_CASE("an empty slice points into the memory, not behind it") {
    std::array<int, 4> memory{};
    const lb::buffer_view<int> view(memory);
    const lb::buffer_view<int> empties[] = {view[slice(4, none, 1)], view[slice(100, 200, 1)], view[slice(2, 2, 3)]};
    for (const auto& empty : empties)
        CHECK((empty.size() == 0 && empty.data() >= memory.data() && empty.data() <= memory.data() + 4));
}

namespace {

constexpr bool stays_at_the_start_of_nothing() {
    const lb::buffer_view<int, 2, lb::contiguous> rows(nullptr, {{0, 3}});
    const lb::buffer_view<int, 2, lb::contiguous> columns(nullptr, {{3, 0}});
    const auto turned = columns.transpose().transpose().transpose(); // Fortran order, stride 0 nowhere
    for (const auto& row : columns)
        if (row.size() != 0) return false;
    for (const auto& row : turned.transpose())
        if (row.size() != 0) return false;
    return rows(all, 2).data() == nullptr && rows(all, slice(1, 3)).data() == nullptr &&
           rows(all, slice(none, none, -1)).data() == nullptr && rows.flip(1).data() == nullptr &&
           columns[2].data() == nullptr && columns(2, slice(0, 0)).data() == nullptr &&
           columns.flip(0).data() == nullptr && turned(slice(0, 0), -1).data() == nullptr;
}

} // namespace

TEST_CASE("sub-views of an empty view never leave its memory") {
    CHECK_BOTH(stays_at_the_start_of_nothing());
}

TEST_CASE("indices are checked as numbers, whatever their type") {
    std::array<int, 3> memory{1, 2, 3};
    const lb::buffer_view view(memory);
    CHECK((view[2u] == 3 && view[std::size_t{0}] == 1 && view[std::uint8_t{1}] == 2 && view[-3ll] == 1));
    const auto refused = [&](auto index) {
        return FAILURE_OF(view[index]).code == errc::index_out_of_bounds &&
               FAILURE_OF(view(index, newaxis)).code == errc::index_out_of_bounds &&
               FAILURE_OF(view(newaxis, index)).code == errc::index_out_of_bounds;
    };
    CHECK((refused(3) && refused(-4) && refused(std::numeric_limits<std::ptrdiff_t>::min())));
    CHECK((refused(std::numeric_limits<std::size_t>::max()) && refused(std::numeric_limits<std::uint64_t>::max())));
    CHECK((refused(std::uint64_t{1} << 32) && refused(std::int64_t{-1} - (std::int64_t{1} << 32))));
    CHECK((refused(std::numeric_limits<unsigned>::max()) && refused(std::numeric_limits<std::int64_t>::max())));
}

TEST_CASE("slices with a step of zero are refused") {
    std::array<int, 3> memory{};
    const lb::buffer_view<int> view(memory);
    CHECK(FAILURE_OF(view[slice(none, none, 0)]).code == errc::zero_step);
    CHECK_THROWS_LB(lb::value_error, "slice step cannot be zero", view[slice(0, 3, 0)]);
}

TEST_CASE("the ends of the number range are bounds and steps like others") {
    constexpr auto low = std::numeric_limits<std::ptrdiff_t>::min();
    constexpr auto high = std::numeric_limits<std::ptrdiff_t>::max();
    std::array<int, 3> memory{1, 2, 3};
    const lb::buffer_view<int> view(memory);
    CHECK(model_of(view[slice(low, high, 1)]).items == std::vector<int>{1, 2, 3});
    CHECK(model_of(view[slice(high, low, -1)]).items == std::vector<int>{3, 2, 1});
    CHECK(model_of(view[slice(none, none, low)]).items == std::vector<int>{3});
    CHECK(model_of(view[slice(1, none, high)]).items == std::vector<int>{2});
    CHECK(model_of(view[slice(std::numeric_limits<std::uint64_t>::max())]).items == std::vector<int>{1, 2, 3});
}
