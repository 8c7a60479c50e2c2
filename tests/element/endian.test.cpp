#include <algorithm>
#include <bit>
#include <cmath>
#include <complex>
#include <concepts>
#include <cstdint>
#include <cstring>
#include <iterator>
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
enum named : std::int32_t { first = -1 };
enum class truth : bool { no, yes };
enum unnamed { small, large = 5 };

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

TEST_CASE("complex numbers swap each of their parts") {
    using complex = std::complex<float>;
    STATIC_CHECK(is_overlay<be<complex>> && is_overlay<le<std::complex<double>>>);
    be<complex> item = complex(1.0f, -2.0f);
    CHECK(bytes_of(item) == 0x3F800000C0000000);
    CHECK(bytes_of(le<complex>(complex(1.0f, -2.0f))) == 0x0000803F000000C0);
    CHECK((item.real() == 1.0f && item.imag() == -2.0f && item == complex(1.0f, -2.0f)));
    item += complex(1.0f, 2.0f);
    item *= complex(0.0f, 3.0f);
    CHECK(item.value() == complex(0.0f, 6.0f));
    item -= complex(0.0f, 2.0f);
    item /= complex(2.0f, 0.0f);
    const complex copy = item;
    CHECK((copy == complex(0.0f, 2.0f) && item == be<complex>(copy) && !(item == complex())));
    CHECK_BOTH(has_format<be<complex>>(">Zf") && has_format<le<std::complex<double>>>("<Zd"));
    CHECK_BOTH(has_format<unaligned<complex>>(std::endian::native == std::endian::big ? ">Zf" : "<Zf"));
    STATIC_CHECK(std::is_same_v<unaligned<complex>, lb::endian_value<complex, std::endian::native>>);
    STATIC_CHECK(is_overlay<unaligned<std::complex<long double>>>);
    STATIC_CHECK_FALSE(lb::byte_ordered<std::complex<long double>>);
}

TEST_CASE("halves read as floats and are assigned as halves") {
    be<lb::half> item = lb::half(1.5f);
    const float real = item;
    const double wide = item;
    CHECK((bytes_of(item) == 0x3E00 && real == 1.5f && wide == 1.5 && item < 2.0f && item == 1.5));
    item += lb::half(0.25f);
    CHECK(item.value() == 1.75f);
    unaligned<lb::half> numbers[] = {lb::half(3.0f), lb::half(-1.0f), lb::half(2.0f)};
    std::sort(std::begin(numbers), std::end(numbers));
    CHECK((numbers[0] == -1.0f && numbers[1] == 2.0f && numbers[2] == 3.0f));
    CHECK(has_format<be<lb::half>>(">e"));
}

TEST_CASE("enums need a type that holds every byte") {
    STATIC_CHECK(lb::byte_ordered<color> && lb::byte_ordered<named> && lb::byte_ordered<truth>);
    STATIC_CHECK_FALSE(lb::byte_ordered<unnamed>);
    be<named> item = first;
    CHECK((item == first && bytes_of(item) == 0xFFFFFFFF && item.value() == -1));
}

TEST_CASE("bool8 reads every byte and writes 0 or 1, gh-148390") {
    STATIC_CHECK(is_overlay<lb::bool8> && sizeof(lb::bool8) == 1 && has_format<lb::bool8>("?"));
    const unsigned char bytes[] = {0, 1, 2, 255};
    lb::bool8 flags[4];
    std::memcpy(flags, bytes, sizeof flags);
    CHECK((!flags[0] && flags[1] && flags[2] && flags[3] && flags[2] == flags[3]));
    flags[2] = true;
    flags[3] = flags[2] && flags[0];
    flags[0] |= true;
    CHECK((bytes_of(flags[2]) == 1 && bytes_of(flags[3]) == 0 && bytes_of(flags[0]) == 1));
    CHECK(std::count(std::begin(flags), std::end(flags), true) == 3);
}

TEST_CASE("std's constrained algorithms find numbers among items") {
    be<std::uint32_t> numbers[] = {30, 1, 20};
    std::ranges::sort(numbers);
    CHECK((numbers[0] == 1u && numbers[1] == 20u && numbers[2] == 30u));
    CHECK(std::ranges::find(numbers, 20u) == numbers + 1);
    CHECK(std::ranges::count(numbers, 30) == 1);
    CHECK(std::ranges::lower_bound(numbers, 21u) == numbers + 2);
    const le<std::uint64_t> same[] = {1, 20, 30};
    CHECK(std::ranges::equal(numbers, same));
    const lb::bool8 flags[] = {true, false};
    CHECK(std::ranges::find(flags, false) == flags + 1);
    const be<color> colors[] = {color::red};
    CHECK(std::ranges::find(colors, color::red) == colors);
    STATIC_CHECK(std::same_as<std::common_reference_t<be<short>&, const float&>, float>);
    STATIC_CHECK(std::same_as<std::common_reference_t<const int&, le<std::int64_t>&>, std::int64_t>);
    STATIC_CHECK(std::same_as<std::common_reference_t<be<short>&, const be<short>&>, const be<short>&>);
}
