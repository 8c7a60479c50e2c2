// EXPECT: is_trivially_copyable
// Items are moved and copied as bytes: they must be trivially copyable.
#include <lendbuf/lendbuf.hpp>
#include <string>

void keep() {
    lendbuf::typed_array<std::string> array;
}
