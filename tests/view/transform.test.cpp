#include "support/catch.hpp"
#include "support/failure.hpp"
#include "view/places.hpp"

#include <array>
#include <cstdint>
#include <lendbuf/base/half.hpp>
#include <lendbuf/element/endian.hpp>
#include <lendbuf/owner/bytearray.hpp>
#include <lendbuf/owner/standard.hpp>
#include <lendbuf/owner/static_memory.hpp>
#include <lendbuf/owner/typed_array.hpp>
#include <lendbuf/view/transform.hpp>
#include <memory>
#include <numeric>
#include <span>
#include <type_traits>
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

/// Transforms into `out` and compares with a loop over places; no item beside `out`'s own may change.
template <class Memory, class Out, class F, class... In>
void check_transform(Memory& memory, const Out& out, F f, const In&... in) {
    using item = typename Out::value_type;
    const Memory before = memory;
    const auto targets = places_of(out);
    std::vector<item> expected;
    for (std::size_t k = 0; k < targets.size(); ++k)
        expected.push_back(test_support::item_from<item>(f(*places_of(in)[k]...)));
    if constexpr (sizeof...(In) == 1)
        lb::transform(in..., out, f);
    else
        lb::transform(lb::zip(in...), out, f);
    bool right = true;
    for (std::size_t k = 0; k < targets.size(); ++k) right = right && *targets[k] == expected[k];
    CHECK(right);
    // Put back what was there; then nothing may differ.
    for (std::size_t k = 0; k < targets.size(); ++k)
        *targets[k] = before[static_cast<std::size_t>(targets[k] - memory.data())];
    CHECK(memory == before);
}

template <class T, std::size_t Rank>
void check_random_outputs(int count) {
    test_support::random_numbers next(Rank + 80);
    for (int k = 0; k < count; ++k) {
        const auto shape = random_shape<Rank>(next);
        CAPTURE(shape.values, k);
        strided_array<T, Rank> out(next, shape, true);
        const strided_array<int, Rank> a(next, shape, k % 2 == 0);
        const strided_array<lb::be<double>, Rank> b(next, shape, k % 3 == 0);
        std::vector<T> memory(out.memory);
        memory.resize(1024);
        const buffer_view<T, Rank, lb::contiguous> flat(memory.data(), shape);
        const buffer_view<T, Rank, lb::f_contiguous> f_flat(memory.data(), shape);
        const auto negated = [](auto x) { return static_cast<int>(x) % 100 * -1 + 100; };
        const auto mixed = [](auto x, auto y) { return (3 * static_cast<int>(x) + static_cast<int>(y)) % 120; };
        check_transform(out.memory, out.view, negated, a.view);
        check_transform(memory, flat, negated, out.view);
        check_transform(memory, f_flat, negated, out.view);
        check_transform(memory, flat, mixed, a.view, b.view);
        check_transform(out.memory, out.view, mixed, flat, b.view);
        // In place: alone, and as one of several inputs.
        check_transform(out.memory, out.view, negated, out.view);
        check_transform(out.memory, out.view, mixed, out.view, a.view);
        check_transform(memory, f_flat, mixed, b.view, f_flat);
        check_transform(memory, flat, mixed, flat, flat);
    }
}

/// Gives what a transform makes of an array of zeros of type `Out`.
template <class Out, class F, class... In>
constexpr auto transformed(F f, const In&... in) {
    std::array<Out, 6> memory{};
    const buffer_view<Out, 2, lb::contiguous> out(memory.data(), {{2, 3}});
    if constexpr (sizeof...(In) == 1)
        lb::transform(in..., out, f);
    else
        lb::transform(lb::zip(in...), out, f);
    return memory;
}

enum class colour : std::uint16_t { red = 1, blue = 2 };

} // namespace

TEST_CASE("transform stores a function of each item at the same place") {
    constexpr auto twice = [](int x) { return 2 * x; };
    constexpr auto add = [](int x, int y) { return x + y; };
    CHECK_BOTH(transformed<int>(twice, grid) == std::array{0, 2, 4, 6, 8, 10});
    CHECK_BOTH(transformed<int>(twice, grid.flip(1)) == std::array{4, 2, 0, 10, 8, 6});
    CHECK_BOTH(transformed<int>(add, grid, grid.flip(0).flip(1)) == std::array{5, 5, 5, 5, 5, 5});
    CHECK_BOTH(transformed<int>(add, grid, grid(1).broadcast_to(2, 3)) == std::array{3, 5, 7, 6, 8, 10});
    constexpr auto into_columns = [] {
        std::array<int, 6> memory{};
        const buffer_view<int, 2, lb::contiguous> out(memory.data(), {{3, 2}});
        lb::transform(grid, out.transpose(), [](int x) { return x + 1; });
        return memory;
    };
    CHECK_BOTH(into_columns() == std::array{1, 4, 2, 5, 3, 6});
    constexpr auto one = [] {
        int out = 0;
        lb::transform(grid(1, 2, lb::ellipsis), buffer_view<int, 0, lb::contiguous>(&out, {}), std::negate<>());
        return out;
    };
    CHECK_BOTH(one() == -5);
}

