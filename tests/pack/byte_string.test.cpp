#include "support/catch.hpp"

#include <array>
#include <cstdint>
#include <iterator>
#include <lendbuf/pack/byte_string.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lb = lendbuf;

namespace {

constexpr std::array<std::uint8_t, 3> memory{'a', 'b', 0};
constexpr lb::string_slice<std::uint8_t> sample(memory.data(), 3);
constexpr lb::string_copy<5> copied(memory.data(), 3);

template <class T>
constexpr bool equals_all_kinds(const T& text) {
    constexpr std::array<std::byte, 3> bytes{std::byte{'a'}, std::byte{'b'}, std::byte{0}};
    return text == std::string_view("ab\0", 3) && text == "ab\0" && text == memory && text == bytes &&
           std::string_view("ab\0", 3) == text && text == sample && text == copied && text != "ab" &&
           text != std::string_view("abc") && text.size() == 3 && !text.empty();
}

} // namespace

TEST_CASE("a string of bytes equals every kind of text and bytes with the same content") {
    CHECK_BOTH(equals_all_kinds(sample) && equals_all_kinds(copied));
    CHECK((sample == std::string("ab\0", 3) && std::string("ab\0", 3) == copied));
}

TEST_CASE("bytes above 127 compare as bytes, whatever the sign of char") {
    constexpr std::array<char, 1> high{'\xff'};
    constexpr std::array<std::uint8_t, 1> number{255};
    CHECK_BOTH(lb::string_slice<char>(high.data(), 1) == number);
    CHECK_BOTH(lb::string_slice<std::uint8_t>(number.data(), 1) == "\xff");
    CHECK_BOTH(lb::string_slice<std::uint8_t>(number.data(), 1) == lb::string_slice<char>(high.data(), 1));
    CHECK_BOTH(lb::string_copy<1>(number.data(), 1) == high);
}

TEST_CASE("a string of bytes converts to standard strings and spans") {
    const std::string_view seen = sample;
    CHECK((seen == std::string_view("ab\0", 3) && static_cast<const void*>(seen.data()) == memory.data()));
    std::string text = sample;
    CHECK(text == std::string("ab\0", 3));
    text = copied;
    CHECK(std::string(sample) == text);
    const std::span<const char> span = sample;
    CHECK(span.size() == 3);
}

TEST_CASE("a string of bytes is a range") {
    CHECK_BOTH(*sample.begin() == 'a' && std::end(sample) - std::begin(sample) == 3);
    CHECK(std::vector<char>(copied.begin(), copied.end()) == std::vector<char>{'a', 'b', '\0'});
}

TEST_CASE("a string slice forgets its first bytes") {
    constexpr auto rest = [] {
        auto slice = sample;
        slice.remove_prefix(1);
        return slice;
    }();
    CHECK_BOTH(rest == std::string_view("b\0", 2) && rest.data() == memory.data() + 1);
}

TEST_CASE("empty strings of bytes are equal") {
    CHECK_BOTH(lb::string_slice<char>() == "" && lb::string_copy<0>() == lb::string_slice<std::uint8_t>());
    CHECK_BOTH(lb::string_slice<char>().empty() && lb::string_copy<3>().empty());
    CHECK(std::string(lb::string_slice<char>()).empty());
}
