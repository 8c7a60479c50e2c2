// Parts of memoryviews, direct and behind pointers, against a model that computes each index.
#include <cstddef>
#include <lendbuf/owner/standard.hpp>
#include <lendbuf/view/heap_scratch.hpp>
#include <lendbuf/view/memoryview.hpp>
#include <string>
#include <vector>

#include "support/failure.hpp"
#include "view/indirect_model.hpp"
#include "view/memory_model.hpp"

namespace lb = lendbuf;
using lb::all;
using lb::any_subscript;
using lb::ellipsis;
using lb::errc;
using lb::memoryview;
using lb::newaxis;
using lb::none;
using lb::slice;
using test_support::extents;
using test_support::model_of;
using test_support::nd_model;
using test_support::random_numbers;
using test_support::selector;

namespace {

// Arguments as the library and as the model take them.
struct arguments {
    std::vector<any_subscript> subscripts{};
    std::vector<selector> selectors{};

    template <class S>
    void add(const S& s) {
        subscripts.emplace_back(s);
        selectors.push_back(test_support::selector_of(s));
    }
};

lb::slice<true> random_slice(random_numbers& next) {
    const auto bound = [&]() -> lb::slice_bound {
        if (next(0, 2) == 0) return none;
        return next(-6, 6);
    };
    const std::ptrdiff_t steps[] = {1, 1, 2, 3, -1, -2, -4, 1000000};
    return {bound(), bound(), steps[next(0, 7)]};
}

// Any mix that fits `shape`: indices inside, slices of all kinds, new axes, an ellipsis now and then.
arguments random_arguments(random_numbers& next, const extents& shape) {
    arguments result;
    const auto named = static_cast<std::size_t>(next(0, static_cast<std::ptrdiff_t>(shape.size())));
    const auto before = static_cast<std::size_t>(next(0, static_cast<std::ptrdiff_t>(named)));
    const bool fill = next(0, 1) == 0;
    for (std::size_t k = 0; k < named; ++k) {
        if (fill && k == before) result.add(ellipsis);
        if (next(0, 7) == 0) result.add(newaxis);
        const std::size_t axis = fill && k >= before ? shape.size() - named + k : k;
        if (shape[axis] > 0 && next(0, 2) == 0)
            result.add(next(-shape[axis], shape[axis] - 1));
        else
            result.add(random_slice(next));
    }
    if (next(0, 7) == 0) result.add(newaxis);
    return result;
}

memoryview select(const memoryview& m, const arguments& a) {
    return m.select(a.subscripts.data(), a.subscripts.size());
}

} // namespace

TEST_CASE("parts of any layout and rank hold what index after index says") {
    random_numbers next(1);
    for (int k = 0; k < 1500; ++k) {
        const auto rank = static_cast<std::size_t>(next(0, 6));
        const extents shape = test_support::random_shape(next, rank, rank < 5 ? 5 : 3);
        std::vector<int> items = test_support::counted(4000);
        const test_support::random_layout layout(next, shape, 4, 16000);
        const memoryview m(test_support::described(reinterpret_cast<std::byte*>(items.data()) + layout.first, shape,
                                                   layout.strides, "<i", 4));
        const nd_model model = model_of(m);
        const arguments first = random_arguments(next, shape);
        const memoryview part = select(m, first);
        const nd_model expected = test_support::select_from(model, first.selectors);
        REQUIRE(model_of(part) == expected);
        REQUIRE((part.readonly() == m.readonly() && part.itemsize() == 4));
        const arguments second = random_arguments(next, expected.shape);
        REQUIRE(model_of(select(part, second)) == test_support::select_from(expected, second.selectors));
    }
}

TEST_CASE("items of unaligned layouts are those of a plain index computation") {
    random_numbers next(2);
    for (int k = 0; k < 300; ++k) {
        const extents shape = test_support::random_shape(next, static_cast<std::size_t>(next(1, 5)), 4);
        std::vector<unsigned char> memory(3000);
        for (auto& b : memory) b = static_cast<unsigned char>(next(0, 255));
        const test_support::random_layout layout(next, shape, 2, 3000);
        const memoryview m(test_support::described(memory.data() + layout.first, shape, layout.strides, ">H", 2));
        test_support::for_each_index(shape, [&](const extents& index) {
            const unsigned char* const at = memory.data() + layout.place(index);
            REQUIRE(m.at_index(index.data(), index.size()) == 256 * at[0] + at[1]);
        });
        int seen = 0;
        m.for_each([&](const lb::memory_item&) { ++seen; });
        REQUIRE(seen == m.item_count());
    }
}

