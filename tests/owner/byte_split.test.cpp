#include "support/catch.hpp"
#include "support/failure.hpp"

#include <cstdint>
#include <iterator>
#include <lendbuf/owner/byte_split.hpp>
#include <lendbuf/owner/bytearray.hpp>
#include <lendbuf/view/buffer_view.hpp>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace lb = lendbuf;
using lb::errc;
using lb::none;
using lb::slice;

namespace {

template <class Region>
constexpr bool is(const Region& part, std::string_view text) {
    const auto run = lb::detail::run_of(part);
    if (run.size != static_cast<std::ptrdiff_t>(text.size())) return false;
    for (std::ptrdiff_t k = 0; k < run.size; ++k)
        if (run[k] != static_cast<std::uint8_t>(text[static_cast<std::size_t>(k)])) return false;
    return true;
}

// The pieces must be those of `text`, between bars.
template <class Pieces>
constexpr bool are(const Pieces& pieces, std::string_view text) {
    auto piece = pieces.begin();
    if (text.empty()) return piece == pieces.end();
    for (;;) {
        const std::size_t end = text.find('|');
        if (piece == pieces.end() || !is(*piece, text.substr(0, end))) return false;
        ++piece;
        if (end == std::string_view::npos) return piece == pieces.end();
        text.remove_prefix(end + 1);
    }
}

template <class Parts>
constexpr bool are_parts(const Parts& parts, std::string_view before, std::string_view separator,
                         std::string_view after) {
    return is(parts.before, before) && is(parts.separator, separator) && is(parts.after, after);
}

} // namespace

TEST_CASE("split cuts at a separator, as often as it may") {
    CHECK_BOTH(are(lb::split("a,b,,c", ","), "a|b||c") && are(lb::split(",a,", ","), "|a|"));
    CHECK_BOTH(are(lb::split("a,b,c", ",", 1), "a|b,c") && are(lb::split("a,b", ",", 0), "a,b"));
    CHECK_BOTH(are(lb::split("a--b---c", "--"), "a|b|-c") && are(lb::split("aaa", "aa"), "|a"));
    CHECK_BOTH(are(lb::split("abc", "x"), "abc") && are(lb::split(",", ","), "|"));
    CHECK_BOTH(are(lb::split("a,b,c", ",", -7), "a|b|c"));
}

TEST_CASE("what is empty has one empty piece at a separator, and none at white space") {
    const auto pieces = lb::split("", ",");
    auto piece = pieces.begin();
    CHECK((piece != pieces.end() && is(*piece, "") && ++piece == pieces.end()));
    CHECK_BOTH(are(lb::split(""), "") && are(lb::split(" \n "), "") && are(lb::splitlines(""), ""));
}

TEST_CASE("split without a separator cuts at any amount of white space") {
    CHECK_BOTH(are(lb::split(" a  b\tc\r\n"), "a|b|c") && are(lb::split("abc"), "abc"));
    CHECK_BOTH(are(lb::split("  1  2   3  ", none, 1), "1|2   3  ") && are(lb::split(" a b ", none, 0), "a b "));
    CHECK_BOTH(are(lb::split(" a ", none, 1), "a") && are(lb::split("a b", none, 9), "a|b"));
}

TEST_CASE("rsplit cuts from the end, and gives the last piece first") {
    CHECK_BOTH(are(lb::rsplit("a,b,c", ","), "c|b|a") && are(lb::rsplit("a,b,c", ",", 1), "c|a,b"));
    CHECK_BOTH(are(lb::rsplit("aaa", "aa"), "|a") && are(lb::rsplit("abc", "x"), "abc"));
    CHECK_BOTH(are(lb::rsplit("  1  2   3  "), "3|2|1") && are(lb::rsplit("  1  2   3  ", none, 1), "3|  1  2"));
    CHECK_BOTH(are(lb::rsplit(" a b ", none, 0), " a b") && are(lb::rsplit(" "), ""));
}

TEST_CASE("splitlines knows three line ends, which may be kept") {
    CHECK_BOTH(are(lb::splitlines("a\nb\r\nc\rd"), "a|b|c|d") && are(lb::splitlines("a\n"), "a"));
    CHECK_BOTH(are(lb::splitlines("a\nb\r\nc\r", true), "a\n|b\r\n|c\r") && are(lb::splitlines("\n\n", true), "\n|\n"));
    CHECK_BOTH(are(lb::splitlines("a\n\rb"), "a||b") && are(lb::splitlines("a\r\r\nb"), "a||b"));
    CHECK_BOTH(are(lb::splitlines("a\vb\f\x1c"), "a\vb\f\x1c")); // these end lines of str only
}

TEST_CASE("partition cuts in three") {
    CHECK_BOTH(are_parts(lb::partition("key=a=b", "="), "key", "=", "a=b"));
    CHECK_BOTH(are_parts(lb::rpartition("key=a=b", "="), "key=a", "=", "b"));
    CHECK_BOTH(are_parts(lb::partition("abc", "x"), "abc", "", "") &&
               are_parts(lb::rpartition("abc", "x"), "", "", "abc"));
    CHECK_BOTH(are_parts(lb::partition("ab", "ab"), "", "ab", "") && are_parts(lb::partition("", "a"), "", "", ""));
}

TEST_CASE("an empty separator is refused before anything is cut") {
    CHECK(FAILURE_OF(lb::split("abc", "")).kind() == lb::error_kind::value);
    CHECK(FAILURE_OF(lb::rsplit("abc", std::string_view())).kind() == lb::error_kind::value);
    CHECK(FAILURE_OF(lb::partition("abc", "")).kind() == lb::error_kind::value);
    CHECK(FAILURE_OF(lb::rpartition("", "")).kind() == lb::error_kind::value);
}

