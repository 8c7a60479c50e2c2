// byte_table: what each byte becomes, for translate.
#pragma once

#include <cstdint>
#include <lendbuf/owner/byte_argument.hpp>

namespace lendbuf::inline LENDBUF_ABI {

/// Maps each of the 256 bytes to one.
class byte_table {
public:
    /// Maps every byte to itself.
    constexpr byte_table() noexcept {
        for (std::size_t k = 0; k < 256; ++k) bytes_[k] = static_cast<std::uint8_t>(k);
    }

    /// Copies a table of 256 bytes. Throws: value_error, if there are fewer or more.
    template <byte_argument X>
        requires(!std::same_as<std::remove_cvref_t<X>, byte_table>)
    explicit constexpr byte_table(X&& x) : byte_table() {
        const auto from = detail::run_of_bytes(x);
        if (from.size != 256)
            fail({.code = errc::lengths_differ,
                  .field = 0,
                  .need = 256,
                  .have = static_cast<std::uint64_t>(from.size),
                  .subject = "translation table"});
        for (std::ptrdiff_t k = 0; k < 256; ++k) bytes_[k] = from[k];
    }

    /// Gives what `byte` becomes.
    [[nodiscard]] constexpr std::uint8_t operator[](std::uint8_t byte) const noexcept { return bytes_[byte]; }

    /// Lets `byte` become `other`.
    constexpr void set(std::uint8_t byte, std::uint8_t other) noexcept { bytes_[byte] = other; }

    [[nodiscard]] constexpr const std::uint8_t* data() const noexcept { return bytes_; }
    [[nodiscard]] static constexpr std::size_t size() noexcept { return 256; }

private:
    std::uint8_t bytes_[256]{};
};

/// Makes a table that maps each byte of `from` to the one at the same place in `to`, and all others to themselves; of
/// repeated ones the last counts.
///
/// Throws: value_error, if the two are not equally long.
/// Python: bytes.maketrans
template <byte_argument From, byte_argument To>
[[nodiscard]] constexpr byte_table maketrans(From&& from, To&& to) {
    const auto keys = detail::run_of_bytes(from);
    const auto values = detail::run_of_bytes(to);
    if (keys.size != values.size)
        fail({.code = errc::lengths_differ,
              .field = 0,
              .need = static_cast<std::uint64_t>(keys.size),
              .have = static_cast<std::uint64_t>(values.size),
              .subject = "maketrans"});
    byte_table table;
    for (std::ptrdiff_t k = 0; k < keys.size; ++k) table.set(keys[k], values[k]);
    return table;
}

} // namespace lendbuf::inline LENDBUF_ABI
