#include <algorithm>
#include <bit>
#include <cstring>
#include <iterator>
#include <lendbuf/element/fixed_string.hpp>
#include <lendbuf/format/record.hpp>
#include <lendbuf/format/record_of.hpp>
#include <ranges>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "support/catch.hpp"
#include "support/failure.hpp"

namespace lb = lendbuf;
using lb::errc;
using lb::fixed_string;

namespace {

struct quote {
    fixed_string<6> symbol;
    lb::be<std::uint16_t> price;
};

template <std::size_t Capacity>
std::string bytes_of(const fixed_string<Capacity>& text) {
    return std::string(text.data(), Capacity);
}

} // namespace

template <>
inline constexpr auto lendbuf::member_names<quote> = lendbuf::names("symbol", "price");

TEST_CASE("fixed strings overlay bytes") {
    STATIC_CHECK(sizeof(fixed_string<5>) == 5 && alignof(fixed_string<5>) == 1);
    STATIC_CHECK(std::is_trivially_copyable_v<fixed_string<5>> && std::is_standard_layout_v<fixed_string<5>>);
    STATIC_CHECK(std::is_trivially_default_constructible_v<fixed_string<5>>);
    fixed_string<4> text;
    std::memcpy(&text, "IHDR", 4);
    CHECK((text == "IHDR" && text.size() == 4));
    std::memcpy(&text, "a\0b\0", 4);
    CHECK((text.size() == 3 && text == std::string_view("a\0b", 3)));
}

TEST_CASE("fixed strings are padded with zeros") {
    const fixed_string<6> text = "abc";
    CHECK(bytes_of(text) == std::string("abc\0\0\0", 6));
    CHECK_BOTH(fixed_string<6>("abc").size() == 3 && fixed_string<3>("abc").size() == 3);
    CHECK_BOTH(fixed_string<6>{}.empty() && fixed_string<6>("").empty() && !fixed_string<6>("a").empty());
    CHECK_BOTH(fixed_string<6>::capacity() == 6);
    CHECK(std::string(text.begin(), text.end()) == "abc");
}

TEST_CASE("a fixed string takes literals, strings and byte containers") {
    fixed_string<5> text = "first";
    text = "2nd";
    CHECK(bytes_of(text) == std::string("2nd\0\0", 5));
    text = std::string("third");
    CHECK(text == "third");
    text = std::string_view("4th");
    CHECK(text == "4th");
    text = std::vector<unsigned char>{0xC3, 0xA4, 0, 0, 0, 0, 0};
    CHECK(text == "\xC3\xA4");
    text = fixed_string<9>("fifth");
    CHECK(text == "fifth");
    const char tag[] = {'I', 'H', 'D', 'R', '!'};
    CHECK(fixed_string<5>(tag) == "IHDR!");
    CHECK_BOTH(fixed_string<4>(std::string_view("abcd")) == "abcd");
}

TEST_CASE("a text too long for a fixed string is refused and changes nothing") {
    fixed_string<4> text = "keep";
    CHECK_THROWS_LB_AS(lb::value_error, text = std::string("longer"));
    CHECK(text == "keep");
    const auto error = fixed_string<4>::try_from(std::string_view("longer")).error();
    CHECK((error.code == errc::text_too_long && error.need == 6 && error.have == 4));
    CHECK(fixed_string<4>::try_from(std::string_view("fits")).value() == "fits");
    const char unterminated[] = {'a', 'b', 'c', 'd', 'e'};
    CHECK(FAILURE_OF(fixed_string<4>(unterminated)).code == errc::text_too_long);
}

TEST_CASE("fixed strings convert to what is made of a pointer and a count") {
    const fixed_string<4> text = "abc";
    const std::string_view view = text;
    const std::string copy = text;
    CHECK((view == "abc" && view.data() == text.data() && copy == "abc"));
    std::string assigned;
    assigned = text;
    CHECK((assigned == "abc" && std::string(text) == "abc"));
    STATIC_CHECK_FALSE(std::is_convertible_v<fixed_string<4>, const char*>);
    STATIC_CHECK_FALSE(std::is_convertible_v<fixed_string<4>, int>);
    STATIC_CHECK_FALSE(std::is_convertible_v<std::string, fixed_string<4>>); // it might not fit
}

TEST_CASE("fixed strings compare as texts of unsigned bytes") {
    CHECK_BOTH(fixed_string<4>("ab") == fixed_string<4>("ab") && fixed_string<4>("ab") == fixed_string<8>("ab"));
    CHECK_BOTH(fixed_string<4>("ab") != "abc" && "abcd" == fixed_string<4>("abcd"));
    CHECK_BOTH(fixed_string<4>("ab") < fixed_string<4>("abc") && fixed_string<4>("b") > "abcdefgh");
    CHECK_BOTH(fixed_string<4>("\x80") > "\x7F" && fixed_string<4>("") < "a");
    CHECK_BOTH(fixed_string<4>("ab") == std::string_view("ab") && std::string_view("ac") > fixed_string<4>("ab"));
    CHECK_BOTH((fixed_string<4>("ab") <=> "ab") == 0);
    CHECK(fixed_string<4>("ab") == std::string("ab"));
}

TEST_CASE("fixed strings sort and are found") {
    fixed_string<4> names[] = {"pear", "fig", "plum", "kiwi"};
    std::sort(std::begin(names), std::end(names));
    CHECK((names[0] == "fig" && names[1] == "kiwi" && names[2] == "pear" && names[3] == "plum"));
    std::ranges::sort(names, std::ranges::greater());
    CHECK(names[0] == "plum");
    CHECK(std::ranges::find(names, std::string_view("kiwi")) == names + 2);
    CHECK(std::find(std::begin(names), std::end(names), "fig") == names + 3);
    CHECK(lb::same_value(names[0], fixed_string<8>("plum")));
    STATIC_CHECK(lb::equal_as_bytes<fixed_string<4>> && std::ranges::contiguous_range<fixed_string<4>>);
}

TEST_CASE("fixed strings have the format of struct's strings") {
    CHECK_BOTH(lb::format_of<fixed_string<1>>() == std::string_view("1s"));
    CHECK_BOTH(lb::format_of<fixed_string<10>>() == std::string_view("10s"));
    CHECK_BOTH(lb::format_of<fixed_string<1234567890>>() == std::string_view("1234567890s"));
    CHECK_BOTH(lb::format_of<quote>() == std::string_view("T{6s:symbol:>H:price:}"));
    CHECK(lb::try_record_size("T{6s:symbol:>H:price:}", 22).value() == sizeof(quote));
}
