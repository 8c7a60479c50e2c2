// EXPECT: fail_misfit
// What throws when run does not compile as a constant.
#include <lendbuf/core.hpp>

constexpr auto bytes = lendbuf::pack<"<B">(256);
