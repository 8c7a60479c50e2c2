#include <cstdint>
#include <lendbuf/element/valid_values.hpp>
#include <type_traits>

#include "support/catch.hpp"

namespace lb = lendbuf;

namespace {

enum class color : std::uint8_t { red = 1, green = 2, blue = 4 };
enum class unchecked : std::uint8_t { any };
enum class digit : char { zero = '0' };

} // namespace

template <>
inline constexpr auto lendbuf::valid_values<color> = lendbuf::one_of(color::red, color::green, color::blue);
template <>
inline constexpr auto lendbuf::valid_values<digit> = [](digit d) { return d >= digit{'0'} && d <= digit{'9'}; };

TEST_CASE("a value list holds for the values it lists") {
    CHECK_BOTH(lb::one_of(3, 5)(3) && lb::one_of(3, 5)(5) && !lb::one_of(3, 5)(4) && !lb::one_of(3)(0));
    CHECK_BOTH(lb::valid_values<color>(color::blue) && !lb::valid_values<color>(color{3}));
}

TEST_CASE("valid values may be any predicate and are told in one line") {
    CHECK_BOTH(lb::valid_values<digit>(digit{'7'}) && !lb::valid_values<digit>(digit{'a'}));
    STATIC_CHECK(std::is_null_pointer_v<std::remove_const_t<decltype(lb::valid_values<unchecked>)>>);
}

TEST_CASE("items of a byte order have the valid values of their type") {
    CHECK_BOTH(lb::valid_values<lb::be<color>>(lb::be<color>(color::green)));
    CHECK_BOTH(!lb::valid_values<lb::le<color>>(lb::le<color>(color{0})));
}
