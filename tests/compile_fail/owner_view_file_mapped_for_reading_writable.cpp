// EXPECT: region_fits
// Ask for access::write or access::copy.
#include <lendbuf/lendbuf.hpp>

void change(lendbuf::mapped_file<>& file) {
    lendbuf::buffer_view<std::uint8_t> view(file);
}
