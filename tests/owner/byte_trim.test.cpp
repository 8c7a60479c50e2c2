#include "support/catch.hpp"

#include <cstdint>
#include <lendbuf/owner/byte_trim.hpp>
#include <lendbuf/owner/bytearray.hpp>
#include <lendbuf/view/buffer_view.hpp>
#include <string>
#include <string_view>
#include <type_traits>

namespace lb = lendbuf;
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

} // namespace

TEST_CASE("strip takes white space or chosen bytes off the ends") {
    CHECK_BOTH(is(lb::strip(" \t a b\v\n"), "a b") && is(lb::lstrip("  a "), "a ") && is(lb::rstrip(" a  "), " a"));
    CHECK_BOTH(is(lb::strip("xyaxy", "yx"), "a") && is(lb::lstrip("xxa", "x"), "a") && is(lb::rstrip("axx", "x"), "a"));
    CHECK_BOTH(is(lb::strip("   "), "") && is(lb::strip(""), "") && is(lb::strip(" a ", ""), " a "));
    CHECK_BOTH(is(lb::lstrip(" "), "") && is(lb::rstrip(" "), ""));
}

TEST_CASE("what strip gives is part of the same memory, and may be written") {
    lb::bytearray array(" abc ");
    const auto part = lb::strip(array);
    STATIC_CHECK(std::is_same_v<decltype(part), const lb::region<std::uint8_t>>);
    part.data[0] = 'X';
    CHECK((part.data == array.data() + 1 && array == " Xbc "));
    const lb::buffer_view view(array);
    const auto backwards = view[slice(none, none, -1)];
    const auto strided = lb::strip(backwards);
    STATIC_CHECK(std::is_same_v<decltype(strided), const lb::region<std::uint8_t, 1, lb::strided>>);
    CHECK((is(strided, "cbX") && strided.data == array.data() + 3));
    const lb::bytes fixed("  x");
    STATIC_CHECK(std::is_same_v<decltype(lb::strip(fixed)), lb::region<const std::uint8_t>>);
}

TEST_CASE("removeprefix and removesuffix take off what is there") {
    CHECK_BOTH(is(lb::removeprefix("abcd", "ab"), "cd") && is(lb::removeprefix("abcd", "b"), "abcd"));
    CHECK_BOTH(is(lb::removesuffix("abcd", "cd"), "ab") && is(lb::removesuffix("abcd", "c"), "abcd"));
    CHECK_BOTH(is(lb::removeprefix("ab", "ab"), "") && is(lb::removesuffix("ab", "xab"), "ab"));
    CHECK_BOTH(is(lb::removeprefix("ab", ""), "ab") && is(lb::removesuffix("ab", ""), "ab"));
    CHECK_BOTH(is(lb::removesuffix("", "a"), "") && is(lb::removeprefix("", ""), ""));
}

TEST_CASE("startswith and endswith look between bounds") {
    CHECK_BOTH(lb::startswith("abc", "ab") && !lb::startswith("abc", "b") && lb::startswith("abc", "bc", 1));
    CHECK_BOTH(!lb::startswith("abc", "abc", 0, 2) && lb::startswith("abc", "ab", -3, -1));
    CHECK_BOTH(lb::endswith("abc", "bc") && !lb::endswith("abc", "b") && lb::endswith("abc", "ab", none, -1));
    CHECK_BOTH(!lb::endswith("abc", "abc", 1) && !lb::startswith("a", "ab") && !lb::endswith("a", "ab"));
}

TEST_CASE("nothing starts or ends beyond the end, not even nothing") {
    CHECK_BOTH(lb::startswith("abc", "", 3) && !lb::startswith("abc", "", 4) && !lb::startswith("abc", "", 2, 1));
    CHECK_BOTH(lb::endswith("abc", "", 3) && !lb::endswith("abc", "", 4) && lb::startswith("", ""));
}

TEST_CASE("strided bytes start and end with strided bytes") {
    const lb::bytes text("aXbXcX");
    const lb::buffer_view view(text);
    const auto even = view[slice(none, none, 2)];
    CHECK((lb::startswith(even, "ab") && lb::endswith(even, "bc") && is(lb::removeprefix(even, "a"), "bc")));
    CHECK((lb::endswith("cba", even[slice(none, none, -1)]) && lb::endswith(even, even)));
}
