// EXPECT: viewable
// The file would be unmapped at the end of the line.
#include <lendbuf/lendbuf.hpp>

void look() {
    lendbuf::buffer_view<const std::uint8_t> view(lendbuf::mapped_file("data.bin"));
}
