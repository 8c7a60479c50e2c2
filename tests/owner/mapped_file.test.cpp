#include "owner/temporary_file.hpp"
#include "support/catch.hpp"

#include <array>
#include <atomic>
#include <cerrno>
#include <cstdint>
#include <fcntl.h>
#include <filesystem>
#include <lendbuf/element/endian.hpp>
#include <lendbuf/owner/mapped_file.hpp>
#include <lendbuf/view/buffer_view.hpp>
#include <limits>
#include <memory>
#include <string>
#include <sys/wait.h>
#include <thread>
#include <type_traits>
#include <unistd.h>
#include <utility>
#include <vector>

namespace lb = lendbuf;
using lb::access;
using lb::errc;
using lb::mapped_file;
using test_support::contains;
using test_support::temporary_file;

namespace {

using writable_file = mapped_file<access::write>;
using private_file = mapped_file<access::copy>;

template <class File>
std::string text_of(const File& file) {
    return {file.data(), file.data() + file.size()};
}

// Longer than a page of any machine, each place recognisable.
std::string long_content() {
    std::string content;
    for (int k = 0; content.size() < 200000; ++k) content += std::to_string(k) + ' ';
    return content;
}

} // namespace

TEST_CASE("a file is mapped for reading") {
    const temporary_file file("hello");
    const mapped_file mapped(file.path());
    STATIC_CHECK(std::is_same_v<decltype(mapped), const mapped_file<access::read>>);
    CHECK((text_of(mapped) == "hello" && mapped.size() == 5 && !mapped.closed()));
    CHECK((mapped[0] == 'h' && mapped[-1] == 'o'));
    CHECK_THROWS_LB_AS(lb::index_error, mapped[5]);
    CHECK(text_of(mapped_file(file.path().c_str())) == "hello");
    CHECK(text_of(mapped_file(file.path().string())) == "hello");
    STATIC_CHECK(decltype(lb::buffer_view(mapped))::readonly());
    mapped_file<> changeable(file.path());
    STATIC_CHECK(decltype(lb::buffer_view(changeable))::readonly());
    const writable_file constant(file.path());
    STATIC_CHECK(decltype(lb::buffer_view(constant))::readonly());
    STATIC_CHECK_FALSE(lb::viewable<mapped_file<>> || std::is_copy_constructible_v<mapped_file<>>);
}

TEST_CASE("any offset will do, aligned to pages or not") {
    const std::string content = long_content();
    const temporary_file file(content);
    const auto page = static_cast<std::int64_t>(::sysconf(_SC_PAGESIZE));
    for (const std::int64_t offset :
         {std::int64_t{0}, std::int64_t{1}, page - 1, page, page + 1, 2 * page, 2 * page + 7, std::int64_t{199999}}) {
        const auto at = static_cast<std::size_t>(offset);
        CHECK(text_of(mapped_file(file.path(), offset)) == content.substr(at));
        CHECK(text_of(mapped_file(file.path(), offset, 1)) == content.substr(at, 1));
        private_file changed(file.path(), offset, 1);
        changed[0] = '#';
        CHECK(text_of(changed) == "#");
    }
    const auto end = static_cast<std::int64_t>(content.size());
    CHECK(text_of(mapped_file(file.path(), 3, 5000)) == content.substr(3, 5000));
    CHECK(mapped_file(file.path(), end).size() == 0);
    CHECK(mapped_file(file.path(), 10, 0).size() == 0);
    CHECK(file.content() == content);
}

TEST_CASE("shared writes reach the file and whoever maps it") {
    const temporary_file file("hello world");
    writable_file first(file.path());
    writable_file second(file.path(), 6);
    first[6] = 'W';
    CHECK(second[0] == 'W');
    const lb::buffer_view view(second);
    view[1] = 'O';
    CHECK((first[7] == 'O' && text_of(mapped_file(file.path())) == "hello WOrld"));
    CHECK(file.content() == "hello WOrld");
    second.flush();
    first.close();
    CHECK(file.content() == "hello WOrld");
    CHECK_THROWS_LB_AS(lb::value_error, first.flush());
}

TEST_CASE("private writes leave the file and other mappings alone") {
    const temporary_file file("hello");
    private_file changed(file.path());
    const private_file other(file.path());
    changed[0] = 'J';
    CHECK((text_of(changed) == "Jello" && text_of(other) == "hello" && file.content() == "hello"));
    changed.close();
    CHECK(file.content() == "hello");
}

