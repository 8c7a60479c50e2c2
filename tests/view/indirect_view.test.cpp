#include <array>
#include <cstdint>
#include <iterator>
#include <lendbuf/element/endian.hpp>
#include <lendbuf/owner/standard.hpp>
#include <lendbuf/owner/typed_array.hpp>
#include <lendbuf/view/equal.hpp>
#include <lendbuf/view/indirect_view.hpp>
#include <limits>
#include <string_view>
#include <type_traits>
#include <vector>

#include "indirect_model.hpp"
#include "support/failure.hpp"

namespace lb = lendbuf;
using lb::all;
using lb::any_pointers;
using lb::buffer_view;
using lb::ellipsis;
using lb::errc;
using lb::index_array;
using lb::indirect_view;
using lb::newaxis;
using lb::none;
using lb::row_pointers;
using lb::slice;
using test_support::model_of;
using test_support::pointer_array;

namespace {

constexpr int upper[3] = {0, 1, 2};
constexpr int lower[3] = {3, 4, 5};
constexpr const int* lines[2] = {upper, lower};
constexpr indirect_view<const int, 2, row_pointers> table(lines, {{2, 3}});

using rows = indirect_view<int, 2, row_pointers>;
using const_rows = indirect_view<const int, 2, row_pointers>;
using any = indirect_view<int, 2>;
using const_any = indirect_view<const int, 2>;

template <class From, class To>
inline constexpr bool converts = std::is_convertible_v<From, To>;

constexpr auto word = static_cast<std::ptrdiff_t>(sizeof(void*));
constexpr slice<true> reversed(none, none, -1);

} // namespace

TEST_CASE("rows describe themselves with a suboffset for the first axis") {
    CHECK_BOTH(table.ndim() == 2 && table.itemsize() == 4 && table.readonly() && !rows::readonly());
    CHECK_BOTH(table.shape() == index_array<2>{{2, 3}} && table.strides() == index_array<2>{{word, 4}});
    CHECK_BOTH(table.suboffsets() == index_array<2>{{0, -1}} && table.format() == std::string_view("i"));
    CHECK_BOTH(table.size() == 2 && table.item_count() == 6 && table.nbytes() == 24 && !table.empty());
    CHECK_BOTH(table.extent(1) == 3 && table.extent(-2) == 2 && table.base() == lines);
    CHECK_BOTH(table.has_pointers() && !table.is_contiguous() && !table.is_contiguous(lb::order::c));
    CHECK(FAILURE_OF(table.extent(2)).code == errc::index_out_of_bounds);
}

TEST_CASE("an empty view follows no pointer") {
    CHECK_BOTH(rows().empty() && rows().size() == 0 && rows().begin() == rows().end() && rows().suboffsets()[0] == 0);
    CHECK(any().empty());
    CHECK_FALSE(any().has_pointers());
    static constexpr const int* nowhere[2] = {nullptr, nullptr};
    constexpr const_rows thin(nowhere, {{2, 0}});
    CHECK_BOTH(thin.empty() && thin[1].size() == 0 && thin[1].data() == nullptr && thin(all, slice(0, 0)).empty());
    int count = 0;
    for (const auto& row : const_any(thin)) count += static_cast<int>(row.size()) + 1;
    CHECK(count == 2);
    CHECK_BOTH(table(1, slice(3, none)).empty() && table(slice(2, none), 1).empty());
}

TEST_CASE("items are found behind pointers, and indices are checked") {
    CHECK_BOTH(table(0, 0) == 0 && table(1, 2) == 5 && table(-1, -3) == 3 && table[-2][-1] == 2);
    CHECK_BOTH(*table.try_get(1, -1) == 5 && table.try_get(2, 0).error().field == 0);
    const auto error = FAILURE_OF(table(1, 3));
    CHECK((error.code == errc::index_out_of_bounds && error.field == 1 && error.offset == 3 && error.have == 3));
    CHECK(FAILURE_OF(table[2]).field == 0);
    CHECK(table.try_get(0, std::numeric_limits<std::uint64_t>::max()).error().code == errc::index_out_of_bounds);
    CHECK_THROWS_LB(lb::index_error, "index out of bounds on dimension 2 (index -4, extent 3)", table(0, -4));
}

