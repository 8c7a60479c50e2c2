// EXPECT: constraint
#include <lendbuf/element/endian.hpp>

enum color { red, green };

lendbuf::be<color> wire_color;