TEST_CASE("transform in place, of one item type and of views of the same memory") {
    constexpr auto in_place = [] {
        std::array<int, 6> memory{0, 1, 2, 3, 4, 5};
        const buffer_view<int, 2> view = buffer_view<int, 2, lb::contiguous>(memory.data(), {{2, 3}});
        lb::transform(view, view, [](int x) { return x * x; });
        lb::transform(lb::zip(view.flip(1), view.flip(1)), view.flip(1), [](int x, int y) { return x - y + 1; });
        lb::transform(view(all, slice(none, none, 2)), view(all, slice(none, none, 2)), [](int) { return 9; });
        lb::transform(view(0), view(1), [](int x) { return -x; }); // no item in common
        return memory;
    };
    CHECK_BOTH(in_place() == std::array{9, 1, 9, -9, -1, -9});
    lb::bytearray owner{1, 2, 3};
    lb::transform(owner, owner, [](std::uint8_t x) { return x + 250; }); // as static_cast: modulo 256
    CHECK((owner == lb::bytearray{251, 252, 253} && owner.leases() == 0));
}

TEST_CASE("transform agrees with a loop for random layouts of all ranks") {
    check_random_outputs<int, 0>(2);
    check_random_outputs<std::int16_t, 1>(30);
    check_random_outputs<lb::be<std::int32_t>, 1>(20);
    check_random_outputs<double, 2>(40);
    check_random_outputs<lb::le<float>, 2>(40);
    check_random_outputs<int, 3>(30);
    check_random_outputs<lb::be<std::int64_t>, 3>(20);
    check_random_outputs<std::uint8_t, 4>(15);
    check_random_outputs<lb::be<std::int16_t>, 4>(10);
    check_random_outputs<int, 5>(6);
}

TEST_CASE("results are converted as by static_cast, behind byte orders, too") {
    constexpr auto half_of = [](int x) { return x * 0.5; };
    CHECK_BOTH(transformed<int>(half_of, grid) == std::array{0, 0, 1, 1, 2, 2});
    CHECK_BOTH(transformed<lb::be<std::int16_t>>(half_of, grid)[5] == 2);
    CHECK_BOTH(transformed<lb::le<std::uint8_t>>([](int x) { return x - 1; }, grid)[0] == 255);
    CHECK_BOTH(transformed<bool>([](int x) { return x & 2; }, grid) ==
               std::array{false, false, true, true, false, false});
    CHECK_BOTH(transformed<colour>([](int x) { return x % 3; }, grid)[2] == colour::blue);
    CHECK_BOTH(transformed<lb::be<colour>>([](int x) { return x % 3; }, grid)[2] == colour::blue);
    CHECK_BOTH(transformed<std::uint16_t>([](int x) { return x == 1 ? colour::red : colour::blue; }, grid)[1] == 1);
    CHECK_BOTH(static_cast<float>(transformed<lb::half>(half_of, grid)[3]) == 1.5f);
    CHECK_BOTH(static_cast<float>(transformed<lb::be<lb::half>>(half_of, grid)[1].value()) == 0.5f);
    // From one byte order to another, and to itself.
    std::array<lb::be<std::int32_t>, 3> wire{1, -2, 3};
    std::array<lb::le<std::int64_t>, 3> other{};
    lb::transform(wire, other, [](const auto& x) { return x; });
    CHECK((other[0] == 1 && other[1] == -2));
    lb::transform(wire, wire, [](auto& x) -> auto& { return x; });
    lb::transform(other, buffer_view(wire).flip(), [](const auto& x) { return x * 10; });
    CHECK((wire[0] == 30 && wire[2] == 10));
    struct point {
        short x, y;
    };
    std::array<point, 6> points{};
    lb::transform(grid, buffer_view<point, 2, lb::contiguous>(points.data(), {{2, 3}}), [](int x) {
        return point{static_cast<short>(x), 1};
    });
    CHECK((points[5].x == 5 && points[5].y == 1));
}

