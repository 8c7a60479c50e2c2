// EXPECT: pack: argument for 's' or 'p' must be text or bytes
// Nobody knows how long it is.
#include <lendbuf/core.hpp>

auto write(const char* text) {
    return lendbuf::pack<"4s">(text);
}
