// EXPECT: field: a path starts at the items' type
#include <lendbuf/core.hpp>

struct trade {
    double price;
};
struct order {
    double amount;
};

auto amounts(lendbuf::buffer_view<trade> trades) {
    return trades.field<&order::amount>();
}
