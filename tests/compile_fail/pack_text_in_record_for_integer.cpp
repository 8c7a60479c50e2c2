// EXPECT: pack: required argument is not an integer
#include <lendbuf/core.hpp>

struct person {
    char name[4];
    int age;
};
auto bytes = lendbuf::pack<"T{<T{i:age:4s:name:}:person:i:id:}">(person{}, 1);
