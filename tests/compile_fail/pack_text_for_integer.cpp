// EXPECT: pack: required argument is not an integer
#include <lendbuf/core.hpp>

auto bytes = lendbuf::pack<"<h">("1");
