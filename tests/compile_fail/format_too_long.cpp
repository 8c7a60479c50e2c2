// EXPECT: total struct size too long
#include <lendbuf/format/fixed_format.hpp>

constexpr auto size = lendbuf::format_facts<"6107082938247334i9221070829382473344q">::size;
