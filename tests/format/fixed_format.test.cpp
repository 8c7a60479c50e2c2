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

TEST_CASE("a text that is no format of struct may be a record of PEP 3118") {
    CHECK_BOTH(facts_are<"T{b:x:i:y:}">(8, 1, 1));
    CHECK_BOTH(facts_are<"i:a:=h:b:">(6, 2, 2));
    STATIC_CHECK(lb::format_facts<"i:a:">::is_record);
    STATIC_CHECK_FALSE(lb::format_facts<"<4sHI">::is_record);
}

TEST_CASE("repeats are never expanded") {
    CHECK_BOTH(facts_are<"<1000000000b">(1000000000, 1000000000, 1));
}
