// EXPECT: fail
#include <lendbuf/layout/layout.hpp>

// A failure during constant evaluation does not compile.
constexpr auto place = lendbuf::checked_index(5, 5, 0);
