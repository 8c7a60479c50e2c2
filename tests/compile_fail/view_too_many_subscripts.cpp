// EXPECT: subscript_for
#include <lendbuf/core.hpp>

int item(lendbuf::buffer_view<const int, 2> view) {
    return view(1, 2, 3);
}
