// EXPECT: memoryview: more axes than it has room for
#include <lendbuf/view/memoryview.hpp>

lendbuf::static_memoryview<1> table(const lendbuf::buffer_view<int, 2>& view) {
    return lendbuf::static_memoryview<1>(view);
}
