#include "support/catch.hpp"

#include <lendbuf/owner/static_memory.hpp>
#include <lendbuf/view/hold.hpp>
#include <type_traits>
#include <utility>

namespace lb = lendbuf;

TEST_CASE("a borrowed hold is nothing") {
    STATIC_CHECK(std::is_empty_v<lb::borrowed> && std::is_trivially_copyable_v<lb::borrowed>);
    lb::static_memory<int, 1> memory;
    const lb::borrowed nothing(memory.lend());
    CHECK((memory.leases() == 0 && !nothing.share()));
}

TEST_CASE("a leased hold keeps its lease, copies count") {
    lb::static_memory<int, 1> memory;
    lb::leased hold(memory.lend());
    const lb::leased copy = hold;
    CHECK((memory.leases() == 2 && copy.share().block() == hold.share().block()));
    const lb::leased moved = std::move(hold);
    CHECK((memory.leases() == 3 && moved.share() && hold.share())); // moving copies
    CHECK_FALSE(lb::leased().share());
    STATIC_CHECK(sizeof(lb::leased) == sizeof(void*) && std::is_nothrow_move_constructible_v<lb::leased>);
}

TEST_CASE("there are two ways of holding") {
    STATIC_CHECK(lb::hold_tag<lb::borrowed> && lb::hold_tag<lb::leased> && !lb::hold_tag<lb::lease>);
}
