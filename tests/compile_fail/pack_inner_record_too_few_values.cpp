// EXPECT: pack: the number of values is not that of the record's fields
#include <lendbuf/core.hpp>

struct point {
    int x;
};
auto bytes = lendbuf::pack<"T{<I:id:T{h:x:h:y:}:place:}">(1, point{2});
