// EXPECT: , 5>
#include <lendbuf/format/fixed_format.hpp>

constexpr auto size = lendbuf::format_facts<"<hhhh12">::size;
