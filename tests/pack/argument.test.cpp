#include <lendbuf/pack/argument.hpp>

#include "support/catch.hpp"
#include <array>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace lb = lendbuf;
using lb::value_kind;
using lb::detail::lies_in;
using lb::detail::overlaps;
using lb::detail::settled;

TEST_CASE("small arguments are copied, large ones and arrays stay where they are") {
    using small = std::array<int, 32>;
    using large = std::array<int, 33>;
    STATIC_CHECK(lb::detail::is_copied<int> && lb::detail::is_copied<small> && lb::detail::is_copied<std::string_view>);
    STATIC_CHECK_FALSE(lb::detail::is_copied<large> || lb::detail::is_copied<int[2]> ||
                       lb::detail::is_copied<std::string>);
    STATIC_CHECK(std::is_same_v<decltype(settled<value_kind::unknown>(std::declval<const small&>())), small>);
    STATIC_CHECK(std::is_same_v<decltype(settled<value_kind::unknown>(std::declval<const large&>())), const large&>);
    STATIC_CHECK(std::is_same_v<decltype(settled<value_kind::string>(std::declval<const std::string&>())),
                                lb::string_slice<char>>);
}

TEST_CASE("short literals are copied as text without their terminator") {
    CHECK_BOTH(settled<value_kind::string>("abc").size() == 3 && settled<value_kind::string>("abc").data()[2] == 'c');
    constexpr char unterminated[2] = {'a', 'b'};
    CHECK_BOTH(settled<value_kind::counted_string>(unterminated).size() == 2);
}

TEST_CASE("strings that lie in a record are recognised") {
    const std::string memory = "0123456789";
    const std::string_view text = memory;
    CHECK(overlaps(memory.data() + 2, 3, text.substr(4, 2)));
    CHECK(overlaps(memory.data() + 2, 3, text.substr(0, 3)));
    CHECK(overlaps(memory.data() + 2, 3, text));
    CHECK_FALSE(overlaps(memory.data() + 2, 3, text.substr(5)));
    CHECK_FALSE(overlaps(memory.data() + 2, 3, text.substr(0, 2)));
    CHECK_FALSE(overlaps(memory.data() + 2, 3, settled<value_kind::string>("234")));
    CHECK_FALSE(overlaps(memory.data() + 2, 3, 234));
    const lb::detail::strided_bytes<const char> backwards{memory.data() + 8, -3};
    CHECK(overlaps(backwards, 3, text.substr(3, 1)));
    CHECK_FALSE(overlaps(backwards, 3, text.substr(9)));
    CHECK_FALSE(overlaps(backwards, 0, text));
}

TEST_CASE("arguments that lie in a record are recognised, unless they are copied") {
    const int numbers[4] = {};
    using two = int[2];
    const auto& inside = *static_cast<const two*>(static_cast<const void*>(numbers + 2));
    const auto* const bytes = static_cast<const unsigned char*>(static_cast<const void*>(numbers));
    CHECK(lies_in(bytes, 9, inside));
    CHECK_FALSE(lies_in(bytes, 8, inside));
    CHECK_FALSE(lies_in(bytes, 16, numbers[0]));
}
