#include <cstdint>
#include <lendbuf/format/parse.hpp>
#include <string_view>

#include "support/failure.hpp"

namespace lb = lendbuf;
using lb::errc;

namespace {

constexpr bool lp64 = sizeof(long) == 8 && sizeof(void*) == 8;

constexpr std::ptrdiff_t size_of(std::string_view format) {
    return lb::try_calcsize(format.data(), format.size()).value_or(-1);
}

constexpr lb::error_info error_of(std::string_view format) {
    return lb::try_calcsize(format.data(), format.size()).error();
}

// One field of a walk, as a line of a table.
struct line {
    char symbol;
    std::ptrdiff_t count, itemsize, offset, column;
    friend constexpr bool operator==(const line&, const line&) = default;
};

template <std::size_t Count>
constexpr bool walks(std::string_view format, const line (&lines)[Count]) {
    lb::format_walk walk(format.data(), format.size());
    lb::format_field f;
    for (const line& expected : lines)
        if (!walk.next(f) || line{f.code.symbol, f.count, f.itemsize, f.offset, f.column} != expected) return false;
    return !walk.next(f) && walk.error().code == errc::success;
}

constexpr std::ptrdiff_t values_of(std::string_view format) {
    lb::format_walk walk(format.data(), format.size());
    for (lb::format_field field; walk.next(field);) {}
    return walk.error().code == errc::success ? walk.values() : -1;
}

struct sized {
    std::string_view format;
    std::ptrdiff_t size;
};

// struct.calcsize of CPython, where no native size takes part.
constexpr sized everywhere[] = {
    {"", 0},          {"@", 0},
    {"=", 0},         {"<", 0},
    {">", 0},         {"!", 0},
    {"<c", 1},        {"=b", 1},
    {">B", 1},        {"!?", 1},
    {"<h", 2},        {"<H", 2},
    {"=i", 4},        {"=I", 4},
    {"=l", 4},        {"=L", 4},
    {"=q", 8},        {"=Q", 8},
    {">e", 2},        {">f", 4},
    {">d", 8},        {"<x", 1},
    {"<s", 1},        {"<p", 1},
    {"<bhilqfd", 31}, {"<2b3h4i", 24},
    {">3cI", 7},      {"<xh", 3},
    {"<ib0i", 5},     {"0i", 0},
    {"0s", 0},        {"0p", 0},
    {"0x", 0},        {"0c", 0},
    {"3x", 3},        {"10s", 10},
    {"10p", 10},      {"c?c", 3},
    {"b?", 2},        {"<4s2x3h", 12},
    {"00004c", 4},    {">10000s4xHHqB", 10017},
    {"1b1c", 2},      {"<\ti\n\v\f\r", 4},
    {"< i", 4},       {"b b c", 3},
    {" c", 1},        {" c ", 1},
};

// The same for native sizes and alignments, where long and pointers have 8 bytes.
constexpr sized on_lp64[] = {
    {"i", 4},        {" i", 4},       {"ib", 5},      {"ib0i", 8},    {"bi", 8},      {"b0i", 4},     {"b0q", 8},
    {"bhilqfd", 40}, {"dfqlihb", 39}, {"bhihb", 11},  {"4h", 8},      {"h4b", 6},     {"s i", 8},     {"5sh", 8},
    {"5s0h", 6},     {"bP", 16},      {"bn", 16},     {"bN", 16},     {"be", 4},      {"bd", 16},     {"2b3h4i", 24},
    {"hhb0l", 8},    {"3cI", 8},      {"00004i", 16}, {"4s2x3h", 12}, {"iiii0d", 16}, {"bbbbb0d", 8}, {"xh", 4},
    {"xxh", 4},      {"1i1b", 5},     {"qb", 9},      {"b b i", 8},   {"@bq", 16},    {"^bq", 9},     {"^bhilqfdP", 43},
};

struct refused {
    std::string_view format;
    errc code;
    std::ptrdiff_t column;
    char symbol;
};

// What struct refuses, with the text it refuses it with; the column is where that begins.
constexpr refused refusals[] = {
    {"i@", errc::bad_format_char, 1, '@'},
    {"a", errc::bad_format_char, 0, 'a'},
    {"<a", errc::bad_format_char, 1, 'a'},
    {"i<", errc::bad_format_char, 1, '<'},
    {"  @i", errc::bad_format_char, 2, '@'},
    {"@@i", errc::bad_format_char, 1, '@'},
    {"<n", errc::bad_format_char, 1, 'n'},
    {"=N", errc::bad_format_char, 1, 'N'},
    {">P", errc::bad_format_char, 1, 'P'},
    {"!n", errc::bad_format_char, 1, 'n'},
    {"<4P", errc::bad_format_char, 2, 'P'},
    {"3 i", errc::bad_format_char, 1, ' '},
    {"bb3y", errc::bad_format_char, 3, 'y'},
    {"-1i", errc::bad_format_char, 0, '-'},
    {"+1i", errc::bad_format_char, 0, '+'},
    {"1.5i", errc::bad_format_char, 1, '.'},
    {"i,i", errc::bad_format_char, 1, ','},
    {"T{i}", errc::bad_format_char, 0, 'T'},
    {"(2)i", errc::bad_format_char, 0, '('},
    {"i:a:", errc::bad_format_char, 1, ':'},
    {"bg", errc::bad_format_char, 1, 'g'},
    {"u", errc::bad_format_char, 0, 'u'},
    {"w", errc::bad_format_char, 0, 'w'},
    {"O", errc::bad_format_char, 0, 'O'},
    {"G", errc::bad_format_char, 0, 'G'},
    {"4t", errc::bad_format_char, 1, 't'},
    {"&i", errc::bad_format_char, 0, '&'},
    {"Zg", errc::bad_format_char, 0, 'Z'},
    {"%", errc::bad_format_char, 0, '%'},
    {"[", errc::bad_format_char, 0, '['},
    {"Z", errc::bad_format_char, 0, 'Z'},
    {"iZe", errc::bad_format_char, 1, 'Z'},
    {"2Z f", errc::bad_format_char, 1, 'Z'},
    {std::string_view("i\0i", 3), errc::bad_format_char, 1, '\0'},
    {std::string_view("12\0", 3), errc::bad_format_char, 2, '\0'},
    {"\xE4", errc::bad_format_char, 0, '\xE4'},
    {"3", errc::count_without_code, 0, '3'},
    {"0", errc::count_without_code, 0, '0'},
    {"i3", errc::count_without_code, 1, '3'},
    {"i 12", errc::count_without_code, 2, '1'},
    {"<44", errc::count_without_code, 1, '4'},
    {"99999999999999999999I", errc::format_too_long, 0, '9'},
    {"<b99999999999999999999I", errc::format_too_long, 2, '9'},
    {"9223372036854775808s", errc::format_too_long, 0, '9'},
    {"18446744073709551617s", errc::format_too_long, 0, '1'},
};

// These numbers fit a 64-bit count: it is the product or the sum that does not fit.
constexpr refused refusals_of_64_bits[] = {
    {"9223372036854775807h", errc::format_too_long, 19, 'h'},
    {"9223372036854775807sx", errc::format_too_long, 20, 'x'},
    {"4611686018427387904h", errc::format_too_long, 19, 'h'},
    {"6107082938247334i9221070829382473344q", errc::format_too_long, 36, 'q'},
    {"9223372036854775806s0q", errc::format_too_long, 21, 'q'},
    {"9223372036854775805sh", errc::format_too_long, 20, 'h'},
    {"x9223372036854775807s", errc::format_too_long, 20, 's'},
};

} // namespace

