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
