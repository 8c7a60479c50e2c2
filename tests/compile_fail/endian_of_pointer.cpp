// EXPECT: constraint
#include <lendbuf/element/endian.hpp>

lendbuf::be<int*> address;
