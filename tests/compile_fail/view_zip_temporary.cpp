// EXPECT: viewable
// What zip joins must outlive it: an owner needs a name.
#include <lendbuf/owner/typed_array.hpp>
#include <lendbuf/view/zip.hpp>

void add(lendbuf::buffer_view<int> out) {
    for (auto [x, y] : lendbuf::zip(lendbuf::typed_array<int>(3), out)) y += x;
}
