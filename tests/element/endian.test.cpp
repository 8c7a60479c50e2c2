#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <lendbuf/element/endian.hpp>
#include <limits>
#include <string_view>
#include <type_traits>

#include "support/catch.hpp"

namespace lb = lendbuf;
using lb::be;
using lb::le;
using lb::unaligned;

namespace {

enum class color : std::uint16_t { red = 0x0102 };

struct header {
    be<std::uint16_t> kind;
    be<std::uint32_t> size;
    le<std::uint16_t> check;
};

struct mixed {
    char tag;
    double value;
    friend bool operator==(const mixed&, const mixed&) = default;
};

// The bytes of an item, as a big-endian number.
template <class Item>
constexpr std::uint64_t bytes_of(const Item& item) {
    struct raw {
        unsigned char bytes[sizeof(Item)];
    };
    const auto r = std::bit_cast<raw>(item);
    std::uint64_t number = 0;
    for (const unsigned char byte : r.bytes) number = number << 8 | byte;
    return number;
}

template <class Item>
constexpr bool is_overlay =
    sizeof(Item) == sizeof(typename Item::value_type) && alignof(Item) == 1 && std::is_trivially_copyable_v<Item> &&
    std::is_trivially_default_constructible_v<Item> && std::is_standard_layout_v<Item>;

template <class T>
constexpr bool has_format(std::string_view expected) {
    return lb::format_of<T>() == expected;
}

} // namespace

TEST_CASE("items are as large as their value and need no alignment") {
    STATIC_CHECK(is_overlay<be<std::uint8_t>> && is_overlay<be<std::uint16_t>> && is_overlay<le<std::int64_t>>);
    STATIC_CHECK(is_overlay<be<double>> && is_overlay<le<float>> && is_overlay<be<color>> && is_overlay<be<bool>>);
    STATIC_CHECK(is_overlay<unaligned<int>> && is_overlay<unaligned<mixed>>);
    STATIC_CHECK(sizeof(header) == 8 && alignof(header) == 1);
}

TEST_CASE("the bytes are in the order that the type names") {
    CHECK_BOTH(bytes_of(be<std::uint16_t>(0x0102)) == 0x0102);
    CHECK_BOTH(bytes_of(le<std::uint16_t>(0x0102)) == 0x0201);
    CHECK_BOTH(bytes_of(be<std::int32_t>(-2)) == 0xFFFFFFFE);
    CHECK_BOTH(bytes_of(le<std::int32_t>(-2)) == 0xFEFFFFFF);
    CHECK_BOTH(bytes_of(be<std::uint64_t>(0x0102030405060708)) == 0x0102030405060708);
    CHECK_BOTH(bytes_of(be<float>(1.0f)) == 0x3F800000);
    CHECK_BOTH(bytes_of(le<double>(1.0)) == 0x000000000000F03F);
    CHECK_BOTH(bytes_of(be<color>(color::red)) == 0x0102);
    CHECK_BOTH(bytes_of(unaligned<std::uint16_t>(0x0102)) ==
               (std::endian::native == std::endian::big ? 0x0102 : 0x0201));
}

TEST_CASE("items read and assign as their value") {
    constexpr auto use = [] {
        be<std::int32_t> item = 5;
        const std::int32_t copy = item;
        item = -7;
        return copy == 5 && item == -7 && item.value() == -7 && item + 1 == -6 && be<std::int32_t>(3) < 4 &&
               le<std::int32_t>(-7) == item;
    };
    CHECK_BOTH(use());
}

TEST_CASE("items change in place by every operator") {
    constexpr auto change = [] {
        be<std::uint16_t> item = 10;
        item += 5;
        item -= 3;
        item *= 4;
        item /= 3;
        item %= 9;
        if (item != 7) return false;
        item |= 8;
        item &= 14;
        item ^= 3;
        item <<= 4;
        item >>= 2;
        if (item != 52) return false;
        return item++ == 52 && ++item == 54 && item-- == 54 && --item == 52;
    };
    CHECK_BOTH(change());
    be<std::uint8_t> wraps = 255;
    ++wraps;
    CHECK(wraps == 0);
    le<float> real = 1.5f;
    real *= 2;
    ++real;
    CHECK(real == 4.0f);
}