TEST_CASE("a wrong shape is refused, and nothing is written") {
    std::array<int, 6> memory{9, 9, 9, 9, 9, 9};
    const buffer_view<int, 2, lb::contiguous> out(memory.data(), {{3, 2}});
    const auto untouched = [&] { return memory == std::array{9, 9, 9, 9, 9, 9}; };
    int calls = 0;
    const auto count = [&](auto... x) {
        ++calls;
        return (x + ...);
    };
    const auto failure = FAILURE_OF(lb::transform(grid, out, count));
    CHECK((failure.code == errc::different_structure && failure.field == 0 && failure.need == 3 && failure.have == 2));
    const auto second = FAILURE_OF(lb::transform(grid(all, slice(0, 2)), out.transpose(), count));
    CHECK((second.field == 1 && second.need == 3 && second.have == 2));
    CHECK_THROWS_LB(lb::value_error,
                    "memoryview assignment: lvalue and rvalue have different structures (dimension 2: need 3, have 2)",
                    lb::transform(grid(all, slice(0, 2)), out.transpose(), count));
    CHECK(FAILURE_OF(lb::transform(lb::zip(grid, grid), out, count)).code == errc::different_structure);
    CHECK(FAILURE_OF(lb::transform(std::span<int>(), memory, count)).have == 0);
    CHECK((untouched() && calls == 0));
    lb::transform(std::span<int>(), std::span<int>(), count);
    lb::transform(grid(slice(1, 1)), out.transpose()(slice(2, none)), count);
    CHECK((untouched() && calls == 0));
}

TEST_CASE("owners on both sides are held while their items are read and written") {
    lb::bytearray from{1, 2, 3};
    lb::typed_array<lb::be<std::uint32_t>> to(3);
    lb::transform(from, to, [&](std::uint8_t x) {
        CHECK(FAILURE_OF(from.append(1)).code == errc::resize_while_leased);
        CHECK(FAILURE_OF(to.clear()).code == errc::resize_while_leased);
        return 1000u * x;
    });
    CHECK((from.leases() == 0 && to.leases() == 0 && to[2] == 3000));
    lb::transform(lb::zip(from, to), to, [&](std::uint8_t x, std::uint32_t y) {
        CHECK(FAILURE_OF(to.resize(9)).code == errc::resize_while_leased);
        return x + y;
    });
    CHECK((to[0] == 1001 && to[2] == 3003 && to.leases() == 0));
    const auto refused = FAILURE_OF(lb::transform(buffer_view(from)[slice(1, none)], to, [](int x) { return x; }));
    CHECK(refused.code == errc::different_structure);
#if LENDBUF_TEST_HAS_EXCEPTIONS // without, nothing unwinds
    CHECK((from.leases() == 0 && to.leases() == 0));
    CHECK_THROWS_AS(lb::transform(from, to, [](int x) { return x == 2 ? throw x : x; }), int);
    CHECK((from.leases() == 0 && to.leases() == 0 && to[0] == 1 && to[1] == 2002));
#endif
}

TEST_CASE("a function that cannot be copied") {
    std::vector<int> items{1, 2, 3};
    lb::transform(items, items, [factor = std::make_unique<int>(3)](int x) { return *factor * x; });
    CHECK(items == std::vector<int>{3, 6, 9});
    lb::transform(items, items, [sum = 0](int x) mutable { return sum += x; }); // gapless memory: in C order
    CHECK(items == std::vector<int>{3, 9, 18});
}

TEST_CASE("only what can be written is an output") {
    constexpr auto accepts = []<class Out>(std::type_identity<Out>) {
        return requires(Out out, const std::vector<int>& in) {
            lb::transform(in, std::forward<Out>(out), [](int x) { return x; });
        };
    };
    STATIC_CHECK(accepts(std::type_identity<std::vector<int>&>()));
    STATIC_CHECK(accepts(std::type_identity<const buffer_view<int>&>()));
    STATIC_CHECK(accepts(std::type_identity<std::span<int>>()));
    STATIC_CHECK_FALSE(accepts(std::type_identity<const std::vector<int>&>()));
    STATIC_CHECK_FALSE(accepts(std::type_identity<buffer_view<const int>&>()));
    STATIC_CHECK_FALSE(accepts(std::type_identity<std::vector<int>>()));
}
