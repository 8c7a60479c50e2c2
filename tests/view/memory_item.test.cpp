#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <lendbuf/owner/standard.hpp>
#include <lendbuf/view/memoryview.hpp>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "support/failure.hpp"

namespace lb = lendbuf;
using lb::errc;
using lb::item;
using lb::item_format;
using lb::memory_item;
using lb::memoryview;

namespace {

constexpr auto biggest = std::numeric_limits<std::uint64_t>::max();
constexpr auto infinity = std::numeric_limits<double>::infinity();

// One item of any format, in memory that no type has aligned.
struct one_item {
    explicit one_item(const char* text)
        : size(lb::try_whole_item(text).value().nbytes),
          format(text, size),
          bytes(static_cast<std::size_t>(size + 1)) {}
    [[nodiscard]] memory_item at(bool readonly = false) { return {format, bytes.data() + 1, size, readonly}; }

    std::ptrdiff_t size;
    item_format format;
    std::vector<std::byte> bytes;
};

std::string text_of(const item& value) {
    return value.bytes().to<std::string>();
}

} // namespace

TEST_CASE("numbers of every code and byte order come back as they were written") {
    struct row {
        const char* codes;
        std::vector<item> values;
    };
    const row rows[] = {
        {"b", {0, 1, -1, 127, -128}},
        {"B", {0, 1, 255}},
        {"?", {true, false}},
        {"h", {0, 258, 32767, -32768}},
        {"H", {0, 258, 65535}},
        {"i", {16909060, 2147483647, INT32_MIN}},
        {"I", {16909060, 4294967295U}},
        {"l", {16909060, -1}},
        {"L", {16909060, 1}},
        {"q", {INT64_MAX, INT64_MIN, 72623859790382856}},
        {"Q", {biggest, 0}},
        {"e", {0.5, -2.0, 65504.0, infinity, 0x1p-24}},
        {"f", {0.5, 1e10F, -infinity}},
        {"d", {0.1, -1e300, infinity}},
        {"Zf", {lb::complex_value<double>{1.5, -2.5}, 3}},
        {"Zd", {lb::complex_value<double>{0.1, 0.2}, 0.3}},
        {"F", {lb::complex_value<float>{1, 2}}},
        {"D", {lb::complex_value<double>{-1, 1e300}}},
    };
    for (const row& r : rows)
        for (const char* prefix : {"", "@", "=", "<", ">", "!", "^"}) {
            one_item one((std::string(prefix) + r.codes).c_str());
            for (const item& value : r.values) {
                CAPTURE(prefix, r.codes);
                one.at() = value;
                CHECK(one.at().get() == value);
                CHECK(one.bytes[0] == std::byte{});
            }
        }
    for (const char* native : {"n", "N", "P", "@P"}) {
        one_item one(native);
        one.at() = 4660;
        CHECK(one.at() == 4660);
    }
}

TEST_CASE("byte orders are where the bytes are") {
    const auto bytes_of = [](const char* format, const item& value) {
        one_item one(format);
        one.at() = value;
        std::vector<int> bytes;
        for (const std::byte b : one.bytes) bytes.push_back(std::to_integer<int>(b));
        return bytes;
    };
    CHECK(bytes_of("<h", 258) == std::vector<int>{0, 2, 1});
    CHECK(bytes_of(">h", 258) == std::vector<int>{0, 1, 2});
    CHECK(bytes_of("!I", 0x01020304) == std::vector<int>{0, 1, 2, 3, 4});
    CHECK(bytes_of("<e", 1.0) == std::vector<int>{0, 0, 0x3C});
    CHECK(bytes_of(">Zf", lb::complex_value<double>{1, 2}) == std::vector<int>{0, 0x3F, 0x80, 0, 0, 0x40, 0, 0, 0});
    CHECK(bytes_of(">?", 7.5) == std::vector<int>{0, 1});
}

