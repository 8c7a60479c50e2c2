// EXPECT: would point into a temporary; give the owner a name first
#include <lendbuf/core.hpp>
#include <string>

std::string make();

auto read() {
    return lendbuf::unpack<"4s">(make());
}
