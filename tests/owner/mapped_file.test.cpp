#include "owner/temporary_file.hpp"
#include "support/catch.hpp"

#include <array>
#include <atomic>
#include <cerrno>
#include <cstdint>
#include <filesystem>
#include <lendbuf/element/endian.hpp>
#include <lendbuf/owner/mapped_file.hpp>
#include <lendbuf/view/buffer_view.hpp>
#include <limits>
#include <memory>
#include <string>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#if defined(_WIN32)
#    include <windows.h>
#else
#    include <fcntl.h>
#    include <sys/mman.h>
#    include <sys/wait.h>
#    include <unistd.h>
#endif

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

// What the tests must know of the system.
#if defined(_WIN32)
constexpr int no_such_directory = ERROR_PATH_NOT_FOUND;
constexpr int no_such_file = ERROR_PATH_NOT_FOUND; // for an empty name
constexpr int no_access = ERROR_ACCESS_DENIED;
constexpr int is_directory = ERROR_ACCESS_DENIED;
constexpr int bad_handle = ERROR_INVALID_HANDLE;
const lb::detail::native_file no_handle = INVALID_HANDLE_VALUE;

// The least offset at which the system itself would map.
std::int64_t granularity() {
    SYSTEM_INFO facts{};
    ::GetSystemInfo(&facts);
    return facts.dwAllocationGranularity;
}

lb::detail::native_file open_for_reading(const std::filesystem::path& path) {
    return ::CreateFileW(path.c_str(), GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE, nullptr, OPEN_EXISTING, 0,
                         nullptr);
}

bool closed(lb::detail::native_file handle) {
    return ::CloseHandle(handle) != 0;
}

unsigned long open_files() {
    unsigned long count = 0;
    return ::GetProcessHandleCount(::GetCurrentProcess(), &count) ? count : 0;
}
#else
constexpr int no_such_directory = ENOENT;
constexpr int no_such_file = ENOENT;
constexpr int no_access = EACCES;
constexpr int is_directory = EISDIR;
constexpr int bad_handle = EBADF;
constexpr lb::detail::native_file no_handle = -1;

std::int64_t granularity() {
    return ::sysconf(_SC_PAGESIZE);
}

lb::detail::native_file open_for_reading(const std::filesystem::path& path) {
    return ::open(path.c_str(), O_RDONLY);
}

bool closed(lb::detail::native_file fd) {
    return ::close(fd) == 0;
}

// The lowest number that is free.
int open_files() {
    const int fd = ::open("/dev/null", O_RDONLY);
    return closed(fd) ? fd : -1;
}
#endif

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
    const std::int64_t page = granularity();
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
    const auto fd = open_for_reading(file.path());
    REQUIRE(fd != no_handle);
    auto changed = private_file::try_map(fd, 1).value();
    CHECK(writable_file::try_map(fd).error().system_code() == no_access);
    CHECK(closed(fd)); // the mapping does not need it
    changed[0] = 'u';
    CHECK(text_of(changed) == "ullo");
}

TEST_CASE("anonymous memory is zeroed and belongs to no file") {
    auto memory = private_file::anonymous(10000);
    CHECK((memory.size() == 10000 && memory[0] == 0 && memory[-1] == 0));
    memory[9999] = 1;
    CHECK(lb::buffer_view(memory).cast<lb::be<std::uint32_t>>()[-1] == 1u);
    CHECK((private_file::anonymous(0).size() == 0 && !private_file::anonymous(0).closed()));
    CHECK(text_of(mapped_file<>::anonymous(3)) == std::string(3, '\0'));
    CHECK_THROWS_LB(lb::value_error, "mmap: size -1 is negative", writable_file::anonymous(-1));
    if constexpr (sizeof(void*) == 8) // elsewhere there may be as much
        CHECK_THROWS_LB_AS(lb::os_error, private_file::anonymous(std::numeric_limits<std::ptrdiff_t>::max()));
}

