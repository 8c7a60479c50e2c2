// EXPECT: pack: long double has no fixed size
#include <lendbuf/core.hpp>

auto bytes = lendbuf::pack<"T{g:x:i:y:}">(1.0L, 2);