TEST_CASE("a private mapping needs no right to write the file") {
    const temporary_file file("hello");
    const int fd = ::open(file.path().c_str(), O_RDONLY);
    REQUIRE(fd >= 0);
    auto changed = private_file::try_map(fd, 1).value();
    CHECK(writable_file::try_map(fd).error().system_code() == EACCES);
    CHECK(::close(fd) == 0); // the mapping does not need it
    changed[0] = 'u';
    CHECK(text_of(changed) == "ullo");
}

TEST_CASE("anonymous memory is zeroed and belongs to no file") {
    auto memory = private_file::anonymous(10000);
    CHECK((memory.size() == 10000 && memory[0] == 0 && memory[-1] == 0));
    memory[9999] = 1;
    CHECK(lb::buffer_view(memory).cast<lb::be<std::uint32_t>>()[-1] == 1u);
    CHECK((private_file::anonymous(0).size() == 0 && !private_file::anonymous(0).closed()));
    CHECK_THROWS_LB(lb::value_error, "mmap: size -1 is negative", writable_file::anonymous(-1));
    if constexpr (sizeof(void*) == 8) // elsewhere there may be as much
        CHECK_THROWS_LB_AS(lb::os_error, private_file::anonymous(std::numeric_limits<std::ptrdiff_t>::max()));
}

TEST_CASE("a fork sees shared anonymous memory, and a copy of private one") {
    auto shared = writable_file::anonymous(1);
    auto copied = private_file::anonymous(1);
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        shared[0] = 7;
        copied[0] = 7;
        ::_exit(0);
    }
    int status = -1;
    REQUIRE(::waitpid(child, &status, 0) == child);
    CHECK((status == 0 && shared[0] == 7 && copied[0] == 0));
}

TEST_CASE("an empty file is an empty buffer") {
    const temporary_file file;
    mapped_file<> mapped(file.path());
    CHECK((mapped.size() == 0 && !mapped.closed()));
    const lb::buffer_view view(mapped);
    CHECK((view.empty() && mapped.leases() == 1 && view.cast<double>().empty()));
    CHECK_THROWS_LB_AS(lb::buffer_error, mapped.close());
    CHECK_THROWS_LB_AS(lb::index_error, mapped[0]);
    writable_file(file.path()).flush();
}

TEST_CASE("a missing file is an error of the system, with its number and text") {
    const auto missing = std::filesystem::temp_directory_path() / "lendbuf_test_missing" / "file";
    CHECK_THROWS_LB(lb::os_error, "open failed: No such file or directory (error 2)", mapped_file(missing));
    const auto error = mapped_file<>::try_open(missing).error();
    CHECK((error.code == errc::system_failure && error.system_code() == ENOENT));
    try {
        const mapped_file never(missing);
        FAIL("did not throw");
    } catch (const lb::os_error& e) {
        CHECK(e.system_code() == ENOENT);
    }
}

TEST_CASE("directories and closed descriptors cannot be mapped") {
    const auto directory = std::filesystem::temp_directory_path();
    CHECK(mapped_file<>::try_open(directory).error().system_code() == EISDIR);
    CHECK(writable_file::try_open(directory).error().system_code() == EISDIR);
    CHECK(private_file::try_open(directory).error().system_code() == EISDIR);
    CHECK(mapped_file<>::try_map(-1).error().system_code() == EBADF);
    CHECK(mapped_file<>::try_open("").error().system_code() == ENOENT);
}

TEST_CASE("ranges beyond the file are refused") {
    const temporary_file file("hello");
    const auto refusal = [&](std::int64_t offset, std::ptrdiff_t length) {
        return mapped_file<>::try_open(file.path(), offset, length).error().code;
    };
    constexpr auto most = std::numeric_limits<std::ptrdiff_t>::max();
    constexpr auto furthest = std::numeric_limits<std::int64_t>::max();
    CHECK((refusal(0, 6) == errc::bad_map_range && refusal(1, 5) == errc::bad_map_range));
    CHECK((refusal(6, mapped_file<>::whole) == errc::bad_map_range && refusal(6, 0) == errc::bad_map_range));
    CHECK((refusal(0, most) == errc::bad_map_range && refusal(furthest, 1) == errc::bad_map_range));
    CHECK((refusal(furthest, most) == errc::bad_map_range && refusal(-1, 1) == errc::bad_map_range));
    CHECK((refusal(std::numeric_limits<std::int64_t>::min(), mapped_file<>::whole) == errc::bad_map_range));
    CHECK((refusal(0, -2) == errc::negative_size && refusal(5, 0) == errc::success));
    CHECK_THROWS_LB(lb::value_error, "cannot map 6 bytes at offset 0: the file has 5 bytes",
                    mapped_file(file.path(), 0, 6));
}

