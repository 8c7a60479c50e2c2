// What a view keeps besides its pointer: nothing, or a lease.
#pragma once

#include <concepts>
#include <lendbuf/protocol/lease.hpp>
#include <lendbuf/view/watch.hpp>
#include <utility>

namespace lendbuf::inline LENDBUF_ABI {

/// Marks a view that only points, as std::span does: trivially copyable, and someone else keeps the memory.
///
/// In checked builds it watches the owner, and whoever uses the view after that has moved, resized or freed the memory
/// ends in the failure handler, which is told where the view was borrowed. Such a view is not trivially copyable.
struct borrowed
#if LENDBUF_CHECKED_VIEWS // no base otherwise: gcc 12 writes the members beside an empty class that has one
    : detail::borrow_watch
#endif
{
    constexpr borrowed() noexcept = default;
    explicit constexpr borrowed(const lease&) noexcept {}
#if LENDBUF_CHECKED_VIEWS
    explicit constexpr borrowed(const detail::borrow_watch& watch) noexcept : borrow_watch(watch) {}
#else
    explicit constexpr borrowed(const detail::borrow_watch&) noexcept {}
    [[gnu::always_inline]] constexpr void check() const noexcept {}
#endif
    [[nodiscard]] constexpr lease share() const noexcept { return {}; }
    [[nodiscard]] constexpr borrowed take() noexcept { return {}; }
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
    /// Hands the lease on and keeps none: for views that do not point any more.
    [[nodiscard]] constexpr leased take() noexcept { return leased(std::move(hold_)); }
    [[gnu::always_inline]] constexpr void check() const noexcept {}

private:
    lease hold_;
};

/// Is satisfied by the two ways of holding memory.
template <class H>
concept hold_tag = std::same_as<H, borrowed> || std::same_as<H, leased>;

} // namespace lendbuf::inline LENDBUF_ABI
