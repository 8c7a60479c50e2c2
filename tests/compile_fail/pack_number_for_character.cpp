// EXPECT: pack: the argument
#include <lendbuf/core.hpp>

auto bytes = lendbuf::pack<"c">(65);