TEST_CASE("strings are cut and padded, a counted one says how long it is") {
    one_item fixed("4s");
    fixed.at() = "abcdef";
    CHECK((text_of(fixed.at().get()) == "abcd" && fixed.at() == "abcd"));
    fixed.at() = "x";
    CHECK(fixed.at() == std::string_view("x\0\0\0", 4));
    one_item counted("4p");
    counted.at() = "abcdef";
    CHECK((counted.at() == "abc" && counted.bytes[1] == std::byte{3}));
    counted.at() = "";
    CHECK((counted.at() == "" && counted.bytes[2] == std::byte{}));
    counted.bytes[1] = std::byte{200}; // more than there is
    CHECK(counted.at().get().bytes().size() == 3);
    one_item character("c");
    character.at() = "z";
    CHECK((character.at() == "z" && character.at().data() == character.bytes.data() + 1));
    // A string may be a part of the one that it replaces.
    fixed.at() = "abcd";
    const item whole = fixed.at().get();
    fixed.at() = item(lb::byte_run{whole.bytes().first + 1, 3, 1});
    CHECK(fixed.at() == std::string_view("bcd\0", 4));
}

TEST_CASE("any byte but zero is true, and NaN is not equal to itself") {
    one_item truth("?");
    truth.bytes[1] = std::byte{2};
    CHECK((truth.at().as<bool>() && truth.at() == true && truth.at() == 1));
    one_item nan("<d");
    nan.at() = std::nan("");
    CHECK((std::isnan(nan.at().as<double>()) && !(nan.at() == nan.at())));
}

TEST_CASE("what does not fit is refused, and nothing is written") {
    struct row {
        const char* format;
        item value;
        errc code;
    };
    const row rows[] = {
        {"b", 128, errc::invalid_for_format},
        {"b", -129, errc::invalid_for_format},
        {"B", 256, errc::invalid_for_format},
        {"B", -1, errc::invalid_for_format},
        {">h", 32768, errc::invalid_for_format},
        {"<q", biggest, errc::invalid_for_format},
        {"Q", -1, errc::invalid_for_format},
        {"e", 65520.0, errc::invalid_for_format},
        {"f", 1e39, errc::invalid_for_format},
        {"Zf", 1e39, errc::invalid_for_format},
        {"i", 1.0, errc::wrong_type_for_format},
        {"i", "1", errc::wrong_type_for_format},
        {"f", "1", errc::wrong_type_for_format},
        {"c", 65, errc::wrong_type_for_format},
        {"c", "ab", errc::wrong_type_for_format},
        {"c", "", errc::wrong_type_for_format},
        {"3s", 1, errc::wrong_type_for_format},
        {"3p", 1.5, errc::wrong_type_for_format},
        {"P", 0.5, errc::wrong_type_for_format},
        {"d", lb::complex_value<double>{1, 0}, errc::wrong_type_for_format},
        {"hh", 1, errc::wrong_type},
        {"2h", 1, errc::wrong_type},
        {"T{<h:a:}", 1, errc::wrong_type},
        {"4x", 1, errc::wrong_type},
        {"g", 1.0, errc::wrong_type},
    };
    for (const row& r : rows) {
        CAPTURE(r.format);
        one_item one(r.format);
        std::fill(one.bytes.begin(), one.bytes.end(), std::byte{1});
        const auto before = one.bytes;
        const auto refused = one.at().try_set(r.value).error();
        CHECK(refused.code == r.code);
        CHECK(one.at(true).try_set(r.value).error().code == errc::modify_readonly);
        CHECK(one.bytes == before);
    }
    one_item byte("B");
    CHECK_THROWS_LB(lb::value_error, "memoryview: invalid value for format 'B'", byte.at() = 256);
    CHECK_THROWS_LB(lb::type_error, "memoryview: invalid type for format 'B'", byte.at() = 1.5);
    CHECK_THROWS_LB(lb::type_error, "cannot modify read-only memory", byte.at(true) = 1);
}

