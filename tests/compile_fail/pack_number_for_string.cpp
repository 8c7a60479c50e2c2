// EXPECT: pack: argument for 's' or 'p' must be text or bytes
#include <lendbuf/core.hpp>

auto bytes = lendbuf::pack<"4s">(7);
