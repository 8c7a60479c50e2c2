// EXPECT: field: name the members in one line, by member_names<record>
#include <lendbuf/core.hpp>

struct trade {
    int id;
    double price;
};

auto prices(lendbuf::buffer_view<trade> trades) {
    return trades.field<double>("price");
}
