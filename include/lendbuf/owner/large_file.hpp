// The system's calls that take offsets in files, with offsets of 64 bits also where `off_t` has 32.
#pragma once

#include <cstddef>
#include <cstdint>
#include <fcntl.h>
#include <lendbuf/base/config.hpp>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace lendbuf::inline LENDBUF_ABI::detail::large {

// glibc has both kinds of calls side by side; which of them the plain names mean is up to the program.
#if defined(__GLIBC__) && defined(__USE_LARGEFILE64)
#    define LENDBUF_LARGE(name) name##64
using offset = off64_t;
#else
#    define LENDBUF_LARGE(name) name
using offset = off_t;
#endif
using file_status = struct LENDBUF_LARGE(stat);

inline int open(const char* path, int flags, mode_t mode = 0) noexcept {
    return ::LENDBUF_LARGE(open)(path, flags, mode);
}
inline int status(int fd, file_status& to) noexcept {
    return ::LENDBUF_LARGE(fstat)(fd, &to);
}
inline int truncate(int fd, offset size) noexcept {
    return ::LENDBUF_LARGE(ftruncate)(fd, size);
}
inline int allocate(int fd, offset size) noexcept {
    return ::LENDBUF_LARGE(posix_fallocate)(fd, 0, size);
}
inline void* map(void* at, std::size_t size, int protection, int flags, int fd, offset from) noexcept {
    return ::LENDBUF_LARGE(mmap)(at, size, protection, flags, fd, from);
}
#undef LENDBUF_LARGE

} // namespace lendbuf::inline LENDBUF_ABI::detail::large
