// EXPECT: viewable
// Also an owner that counts leases needs a name.
#include <lendbuf/lendbuf.hpp>

void look() {
    lendbuf::buffer_view view(lendbuf::bytearray(3));
}
