// EXPECT: repeat count given without format specifier
#include <lendbuf/format/fixed_format.hpp>

constexpr auto size = lendbuf::format_facts<"<i12">::size;
