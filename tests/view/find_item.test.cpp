#include <array>
#include <cstdint>
#include <lendbuf/base/half.hpp>
#include <lendbuf/element/endian.hpp>
#include <lendbuf/view/find_item.hpp>
#include <limits>
#include <vector>

#include "support/catch.hpp"

namespace lb = lendbuf;

namespace {

enum class colour : std::uint16_t { red = 1, green = 500 };
struct point {
    int x, y;
    friend constexpr bool operator==(const point&, const point&) = default;
};

template <class T, std::size_t Size, class V>
constexpr std::ptrdiff_t find(const std::array<T, Size>& items, const V& value) {
    return lb::detail::find_item<true>(items.data(), sizeof(T), Size, value);
}
template <class T, std::size_t Size, class V>
constexpr std::ptrdiff_t rfind(const std::array<T, Size>& items, const V& value) {
    return lb::detail::find_item<false>(items.data(), sizeof(T), Size, value);
}
template <class T, std::size_t Size, class V>
constexpr std::ptrdiff_t count(const std::array<T, Size>& items, const V& value) {
    return lb::detail::count_items(items.data(), sizeof(T), Size, value);
}

// Looks for a value among all values of a list, as items of type T, gapless and strided: as same_value decides.
template <class T, class V>
void check_as_compared(const std::vector<V>& values) {
    for (const V& stored : values)
        for (const V& wanted : values) {
            if constexpr (std::floating_point<V>)
                if (stored != stored || stored >= 0x1p31 || stored < -0x1p31) continue; // no such T
            std::vector<T> items(40, T(static_cast<T>(1)));
            items[23] = static_cast<T>(stored);
            std::ptrdiff_t first = -1;
            std::ptrdiff_t found = 0;
            for (std::size_t k = items.size(); k-- > 0;)
                if (lb::same_value(items[k], wanted)) {
                    first = static_cast<std::ptrdiff_t>(k);
                    ++found;
                }
            CHECK(lb::detail::find_item<true>(items.data(), sizeof(T), 40, wanted) == first);
            CHECK(lb::detail::count_items(items.data(), sizeof(T), 40, wanted) == found);
        }
}

} // namespace

TEST_CASE("integers are found by value") {
    static constexpr std::array<std::int32_t, 5> items{7, -1, 3, -1, 7};
    CHECK_BOTH(find(items, -1) == 1 && rfind(items, -1) == 3 && count(items, 7) == 2 && find(items, 8) == -1);
    CHECK_BOTH(find(items, 3.0) == 2 && find(items, 3.5) == -1 && find(items, ~std::uint64_t{0}) == -1);
    CHECK_BOTH(find(items, std::int64_t{1} << 32 | 3) == -1 && find(items, 1e300) == -1 && count(items, -1.0f) == 2);
    CHECK_BOTH(find(items, std::numeric_limits<double>::quiet_NaN()) == -1);
    CHECK_BOTH(find(items, lb::be<std::int16_t>(std::int16_t{3})) == 2 && find(items, lb::half(3.0f)) == 2);
}

TEST_CASE("items of a fixed byte order are found by value") {
    static constexpr std::array<lb::be<std::uint32_t>, 3> big{1u, 0x01000000u, 2u};
    CHECK_BOTH(find(big, 1) == 0 && find(big, 0x01000000) == 1 && rfind(big, 2.0) == 2 && find(big, -1) == -1);
    static constexpr std::array<lb::le<std::int64_t>, 2> little{std::int64_t{-5}, std::int64_t{5}};
    CHECK_BOTH(find(little, 5) == 1 && find(little, -5.0) == 0 && count(little, 5u) == 1);
    static constexpr std::array<lb::be<double>, 2> floats{1.5, -0.0};
    CHECK_BOTH(find(floats, 0) == 1 && find(floats, 1.5f) == 0);
}

