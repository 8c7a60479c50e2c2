// EXPECT: assign
// Ask for access::write or access::copy.
#include <lendbuf/lendbuf.hpp>

void change(lendbuf::mapped_file<>& file) {
    file[0] = 1;
}
