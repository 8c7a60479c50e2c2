#include <cstdint>
#include <lendbuf/format/members.hpp>
#include <string>
#include <type_traits>

#include "support/catch.hpp"

namespace lb = lendbuf;

namespace {

struct one {
    int a;
};
struct two {
    char a;
    double b;
};
struct arrays {
    int a[3];
    char b[2][2];
    short c;
};
struct nested {
    two inner;
    one list[2];
    long last;
};
struct with_default {
    int a = 1;
    float b = 2;
};
struct sixteen {
    char a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p;
};
struct constructed {
    explicit constructed(int);
    int a;
};
struct named {
    int id;
    double price;
};

template <class T, class... Member>
constexpr bool has_members = std::is_same_v<lb::detail::member_types_of<T>, lb::detail::type_list<Member...>>;

} // namespace

template <>
inline constexpr auto lendbuf::member_names<named> = lendbuf::names("id", "price");

TEST_CASE("the compiler lists the members of plain structs") {
    STATIC_CHECK(has_members<one, int>);
    STATIC_CHECK(has_members<two, char, double>);
    STATIC_CHECK(has_members<with_default, int, float>);
    STATIC_CHECK(has_members<arrays, int[3], char[2][2], short>);
    STATIC_CHECK(has_members<nested, two, one[2], long>);
    STATIC_CHECK(lb::detail::member_types_of<sixteen>::size == 16);
}

TEST_CASE("plain records are aggregates of bytes") {
    STATIC_CHECK(lb::plain_record<two> && lb::plain_record<nested>);
    STATIC_CHECK_FALSE(lb::plain_record<constructed>);
    STATIC_CHECK_FALSE(lb::plain_record<int>);
    STATIC_CHECK_FALSE(lb::plain_record<std::string>);
    STATIC_CHECK_FALSE(lb::plain_record<int[2]>);
}

TEST_CASE("one line names the members") {
    STATIC_CHECK(lb::member_names<named>.size() == 2);
    CHECK(std::string(lb::member_names<named>.names[1]) == "price");
    STATIC_CHECK(lb::member_names<two> == nullptr);
}
