// How a memoryview counts who it lends its memory on to.
#pragma once

#include <cstddef>
#include <lendbuf/protocol/lease.hpp>
#include <utility>

namespace lendbuf::inline LENDBUF_ABI::detail {

/// Passes on leases of the owner and counts none: without a heap there is no place for a count that outlives the view.
class uncounted_exports {
public:
    [[nodiscard]] lease lend(const lease& root) const noexcept { return root; }
    [[nodiscard]] static constexpr std::size_t count() noexcept { return 0; }
    constexpr void end() noexcept {}
};

/// Counts the leases it gives out; each keeps the owner's lease, so that the memory stays when the view is gone.
///
/// A copy counts its own. Leases may be taken and dropped in any thread.
class counted_exports {
public:
    counted_exports() noexcept = default;
    counted_exports(const counted_exports&) noexcept {}
    counted_exports(counted_exports&& other) noexcept : block_(std::exchange(other.block_, nullptr)) {}
    counted_exports& operator=(const counted_exports& other) noexcept {
        if (this != &other) end();
        return *this;
    }
    counted_exports& operator=(counted_exports&& other) noexcept {
        std::swap(block_, other.block_);
        return *this;
    }
    ~counted_exports() { end(); }

    /// Throws: std::bad_alloc.
    [[nodiscard]] lease lend(const lease& root) const {
        export_block* block = __atomic_load_n(&block_, __ATOMIC_ACQUIRE);
        if (block == nullptr) {
            auto* const made = new export_block;
            made->release = [](lease_block* b) noexcept { delete static_cast<export_block*>(b); };
            made->owner_name = "memoryview";
            made->root = root;
            if (__atomic_compare_exchange_n(&block_, &block, made, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
                block = made;
            else
                delete made; // another thread was first
        }
        return lease::take(block);
    }
    [[nodiscard]] std::size_t count() const noexcept {
        const export_block* const block = __atomic_load_n(&block_, __ATOMIC_ACQUIRE);
        return block == nullptr ? 0 : block->count.leases();
    }
    /// Leaves the memory to those who still have leases.
    void end() noexcept {
        export_block* const block = std::exchange(block_, nullptr);
        if (block != nullptr && block->count.release_owner() == use_count::left::nothing) delete block;
    }

private:
    struct export_block : lease_block {
        lease root;
    };
    mutable export_block* block_ = nullptr;
};

} // namespace lendbuf::inline LENDBUF_ABI::detail