TEST_CASE("calcsize of standard sizes is that of struct") {
    for (const sized& row : everywhere) {
        CAPTURE(row.format);
        CHECK(size_of(row.format) == row.size);
    }
    STATIC_CHECK([] {
        for (const sized& row : everywhere)
            if (size_of(row.format) != row.size) return false;
        return true;
    }());
}

TEST_CASE("calcsize of native sizes is that of struct") {
    if (!lp64) SKIP("the table is for 8-byte long and pointers");
    for (const sized& row : on_lp64) {
        CAPTURE(row.format);
        CHECK(size_of(row.format) == row.size);
    }
}

TEST_CASE("a native record without trailing padding ends where a struct's last member ends") {
    struct record {
        char a;
        long b;
        short c;
        double d;
        char e;
        void* f;
        long long g;
    };
    CHECK_BOTH(size_of("clhdcPq") == offsetof(record, g) + sizeof(long long));
    CHECK_BOTH(size_of("@clhdc") == offsetof(record, e) + 1);
    CHECK_BOTH(size_of("c0l") == offsetof(record, b));
}

TEST_CASE("refusals name the code, the column and the character") {
    for (const refused& row : refusals) {
        CAPTURE(row.format);
        const lb::error_info error = error_of(row.format);
        CHECK(error.code == row.code);
        CHECK(error.column == row.column);
        CHECK(error.symbol == row.symbol);
        CHECK(error.kind() == lb::error_kind::structure);
    }
    STATIC_CHECK([] {
        for (const refused& row : refusals)
            if (error_of(row.format).code != row.code || error_of(row.format).column != row.column) return false;
        return true;
    }());
}

