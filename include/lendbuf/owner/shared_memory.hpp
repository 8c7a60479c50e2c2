// Memory that several processes see: named, or handed on as a file descriptor or handle.
#pragma once

#include <cstddef>
#include <lendbuf/owner/mapped_file.hpp>
#include <lendbuf/owner/shared_file.hpp>
#include <utility>

namespace lendbuf::inline LENDBUF_ABI {

/// Makes and finds shared memory; what it gives is a `mapped_file`, with its leases and its rules.
///
/// Names are those of shm_open: "/name", without another slash. A name lives until `unlink`, also without processes. On
/// Windows it stands for a file in the user's folder for temporary ones, which stays in memory while there is enough.
/// Python: multiprocessing.shared_memory.SharedMemory
struct shared_memory {
    using writable = mapped_file<access::write>;

    /// Makes `size` zero bytes under a name that is not taken yet.
    ///
    /// Errors: `system_failure` with EEXIST (Windows: ERROR_FILE_EXISTS), when the name is taken; `negative_size`.
    template <detail::path_like Name>
    [[nodiscard]] static result<writable> try_create(const Name& name, std::ptrdiff_t size) {
        if (size < 0) return error_info{.code = errc::negative_size, .offset = size, .subject = "shared memory"};
        const auto file = detail::shared_file::create(detail::path_text(name));
        if (!file) return file.error();
        auto made = sized(*file, size);
        if (!made) (void)detail::shared_file::unlink(detail::path_text(name)); // nobody else has seen it
        return made;
    }
    /// Makes `size` zero bytes under a name. Throws: os_error; value_error.
    template <detail::path_like Name>
    [[nodiscard]] static writable create(const Name& name, std::ptrdiff_t size) {
        return try_create(name, size).value();
    }

    /// Maps what another process has made under a name: all of it.
    ///
    /// Errors: `system_failure` with ENOENT (Windows: ERROR_FILE_NOT_FOUND), when there is none.
    template <access Access = access::write, detail::path_like Name>
    [[nodiscard]] static result<mapped_file<Access>> try_attach(const Name& name) {
        const auto file = detail::shared_file::attach(detail::path_text(name), Access);
        if (!file) return file.error();
        return mapped_file<Access>::try_map(file->get());
    }
    /// Maps what another process has made under a name. Throws: os_error.
    template <access Access = access::write, detail::path_like Name>
    [[nodiscard]] static mapped_file<Access> attach(const Name& name) {
        return try_attach<Access>(name).value();
    }

    /// Takes a name away; the memory lives on with those who map it. Returns false when there was none.
    ///
    /// Throws: os_error; on Windows also while someone maps the memory.
    template <detail::path_like Name>
    static bool unlink(const Name& name) {
        return detail::shared_file::unlink(detail::path_text(name)).value();
    }

#if defined(_WIN32) || defined(MFD_CLOEXEC)
    /// Makes `size` zero bytes without a name: for children of a fork, and for whoever gets the `native_handle()`.
    ///
    /// Errors: `system_failure`; `negative_size`.
    [[nodiscard]] static result<writable> try_anonymous(std::ptrdiff_t size) {
        if (size < 0) return error_info{.code = errc::negative_size, .offset = size, .subject = "shared memory"};
        const auto file = detail::shared_file::anonymous();
        if (!file) return file.error();
        return sized(*file, size);
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
