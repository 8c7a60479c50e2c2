#include "support/catch.hpp"

#include <array>
#include <cstdint>
#include <lendbuf/base/half.hpp>
#include <lendbuf/element/endian.hpp>
#include <lendbuf/owner/standard.hpp>
#include <lendbuf/owner/static_memory.hpp>
#include <lendbuf/view/equal.hpp>
#include <limits>
#include <vector>

#include "view/model.hpp"

namespace lb = lendbuf;
using lb::buffer_view;
using lb::none;
using lb::slice;

namespace {

template <class A, class B>
constexpr bool equal(const A& a, const B& b) {
    const buffer_view x(a);
    const buffer_view y(b);
    return x == y && y == x && !(x != y);
}
template <class A, class B>
constexpr bool unequal(const A& a, const B& b) {
    const buffer_view x(a);
    const buffer_view y(b);
    return x != y && y != x && !(x == y);
}

template <class T, class... V>
constexpr auto items(V... v) {
    return std::array<T, sizeof...(V)>{static_cast<T>(v)...};
}

template <class T>
T changed(T item) {
    if constexpr (requires { typename T::value_type; })
        return static_cast<typename T::value_type>(item.value() + 1);
    else if constexpr (std::same_as<T, lb::half>)
        return lb::half(static_cast<float>(item) + 1);
    else
        return static_cast<T>(item + 1);
}

constexpr double no_number = std::numeric_limits<double>::quiet_NaN();

struct colour {
    std::uint8_t red, green, blue;
    friend constexpr bool operator==(const colour&, const colour&) = default;
};

} // namespace

TEST_CASE("views of one type are equal when their items are") {
    CHECK_BOTH(equal(items<int>(1, 2, 3), items<int>(1, 2, 3)) && unequal(items<int>(1, 2, 3), items<int>(1, 2, 4)));
    CHECK_BOTH(unequal(items<int>(1, 2), items<int>(1, 2, 3)));
    CHECK_BOTH(equal(items<char>('a', 'b'), items<const char>('a', 'b')));
    CHECK_BOTH(equal(items<colour>(colour{1, 2, 3}), items<colour>(colour{1, 2, 3})));
    CHECK_BOTH(unequal(items<colour>(colour{1, 2, 3}), items<colour>(colour{1, 2, 4})));
}

TEST_CASE("views of different types compare values") {
    CHECK_BOTH(equal(items<int>(1, -2), items<double>(1, -2)) && unequal(items<int>(1), items<double>(1.5)));
    CHECK_BOTH(equal(items<std::uint8_t>(255), items<std::int16_t>(255)));
    CHECK_BOTH(equal(items<std::int64_t>(1), items<std::uint8_t>(1)));
    CHECK_BOTH(equal(items<lb::half>(lb::half(0.5f)), items<float>(0.5f)));
    CHECK_BOTH(equal(items<bool>(true, false), items<int>(1, 0)));
}

TEST_CASE("negative numbers never equal unsigned ones") {
    CHECK_BOTH(unequal(items<std::int8_t>(-1), items<std::uint8_t>(255)));
    CHECK_BOTH(unequal(items<int>(-1), items<unsigned>(4294967295u)));
    CHECK_BOTH(unequal(items<std::int64_t>(-1), items<std::uint64_t>(~std::uint64_t{0})));
    CHECK_BOTH(unequal(items<std::int8_t>(-1), items<std::uint64_t>(~std::uint64_t{0})));
}

TEST_CASE("integers and floats compare exactly") {
    // Python: memoryview(array('q', [2**53 + 1])) != memoryview(array('d', [2.0**53])), and so on.
    CHECK_BOTH(unequal(items<std::int64_t>((std::int64_t{1} << 53) + 1), items<double>(0x1p53)));
    CHECK_BOTH(unequal(items<std::int32_t>(16777217), items<float>(16777216)));
    CHECK_BOTH(unequal(items<std::uint64_t>(~std::uint64_t{0}), items<double>(0x1p64)));
    CHECK_BOTH(unequal(items<std::int64_t>(std::numeric_limits<std::int64_t>::max()), items<double>(0x1p63)));
    CHECK_BOTH(equal(items<std::int64_t>(std::numeric_limits<std::int64_t>::min()), items<double>(-0x1p63)));
}

TEST_CASE("floats compare as floats do") {
    CHECK_BOTH(equal(items<double>(0.0), items<double>(-0.0)) &&
               unequal(items<double>(no_number), items<double>(no_number)));
    CHECK_BOTH(unequal(items<float>(0.1f), items<double>(0.1)));
    CHECK_BOTH(equal(items<float>(0.5f, std::numeric_limits<float>::infinity()),
                     items<double>(0.5, std::numeric_limits<double>::infinity())));
    constexpr auto one_nan = items<float>(no_number);
    CHECK_FALSE(buffer_view(one_nan) == buffer_view(one_nan));
}