TEST_CASE("a row of rows is a view without pointers, known to the compiler") {
    constexpr auto row = table[1];
    STATIC_CHECK(std::is_same_v<decltype(row), const buffer_view<const int>>);
    CHECK_BOTH(row.size() == 3 && row[2] == 5 && row.data() == lower);
    STATIC_CHECK(std::is_same_v<decltype(table(1, slice(1, none), newaxis)), buffer_view<const int, 2>>);
    STATIC_CHECK(std::is_same_v<decltype(table(newaxis, 1)), buffer_view<const int, 2>>);
    CHECK_BOTH(table(newaxis, 1)(0, 2) == 5 && table(0, reversed)[0] == 2);
    CHECK_BOTH(table(1, 2, ellipsis)() == 5);
    STATIC_CHECK(std::is_same_v<decltype(table[slice(1)]), const_rows>);
    STATIC_CHECK(std::is_same_v<decltype(table(all, 1)), indirect_view<const int, 1, row_pointers>>);
    STATIC_CHECK(std::is_same_v<decltype(table(newaxis)), indirect_view<const int, 3>>);
    STATIC_CHECK(std::is_same_v<decltype(const_any(table)[1]), indirect_view<const int, 1>>);
}

TEST_CASE("slices of rows are constants, too") {
    constexpr auto mirrored = table(reversed, reversed);
    CHECK_BOTH(mirrored(0, 0) == 5 && mirrored(1, 2) == 0 && mirrored.suboffsets() == index_array<2>{{8, -1}});
    CHECK_BOTH(mirrored.strides() == index_array<2>{{-word, -4}} && mirrored.base() == lines + 1);
    constexpr auto column = table(all, 1);
    CHECK_BOTH(column.size() == 2 && column[0] == 1 && column[-1] == 4 && column[slice(1, none)][0] == 4);
    CHECK_BOTH(*column.try_get(1) == 4);
    constexpr auto sum = [](const auto& v) {
        int total = 0;
        for (const auto& row : v)
            for (const int i : row) total = total * 10 + i;
        return total;
    };
    CHECK_BOTH(sum(table) == 12345 && sum(mirrored) == 543210);
    CHECK_BOTH(sum(table(all, slice(none, none, 2))) == 235);
    constexpr auto sum_flat = [](const auto& v) {
        int total = 0;
        for (const int i : v) total = total * 10 + i;
        return total;
    };
    CHECK_BOTH(sum_flat(column) == 14);
}

TEST_CASE("rows are made of pointers and of whatever holds pointers") {
    int a[6] = {0, 1, 2, 3, 4, 5};
    int b[6] = {6, 7, 8, 9, 10, 11};
    int* both[2] = {a, b};
    indirect_view plain(both, index_array{2, 6});
    STATIC_CHECK(std::is_same_v<decltype(plain), rows>);
    CHECK((plain(1, 5) == 11 && plain.base() == both));
    indirect_view counted(both, 6);
    STATIC_CHECK(std::is_same_v<decltype(counted), rows>);
    CHECK((counted.shape() == index_array<2>{{2, 6}} && counted(1, 5) == 11));
    const std::vector<int*> listed{b, a, b};
    indirect_view boxes(listed, 2, 3);
    STATIC_CHECK(std::is_same_v<decltype(boxes), indirect_view<int, 3, row_pointers>>);
    CHECK((boxes(0, 1, 2) == 11 && boxes(1, 1, 0) == 3 && boxes.strides() == index_array<3>{{word, 12, 4}}));
    // Pointers that are a stride apart.
    const buffer_view pointers(both);
    indirect_view second(pointers[slice(none, none, -1)], 6u);
    CHECK((second(0, 0) == 6 && second(1, 0) == 0 && second.strides()[0] == -word));
    // Single items behind pointers.
    CHECK((indirect_view(both)[1] == 6 && indirect_view(both).suboffsets()[0] == 0));
    const_rows read_only(both, {{2, 6}});
    plain(0, 0) = 42;
    CHECK((read_only(0, 0) == 42 && a[0] == 42));
    char hello[] = "hello";
    char world[] = "world";
    char* words[] = {hello, world, nullptr};
    char** const arguments = words;
    indirect_view letters(arguments, index_array{2, 5});
    letters(1, 0) = 'W';
    CHECK((world == std::string_view("World") && letters.format() == std::string_view("c")));
}

