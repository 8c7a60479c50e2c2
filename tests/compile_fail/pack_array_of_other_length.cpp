// EXPECT: pack: the number of items is not that of the sub-array
#include <lendbuf/core.hpp>

constexpr short three[3] = {1, 2, 3};
auto bytes = lendbuf::pack<"T{<I:id:(2)h:pair:}">(1, three);
