#include "support/catch.hpp"

#include <array>
#include <cstdint>
#include <lendbuf/owner/bytearray.hpp>
#include <lendbuf/owner/bytes.hpp>
#include <lendbuf/view/buffer_view.hpp>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace lb = lendbuf;
using lb::bytearray;
using lb::errc;

namespace {

std::string text_of(const bytearray& b) {
    return {b.begin(), b.end()};
}

// Describes itself as the array that it empties while it is asked.
struct shrinking_source {
    bytearray* target;
};

} // namespace

template <>
struct lb::exporter_traits<shrinking_source> {
    static auto describe(shrinking_source& s) {
        s.target->clear();
        return lb::describe(*s.target);
    }
};

TEST_CASE("a bytearray is made of zeros, bytes, a literal or any gapless bytes") {
    CHECK((bytearray().empty() && bytearray(3) == bytearray{0, 0, 0} && bytearray(0).size() == 0));
    CHECK((text_of(bytearray("abc")) == "abc" && bytearray("").empty() &&
           text_of(bytearray("a\0b")) == std::string("a\0b", 3)));
    const char unterminated[3] = {'a', 'b', 'c'};
    CHECK(bytearray(unterminated).size() == 3);
    const std::vector<std::byte> bytes{std::byte{1}, std::byte{255}};
    std::array<std::int8_t, 2> numbers{1, -1};
    CHECK((bytearray(bytes) == bytearray{1, 255} && bytearray(numbers) == bytearray{1, 255}));
    CHECK(text_of(bytearray(std::string_view("view"))) == "view");
    CHECK(text_of(bytearray(lb::bytes("shared"))) == "shared");
    CHECK(bytearray(std::vector<char>()).empty());
    STATIC_CHECK_FALSE(std::is_constructible_v<bytearray, std::vector<int>&>);
    STATIC_CHECK_FALSE(std::is_constructible_v<bytearray, lb::buffer_view<std::uint8_t>>);
    STATIC_CHECK_FALSE(std::is_convertible_v<int, bytearray>);
}

TEST_CASE("a bytearray copies its items, not its leases") {
    bytearray first("abc");
    const lb::buffer_view view(first);
    bytearray second = first;
    CHECK((second.leases() == 0 && second == first));
    second.append('d');
    second[0] = 'z';
    CHECK((text_of(first) == "abc" && text_of(second) == "zbcd"));
    second = first;
    CHECK(text_of(second) == "abc");
    second = *&second;
    CHECK(text_of(second) == "abc");
}

TEST_CASE("bytes are indexed from both ends and checked") {
    bytearray b("abc");
    CHECK((b[0] == 'a' && b[-1] == 'c' && b[-3] == 'a'));
    b[-1] = 255;
    CHECK(b[2] == 255);
    CHECK_THROWS_LB_AS(lb::index_error, b[3]);
    CHECK_THROWS_LB_AS(lb::index_error, b[-4]);
    CHECK_THROWS_LB_AS(lb::index_error, bytearray()[0]);
}

TEST_CASE("append takes one byte, and no number that is none") {
    bytearray b;
    b.append(0);
    b.append(255u);
    b.append('a');
    CHECK(b == bytearray{0, 255, 'a'});
    CHECK_THROWS_LB(lb::value_error, "byte must be in range(0, 256), got 256", b.append(256));
    CHECK_THROWS_LB(lb::value_error, "byte must be in range(0, 256), got -1", b.append(-1));
    CHECK_THROWS_LB_AS(lb::value_error, b.append(std::numeric_limits<std::uint64_t>::max()));
    CHECK_THROWS_LB_AS(lb::value_error, b.append(std::numeric_limits<std::int64_t>::min()));
    CHECK(b.size() == 3);
}

TEST_CASE("extend takes any gapless bytes, itself and views of itself included") {
    bytearray b("ab");
    b.extend(b);
    b.extend({1, 2});
    b.extend(std::string("!"));
    b.extend(std::vector<std::byte>());
    CHECK(text_of(b) == "abab\1\2!");
    b.extend(lb::buffer_view<std::uint8_t, 1, lb::contiguous>(b)[lb::slice(0, 2)]); // a borrowed view locks nothing
    CHECK(text_of(b) == "abab\1\2!ab");
    for (int k = 0; k < 10; ++k) b.extend(b);
    CHECK((b.size() == 9 * 1024 && text_of(b).substr(9 * 1023) == "abab\1\2!ab"));
    const lb::buffer_view view(b);
    CHECK_THROWS_LB_AS(lb::buffer_error, b.extend(view));
    CHECK_THROWS_LB_AS(lb::buffer_error, b.extend(b));
    CHECK(b.size() == 9 * 1024);
}

TEST_CASE("extend with a source that shrinks the array, gh-91153 and gh-142882") {
    bytearray b("abc");
    b.extend(shrinking_source{&b});
    CHECK(b.empty());
}

TEST_CASE("resize grows with zeros and forgets what it cuts") {
    bytearray b("abc");
    b.resize(5);
    CHECK(b == bytearray{'a', 'b', 'c', 0, 0});
    b.resize(1);
    b.resize(3);
    CHECK(b == bytearray{'a', 0, 0});
    CHECK_THROWS_LB(lb::value_error, "bytearray: size -1 is negative", b.resize(-1));
    CHECK_THROWS_LB(lb::value_error, "bytearray: size -7 is negative", bytearray(-7));
    b.clear();
    CHECK((b.empty() && b.data() != nullptr));
}

TEST_CASE("a leased bytearray refuses to change its size, and says who holds it") {
    bytearray b("abc");
    const lb::buffer_view first(b);
    const auto second = first;
    CHECK_THROWS_LB(lb::buffer_error, "Existing exports of data: object cannot be re-sized (bytearray, 2 leases)",
                    b.append('d'));
    CHECK_THROWS_LB_AS(lb::value_error, b.append(256)); // the value is looked at first, as in Python
    CHECK((text_of(b) == "abc" && b.leases() == 2));
}

TEST_CASE("bytearrays compare by content") {
    CHECK((bytearray("abc") == bytearray{'a', 'b', 'c'} && bytearray("abc") != bytearray("abd")));
    CHECK((bytearray("ab") != bytearray("abc") && bytearray() == bytearray("")));
}
