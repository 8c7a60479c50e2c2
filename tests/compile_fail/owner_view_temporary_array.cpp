// EXPECT: viewable
#include <lendbuf/lendbuf.hpp>

void look() {
    lendbuf::buffer_view<const int> view(lendbuf::typed_array<int>{1, 2, 3});
}
