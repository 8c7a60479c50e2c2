// What the header of a NumPy file says of its array.
#pragma once

#include "report.hpp"

namespace inspect {

/// Describes an array: what its items are and how they lie in the file.
struct array_header {
    std::string_view descr; ///< The dtype as text: "<f8"; a list in brackets for records.
    bool fortran_order = false;
    std::size_t rank = 0;
    std::array<std::ptrdiff_t, 64> shape{};
};

/// Prints a corner of the array whose items start at `offset`.
void print_array(bytes file, std::uint64_t offset, array_header what, report& out);

} // namespace inspect
