// A set of byte values, asked in constant time.
#pragma once

#include <cstdint>
#include <lendbuf/owner/byte_argument.hpp>

namespace lendbuf::inline LENDBUF_ABI {

/// Holds which of the 256 bytes belong to it.
class byte_set {
public:
    /// Makes an empty set.
    constexpr byte_set() noexcept = default;

    /// Makes a set of the bytes in `x`; the order and repetitions mean nothing.
    template <byte_argument X>
        requires(!std::same_as<std::remove_cvref_t<X>, byte_set>)
    explicit constexpr byte_set(X&& x) {
        const auto bytes = detail::run_of_bytes(x);
        for (std::ptrdiff_t k = 0; k < bytes.size; ++k) insert(bytes[k]);
    }
    template <byte_like Byte>
    explicit constexpr byte_set(const kernel::byte_run<Byte>& bytes) noexcept {
        for (std::ptrdiff_t k = 0; k < bytes.size; ++k) insert(bytes[k]);
    }

    constexpr void insert(std::uint8_t byte) noexcept { words_[byte >> 6] |= std::uint64_t{1} << (byte & 63); }

    [[nodiscard]] constexpr bool contains(std::uint8_t byte) const noexcept {
        return (words_[byte >> 6] >> (byte & 63) & 1) != 0;
    }

private:
    std::uint64_t words_[4]{};
};

/// Holds what Python takes for white space in bytes.
inline constexpr byte_set ascii_whitespace("\t\n\v\f\r ");

} // namespace lendbuf::inline LENDBUF_ABI
