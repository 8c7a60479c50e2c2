// EXPECT: pack: a sub-array takes a range of one axis
#include <lendbuf/core.hpp>

auto write(lendbuf::buffer_view<const short, 2> grid) {
    return lendbuf::pack<"T{<(2,3,4)h:grid:}">(grid);
}
