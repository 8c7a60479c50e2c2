// EXPECT: , 3, 'y'>
#include <lendbuf/format/fixed_format.hpp>

constexpr auto size = lendbuf::format_facts<"<4sy">::size;
