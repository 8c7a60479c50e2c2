// Files and mappings as POSIX has them: thin owners of what the system gives, with its errors kept.
#pragma once

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <fcntl.h>
#include <lendbuf/base/checked.hpp>
#include <lendbuf/base/number_limits.hpp>
#include <lendbuf/base/result.hpp>
#include <lendbuf/owner/access.hpp>
#include <lendbuf/owner/large_file.hpp>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace lendbuf::inline LENDBUF_ABI::detail {

[[nodiscard]] inline error_info system_error(const char* call, int code = errno) noexcept {
    return {.code = errc::system_failure, .have = static_cast<std::uint64_t>(code), .subject = call};
}

[[nodiscard]] inline error_info too_large(const char* call) noexcept {
    return system_error(call, EFBIG);
}

/// Names an open file to the system.
using native_file = int;

/// Owns a file descriptor.
class system_file {
public:
    system_file() noexcept = default;
    explicit system_file(int fd) noexcept : fd_(fd) {}
    system_file(system_file&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    system_file& operator=(system_file&& other) noexcept {
        std::swap(fd_, other.fd_);
        return *this;
    }
    ~system_file() {
        if (fd_ >= 0) ::close(fd_);
    }

    [[nodiscard]] static result<system_file> open(const char* path, access mode) {
        int fd = -1;
        do fd = large::open(path, (mode == access::write ? O_RDWR : O_RDONLY) | O_CLOEXEC);
        while (fd < 0 && errno == EINTR);
        if (fd < 0) return system_error("open");
        return system_file(fd);
    }
    [[nodiscard]] static result<system_file> create(const char* path, std::int64_t size) {
        int fd = -1;
        do fd = large::open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
        while (fd < 0 && errno == EINTR);
        if (fd < 0) return system_error("open");
        system_file file(fd);
        if (const auto sized = file.resize(size, false); !sized) return sized.error();
        return file;
    }
    [[nodiscard]] static result<system_file> duplicate(int fd) {
        const int copy = ::fcntl(fd, F_DUPFD_CLOEXEC, 0);
        if (copy < 0) return system_error("fcntl");
        return system_file(copy);
    }

    [[nodiscard]] bool is_open() const noexcept { return fd_ >= 0; }
    [[nodiscard]] int get() const noexcept { return fd_; }

    /// Tells how long the file is; 0 for devices, which have no length.
    [[nodiscard]] result<std::int64_t> size() const {
        large::file_status status{};
        if (large::status(fd_, status) != 0) return system_error("fstat");
        if (S_ISDIR(status.st_mode)) return system_error("mmap", EISDIR);
        return static_cast<std::int64_t>(status.st_size);
    }
    [[nodiscard]] bool is_regular() const noexcept {
        large::file_status status{};
        return large::status(fd_, status) == 0 && S_ISREG(status.st_mode);
    }

    /// Sets the length of the file. With `allocated` the disk's blocks are taken now, so that writing to a mapping
    /// cannot fail for want of space.
    [[nodiscard]] result<void> resize(std::int64_t size, bool allocated) const {
        if (static_cast<large::offset>(size) != size) return system_error("ftruncate", EFBIG);
        if (allocated && size > 0) {
            const int code = large::allocate(fd_, static_cast<large::offset>(size));
            if (code != 0 && code != EINVAL && code != EOPNOTSUPP) return system_error("posix_fallocate", code);
        }
        int status = 0;
        do status = large::truncate(fd_, static_cast<large::offset>(size));
        while (status != 0 && errno == EINTR);
        if (status != 0) return system_error("ftruncate");
        return {};
    }

private:
    int fd_ = -1;
};

/// Owns mapped pages and knows where in them the bytes asked for start.
class system_mapping {
public:
    system_mapping() noexcept = default;
    system_mapping(system_mapping&& other) noexcept
        : pages_(std::exchange(other.pages_, nullptr)),
          mapped_(std::exchange(other.mapped_, 0)),
          before_(std::exchange(other.before_, 0)) {}
    system_mapping& operator=(system_mapping&& other) noexcept {
        std::swap(pages_, other.pages_);
        std::swap(mapped_, other.mapped_);
        std::swap(before_, other.before_);
        return *this;
    }
    ~system_mapping() {
        if (pages_ != nullptr) ::munmap(pages_, mapped_);
    }

    /// Maps `length` bytes from `offset` of `file`, or fresh memory where `file` is not open. Nothing for no bytes.
    [[nodiscard]] static result<system_mapping> map(const system_file& file, std::int64_t offset, std::ptrdiff_t length,
                                                    access mode) {
        system_mapping made;
        if (length == 0) return made;
        const auto page = static_cast<std::int64_t>(::sysconf(_SC_PAGESIZE));
        made.before_ = static_cast<std::size_t>(offset % page);
        std::ptrdiff_t mapped = length;
        // The system's offsets may be of 32 bits.
        if (!checked_add(mapped, static_cast<std::ptrdiff_t>(made.before_)) ||
            static_cast<large::offset>(offset) != offset)
            return system_error("mmap", EFBIG);
        const int sharing = (mode == access::write ? MAP_SHARED : MAP_PRIVATE) | (file.is_open() ? 0 : MAP_ANONYMOUS);
        void* const pages = large::map(nullptr, static_cast<std::size_t>(mapped),
                                       mode == access::read ? PROT_READ : PROT_READ | PROT_WRITE, sharing, file.get(),
                                       static_cast<large::offset>(offset - static_cast<std::int64_t>(made.before_)));
        if (pages == MAP_FAILED) return system_error("mmap");
        made.pages_ = pages;
        made.mapped_ = static_cast<std::size_t>(mapped);
        return made;
    }

