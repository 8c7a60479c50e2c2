// bytes_like: an argument that is bytes, whatever lends them.
#pragma once

#include <cstring>
#include <initializer_list>
#include <lendbuf/owner/byte_argument.hpp>

namespace lendbuf::inline LENDBUF_ABI {

namespace detail {

using raw_run = kernel::byte_run<std::uint8_t>;

/// Writes the bytes of a run; gives the address behind them.
inline std::uint8_t* copy_run(std::uint8_t* to, const raw_run& from) noexcept {
    if (from.stride == 1 && from.size >= 16) {
        std::memcpy(to, from.first, static_cast<std::size_t>(from.size));
    } else {
        for (std::ptrdiff_t k = 0; k < from.size; ++k) to[k] = from[k];
    }
    return to + from.size;
}

} // namespace detail

/// Refers to the bytes of an argument: an exporter of bytes, a literal without its terminator, or a list of numbers. Made
/// to be a parameter, as std::string_view is: it takes no lease and keeps nothing alive.
///
/// Python: a bytes-like object
class bytes_like {
public:
    constexpr bytes_like() noexcept = default;

    template <byte_argument X>
        requires(!std::same_as<std::remove_cvref_t<X>, bytes_like>)
    bytes_like(X&& x) {
        const auto bytes = detail::run_of_bytes(x);
        run_ = {detail::as_uint8(bytes.first), bytes.size, bytes.stride};
    }
    bytes_like(std::initializer_list<std::uint8_t> bytes) noexcept
        : run_{detail::as_uint8(bytes.begin()), static_cast<std::ptrdiff_t>(bytes.size())} {}

    /// Gives the bytes as kernels want them.
    [[nodiscard]] constexpr const kernel::byte_run<std::uint8_t>& run() const noexcept { return run_; }
    [[nodiscard]] constexpr std::ptrdiff_t size() const noexcept { return run_.size; }

private:
    kernel::byte_run<std::uint8_t> run_{};
};

} // namespace lendbuf::inline LENDBUF_ABI