TEST_CASE("rows whose extents make no sense are refused") {
    constexpr auto high = std::numeric_limits<std::ptrdiff_t>::max();
    CHECK(FAILURE_OF(const_rows(lines, {{2, -1}})).code == errc::negative_extent);
    CHECK(FAILURE_OF(const_rows(lines, {{2, high}})).code == errc::shape_overflow);
    CHECK(FAILURE_OF(indirect_view<const char, 2, row_pointers>(nullptr, {{high, 1}})).code == errc::shape_overflow);
    CHECK(FAILURE_OF(const_rows(lines, std::numeric_limits<std::uint64_t>::max())).code == errc::shape_overflow);
}

TEST_CASE("null pointers are refused where they are met") {
    int a[3] = {1, 2, 3};
    int* holes[3] = {a, nullptr, a};
    const rows typed(holes, {{3, 3}});
    const any raw = typed;
    for (int round = 0; round < 2; ++round) {
        const auto item = round == 0 ? FAILURE_OF(typed(1, 0)) : FAILURE_OF(raw(1, 0));
        CHECK((item.code == errc::null_pointer && item.field == 0 && item.offset == 1 && item.have == 0));
        const auto row = round == 0 ? FAILURE_OF(typed[-2]) : FAILURE_OF(raw[-2]);
        CHECK((row.code == errc::null_pointer && row.offset == 1));
        const auto part = round == 0 ? FAILURE_OF(typed(1, slice(1, none))) : FAILURE_OF(raw(1, slice(1, none)));
        CHECK((part.code == errc::null_pointer && part.offset == 1));
        const auto read = round == 0 ? typed.try_get(1, 2).error() : raw.try_get(1, 2).error();
        CHECK((read.code == errc::null_pointer && read.offset == 1));
    }
    CHECK((typed(0, 0) == 1 && raw(2, 2) == 3 && typed(all, slice(none, none, 2))(2, 1) == 3));
    CHECK(typed(slice(none, none, 2))(1, 0) == 1);
    // Iterators tell the failure handler.
    using test_support::fatal_failure_of;
    CHECK(fatal_failure_of([&] { static_cast<void>(typed.begin()[1]); }).code == errc::null_pointer);
    CHECK(fatal_failure_of([&] { static_cast<void>(raw.begin()[1]); }).offset == 1);
    CHECK(fatal_failure_of([&] { static_cast<void>(typed(all, 0).begin()[1]); }).offset == 1);
}

TEST_CASE("any axes may go through pointers") {
    // Of each kind of array a few selections, by the model.
    const bool kinds[][3] = {{false, false, false}, {true, false, false}, {false, true, false}, {false, false, true},
                             {true, true, false},   {true, false, true},  {true, true, true}};
    for (const auto& kind : kinds) {
        const pointer_array<std::int32_t, 3> array({{2, 3, 4}}, kind);
        const auto v = array.view();
        const auto model = array.model();
        const auto same = [&](const auto& view, const auto&... s) {
            return model_of(view) == select_from(model, {test_support::selector_of(s)...});
        };
        CHECK(model_of(v) == model);
        CHECK((v(1, 2, 3) == 23 && v(-2, -3, -4) == 0 && v[1](0, 1) == 13 && v[1][2][-1] == 23));
        CHECK((same(v[1], 1) && same(v(1, 2), 1, 2) &&
               same(v(newaxis, 1, slice(0, 2), newaxis), newaxis, 1, slice(0, 2), newaxis)));
        CHECK(same(v(reversed, slice(1, none), slice(none, none, 2)), reversed, slice(1, none), slice(none, none, 2)));
        CHECK(v(1, 1, 1, ellipsis)() == 17);
        // An index between the pointers of two axes would leave both to one.
        if (kind[0] && kind[1]) {
            CHECK(FAILURE_OF(v(all, -1)).code == errc::pointers_not_expressible);
        } else {
            CHECK(same(v(all, -1), all, -1));
            CHECK(same(v(all, reversed)(all, slice(0, 2), reversed)(all, 1), all, 1, reversed));
        }
        if (kind[1] && kind[2]) {
            CHECK(FAILURE_OF(v(all, all, 1)).code == errc::pointers_not_expressible);
        } else {
            CHECK((same(v(slice(1, none), all, 2), slice(1, none), all, 2) && same(v(-1, all, 1), -1, all, 1)));
            CHECK(same(v(0, slice(2, none), 3), 0, slice(2, none), 3));
        }
        CHECK(v.has_pointers() == (kind[0] || kind[1] || kind[2]));
        CHECK(v.is_contiguous() == !v.has_pointers());
    }
}

