// EXPECT: searchable_for
// A pointer to characters does not say how many there are.
#include <lendbuf/core.hpp>
#include <lendbuf/view/find.hpp>

auto place_of(lendbuf::buffer_view<const char> view, const char* needle) {
    return lendbuf::find(view, needle);
}
