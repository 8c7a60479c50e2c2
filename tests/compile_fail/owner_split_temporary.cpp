// EXPECT: viewable
// The pieces would dangle.
#include <lendbuf/owner/bytearray.hpp>

void cut() {
    for (const auto piece : lendbuf::split(lendbuf::bytes("a b"))) (void)piece;
}
