#include "support/catch.hpp"
#include "support/failure.hpp"

#include <cstdint>
#include <lendbuf/owner/byte_hex.hpp>
#include <lendbuf/owner/bytearray.hpp>
#include <lendbuf/view/buffer_view.hpp>
#include <limits>
#include <string>

namespace lb = lendbuf;
using lb::bytearray;
using lb::bytes;

namespace {

std::ptrdiff_t wrong_at(const std::string& text) {
    const lb::error_info failure = FAILURE_OF(bytes::fromhex(text));
    return failure.kind() == lb::error_kind::value ? failure.offset : -1;
}

} // namespace

TEST_CASE("hex writes two digits a byte, in groups from the end or the start") {
    const bytes b{0xb9, 0x01, 0xef, 0x00, 0x7f};
    CHECK((b.hex() == "b901ef007f" && b.hex(':') == "b9:01:ef:00:7f" && bytes().hex().empty() &&
           bytes().hex(':').empty()));
    CHECK((b.hex('_', 2) == "b9_01ef_007f" && b.hex('_', -2) == "b901_ef00_7f" && b.hex(' ', 4) == "b9 01ef007f"));
    CHECK((b.hex('_', 5) == "b901ef007f" && b.hex('_', -9) == "b901ef007f" && b.hex('_', 0) == "b901ef007f"));
    constexpr auto least = std::numeric_limits<std::ptrdiff_t>::min();
    CHECK((b.hex('_', least) == b.hex() && b.hex('_', -(least + 1)) == b.hex()));
    CHECK(bytearray(40).hex() == std::string(80, '0'));
}

TEST_CASE("strided bytes have digits, too") {
    const bytes b{1, 2, 3, 4, 5};
    const lb::buffer_view view(b);
    const lb::bytes_like odd(view[lb::slice(lb::none, lb::none, -2)]);
    CHECK((lb::detail::hex_text(odd.run(), ':', 1) == "05:03:01" &&
           lb::detail::hex_text(odd.run(), '\0', 0) == "050301"));
}

TEST_CASE("fromhex reads pairs of digits, with white space between pairs") {
    CHECK((bytes::fromhex("B9 01EF") == bytes{0xb9, 0x01, 0xef} && bytearray::fromhex("  ab\n\v") == bytearray{0xab}));
    CHECK((bytes::fromhex("").empty() && bytes::fromhex(" \t").empty() &&
           bytes::fromhex(std::string("0f")) == bytes{15}));
}

TEST_CASE("fromhex says where it finds no digit") {
    CHECK((wrong_at("0g") == 1 && wrong_at("x0") == 0 && wrong_at("00 1 2") == 4 && wrong_at("0") == 1));
    CHECK((wrong_at("00 a") == 4 && wrong_at("\xff") == 0 && wrong_at(std::string("00\0", 3)) == 2 &&
           wrong_at("0x10") == 1));
    CHECK_THROWS_LB_AS(lb::value_error, bytearray::fromhex("zz"));
}
