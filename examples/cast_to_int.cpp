// Sixteen bytes are four ints: a cast looks at the same memory with another type.
#include <fmt/core.h>
#include <lendbuf/lendbuf.hpp>

namespace lb = lendbuf;

int main() {
    lb::bytearray data(16);
    lb::buffer_view bytes(data);
    const auto ints = bytes.cast<lb::le<int>>();
    for (int k = 0; k < 4; ++k) ints[k] = 100 * (k + 1);

    fmt::print("format {}, {} items of {} bytes\n", ints.format(), ints.size(), ints.itemsize());
    fmt::print("bytes:");
    for (const int byte : bytes) fmt::print(" {:02x}", byte);
    const auto square = ints.cast<lb::le<int>>(2, 2);
    fmt::print("\nas 2 x 2: {} {} / {} {}\n", square(0, 0).value(), square(0, 1).value(), square(1, 0).value(),
               square(1, 1).value());

    // Seven bytes are no number of ints; the refusal says how many there are.
    try {
        (void)bytes[lb::slice(0, 7)].cast<lb::le<int>>();
    } catch (const lb::type_error& error) {
        fmt::print("{}\n", error.what());
    }
}
