// EXPECT: , 2, 'P'>
#include <lendbuf/format/fixed_format.hpp>

constexpr auto size = lendbuf::format_facts<">bP">::size;
