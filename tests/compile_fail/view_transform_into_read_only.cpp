// EXPECT: writable_exporter
// Results need memory that may be written.
#include <lendbuf/view/transform.hpp>

void halve(lendbuf::buffer_view<const int> from, lendbuf::buffer_view<const int> to) {
    lendbuf::transform(from, to, [](int x) { return x / 2; });
}
