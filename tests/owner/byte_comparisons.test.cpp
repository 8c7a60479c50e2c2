#include "support/catch.hpp"

#include <array>
#include <compare>
#include <cstdint>
#include <lendbuf/owner/bytearray.hpp>
#include <lendbuf/view/buffer_view.hpp>
#include <lendbuf/view/compare.hpp>
#include <lendbuf/view/equal.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace lb = lendbuf;
using lb::bytearray;
using lb::bytes;

namespace {

// Empties the array that it is compared with.
struct emptying_source {
    bytearray* target;
};

} // namespace

template <>
struct lb::exporter_traits<const emptying_source> {
    static auto describe(const emptying_source& s) {
        s.target->clear();
        s.target->shrink_to_fit();
        return lb::region<const char>{"", {{0}}, {}};
    }
};

TEST_CASE("owners of bytes are equal to whatever has the same bytes") {
    const bytes b("abc");
    const bytearray a("abc");
    CHECK((b == a && a == b && b == bytes("abc") && a == bytearray("abc") && b == "abc" && "abc" == a));
    CHECK((b == std::string("abc") && std::string_view("abc") == a && a == std::vector<char>{'a', 'b', 'c'}));
    CHECK((b == std::array<std::uint8_t, 3>{'a', 'b', 'c'} && b != "abd" && b != "ab" && a != "abcd" && a != ""));
    CHECK((bytes() == "" && bytearray() == bytes() && bytes() == std::string()));
}

TEST_CASE("owners of bytes are equal to views, strided ones too") {
    const bytes b("abc");
    const bytearray spread("a.b.c.");
    const lb::buffer_view view(spread);
    const auto even = view[lb::slice(lb::none, lb::none, 2)];
    CHECK((b == even && even == b && view == spread && (view != b)));
    CHECK((even[lb::slice(lb::none, lb::none, -1)] > b && b < even[lb::slice(1, lb::none)]));
}

TEST_CASE("the order is that of unsigned bytes, the shorter one first") {
    CHECK((bytes{127} < bytearray{128} && bytes("ab") < "abc" && bytes("b") > "abc" && "a" < bytearray("b")));
    CHECK((bytearray{255} > bytes{0, 255} && bytes() < bytearray{0} && bytes("a") <= "a" &&
           bytes("a") >= bytearray("a")));
    CHECK((bytes("a") <=> std::string("b")) == std::strong_ordering::less);
    CHECK((bytearray("\xff") <=> "\x7f") == std::strong_ordering::greater);
    CHECK((bytearray("x") <=> bytearray("x")) == std::strong_ordering::equal);
}

TEST_CASE("what is compared with is asked first, gh-142663") {
    bytearray array(std::string(1000, 'x'));
    CHECK((array == emptying_source{&array}));
    array.extend("abc");
    CHECK((array <=> emptying_source{&array}) == std::strong_ordering::equal);
    CHECK(array.empty());
}
