#include <cstddef>
#include <cstdint>
#include <lendbuf/element/item_format.hpp>
#include <string>
#include <string_view>
#include <utility>

#include "support/failure.hpp"

namespace lb = lendbuf;
using lb::errc;
using lb::item_format;

TEST_CASE("a default format describes unsigned bytes") {
    constexpr item_format format;
    CHECK_BOTH(format.is_single() && format.is_readable() && format.text()[0] == 'B' && format.text()[1] == '\0');
    CHECK_BOTH(format.plan().symbol == 'B' && format.plan().itemsize == 1 && format.view().size == 1);
    CHECK(equivalent(format, item_format("B", 1)));
    CHECK(format.error(1).code == errc::success);
}

TEST_CASE("single values are told from records, sub-arrays and what is no format") {
    struct row {
        const char* text;
        std::ptrdiff_t itemsize;
        bool readable;
        bool single;
    };
    const auto pointer = static_cast<std::ptrdiff_t>(sizeof(void*));
    const auto long_double = static_cast<std::ptrdiff_t>(sizeof(long double));
    const row rows[] = {
        {"B", 1, true, true},          {"<h", 2, true, true},
        {">Zd", 16, true, true},       {"5s", 5, true, true},
        {"1000s", 1000, true, true},   {"4p", 4, true, true},
        {"c", 1, true, true},          {"P", pointer, true, true},
        {"O", pointer, true, true},    {"3w", 12, true, true},
        {"?", 1, true, true},          {"e", 2, true, true},
        {" i", 4, true, true},         {"2h", 4, true, false},
        {"(2,2)h", 8, true, false},    {"hh", 4, true, false},
        {"T{<h:a:}", 2, true, false},  {"h:name:", 2, true, false},
        {"4x", 4, true, false},        {"g", long_double, true, false},
        {"", 0, true, false},          {"i", 8, false, false},
        {"B", 4, false, false},        {"!P", pointer, false, false},
        {"nonsense", 4, false, false}, {"T{i", 4, false, false},
        {"", 1, false, false},
    };
    for (const row& r : rows) {
        CAPTURE(r.text, r.itemsize);
        const item_format format(r.text, r.itemsize);
        CHECK(format.is_readable() == r.readable);
        CHECK(format.is_single() == r.single);
        CHECK((format.error(r.itemsize).code == errc::success) == r.readable);
        CHECK(format.text() == std::string_view(r.text));
        CHECK(format.view().size == std::string_view(r.text).size());
    }
}

TEST_CASE("why items cannot be read is told with sizes or the column") {
    const auto size = item_format("<i", 8).error(8);
    CHECK((size.code == errc::itemsize_mismatch && size.need == 4 && size.have == 8));
    const auto column = item_format("<iy", 4).error(4);
    CHECK((column.code == errc::bad_format_char && column.column == 2 && column.symbol == 'y'));
    CHECK(item_format("3", 4).error(4).code == errc::count_without_code);
    CHECK(item_format("T{i", 4).error(4).code == errc::unclosed);
    CHECK(item_format("9999999999999999999s", 4).error(4).code == errc::format_too_long);
}

TEST_CASE("short texts are kept, longer ones are pointed to") {
    std::string seven = "<iii   ";
    std::string eight = "<iii    ";
    item_format kept(seven.c_str(), 12);
    const item_format pointed(eight.c_str(), 12);
    CHECK((kept.text() != seven.c_str() && pointed.text() == eight.c_str()));
    seven = "changed";
    CHECK((kept.text() == std::string_view("<iii   ") && kept.view().size == 7));
    const item_format copy = kept;
    CHECK((copy.text() == std::string_view("<iii   ") && copy.text() != kept.text() && copy.is_readable()));
    kept = pointed;
    CHECK((kept.text() == eight.c_str() && kept.view().size == 8 && kept.is_readable()));
    kept = copy;
    CHECK((kept.text() == std::string_view("<iii   ") && kept.view().size == 7));
}

TEST_CASE("plans say how a single value is read") {
    constexpr auto other = std::endian::native == std::endian::little ? ">i" : "<i";
    CHECK((item_format(other, 4).plan().swapped && !item_format("=i", 4).plan().swapped));
    CHECK((item_format(other, 4).plan().kind == lb::value_kind::signed_integer));
    CHECK((item_format("300s", 300).plan().count == 300 && item_format("300s", 300).plan().symbol == 's'));
    CHECK((item_format("3w", 12).plan().kind == lb::value_kind::string && item_format("3w", 12).plan().count == 12));
    CHECK(item_format(">b", 1).plan().swapped == false);
}

TEST_CASE("formats are compared by meaning") {
    CHECK(equivalent(item_format("l", sizeof(long)), item_format("@l", sizeof(long))));
    CHECK(equivalent(item_format("2h", 4), item_format("hh", 4)));
    CHECK(equivalent(item_format("T{<i:a:<d:b:}", 12), item_format("<id", 12)));
    CHECK_FALSE(equivalent(item_format("i", 4), item_format("I", 4)));
    CHECK_FALSE(equivalent(item_format("<i", 4), item_format(">i", 4)));
    CHECK_FALSE(equivalent(item_format("oops", 4), item_format("oops", 4)));
    for (const auto& [one, other] :
         {std::pair{"w", "4s"}, {"32t", "4s"}, {"2u", "w"}, {"P", "O"}, {"c", "s"}, {"B", "?"}}) {
        CAPTURE(one, other);
        const item_format a(one);
        const item_format b(other);
        CHECK((a.size() == b.size() && !equivalent(a, b) && equivalent(a, a) && equivalent(b, b)));
    }
    CHECK(
        (equivalent(item_format("300s"), item_format("300s")) && !equivalent(item_format("300s"), item_format("44s"))));
}

TEST_CASE("a format without a size of items is as large as it says") {
    const char* const texts[] = {"B",    "x", "s", "p", "P", "d", "F", "<i", "3s", "300s", "hh", "T{<i:a:<d:b:}",
                                 "(3)e", "g"};
    for (const char* const text : texts) {
        CAPTURE(text);
        const item_format format(text);
        const item_format sized(text, lb::try_whole_item(text)->nbytes);
        CHECK((format.size() == lb::try_whole_item(text)->nbytes && format.is_readable() && sized.is_readable()));
        CHECK((format.is_single() == sized.is_single() && format.plan().symbol == sized.plan().symbol));
        CHECK((format.plan().kind == sized.plan().kind && format.plan().number == sized.plan().number));
    }
    CHECK((!item_format("oops").is_readable() && !item_format("Z").is_readable() && item_format("").size() == 0));
}

TEST_CASE("records and sub-arrays are referred to as fields") {
    std::byte bytes[12] = {};
    const item_format record("T{<i:a:<d:b:}", 12);
    record.item_at(bytes, false)["a"] = 7;
    CHECK((record.item_at(static_cast<const std::byte*>(bytes), true)["a"].as<int>() == 7));
    CHECK(FAILURE_OF(record.item_at(bytes, true)["a"] = 8).code == errc::modify_readonly);
    const item_format grid("(3,2)<h", 12);
    CHECK((grid.item_at(bytes, true)[0][0].as<int>() == 7 && grid.item_at(bytes, true).extent(0) == 3));
}

TEST_CASE("formats are read in constant expressions") {
    constexpr item_format format("<h", 2);
    CHECK_BOTH(format.is_single() && format.plan().itemsize == 2);
    constexpr item_format bad("<h", 3);
    CHECK_BOTH(!bad.is_readable() && bad.error(3).code == errc::itemsize_mismatch);
}
