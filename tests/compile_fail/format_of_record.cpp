// EXPECT: constraints not satisfied
#include <lendbuf/format/type_code.hpp>

struct person {
    person();
    virtual ~person();
};
constexpr const char* format = lendbuf::format_of<person>();
