#include <lendbuf/protocol/lease.hpp>
#include <type_traits>
#include <utility>

#include "support/failure.hpp"

namespace lb = lendbuf;
using lb::errc;
using lb::export_lock;
using lb::lease;
using lb::lease_block;

namespace {

// Memory that tells when it is freed.
struct owned_block : lease_block {
    static inline int freed = 0;
    owned_block() {
        freed = 0;
        owner_name = "owner";
        release = [](lease_block*) noexcept { ++freed; };
    }
    bool end_owner() { return count.release_owner() == lb::use_count::left::nothing; }
};

// A lease that holds a bare block, in a constant expression.
constexpr bool counts_at_compile_time() {
    lease_block block;
    {
        const lease first = lease::take(&block);
        const lease second = first; // NOLINT: the copy is what is tested
        if (block.count.leases() != 2 || second.block() != &block) return false;
    }
    return block.count.leases() == 0 && block.count.try_lock();
}

} // namespace

TEST_CASE("an empty lease holds nothing") {
    constexpr lease empty;
    CHECK_BOTH(!empty && empty.block() == nullptr);
    CHECK(!lease::take(nullptr));
    const lease copy = empty; // NOLINT: the copy is what is tested
    CHECK(!copy);
}

TEST_CASE("a lease is one pointer and copies without failing") {
    STATIC_CHECK(sizeof(lease) == sizeof(void*));
    STATIC_CHECK(std::is_nothrow_copy_constructible_v<lease> && std::is_nothrow_move_constructible_v<lease>);
    STATIC_CHECK(std::is_nothrow_copy_assignable_v<lease> && std::is_nothrow_move_assignable_v<lease>);
}

TEST_CASE("leases count in constant expressions") {
    CHECK_BOTH(counts_at_compile_time());
}

TEST_CASE("copies count up, moves do not, ends count down") {
    owned_block block;
    {
        lease first = lease::take(&block);
        CHECK(static_cast<bool>(first));
        CHECK(first.block() == &block);
        CHECK(block.count.leases() == 1);
        lease copy = first;
        CHECK(block.count.leases() == 2);
        const lease moved = std::move(copy);
        CHECK(block.count.leases() == 2);
        CHECK(!copy); // NOLINT: a lease that was moved from is empty
        first = moved;
        CHECK(block.count.leases() == 2);
        first = lease();
        CHECK(block.count.leases() == 1);
    }
    CHECK(block.count.leases() == 0);
    CHECK(owned_block::freed == 0);
}

TEST_CASE("assignment from itself keeps the lease") {
    owned_block block;
    lease held = lease::take(&block);
    const lease& alias = held;
    held = alias;
    CHECK(block.count.leases() == 1);
    CHECK(held.block() == &block);
    held = std::move(const_cast<lease&>(alias));
    CHECK(block.count.leases() == 1);
}

namespace {
template <class Lease>
struct holder {
    Lease held;
    void drop() { held = {}; }
};
} // namespace

TEST_CASE("an empty brace ends a lease inside a template, too") {
    owned_block block;
    holder<lease> h{lease::take(&block)};
    CHECK(block.count.leases() == 1);
    h.drop();
    CHECK(block.count.leases() == 0);
}

TEST_CASE("assignment ends the lease that was held before") {
    owned_block one, two;
    lease held = lease::take(&one);
    held = lease::take(&two);
    CHECK(one.count.leases() == 0);
    CHECK(two.count.leases() == 1);
}

TEST_CASE("memory outlives its owner until the last lease ends") {
    owned_block block;
    lease first = lease::take(&block);
    lease second = first;
    CHECK_FALSE(block.end_owner());
    first = {};
    CHECK(owned_block::freed == 0);
    second = {};
    CHECK(owned_block::freed == 1);
}

TEST_CASE("leases that end before the owner free nothing") {
    owned_block block;
    { const lease held = lease::take(&block); }
    CHECK(owned_block::freed == 0);
    CHECK(block.end_owner());
    CHECK(owned_block::freed == 0); // whoever ends the owner frees
}

TEST_CASE("a block that has nothing to free may be left by its last lease") {
    lease_block block;
    lease held = lease::take(&block);
    CHECK(block.count.release_owner() == lb::use_count::left::in_use);
    held = {};
    CHECK(block.count.leases() == 0);
}

TEST_CASE("a lock is refused while leases exist, with owner and number") {
    owned_block block;
    const lease first = lease::take(&block);
    const lease second = first; // NOLINT: the copy is what is tested
    const auto failure = FAILURE_OF(export_lock(&block, errc::resize_while_leased));
    CHECK(failure.code == errc::resize_while_leased);
    CHECK(failure.have == 2);
    CHECK(std::string(failure.subject) == "owner");
    CHECK(test_support::message_of(failure) == "Existing exports of data: object cannot be re-sized (owner, 2 leases)");
    CHECK_THROWS_LB(lb::buffer_error, "cannot close exported pointers exist (owner, 2 leases)",
                    export_lock(&block, errc::close_while_leased));
    CHECK(block.count.leases() == 2); // nothing changed
}

TEST_CASE("a refused lock leaves the block as it was") {
    owned_block block;
    {
        const lease held = lease::take(&block);
        CHECK(FAILURE_OF(export_lock(&block, errc::resize_while_leased)).code == errc::resize_while_leased);
        const lease more = lease::take(&block);
        CHECK(block.count.leases() == 2);
    }
    const export_lock now_possible(&block, errc::resize_while_leased);
    CHECK_FALSE(block.count.acquire());
}

TEST_CASE("no lease is given while the owner changes its memory") {
    owned_block block;
    {
        const export_lock lock(&block, errc::resize_while_leased);
        const auto failure = FAILURE_OF(lease::take(&block));
        CHECK(failure.code == errc::being_changed);
        CHECK(std::string(failure.subject) == "owner");
        CHECK(test_support::message_of(failure) == "owner is being changed by another thread");
        CHECK_THROWS_LB_AS(lb::buffer_error, lease::take(&block));
    }
    CHECK(static_cast<bool>(lease::take(&block)));
}

TEST_CASE("the lock opens at the end of its scope, again and again") {
    owned_block block;
    for (int k = 0; k < 3; ++k) {
        const export_lock lock(&block, errc::resize_while_leased);
        CHECK_FALSE(block.count.acquire());
    }
    CHECK(static_cast<bool>(lease::take(&block)));
}

TEST_CASE("no block needs no lock") {
    const export_lock lock(nullptr, errc::resize_while_leased);
    SUCCEED("nothing to lock");
}

TEST_CASE("a lock follows its block to another address") {
    owned_block first, second;
    {
        export_lock lock(&first, errc::resize_while_leased);
        CHECK(second.count.try_lock()); // as a move of the locked count would leave it
        lock.moved_to(&second);
    }
    CHECK_FALSE(first.count.acquire());
    CHECK(second.count.acquire());
}

TEST_CASE("a lock can be neither copied nor assigned") {
    STATIC_CHECK_FALSE(std::is_copy_constructible_v<export_lock>);
    STATIC_CHECK_FALSE(std::is_copy_assignable_v<export_lock>);
}