TEST_CASE("a struct of items overlays wire data at any address") {
    const unsigned char wire[] = {0xEE, 0x00, 0x07, 0x00, 0x01, 0x02, 0x03, 0x34, 0x12};
    header h;
    std::memcpy(&h, wire + 1, sizeof h);
    CHECK(h.kind == 7);
    CHECK(h.size == 0x00010203);
    CHECK(h.check == 0x1234);
}

TEST_CASE("std algorithms work on items") {
    be<std::int16_t> numbers[] = {300, -5, 2, -300, 256};
    std::sort(std::begin(numbers), std::end(numbers));
    const std::int16_t expected[] = {-300, -5, 2, 256, 300};
    CHECK(std::equal(std::begin(numbers), std::end(numbers), expected));
}

TEST_CASE("NaNs keep their payload and bools any true byte") {
    const auto quiet = std::bit_cast<double>(std::uint64_t{0x7FF8123456789ABC});
    CHECK(bytes_of(be<double>(quiet)) == 0x7FF8123456789ABC);
    CHECK(std::bit_cast<std::uint64_t>(be<double>(quiet).value()) == 0x7FF8123456789ABC);
    const unsigned char odd = 0x20;
    be<bool> flag;
    std::memcpy(&flag, &odd, 1);
    CHECK(flag);
}

TEST_CASE("unaligned takes every trivially copyable type") {
    const mixed value{'x', 2.5};
    const unaligned<mixed> item = value;
    CHECK(item.value() == value);
    const mixed copy = item;
    CHECK(copy == value);
    alignas(8) unsigned char memory[sizeof(mixed) + 1];
    std::memcpy(memory + 1, &item, sizeof item);
    unaligned<mixed> again;
    std::memcpy(&again, memory + 1, sizeof again);
    CHECK(again.value() == value);
    STATIC_CHECK(std::is_same_v<unaligned<int>, lb::endian_value<int, std::endian::native>>);
}

TEST_CASE("formats carry the byte order and standard sizes") {
    CHECK_BOTH(has_format<be<std::uint32_t>>(">I") || has_format<be<std::uint32_t>>(">L"));
    CHECK_BOTH(has_format<be<std::int16_t>>(">h") && has_format<le<std::uint16_t>>("<H"));
    CHECK_BOTH(has_format<le<double>>("<d") && has_format<be<float>>(">f"));
    CHECK_BOTH(has_format<be<long>>(sizeof(long) == 8 ? ">q" : ">l"));
    CHECK_BOTH(has_format<le<unsigned long>>(sizeof(long) == 8 ? "<Q" : "<L"));
    CHECK_BOTH(has_format<be<long long>>(">q") && has_format<le<unsigned long long>>("<Q"));
    CHECK_BOTH(has_format<be<color>>(">H"));
    CHECK_BOTH(has_format<be<std::uint8_t>>("B") && has_format<le<char>>("c") && has_format<be<bool>>("?"));
    CHECK_BOTH(has_format<const be<std::int16_t>>(">h"));
    STATIC_CHECK_FALSE(lb::formatted<unaligned<mixed>>);
}

TEMPLATE_TEST_CASE("the format of an item has the size of the item", "", std::int8_t, std::uint16_t, std::int32_t,
                   std::uint64_t, long, unsigned long, wchar_t, char32_t, float, double, bool, char) {
    const auto size = [](std::string_view format) { return lb::try_calcsize(format.data(), format.size()).value(); };
    CHECK(size(lb::format_of<be<TestType>>()) == sizeof(TestType));
    CHECK(size(lb::format_of<le<TestType>>()) == sizeof(TestType));
    CHECK(size(lb::format_of<TestType>()) == sizeof(TestType));
}
