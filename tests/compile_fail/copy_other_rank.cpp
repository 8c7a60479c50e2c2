// EXPECT: same number of dimensions
#include <lendbuf/view/buffer_view.hpp>
#include <lendbuf/view/copy.hpp>

void flatten(lendbuf::buffer_view<int, 2> from, lendbuf::buffer_view<int> to) {
    lendbuf::copy(from, to);
}
