// EXPECT: region_fits
// bytes never change.
#include <lendbuf/lendbuf.hpp>

void change(const lendbuf::bytes& b) {
    lendbuf::buffer_view<std::uint8_t> view(b);
}
