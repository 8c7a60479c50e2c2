// EXPECT: assign
// Fewer indices than axes name a row, and a row is no number.
#include <lendbuf/core.hpp>

int item(lendbuf::buffer_view<const int, 2> view) {
    int number = 0;
    number = view(1);
    return number;
}
