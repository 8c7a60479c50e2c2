// EXPECT: pack: the number of values is not
// Padding takes no value.
#include <lendbuf/core.hpp>

auto bytes = lendbuf::pack<"<HxI">(1, 0, 2);
