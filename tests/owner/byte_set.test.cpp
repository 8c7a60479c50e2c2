#include "support/catch.hpp"

#include <cstdint>
#include <lendbuf/owner/byte_set.hpp>
#include <string>
#include <vector>

namespace lb = lendbuf;

namespace {

constexpr int count_of(const lb::byte_set& set) {
    int count = 0;
    for (int byte = 0; byte < 256; ++byte) count += set.contains(static_cast<std::uint8_t>(byte)) ? 1 : 0;
    return count;
}

constexpr lb::byte_set with_inserted() {
    lb::byte_set set;
    set.insert(0);
    set.insert(63);
    set.insert(64);
    set.insert(255);
    return set;
}

} // namespace

TEST_CASE("a set has the bytes it was made of, once each") {
    CHECK_BOTH(count_of(lb::byte_set()) == 0 && count_of(lb::byte_set("")) == 0 && count_of(lb::byte_set("aab")) == 2);
    CHECK_BOTH(lb::byte_set("ab").contains('a') && !lb::byte_set("ab").contains('c') &&
               !lb::byte_set("ab").contains(0));
    CHECK_BOTH(count_of(with_inserted()) == 4 && with_inserted().contains(255) && with_inserted().contains(64));
    const lb::byte_set high(std::string("\xff\x80"));
    CHECK((high.contains(255) && high.contains(128) && count_of(high) == 2));
    CHECK(count_of(lb::byte_set(std::vector<std::byte>{std::byte{9}})) == 1);
}

TEST_CASE("white space is six bytes") {
    CHECK_BOTH(count_of(lb::ascii_whitespace) == 6 && lb::ascii_whitespace.contains('\v'));
    CHECK_BOTH(!lb::ascii_whitespace.contains(0x1c) && !lb::ascii_whitespace.contains(0x85));
}
