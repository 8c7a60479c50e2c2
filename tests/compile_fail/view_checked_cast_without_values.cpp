// EXPECT: checked_cast: say which values are valid, by valid_values<U> or a predicate
#include <lendbuf/core.hpp>

enum class color : unsigned char { red, green };

auto colors(lendbuf::buffer_view<const unsigned char> view) {
    return view.checked_cast<color>();
}