TEST_CASE("byte orders do not matter") {
    CHECK_BOTH(equal(items<lb::be<std::uint32_t>>(1u, 256u), items<lb::le<std::uint32_t>>(1u, 256u)));
    CHECK_BOTH(equal(items<lb::be<std::int16_t>>(std::int16_t{-2}), items<int>(-2)));
    CHECK_BOTH(equal(items<lb::unaligned<double>>(0.25), items<lb::be<float>>(0.25f)));
    CHECK_BOTH(unequal(items<lb::be<double>>(no_number), items<lb::be<double>>(no_number)));
    CHECK_BOTH(equal(items<lb::be<double>>(0.0), items<lb::be<double>>(-0.0)));
    CHECK_BOTH(
        unequal(items<lb::be<std::uint16_t>>(std::uint16_t{1}), items<lb::be<std::uint16_t>>(std::uint16_t{256})));
}

TEST_CASE("bytes are bytes, whatever their type") {
    CHECK_BOTH(equal(items<char>('A', '\xff'), items<std::uint8_t>(65, 255)));
    CHECK_BOTH(equal(items<std::byte>(65), items<std::uint8_t>(65)) && equal(items<std::byte>(65), items<char>('A')));
}

TEST_CASE("layouts do not matter, shapes do") {
    static constexpr std::array<int, 6> rows{0, 1, 2, 3, 4, 5};
    static constexpr std::array<int, 6> columns{0, 3, 1, 4, 2, 5};
    constexpr buffer_view<const int, 2, lb::contiguous> c(rows.data(), {{2, 3}});
    constexpr buffer_view<const int, 2, lb::f_contiguous> f(columns.data(), {{2, 3}});
    CHECK_BOTH(c == f && f == c && c == c.transpose().transpose() && c != f.flip(0) && c.flip(1).flip(1) == f);
    CHECK_BOTH(c != c.transpose());
    constexpr buffer_view<const int, 2, lb::contiguous> other(rows.data(), {{3, 2}});
    CHECK_BOTH(c != other);
    CHECK_BOTH(c[1] == c[slice(1, 2)][0] && c[0] != c[1]);
    CHECK_BOTH(c(0, 0, lb::ellipsis) == f(0, 0, lb::ellipsis) && c(0, 1, lb::ellipsis) != c(1, 0, lb::ellipsis));
    constexpr auto backwards = buffer_view(rows)[slice(none, none, -1)];
    CHECK_BOTH(backwards != buffer_view(rows) && backwards[slice(none, none, -1)] == buffer_view(rows));
}

TEST_CASE("empty views are equal up to their first common zero") {
    constexpr auto empty = [](std::ptrdiff_t a, std::ptrdiff_t b) {
        return buffer_view<const int, 2, lb::contiguous>(nullptr, {{a, b}});
    };
    CHECK_BOTH(empty(0, 3) == empty(0, 5) && empty(3, 0) == empty(3, 0) && empty(3, 0) != empty(4, 0));
    CHECK_BOTH(empty(0, 3) != empty(3, 0));
    const std::vector<int> none_at_all;
    CHECK(buffer_view(none_at_all) == buffer_view<const double>());
}

TEST_CASE("holding a lease makes no difference") {
    lb::static_memory<int, 2> memory(1, 2);
    CHECK(buffer_view(memory) == buffer_view<const int>(memory));
    CHECK(memory.leases() == 0);
    const buffer_view view(memory);
    CHECK((view == view.borrow() && memory.leases() == 1));
}

TEST_CASE("signs count in long runs, too") {
    std::vector<std::int32_t> a(100);
    for (std::size_t k = 0; k < a.size(); ++k) a[k] = static_cast<std::int32_t>(k);
    std::vector<std::uint32_t> u(a.begin(), a.end());
    std::vector<std::int64_t> wide(a.begin(), a.end());
    std::vector<double> reals(a.begin(), a.end());
    std::vector<lb::be<std::int32_t>> big(a.begin(), a.end());
    CHECK((equal(a, u) && equal(a, wide) && equal(a, reals) && equal(a, big) && equal(u, wide) && equal(u, big)));
    a[77] = big[77] = -1;
    u[77] = ~std::uint32_t{0};
    CHECK((unequal(a, u) && unequal(a, wide) && unequal(a, reals) && equal(a, big) && unequal(u, wide) &&
           unequal(u, big)));
    wide[77] = -1;
    reals[77] = -1;
    CHECK((equal(a, wide) && equal(a, reals) && unequal(u, wide) && unequal(u, reals)));
}

