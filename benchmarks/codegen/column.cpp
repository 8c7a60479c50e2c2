// What the compiler makes of a loop over one member of structs: a pointer that steps from struct to struct.
// flags: -O2
// wanted: \baddsd\b \$24,
// called: nothing
#include <lendbuf/core.hpp>

struct sample {
    double value;
    double weight;
    std::int32_t kind;
};
using samples = lendbuf::buffer_view<const sample, 1, lendbuf::contiguous>;

extern "C" double weights(samples view) {
    double sum = 0;
    for (const double weight : view.field<&sample::weight>()) sum += weight;
    return sum;
}

extern "C" double weights_by_index(samples view) {
    double sum = 0;
    const auto column = view.field<&sample::weight>();
    for (std::ptrdiff_t i = 0; i < column.size(); ++i) sum += column[i];
    return sum;
}
