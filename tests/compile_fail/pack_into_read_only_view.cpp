// EXPECT: writable_exporter
#include <lendbuf/core.hpp>

void write(lendbuf::buffer_view<const unsigned char> view) {
    lendbuf::pack_into<"<I">(view, 0, 1);
}
