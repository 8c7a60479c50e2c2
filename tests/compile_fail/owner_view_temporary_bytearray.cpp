// EXPECT: viewable
// A borrowed view takes no lease, so nothing would keep the bytes.
#include <lendbuf/lendbuf.hpp>

void look() {
    lendbuf::buffer_view<std::uint8_t> view(lendbuf::bytearray(3));
}
