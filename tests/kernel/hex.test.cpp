#include <cstddef>
#include <lendbuf/kernel/hex.hpp>
#include <string>
#include <vector>

#include "support/catch.hpp"

namespace {

constexpr bool writes_when_compiled() {
    constexpr std::byte bytes[] = {std::byte{0x01}, std::byte{0xaf}};
    char text[5] = {'.', '.', '.', '.', '.'};
    lendbuf::kernel::write_hex(text, bytes, 2);
    return text[0] == '0' && text[1] == '1' && text[2] == 'a' && text[3] == 'f' && text[4] == '.';
}

} // namespace

TEST_CASE("bytes are written as digits when compiled") {
    CHECK_BOTH(writes_when_compiled());
}

TEST_CASE("every byte is written as two digits, in runs of any length") {
    std::vector<std::byte> bytes(256);
    std::string model;
    for (std::size_t k = 0; k < 256; ++k) {
        bytes[k] = static_cast<std::byte>(k);
        model += "0123456789abcdef"[k / 16];
        model += "0123456789abcdef"[k % 16];
    }
    for (std::size_t start = 0; start < 256; start += 5)
        for (std::size_t size = 0; start + size <= 256; size += 1 + size / 9) {
            std::string text(2 * size, '.');
            lendbuf::kernel::write_hex(text.data(), bytes.data() + start, static_cast<std::ptrdiff_t>(size));
            CAPTURE(start, size);
            CHECK(text == model.substr(2 * start, 2 * size));
        }
}
