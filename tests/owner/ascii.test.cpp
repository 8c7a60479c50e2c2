#include "support/catch.hpp"

#include <cstdint>
#include <lendbuf/owner/ascii.hpp>
#include <lendbuf/owner/bytes.hpp>
#include <lendbuf/view/buffer_view.hpp>
#include <string>

namespace lb = lendbuf;

TEST_CASE("kinds of bytes are asked of all bytes") {
    CHECK_BOTH(lb::isalpha("abcXYZ") && !lb::isalpha("a1") && !lb::isalpha("") && !lb::isalpha("@") &&
               !lb::isalpha("`{["));
    CHECK_BOTH(lb::isdigit("0189") && !lb::isdigit("a") && !lb::isdigit("") && !lb::isdigit("/:"));
    CHECK_BOTH(lb::isalnum("aZ09") && !lb::isalnum("a b") && !lb::isalnum(""));
    CHECK_BOTH(lb::isspace(" \t\n\v\f\r") && !lb::isspace("") && !lb::isspace(" a"));
    CHECK_BOTH(lb::isascii("") && lb::isascii("\x7f") && !lb::isascii("a\x80"));
    CHECK_BOTH(!lb::isalpha("\xe1") && !lb::isalpha("\xc1") && !lb::isspace("\x85"));
}

TEST_CASE("case is asked of the letters") {
    CHECK_BOTH(lb::islower("ab1 c") && !lb::islower("abC") && !lb::islower("12") && !lb::islower(""));
    CHECK_BOTH(lb::isupper("AB1 C") && !lb::isupper("ABc") && !lb::isupper("12") && !lb::isupper(""));
    CHECK_BOTH(lb::istitle("Ab Cd1Ef") && !lb::istitle("AB") && !lb::istitle("ab") && !lb::istitle("") &&
               !lb::istitle("1"));
    CHECK_BOTH(lb::istitle("A") && lb::istitle("1A2B") && !lb::istitle("A a") && !lb::istitle("Aa aB"));
}

TEST_CASE("questions are answered for long and for strided bytes") {
    std::string text(1000, 'a');
    CHECK((lb::isalpha(text) && lb::islower(text) && lb::isascii(text)));
    text[777] = '\xff';
    CHECK((!lb::isalpha(text) && !lb::isascii(text)));
    const lb::bytes spread("1a2b3c");
    const lb::buffer_view view(spread);
    CHECK(
        (lb::isdigit(view[lb::slice(lb::none, lb::none, 2)]) && lb::isalpha(view[lb::slice(lb::none, lb::none, -2)])));
}
