// A count of leases that can be locked: the mechanism of the export lock, on compiler atomics (std's header is heavy).
#pragma once

#include <cstddef>
#include <lendbuf/base/config.hpp>

namespace lendbuf::inline LENDBUF_ABI {

/// Counts the leases of one owner, remembers whether the owner lives, and lets the owner lock out new leases.
///
/// One word holds it all: two per lease, one for the owner, negative while locked. It cannot overflow: each lease
/// occupies at least a word of memory. With `config::atomic_counts` every member may be called from any thread.
class use_count {
public:
    /// Tells what a release left behind.
    enum class left : unsigned char { in_use, nothing };

    /// Tells what became of the wish for a lease.
    enum class answer : unsigned char { granted, locked, ended };

    constexpr use_count() noexcept = default;
    use_count(const use_count&) = delete;
    use_count& operator=(const use_count&) = delete;

    /// Adds a lease on behalf of the owner. Returns false while the owner holds the lock.
    [[nodiscard]] constexpr bool acquire() noexcept {
        word now = read();
        while (now != locked)
            if (exchange_if(now, now + lease)) return true;
        return false;
    }

    /// Adds a lease on behalf of somebody who holds none, unless owner and leases have gone: then there will be none again.
    [[nodiscard]] constexpr answer acquire_if_alive() noexcept {
        word now = read();
        while (now > 0)
            if (exchange_if(now, now + lease)) return answer::granted;
        return now == locked ? answer::locked : answer::ended;
    }

    /// Adds a lease beside one that exists, which keeps the lock open.
    constexpr void share() noexcept { add(lease); }

    /// Takes away a lease.
    [[nodiscard]] constexpr left release() noexcept { return add(-lease) == lease ? left::nothing : left::in_use; }

    /// Takes away the owner.
    [[nodiscard]] constexpr left release_owner() noexcept {
        return add(-owner) == owner ? left::nothing : left::in_use;
    }

    /// Locks when no lease exists: compare-exchange, since a mere look at the count would be a race.
    [[nodiscard]] constexpr bool try_lock() noexcept {
        word expected = owner;
        return exchange_if(expected, locked);
    }

    /// Ends what `try_lock` began.
    constexpr void unlock() noexcept { write(owner); }

    /// Tells whether there are leases, or a lock: a snapshot.
    [[nodiscard]] constexpr bool in_use() const noexcept { return read() != owner; }

    /// Tells whether owner and leases have gone, which is for ever.
    [[nodiscard]] constexpr bool ended() const noexcept { return read() == 0; }

    /// Tells how many leases there are: a snapshot, for messages and tests.
    [[nodiscard]] constexpr std::size_t leases() const noexcept {
        const word now = read();
        return now < 0 ? 0 : static_cast<std::size_t>(now / lease);
    }

private:
    using word = std::ptrdiff_t;
    static constexpr word owner = 1;
    static constexpr word lease = 2;
    static constexpr word locked = -1;

    // Constant evaluation and single-threaded builds share the plain twin at the end of each member, and so do processes
    // before they start their second thread: what reads and writes at once costs ten times as much with a lock.
    [[nodiscard]] constexpr word read() const noexcept {
        if constexpr (config::atomic_counts)
            if (!__builtin_is_constant_evaluated()) return __atomic_load_n(&count_, __ATOMIC_ACQUIRE);
        return count_;
    }

    constexpr void write(word value) noexcept {
        if constexpr (config::atomic_counts)
            if (!__builtin_is_constant_evaluated()) return __atomic_store_n(&count_, value, __ATOMIC_RELEASE);
        count_ = value;
    }

    /// Adds and returns the count before. Growing needs no ordering; shrinking releases what was done under the
    /// lease and acquires it for whoever frees the memory.
    constexpr word add(word change) noexcept {
        if constexpr (config::atomic_counts)
            if (!__builtin_is_constant_evaluated() && !config::is_single_threaded())
                return change > 0 ? __atomic_fetch_add(&count_, change, __ATOMIC_RELAXED)
                                  : __atomic_fetch_add(&count_, change, __ATOMIC_ACQ_REL);
        const word before = count_;
        count_ += change;
        return before;
    }

    constexpr bool exchange_if(word& expected, word desired) noexcept {
        if constexpr (config::atomic_counts)
            if (!__builtin_is_constant_evaluated() && !config::is_single_threaded())
                return __atomic_compare_exchange_n(&count_, &expected, desired, false, __ATOMIC_ACQUIRE,
                                                   __ATOMIC_ACQUIRE);
        if (count_ != expected) {
            expected = count_;
            return false;
        }
        count_ = desired;
        return true;
    }

    word count_ = owner;
};

} // namespace lendbuf::inline LENDBUF_ABI
