// Order of 1-D views of bytes: that of byte strings.
#pragma once

#include <compare>
#include <cstddef>
#include <lendbuf/kernel/compare.hpp>
#include <lendbuf/view/buffer_view.hpp>
#include <lendbuf/view/equal.hpp>
#include <lendbuf/view/item_word.hpp>

namespace lendbuf::inline LENDBUF_ABI {

/// Compares views of bytes as byte strings: by the first byte that differs, or by length; a char counts as its byte.
///
/// Complexity: linear; one memcmp when both are gapless.
/// Python: bytes.__lt__; views themselves have no order there
template <detail::plain_byte T, detail::plain_byte U, class L1, class L2, class H1, class H2>
[[nodiscard]] constexpr std::strong_ordering operator<=>(const buffer_view<T, 1, L1, H1>& a,
                                                         const buffer_view<U, 1, L2, H2>& b) noexcept {
    return kernel::compare_runs(kernel::byte_run<std::remove_cv_t<T>>{a.data(), a.size(), a.strides()[0]},
                                kernel::byte_run<std::remove_cv_t<U>>{b.data(), b.size(), b.strides()[0]});
}

} // namespace lendbuf::inline LENDBUF_ABI
