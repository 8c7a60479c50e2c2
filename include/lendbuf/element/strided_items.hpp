// Items a fixed number of bytes apart.
#pragma once

#include <cstddef>
#include <lendbuf/base/byte_like.hpp>
#include <type_traits>

namespace lendbuf::inline LENDBUF_ABI {

/// Moves `p` by a number of bytes.
///
/// Requires: the result is an item of the same memory as `p`, or one past the last.
/// Safety: range and alignment were proved when the view was made; the memory holds `T` wherever the layout points, so
/// reading there as a `T` does not alias another type.
template <class T>
[[nodiscard, gnu::always_inline]] constexpr T* move_by_bytes(T* p, std::ptrdiff_t bytes) noexcept {
    if (__builtin_is_constant_evaluated()) return p + bytes / static_cast<std::ptrdiff_t>(sizeof(T));
    using untyped = detail::copy_const<T, void>;
    using raw = detail::copy_const<T, unsigned char>;
    return static_cast<T*>(static_cast<untyped*>(static_cast<raw*>(static_cast<untyped*>(p)) + bytes));
}

/// Finds items by position: number k stands `k * stride` bytes after the first.
template <class T>
struct strided_items {
    using value_type = std::remove_cv_t<T>;

    [[nodiscard]] constexpr T& at_unchecked(std::ptrdiff_t position) const noexcept {
        return *move_by_bytes(first, stride * position);
    }

    T* first = nullptr;
    std::ptrdiff_t stride = 0;
};

} // namespace lendbuf::inline LENDBUF_ABI
