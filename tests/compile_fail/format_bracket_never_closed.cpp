// EXPECT: , 1>
#include <lendbuf/format/fixed_format.hpp>

constexpr auto size = lendbuf::format_facts<"iT{h">::size;
