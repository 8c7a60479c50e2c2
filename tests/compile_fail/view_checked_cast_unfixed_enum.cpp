// EXPECT: checked_cast: the enum needs a fixed underlying type
#include <lendbuf/core.hpp>

enum color { red, green };

auto colors(lendbuf::buffer_view<const unsigned char> view) {
    return view.checked_cast<color>([](color c) { return c <= green; });
}