TEST_CASE("parts read like Python") {
    std::vector<int> items = test_support::counted(24);
    const memoryview m = test_support::shaped(items, {2, 3, 4});
    CHECK((m(1, all, 0).shape() == lb::index_array<1>{{3}} && m(1, all, 0)[2] == 20));
    CHECK((m.part(1).shape() == lb::index_array<2>{{3, 4}} && m.part(1, 2)[3] == 23 && m.part(1, 2, 3)() == 23));
    CHECK((m[slice(1, none)].shape() == lb::index_array<3>{{1, 3, 4}} && m[slice(1, none)](0, 0, 0) == 12));
    CHECK((m(ellipsis, slice(none, none, -1))(0, 0, 0) == 3 && m(ellipsis, 1).ndim() == 2));
    CHECK((m(none, ellipsis, newaxis).shape() == lb::index_array<5>{{1, 2, 3, 4, 1}}));
    CHECK((m(all, slice(5, 9)).empty() && m(all, slice(5, 9)).shape() == lb::index_array<3>{{2, 0, 4}}));
    CHECK((FAILURE_OF(m.part(2)).field == 0 && FAILURE_OF(m.part(all, 3)).field == 1));
    CHECK((FAILURE_OF(m.part(0, 0, 0, 0)).code == errc::index_count));
    CHECK((FAILURE_OF(m(ellipsis, ellipsis)).code == errc::two_ellipses));
    CHECK((FAILURE_OF(m[slice(none, none, 0)]).code == errc::zero_step));
    m(1, slice(none, none, 2), 3).assign(m(0, slice(none, none, 2), 0));
    CHECK((items[15] == 0 && items[23] == 8 && items[19] == 19));
}

namespace {

template <std::size_t Rank>
memoryview view_of(const test_support::pointer_array<int, Rank>& array) {
    lb::descriptor d;
    d.buf = array.base();
    d.itemsize = sizeof(int);
    d.len = static_cast<std::ptrdiff_t>(sizeof(int)) * lb::item_count_unchecked(array.shape());
    d.ndim = static_cast<int>(Rank);
    d.format = "i";
    d.shape = array.shape().data();
    d.strides = array.strides().data();
    d.suboffsets = array.suboffsets().data();
    return memoryview(d);
}

// Selects at random; what suboffsets cannot say is skipped, and counted.
template <std::size_t Rank>
int compare_parts(const bool (&pointers)[Rank], const lb::index_array<Rank>& shape, unsigned seed) {
    random_numbers next(seed);
    const test_support::pointer_array<int, Rank> array(shape, pointers, 8);
    const memoryview m = view_of(array);
    const nd_model model = array.model();
    REQUIRE(model_of(m) == model);
    int compared = 0;
    for (int k = 0; k < 400; ++k) {
        const arguments a = random_arguments(next, model.shape);
        const auto failure = FAILURE_OF(select(m, a));
        if (failure.code == errc::pointers_not_expressible) continue;
        REQUIRE(failure.code == errc::success);
        const nd_model expected = test_support::select_from(model, a.selectors);
        const memoryview part = select(m, a);
        REQUIRE(model_of(part) == expected);
        std::vector<int> copy(expected.items.size());
        part.tobytes_into(lb::buffer_view(copy).template cast<std::byte>());
        REQUIRE(copy == expected.items);
        ++compared;
    }
    return compared;
}

} // namespace