TEST_CASE("items at odd addresses need an unaligned type") {
    const bool rows_only[2] = {true, false};
    const pointer_array<std::int32_t, 2> odd({{2, 2}}, rows_only, 3);
    const auto error = FAILURE_OF(odd.view()(1, 0));
    CHECK((error.code == errc::address_misaligned && error.need == 4 && error.have == 3));
    CHECK(odd.view().try_get(0, 0).error().code == errc::address_misaligned);
    const indirect_view<lb::unaligned<std::int32_t>, 2> v(odd.base(), odd.shape(), odd.strides(), odd.suboffsets());
    CHECK((v(0, 1) == 1 && v(1, 1) == 3));
    std::int32_t numbers[4] = {};
    const auto stride = FAILURE_OF(any(numbers, {{2, 2}}, {{6, 4}}, {{-1, -1}}));
    CHECK((stride.code == errc::stride_misaligned && stride.field == 0 && stride.offset == 6 && stride.need == 4));
    CHECK(FAILURE_OF(any(numbers, {{2, -2}}, {{8, 4}}, {{-1, -1}})).code == errc::negative_extent);
}

TEST_CASE("views convert to what promises less") {
    STATIC_CHECK(converts<rows, const_rows> && converts<rows, any> && converts<rows, const_any>);
    STATIC_CHECK(converts<any, const_any> && !converts<const_any, any> && !converts<any, rows>);
    STATIC_CHECK(converts<indirect_view<int, 2, row_pointers, lb::leased>, const_any>);
    STATIC_CHECK(!converts<any, indirect_view<int, 2, any_pointers, lb::leased>>);
    STATIC_CHECK(converts<buffer_view<int, 2, lb::contiguous>, const_any> && !converts<buffer_view<const int, 2>, any>);
    STATIC_CHECK(!converts<buffer_view<int, 2>, rows> && !converts<indirect_view<int, 2>, indirect_view<float, 2>>);
    STATIC_CHECK(std::is_trivially_copyable_v<rows> && std::is_trivially_copyable_v<any>);
    const const_any any_table = table;
    CHECK((any_table(1, 2) == 5 && any_table.strides() == table.strides() && any_table.layout() == table.layout()));
    int memory[2][3] = {{1, 2, 3}, {4, 5, 6}};
    const buffer_view whole(memory);
    indirect_view direct(whole.transpose());
    STATIC_CHECK(std::is_same_v<decltype(direct), any>);
    direct(2, 1) = 7;
    CHECK((memory[1][2] == 7 && !direct.has_pointers() && direct[2].as_strided()[0] == 3));
    STATIC_CHECK(std::is_same_v<decltype(rows().toreadonly()), const_rows>);
    CHECK(any_table.toreadonly()(0, 1) == 1);
}

TEST_CASE("a view proves that it has no pointers") {
    const bool rows_only[2] = {true, false};
    const pointer_array<std::int32_t, 2> array({{2, 3}}, rows_only);
    const auto v = array.view();
    CHECK(FAILURE_OF(v.as_strided()).code == errc::needs_suboffsets);
    const buffer_view<std::int32_t> row = v[1].as_strided();
    CHECK((row.size() == 3 && row[0] == 3));
    CHECK(v[1][slice(0, 0)].as_strided().data() == nullptr);
}

TEST_CASE("leases hold the pointers") {
    int a[2] = {1, 2};
    lb::typed_array<int*> owner;
    owner.push_back(a);
    owner.push_back(a);
    indirect_view held(owner, 2);
    STATIC_CHECK(std::is_same_v<decltype(held)::hold_type, lb::leased>);
    CHECK((held(1, 1) == 2 && FAILURE_OF(owner.push_back(a)).code == errc::resize_while_leased));
    const auto row = held[0];
    STATIC_CHECK(std::is_same_v<decltype(row)::hold_type, lb::leased>);
    const auto borrowed = held.borrow();
    STATIC_CHECK(std::is_same_v<decltype(borrowed)::hold_type, lb::borrowed>);
    const indirect_view<const int, 2> taken = held;
    CHECK((taken[1].as_strided() == row && !taken.share() && held.share()));
}

