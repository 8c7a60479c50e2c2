#include <cstdint>
#include <lendbuf/base/half.hpp>
#include <lendbuf/element/endian.hpp>
#include <lendbuf/view/item_word.hpp>

#include "support/catch.hpp"

namespace lb = lendbuf;
using namespace lb::detail;

namespace {
enum class small : std::uint8_t {};
enum class flag : bool {};
struct point {
    int x;
};
} // namespace

TEST_CASE("integers in any byte order, enums and bytes are words") {
    STATIC_CHECK(
        (word_item<int> && word_item<char> && word_item<std::byte> && word_item<small> && word_item<char16_t>));
    STATIC_CHECK((word_item<lb::be<std::int64_t>> && word_item<lb::unaligned<short>>));
    STATIC_CHECK_FALSE(
        (word_item<bool> || word_item<flag> || word_item<float> || word_item<lb::be<float>> || word_item<point>));
    STATIC_CHECK((machine_float_item<float> && machine_float_item<lb::unaligned<double>>));
    STATIC_CHECK_FALSE((machine_float_item<lb::half> || machine_float_item<int> || machine_float_item<long double>));
    STATIC_CHECK((plain_byte<char> && plain_byte<const unsigned char> && plain_byte<std::byte>));
    STATIC_CHECK_FALSE((plain_byte<std::int8_t> || plain_byte<bool> || plain_byte<short>));
}

TEST_CASE("memcmp compares words of one size, one order and one sign") {
    STATIC_CHECK((equal_when_bytes_are<int, int> && equal_when_bytes_are<int, lb::unaligned<int>>));
    STATIC_CHECK((equal_when_bytes_are<char, std::uint8_t> && equal_when_bytes_are<std::byte, small>));
    STATIC_CHECK((equal_when_bytes_are<lb::be<std::uint8_t>, lb::le<std::uint8_t>>));
    STATIC_CHECK_FALSE((equal_when_bytes_are<int, unsigned> || equal_when_bytes_are<char, std::int8_t>));
    STATIC_CHECK_FALSE((equal_when_bytes_are<lb::be<int>, lb::le<int>> || equal_when_bytes_are<float, float>));
    STATIC_CHECK((same_size_words<lb::be<int>, lb::le<int>> && !same_size_words<int, long long>));
    STATIC_CHECK((item_byte_order<lb::be<int>> == std::endian::big && item_byte_order<int> == std::endian::native));
}
