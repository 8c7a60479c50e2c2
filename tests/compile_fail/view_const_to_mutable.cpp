// EXPECT: region_fits
// A read-only view does not become a writable one.
#include <lendbuf/core.hpp>

lendbuf::buffer_view<int> forget_const(lendbuf::buffer_view<const int> view) {
    return lendbuf::buffer_view<int>(view);
}
