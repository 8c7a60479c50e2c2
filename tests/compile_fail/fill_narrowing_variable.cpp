// EXPECT: constant
// An int may hold numbers that a byte cannot: only constants are checked, variables need a cast.
#include <lendbuf/owner/standard.hpp>
#include <lendbuf/view/fill.hpp>
#include <vector>

void fill(std::vector<unsigned char>& bytes, int value) {
    lendbuf::fill(bytes, value);
}
