// EXPECT: cast_or_copy: the scratch memory must be 1-D and gapless
#include <lendbuf/core.hpp>

auto words(lendbuf::buffer_view<const unsigned char> view, lendbuf::buffer_view<unsigned char> scratch) {
    return view.cast_or_copy<unsigned>(scratch);
}
