// EXPECT: observable_exporter
// A std::vector tells nobody when it moves its items.
#include <lendbuf/lendbuf.hpp>
#include <lendbuf/view/weak_view.hpp>
#include <vector>

void watch(std::vector<int>& items) {
    lendbuf::weak_view weak(items);
}
