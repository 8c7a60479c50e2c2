#include "support/catch.hpp"
#include "support/failure.hpp"

#include <array>
#include <cstdint>
#include <lendbuf/owner/byte_table.hpp>
#include <string>

namespace lb = lendbuf;

TEST_CASE("a table maps every byte to itself, until told otherwise") {
    constexpr lb::byte_table same;
    CHECK_BOTH(same[0] == 0 && same[97] == 97 && same[255] == 255 && same.size() == 256);
    lb::byte_table table;
    table.set('a', 'b');
    CHECK((table['a'] == 'b' && table['b'] == 'b' && table.data()[97] == 'b'));
}

TEST_CASE("a table may be copied from 256 bytes, no more and no fewer") {
    std::array<std::uint8_t, 256> backwards{};
    for (std::size_t k = 0; k < 256; ++k) backwards[k] = static_cast<std::uint8_t>(255 - k);
    const lb::byte_table table(backwards);
    CHECK((table[0] == 255 && table[255] == 0));
    const lb::byte_table again(table);
    CHECK(again[1] == 254);
    const lb::error_info failure = FAILURE_OF(lb::byte_table(std::string(255, 'x')));
    CHECK((failure.kind() == lb::error_kind::value && failure.need == 256 && failure.have == 255));
    CHECK_THROWS_LB_AS(lb::value_error, lb::byte_table(std::string(257, 'x')));
}

TEST_CASE("maketrans maps bytes to those at the same place, the last one counts") {
    constexpr auto table = lb::maketrans("aba", "xyz");
    CHECK_BOTH(table['a'] == 'z' && table['b'] == 'y' && table['x'] == 'x');
    CHECK_BOTH(lb::maketrans("", "")['a'] == 'a');
    const lb::error_info failure = FAILURE_OF(lb::maketrans("abc", "xy"));
    CHECK((failure.kind() == lb::error_kind::value && failure.need == 3 && failure.have == 2));
}
