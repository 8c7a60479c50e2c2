// EXPECT: region_fits
#include <lendbuf/lendbuf.hpp>

void change(const lendbuf::typed_array<int>& array) {
    lendbuf::buffer_view<int> view(array);
}
