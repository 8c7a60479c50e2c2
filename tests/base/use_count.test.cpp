#include <lendbuf/base/use_count.hpp>
#include <thread>
#include <type_traits>

#include "support/catch.hpp"

namespace lb = lendbuf;
using left = lb::use_count::left;

namespace {

constexpr bool counts_leases() {
    lb::use_count count;
    if (count.leases() != 0 || !count.acquire() || !count.acquire()) return false;
    count.share();
    return count.leases() == 3 && count.release() == left::in_use && count.leases() == 2;
}

constexpr bool last_lease_after_owner() {
    lb::use_count count;
    if (!count.acquire()) return false;
    count.share();
    return count.release_owner() == left::in_use && count.leases() == 2 && count.release() == left::in_use &&
           count.leases() == 1 && count.release() == left::nothing && count.leases() == 0;
}

constexpr bool owner_after_last_lease() {
    lb::use_count count;
    return count.acquire() && count.release() == left::in_use && count.release_owner() == left::nothing;
}

constexpr bool never_leased() {
    lb::use_count count;
    return count.release_owner() == left::nothing;
}

constexpr bool locks_only_without_leases() {
    lb::use_count count;
    if (!count.acquire() || count.try_lock() || count.leases() != 1) return false;
    if (count.release() != left::in_use) return false;
    return count.try_lock();
}

constexpr bool lock_keeps_leases_out() {
    lb::use_count count;
    if (!count.try_lock() || count.acquire() || count.try_lock() || count.leases() != 0) return false;
    count.unlock();
    return count.acquire() && count.leases() == 1 && !count.try_lock();
}

} // namespace

TEST_CASE("leases are counted") {
    CHECK_BOTH(counts_leases());
}
TEST_CASE("the last lease after the owner leaves nothing") {
    CHECK_BOTH(last_lease_after_owner());
}
TEST_CASE("the owner after the last lease leaves nothing") {
    CHECK_BOTH(owner_after_last_lease());
    CHECK_BOTH(never_leased());
}
TEST_CASE("the lock is refused while a lease exists, and changes nothing") {
    CHECK_BOTH(locks_only_without_leases());
}
TEST_CASE("while locked there are no new leases and no second lock") {
    CHECK_BOTH(lock_keeps_leases_out());
}

TEST_CASE("a count cannot be copied") {
    STATIC_CHECK_FALSE(std::is_copy_constructible_v<lb::use_count>);
    STATIC_CHECK_FALSE(std::is_copy_assignable_v<lb::use_count>);
}

#if LENDBUF_ATOMIC_COUNTS

TEST_CASE("what the owner writes under the lock is whole for every lease, across threads") {
    lb::use_count count;
    int memory[2] = {0, 0}; // equal, unless seen half-written
    int torn[2] = {0, 0};
    const auto read = [&](int& bad) {
        for (int k = 0; k < 5000; ++k) {
            if (!count.acquire()) continue;
            if (memory[0] != memory[1]) ++bad;
            static_cast<void>(count.release());
        }
    };
    std::thread first(read, std::ref(torn[0]));
    std::thread second(read, std::ref(torn[1]));
    for (int k = 1; k <= 5000; ++k) {
        if (!count.try_lock()) continue;
        memory[0] = k;
        memory[1] = k;
        count.unlock();
    }
    first.join();
    second.join();
    CHECK(torn[0] + torn[1] == 0);
    CHECK(count.leases() == 0);
    CHECK(count.release_owner() == left::nothing);
}

#endif
