// EXPECT: 2
// Every value gets a name.
#include <lendbuf/core.hpp>

int read(lendbuf::buffer_view<const char> view) {
    auto [only] = lendbuf::unpack<"<HI">(view);
    return only;
}
