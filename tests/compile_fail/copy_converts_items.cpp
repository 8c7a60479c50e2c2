// EXPECT: use transform
#include <lendbuf/owner/standard.hpp>
#include <lendbuf/view/copy.hpp>
#include <vector>

void convert(const std::vector<int>& from, std::vector<float>& to) {
    lendbuf::copy(from, to);
}
