// EXPECT: pack: the number of values is not that of the format's items
#include <lendbuf/core.hpp>

auto bytes = lendbuf::pack<"T{<I:id:h:x:}">(1);