TEST_CASE("a leased mapping refuses to close, numpy 9537 and gh-115635") {
    const temporary_file file("hello");
    mapped_file<> mapped(file.path());
    {
        const lb::buffer_view view(mapped);
        const auto part = view[lb::slice(1, 3)];
        CHECK_THROWS_LB(lb::buffer_error, "cannot close exported pointers exist (mmap, 2 leases)", mapped.close());
        CHECK((!mapped.closed() && text_of(mapped) == "hello" && part[0] == 'e'));
        mapped_file<> other(file.path(), 1);
        CHECK_THROWS_LB_AS(lb::buffer_error, mapped = std::move(other));
        CHECK((text_of(mapped) == "hello" && text_of(other) == "ello"));
    }
    mapped.close();
    CHECK(mapped.closed());
    CHECK_NOTHROW(mapped.close());
}

TEST_CASE("a closed mapping says so") {
    mapped_file<> closed;
    CHECK((closed.closed() && closed.leases() == 0));
    CHECK_THROWS_LB(lb::value_error, "mmap closed or invalid", closed.size());
    CHECK_THROWS_LB_AS(lb::value_error, closed.data());
    CHECK_THROWS_LB_AS(lb::value_error, closed[0]);
    CHECK_THROWS_LB_AS(lb::value_error, closed.lend());
    CHECK_THROWS_LB_AS(lb::value_error, lb::buffer_view(closed));
    CHECK_THROWS_LB_AS(lb::value_error, lb::buffer_view<const std::uint8_t>(closed));
}

TEST_CASE("a mapping that is destroyed while leased stays for its leases") {
    const temporary_file file("hello");
    auto mapped = std::make_unique<writable_file>(file.path(), 1);
    const lb::buffer_view view(*mapped);
    mapped.reset();
    CHECK((view.size() == 4 && view[0] == 'e'));
    view[0] = 'E';
    CHECK(file.content() == "hEllo");
}

TEST_CASE("moving a mapping takes its leases along") {
    const temporary_file file("hello");
    mapped_file<> first(file.path());
    const lb::buffer_view view(first);
    mapped_file<> second = std::move(first);
    CHECK((first.closed() && second.leases() == 1 && second.data() == view.data()));
    CHECK_THROWS_LB_AS(lb::buffer_error, second.close());
    mapped_file<> third;
    third = std::move(second);
    CHECK((second.closed() && text_of(third) == "hello"));
    mapped_file<>& same = third;
    third = std::move(same);
    CHECK(text_of(third) == "hello");
}

TEST_CASE("a mapping outlives the name of its file") {
    auto file = std::make_unique<temporary_file>("hello");
    const mapped_file mapped(file->path());
    file.reset();
    CHECK(text_of(mapped) == "hello");
}

TEST_CASE("mappings leave no descriptors and no memory behind") {
    const temporary_file file("hello");
    const int before = ::open("/dev/null", O_RDONLY);
    CHECK(::close(before) == 0);
    for (int k = 0; k < 3000; ++k) {
        const mapped_file mapped(file.path());
        (void)mapped_file<>::try_open(file.path(), 0, 6).has_value();
    }
    const int after = ::open("/dev/null", O_RDONLY);
    CHECK(after == before);
    CHECK(::close(after) == 0);
}

TEST_CASE("threads drop views while the owner wants to close, gh-149816") {
    const temporary_file file(std::string(5000, 'x'));
    mapped_file<> mapped(file.path());
    std::atomic<int> wrong = 0;
    std::atomic<int> started = 0;
    std::vector<std::thread> threads;
    for (int n = 0; n < 4; ++n)
        threads.emplace_back([&, view = lb::buffer_view(mapped)]() mutable {
            ++started;
            for (int k = 0; k < 1000; ++k) {
                const auto part = view[lb::slice(k, k + 10)];
                if (part[9] != 'x') ++wrong;
            }
            view = {};
        });
    while (started < 4) std::this_thread::yield();
    while (!mapped.closed()) {
        try {
            mapped.close();
        } catch (const lb::buffer_error&) {}
    }
    for (auto& thread : threads) thread.join();
    CHECK(wrong == 0);
}