TEST_CASE("parts behind pointers hold what index after index says") {
    CHECK(compare_parts<1>({true}, {{5}}, 1) > 300);
    CHECK(compare_parts<2>({true, false}, {{3, 4}}, 2) > 300);
    CHECK(compare_parts<2>({false, true}, {{3, 4}}, 3) > 300);
    CHECK(compare_parts<2>({true, true}, {{3, 4}}, 4) > 100);
    CHECK(compare_parts<3>({false, true, false}, {{2, 3, 4}}, 5) > 100);
    CHECK(compare_parts<3>({true, true, true}, {{2, 3, 2}}, 6) > 100);
    CHECK(compare_parts<5>({true, false, false, false, false}, {{2, 2, 3, 2, 2}}, 7) > 100);
    CHECK(compare_parts<6>({false, false, true, false, false, true}, {{2, 1, 2, 2, 2, 2}}, 8) > 100);
    CHECK(compare_parts<2>({true, false}, {{3, 0}}, 9) > 300);
    CHECK(compare_parts<2>({true, false}, {{0, 3}}, 10) > 300);
}

TEST_CASE("rows behind pointers, as image libraries keep them, are read and written") {
    int upper[4] = {0, 1, 2, 3};
    int lower[4] = {4, 5, 6, 7};
    int* rows[2] = {upper, lower};
    const extents shape{2, 3};
    const extents strides{sizeof(int*), sizeof(int)};
    const extents suboffsets{4, -1};
    lb::descriptor d = test_support::described(rows, shape, strides, "i", sizeof(int));
    d.suboffsets = suboffsets.data();
    const memoryview m(d);
    CHECK((m(0, 0) == 1 && m(1, 2) == 7 && m.has_pointers() && m.suboffsets() == lb::index_array<2>{{4, -1}}));
    CHECK((!m.is_contiguous() && m.nbytes() == 24 && static_cast<const void*>(m.data()) == rows));
    m(1, 0) = 50;
    CHECK((lower[1] == 50 && m.part(1)[0] == 50 && !m.part(1).has_pointers()));
    m(all, slice(0, 2)).assign(m(all, slice(1, 3))); // one row after the other, moved by one
    CHECK((upper[1] == 2 && upper[2] == 3 && upper[3] == 3 && lower[1] == 6 && lower[2] == 7));
    m(slice(none, none, -1)).assign(m); // the rows change places
    CHECK((upper[1] == 6 && upper[3] == 7 && lower[1] == 2 && lower[3] == 3));
    CHECK((m.count(3) == 2 && m == m.toreadonly() && !(m == m[slice(none, none, -1)])));
    CHECK((FAILURE_OF(m.cast("B")).code == errc::cast_not_contiguous && FAILURE_OF(m(2, 0)).field == 0));
    CHECK((m.try_as<int, 2>().error().code == errc::needs_suboffsets));
    CHECK((FAILURE_OF(m.part(all, 0).begin()).code == errc::needs_suboffsets));
}

TEST_CASE("a null pointer is an error where it is followed, and nothing is written then") {
    int row[2] = {1, 2};
    int* rows[2] = {row, nullptr};
    const extents shape{2, 2};
    const extents strides{sizeof(int*), sizeof(int)};
    const extents suboffsets{0, -1};
    lb::descriptor d = test_support::described(rows, shape, strides, "i", sizeof(int));
    d.suboffsets = suboffsets.data();
    const memoryview m(d);
    std::vector<int> items{7, 8, 9, 10};
    const memoryview plain = test_support::shaped(items, {2, 2});
    const auto is_null = [](const lb::error_info& e) {
        return e.code == errc::null_pointer && e.field == 0 && e.offset == 1;
    };
    CHECK((m(0, 1) == 2 && is_null(FAILURE_OF(m(1, 0))) && is_null(FAILURE_OF(m.part(1)))));
    CHECK(is_null(FAILURE_OF(m.count(1))));
    CHECK((!(m == plain) && m(all, slice(0, 0)).empty()));
    row[0] = 7;
    row[1] = 8;
    CHECK(is_null(FAILURE_OF(m == plain)));
#if LENDBUF_TEST_HAS_EXCEPTIONS // scratch memory is given back by a destructor
    row[0] = 1;
    row[1] = 2;
    CHECK((is_null(FAILURE_OF(m.assign(plain))) && row[0] == 1 && row[1] == 2));
    CHECK((is_null(FAILURE_OF(plain.assign(m))) && items == std::vector<int>{7, 8, 9, 10}));
#endif
    CHECK_THROWS_LB(lb::value_error, "the pointer at index 1 of dimension 1 is null", m(1, 1));
}
