// EXPECT: region_fits
#include <lendbuf/lendbuf.hpp>
#include <lendbuf/view/weak_view.hpp>

void watch(const lendbuf::typed_array<int>& array) {
    lendbuf::weak_view<int> weak(array);
}
