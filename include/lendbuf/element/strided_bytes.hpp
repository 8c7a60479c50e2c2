// A cursor over bytes that are a stride apart.
#pragma once

#include <cstddef>
#include <lendbuf/base/byte_like.hpp>

namespace lendbuf::inline LENDBUF_ABI::detail {

/// Points to bytes that are `stride` apart; indexes and moves like a pointer. Only a byte that is read or written gets
/// an address: behind the last one there may be no memory left to point to.
template <byte_like Byte>
struct strided_bytes {
    Byte* first = nullptr;
    std::ptrdiff_t stride = 1;
    std::ptrdiff_t at = 0;

    [[nodiscard]] constexpr Byte& operator[](std::ptrdiff_t n) const noexcept { return first[(at + n) * stride]; }
    [[nodiscard]] friend constexpr strided_bytes operator+(strided_bytes cursor, std::ptrdiff_t n) noexcept {
        cursor.at += n;
        return cursor;
    }
};

} // namespace lendbuf::inline LENDBUF_ABI::detail
