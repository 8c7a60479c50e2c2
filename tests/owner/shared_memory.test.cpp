#include "support/catch.hpp"

#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <lendbuf/owner/shared_memory.hpp>
#include <lendbuf/view/buffer_view.hpp>
#include <string>

#if defined(_WIN32)
#    include <process.h>
#else
#    include <sys/wait.h>
#    include <unistd.h>
#endif

namespace lb = lendbuf;
using lb::access;
using lb::errc;
using lb::shared_memory;

namespace {

#if defined(_WIN32)
constexpr int no_such_name = 2;   // ERROR_FILE_NOT_FOUND
constexpr int name_is_taken = 80; // ERROR_FILE_EXISTS
int process_number() {
    return ::_getpid();
}
#else
constexpr int no_such_name = ENOENT;
constexpr int name_is_taken = EEXIST;
int process_number() {
    return ::getpid();
}
#endif

/// Names memory of this test run, and takes the name away at the end.
class fresh_name {
public:
    fresh_name() : text_(std::string("/lendbuf-test-").append(std::to_string(process_number()))) {}
    fresh_name(const fresh_name&) = delete;
    fresh_name& operator=(const fresh_name&) = delete;
    ~fresh_name() { (void)lb::detail::shared_file::unlink(text_.c_str()); }
    [[nodiscard]] const std::string& text() const { return text_; }

private:
    std::string text_;
};

/// Tells whether the system has a place for named memory: bare containers may not.
bool has_names() {
#if defined(_WIN32)
    return true;
#else
    return ::access("/dev/shm", W_OK) == 0;
#endif
}

/// Is what the other process does: looks for a 42 in front and leaves a 7 at the end.
bool answer(const char* name) {
    auto theirs = shared_memory::attach(name);
    const lb::buffer_view seen(theirs);
    const bool right = seen[0] == 42 && seen.size() == 4096;
    seen[4095] = 7;
    return right;
}

#if defined(_WIN32)
/// Runs this program once more, with the test below that is hidden otherwise.
bool answers_in_another_process(const std::string& name) {
    char program[MAX_PATH + 1] = {};
    if (::GetModuleFileNameA(nullptr, program, MAX_PATH) == 0) return false;
    if (::_putenv_s("LENDBUF_TEST_NAME", name.c_str()) != 0) return false;
    return ::_spawnl(_P_WAIT, program, "test", "[another_process]", nullptr) == 0;
}
#else
/// Runs `work` in another process and tells whether it returned true.
template <class Work>
bool in_another_process(Work work) {
    const pid_t child = ::fork();
    if (child == 0) ::_exit(work() ? 0 : 1);
    int status = -1;
    return ::waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}
bool answers_in_another_process(const std::string& name) {
    return in_another_process([&] { return answer(name.c_str()); });
}
#endif

} // namespace

#if defined(_WIN32)
TEST_CASE("what the other process does", "[.another_process]") {
    const char* const name = std::getenv("LENDBUF_TEST_NAME");
    REQUIRE(name != nullptr);
    CHECK(answer(name));
}
#endif

TEST_CASE("two processes see each other's writes through views") {
    if (!has_names()) SKIP("there is no /dev/shm for named memory");
    const fresh_name name;
    auto mine = shared_memory::create(name.text(), 4096);
    CHECK((mine.size() == 4096 && mine[4095] == 0));
    const lb::buffer_view view(mine);
    view[0] = 42;
    REQUIRE(answers_in_another_process(name.text()));
    CHECK(view[4095] == 7);
}

TEST_CASE("memory without a name is shared with children and through its handle") {
    auto mine = shared_memory::anonymous(100);
#if defined(_WIN32) // has no fork
    mine[99] = 5;
#else
    REQUIRE(in_another_process([&] {
        mine[99] = 5;
        return true;
    }));
    CHECK(mine[99] == 5);
#endif
    auto again = lb::mapped_file<access::write>::try_map(mine.native_handle()).value();
    again[0] = 9;
    CHECK((mine[0] == 9 && again.data() != mine.data()));
}

TEST_CASE("a name is made once, found, and taken away") {
    if (!has_names()) SKIP("there is no /dev/shm for named memory");
    const fresh_name name;
    const auto missing = shared_memory::try_attach(name.text());
    CHECK((missing.error().code == errc::system_failure && missing.error().system_code() == no_such_name));
    auto first = shared_memory::create(name.text(), 10);
    const auto second = shared_memory::try_create(name.text(), 10);
    CHECK((second.error().code == errc::system_failure && second.error().system_code() == name_is_taken));
    const auto reader = shared_memory::attach<access::read>(name.text());
    first[3] = 1;
    CHECK(reader[3] == 1);
#if !defined(_WIN32) // a file that is mapped keeps its name there
    CHECK(shared_memory::unlink(name.text()));
    CHECK_FALSE(shared_memory::unlink(name.text()));
    first[4] = 2; // the memory lives on
    CHECK(reader[4] == 2);
#endif
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
