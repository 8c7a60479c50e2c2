#include "support/catch.hpp"

#include <cerrno>
#include <cstdint>
#include <lendbuf/owner/shared_memory.hpp>
#include <lendbuf/view/buffer_view.hpp>
#include <string>
#include <sys/wait.h>
#include <unistd.h>

namespace lb = lendbuf;
using lb::access;
using lb::errc;
using lb::shared_memory;

namespace {

/// Names memory of this test run, and takes the name away at the end.
class fresh_name {
public:
    fresh_name() : text_(std::string("/lendbuf-test-").append(std::to_string(::getpid()))) {}
    fresh_name(const fresh_name&) = delete;
    fresh_name& operator=(const fresh_name&) = delete;
    ~fresh_name() { ::shm_unlink(text_.c_str()); }
    [[nodiscard]] const std::string& text() const { return text_; }

private:
    std::string text_;
};

/// Tells whether the system has a place for named memory: bare containers may not.
bool has_names() {
    return ::access("/dev/shm", W_OK) == 0;
}

/// Runs `work` in another process and tells whether it returned true.
template <class Work>
bool in_another_process(Work work) {
    const pid_t child = ::fork();
    if (child == 0) ::_exit(work() ? 0 : 1);
    int status = -1;
    return ::waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

} // namespace

TEST_CASE("two processes see each other's writes through views") {
    if (!has_names()) SKIP("there is no /dev/shm for named memory");
    const fresh_name name;
    auto mine = shared_memory::create(name.text(), 4096);
    CHECK((mine.size() == 4096 && mine[4095] == 0));
    const lb::buffer_view view(mine);
    view[0] = 42;
    REQUIRE(in_another_process([&] {
        auto theirs = shared_memory::attach(name.text());
        const lb::buffer_view seen(theirs);
        const bool right = seen[0] == 42 && seen.size() == 4096;
        seen[4095] = 7;
        return right;
    }));
    CHECK(view[4095] == 7);
}

TEST_CASE("memory without a name is shared with children and through its handle") {
    auto mine = shared_memory::anonymous(100);
    REQUIRE(in_another_process([&] {
        mine[99] = 5;
        return true;
    }));
    CHECK(mine[99] == 5);
    auto again = lb::mapped_file<access::write>::try_map(mine.native_handle()).value();
    again[0] = 9;
    CHECK((mine[0] == 9 && again.data() != mine.data()));
}

TEST_CASE("a name is made once, found, and taken away") {
    if (!has_names()) SKIP("there is no /dev/shm for named memory");
    const fresh_name name;
    const auto missing = shared_memory::try_attach(name.text());
    CHECK((missing.error().code == errc::system_failure && missing.error().system_code() == ENOENT));
    auto first = shared_memory::create(name.text(), 10);
    const auto second = shared_memory::try_create(name.text(), 10);
    CHECK((second.error().code == errc::system_failure && second.error().system_code() == EEXIST));
    const auto reader = shared_memory::attach<access::read>(name.text());
    first[3] = 1;
    CHECK(reader[3] == 1);
    CHECK(shared_memory::unlink(name.text()));
    CHECK_FALSE(shared_memory::unlink(name.text()));
    first[4] = 2; // the memory lives on
    CHECK(reader[4] == 2);
}

TEST_CASE("sizes that cannot be are refused, and leave no name") {
    const fresh_name name;
    CHECK(shared_memory::try_create(name.text(), -1).error().code == errc::negative_size);
    CHECK(shared_memory::try_anonymous(-1).error().code == errc::negative_size);
    if (has_names()) CHECK_FALSE(shared_memory::unlink(name.text()));
}

TEST_CASE("leases hold shared memory open") {
    auto memory = shared_memory::anonymous(10);
    lb::buffer_view view(memory);
    CHECK_THROWS_LB_AS(lb::buffer_error, memory.close());
    view = {};
    CHECK_NOTHROW(memory.close());
}
