// The export lock: a lease keeps lent memory alive and where it is, an owner asks before it moves anything.
#pragma once

#include <cstddef>
#include <lendbuf/base/error.hpp>
#include <lendbuf/base/use_count.hpp>
#include <utility>

namespace lendbuf::inline LENDBUF_ABI {

struct observable_block;

namespace detail {
/// Tells of a block whether it can be observed, in checked builds; otherwise nothing.
struct observable_link {
#if LENDBUF_CHECKED_VIEWS
    observable_block* block = nullptr;
    constexpr void set(observable_block* itself) noexcept { block = itself; }
#else
    constexpr void set(observable_block*) noexcept {}
#endif
};
} // namespace detail

/// Stands beside lent memory: counts its leases and knows how to give it back.
struct lease_block {
    use_count count;
    /// Frees the memory and the block, when the owner and the last lease are gone; null when there is nothing to free.
    void (*release)(lease_block*) noexcept = nullptr;
    const char* owner_name = "buffer"; ///< For messages; static storage.
    [[no_unique_address]] detail::observable_link observable{};
};

/// Keeps lent memory alive and in place. One pointer; copying counts one up, destroying counts one down.
///
/// An empty lease holds nothing: it goes with memory that nobody can move.
/// Python: the export that a memoryview holds on its object.
class lease {
public:
    constexpr lease() noexcept = default;

    /// Takes a lease on behalf of the owner of `block`, which may be null.
    ///
    /// Throws: buffer_error (`being_changed`) while another thread changes the owner's memory.
    [[nodiscard]] static constexpr lease take(lease_block* block) {
        if (block != nullptr && !block->count.acquire())
            fail({.code = errc::being_changed, .subject = block->owner_name});
        return adopt(block);
    }

    /// Takes over a lease of `block` that was counted already.
    [[nodiscard]] static constexpr lease adopt(lease_block* block) noexcept {
        lease result;
        result.block_ = block;
        return result;
    }

    constexpr lease(const lease& other) noexcept : block_(other.block_) {
        if (block_ != nullptr) block_->count.share();
    }
    constexpr lease(lease&& other) noexcept : block_(std::exchange(other.block_, nullptr)) {}
    // By reference, with a local to end the old lease: clang 14 and 16 forget to destroy a parameter taken by value
    // when a template says `hold = {}`.
    constexpr lease& operator=(const lease& other) noexcept {
        lease copy(other);
        std::swap(block_, copy.block_);
        return *this;
    }
    constexpr lease& operator=(lease&& other) noexcept {
        lease taken(std::move(other));
        std::swap(block_, taken.block_);
        return *this;
    }
    constexpr ~lease() {
        if (block_ != nullptr && block_->count.release() == use_count::left::nothing && block_->release != nullptr)
            block_->release(block_);
    }

    /// Tells whether this lease holds memory in place.
    [[nodiscard]] constexpr explicit operator bool() const noexcept { return block_ != nullptr; }

    /// Gives the control block; null for an empty lease.
    [[nodiscard]] constexpr lease_block* block() const noexcept { return block_; }

private:
    lease_block* block_ = nullptr;
};

/// Locks out leases while an owner changes its memory, and opens up again at the end of the scope.
class export_lock {
public:
    /// Locks `block`; null needs no lock.
    ///
    /// Throws: buffer_error with code `refusal`, the owner's name and the number of leases, when there are any.
    constexpr export_lock(lease_block* block, errc refusal) : block_(block) {
        if (block_ != nullptr && !block_->count.try_lock()) [[unlikely]]
            fail({.code = refusal, .have = block_->count.leases(), .subject = block_->owner_name});
    }
    export_lock(const export_lock&) = delete;
    export_lock& operator=(const export_lock&) = delete;
    constexpr ~export_lock() {
        if (block_ != nullptr) block_->count.unlock();
    }

    /// Follows a locked block that was moved to another address.
    constexpr void moved_to(lease_block* block) noexcept { block_ = block; }

private:
    lease_block* block_;
};

} // namespace lendbuf::inline LENDBUF_ABI
