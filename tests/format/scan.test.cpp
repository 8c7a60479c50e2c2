#include <cstdint>
#include <lendbuf/format/scan.hpp>
#include <string_view>

#include "support/catch.hpp"

namespace lb = lendbuf;
using lb::errc;

namespace {

constexpr lb::format_scanner over(std::string_view text) {
    return {text.data(), text.size()};
}

// Reads a count and then a code: what is left behind.
struct reading {
    bool good;
    std::ptrdiff_t count;
    char symbol;
    std::ptrdiff_t column;
    friend constexpr bool operator==(const reading&, const reading&) = default;
};

constexpr reading read(std::string_view text, bool in_record = false) {
    lb::format_scanner scan = over(text);
    std::ptrdiff_t count = 0, itemsize = 0;
    lb::format_code code;
    const bool good = scan.read_count(count) && scan.read_code(code, itemsize, {}, in_record);
    if (good) return {true, count, code.symbol, scan.column()};
    return {false, count, scan.error().symbol, static_cast<std::ptrdiff_t>(scan.error().column)};
}

} // namespace

TEST_CASE("a scanner looks ahead without moving and sees NUL at the end") {
    constexpr auto scan = over("ab");
    CHECK_BOTH(scan.peek() == 'a' && scan.peek(1) == 'b' && scan.peek(2) == '\0' && scan.column() == 0);
    CHECK_BOTH(over("").at_end() && over("").peek() == '\0');
}

TEST_CASE("a scanner takes only the character that is expected") {
    constexpr auto take = [] {
        auto scan = over("a}");
        return !scan.take('}') && scan.take('a') && scan.take('}') && !scan.take('\0') && scan.at_end();
    };
    CHECK_BOTH(take());
}

TEST_CASE("white space is that of C, and nothing else") {
    constexpr auto first_after = [](std::string_view text) {
        auto scan = over(text);
        scan.skip_space();
        return scan.column();
    };
    CHECK_BOTH(first_after(" \t\n\v\f\ri") == 6);
    CHECK_BOTH(first_after("\x1C") == 0);
    CHECK_BOTH(first_after("   ") == 3);
    CHECK_BOTH(first_after(std::string_view("\0", 1)) == 0);
}

TEST_CASE("counts and codes are read, with the place of what is wrong") {
    CHECK_BOTH(read("12h") == reading{true, 12, 'h', 3});
    CHECK_BOTH(read("h") == reading{true, 1, 'h', 1});
    CHECK_BOTH(read("0s") == reading{true, 0, 's', 2});
    CHECK_BOTH(read("2Zf") == reading{true, 2, 'F', 3});
    CHECK_BOTH(read("Zd") == reading{true, 1, 'D', 2});
    CHECK_BOTH(read("3y") == reading{false, 3, 'y', 1});
    CHECK_BOTH(read("12") == reading{false, 12, '1', 0});
    CHECK_BOTH(read("Zi") == reading{false, 1, 'Z', 0});
    CHECK_BOTH(read("G") == reading{false, 1, 'G', 0});
}

TEST_CASE("codes of records are refused outside of records") {
    for (const std::string_view text : {"g", "u", "w", "t", "O", "Zg"}) {
        CAPTURE(text);
        CHECK(read(text, true).good);
        CHECK_FALSE(read(text, false).good);
    }
    CHECK(read("Zg", true) == reading{true, 1, 'G', 2});
}

TEST_CASE("numbers fit or are refused where they begin") {
    constexpr auto number = [](std::string_view text) {
        auto scan = over(text);
        std::ptrdiff_t value = -1;
        return scan.read_number(value) ? value : -2;
    };
    CHECK_BOTH(number("0042i") == 42);
    CHECK_BOTH(number(sizeof(std::ptrdiff_t) == 8 ? "9223372036854775807" : "2147483647") == PTRDIFF_MAX);
    CHECK_BOTH(number(sizeof(std::ptrdiff_t) == 8 ? "9223372036854775808" : "2147483648") == -2);
    CHECK_BOTH(number("99999999999999999999999999") == -2);
}
