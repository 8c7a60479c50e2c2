#include <lendbuf/format/fixed_format.hpp>
#include <string_view>
#include <type_traits>

#include "support/catch.hpp"

namespace lb = lendbuf;

namespace {

template <lb::fixed_format Format>
constexpr std::string_view text_of() {
    return {Format.text, Format.size()};
}

template <lb::fixed_format Format>
struct tagged {};

template <lb::fixed_format Format>
constexpr bool facts_are(std::ptrdiff_t size, std::size_t values, std::size_t fields) {
    using facts = lb::format_facts<Format>;
    return facts::size == size && facts::values == values && facts::summary.fields == fields;
}

} // namespace

TEST_CASE("a literal keeps its text and its length") {
    CHECK_BOTH(text_of<"<4sHI">() == "<4sHI");
    CHECK_BOTH(text_of<"">().empty());
    CHECK_BOTH(text_of<"< i ">() == "< i ");
}

TEST_CASE("equal texts make equal types") {
    STATIC_CHECK(std::is_same_v<tagged<"<I">, tagged<"<I">>);
    STATIC_CHECK_FALSE(std::is_same_v<tagged<"<I">, tagged<">I">>);
}

TEST_CASE("the compiler knows size, values and fields of a format") {
    CHECK_BOTH(facts_are<"">(0, 0, 0));
    CHECK_BOTH(facts_are<"<4sHI">(10, 3, 3));
    CHECK_BOTH(facts_are<"<2b3h4i">(24, 9, 3));
    CHECK_BOTH(facts_are<">10s2x0i?">(13, 2, 4));
    CHECK_BOTH(facts_are<"ib0i">(8, 2, 3));
    CHECK_BOTH(facts_are<"= h h ">(4, 2, 2));
}

TEST_CASE("repeats are never expanded") {
    CHECK_BOTH(facts_are<"<1000000000b">(1000000000, 1000000000, 1));
}
