// EXPECT: constraints not satisfied
#include <lendbuf/layout/subscript.hpp>

constexpr lendbuf::layout<1> row{{{2}}, {{4}}};
constexpr auto item = lendbuf::subscript(row, true);
