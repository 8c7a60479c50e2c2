#include <lendbuf/format/equivalence.hpp>
#include <string>

#include "support/catch.hpp"

namespace lb = lendbuf;
using lb::equivalent_formats;

namespace {

constexpr const char* native_prefix = std::endian::native == std::endian::little ? "<" : ">";
constexpr const char* other_prefix = std::endian::native == std::endian::little ? ">" : "<";

struct pair {
    const char* a;
    const char* b;
};

constexpr pair alike[] = {
    {"i", "i"},
    {"i", "@i"},
    {"i", "=i"},
    {"@q", "=q"},
    {"<h", "< h"},
    {">i", "!i"},
    {"4h", "hhhh"},
    {"4h", "(2,2)h"},
    {"2h2h", "(4)h"},
    {"B", "<B"},
    {">b", "<b"},
    {"<4s", ">4s"},
    {"T{i}", "i"},
    {"T{i:a:}", "T{i:b:}"},
    {"T{ib}", "T{ib3x}"},
    {"T{bi}", "T{b3xi}"},
    {"ii", "T{ii}"},
    {"(2)T{hh}", "T{hh}T{hh}"},
    {"Zf", "F"},
    {"?", "?"},
    {"", ""},
    {"0i", ""},
    {"<T{h>h}", "T{<h>h}"},
    {"n", "=q"},
};
constexpr pair different[] = {
    {"i", "I"},   {"i", "f"},    {"<i", ">i"}, {"<h", "<i"},     {"i", "ii"},        {"i", "i4x"},
    {"c", "B"},   {"c", "s"},    {"2s", "ss"}, {"T{ib}", "ib"},  {"<e", "<h"},       {"2u", "w"},
    {"3t", "8t"}, {"9t", "16t"}, {"bi", "ib"}, {"b3xi", "i3xb"}, {"T{i}i", "T{h}i"}, {"Zf", "ff"},
    {"4x", ""},   {"P", "N"},    {"?", "b"},   {"<4p", "<4s"},
};

} // namespace

TEST_CASE("formats that describe the same bytes as the same values are equivalent") {
    for (const pair& p : alike) {
        if (std::string(p.a) == "n" && sizeof(void*) != 8) continue;
        CAPTURE(p.a, p.b);
        CHECK(equivalent_formats(p.a, p.b));
        CHECK(equivalent_formats(p.b, p.a));
    }
}

TEST_CASE("formats that differ in type, size, order or place are not") {
    for (const pair& p : different) {
        CAPTURE(p.a, p.b);
        CHECK_FALSE(equivalent_formats(p.a, p.b));
        CHECK_FALSE(equivalent_formats(p.b, p.a));
    }
}

TEST_CASE("native formats are equivalent to those with the machine's byte order") {
    for (const std::string code : {"h", "i", "f", "e", "Zf"}) {
        CAPTURE(code);
        CHECK(equivalent_formats(code.c_str(), (native_prefix + code).c_str()));
        CHECK_FALSE(equivalent_formats(code.c_str(), (other_prefix + code).c_str()));
    }
    CHECK(equivalent_formats("l", sizeof(long) == 8 ? "=q" : "=i"));
    CHECK_FALSE(equivalent_formats("l", sizeof(long) == 8 ? "=l" : "=q"));
}

TEST_CASE("a malformed format equals nothing, not even itself") {
    for (const char* wrong : {"y", "3", "T{i", "i:name", "<n", "iy", "99999999999999999999i"}) {
        CAPTURE(wrong);
        CHECK_FALSE(equivalent_formats(wrong, wrong));
        CHECK_FALSE(equivalent_formats(wrong, "i"));
    }
}

TEST_CASE("huge counts are compared without being counted out") {
    CHECK(equivalent_formats("1000000000h", "(1000,1000,1000)h"));
    CHECK_FALSE(equivalent_formats("1000000000h", "999999999hH"));
}

TEST_CASE("formats are compared by the compiler as well") {
    STATIC_CHECK(equivalent_formats("4h", "hhhh"));
    STATIC_CHECK_FALSE(equivalent_formats("<h", ">h"));
    STATIC_CHECK_FALSE(equivalent_formats("2u", "w"));
}
