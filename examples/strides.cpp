// Shape and strides of a 2 x 3 array of int32 and of its transpose: the same bytes, walked another way.
#include <fmt/core.h>
#include <lendbuf/lendbuf.hpp>

namespace lb = lendbuf;

template <class View>
void print(const char* name, const View& view) {
    const auto shape = view.shape();
    const auto strides = view.strides();
    fmt::print("{}: shape ({}, {}), strides ({}, {}), C {}, F {}\n", name, shape[0], shape[1], strides[0], strides[1],
               view.is_c_contiguous(), view.is_f_contiguous());
    for (const auto& row : view) {
        for (const auto& item : row) fmt::print(" {}", item);
        fmt::print("\n");
    }
}

int main() {
    lb::typed_array<std::int32_t> items{1, 2, 3, 4, 5, 6};
    const auto matrix = lb::buffer_view(items).cast<std::int32_t>(2, 3);
    print("matrix", matrix);
    print("transpose", matrix.transpose());
    print("flipped", matrix.flip(1));

    matrix(1, 2) = 60;
    const auto column = matrix(lb::all, 2);
    fmt::print("last column: {} {}, stride {}\n", column[0], column[1], column.strides()[0]);
}
