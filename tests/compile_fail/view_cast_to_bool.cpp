// EXPECT: cast: not every byte is a valid bool or enum
#include <lendbuf/core.hpp>

auto flags(lendbuf::buffer_view<const unsigned char> view) {
    return view.cast<bool>();
}
