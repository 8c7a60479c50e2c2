#include "support/catch.hpp"

#include <array>
#include <concepts>
#include <cstdint>
#include <lendbuf/owner/standard.hpp>
#include <lendbuf/view/compare.hpp>
#include <string>
#include <string_view>
#include <type_traits>

namespace lb = lendbuf;
using lb::buffer_view;
using lb::none;
using lb::slice;

namespace {

constexpr auto view(std::string_view text) {
    return buffer_view(text);
}

template <class A, class B>
concept ordered = requires(const A& a, const B& b) { a < b; };

} // namespace

TEST_CASE("views of bytes are ordered as byte strings") {
    // Python: b"abc" < b"abd", and so on
    CHECK_BOTH(view("abc") < view("abd") && view("abd") > view("abc") && view("abc") <= view("abc"));
    CHECK_BOTH(view("ab") < view("abc") && view("") < view("a") && view("b") > view("abc") &&
               view("abc") >= view("ab"));
    CHECK_BOTH((view("abc") <=> view("abc")) == 0 && view("abc") == view("abc") && view("\xff") > view("a"));
    STATIC_CHECK(std::same_as<decltype(view("a") <=> view("b")), std::strong_ordering>);
}

TEST_CASE("types of bytes and layouts do not matter") {
    static constexpr std::array<std::uint8_t, 3> bytes{'a', 'b', 255};
    static constexpr std::array<std::byte, 2> raw{std::byte{'a'}, std::byte{'c'}};
    CHECK_BOTH(buffer_view(bytes) > view("abc") && buffer_view(bytes) < buffer_view(raw) &&
               view("ac") == buffer_view(raw));
    CHECK_BOTH((view("ab\xff") <=> buffer_view(bytes)) == 0);
    CHECK_BOTH(view("a.b.c")[slice(none, none, 2)] < view("abd") &&
               view("abc")[slice(none, none, -1)] > view("cba")[slice(0, 2)]);
    const std::string text = "a.b.c";
    CHECK(((buffer_view(text)[slice(none, none, 2)] <=> view("abc")) == 0));
}

TEST_CASE("only 1-D views of bytes have an order") {
    STATIC_CHECK(ordered<buffer_view<const char>, buffer_view<std::byte, 1, lb::contiguous, lb::leased>>);
    STATIC_CHECK_FALSE(ordered<buffer_view<int>, buffer_view<int>>);
    STATIC_CHECK_FALSE(ordered<buffer_view<std::int8_t>, buffer_view<std::int8_t>>);
    STATIC_CHECK_FALSE(ordered<buffer_view<char, 2>, buffer_view<char, 2>>);
}
