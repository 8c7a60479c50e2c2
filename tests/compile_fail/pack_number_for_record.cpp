// EXPECT: pack: an inner record takes values<...>, another tuple or a plain struct
#include <lendbuf/core.hpp>

auto bytes = lendbuf::pack<"T{<I:id:T{h:x:h:y:}:place:}">(1, 2);
