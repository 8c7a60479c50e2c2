// EXPECT: pack: required argument is not a float
#include <lendbuf/core.hpp>

auto bytes = lendbuf::pack<"<d">("1");