TEST_CASE("numbers are converted when they are read, and checked") {
    one_item one("<i");
    one.at() = -2;
    const double real = one.at();
    const int whole = one.at();
    CHECK((real == -2.0 && whole == -2 && one.at().as<std::int8_t>() == -2));
    CHECK(FAILURE_OF(one.at().as<unsigned>()).code == errc::value_out_of_range);
    one_item text("2s");
    CHECK(FAILURE_OF(text.at().as<int>()).code == errc::wrong_type);
}

TEST_CASE("items of a bad format are carried along and cannot be touched") {
    std::byte bytes[8] = {};
    const item_format wrong_size("<i", 8);
    const memory_item one(wrong_size, bytes, 8, false);
    CHECK(one.try_get().error().code == errc::itemsize_mismatch);
    CHECK(one.try_set(1).error().code == errc::itemsize_mismatch);
    CHECK(FAILURE_OF(one.field()).code == errc::itemsize_mismatch);
    CHECK_THROWS_LB(lb::value_error, "memoryview: the format describes 4 bytes, the items have 8 bytes", one.get());
    const item_format nonsense("<iy", 8);
    CHECK(memory_item(nonsense, bytes, 8, true).try_set(1).error().code == errc::modify_readonly);
    CHECK_THROWS_LB_WITH(lb::struct_error, test_support::contains("'y' at column 2"),
                         memory_item(nonsense, bytes, 8, false).get());
}

TEST_CASE("fields of records are named, parts of sub-arrays counted") {
    one_item record("T{<i:id:T{<h:x:(2)<h:y:}:inner:4s:name:}");
    record.at()["id"] = 70000;
    record.at()["inner"]["y"][1] = -5;
    record.at()["name"] = "abcd";
    CHECK((record.at()["id"].as<int>() == 70000 && record.at()["inner"]["y"][-1].as<int>() == -5));
    CHECK((record.at()["name"].get() == item("abcd") && record.at().field().is_record()));
    CHECK(record.at().try_get().error().code == errc::wrong_type);
    CHECK(FAILURE_OF(record.at()["none"]).code == errc::no_such_field);
    CHECK(FAILURE_OF(record.at(true)["id"] = 1).code == errc::modify_readonly);
    one_item grid("(2,3)>H");
    grid.at()[1][2] = 9;
    CHECK((grid.at()[-1][-1].as<int>() == 9 && FAILURE_OF(grid.at()[2]).code == errc::index_out_of_bounds));
    one_item number("<h");
    CHECK(FAILURE_OF(number.at()[0]).code == errc::wrong_type);
    CHECK(FAILURE_OF(number.at()["x"]).code == errc::wrong_type);
}

TEST_CASE("items are compared with values, with each other, and kept as values") {
    std::vector<int> numbers{3, 1, 3};
    const memoryview m(numbers);
    CHECK((m[0] == 3 && 3.0 == m[0] && m[0] == m[2] && !(m[0] == m[1]) && !(m[0] == "3")));
    const item kept = m[0];
    m[0] = m[1];
    CHECK((kept == 3 && numbers == std::vector<int>{1, 1, 3} && m[1] == item(m[0])));
    m[2] = item(-7);
    CHECK(numbers[2] == -7);
    std::vector<double> reals{0.5};
    const memoryview d(reals);
    d[0] = m[2];
    CHECK(reals[0] == -7.0);
    CHECK(FAILURE_OF(m[0] = d[0]).code == errc::wrong_type_for_format);
}

TEST_CASE("addresses wrap when they are negative, and long doubles are read as doubles") {
    one_item address("P");
    address.at() = -1;
    CHECK(address.at().as<std::uintptr_t>() == ~std::uintptr_t{0});
    one_item wide("g");
    const long double value = 1.5L;
    std::memcpy(wide.bytes.data() + 1, &value, sizeof value);
    CHECK((wide.at() == 1.5 && wide.at().as<double>() == 1.5));
}
