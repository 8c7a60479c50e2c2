// EXPECT: fixed_string: the literal does not fit
#include <lendbuf/element/fixed_string.hpp>

const lendbuf::fixed_string<4> name = "longer";
