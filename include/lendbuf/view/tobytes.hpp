// Copies of a view's bytes on the heap (hosted).
#pragma once

#include <cstddef>
#include <lendbuf/kernel/copy.hpp>
#include <lendbuf/view/buffer_view.hpp>
#include <vector>

namespace lendbuf::inline LENDBUF_ABI {

/// Copies the items' bytes, gapless, in C order, in Fortran order, or for `order::any` as they lie where that is
/// gapless, else in C order.
///
/// Throws: std::bad_alloc. Complexity: linear.
/// Python: memoryview.tobytes
template <class T, std::size_t Rank, class Layout, class Hold>
[[nodiscard]] std::vector<std::byte> copy_to_bytes(const buffer_view<T, Rank, Layout, Hold>& v, order o) {
    if (o == order::any) o = v.is_f_contiguous() && !v.is_c_contiguous() ? order::f : order::c;
    std::vector<std::byte> bytes(static_cast<std::size_t>(v.nbytes()));
    if (bytes.empty()) return bytes;
    const auto to = contiguous_strides(v.shape(), v.itemsize(), o);
    const auto from = v.strides();
    // Safety: std::byte may look at any object's bytes; the layout was checked when the view was made.
    const auto* const first = static_cast<const std::byte*>(static_cast<const void*>(v.data()));
    kernel::copy_array(bytes.data(), to.data(), first, from.data(), v.shape().data(), Rank, v.itemsize());
    return bytes;
}

} // namespace lendbuf::inline LENDBUF_ABI
