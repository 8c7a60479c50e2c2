// EXPECT: region_fits
// A const container lends for reading only.
#include <lendbuf/core.hpp>
#include <vector>

void look(const std::vector<int>& items) {
    lendbuf::buffer_view<int> view(items);
}
