// EXPECT: these views must have the same number of dimensions
// Nothing is broadcast in silence.
#include <lendbuf/view/zip.hpp>

auto join(lendbuf::buffer_view<int, 1> a, lendbuf::buffer_view<int, 2> b) {
    return lendbuf::zip(a, b);
}
