// EXPECT: assign
// bytes never change.
#include <lendbuf/lendbuf.hpp>

void change(lendbuf::bytes& b) {
    b[0] = 1;
}
