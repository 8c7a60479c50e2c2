// EXPECT: bad char in struct format
#include <lendbuf/format/fixed_format.hpp>

constexpr auto size = lendbuf::format_facts<"<4sHy">::size;
