// EXPECT: only integers, enums and std::byte can be hashed
// Zeros of either sign are equal and have different bytes.
#include <lendbuf/core.hpp>
#include <lendbuf/view/hash.hpp>

auto hash_of(lendbuf::buffer_view<const double> view) {
    return lendbuf::hash(view);
}