TEST_CASE("sizes beyond 64 bits are refused where they stop to fit, gh-145158 and gh-127681") {
    if (sizeof(std::ptrdiff_t) != 8) SKIP("the table is for 64-bit sizes");
    for (const refused& row : refusals_of_64_bits) {
        CAPTURE(row.format);
        CHECK(error_of(row.format).code == row.code);
        CHECK(error_of(row.format).column == row.column);
    }
    CHECK(size_of("9223372036854775807s") == PTRDIFF_MAX);
    CHECK(size_of("9223372036854775807x") == PTRDIFF_MAX);
    CHECK(size_of("4611686018427387903h") == PTRDIFF_MAX - 1);
    CHECK(size_of("100000000000000000s") == 100000000000000000);
}

TEST_CASE("a size of more than 32 bits is exact, or refused on a 32-bit machine, micropython 19189") {
    const bool fits = sizeof(std::ptrdiff_t) == 8;
    for (const std::string_view format : {"1500000000I", "<1500000000I", "2000000000s 2000000000s 2000000000s"}) {
        CAPTURE(format);
        if (fits)
            CHECK(size_of(format) == std::int64_t{6000000000});
        else
            CHECK(error_of(format).code == errc::format_too_long);
    }
    for (const std::string_view format : {"2147483648s", "4294967297b", "1073741824h", "2147483647sb", "2147483646s0i"})
        if (!fits) CHECK(error_of(format).code == errc::format_too_long);
}

TEST_CASE("the number of values must fit too") {
    // Neither takes bytes, so only the values could overflow: they do not.
    CHECK_BOTH(values_of("0s0s0s") == 3);
    CHECK_BOTH(size_of("0s0s0s") == 0);
}

TEST_CASE("a walk gives code, count, size, offset and column of every field") {
    CHECK_BOTH(walks(">BHI", {{'B', 1, 1, 0, 1}, {'H', 1, 2, 1, 2}, {'I', 1, 4, 3, 3}}));
    CHECK_BOTH(walks("<4sHI", {{'s', 4, 1, 0, 2}, {'H', 1, 2, 4, 3}, {'I', 1, 4, 6, 4}}));
    CHECK_BOTH(walks("= 2x 12h\n0s", {{'x', 2, 1, 0, 3}, {'h', 12, 2, 2, 7}, {'s', 0, 1, 26, 10}}));
    CHECK_BOTH(walks("@bi0h", {{'b', 1, 1, 0, 1}, {'i', 1, 4, 4, 2}, {'h', 0, 2, 8, 4}}));
    CHECK_BOTH(walks("ib0i", {{'i', 1, 4, 0, 0}, {'b', 1, 1, 4, 1}, {'i', 0, 4, 8, 3}}));
    CHECK_BOTH(walks("^bhi", {{'b', 1, 1, 0, 1}, {'h', 1, 2, 1, 2}, {'i', 1, 4, 3, 3}}));
    CHECK_BOTH(walks("<b3Zf2D", {{'b', 1, 1, 0, 1}, {'F', 3, 8, 1, 3}, {'D', 2, 16, 25, 6}}));
}

