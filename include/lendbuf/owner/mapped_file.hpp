// A file, or anonymous memory, mapped into the address space (POSIX).
#pragma once

#include <cerrno>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <fcntl.h>
#include <lendbuf/base/checked.hpp>
#include <lendbuf/layout/layout.hpp>
#include <lendbuf/owner/standard.hpp>
#include <limits>
#include <new>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace lendbuf::inline LENDBUF_ABI {

/// Says what may be done with mapped memory.
///
/// Python: mmap.ACCESS_READ, ACCESS_WRITE, ACCESS_COPY
enum class access : unsigned char {
    read,  ///< read-only
    write, ///< writes reach the file and everybody who maps it
    copy,  ///< writes stay private to this mapping
};

namespace detail {

/// Closes a file descriptor at the end of the scope.
class file_handle {
public:
    explicit file_handle(int fd) noexcept : fd_(fd) {}
    file_handle(const file_handle&) = delete;
    file_handle& operator=(const file_handle&) = delete;
    ~file_handle() {
        if (fd_ >= 0) ::close(fd_);
    }
    [[nodiscard]] int get() const noexcept { return fd_; }

private:
    int fd_;
};

[[nodiscard]] inline error_info system_error(const char* call) noexcept {
    return {.code = errc::system_failure, .have = static_cast<std::uint64_t>(errno), .subject = call};
}

/// Accepts what names a file: a terminated string, or something with `c_str()` such as std::string.
template <class Path>
concept path_like = std::convertible_to<Path, const char*> || requires(const Path& path) {
    { path.c_str() } -> std::convertible_to<const char*>;
};

template <path_like Path>
[[nodiscard]] const char* path_text(const Path& path) noexcept {
    if constexpr (std::convertible_to<Path, const char*>)
        return path;
    else
        return path.c_str();
}

} // namespace detail

/// Owns a mapping and lends its bytes: read-only ones for `access::read`, writable ones otherwise.
///
/// `mapped_file file("data.bin");` maps a whole file for reading; `mapped_file<access::write>` changes it in place.
/// Any offset will do. An empty file is an empty buffer. While leased, `close` refuses; destroying is always allowed
/// and leaves the mapping to the last lease.
/// Safety: a file that another process truncates takes its pages along; touching them is then a SIGBUS.
/// Python: mmap.mmap; also empty files, and offsets that are no multiple of the page.
template <access Access = access::read>
class mapped_file {
public:
    using value_type = std::conditional_t<Access == access::read, const std::uint8_t, std::uint8_t>;

    /// Stands for "to the end of the file".
    static constexpr std::ptrdiff_t whole = -1;

    /// Makes a closed mapping.
    mapped_file() noexcept = default;

    /// Maps `length` bytes from `offset` of the file `path`.
    ///
    /// Throws: os_error with the system's code; value_error (`bad_map_range`), when the file is too short.
    template <detail::path_like Path>
    explicit mapped_file(const Path& path, std::int64_t offset = 0, std::ptrdiff_t length = whole)
        : mapped_file(try_open(path, offset, length).value()) {}

    /// Maps `length` bytes from `offset` of the file `path`, or says why not.
    ///
    /// Errors: `system_failure` with the call and the system's code; `negative_size`; `bad_map_range` with need and have.
    template <detail::path_like Path>
    [[nodiscard]] static result<mapped_file> try_open(const Path& path, std::int64_t offset = 0,
                                                      std::ptrdiff_t length = whole) {
        int fd = -1;
        do fd = ::open(detail::path_text(path), (Access == access::write ? O_RDWR : O_RDONLY) | O_CLOEXEC);
        while (fd < 0 && errno == EINTR);
        if (fd < 0) return detail::system_error("open");
        const detail::file_handle file(fd);
        return try_map(file.get(), offset, length);
    }

    /// Maps `length` bytes from `offset` of an open file, which may be closed afterwards.
    ///
    /// Errors: as `try_open`.
    [[nodiscard]] static result<mapped_file> try_map(int fd, std::int64_t offset = 0, std::ptrdiff_t length = whole) {
        struct stat status {};
        if (::fstat(fd, &status) != 0) return detail::system_error("fstat");
        if (S_ISDIR(status.st_mode)) return error_info{.code = errc::system_failure, .have = EISDIR, .subject = "mmap"};
        if (length < 0 && length != whole)
            return error_info{.code = errc::negative_size, .offset = length, .subject = "mmap"};
        const std::int64_t size = status.st_size;
        if (length == whole && offset >= 0 && offset <= size) {
            if (size - offset > std::numeric_limits<std::ptrdiff_t>::max())
                return error_info{.code = errc::system_failure, .have = EFBIG, .subject = "mmap"};
            length = static_cast<std::ptrdiff_t>(size - offset);
        }
        const bool is_file = S_ISREG(status.st_mode);
        if (offset < 0 || length < 0 || (is_file && (offset > size || length > size - offset)))
            return error_info{.code = errc::bad_map_range,
                              .offset = offset,
                              .need = length < 0 ? 0 : static_cast<std::uint64_t>(length),
                              .have = static_cast<std::uint64_t>(size)};
        return map(fd, offset, length, Access == access::write ? MAP_SHARED : MAP_PRIVATE);
    }

    /// Maps `length` zero bytes that belong to no file; children of a fork see each other's writes with
    /// `access::write`.
    ///
    /// Throws: value_error for a negative length; os_error.
    /// Python: mmap.mmap(-1, length)
    [[nodiscard]] static mapped_file anonymous(std::ptrdiff_t length)
        requires(Access != access::read)
    {
        if (length < 0) fail({.code = errc::negative_size, .offset = length, .subject = "mmap"});
        return map(-1, 0, length, MAP_ANONYMOUS | (Access == access::write ? MAP_SHARED : MAP_PRIVATE)).value();
    }

