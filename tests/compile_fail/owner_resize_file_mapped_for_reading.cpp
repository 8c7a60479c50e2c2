// EXPECT: constraints not satisfied
#include <lendbuf/lendbuf.hpp>

void grow(lendbuf::mapped_file<>& file) {
    file.resize(100);
}
