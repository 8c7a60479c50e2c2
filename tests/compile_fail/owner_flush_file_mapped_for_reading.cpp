// EXPECT: constraints not satisfied
#include <lendbuf/lendbuf.hpp>

void save(lendbuf::mapped_file<>& file) {
    file.flush();
}