    mapped_file(mapped_file&& other) noexcept
        : mapping_(std::exchange(other.mapping_, nullptr)),
          data_(std::exchange(other.data_, nullptr)),
          size_(std::exchange(other.size_, 0)) {}

    /// Throws: buffer_error (`close_while_leased`), when this mapping is leased; the other one may be.
    mapped_file& operator=(mapped_file&& other) {
        if (this == &other) return *this;
        close();
        mapping_ = std::exchange(other.mapping_, nullptr);
        data_ = std::exchange(other.data_, nullptr);
        size_ = std::exchange(other.size_, 0);
        return *this;
    }

    ~mapped_file() { drop(); }

    /// Unmaps. Closing again does nothing.
    ///
    /// Throws: buffer_error (`close_while_leased`) while leased; the mapping stays open then.
    /// Python: mmap.close
    void close() {
        if (mapping_ == nullptr) return;
        { const export_lock lock(&mapping_->exports, errc::close_while_leased); }
        drop();
        mapping_ = nullptr;
        data_ = nullptr;
        size_ = 0;
    }

    [[nodiscard]] bool closed() const noexcept { return mapping_ == nullptr; }

    /// Gives the number of bytes. Throws: value_error (`closed`).
    [[nodiscard]] std::ptrdiff_t size() const {
        require_open();
        return size_;
    }

    /// Points to the first byte. Throws: value_error (`closed`).
    [[nodiscard]] value_type* data() {
        require_open();
        return data_;
    }
    [[nodiscard]] const std::uint8_t* data() const {
        require_open();
        return data_;
    }

    /// Gives a byte; negative counts from the end. Throws: index_error; value_error (`closed`).
    [[nodiscard]] value_type& operator[](std::ptrdiff_t index) { return data()[checked_index(index, size_, 0)]; }
    [[nodiscard]] const std::uint8_t& operator[](std::ptrdiff_t index) const {
        return data()[checked_index(index, size_, 0)];
    }

    /// Waits until the file holds what was written. Throws: os_error; value_error (`closed`).
    ///
    /// Python: mmap.flush
    void flush()
        requires(Access == access::write)
    {
        require_open();
        if (mapping_->length != 0 && ::msync(mapping_->address, mapping_->length, MS_SYNC) != 0)
            fail(detail::system_error("msync"));
    }

    /// Takes a lease. Throws: value_error (`closed`).
    [[nodiscard]] lease lend() const {
        require_open();
        return lease::take(&mapping_->exports);
    }

    /// Tells how many leases there are; a snapshot.
    [[nodiscard]] std::size_t leases() const noexcept {
        return mapping_ == nullptr ? 0 : mapping_->exports.count.leases();
    }

private:
    // Begins with the lease block, so that the block's release function finds the rest.
    struct mapping {
        lease_block exports;
        void* address = nullptr; // page-aligned; null for an empty mapping
        std::size_t length = 0;
    };

    static result<mapped_file> map(int fd, std::int64_t offset, std::ptrdiff_t length, int flags) {
        const auto page = static_cast<std::int64_t>(::sysconf(_SC_PAGESIZE));
        const std::int64_t before = offset % page;
        std::ptrdiff_t mapped = length;
        // The system's offsets may be of 32 bits.
        if (!checked_add(mapped, static_cast<std::ptrdiff_t>(before)) || static_cast<off_t>(offset) != offset)
            return error_info{.code = errc::system_failure, .have = EFBIG, .subject = "mmap"};
        void* address = nullptr;
        if (length > 0) {
            const int protection = Access == access::read ? PROT_READ : PROT_READ | PROT_WRITE;
            address = ::mmap(nullptr, static_cast<std::size_t>(mapped), protection, flags, fd,
                             static_cast<off_t>(offset - before));
            if (address == MAP_FAILED) return detail::system_error("mmap");
        }
        auto* const block = new (std::nothrow) mapping;
        if (block == nullptr) {
            if (address != nullptr) ::munmap(address, static_cast<std::size_t>(mapped));
            return error_info{.code = errc::out_of_memory, .need = sizeof(mapping)};
        }
        block->exports.owner_name = "mmap";
        block->exports.release = &unmap;
        block->address = address;
        block->length = address == nullptr ? 0 : static_cast<std::size_t>(mapped);
        mapped_file file;
        file.mapping_ = block;
        // Safety: the mapping holds bytes for as long as the block lives; std::uint8_t may look at any of them.
        if (address != nullptr) file.data_ = static_cast<std::uint8_t*>(address) + before;
        file.size_ = length;
        return file;
    }

    static void unmap(lease_block* exports) noexcept {
        // Safety: `exports` is the first member of a mapping, which is standard-layout.
        auto* const block = static_cast<mapping*>(static_cast<void*>(exports));
        if (block->address != nullptr) ::munmap(block->address, block->length);
        delete block;
    }

    void drop() noexcept {
        if (mapping_ != nullptr && mapping_->exports.count.release_owner() == use_count::left::nothing)
            unmap(&mapping_->exports);
    }

    void require_open() const {
        if (mapping_ == nullptr) [[unlikely]]
            fail({.code = errc::closed, .subject = "mmap"});
    }

    mapping* mapping_ = nullptr;
    std::uint8_t* data_ = nullptr;
    std::ptrdiff_t size_ = 0;
};

template <detail::path_like Path>
mapped_file(const Path&) -> mapped_file<access::read>;

} // namespace lendbuf::inline LENDBUF_ABI
