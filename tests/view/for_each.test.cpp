#include "support/catch.hpp"
#include "support/failure.hpp"
#include "view/places.hpp"

#include <array>
#include <cstdint>
#include <lendbuf/element/endian.hpp>
#include <lendbuf/owner/bytearray.hpp>
#include <lendbuf/owner/standard.hpp>
#include <lendbuf/owner/static_memory.hpp>
#include <lendbuf/owner/typed_array.hpp>
#include <lendbuf/view/for_each.hpp>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace lb = lendbuf;
using lb::all;
using lb::buffer_view;
using lb::errc;
using lb::none;
using lb::slice;
using test_support::places_of;
using test_support::random_shape;
using test_support::strided_array;

namespace {

constexpr int six[6] = {0, 1, 2, 3, 4, 5};
constexpr buffer_view<const int, 2, lb::contiguous> grid(six, {{2, 3}});

/// Writes the items as the digits of a number, in the order they come.
constexpr auto digits = [](const auto& x) {
    int number = 0;
    lb::for_each(x, [&](int item) { number = 10 * number + item; });
    return number;
};
constexpr auto reduced_digits = [](const auto& x) {
    return lb::reduce(x, 0, [](int number, int item) { return 10 * number + item; });
};

template <class... View>
void check_for_each(const View&... view) {
    std::size_t k = 0;
    bool right = true;
    const auto visit = [&](auto&... item) {
        right = right && ((&item == places_of(view)[k]) && ...);
        ++k;
    };
    if constexpr (sizeof...(View) == 1)
        lb::for_each(view..., visit);
    else
        lb::for_each(lb::zip(view...), visit);
    CHECK(right);
    CHECK(((k == places_of(view).size()) && ...));
}

template <std::size_t Rank>
void check_random_views(int count) {
    test_support::random_numbers next(Rank + 40);
    for (int k = 0; k < count; ++k) {
        const auto shape = random_shape<Rank>(next);
        CAPTURE(shape.values, k);
        const strided_array<int, Rank> a(next, shape, k % 2 == 0);
        const strided_array<double, Rank> b(next, shape, k % 3 == 0);
        std::vector<lb::be<short>> memory(1024);
        const buffer_view<lb::be<short>, Rank, lb::contiguous> flat(memory.data(), shape);
        const buffer_view<lb::be<short>, Rank, lb::f_contiguous> f_flat(memory.data(), shape);
        check_for_each(a.view);
        check_for_each(flat);
        check_for_each(f_flat);
        check_for_each(a.view, b.view);
        check_for_each(flat, b.view, f_flat, a.view);

        std::int64_t sum = 0;
        std::int64_t product_sum = 0;
        for (const int* place : places_of(a.view)) sum += *place;
        for (std::size_t n = 0; n < places_of(a.view).size(); ++n)
            product_sum += *places_of(a.view)[n] * static_cast<std::int64_t>(*places_of(b.view)[n]);
        CHECK(lb::reduce(a.view, std::int64_t{1}, [](std::int64_t s, int x) { return s + x; }) == sum + 1);
        CHECK(lb::reduce(lb::zip(a.view, b.view), std::int64_t{0}, [](std::int64_t s, int x, double y) {
                  return s + x * static_cast<std::int64_t>(y);
              }) == product_sum);
    }
}

} // namespace

TEST_CASE("for_each visits the items in C order, whatever the layout") {
    CHECK_BOTH(digits(six) == 12345 && digits(grid) == 12345 && digits(grid.transpose()) == 31425);
    CHECK_BOTH(digits(grid.flip(0)) == 345012 && digits(grid.flip(0).flip(1)) == 543210);
    CHECK_BOTH(digits(buffer_view(six)[slice(none, none, -2)]) == 531);
    CHECK_BOTH(digits(grid(1, 1, lb::ellipsis)) == 4 && digits(grid(1).broadcast_to(2, 3)) == 345345);
    CHECK_BOTH(digits(grid(all, slice(1, 2)).broadcast_to(2, 2)) == 1144);
    CHECK_BOTH(digits(grid(all, slice(2, 2))) == 0 && digits(buffer_view<int, 3>()) == 0);
}

TEST_CASE("for_each visits random views of all ranks in C order") {
    check_random_views<0>(2);
    check_random_views<1>(40);
    check_random_views<2>(60);
    check_random_views<3>(40);
    check_random_views<4>(20);
    check_random_views<5>(10);
}