TEST_CASE("floats are found by value, NaN never") {
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    static constexpr std::array<double, 4> items{nan, -0.0, 0.1, 16777217};
    CHECK_BOTH(find(items, nan) == -1 && count(items, nan) == 0 && find(items, 0) == 1 && find(items, 0.1) == 2);
    CHECK_BOTH(find(items, 0.1f) == -1 && find(items, 16777217) == 3);
    static constexpr std::array<float, 2> narrow{16777216.0f, 0.1f};
    CHECK_BOTH(find(narrow, 16777217) == -1 && find(narrow, 16777216) == 0 && find(narrow, 0.1) == -1);
    CHECK(find(narrow, 1e300) == -1); // no float is
    CHECK(find(std::array<lb::unaligned<float>, 2>{1.0f, 2.0f}, 2) == 1);
}

TEST_CASE("other items are found as they compare") {
    static constexpr std::array<colour, 3> colours{colour::red, colour::green, colour::green};
    CHECK_BOTH(find(colours, colour::green) == 1 && rfind(colours, 500) == 2 && count(colours, 1) == 1);
    static constexpr std::array<bool, 3> flags{true, false, true};
    CHECK_BOTH(find(flags, false) == 1 && count(flags, 1) == 2 && find(flags, 2) == -1);
    static constexpr std::array<char, 3> text{'a', '\xff', 'b'};
    CHECK_BOTH(find(text, '\xff') == 1 && find(text, 255) == 1 && find(text, -1) == -1);
    static constexpr std::array<std::byte, 2> bytes{std::byte{1}, std::byte{200}};
    CHECK_BOTH(find(bytes, 200) == 1 && find(bytes, std::byte{1}) == 0);
    static constexpr std::array<point, 2> points{point{1, 2}, point{3, 4}};
    CHECK_BOTH(find(points, point{3, 4}) == 1 && count(points, point{3, 5}) == 0);
    static constexpr std::array<lb::half, 2> halves{lb::half(0.5f), lb::half(2.0f)};
    CHECK_BOTH(find(halves, 0.5) == 0 && find(halves, 2) == 1);
}

TEST_CASE("strided items are found by value") {
    static constexpr std::array<int, 6> items{1, 9, 2, 9, 1, 9};
    CHECK_BOTH(lb::detail::find_item<true>(items.data(), 8, 3, 9) == -1);
    CHECK_BOTH(lb::detail::find_item<false>(items.data(), 8, 3, 1) == 2 &&
               lb::detail::count_items(items.data(), 8, 3, 1) == 2);
    CHECK_BOTH(lb::detail::find_item<true>(items.data() + 5, -4, 6, 1) == 1);
    CHECK_BOTH(lb::detail::find_item<true>(items.data(), 0, 3, 1) == 0 &&
               lb::detail::count_items(items.data(), 4, 0, 1) == 0);
}

TEST_CASE("values at the limits are found as they compare") {
    check_as_compared<std::int32_t>(
        std::vector<std::int64_t>{0, 1, -1, 0x7fffffff, -0x80000000ll, 0x80000000ll, 0xffffffffll});
    check_as_compared<std::uint32_t>(
        std::vector<std::int64_t>{0, 1, -1, 0x7fffffff, -0x80000000ll, 0x80000000ll, 0xffffffffll});
    check_as_compared<std::int32_t>(std::vector<double>{0, -0.0, 1, -1, 0.5, 0x1p31, -0x1p31, -0x1p31 - 1, 1e300});
    check_as_compared<std::int8_t>(std::vector<int>{0, 127, -128, 128, 255, 256, -1});
    check_as_compared<std::uint8_t>(std::vector<int>{0, 127, -128, 128, 255, 256, -1});
    check_as_compared<std::uint64_t>(std::vector<std::int64_t>{0, -1, std::numeric_limits<std::int64_t>::min()});
    check_as_compared<double>(std::vector<std::int64_t>{0, (std::int64_t{1} << 53) + 1, std::int64_t{1} << 53});
    check_as_compared<float>(std::vector<double>{0, 0.1, 0.5, -0.0, 16777217});
    check_as_compared<lb::be<std::int16_t>>(std::vector<std::int16_t>{0, 1, 256, -1, -256});
}
