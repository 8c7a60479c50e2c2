// EXPECT: repeat count given without format specifier
#include <lendbuf/core.hpp>

auto size = lendbuf::calcsize<"<4s3">();