TEST_CASE("for_each writes through views and owners") {
    std::vector<int> owner{1, 2, 3, 4};
    lb::for_each(owner, [](int& item) { item *= 2; });
    CHECK(owner == std::vector<int>{2, 4, 6, 8});
    lb::for_each(buffer_view(owner)[slice(none, none, -2)], [](int& item) { item = -item; });
    CHECK(owner == std::vector<int>{2, -4, 6, -8});
    lb::for_each(std::span(owner), [](auto& item) { ++item; });
    int matrix[2][3] = {{1, 2, 3}, {4, 5, 6}};
    lb::for_each(matrix, [](int& item) { item += 10; });
    CHECK((owner[0] == 3 && matrix[0][0] == 11 && matrix[1][2] == 16));
    std::array<lb::be<std::uint16_t>, 2> wire{};
    lb::for_each(lb::zip(wire, std::span(matrix[0], 2)),
                 [](lb::be<std::uint16_t>& to, int from) { to = static_cast<std::uint16_t>(from); });
    CHECK((wire[0] == 11 && wire[1] == 12));
}

TEST_CASE("items of const owners and views are const") {
    const std::vector<int> owner{1, 2};
    std::vector<int> open{3, 4};
    const auto is_const = [](auto& item) { return std::is_const_v<std::remove_reference_t<decltype(item)>>; };
    lb::for_each(owner, [&](auto& item) { CHECK(is_const(item)); });
    lb::for_each(buffer_view(open).toreadonly(), [&](auto& item) { CHECK(is_const(item)); });
    const buffer_view view(open);
    lb::for_each(view, [&](auto& item) { CHECK_FALSE(is_const(item)); });
    lb::for_each(lb::zip(owner, open), [&](auto& a, auto& b) { CHECK((is_const(a) && !is_const(b))); });
}

TEST_CASE("functions that cannot be copied are moved in once") {
    std::vector<int> items{1, 2, 3};
    int sum = 0;
    lb::for_each(items, [&sum, factor = std::make_unique<int>(2)](int item) { sum += *factor * item; });
    CHECK(sum == 12);
    lb::for_each(items, [&sum, calls = 0](int) mutable { sum += 100 * ++calls; });
    CHECK(sum == 612);
}

TEST_CASE("reduce folds in C order where the memory is so, else as the memory lies") {
    CHECK_BOTH(reduced_digits(grid) == 12345 && reduced_digits(buffer_view<const int, 2>(grid)) == 12345);
    CHECK_BOTH(reduced_digits(grid(all, slice(1, none))) == 1245);
    CHECK_BOTH(reduced_digits(grid.transpose()) == 12345 && reduced_digits(grid.flip(1).flip(0)) == 12345);
    CHECK_BOTH(reduced_digits(grid(1, 2, lb::ellipsis)) == 5 && reduced_digits(grid(slice(0, 0))) == 0);
    constexpr auto dot = [](const auto& a, const auto& b) {
        return lb::reduce(lb::zip(a, b), 0, [](int sum, int x, int y) { return sum + x * y; });
    };
    CHECK_BOTH(dot(grid, grid) == 55 && dot(grid.transpose(), grid.transpose()) == 55 && dot(grid, grid.flip(1)) == 47);
    CHECK_BOTH(dot(grid(0), grid.transpose()(0).broadcast_to(3, 2).transpose()(1)) == 9);
}

TEST_CASE("reduce moves its value along") {
    const std::vector<int> items{3, 1, 2};
    auto text = lb::reduce(items, std::string("sum"), [](std::string s, int x) { return s + '+' + std::to_string(x); });
    CHECK(text == "sum+3+1+2");
    const auto product = lb::reduce(buffer_view(items)[slice(none, none, 2)], std::make_unique<int>(1),
                                    [](std::unique_ptr<int> value, int x) {
                                        *value *= x;
                                        return value;
                                    });
    CHECK(*product == 6);
    // The type of the first value is the type of all.
    const std::vector<double> halves{0.5, 0.5};
    CHECK(lb::reduce(halves, 0, [](int sum, double x) { return sum + static_cast<int>(x); }) == 0);
    CHECK(lb::reduce(halves, 0.0, [](double sum, double x) { return sum + x; }) == 1.0);
}

TEST_CASE("an owner cannot be resized by what walks over it") {
    lb::bytearray owner{1, 2, 3};
    int calls = 0;
    lb::for_each(owner, [&](std::uint8_t& item) {
        CHECK(FAILURE_OF(owner.append(9)).code == errc::resize_while_leased);
        CHECK(FAILURE_OF(owner.clear()).code == errc::resize_while_leased);
        item = static_cast<std::uint8_t>(item + 10);
        ++calls;
    });
    CHECK((calls == 3 && owner.leases() == 0 && owner == lb::bytearray{11, 12, 13}));
    const int sum = lb::reduce(owner, 0, [&](int s, std::uint8_t item) {
        CHECK(FAILURE_OF(owner.resize(100)).code == errc::resize_while_leased);
        return s + item;
    });
    CHECK((sum == 36 && owner.leases() == 0));
    lb::typed_array<double> other{0.5, 1.5, 2.5};
    lb::for_each(lb::zip(owner, other), [&](std::uint8_t, double& x) {
        CHECK(FAILURE_OF(owner.append(9)).code == errc::resize_while_leased);
        CHECK(FAILURE_OF(other.clear()).code == errc::resize_while_leased);
        x += 1;
    });
    CHECK((owner.leases() == 0 && other.leases() == 0 && other == lb::typed_array<double>{1.5, 2.5, 3.5}));
    owner.append(14);
    other.clear();
}

