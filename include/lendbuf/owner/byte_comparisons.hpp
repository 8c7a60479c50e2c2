// Owners of bytes compared with each other, and with whatever else is bytes.
#pragma once

#include <compare>
#include <lendbuf/kernel/compare.hpp>
#include <lendbuf/owner/bytes_like.hpp>

namespace lendbuf::inline LENDBUF_ABI::detail {

/// Gives `Self`, which has `data()` and `size()`, an order: that of byte strings.
template <class Self>
class byte_comparisons {
public:
    /// Compares with any exporter of bytes or a literal: by the first byte that differs, or by length.
    ///
    /// Complexity: linear; one memcmp when both are gapless.
    /// Python: bytes.__eq__, bytes.__lt__
    [[nodiscard]] friend bool operator==(const Self& a, const Self& b) noexcept { return are_equal(a, run_of_self(b)); }
    [[nodiscard]] friend std::strong_ordering operator<=>(const Self& a, const Self& b) noexcept {
        return kernel::compare_runs(run_of_self(a), run_of_self(b));
    }
    template <class X>
        requires(byte_argument<const X&> && !std::derived_from<X, byte_comparisons>)
    [[nodiscard]] friend bool operator==(const Self& a, const X& b) {
        const bytes_like other(b); // before `a` is looked at: it may be foreign code
        return are_equal(a, other.run());
    }
    template <class X>
        requires(byte_argument<const X&> && !std::derived_from<X, byte_comparisons>)
    [[nodiscard]] friend std::strong_ordering operator<=>(const Self& a, const X& b) {
        const bytes_like other(b);
        return kernel::compare_runs(run_of_self(a), other.run());
    }

protected:
    constexpr byte_comparisons() noexcept = default;
    constexpr byte_comparisons(const byte_comparisons&) noexcept = default;
    constexpr byte_comparisons& operator=(const byte_comparisons&) noexcept = default;
    constexpr ~byte_comparisons() = default;

private:
    [[nodiscard]] static raw_run run_of_self(const Self& self) noexcept { return {self.data(), self.size()}; }
    [[nodiscard]] static bool are_equal(const Self& a, const raw_run& b) noexcept {
        return a.size() == b.size && kernel::compare_runs(run_of_self(a), b) == 0;
    }
};

} // namespace lendbuf::inline LENDBUF_ABI::detail
