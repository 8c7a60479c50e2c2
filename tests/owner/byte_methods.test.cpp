#include "support/catch.hpp"
#include "support/failure.hpp"

#include <cstdint>
#include <lendbuf/owner/bytearray.hpp>
#include <lendbuf/owner/bytes.hpp>
#include <lendbuf/view/buffer_view.hpp>
#include <limits>
#include <new>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace lb = lendbuf;
using lb::bytearray;
using lb::bytes;
using lb::errc;
using lb::none;

namespace {

template <class B>
std::string joined(const std::vector<B>& pieces) {
    std::string text;
    for (const B& piece : pieces) {
        if (&piece != pieces.data()) text += '|';
        text.append(piece.begin(), piece.end());
    }
    return text;
}

template <class B>
bool are(const lb::three_parts<B>& parts, std::string_view before, std::string_view separator, std::string_view after) {
    return parts.before == before && parts.separator == separator && parts.after == after;
}

} // namespace

TEMPLATE_TEST_CASE("byte strings know what they contain", "", bytes, bytearray) {
    const TestType b("abcabc");
    CHECK((b.contains("bca") && b.contains("") && !b.contains("acb") && b.contains('a') && b.contains(99)));
    CHECK((!b.contains(0) && b.contains(std::byte{98}) && b.contains({97, 98}) && !TestType().contains("a")));
    CHECK_THROWS_LB(lb::value_error, "byte must be in range(0, 256), got 256", b.contains(256));
    CHECK_THROWS_LB_AS(lb::value_error, b.contains(-1));
}

TEMPLATE_TEST_CASE("byte strings start and end with one of several", "", bytes, bytearray) {
    const TestType b("GET /index");
    CHECK(
        (b.startswith("GET ") && !b.startswith("PUT ") && b.startswith({"PUT ", "GET "}) && !b.startswith({"A", "B"})));
    CHECK((b.endswith("index") && b.endswith({"x", "y"}) && !b.endswith({"y"}) && b.startswith("/", 4)));
    CHECK((b.endswith("GET", none, 3) && !b.startswith("", 11) && b.startswith("", 10) && b.startswith({"", "q"}, -2)));
    CHECK_FALSE(b.endswith({"index", "/index"}, 0, -1));
}

TEMPLATE_TEST_CASE("stripped byte strings are of the same kind", "", bytes, bytearray) {
    const TestType b("  xaxbx \n");
    STATIC_CHECK(std::is_same_v<decltype(b.strip()), TestType>);
    CHECK((b.strip() == "xaxbx" && b.lstrip() == "xaxbx \n" && b.rstrip(none) == "  xaxbx"));
    CHECK(
        (b.strip(" \nx") == "axb" && b.lstrip("x ") == "axbx \n" && b.rstrip("\n") == "  xaxbx " && b.strip("") == b));
    CHECK((TestType("abc").removeprefix("ab") == "c" && TestType("abc").removesuffix("bc") == "a"));
    CHECK((TestType("abc").removeprefix("b") == "abc" && TestType("abc").removesuffix("") == "abc"));
}

TEMPLATE_TEST_CASE("byte strings are cut in three", "", bytes, bytearray) {
    const TestType b("a=b=c");
    CHECK((are(b.partition("="), "a", "=", "b=c") && are(b.rpartition("="), "a=b", "=", "c")));
    CHECK((are(b.partition("x"), "a=b=c", "", "") && are(b.rpartition("x"), "", "", "a=b=c")));
    const auto [head, separator, tail] = b.partition({'='});
    CHECK((head == "a" && separator == "=" && tail == "b=c"));
    CHECK(FAILURE_OF((void)b.partition("")).kind() == lb::error_kind::value);
    CHECK(FAILURE_OF((void)b.rpartition("")).kind() == lb::error_kind::value);
}

