// Copies of a view's bytes on the heap (hosted).
#pragma once

#include <cstddef>
#include <lendbuf/view/buffer_view.hpp>
#include <lendbuf/view/tobytes_into.hpp>
#include <vector>

namespace lendbuf::inline LENDBUF_ABI {

/// Copies the items' bytes, gapless, in C order, in Fortran order, or for `order::any` as they lie where that is
/// gapless, else in C order.
///
/// Throws: std::bad_alloc. Complexity: linear.
/// Python: memoryview.tobytes
template <class T, std::size_t Rank, class Layout, class Hold>
[[nodiscard]] std::vector<std::byte> copy_to_bytes(const buffer_view<T, Rank, Layout, Hold>& v, order o) {
    const std::ptrdiff_t size = v.nbytes();
    std::vector<std::byte> bytes(static_cast<std::size_t>(size));
    // Fresh memory cannot overlap anything, and it has the right size.
    tobytes_into(v.borrow(), buffer_view<std::byte, 1, contiguous>(bytes.data(), size), o);
    return bytes;
}

} // namespace lendbuf::inline LENDBUF_ABI
