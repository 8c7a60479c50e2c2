#include <lendbuf/protocol/observer.hpp>
#include <string>
#include <type_traits>
#include <utility>

#include "support/failure.hpp"

namespace lb = lendbuf;
using lb::errc;
using lb::export_lock;
using lb::lease;
using lb::observed;
using lb::observer;

namespace {

// Memory that tells when it is freed, and when its block is.
struct watched_block : lb::observable_block {
    int memories_freed = 0;
    int blocks_freed = 0;

    constexpr watched_block() noexcept {
        owner_name = "owner";
        release = [](lb::lease_block* block) noexcept {
            auto* const whole = static_cast<watched_block*>(block);
            ++whole->memories_freed;
            whole->end_memory();
        };
        free_block = [](lb::observable_block* block) noexcept { ++static_cast<watched_block*>(block)->blocks_freed; };
    }
    constexpr void end_owner() {
        if (count.release_owner() == lb::use_count::left::nothing) release(this);
    }
    constexpr observer watch() {
        const lease here = lease::take(this);
        return observer(*this);
    }
    constexpr void change() {
        const export_lock lock(this, errc::resize_while_leased);
        memory_changed();
    }
};

constexpr bool tells_at_compile_time() {
    watched_block block;
    observer seen = block.watch();
    if (seen.state() != observed::unchanged || !seen.try_lock()) return false;
    block.change();
    if (seen.state() != observed::changed || seen.try_lock()) return false;
    seen = block.watch();
    block.end_owner();
    if (seen.state() != observed::gone || block.memories_freed != 1 || block.blocks_freed != 0) return false;
    seen = observer();
    return block.blocks_freed == 1;
}

// A type that lends what a block guards.
struct shelf {
    watched_block* block;
    int items[3];
};

struct plain_shelf {
    lb::lease_block* block;
    int items[3];
};

} // namespace

template <>
struct lendbuf::exporter_traits<shelf> {
    static auto describe(shelf& s) { return lb::region_of(s.items, 3); }
    static lease lend(shelf& s) { return lease::take(s.block); }
    static observer observe(shelf& s) { return s.block->watch(); }
};
template <>
struct lendbuf::exporter_traits<plain_shelf> {
    static auto describe(plain_shelf& s) { return lb::region_of(s.items, 3); }
    static lease lend(plain_shelf& s) { return lease::take(s.block); }
};

TEST_CASE("observers tell in constant expressions") {
    CHECK_BOTH(tells_at_compile_time());
}

TEST_CASE("an observer of nothing says gone") {
    constexpr observer nothing;
    CHECK_BOTH(nothing.state() == observed::gone && nothing.expired());
    CHECK(nothing.try_lock().error().code == errc::observed_gone);
    CHECK_THROWS_LB_WITH(lb::buffer_error, test_support::contains("observed memory"), nothing.lock());
}

TEST_CASE("an observer is two words, and copies without failing") {
    STATIC_CHECK(sizeof(observer) == 2 * sizeof(void*));
    STATIC_CHECK(std::is_nothrow_copy_constructible_v<observer> && std::is_nothrow_move_constructible_v<observer>);
    STATIC_CHECK(std::is_nothrow_copy_assignable_v<observer> && std::is_nothrow_move_assignable_v<observer>);
}

TEST_CASE("an observer holds no lease, and the lock it takes is one") {
    watched_block block;
    const observer seen = block.watch();
    CHECK(block.count.leases() == 0);
    {
        const lease held = seen.lock();
        CHECK((held.block() == &block && block.count.leases() == 1));
        CHECK(FAILURE_OF(block.change()).code == errc::resize_while_leased);
    }
    CHECK((block.count.leases() == 0 && seen.state() == observed::unchanged));
}

TEST_CASE("a change is told to the observers that there are, not to those that come") {
    watched_block block;
    const observer before = block.watch();
    block.change();
    const observer after = block.watch();
    CHECK((before.state() == observed::changed && after.state() == observed::unchanged));
    CHECK((!before.expired() && before.try_lock().error().code == errc::observed_changed && after.try_lock()));
    CHECK(block.count.leases() == 0); // a refusal leaves no lease behind
    block.change();
    CHECK((before.state() == observed::changed && after.state() == observed::changed));
}

TEST_CASE("nothing is leased while the owner changes its memory") {
    watched_block block;
    const observer seen = block.watch();
    const export_lock lock(&block, errc::resize_while_leased);
    const auto refused = seen.try_lock();
    CHECK((refused.error().code == errc::being_changed && std::string(refused.error().subject) == "owner"));
    CHECK(seen.state() == observed::unchanged); // not yet
    CHECK_THROWS_LB(lb::buffer_error, "owner is being changed by another thread", seen.lock());
}

TEST_CASE("the memory goes with the last lease, the block with the last observer") {
    watched_block block;
    observer first = block.watch();
    observer second = first;
    lease held = first.lock();
    block.end_owner();
    CHECK((block.memories_freed == 0 && first.state() == observed::unchanged));
    held = first.lock(); // the owner has gone, the memory is there
    held = {};
    CHECK((block.memories_freed == 1 && block.blocks_freed == 0));
    CHECK((first.expired() && second.state() == observed::gone && !second.try_lock()));
    first = {};
    CHECK(block.blocks_freed == 0);
    second = {};
    CHECK((block.blocks_freed == 1 && block.memories_freed == 1));
}

TEST_CASE("without observers the block goes with the memory") {
    watched_block never;
    never.end_owner();
    CHECK((never.memories_freed == 1 && never.blocks_freed == 1));
    watched_block once;
    { const observer seen = once.watch(); }
    CHECK(once.blocks_freed == 0);
    once.end_owner();
    CHECK(once.blocks_freed == 1);
}

TEST_CASE("observers are copied, moved and assigned") {
    watched_block one, two;
    {
        observer first = one.watch();
        const observer other = two.watch();
        observer moved = std::move(first);
        CHECK((first.state() == observed::gone && moved.state() == observed::unchanged)); // NOLINT: what a move leaves
        moved = other;
        one.change();
        CHECK(moved.state() == observed::unchanged);
        two.change();
        CHECK(moved.state() == observed::changed);
        const observer& alias = moved;
        moved = alias;
        moved = std::move(const_cast<observer&>(alias));
        CHECK(moved.state() == observed::changed);
    }
    one.end_owner();
    two.end_owner();
    CHECK((one.blocks_freed == 1 && two.blocks_freed == 1));
}

TEST_CASE("exporters that say how can be observed") {
    watched_block block;
    shelf owner{&block, {1, 2, 3}};
    const observer seen = lb::observe(owner);
    CHECK(seen.state() == observed::unchanged);
    block.change();
    CHECK(seen.state() == observed::changed);
    STATIC_CHECK(lb::observable_exporter<shelf&>);
    STATIC_CHECK_FALSE(lb::observable_exporter<plain_shelf&>);
    STATIC_CHECK_FALSE(lb::observable_exporter<int(&)[3]>);
}
