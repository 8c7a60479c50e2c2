// Mapped files: from opening to the first byte, and the sum of a large file that is in memory already.
#include "memory.hpp"
#include "peers.hpp"
#include <cstdio>
#include <fcntl.h>
#include <filesystem>
#include <string>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#if __has_include(<boost/interprocess/file_mapping.hpp>)
#    include <boost/interprocess/file_mapping.hpp>
#    include <boost/interprocess/mapped_region.hpp>
#    define LENDBUF_BENCH_BOOST_INTERPROCESS 1
#else
#    define LENDBUF_BENCH_BOOST_INTERPROCESS 0
#endif

namespace lb = lendbuf;

namespace {

using bench::time_number;

/// Is a file of LENDBUF_BENCH_FILE_MB megabytes, 1024 if not said otherwise, in the folder for temporary files.
class big_file {
public:
    big_file() {
        const char* const asked = std::getenv("LENDBUF_BENCH_FILE_MB");
        const long megabytes = asked == nullptr ? 1024 : std::atol(asked);
        const std::vector<std::uint64_t> block(1 << 17, 3);
        std::FILE* const file = std::fopen(path_.c_str(), "wb");
        for (long k = 0; file != nullptr && k < megabytes; ++k)
            size_ += 8 * std::fwrite(block.data(), 8, block.size(), file);
        if (file != nullptr) std::fclose(file);
    }
    big_file(const big_file&) = delete;
    big_file& operator=(const big_file&) = delete;
    ~big_file() { std::remove(path_.c_str()); }

    [[nodiscard]] static const big_file& get() {
        static const big_file file;
        return file;
    }
    [[nodiscard]] const std::string& path() const { return path_; }
    [[nodiscard]] std::uint64_t size() const { return size_; }
    [[nodiscard]] std::uint64_t sum() const { return size_ / 8 * 3; }

private:
    std::string path_ =
        (std::filesystem::temp_directory_path() / ("lendbuf_bench_" + std::to_string(::getpid()))).string();
    std::uint64_t size_ = 0;
};

// What is done with a mapped file.
std::uint64_t sum_of(const void* bytes, std::size_t size) {
    std::uint64_t sum = 0;
    for (std::size_t k = 0; k < size / 8; ++k) sum += static_cast<const std::uint64_t*>(bytes)[k];
    return sum;
}
std::uint64_t first_of(const void* bytes, std::size_t) {
    return *static_cast<const std::uint8_t*>(bytes);
}

// How it is mapped: each gives `look(bytes, size)`.
template <auto look, int flags = 0>
std::uint64_t by_hand(const std::string& path) {
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    struct stat facts {};
    ::fstat(fd, &facts);
    const auto size = static_cast<std::size_t>(facts.st_size);
    void* const pages = ::mmap(nullptr, size, PROT_READ, MAP_SHARED | flags, fd, 0);
    ::close(fd);
    const std::uint64_t result = look(pages, size);
    ::munmap(pages, size);
    return result;
}
template <auto look>
std::uint64_t by_lendbuf(const std::string& path) {
    const lb::mapped_file mapped(path);
    return look(mapped.data(), static_cast<std::size_t>(mapped.size()));
}
template <auto look>
std::uint64_t by_lendbuf_populated(const std::string& path) {
    const lb::mapped_file mapped(path);
    mapped.populate();
    return look(mapped.data(), static_cast<std::size_t>(mapped.size()));
}
#if LENDBUF_BENCH_BOOST_INTERPROCESS
template <auto look>
std::uint64_t by_boost(const std::string& path) {
    namespace ipc = boost::interprocess;
    const ipc::file_mapping file(path.c_str(), ipc::read_only);
    const ipc::mapped_region mapped(file, ipc::read_only);
    return look(mapped.get_address(), mapped.get_size());
}
#endif
template <auto look>
std::uint64_t by_read(const std::string& path) {
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    static std::vector<std::uint64_t> block(1 << 17);
    std::uint64_t result = 0;
    for (;;) {
        const ssize_t got = ::read(fd, block.data(), 8 * block.size());
        if (got <= 0) break;
        result += look(block.data(), static_cast<std::size_t>(got));
    }
    ::close(fd);
    return result;
}

template <std::uint64_t (*map)(const std::string&)>
void time_sum(benchmark::State& state) {
    const big_file& file = big_file::get();
    time_number(state, file.sum(), [&file] { return map(file.path()); });
}
template <std::uint64_t (*map)(const std::string&)>
void time_opening(benchmark::State& state) {
    const big_file& file = big_file::get();
    time_number(state, 3, [&file] { return map(file.path()); });
}

} // namespace

int main(int argc, char** argv) {
    using bench::add;
    add("sum of a mapped file/limit", time_sum<by_hand<sum_of>>);
    add("sum of a mapped file/ours", time_sum<by_lendbuf<sum_of>>);
    add("sum of a mapped file/peer:read(), 1 MiB at a time", time_sum<by_read<sum_of>>);
#if defined MAP_POPULATE
    add("sum of a mapped file, populated/limit", time_sum<by_hand<sum_of, MAP_POPULATE>>);
    add("sum of a mapped file, populated/ours", time_sum<by_lendbuf_populated<sum_of>>);
#endif
    add("open a file, first byte/limit", time_opening<by_hand<first_of>>);
    add("open a file, first byte/ours", time_opening<by_lendbuf<first_of>>);
#if LENDBUF_BENCH_BOOST_INTERPROCESS
    add("sum of a mapped file/peer:Boost.Interprocess", time_sum<by_boost<sum_of>>);
    add("open a file, first byte/peer:Boost.Interprocess", time_opening<by_boost<first_of>>);
#endif
    return bench::run(argc, argv);
}
