// EXPECT: constraints not satisfied
#include <lendbuf/layout/subscript.hpp>

constexpr lendbuf::layout<2> plane{{{2, 3}}, {{12, 4}}};
constexpr auto item = lendbuf::subscript(plane, 0, 0, 0);
