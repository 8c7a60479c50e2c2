// Memory that several processes see: named, or handed on as a file descriptor (POSIX).
#pragma once

#include <cstddef>
#include <fcntl.h>
#include <lendbuf/owner/mapped_file.hpp>
#include <sys/mman.h>
#include <sys/stat.h>
#include <utility>

namespace lendbuf::inline LENDBUF_ABI {

/// Makes and finds shared memory; what it gives is a `mapped_file`, with its leases and its rules.
///
/// Names are those of shm_open: "/name", without another slash. A name lives until `unlink`, also without processes.
/// Python: multiprocessing.shared_memory.SharedMemory
struct shared_memory {
    using writable = mapped_file<access::write>;

    /// Makes `size` zero bytes under a name that is not taken yet.
    ///
    /// Errors: `system_failure` with EEXIST, when the name is taken; `negative_size`.
    template <detail::path_like Name>
    [[nodiscard]] static result<writable> try_create(const Name& name, std::ptrdiff_t size) {
        if (size < 0) return error_info{.code = errc::negative_size, .offset = size, .subject = "shared memory"};
        detail::system_file file(::shm_open(detail::path_text(name), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
        if (!file.is_open()) return detail::system_error("shm_open");
        auto made = sized(file, size);
        if (!made) ::shm_unlink(detail::path_text(name)); // nobody else has seen it
        return made;
    }
    /// Makes `size` zero bytes under a name. Throws: os_error; value_error.
    template <detail::path_like Name>
    [[nodiscard]] static writable create(const Name& name, std::ptrdiff_t size) {
        return try_create(name, size).value();
    }

    /// Maps what another process has made under a name: all of it.
    ///
    /// Errors: `system_failure` with ENOENT, when there is none.
    template <access Access = access::write, detail::path_like Name>
    [[nodiscard]] static result<mapped_file<Access>> try_attach(const Name& name) {
        const detail::system_file file(
            ::shm_open(detail::path_text(name), (Access == access::write ? O_RDWR : O_RDONLY) | O_CLOEXEC, 0));
        if (!file.is_open()) return detail::system_error("shm_open");
        return mapped_file<Access>::try_map(file.get());
    }
    /// Maps what another process has made under a name. Throws: os_error.
    template <access Access = access::write, detail::path_like Name>
    [[nodiscard]] static mapped_file<Access> attach(const Name& name) {
        return try_attach<Access>(name).value();
    }

    /// Takes a name away; the memory lives on with those who map it. Returns false when there was none.
    ///
    /// Throws: os_error.
    template <detail::path_like Name>
    static bool unlink(const Name& name) {
        if (::shm_unlink(detail::path_text(name)) == 0) return true;
        if (errno != ENOENT) fail(detail::system_error("shm_unlink"));
        return false;
    }

#if defined(MFD_CLOEXEC)
    /// Makes `size` zero bytes without a name: for children of a fork, and for whoever gets the `native_handle()`.
    ///
    /// Errors: `system_failure`; `negative_size`.
    [[nodiscard]] static result<writable> try_anonymous(std::ptrdiff_t size) {
        if (size < 0) return error_info{.code = errc::negative_size, .offset = size, .subject = "shared memory"};
        detail::system_file file(::memfd_create("lendbuf", MFD_CLOEXEC));
        if (!file.is_open()) return detail::system_error("memfd_create");
        return sized(file, size);
    }
    /// Makes `size` zero bytes without a name. Throws: os_error; value_error.
    [[nodiscard]] static writable anonymous(std::ptrdiff_t size) { return try_anonymous(size).value(); }
#endif

private:
    static result<writable> sized(const detail::system_file& file, std::ptrdiff_t size) {
        if (const auto done = file.resize(size, false); !done) return done.error();
        return writable::try_map(file.get());
    }
};

} // namespace lendbuf::inline LENDBUF_ABI