TEST_CASE("iterators are random-access iterators") {
    STATIC_CHECK(std::random_access_iterator<decltype(table.begin())>);
    STATIC_CHECK(std::random_access_iterator<decltype(table(all, 1).begin())>);
    STATIC_CHECK(std::random_access_iterator<decltype(any().begin())>);
    CHECK_BOTH(table.end() - table.begin() == 2 && table.begin()[1][2] == 5);
}

TEST_CASE("a descriptor with suboffsets becomes a view") {
    const bool rows_only[2] = {true, false};
    const pointer_array<std::int32_t, 2> array({{2, 3}}, rows_only);
    lb::descriptor d;
    d.buf = array.base();
    d.len = 24;
    d.itemsize = 4;
    d.ndim = 2;
    d.format = "=l"; // the same as i
    d.shape = array.shape().data();
    d.strides = array.strides().data();
    d.suboffsets = array.suboffsets().data();
    const any v(d);
    CHECK((v(1, 2) == 5 && v.suboffsets() == array.suboffsets() && v.strides() == array.strides()));
    v(1, 2) = 9;
    CHECK(array.view()(1, 2) == 9);
    CHECK(indirect_view<lb::unaligned<std::int32_t>, 2>(d)(1, 2) == 9);

    const auto changed = [&](const auto& change) {
        lb::descriptor other = d;
        change(other);
        return any::try_from(other).error();
    };
    CHECK(changed([](auto& x) { x.readonly = 1; }).code == errc::not_writable);
    CHECK(changed([](auto& x) { x.format = "f"; }).code == errc::wrong_type);
    CHECK(changed([](auto& x) { x.format = ">i"; }).symbol == '>');
    CHECK(changed([](auto& x) { x.format = nullptr; }).code == errc::wrong_type);
    CHECK(changed([](auto& x) { x.itemsize = 8; }).code == errc::wrong_type);
    const auto rank = changed([](auto& x) { x.ndim = 1; });
    CHECK((rank.code == errc::different_structure && rank.need == 2 && rank.have == 1));
    CHECK(changed([](auto& x) { x.ndim = -1; }).code == errc::different_structure);
    CHECK(changed([](auto& x) { x.shape = nullptr; }).have == 1);
    const auto length = changed([](auto& x) { x.len = 20; });
    CHECK((length.code == errc::shape_not_length && length.need == 24 && length.have == 20));
    CHECK(changed([](auto& x) { x.buf = nullptr; }).code == errc::null_pointer);
    static constexpr std::ptrdiff_t negative[2] = {-2, 3};
    CHECK(changed([](auto& x) { x.shape = negative; }).code == errc::negative_extent);
    static constexpr std::ptrdiff_t odd[2] = {8, 2};
    CHECK(changed([](auto& x) { x.strides = odd; }).code == errc::stride_misaligned);
    d.readonly = 1;
    CHECK(const_any(d)(0, 1) == 1);
    CHECK_THROWS_LB(lb::buffer_error, "Object is not writable.", any(d));
}

TEST_CASE("a descriptor without suboffsets becomes a view, too") {
    std::int32_t memory[2][3] = {{1, 2, 3}, {4, 5, 6}};
    const auto granted = lb::get_buffer(buffer_view(memory));
    CHECK(any(granted.info())(1, 2) == 6);
    const auto few = lb::get_buffer(buffer_view(memory), lb::request::nd | lb::request::format);
    CHECK(any(few.info())(1, 0) == 4);
    std::uint8_t bytes[4] = {1, 2, 3, 4};
    const auto simple = lb::get_buffer(bytes, lb::request::simple);
    const indirect_view<std::uint8_t, 1> flat(simple.info());
    CHECK((flat.size() == 4 && flat[3] == 4 && flat.strides()[0] == 1));
    CHECK(indirect_view<std::byte, 1>::try_from(simple.info()).has_value());
    CHECK(indirect_view<char, 1>::try_from(simple.info()).error().code == errc::wrong_type);
}
