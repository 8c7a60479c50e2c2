// EXPECT: would point into a temporary; give the owner a name first
#include <lendbuf/core.hpp>

auto read() {
    return lendbuf::unpack_from<"3p">(lendbuf::pack<"3p">("ab"));
}
