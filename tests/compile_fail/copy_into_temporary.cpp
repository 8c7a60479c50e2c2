// EXPECT: viewable
// What is written to a temporary is lost.
#include <lendbuf/owner/standard.hpp>
#include <lendbuf/view/copy.hpp>
#include <vector>

void lose(const std::vector<int>& from) {
    lendbuf::copy(from, std::vector<int>(from.size()));
}
