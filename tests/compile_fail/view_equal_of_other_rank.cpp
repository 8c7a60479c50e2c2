// EXPECT: candidate
// Views of different ranks are never equal; asking is a mistake.
#include <lendbuf/core.hpp>

bool same(lendbuf::buffer_view<int, 1> a, lendbuf::buffer_view<int, 2> b) {
    return a == b;
}
