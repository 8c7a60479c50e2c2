// EXPECT: deleted
// A mapping has one owner; its views are what is passed around.
#include <lendbuf/lendbuf.hpp>

void copy(const lendbuf::mapped_file<>& file) {
    lendbuf::mapped_file<> other(file);
}
