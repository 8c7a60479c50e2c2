// EXPECT: fail
#include <lendbuf/layout/slice.hpp>

constexpr auto indices = lendbuf::slice(0, 5, 0).indices(5);
