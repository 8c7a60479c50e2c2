// EXPECT: iter_unpack: cannot iteratively unpack with a struct of length 0
#include <lendbuf/core.hpp>

auto read(lendbuf::buffer_view<const char> view) {
    return lendbuf::iter_unpack<"0i">(view);
}
