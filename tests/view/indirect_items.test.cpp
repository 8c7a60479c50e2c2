#include <array>
#include <cstdint>
#include <lendbuf/base/scratch.hpp>
#include <lendbuf/owner/standard.hpp>
#include <lendbuf/view/indirect_items.hpp>
#include <string_view>
#include <vector>

#include "indirect_model.hpp"
#include "support/failure.hpp"

namespace lb = lendbuf;
using lb::all;
using lb::buffer_view;
using lb::errc;
using lb::indirect_view;
using lb::none;
using lb::row_pointers;
using lb::slice;
using test_support::model_of;
using test_support::pointer_array;

namespace {

constexpr slice<true> reversed(none, none, -1);
constexpr slice<true> every_other(none, none, 2);

constexpr bool kinds[][3] = {{false, false, false}, {true, false, false}, {false, true, false}, {false, false, true},
                             {true, true, false},   {true, false, true},  {true, true, true}};

using grid = buffer_view<std::int32_t, 3, lb::contiguous>;

template <class X, class Y>
concept copies = requires(X&& x, Y&& y) { lb::copy(std::forward<X>(x), std::forward<Y>(y)); };

std::byte spare[4096];
int taken = 0;

} // namespace

TEST_CASE("for_each visits all items in C order") {
    for (const auto& kind : kinds) {
        const pointer_array<std::int32_t, 3> array({{2, 3, 4}}, kind);
        std::vector<int> items;
        lb::for_each(array.view(), [&](std::int32_t& i) { items.push_back(i++); });
        CHECK(items == array.model().items);
        int sum = 0;
        lb::for_each(array.view()(reversed, all, every_other), [&](const std::int32_t& i) { sum = sum * 3 + i % 7; });
        int expected = 0;
        for (const int i : model_of(array.view()(reversed, all, every_other)).items) expected = expected * 3 + i % 7;
        CHECK(sum == expected);
    }
    lb::for_each(indirect_view<int, 2>(), [](int) { FAIL(); });
}

TEST_CASE("copies go into and out of pointers") {
    for (const auto& kind : kinds)
        for (const auto& other : kinds) {
            const pointer_array<std::int32_t, 3> from({{2, 3, 4}}, kind);
            const pointer_array<std::int32_t, 3> to({{2, 3, 4}}, other);
            lb::copy(from.view()(reversed, reversed, reversed), to.view());
            CHECK(model_of(to.view()) == model_of(from.view()(reversed, reversed, reversed)));
            std::vector<std::int32_t> memory(24, -1);
            const grid direct(memory.data(), {{2, 3, 4}});
            lb::copy(from.view(), direct);
            CHECK(memory == from.model().items);
            lb::copy(direct(all, reversed, all), to.view());
            CHECK(model_of(to.view()) == model_of(direct(all, reversed, all)));
            // Part of one to part of the other.
            lb::copy(from.view()(0, slice(1, none), every_other), to.view()(1, slice(0, 2), slice(2, none)));
            CHECK((to.view()(1, 0, 2) == 4 && to.view()(1, 1, 3) == 10 && to.view()(1, 2, 3) == direct(1, 0, 3)));
        }
}

TEST_CASE("copies change the byte order and nothing else") {
    const bool rows_only[2] = {true, false};
    const pointer_array<std::int32_t, 2> array({{2, 3}}, rows_only);
    lb::be<std::int32_t> swapped[2][3]{};
    lb::copy(array.view(), swapped);
    CHECK((swapped[1][2] == 5 && array.view() == buffer_view(swapped)));
    swapped[0][0] = -7;
    lb::copy(swapped, array.view());
    CHECK(array.view()(0, 0) == -7);
    using target = indirect_view<std::int32_t, 2>;
    STATIC_CHECK(copies<target, target> && copies<target, std::int32_t(&)[2][3]> && copies<int(&)[2][3], target>);
    STATIC_CHECK(!copies<target, indirect_view<const std::int32_t, 2>> && !copies<target, std::vector<std::int32_t>&>);
    STATIC_CHECK(!copies<target, const std::int32_t(&)[2][3]> && !copies<target, std::array<std::int32_t, 6>>);
}

