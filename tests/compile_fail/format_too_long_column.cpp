// EXPECT: , 3>
#include <lendbuf/format/fixed_format.hpp>

constexpr auto size = lendbuf::format_facts<"<hh99999999999999999999I">::size;
