// EXPECT: over-aligned items are not supported
#include <lendbuf/lendbuf.hpp>

struct alignas(64) line {
    char bytes[64];
};

void keep() {
    lendbuf::typed_array<line> array;
}
