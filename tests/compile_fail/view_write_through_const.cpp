// EXPECT: assign
// Views of const items are read-only.
#include <lendbuf/core.hpp>

void change(lendbuf::buffer_view<const int> view) {
    view[0] = 1;
}
