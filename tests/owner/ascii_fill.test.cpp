#include "support/catch.hpp"

#include <lendbuf/owner/ascii_fill.hpp>
#include <limits>
#include <new>
#include <string>

namespace lb = lendbuf;

TEST_CASE("text is filled up at its left, its right or both sides") {
    CHECK((lb::ljust("ab", 4) == "ab  " && lb::rjust("ab", 4, '.') == "..ab" && lb::ljust("abc", 2) == "abc"));
    CHECK((lb::center("a", 4, '*') == "*a**" && lb::center("ab", 5, '*') == "**ab*" && lb::center("ab", -5) == "ab"));
    CHECK((lb::center("", 3, '-') == "---" && lb::rjust("", 0).empty() && lb::center("abc", 3) == "abc"));
}

TEST_CASE("zeros go behind the sign") {
    CHECK((lb::zfill("42", 5) == "00042" && lb::zfill("-42", 5) == "-0042" && lb::zfill("+1", 3) == "+01"));
    CHECK((lb::zfill("-", 3) == "-00" && lb::zfill("", 2) == "00" && lb::zfill("abc", 2) == "abc" &&
           lb::zfill("--1", 4) == "-0-1"));
}

TEST_CASE("tabs end at multiples of their size, counted from the start of the line") {
    CHECK((lb::expandtabs("a\tb") == "a       b" && lb::expandtabs("a\tbc\td", 4) == "a   bc  d"));
    CHECK((lb::expandtabs("abcd\te", 4) == "abcd    e" && lb::expandtabs("\t\t", 2) == "    " &&
           lb::expandtabs("a\n\tb", 3) == "a\n   b"));
    CHECK((lb::expandtabs("ab\r\tc", 4) == "ab\r    c" && lb::expandtabs("a\tb", 0) == "ab" &&
           lb::expandtabs("a\tb", -3) == "ab"));
    CHECK((lb::expandtabs("a\tb", 1) == "a b" && lb::expandtabs("").empty()));
}

TEST_CASE("widths that no memory has are refused") {
    constexpr auto most = std::numeric_limits<std::ptrdiff_t>::max();
    CHECK_THROWS_LB_AS(std::bad_alloc, lb::expandtabs("\t\t", most));
    CHECK(lb::expandtabs("ab", most) == "ab");
}