TEMPLATE_TEST_CASE("byte strings are split, the first piece first", "", bytes, bytearray) {
    const TestType b("a,b,,c");
    CHECK((joined(b.split(",")) == "a|b||c" && joined(b.split(",", 1)) == "a|b,,c" &&
           joined(b.split(",", 0)) == "a,b,,c"));
    CHECK((joined(b.rsplit(",")) == "a|b||c" && joined(b.rsplit(",", 1)) == "a,b,|c" &&
           joined(b.rsplit("x")) == "a,b,,c"));
    const TestType spaced("  1  2   3  ");
    CHECK((joined(spaced.split()) == "1|2|3" && joined(spaced.split(none, 1)) == "1|2   3  "));
    CHECK((joined(spaced.rsplit()) == "1|2|3" && joined(spaced.rsplit(none, 1)) == "  1  2|3"));
    CHECK((TestType().split().empty() && TestType().split(",").size() == 1 && TestType().splitlines().empty()));
    CHECK((joined(TestType("a\r\nb\n\rc").splitlines()) == "a|b||c" &&
           joined(TestType("a\r\nb").splitlines(true)) == "a\r\n|b"));
    CHECK_THROWS_LB_AS(lb::value_error, b.split(""));
    CHECK_THROWS_LB_AS(lb::value_error, b.rsplit(std::string()));
}

TEMPLATE_TEST_CASE("parts of byte strings are replaced, translated and left out", "", bytes, bytearray) {
    const TestType b("banana");
    CHECK(
        (b.replace("an", "AN") == "bANANa" && b.replace("a", "", 2) == "bnna" && b.replace("", ".", 2) == ".b.anana"));
    CHECK((b.replace("x", "y") == b && b.replace("banana", {}).empty() && b.replace(b, b + b) == "bananabanana"));
    CHECK(b.translate(lb::maketrans("ab", "AB")) == "BAnAnA");
    CHECK((b.translate(lb::maketrans("a", "o"), "n") == "booo" && b.translate(none, "an") == "b" &&
           b.translate(none) == b));
}

TEMPLATE_TEST_CASE("byte strings are added and repeated", "", bytes, bytearray) {
    const TestType b("ab");
    STATIC_CHECK(std::is_same_v<decltype(b + bytearray()), TestType>);
    CHECK((b + "cd" == "abcd" && b + std::string() == "ab" && b + bytes("x") + bytearray("y") == "abxy" &&
           b + b == "abab"));
    CHECK((b * 3 == "ababab" && 2 * b == "abab" && (b * 0).empty() && (b * -1).empty() && (TestType() * 9).empty()));
    CHECK((TestType("x") * 100 == std::string(100, 'x') && (b * 5000).size() == 10000));
    const lb::buffer_view view(b);
    CHECK(b + view[lb::slice(none, none, -1)] == "abba");
}

TEMPLATE_TEST_CASE("what no memory holds is refused", "", bytes, bytearray) {
    const TestType b("ab");
    CHECK_THROWS_LB_AS(std::bad_alloc, b * std::numeric_limits<std::ptrdiff_t>::max());
}

TEST_CASE("the pieces of bytes share their memory") {
    const bytes b("  one two  ");
    const bytes stripped = b.strip();
    CHECK((stripped.data() == b.data() + 2 && stripped.lend().block() == b.lend().block()));
    const auto words = b.split();
    CHECK((words.size() == 2 && words[1].data() == b.data() + 6));
    CHECK((b.replace("x", "y").data() == b.data() && b.removeprefix("  ").data() == b.data() + 2));
    CHECK((b.partition("two").after.data() == b.data() + 9 && b.splitlines()[0].data() == b.data()));
}

TEST_CASE("the pieces of a bytearray are arrays of their own") {
    bytearray array(" a b ");
    bytearray stripped = array.strip();
    auto words = array.split();
    stripped[0] = 'X';
    words[1].append('!');
    CHECK((array == " a b " && stripped == "X b" && words[1] == "b!"));
    const lb::lease hold = array.lend(); // reading is allowed while leased, and copies are not leased
    CHECK(
        (array.strip().leases() == 0 && array.replace("a", "c").leases() == 0 && array.join({"1", "2"}) == "1 a b 2"));
}