#if !defined(_WIN32)
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
#endif

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
#if defined(_WIN32)
    // The text depends on the system.
    CHECK_THROWS_LB_WITH(lb::os_error, contains("CreateFile failed: "), mapped_file(missing));
    CHECK_THROWS_LB_WITH(lb::os_error, contains(" (Windows error 3)"), mapped_file(missing));
    CHECK_THROWS_LB_WITH(lb::os_error, contains("ath not found") || contains("cannot find the path"),
                         mapped_file(missing));
#else
    CHECK_THROWS_LB(lb::os_error, "open failed: No such file or directory (error 2)", mapped_file(missing));
#endif
    const auto error = mapped_file<>::try_open(missing).error();
    CHECK((error.code == errc::system_failure && error.system_code() == no_such_directory));
    try {
        const mapped_file never(missing);
        FAIL("did not throw");
    } catch (const lb::os_error& e) {
        CHECK(e.system_code() == no_such_directory);
    }
}

TEST_CASE("directories and closed descriptors cannot be mapped") {
    const auto directory = std::filesystem::temp_directory_path();
    CHECK(mapped_file<>::try_open(directory).error().system_code() == is_directory);
    CHECK(writable_file::try_open(directory).error().system_code() == is_directory);
    CHECK(private_file::try_open(directory).error().system_code() == is_directory);
    CHECK(mapped_file<>::try_map(no_handle).error().system_code() == bad_handle);
    CHECK(mapped_file<>::try_open("").error().system_code() == no_such_file);
}

