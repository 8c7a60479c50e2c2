// EXPECT: , 2, ' '>
#include <lendbuf/format/fixed_format.hpp>

constexpr auto size = lendbuf::format_facts<"<3 i">::size;
