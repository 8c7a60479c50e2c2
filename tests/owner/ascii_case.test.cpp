#include "support/catch.hpp"

#include <cstdint>
#include <lendbuf/owner/ascii_case.hpp>
#include <string>

namespace lb = lendbuf;

TEST_CASE("letters change, other bytes do not") {
    CHECK((lb::upper("aZ1\xe1`{") == "AZ1\xe1`{" && lb::lower("aZ1\xc1@[") == "az1\xc1@[" &&
           lb::swapcase("aZ1 b") == "Az1 B"));
    CHECK(
        (lb::capitalize("hELLO World") == "Hello world" && lb::capitalize("1A") == "1a" && lb::capitalize("").empty()));
    CHECK((lb::title("they're BILL's 2nd x") == "They'Re Bill'S 2Nd X" && lb::title("").empty()));
}

TEST_CASE("every byte is mapped as in ASCII") {
    bool right = true;
    for (int k = 0; k < 256; ++k) {
        const auto byte = static_cast<std::uint8_t>(k);
        const bool small = k >= 'a' && k <= 'z';
        const bool capital = k >= 'A' && k <= 'Z';
        right = right && lb::upper({byte})[0] == (small ? k - 32 : k) &&
                lb::lower({byte})[0] == (capital ? k + 32 : k) &&
                lb::swapcase({byte})[0] == (small     ? k - 32
                                            : capital ? k + 32
                                                      : k);
    }
    CHECK(right);
}

TEST_CASE("the argument stays what it is") {
    lb::bytearray array("abc");
    const lb::bytearray changed = lb::upper(array);
    CHECK((changed == "ABC" && array == "abc"));
    CHECK(lb::upper(std::string(1000, 'q')) == std::string(1000, 'Q'));
}
