// EXPECT: fail_size
#include <lendbuf/core.hpp>

constexpr unsigned char bytes[3] = {};
constexpr auto values = lendbuf::unpack<"<I">(bytes);
