// EXPECT: as_items: a single item keeps its size
#include <lendbuf/core.hpp>

auto bytes(lendbuf::buffer_view<int, 0> number) {
    return number.as_items<unsigned char>();
}
