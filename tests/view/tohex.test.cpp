#include <array>
#include <cstdint>
#include <lendbuf/owner/standard.hpp>
#include <lendbuf/view/tohex.hpp>
#include <limits>

#include "support/catch.hpp"
#include "support/failure.hpp"

namespace lb = lendbuf;
using lb::buffer_view;

TEST_CASE("hexadecimal text is copied to a string") {
    // Python: memoryview(b"\xb9\x01\xef").hex(":"), and so on
    const std::array<std::uint8_t, 3> memory{0xb9, 0x01, 0xef};
    CHECK(lb::copy_to_hex(memory) == "b901ef");
    CHECK(lb::copy_to_hex(buffer_view(memory), ':') == "b9:01:ef");
    CHECK(lb::copy_to_hex(memory, ':', 2) == "b9:01ef");
    CHECK(lb::copy_to_hex(memory, ':', -2) == "b901:ef");
    CHECK(lb::copy_to_hex(buffer_view(memory)[lb::slice(lb::none, lb::none, -1)], ' ') == "ef 01 b9");
    CHECK(lb::copy_to_hex(buffer_view<const int>()).empty());
}

TEST_CASE("more text than any memory holds is refused") {
    static constexpr std::uint8_t byte = 0;
    const lb::region<const std::uint8_t, 1, lb::strided> endless{
        &byte, {{std::numeric_limits<std::ptrdiff_t>::max()}}, {{0}}};
    CHECK(FAILURE_OF(lb::copy_to_hex(endless)).code == lb::errc::shape_overflow);
}
