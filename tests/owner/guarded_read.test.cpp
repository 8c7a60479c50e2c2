#if !defined(_WIN32) // the header is for POSIX: a fault in a mapping is no signal there

#    include "owner/temporary_file.hpp"
#    include "support/catch.hpp"

#    include <cerrno>
#    include <csignal>
#    include <cstdint>
#    include <filesystem>
#    include <lendbuf/owner/guarded_read.hpp>
#    include <numeric>
#    include <stdexcept>
#    include <string>
#    include <sys/wait.h>
#    include <unistd.h>

namespace lb = lendbuf;
using lb::errc;
using lb::mapped_file;
using test_support::temporary_file;

namespace {

constexpr std::size_t size = 64 * 4096;

std::uint64_t sum(const mapped_file<>& file) {
    return std::accumulate(file.begin(), file.end(), std::uint64_t{0});
}

void truncate(const temporary_file& file, std::size_t to) {
    std::filesystem::resize_file(file.path(), to);
}

} // namespace

TEST_CASE("a whole file is read as without a guard") {
    const temporary_file file(std::string(size, 'a'));
    const mapped_file mapped(file.path());
    std::uint64_t total = 0;
    CHECK(lb::try_guarded(mapped, [&] { total = sum(mapped); }).has_value());
    CHECK(total == size * 'a');
}

TEST_CASE("a truncated file is an error with the place, and the process lives, gh-84897 and gh-148650") {
    const temporary_file file(std::string(size, 'a'));
    const mapped_file mapped(file.path());
    truncate(file, 4096);
    CHECK_FALSE(mapped.revalidate());
    std::uint64_t total = 0;
    const auto read = lb::try_guarded(mapped, [&] { total = sum(mapped); });
    CHECK((read.error().code == errc::system_failure && read.error().system_code() == EFAULT));
    CHECK(read.error().offset == 4096);
    CHECK(total == 4096 * 'a'); // zeros behind
    CHECK_THROWS_LB_AS(lb::os_error, lb::guarded(mapped, [&] { (void)sum(mapped); }));
    truncate(file, size); // what comes back is seen: the mapping is the file's again
    CHECK(mapped.revalidate());
    CHECK(lb::try_guarded(mapped, [&] { total = sum(mapped); }).has_value());
    CHECK(total == 4096 * 'a');
}

TEST_CASE("an offset within a page counts from the mapping") {
    const temporary_file file(std::string(size, 'a'));
    const mapped_file mapped(file.path(), 100);
    truncate(file, 8192);
    CHECK(lb::try_guarded(mapped, [&] { (void)sum(mapped); }).error().offset == 8192 - 100);
}

#    if LENDBUF_TEST_HAS_EXCEPTIONS
TEST_CASE("an exception of the reader passes, and the mapping is the file's again") {
    const temporary_file file(std::string(size, 'a'));
    const mapped_file mapped(file.path());
    truncate(file, 4096);
    CHECK_THROWS_AS(lb::guarded(mapped,
                                [&] {
                                    (void)sum(mapped);
                                    throw std::runtime_error("enough");
                                }),
                    std::runtime_error);
    truncate(file, size);
    CHECK(lb::try_guarded(mapped, [&] { (void)sum(mapped); }).has_value());
}
#    endif

TEST_CASE("guards nest, each with its own file") {
    const temporary_file first(std::string(size, 'a'));
    const temporary_file second(std::string(size, 'b'));
    const mapped_file a(first.path());
    const mapped_file b(second.path());
    truncate(first, 0);
    bool inner_failed = true;
    const auto outer = lb::try_guarded(a, [&] {
        inner_failed = !lb::try_guarded(b, [&] {
                            (void)sum(a); // the outer guard's business
                            (void)sum(b);
                        }).has_value();
    });
    CHECK_FALSE(inner_failed);
    CHECK(outer.error().offset == 0);
}

TEST_CASE("a fault outside every guard is what it was") {
    const temporary_file file(std::string(size, 'a'));
    const mapped_file mapped(file.path());
    CHECK(lb::try_guarded(mapped, [] {}).has_value()); // the handler is there
    const pid_t child = ::fork();
    if (child == 0) {
        std::signal(SIGALRM, SIG_DFL);
        ::alarm(10);
        truncate(file, 0);
        [[maybe_unused]] const volatile auto total = sum(mapped); // so that the reads stay
        ::_exit(0);
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    // The default action, or a sanitizer's report; not a silent success.
    CHECK((WIFSIGNALED(status) ? WTERMSIG(status) == SIGBUS : WEXITSTATUS(status) != 0));
}

TEST_CASE("a thousand truncations by another process during reads") {
    const temporary_file file(std::string(size, 'a'));
    const pid_t child = ::fork();
    if (child == 0) {
        for (;;) {
            truncate(file, 4096);
            truncate(file, size);
        }
    }
    const mapped_file mapped = [&] { // the other process may be between its two truncations
        for (;;)
            if (auto opened = mapped_file<>::try_open(file.path(), 0, size)) return *std::move(opened);
    }();
    int faults = 0;
    int rounds = 0;
    for (; faults < 1000 && rounds < 2'000'000; ++rounds) {
        const auto read = lb::try_guarded(mapped, [&] { (void)sum(mapped); });
        if (read) continue;
        ++faults;
        if (read.error().system_code() != EFAULT || read.error().offset < 4096) break;
    }
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    INFO(rounds);
    CHECK(faults == 1000);
}

#endif
