// EXPECT: bracket_never_closed
#include <lendbuf/format/fixed_format.hpp>

constexpr auto size = lendbuf::format_facts<"i:name">::size;
