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

// glibc has both kinds of calls side by side; which of them `open` means is up to the program, not to this library.
#if defined(__GLIBC__) && defined(__USE_LARGEFILE64)
using offset = off64_t;
using file_status = struct stat64;
inline int open(const char* path, int flags, mode_t mode = 0) noexcept {
    return ::open64(path, flags, mode);
}
inline int status(int fd, file_status& to) noexcept {
    return ::fstat64(fd, &to);
}
inline int truncate(int fd, offset size) noexcept {
    return ::ftruncate64(fd, size);
}
inline int allocate(int fd, offset size) noexcept {
    return ::posix_fallocate64(fd, 0, size);
}
inline void* map(void* at, std::size_t size, int protection, int flags, int fd, offset from) noexcept {
    return ::mmap64(at, size, protection, flags, fd, from);
}
#else
using offset = off_t;
using file_status = struct stat;
inline int open(const char* path, int flags, mode_t mode = 0) noexcept {
    return ::open(path, flags, mode);
}
inline int status(int fd, file_status& to) noexcept {
    return ::fstat(fd, &to);
}
inline int truncate(int fd, offset size) noexcept {
    return ::ftruncate(fd, size);
}
inline int allocate(int fd, offset size) noexcept {
    return ::posix_fallocate(fd, 0, size);
}
inline void* map(void* at, std::size_t size, int protection, int flags, int fd, offset from) noexcept {
    return ::mmap(at, size, protection, flags, fd, from);
}
#endif

} // namespace lendbuf::inline LENDBUF_ABI::detail::large
