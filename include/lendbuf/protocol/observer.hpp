// Observers: they hold no lease and stand in nobody's way, and can tell whether memory is still what it was.
#pragma once

#include <cstddef>
#include <lendbuf/base/result.hpp>
#include <lendbuf/protocol/exporter.hpp>
#include <utility>

namespace lendbuf::inline LENDBUF_ABI {

/// Tells what became of memory since an observer was made.
enum class observed : unsigned char {
    unchanged, ///< it is where it was, and as large
    changed,   ///< its owner has moved it, or changed its size, or given it away
    gone,      ///< its owner and the last lease have gone, and it was freed
};

/// Stands beside lent memory that observers may outlive: the memory is freed by `release` when the owner and the last
/// lease are gone, this block with the last observer.
///
/// `release` frees the memory and then says `end_memory`. Whoever moves the memory or changes its size says
/// `memory_changed`, under the export lock.
struct observable_block : lease_block {
    use_count observers; ///< Counts the observers; its owner is all that holds the memory.
    /// Frees this block; called once, by whoever was the last to need it.
    void (*free_block)(observable_block*) noexcept = nullptr;

    constexpr observable_block() noexcept { observable.set(this); }

    /// Ends the memory: this block may be gone afterwards.
    constexpr void end_memory() noexcept {
        // Nobody can begin to observe what nobody holds: no observer now is none ever, and needs no atomic write.
        if (!observers.in_use() || observers.release_owner() == use_count::left::nothing) free_block(this);
    }

    /// Tells all observers that there are that what they saw is no more. Requires: the export lock.
    constexpr void memory_changed() noexcept {
        const std::size_t next = generation_ + 1;
        if constexpr (config::atomic_counts)
            if (!__builtin_is_constant_evaluated()) return __atomic_store_n(&generation_, next, __ATOMIC_RELEASE);
        generation_ = next;
    }

    /// Counts the changes; the same number again means the same memory.
    [[nodiscard]] constexpr std::size_t generation() const noexcept {
        if constexpr (config::atomic_counts)
            if (!__builtin_is_constant_evaluated()) return __atomic_load_n(&generation_, __ATOMIC_ACQUIRE);
        return generation_;
    }

private:
    std::size_t generation_ = 0;
};

/// Watches lent memory without a lease: its owner may move it, resize it and die, and the observer knows.
///
/// Two words; copying and destroying count up and down, as for a lease. Any thread may ask. It outlives the owner: a
/// few words beside the memory, not the memory, wait for the last observer. An append that another thread does at the
/// very time the observation begins may go untold; it moves nothing.
/// Python: weakref.ref, which knows the death of an object and not that its memory moved.
class observer {
public:
    /// Observes nothing: `gone` from the start.
    constexpr observer() noexcept = default;

    /// Begins to observe the memory of `block`, as it is now. Requires: a lease of it, for the time of this call.
    explicit constexpr observer(observable_block& block) noexcept : block_(&block), seen_(block.generation()) {
        block.observers.share();
    }

    constexpr observer(const observer& other) noexcept : block_(other.block_), seen_(other.seen_) {
        if (block_ != nullptr) block_->observers.share();
    }
    constexpr observer(observer&& other) noexcept : block_(std::exchange(other.block_, nullptr)), seen_(other.seen_) {}
    constexpr observer& operator=(const observer& other) noexcept {
        observer copy(other);
        swap(copy);
        return *this;
    }
    constexpr observer& operator=(observer&& other) noexcept {
        observer taken(std::move(other));
        swap(taken);
        return *this;
    }
    constexpr ~observer() {
        if (block_ != nullptr && block_->observers.release() == use_count::left::nothing) block_->free_block(block_);
    }

    /// Tells what became of the memory. `unchanged` is a snapshot, the other two are for ever.
    [[nodiscard]] constexpr observed state() const noexcept {
        if (block_ == nullptr || block_->count.ended()) return observed::gone;
        return block_->generation() == seen_ ? observed::unchanged : observed::changed;
    }

    /// Tells whether the memory was freed. Python: ref() is None
    [[nodiscard]] constexpr bool expired() const noexcept { return state() == observed::gone; }

    /// Takes a lease of the memory, if it is still what it was.
    ///
    /// Errors: `observed_changed`; `observed_gone`; `being_changed`, while another thread changes it.
    /// Python: weakref.ref.__call__
    [[nodiscard]] constexpr result<lease> try_lock() const noexcept {
        // What has changed is not leased for a moment: its owner would be refused for nothing.
        if (state() != observed::unchanged) return ended(state());
        switch (block_->count.acquire_if_alive()) {
        case use_count::answer::locked: return error_info{.code = errc::being_changed, .subject = block_->owner_name};
        case use_count::answer::ended: return ended(observed::gone);
        case use_count::answer::granted: break;
        }
        lease taken = lease::adopt(block_);
        if (block_->generation() != seen_) return ended(observed::changed);
        return taken;
    }
    /// Takes a lease of the memory, if it is still what it was. Throws: buffer_error.
    [[nodiscard]] constexpr lease lock() const { return try_lock().value(); }

private:
    [[nodiscard]] constexpr error_info ended(observed how) const noexcept {
        return {.code = how == observed::gone ? errc::observed_gone : errc::observed_changed,
                .subject = block_ == nullptr ? "nothing" : block_->owner_name};
    }
    constexpr void swap(observer& other) noexcept {
        std::swap(block_, other.block_);
        std::swap(seen_, other.seen_);
    }

    observable_block* block_ = nullptr;
    std::size_t seen_ = 0;
};

/// Is satisfied by exporters whose memory can be observed: those with a static member `observe(X&)` in their traits
/// that gives an observer. Owners without a heap cannot: their memory dies with them, and would take the count along.
template <class X>
concept observable_exporter = leasing_exporter<X> && requires(std::remove_reference_t<X>& x) {
    { exporter_traits<std::remove_reference_t<X>>::observe(x) } -> std::same_as<observer>;
};

/// Begins to observe the memory of `x`, as it is now.
///
/// An owner that was moved from, or is closed, has none: the observer says `gone`.
/// Throws: buffer_error (`being_changed`), while another thread changes `x`.
template <observable_exporter X>
    requires viewable<X>
[[nodiscard]] constexpr observer observe(X&& x) {
    return exporter_traits<std::remove_reference_t<X>>::observe(x);
}

} // namespace lendbuf::inline LENDBUF_ABI