TEST_CASE("a difference is noticed at every place of long runs") {
    const auto check = []<class A, class B>(A five, B other_five) {
        const A six = changed(five);
        bool noticed = true;
        for (const std::size_t size : {1u, 15u, 16u, 33u, 64u, 65u, 300u}) {
            std::vector<A> a(size, five);
            const std::vector<B> b(size, other_five);
            noticed = noticed && equal(a, b);
            for (auto& item : a) {
                item = six;
                noticed = noticed && unequal(a, b);
                item = five;
            }
        }
        CHECK(noticed);
    };
    check(std::uint8_t{5}, std::uint8_t{5});
    check(char{5}, std::uint8_t{5});
    check(std::int16_t{5}, lb::be<std::int16_t>(std::int16_t{5}));
    check(lb::be<std::uint64_t>(5u), lb::le<std::uint64_t>(5u));
    check(std::int32_t{5}, std::uint32_t{5});
    check(std::int8_t{5}, std::uint64_t{5});
    check(5.0f, 5.0f);
    check(5.0, lb::unaligned<double>(5.0));
    check(lb::be<float>(5.0f), lb::be<float>(5.0f));
    check(5.0f, 5.0);
    check(std::int32_t{5}, 5.0);
    check(lb::half(5.0f), 5.0f);
}

TEST_CASE("rows are compared row by row, whatever lies between") {
    std::vector<int> a(40 * 17);
    for (std::size_t k = 0; k < a.size(); ++k) a[k] = static_cast<int>(k);
    std::vector<int> b = a;
    const auto rows = [](std::vector<int>& v) {
        return buffer_view<int, 2, lb::contiguous>(v.data(), {{40, 17}})(lb::all, slice(1, -1));
    };
    CHECK(rows(a) == rows(b));
    CHECK(rows(a).transpose() == rows(b).transpose());
    for (std::size_t k = 0; k < a.size(); ++k) {
        b[k] = -1;
        const bool between = k % 17 == 0 || k % 17 == 16;
        if ((rows(a) == rows(b)) != between || (rows(a).transpose() == rows(b).transpose()) != between ||
            (rows(a).flip(0) == rows(b).flip(0)) != between || (rows(a).flip(1) == rows(b).flip(1)) != between)
            FAIL_CHECK("item " << k);
        b[k] = a[k];
    }
}

TEST_CASE("random views compare as their items do") {
    test_support::random_numbers next(15);
    int equal_ones = 0;
    for (int k = 0; k < 2000; ++k) {
        const test_support::random_view<3> a(next);
        const auto model = test_support::model_of(a.view);
        std::vector<int> copy = model.items;
        std::vector<lb::be<std::int64_t>> wide(copy.begin(), copy.end());
        if (!copy.empty() && next(0, 1) == 1) {
            const auto place = static_cast<std::size_t>(next(0, static_cast<std::ptrdiff_t>(copy.size()) - 1));
            copy[place] ^= 1;
            wide[place] = copy[place];
        }
        const buffer_view<int, 3, lb::contiguous> b(copy.data(), a.view.shape());
        const buffer_view<lb::be<std::int64_t>, 3, lb::contiguous> c(wide.data(), a.view.shape());
        const bool expected = copy == model.items;
        equal_ones += expected ? 1 : 0;
        CHECK((a.view == b) == expected);
        CHECK((b == a.view) == expected);
        CHECK((c == a.view) == expected);
        CHECK((a.view.transpose() == b.transpose()) == expected);
        CHECK((a.view.flip(1) == c.flip(1)) == expected);
    }
    CHECK((equal_ones > 500 && equal_ones < 1500));
}

TEST_CASE("views of every second item compare these and no others, in blocks and behind them") {
    const auto check = []<class A, class B>(A, B) {
        bool right = true;
        for (const std::ptrdiff_t count : {1, 2, 31, 32, 33, 64, 100}) {
            std::vector<A> a(static_cast<std::size_t>(2 * count));
            std::vector<B> b(static_cast<std::size_t>(2 * count));
            for (std::size_t k = 0; k < a.size(); ++k) {
                const int small = static_cast<int>(k % 100);
                a[k] = static_cast<A>(small);
                b[k] = static_cast<B>(k % 2 == 0 ? small : 101); // the items between differ
            }
            const auto x = buffer_view<A>(a)[slice(none, none, 2)];
            const auto y = buffer_view<B>(b)[slice(none, none, 2)];
            const auto back = [](const auto& v) { return v[slice(none, none, -1)]; };
            right = right && x == y && y == x && back(x) == back(y);
            for (std::ptrdiff_t k = 0; k < count; ++k) {
                const B before = y[k];
                y[k] = static_cast<B>(102);
                right = right && x != y && y != x && back(x) != back(y);
                y[k] = before;
            }
        }
        return right;
    };
    CHECK(check(std::int32_t(), std::int32_t()));
    CHECK(check(std::uint8_t(), std::uint8_t()));
    CHECK(check(std::int64_t(), std::uint16_t()));
    CHECK(check(std::int32_t(), double()));
    CHECK(check(float(), double()));
    CHECK(check(std::int16_t(), lb::be<std::int32_t>()));
}
