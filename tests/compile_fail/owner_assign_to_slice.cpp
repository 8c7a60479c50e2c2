// EXPECT: operator=
// A slice is a copy; b.assign(slice, x) replaces the bytes.
#include <lendbuf/owner/bytearray.hpp>

void replace(lendbuf::bytearray& b) {
    b[lendbuf::slice(0, 2)] = lendbuf::bytearray("xy");
}