TEST_CASE("ranges beyond the file are refused, gh-119817") {
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

TEST_CASE("a leased mapping refuses to close, numpy 9537, pypy 3723 and gh-115635") {
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

TEST_CASE("a mapping that is destroyed while leased stays for its leases, numpy 9562") {
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
    const auto before = open_files();
    for (int k = 0; k < 3000; ++k) {
        const mapped_file mapped(file.path());
        (void)mapped_file<>::try_open(file.path(), 0, 6).has_value();
    }
    CHECK(open_files() == before);
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

TEST_CASE("names are UTF-8, or what the system's own paths hold") {
    const auto path = std::filesystem::temp_directory_path() / std::filesystem::path(u8"lendbuf_test_\u00e4\u20ac");
    writable_file::create(path, 3).flush();
    const auto utf8 = path.u8string();
    const std::string narrow(utf8.begin(), utf8.end());
    CHECK((mapped_file(narrow).size() == 3 && mapped_file(narrow.c_str()).size() == 3));
    CHECK(mapped_file(path).size() == 3);
#if defined(_WIN32)
    CHECK((mapped_file(path.wstring()).size() == 3 && mapped_file(path.wstring().c_str()).size() == 3));
    CHECK(mapped_file<>::try_open("\xff").error().system_code() == ERROR_NO_UNICODE_TRANSLATION);
#endif
    CHECK(std::filesystem::remove(path));
}

TEST_CASE("a file is created with zero bytes, in the place of another") {
    const temporary_file file("something longer");
    {
        auto made = writable_file::create(file.path(), 5);
        CHECK(text_of(made) == std::string(5, '\0'));
        made[4] = 'x';
    }
    CHECK(file.content() == std::string("\0\0\0\0x", 5));
    CHECK((writable_file::create(file.path(), 0).empty() && file.content().empty()));
    CHECK(writable_file::try_create(file.path(), -1).error().code == errc::negative_size);
    CHECK(writable_file::try_create(std::filesystem::temp_directory_path(), 1).error().system_code() == is_directory);
}

TEST_CASE("a mapping becomes longer and shorter, and its file with it") {
    const std::string content = long_content();
    const temporary_file file(content);
    const std::int64_t offset = GENERATE_COPY(std::int64_t{0}, std::int64_t{7}, granularity(), granularity() + 5);
    const auto at = static_cast<std::size_t>(offset);
    writable_file mapped(file.path(), offset);
    mapped.resize(300000); // more
    CHECK((mapped.size() == 300000 && mapped.file_size() == offset + 300000));
    CHECK((text_of(mapped).substr(0, 100000) == content.substr(at, 100000) && mapped[-1] == 0));
    mapped[-1] = 'z';
    mapped.flush();
    CHECK((file.content().size() == at + 300000 && file.content().back() == 'z'));
    mapped.resize(10); // less
    CHECK((text_of(mapped) == content.substr(at, 10) && file.content() == content.substr(0, at + 10)));
    mapped.resize(0); // nothing, and something again
    CHECK((mapped.empty() && !mapped.closed() && mapped.file_size() == offset));
    mapped.resize(3);
    CHECK(text_of(mapped) == std::string(3, '\0'));
    mapped.grow(100000);
    CHECK((mapped[99999] == 0 && mapped.file_size() == offset + 100000));
    mapped.grow(100000);
    CHECK_THROWS_LB_AS(lb::value_error, mapped.resize(-1));
}

TEST_CASE("anonymous memory keeps its bytes when it is resized, gh-110243, gh-138204 and gh-154258") {
    const auto check = [](auto memory) {
        memory[0] = 1;
        memory[9] = 9;
        memory.resize(200000);
        CHECK((memory.size() == 200000 && memory[0] == 1 && memory[9] == 9 && memory[10] == 0 && memory[-1] == 0));
        memory.resize(10);
        CHECK((memory.size() == 10 && memory[0] == 1 && memory[-1] == 9));
        memory.resize(0);
        CHECK(memory.empty());
        memory.resize(5);
        CHECK((memory[0] == 0 && memory.file_size() == 5 && memory.native_handle() == no_handle));
    };
    check(writable_file::anonymous(10));
    check(private_file::anonymous(10));
}

TEST_CASE("resizing a part of a file to its own length cuts the file behind it") {
    const temporary_file file("hello");
    writable_file mapped(file.path(), 0, 3);
    {
        const lb::buffer_view view(mapped);
        CHECK_THROWS_LB_AS(lb::buffer_error, mapped.resize(3));
    }
    mapped.resize(3);
    CHECK((file.content() == "hel" && text_of(mapped) == "hel"));
    const lb::buffer_view view(mapped);
    mapped.resize(3); // nothing changes
}

TEST_CASE("a mapping whose parts were advised differently is resized") {
    const std::string content = long_content();
    const temporary_file file(content);
    writable_file mapped(file.path());
    mapped.advise(lb::advice::random, 0, 1);
    mapped.resize(300000);
    CHECK((text_of(mapped).substr(0, content.size()) == content && mapped[-1] == 0));
    auto memory = private_file::anonymous(100000);
    memory[99999] = 7;
    memory.advise(lb::advice::random, 0, 1);
    memory.resize(200000);
    CHECK((memory[99999] == 7 && memory[-1] == 0));
}

TEST_CASE("a mapping that is refused another length stays as it is") {
    const temporary_file file("hello");
    writable_file mapped(file.path());
    {
        const lb::buffer_view view(mapped);
        CHECK_THROWS_LB_AS(lb::buffer_error, mapped.resize(10));
    }
    CHECK((text_of(mapped) == "hello" && mapped.file_size() == 5));
    CHECK_THROWS_LB_AS(lb::os_error, mapped.resize(std::numeric_limits<std::ptrdiff_t>::max()));
    CHECK((text_of(mapped) == "hello" && mapped.file_size() == 5));
    mapped[0] = 'J';
    CHECK(file.content() == "Jello");
    private_file copied(file.path());
    CHECK_THROWS_LB_AS(lb::type_error, copied.resize(3));
}

#if defined(_WIN32)
TEST_CASE("a file that somebody else maps does not become shorter, and nothing is lost") {
    const temporary_file file("hello");
    writable_file mapped(file.path());
    {
        const mapped_file other(file.path());
        CHECK_THROWS_LB_WITH(lb::os_error, contains(" (Windows error 1224)"), mapped.resize(2));
        CHECK((text_of(mapped) == "hello" && text_of(other) == "hello" && mapped.file_size() == 5));
        mapped.resize(7); // longer it may become
        CHECK((text_of(mapped) == std::string("hello\0\0", 7) && text_of(other) == "hello"));
    }
    mapped.resize(2);
    CHECK((text_of(mapped) == "he" && file.content() == "he"));
}
#else
TEST_CASE("a file that became shorter is noticed, gh-148650") {
    const temporary_file file("hello");
    const mapped_file mapped(file.path());
    CHECK(mapped.revalidate());
    CHECK(::truncate(file.path().c_str(), 4) == 0);
    CHECK_FALSE(mapped.revalidate());
}
#endif

TEST_CASE("ranges of a mapping are flushed, advised, populated and locked") {
    const std::string content = long_content();
    const temporary_file file(content);
    writable_file mapped(file.path(), 3);
    mapped[70000] = '#';
    mapped.flush();
    mapped.flush(70000, 1);
    mapped.flush(65533, 4099);
    mapped.flush(mapped.size(), 0);
    CHECK(file.content()[70003] == '#');
    for (const lb::advice use : {lb::advice::normal, lb::advice::sequential, lb::advice::random, lb::advice::will_need,
                                 lb::advice::dont_need}) {
        CHECK_NOTHROW(mapped.advise(use));
        CHECK_NOTHROW(mapped.advise(use, 70001, 5));
    }
    CHECK_NOTHROW(mapped.populate());
    CHECK_NOTHROW(private_file(file.path(), 1).populate());
    CHECK_NOTHROW(mapped_file(file.path(), 1).populate());
    CHECK_NOTHROW(mapped.lock_memory(5000, 10));
    CHECK_NOTHROW(mapped.unlock_memory(5000, 10));
    CHECK_NOTHROW(mapped.unlock_memory(5000, 10));
    CHECK_THROWS_LB_AS(lb::value_error, mapped.flush(1, mapped.size()));
    CHECK_THROWS_LB_AS(lb::value_error, mapped.advise(lb::advice::normal, -1));
    CHECK_THROWS_LB_AS(lb::value_error, mapped.lock_memory(0, mapped.size() + 1));
    CHECK(text_of(mapped) == content.substr(3, 70000) + '#' + content.substr(70004));
    CHECK_NOTHROW(writable_file::anonymous(100).flush());
}

TEST_CASE("the position moves with what is read and written") {
    const temporary_file file("one\ntwo\n\nend");
    writable_file mapped(file.path());
    const auto text = [](const auto& region) { return std::string(region.data, region.data + region.shape[0]); };
    CHECK((text(mapped.readline()) == "one\n" && text(mapped.read(2)) == "tw" && mapped.tell() == 6));
    CHECK((text(mapped.readline()) == "o\n" && text(mapped.readline()) == "\n" && text(mapped.readline()) == "end"));
    CHECK((text(mapped.readline()).empty() && text(mapped.read()).empty() && mapped.tell() == 12));
    CHECK_THROWS_LB_AS(lb::value_error, mapped.read_byte());
    CHECK((mapped.seek(-3, lb::whence::end) == 9 && mapped.read_byte() == 'e'));
    mapped.write_byte('N');
    CHECK_THROWS_LB_AS(lb::value_error, mapped.write(std::string("too long")));
    CHECK_THROWS_LB_AS(lb::value_error, mapped.seek(1, lb::whence::end));
    CHECK_THROWS_LB_AS(lb::value_error, mapped.write_byte(256));
    mapped.seek(0);
    CHECK((mapped.write(std::string("ONE")) == 3 && mapped.seek(0, lb::whence::current) == 3));
    mapped.move(4, 0, 3);
    CHECK(file.content() == "ONE\nONE\n\neNd");
}
