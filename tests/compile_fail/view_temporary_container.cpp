// EXPECT: viewable
// The view would dangle at the end of the line.
#include <lendbuf/core.hpp>
#include <vector>

std::vector<int> make();

void look() {
    lendbuf::buffer_view<const int> view(make());
}
