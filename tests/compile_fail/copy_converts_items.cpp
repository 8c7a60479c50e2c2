// EXPECT: use transform
#include <lendbuf/view/copy.hpp>
#include <lendbuf/owner/standard.hpp>
#include <vector>

void convert(const std::vector<int>& from, std::vector<float>& to) {
    lendbuf::copy(from, to);
}
