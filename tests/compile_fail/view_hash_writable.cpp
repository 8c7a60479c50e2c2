// EXPECT: cannot hash writable memory: pass a read-only view
// A hash table would lose a key that changes.
#include <lendbuf/core.hpp>
#include <lendbuf/view/hash.hpp>

auto hash_of(lendbuf::buffer_view<int> view) {
    return lendbuf::hash(view);
}
