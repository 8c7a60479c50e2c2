// EXPECT: leasing_exporter
// A lease that was dropped does not come back.
#include <lendbuf/core.hpp>

using leased_view = lendbuf::buffer_view<int, 1, lendbuf::strided, lendbuf::leased>;

leased_view invent_lease(lendbuf::buffer_view<int> view) {
    return leased_view(view);
}
