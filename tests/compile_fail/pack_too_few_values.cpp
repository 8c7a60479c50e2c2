// EXPECT: pack: the number of values is not
#include <lendbuf/core.hpp>

auto bytes = lendbuf::pack<"<HI">(1);
