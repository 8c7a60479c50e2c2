// EXPECT: lasting_bytes
// The region would dangle.
#include <lendbuf/owner/bytearray.hpp>

void cut() {
    const auto part = lendbuf::strip(lendbuf::bytearray("a "));
    (void)part;
}