TEST_CASE("fields know their byte order") {
    constexpr auto order_of = [](std::string_view format) {
        lb::format_walk walk(format.data(), format.size());
        lb::format_field field;
        static_cast<void>(walk.next(field));
        return field.byte_order;
    };
    CHECK_BOTH(order_of("<i") == std::endian::little);
    CHECK_BOTH(order_of(">i") == std::endian::big);
    CHECK_BOTH(order_of("!i") == std::endian::big);
    CHECK_BOTH(order_of("=i") == std::endian::native);
    CHECK_BOTH(order_of("@i") == std::endian::native);
    CHECK_BOTH(order_of("i") == std::endian::native);
}

TEST_CASE("strings are one value, padding is none, repeats are many") {
    CHECK_BOTH(values_of("10s") == 1);
    CHECK_BOTH(values_of("0s") == 1);
    CHECK_BOTH(values_of("0p5p") == 2);
    CHECK_BOTH(values_of("7x") == 0);
    CHECK_BOTH(values_of("4h") == 4);
    CHECK_BOTH(values_of("0c") == 0);
    CHECK_BOTH(values_of("ib0i") == 2);
    CHECK_BOTH(values_of("<4sHI2x3c?") == 7);
    CHECK_BOTH(values_of("2Zf") == 2);
    CHECK_BOTH(values_of("") == 0);
}

TEST_CASE("complex numbers have both spellings") {
    CHECK_BOTH(size_of("<Zf") == 8 && size_of("<F") == 8);
    CHECK_BOTH(size_of(">Zd") == 16 && size_of(">D") == 16);
    CHECK_BOTH(size_of("2Zf") == 16);
    CHECK_BOTH(size_of("bZf") == 12 && size_of("^bZf") == 9);
}

TEST_CASE("whitespace may stand between items and nowhere else") {
    for (const char space : {' ', '\t', '\n', '\v', '\f', '\r'}) {
        const char between[] = {'<', space, 'h', space, space, 'b', space};
        CHECK(lb::try_calcsize(between, sizeof between).value_or(-1) == 3);
        const char inside[] = {'2', space, 'h'};
        CHECK(lb::try_calcsize(inside, sizeof inside).error().code == errc::bad_format_char);
        const char before[] = {space, '<', 'h'};
        CHECK(lb::try_calcsize(before, sizeof before).error().code == errc::bad_format_char);
    }
    for (const char other : {'\0', '\b', '\x0E', '\x1C', '\x85', '\xA0'})
        CHECK(lb::try_calcsize(&other, 1).error().code == errc::bad_format_char);
}

TEST_CASE("a walk over fields does not read behind its text") {
    const char text[] = {'<', 'h', '3', 'i'};
    CHECK(lb::try_calcsize(text, 2).value_or(-1) == 2);
    CHECK(lb::try_calcsize(text, 3).error().code == errc::count_without_code);
    CHECK(lb::try_calcsize(nullptr, 0).value_or(-1) == 0);
    const char complex[] = {'<', 'Z', 'f'};
    CHECK(lb::try_calcsize(complex, 2).error().code == errc::bad_format_char);
}

TEST_CASE("messages of refusals are those of struct, with the place") {
    CHECK(test_support::message_of(error_of("<4sHy")) == "bad char in struct format: 'y' at column 4");
    CHECK(test_support::message_of(error_of("i12")) == "repeat count given without format specifier at column 1");
    CHECK(test_support::message_of(error_of("99999999999999999999I")) == "total struct size too long at column 0");
}
