// EXPECT: field: a struct with const members is viewed by &record::member, or as const
#include <lendbuf/core.hpp>

struct trade {
    const int id;
    double price;
};
template <>
inline constexpr auto lendbuf::member_names<trade> = lendbuf::names("id", "price");

auto ids(lendbuf::buffer_view<trade> trades) {
    return trades.field<int>("id");
}
