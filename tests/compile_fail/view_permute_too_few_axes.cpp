// EXPECT: constraints not satisfied
#include <lendbuf/core.hpp>

auto turn(lendbuf::buffer_view<int, 3> view) {
    return view.permute(1, 0);
}
