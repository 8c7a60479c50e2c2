// EXPECT: comparable_items
#include <lendbuf/element/value.hpp>

struct opaque {
    int x;
};
constexpr bool same = lendbuf::same_value(opaque{}, opaque{});
