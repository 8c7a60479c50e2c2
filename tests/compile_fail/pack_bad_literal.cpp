// EXPECT: bad char in struct format
#include <lendbuf/core.hpp>

auto bytes = lendbuf::pack<"<4sHk">("a", 1, 2);
