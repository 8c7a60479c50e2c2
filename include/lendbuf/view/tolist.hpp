// Copies of a view's items as nested std::vectors (hosted).
#pragma once

#include <lendbuf/view/buffer_view.hpp>
#include <vector>

namespace lendbuf::inline LENDBUF_ABI {

/// Copies the items: a std::vector of items for one axis, of lists for more, the item itself for none. Items of a fixed
/// byte order stay what they are.
///
/// Throws: std::bad_alloc. Complexity: linear.
/// Python: memoryview.tolist
template <class T, std::size_t Rank, class Layout, class Hold>
[[nodiscard]] auto copy_to_list(const buffer_view<T, Rank, Layout, Hold>& v) {
    if constexpr (Rank == 0) {
        return static_cast<std::remove_cv_t<T>>(v());
    } else if constexpr (Rank == 1) {
        return std::vector<std::remove_cv_t<T>>(v.begin(), v.end());
    } else {
        std::vector<decltype(copy_to_list(v.subview_unchecked(0)))> list;
        list.reserve(static_cast<std::size_t>(v.size()));
        for (const auto& row : v) list.push_back(copy_to_list(row));
        return list;
    }
}

} // namespace lendbuf::inline LENDBUF_ABI
