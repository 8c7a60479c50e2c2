// EXPECT: 'slice
#include <lendbuf/layout/slice.hpp>

constexpr auto half = lendbuf::slice(0.5, 2);