TEST_CASE("pieces are regions of the memory that is cut, and may be written") {
    lb::bytearray array("ab cd ef");
    for (const auto piece : lb::split(array)) {
        STATIC_CHECK(std::is_same_v<decltype(piece), const lb::region<std::uint8_t>>);
        piece.data[0] = 'X';
    }
    CHECK(array == "Xb Xd Xf");
    const auto parts = lb::partition(array, " ");
    CHECK((parts.before.data == array.data() && parts.after.data == array.data() + 3));
    const lb::bytes fixed("a b");
    STATIC_CHECK(std::is_same_v<decltype(*lb::split(fixed).begin()), lb::region<const std::uint8_t>>);
}

TEST_CASE("strided bytes are cut into strided pieces") {
    const lb::bytes text("a_,_b_,_c_");
    const lb::buffer_view view(text);
    const auto even = view[slice(none, none, 2)];
    CHECK((are(lb::split(even, ","), "a|b|c") && are(lb::rsplit(even, ",", 1), "c|a,b")));
    CHECK(are(lb::split(even[slice(none, none, -1)], ","), "c|b|a"));
    CHECK(are_parts(lb::partition(even, ","), "a", ",", "b,c"));
    const auto comma = even[slice(1, 2)];
    CHECK(are(lb::split("x,y", comma), "x|y"));
    const lb::bytes lines("a.\n.b.");
    CHECK(are(lb::splitlines(lb::buffer_view(lines)[slice(none, none, 2)]), "a|b"));
    STATIC_CHECK(std::is_same_v<decltype(*lb::split(even).begin()), lb::region<const std::uint8_t, 1, lb::strided>>);
}

TEST_CASE("the bytes stay where they are while their pieces are walked over") {
    lb::bytearray array("a b c");
    {
        const auto pieces = lb::split(array);
        CHECK((array.leases() == 1 && FAILURE_OF(array.append('d')).code == errc::resize_while_leased));
        const auto copy = pieces;
        CHECK(array.leases() == 2);
    }
    array.append('d');
    CHECK(array == "a b cd");
    const auto temporary = lb::split(lb::buffer_view(array), "b"); // the range keeps what the view held
    CHECK((array.leases() == 1 && are(temporary, "a | cd")));
}

TEST_CASE("ranges of pieces are forward ranges") {
    const auto pieces = lb::split("a b c");
    using iterator = decltype(pieces.begin());
    STATIC_CHECK(std::forward_iterator<iterator>);
    STATIC_CHECK(std::sentinel_for<decltype(pieces.end()), iterator>);
    auto first = pieces.begin();
    const auto again = first++;
    CHECK((is(*again, "a") && is(*first, "b") && again == pieces.begin() && !(again == first)));
    CHECK(std::is_default_constructible_v<iterator>);
}

TEST_CASE("long texts are cut as short ones are") {
    std::string text;
    std::string lines;
    for (int k = 0; k < 1000; ++k) {
        text += std::string(static_cast<std::size_t>(k % 40), 'x') + "<>";
        lines += std::string(static_cast<std::size_t>(k % 40 + 1), 'x') + (k % 3 == 0   ? "\n"
                                                                           : k % 3 == 1 ? "\r\n"
                                                                                        : "\r");
    }
    std::ptrdiff_t count = 0;
    bool right = true;
    for (const auto piece : lb::split(text, "<>")) right = right && piece.shape[0] == (count++ % 1000) % 40;
    CHECK((right && count == 1001));
    count = 0;
    for (const auto piece : lb::splitlines(lines)) right = right && piece.shape[0] == count++ % 40 + 1;
    CHECK((right && count == 1000));
    for (const auto piece : lb::rsplit(text, "<>")) {
        right = right && piece.shape[0] == (count == 1000 ? 0 : count % 40);
        --count;
    }
    CHECK((right && count == -1));
}

TEST_CASE("texts that look like their separator are cut as a walk from place to place cuts them") {
    std::uint32_t state = 12345;
    const auto next = [&state](std::uint32_t below) {
        state = state * 1664525 + 1013904223;
        return (state >> 16) % below;
    };
    for (int round = 0; round < 300; ++round) {
        std::string text;
        std::string separator;
        for (std::uint32_t left = next(round % 3 == 0 ? 2000 : 40); left > 0; --left) text += "aab"[next(3)];
        for (std::uint32_t left = 2 + next(9); left > 0; --left) separator += "aab"[next(3)];
        std::vector<std::string> pieces;
        std::vector<std::string> from_end;
        std::size_t start = 0;
        for (std::size_t at; (at = text.find(separator, start)) != std::string::npos; start = at + separator.size())
            pieces.push_back(text.substr(start, at - start));
        pieces.push_back(text.substr(start));
        std::string rest = text;
        for (std::size_t at; (at = rest.rfind(separator)) != std::string::npos; rest.resize(at))
            from_end.push_back(rest.substr(at + separator.size()));
        from_end.push_back(rest);

        std::vector<std::string> found;
        const auto keep = [&found](const auto& piece) {
            found.emplace_back(piece.data, static_cast<std::size_t>(piece.shape[0]));
        };
        for (const auto& piece : lb::split(text, separator)) keep(piece);
        CHECK(found == pieces);
        found.clear();
        for (const auto& piece : lb::rsplit(text, separator)) keep(piece);
        CHECK(found == from_end);
    }
}
