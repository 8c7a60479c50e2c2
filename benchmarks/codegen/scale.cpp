// What the compiler makes of a loop with checked indexing: the checks vanish, and it vectorises.
// flags: -O3
// wanted: mulps
// called: nothing
#include <lendbuf/core.hpp>

extern "C" void scale(lendbuf::buffer_view<float, 1, lendbuf::contiguous> view, float factor) {
    for (std::ptrdiff_t i = 0; i < view.size(); ++i) view[i] *= factor;
}
