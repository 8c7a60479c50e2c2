// EXPECT: assign
// bytes never change, through no view either.
#include <lendbuf/lendbuf.hpp>

void change(lendbuf::bytes& b) {
    lendbuf::buffer_view view(b);
    view[0] = 1;
}
