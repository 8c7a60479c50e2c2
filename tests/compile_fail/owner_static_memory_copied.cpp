// EXPECT: deleted
// Views point into it, so it stays where it is.
#include <lendbuf/core.hpp>

void copy(const lendbuf::static_memory<int, 3>& memory) {
    lendbuf::static_memory<int, 3> other(memory);
}
