// EXPECT: viewable
// It would be gone at once.
#include <lendbuf/lendbuf.hpp>
#include <lendbuf/view/weak_view.hpp>

void watch() {
    lendbuf::weak_view<int> weak(lendbuf::typed_array<int>{1, 2, 3});
}
