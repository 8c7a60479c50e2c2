// Bytes a fixed distance apart: what searches and comparisons walk over.
#pragma once

#include <cstddef>
#include <cstdint>
#include <lendbuf/base/byte_like.hpp>

namespace lendbuf::inline LENDBUF_ABI::kernel {

/// Points to `size` bytes that are `stride` apart. Only bytes that are read get an address.
template <byte_like Byte>
struct byte_run {
    const Byte* first = nullptr;
    std::ptrdiff_t size = 0;
    std::ptrdiff_t stride = 1;

    [[nodiscard]] constexpr std::uint8_t operator[](std::ptrdiff_t n) const noexcept {
        return static_cast<std::uint8_t>(first[n * stride]);
    }

    /// Gives `length` of the bytes. Requires: they exist.
    [[nodiscard]] constexpr byte_run part(std::ptrdiff_t start, std::ptrdiff_t length) const noexcept {
        return {length == 0 ? first : first + start * stride, length, stride};
    }

    /// Gives the bytes from the last to the first.
    [[nodiscard]] constexpr byte_run reversed() const noexcept {
        return {size == 0 ? first : first + (size - 1) * stride, size, -stride};
    }
};

} // namespace lendbuf::inline LENDBUF_ABI::kernel
