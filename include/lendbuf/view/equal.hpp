// Equality of views: same shape, same values, whatever the types and layouts.
#pragma once

#include <cstring>
#include <lendbuf/element/value.hpp>
#include <lendbuf/view/buffer_view.hpp>

namespace lendbuf::inline LENDBUF_ABI {

namespace detail {

template <class A, class B>
constexpr bool equal_items(const A& a, const B& b) noexcept {
    if constexpr (A::ndim() == 0) {
        return same_value(*a.data(), *b.data());
    } else if constexpr (A::ndim() == 1) {
        auto other = b.begin();
        for (const auto& item : a)
            if (!same_value(item, *other++)) return false;
        return true;
    } else {
        for (std::ptrdiff_t k = 0; k < a.size(); ++k)
            if (!equal_items(a.subview_unchecked(k), b.subview_unchecked(k))) return false;
        return true;
    }
}

} // namespace detail

/// Tells whether two views have the same shape and equal items; types and layouts may differ, NaN equals nothing.
///
/// Complexity: linear; one memcmp for gapless items of one integer type.
/// Python: memoryview.__eq__; also between records' columns and any byte orders.
template <class T, class U, std::size_t Rank, class L1, class L2, class H1, class H2>
    requires comparable_items<std::remove_cv_t<T>, std::remove_cv_t<U>>
[[nodiscard]] constexpr bool operator==(const buffer_view<T, Rank, L1, H1>& a,
                                        const buffer_view<U, Rank, L2, H2>& b) noexcept {
    if (!same_shape(a.shape().data(), b.shape().data(), Rank)) return false;
    if (a.item_count() == 0) return true;
    if constexpr (std::same_as<std::remove_cv_t<T>, std::remove_cv_t<U>> && equal_as_bytes<std::remove_cv_t<T>>)
        if (!__builtin_is_constant_evaluated() && a.is_c_contiguous() && b.is_c_contiguous())
            return std::memcmp(a.data(), b.data(), static_cast<std::size_t>(a.nbytes())) == 0;
    return detail::equal_items(a.borrow(), b.borrow());
}

} // namespace lendbuf::inline LENDBUF_ABI
