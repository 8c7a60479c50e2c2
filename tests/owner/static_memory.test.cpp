#include "support/catch.hpp"
#include "support/failure.hpp"

#include <cstdint>
#include <lendbuf/owner/static_memory.hpp>
#include <lendbuf/view/buffer_view.hpp>
#include <memory>
#include <type_traits>
#if __has_include(<sys/wait.h>)
#    include <sys/wait.h>
#    include <unistd.h>
#endif

namespace lb = lendbuf;
using lb::static_memory;

namespace {

constexpr static_memory<int, 4> primes(2, 3, 5, 7);

constexpr int lends_while_compiled() {
    static_memory<int, 6> memory(1, 2, 3);
    const lb::buffer_view view(memory);
    const auto odd = view[lb::slice(lb::none, lb::none, 2)];
    odd[1] = 30;
    const auto copy = odd;
    return memory[2] + static_cast<int>(memory.leases()) + copy[0] + memory[-1];
}

} // namespace

TEST_CASE("static memory starts zeroed, but for the items that are named") {
    constexpr static_memory<std::uint8_t, 3> zeros;
    CHECK_BOTH(zeros[0] == 0 && zeros[-1] == 0 && zeros.size() == 3);
    CHECK_BOTH(primes[0] == 2 && primes[3] == 7 && primes[-4] == 2);
    constexpr static_memory<double, 3> some(0.5, 1);
    CHECK_BOTH(some[0] == 0.5 && some[1] == 1 && some[2] == 0);
    CHECK(FAILURE_OF(primes[4]).code == lb::errc::index_out_of_bounds);
    CHECK(FAILURE_OF(primes[-5]).code == lb::errc::index_out_of_bounds);
}

TEST_CASE("static memory lends in constant expressions") {
    CHECK_BOTH(lends_while_compiled() == 30 + 3 + 1);
}

TEST_CASE("constant static memory is viewed without leases") {
    constexpr lb::buffer_view view(primes);
    STATIC_CHECK(std::is_same_v<decltype(view), const lb::buffer_view<const int, 1, lb::contiguous>>);
    CHECK_BOTH(view[2] == 5 && primes.leases() == 0);
}

TEST_CASE("static memory counts its leases") {
    static_memory<int, 2> memory;
    {
        const lb::buffer_view first(memory);
        const lb::buffer_view second(memory);
        const lb::buffer_view<int> borrowed(memory);
        CHECK(memory.leases() == 2);
        first[0] = 7;
        CHECK((borrowed[0] == 7 && memory[0] == 7));
    }
    CHECK(memory.leases() == 0);
}

TEST_CASE("static memory stays where it is") {
    using memory = static_memory<int, 2>;
    STATIC_CHECK_FALSE(std::is_copy_constructible_v<memory> || std::is_move_constructible_v<memory> ||
                       std::is_copy_assignable_v<memory> || std::is_move_assignable_v<memory>);
    STATIC_CHECK_FALSE(std::is_constructible_v<memory, int, int, int> || std::is_convertible_v<int, memory>);
    STATIC_CHECK_FALSE(lb::viewable<memory>);
}

#if __has_include(<sys/wait.h>)
namespace {

// Runs `action` in a child process, where the failure handler ends the process with a status of its own.
template <class Action>
int status_of_child(const Action& action) {
    const pid_t child = ::fork();
    if (child < 0) return -1;
    if (child == 0) {
        lb::set_failure_handler([](const lb::error_info& info) {
            const bool expected = info.code == lb::errc::destroyed_while_leased && info.have == 2;
            ::_exit(expected ? 42 : 43);
        });
        action();
        ::_exit(0);
    }
    int status = 0;
    return ::waitpid(child, &status, 0) == child && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

} // namespace

TEST_CASE("static memory destroyed while leased calls the failure handler") {
    const auto destroy_leased = [] {
        auto memory = std::make_unique<static_memory<int, 2>>();
        const lb::buffer_view view(*memory);
        const auto copy = view;
        memory.reset();
    };
    CHECK(status_of_child(destroy_leased) == 42);
    const auto destroy_unleased = [] {
        auto memory = std::make_unique<static_memory<int, 2>>();
        (void)lb::buffer_view(*memory);
        memory.reset();
    };
    CHECK(status_of_child(destroy_unleased) == 0);
}
#endif
