// EXPECT: viewable
#include <lendbuf/protocol/exporter.hpp>

struct owner {
    int items[4];
};
template <>
struct lendbuf::exporter_traits<owner> {
    static auto describe(owner& o) { return lendbuf::region_of(o.items, 4); }
};
const auto dangling = lendbuf::get_buffer(owner{});
