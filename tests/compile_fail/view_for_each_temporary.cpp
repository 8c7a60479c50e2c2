// EXPECT: walkable
// A container made for the call would be gone with all that was written to it.
#include <lendbuf/owner/standard.hpp>
#include <lendbuf/view/for_each.hpp>
#include <vector>

void clear() {
    lendbuf::for_each(std::vector<int>(3), [](int& item) { item = 0; });
}