TEST_CASE("copies between other shapes fail and write nothing") {
    const bool rows_only[2] = {true, false};
    const pointer_array<std::int32_t, 2> array({{2, 3}}, rows_only);
    std::int32_t memory[2][2] = {{7, 7}, {7, 7}};
    const auto error = lb::try_copy(array.view(), memory).error();
    CHECK((error.code == errc::different_structure && error.field == 1 && error.need == 2 && error.have == 3));
    CHECK(lb::try_copy(memory, array.view()).error().need == 3);
    CHECK(lb::try_copy(array.view(), array.view()[slice(1)]).error().field == 0);
    CHECK_THROWS_LB_AS(lb::value_error, lb::copy(array.view(), memory));
    CHECK((memory[0][0] == 7 && memory[1][1] == 7));
    CHECK(lb::try_copy(array.view()(all, slice(0, 0)), array.view()(all, slice(3, none))).has_value());
}

TEST_CASE("a null pointer stops operations before they start") {
    int a[3] = {1, 2, 3};
    int b[3] = {4, 5, 6};
    int* holes[3] = {a, nullptr, b};
    const indirect_view rows(holes, 3);
    int memory[3][3] = {};
    const auto error = lb::try_copy(rows, memory).error();
    CHECK((error.code == errc::null_pointer && error.field == 0 && error.offset == 1 && memory[0][0] == 0));
    memory[0][0] = 9;
    CHECK((lb::try_copy(memory, rows).error().offset == 1 && a[0] == 1));
    int calls = 0;
    CHECK(FAILURE_OF(lb::for_each(rows, [&](int) { ++calls; })).code == errc::null_pointer);
    CHECK(calls == 0);
    CHECK(FAILURE_OF(rows == rows).offset == 1);
    std::byte bytes[36];
    CHECK(lb::try_tobytes_into(rows, bytes).error().code == errc::null_pointer);
    lb::copy(rows[every_other], buffer_view(memory)[every_other]);
    CHECK((memory[0][0] == 1 && memory[2][2] == 6));
}

TEST_CASE("copies between rows that overlap go through other memory") {
    const bool rows_only[2] = {true, false};
    const pointer_array<std::int32_t, 2> array({{4, 5}}, rows_only);
    const auto v = array.view();
    auto expected = model_of(v[reversed]);
    lb::copy(v[reversed], v);
    CHECK(model_of(v) == expected);
    expected = model_of(v(all, reversed));
    lb::copy(v(all, reversed), v);
    CHECK(model_of(v) == expected);
    lb::copy(v(slice(0, 3)), v(slice(1, none)));
    CHECK((v(1, 0) == v(0, 0) && v(3, 4) == expected.items[14]));
    lb::copy(v(all, slice(0, 4)), v(all, slice(1, none)));
    CHECK((v(0, 1) == expected.items[0] && v(0, 4) == expected.items[3]));
}

TEST_CASE("large overlaps need scratch memory") {
    std::int32_t memory[10][40];
    std::int32_t* pointers[10];
    for (int i = 0; i < 10; ++i) {
        pointers[i] = memory[i];
        for (int j = 0; j < 40; ++j) memory[i][j] = i * 40 + j;
    }
    const indirect_view v(pointers, 40);
    const auto before = lb::set_scratch_source({});
    const auto error = lb::try_copy(v[reversed], v).error();
    CHECK((error.code == errc::overlap_needs_scratch && error.need == 1600 && memory[0][0] == 0));
    // Rows beside each other do not overlap, though they spread over the same memory.
    CHECK(lb::try_copy(v(slice(0, none, 2)), v(slice(1, none, 2))).has_value());
    CHECK((memory[1][0] == 0 && memory[9][39] == 8 * 40 + 39));
    lb::set_scratch_source({[](std::size_t bytes) noexcept -> void* {
                                ++taken;
                                return bytes <= sizeof spare ? spare : nullptr;
                            },
                            [](void*, std::size_t) noexcept { --taken; }});
    CHECK(lb::try_copy(v[reversed], v).has_value());
    CHECK((taken == 0 && memory[0][0] == 8 * 40 && memory[9][0] == 0));
    CHECK(lb::try_copy(memory, v(all, reversed)).has_value());
    CHECK((memory[0][39] == 8 * 40 && memory[0][0] == 8 * 40 + 39));
    const std::int32_t first = memory[0][0];
    const std::int32_t third = memory[2][0];
    CHECK(lb::try_copy(buffer_view(memory)[slice(0, 5)], v(slice(1, 6))).has_value());
    CHECK((memory[1][0] == first && memory[3][0] == third && taken == 0));
    lb::set_scratch_source(before);
}

