#include "support/catch.hpp"
#include "support/failure.hpp"

#include <cstdint>
#include <lendbuf/owner/byte_replacement.hpp>
#include <lendbuf/owner/bytes.hpp>
#include <lendbuf/view/buffer_view.hpp>
#include <string>
#include <vector>

namespace lb = lendbuf;
using lb::bytes_like;
using lb::detail::replacement;

namespace {

std::string replaced(bytes_like text, bytes_like from, bytes_like to, std::ptrdiff_t most = -1) {
    const replacement change(text.run(), from.run(), to.run(), most);
    std::vector<std::uint8_t> out(static_cast<std::size_t>(change.size())); // a sanitizer sees one too many
    if (change.changes_nothing()) return "unchanged";
    const std::ptrdiff_t count = change(out.data());
    return {out.begin(), out.begin() + count};
}

// By the book, for what is long.
std::string expected(std::string text, const std::string& from, const std::string& to) {
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
    return text;
}

} // namespace

TEST_CASE("a replacement may be shorter, as long or longer") {
    CHECK((replaced("abcabc", "b", "") == "acac" && replaced("abcabc", "b", "X") == "aXcaXc"));
    CHECK((replaced("abcabc", "bc", "XYZ") == "aXYZaXYZ" && replaced("abcabc", "abc", "abc") == "abcabc"));
    CHECK((replaced("aaa", "aa", "b") == "ba" && replaced("aXbX", "X", "--") == "a--b--" &&
           replaced("a", "a", "") == ""));
}

TEST_CASE("only the first places are replaced, if there is a limit") {
    CHECK((replaced("aaaa", "a", "bb", 2) == "bbbbaa" && replaced("aaaa", "a", "b", 3) == "bbba"));
    CHECK((replaced("aaaa", "a", "b", 4) == "bbbb" && replaced("abab", "ab", "", 1) == "ab" &&
           replaced("aa", "a", "xyz", 9) == "xyzxyz"));
    CHECK((replaced("aaa", "a", "b", 0) == "unchanged" && replaced("aaa", "", "b", 0) == "unchanged"));
}

TEST_CASE("an empty run is between all bytes and at both ends") {
    CHECK((replaced("ab", "", "-") == "-a-b-" && replaced("ab", "", "-", 2) == "-a-b" &&
           replaced("ab", "", "-", 1) == "-ab"));
    CHECK((replaced("", "", "x") == "x" && replaced("", "", "xy", 5) == "xy" && replaced("ab", "", "") == "unchanged"));
}

TEST_CASE("it is known beforehand that nothing changes") {
    CHECK((replaced("abc", "x", "y") == "unchanged" && replaced("", "a", "b") == "unchanged"));
    CHECK((replaced("ab", "abc", "") == "unchanged" && replaced("ab", "", "", 3) == "unchanged"));
}

TEST_CASE("strided bytes are replaced by strided bytes") {
    const lb::bytes text("a.b.a.b.");
    const lb::buffer_view view(text);
    const auto even = view[lb::slice(lb::none, lb::none, 2)]; // abab
    const auto ba = even[lb::slice(1, lb::none, -1)];
    CHECK((replaced(even, "ab", "xyz") == "xyzxyz" && replaced("ba-ba", ba, even) == "abab-abab"));
    CHECK((replaced(even, "a", "c") == "cbcb" && replaced("xx", "x", ba) == "baba"));
}

TEST_CASE("long texts are replaced as short ones are") {
    std::string text;
    for (int k = 0; k < 3000; ++k)
        text += std::string(static_cast<std::size_t>(k % 70), 'x') + (k % 3 == 0 ? "<>" : "<<>>");
    for (const std::string to : {"", "/", "--", "[---]"}) {
        CHECK(replaced(text, "<>", to) == expected(text, "<>", to));
        CHECK(replaced(text, "<", to) == expected(text, "<", to));
        CHECK(replaced(text, "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx<", to) ==
              expected(text, "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx<", to));
    }
}