TEST_CASE("a walk goes on when the last view of its owner goes") {
    lb::bytearray owner{1, 2, 3};
    buffer_view view(owner);
    int sum = 0;
    lb::for_each(view, [&](std::uint8_t item) {
        view = {};
        CHECK(FAILURE_OF(owner.resize(1000)).code == errc::resize_while_leased);
        sum += item;
    });
    CHECK((sum == 6 && owner.leases() == 0));

    lb::bytearray second{10, 20, 30};
    auto both = lb::zip(owner, second);
    lb::for_each(both, [&](std::uint8_t a, std::uint8_t b) {
        lb::bytearray nothing;
        both = lb::zip(nothing, nothing);
        CHECK(FAILURE_OF(owner.resize(1000)).code == errc::resize_while_leased);
        sum += a + b;
    });
    CHECK((sum == 72 && owner.leases() == 0 && second.leases() == 0));

    const int total = lb::reduce(second, 0, [&](int s, std::uint8_t item) {
        if (s == 0) { // the storage outlives its owner
            const lb::bytearray gone = std::move(second);
        }
        return s + item;
    });
    CHECK(total == 60);
}

#if LENDBUF_TEST_HAS_EXCEPTIONS
TEST_CASE("an exception ends the walk and the lease") {
    lb::bytearray owner{1, 2, 3};
    int sum = 0;
    const auto stop_at_2 = [&](std::uint8_t item) {
        if (item == 2) throw item;
        sum += item;
    };
    CHECK_THROWS_AS(lb::for_each(owner, stop_at_2), std::uint8_t);
    CHECK((sum == 1 && owner.leases() == 0));
}

TEST_CASE("a walk over more items than anyone could visit begins at once") {
    constexpr std::ptrdiff_t wide = std::ptrdiff_t{1} << (4 * sizeof(std::ptrdiff_t) - 3);
    const auto endless = grid(all, slice(1, 2)).expand(2).broadcast_to(wide, 2, wide, 1);
    int calls = 0;
    const auto stop = [&](int item) {
        if (++calls % 1000 == 0) throw item;
        return item;
    };
    CHECK_THROWS_AS(lb::for_each(endless, stop), int);
    CHECK_THROWS_AS(lb::reduce(endless, 0, [&](int, int item) { return stop(item); }), int);
    CHECK_THROWS_AS(lb::for_each(lb::zip(endless, endless), [&](int a, int) { stop(a); }), int);
    CHECK(calls == 3000);
}
#endif

TEST_CASE("shapes must agree before anything is visited") {
    int calls = 0;
    const auto count = [&](int, int) { ++calls; };
    const auto failure = FAILURE_OF(lb::for_each(lb::zip(grid, grid.transpose()), count));
    CHECK((failure.code == errc::different_structure && failure.field == 0 && failure.need == 2 && failure.have == 3));
    CHECK(calls == 0);
}

TEST_CASE("for_each_index gives each item with its place") {
    CHECK_BOTH([] {
        int number = 0;
        lb::for_each_index(grid, [&](int item, std::ptrdiff_t i, std::ptrdiff_t j) {
            number = 10 * number + (item == 3 * i + j ? item : 9);
        });
        return number == 12345;
    }());
    std::array<std::int32_t, 24> items{};
    const buffer_view<std::int32_t, 3, lb::contiguous> cube(items.data(), {{2, 3, 4}});
    const auto number = [](std::int32_t& item, std::ptrdiff_t i, std::ptrdiff_t j, std::ptrdiff_t k) {
        item = static_cast<std::int32_t>(100 * i + 10 * j + k);
    };
    const auto check = [](const auto& view) {
        bool right = true;
        for (std::ptrdiff_t i = 0; i < view.extent(0); ++i)
            for (std::ptrdiff_t j = 0; j < view.extent(1); ++j)
                for (std::ptrdiff_t k = 0; k < view.extent(2); ++k)
                    right = right && view(i, j, k) == 100 * i + 10 * j + k;
        return right;
    };
    lb::for_each_index(cube, number);
    CHECK(check(cube));
    const auto turned = cube.transpose()(all, slice(none, none, -1), slice(1, none));
    lb::for_each_index(turned, number);
    CHECK(check(turned));
    int calls = 0;
    lb::for_each_index(cube(all, slice(2, 2), all), [&](auto&...) { ++calls; });
    CHECK(calls == 0);
    lb::for_each_index(cube(1, 1, slice(2, 3)).squeeze(0), [&](std::int32_t&) { ++calls; });
    CHECK(calls == 1);
    std::vector<double> list{0.5, 1.5};
    lb::for_each_index(list, [](double& item, std::ptrdiff_t i) { item += static_cast<double>(i); });
    CHECK((list[0] == 0.5 && list[1] == 2.5));
}