TEST_CASE("bytes come out gapless in either order") {
    for (const auto& kind : kinds) {
        const pointer_array<std::uint8_t, 3> array({{2, 3, 4}}, kind);
        std::vector<std::uint8_t> bytes(24);
        lb::tobytes_into(array.view(), bytes);
        CHECK((bytes[0] == 0 && bytes[5] == 5 && bytes[23] == 23));
        lb::tobytes_into(array.view(), bytes, lb::order::f);
        CHECK((bytes[1] == 12 && bytes[2] == 4 && bytes[6] == 1 && bytes[23] == 23));
        lb::tobytes_into(array.view()(1, slice(1, none)), buffer_view(bytes)[slice(8)], lb::order::any);
        CHECK((bytes[0] == 16 && bytes[7] == 23 && bytes[8] == 5));
    }
    const bool rows_only[2] = {true, false};
    const pointer_array<std::int32_t, 2> array({{2, 3}}, rows_only);
    std::byte bytes[24];
    lb::tobytes_into(array.view(), bytes);
    CHECK(std::memcmp(bytes, array.model().items.data(), 24) == 0);
    std::byte few[20];
    const auto error = lb::try_tobytes_into(array.view(), few).error();
    CHECK((error.code == errc::different_structure && error.need == 20 && error.have == 24));
    lb::tobytes_into(array.view()[slice(0, 0)], buffer_view<std::byte, 1, lb::contiguous>());
}

TEST_CASE("views are equal when shapes and values are") {
    for (const auto& kind : kinds) {
        const pointer_array<std::int32_t, 3> array({{2, 3, 4}}, kind);
        const auto v = array.view();
        auto items = array.model().items;
        const grid direct(items.data(), {{2, 3, 4}});
        CHECK((v == direct && direct == v && v == v.toreadonly() &&
               v(reversed, all, every_other) == direct(reversed, all, every_other)));
        CHECK((v(all, all, slice(3)) != direct && v(all, all, slice(3)) != v));
        direct(1, 2, 3) = 0;
        CHECK((v != direct && !(direct == v)));
        const auto changed = model_of(v).items;
        std::vector<double> numbers(changed.begin(), changed.end());
        const buffer_view<double, 3, lb::contiguous> floats(numbers.data(), {{2, 3, 4}});
        CHECK(v == floats);
        numbers[13] += 0.5;
        CHECK(v != floats);
    }
    CHECK(indirect_view<int, 2>() == buffer_view<float, 2>());
}

TEST_CASE("rows work in constant expressions") {
    constexpr auto turned = [] {
        int a[3] = {1, 2, 3};
        int b[3] = {4, 5, 6};
        int* pointers[2] = {a, b};
        const indirect_view<int, 2, row_pointers> v(pointers, {{2, 3}});
        int copied[6] = {};
        const buffer_view<int, 2, lb::contiguous> out(copied, {{2, 3}});
        lb::copy(v(reversed, reversed), out);
        lb::copy(v[reversed], v);
        lb::copy(out(all, slice(1)), v(all, slice(1)));
        int sum = 0;
        lb::for_each(v, [&](int i) { sum = sum * 10 + i; });
        return sum * (v == v ? 1 : 0) + (v == out ? 1 : 0) + copied[0] * 1000000;
    };
    CHECK_BOTH(turned() == 656323 + 6000000);
}
