// EXPECT: constraint
#include <lendbuf/element/endian.hpp>

struct text {
    text(const text&);
    char* characters;
};
using impossible = lendbuf::unaligned<text>;
