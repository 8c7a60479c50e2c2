// What a view keeps besides its pointer: nothing, or a lease.
#pragma once

#include <concepts>
#include <lendbuf/protocol/lease.hpp>
#include <utility>

namespace lendbuf::inline LENDBUF_ABI {

/// Marks a view that only points, as std::span does: trivially copyable, and someone else keeps the memory.
struct borrowed {
    constexpr borrowed() noexcept = default;
    explicit constexpr borrowed(const lease&) noexcept {}
    [[nodiscard]] constexpr lease share() const noexcept { return {}; }
};

/// Marks a view that carries a lease: the memory stays alive and in place as long as the view lives.
class leased {
public:
    constexpr leased() noexcept = default;
    explicit constexpr leased(lease hold) noexcept : hold_(std::move(hold)) {}
    // Moving copies: a view that was moved from still points, and so it must still hold.
    constexpr leased(const leased&) noexcept = default;
    constexpr leased& operator=(const leased&) noexcept = default;
    constexpr ~leased() = default;

    [[nodiscard]] constexpr const lease& share() const noexcept { return hold_; }

private:
    lease hold_;
};

/// Is satisfied by the two ways of holding memory.
template <class H>
concept hold_tag = std::same_as<H, borrowed> || std::same_as<H, leased>;

} // namespace lendbuf::inline LENDBUF_ABI
