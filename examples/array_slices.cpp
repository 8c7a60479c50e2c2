// An array of unsigned ints: sliced, changed through the slice, and unpacked one by one.
#include <fmt/core.h>
#include <lendbuf/lendbuf.hpp>

namespace lb = lendbuf;

int main() {
    lb::typed_array<unsigned> numbers{1, 2, 3, 4, 5, 6, 7, 8};
    {
        const auto odd_places = lb::buffer_view(numbers)[lb::slice(1, lb::none, 2)];
        for (unsigned& number : odd_places) number *= 10;
        fmt::print("every second of {} '{}': {} items, stride {} bytes\n", numbers.size(), numbers.typecode(),
                   odd_places.size(), odd_places.strides()[0]);
    }
    for (const auto& [number] : lb::iter_unpack<"I">(numbers)) fmt::print("{} ", number);
    fmt::print("\n");

    numbers.append(9);
    const auto backwards = lb::buffer_view(numbers)[lb::slice(lb::none, lb::none, -4)];
    for (const unsigned number : backwards) fmt::print("{} ", number);
    fmt::print("\n");
}
