// EXPECT: cast: not every byte is a valid bool or enum
#include <lendbuf/core.hpp>

enum class color { red, green };

auto colors(lendbuf::buffer_view<const unsigned char> view) {
    return view.cast<color>();
}
