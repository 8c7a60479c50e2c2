// EXPECT: pack: a sub-array takes an array or a range of gapless items
#include <lendbuf/core.hpp>

auto bytes = lendbuf::pack<"T{<I:id:(2)h:pair:}">(1, 2);