    /// Points to the first byte asked for; null, when there is none.
    [[nodiscard]] std::uint8_t* data() const noexcept {
        // Safety: the pages hold bytes as long as they are mapped; std::uint8_t may look at any of them.
        return pages_ == nullptr ? nullptr : static_cast<std::uint8_t*>(pages_) + before_;
    }

    /// Changes the number of bytes that are mapped, and the length of the file with it. Nothing has changed on failure.
    [[nodiscard]] result<void> resize(const system_file& file, std::int64_t offset, std::ptrdiff_t length, access mode,
                                      bool allocated) {
        if (!file.is_open()) return remap(file, offset, length, mode);
        const auto before = file.size();
        if (!before) return before.error();
        const std::int64_t end = offset + length;
        if (const auto sized = file.resize(end, allocated); !sized) return sized;
        const auto remapped = remap(file, offset, length, mode);
        if (!remapped && end > *before) (void)file.resize(*before, false); // the file goes back to what it was
        return remapped;
    }

    /// Waits until the file holds `length` bytes from `offset` on as they are in memory; `later` only begins that.
    [[nodiscard]] result<void> flush(std::ptrdiff_t offset, std::ptrdiff_t length, bool later) const {
        return on_pages(offset, length, "msync", [later](void* first, std::size_t size) {
            return ::msync(first, size, later ? MS_ASYNC : MS_SYNC);
        });
    }

    [[nodiscard]] result<void> advise(std::ptrdiff_t offset, std::ptrdiff_t length, advice use) const {
        const int code = advice_code(use);
        if (code < 0) return {};
        return on_pages(offset, length, "madvise",
                        [code](void* first, std::size_t size) { return ::madvise(first, size, code); });
    }

    [[nodiscard]] result<void> lock(std::ptrdiff_t offset, std::ptrdiff_t length) const {
        return on_pages(offset, length, "mlock", [](void* first, std::size_t size) { return ::mlock(first, size); });
    }
    [[nodiscard]] result<void> unlock(std::ptrdiff_t offset, std::ptrdiff_t length) const {
        return on_pages(offset, length, "munlock",
                        [](void* first, std::size_t size) { return ::munlock(first, size); });
    }

    /// Brings all pages in, for reading or for writing.
    [[nodiscard]] result<void> populate(bool for_writing) const {
#if defined(MADV_POPULATE_READ)
        if (pages_ == nullptr) return {};
        if (::madvise(pages_, mapped_, for_writing ? MADV_POPULATE_WRITE : MADV_POPULATE_READ) == 0) return {};
        if (errno != EINVAL) return system_error("madvise");
#endif
        (void)for_writing; // an older system: ask kindly
        return advise(0, static_cast<std::ptrdiff_t>(mapped_ - before_), advice::will_need);
    }

private:
    [[nodiscard]] static int advice_code(advice use) noexcept {
        switch (use) {
        case advice::normal: return MADV_NORMAL;
        case advice::sequential: return MADV_SEQUENTIAL;
        case advice::random: return MADV_RANDOM;
        case advice::will_need: return MADV_WILLNEED;
        case advice::dont_need: // MADV_DONTNEED would throw private changes away
#if defined(MADV_COLD)
            return MADV_COLD;
#else
            return -1;
#endif
        case advice::huge_pages:
#if defined(MADV_HUGEPAGE)
            return MADV_HUGEPAGE;
#else
            return -1;
#endif
        }
        return -1;
    }

    // Changes the number of bytes that are mapped, at another address where it must be.
    [[nodiscard]] result<void> remap(const system_file& file, std::int64_t offset, std::ptrdiff_t length, access mode) {
#if defined(MREMAP_MAYMOVE)
        if (pages_ != nullptr && length > 0 && !(mode == access::write && !file.is_open())) {
            void* const pages = ::mremap(pages_, mapped_, static_cast<std::size_t>(length) + before_, MREMAP_MAYMOVE);
            if (pages != MAP_FAILED) {
                pages_ = pages;
                mapped_ = static_cast<std::size_t>(length) + before_;
                return {};
            }
            // EFAULT: parts of it were advised or locked each in its own way.
            if (errno != EFAULT) return system_error("mremap");
        }
#endif
        auto fresh = map(file, offset, length, mode);
        if (!fresh) return fresh.error();
        if (!file.is_open() && pages_ != nullptr && length > 0) {
            // Memory without a file is mapped nowhere else: its bytes move.
            const std::size_t had = mapped_ - before_;
            const auto wants = static_cast<std::size_t>(length);
            std::memcpy(fresh->data(), data(), had < wants ? had : wants);
        }
        *this = std::move(*fresh);
        return {};
    }

    // The system wants whole pages: those that hold the bytes.
    template <class Call>
    [[nodiscard]] result<void> on_pages(std::ptrdiff_t offset, std::ptrdiff_t length, const char* name,
                                        Call call) const {
        if (pages_ == nullptr || length == 0) return {};
        const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
        const std::size_t first = before_ + static_cast<std::size_t>(offset);
        const std::size_t start = first - first % page;
        const std::size_t size = first + static_cast<std::size_t>(length) - start;
        if (call(static_cast<void*>(static_cast<std::uint8_t*>(pages_) + start), size) != 0) return system_error(name);
        return {};
    }

    void* pages_ = nullptr;
    std::size_t mapped_ = 0; // bytes, from the first page on
    std::size_t before_ = 0; // bytes of the first page before those asked for
};

} // namespace lendbuf::inline LENDBUF_ABI::detail
