// EXPECT: exports_items
#include <lendbuf/lendbuf.hpp>
#include <vector>

void extend(lendbuf::typed_array<int>& array, const std::vector<float>& items) {
    array.extend(items);
}
