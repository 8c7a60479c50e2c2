// EXPECT: this_constant_is_not_a_value_of_the_items
#include <lendbuf/owner/standard.hpp>
#include <lendbuf/view/fill.hpp>
#include <vector>

void fill(std::vector<unsigned char>& bytes) {
    lendbuf::fill(bytes, 256);
}
