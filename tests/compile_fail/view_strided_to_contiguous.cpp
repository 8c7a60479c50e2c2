// EXPECT: region_fits
// What the type does not promise must be proved: view.as_contiguous().
#include <lendbuf/core.hpp>

lendbuf::buffer_view<int, 1, lendbuf::contiguous> assume_gapless(lendbuf::buffer_view<int> view) {
    return lendbuf::buffer_view<int, 1, lendbuf::contiguous>(view);
}
