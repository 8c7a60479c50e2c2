// Items read from and written to C's files, in blocks.
#pragma once

#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <lendbuf/owner/array_item.hpp>

namespace lendbuf::inline LENDBUF_ABI::detail {

/// Gives the items of a block of 64 KiB; a count that a stranger wrote costs no more memory than there is data.
template <class T>
inline constexpr std::ptrdiff_t block_items = sizeof(T) < 65536 ? static_cast<std::ptrdiff_t>(65536 / sizeof(T)) : 1;

/// Reads up to `count` items and gives how many there were.
template <class T>
[[nodiscard]] std::ptrdiff_t read_items(std::FILE* file, T* to, std::ptrdiff_t count) {
    errno = 0;
    return static_cast<std::ptrdiff_t>(
        std::fread(static_cast<void*>(to), sizeof(T), static_cast<std::size_t>(count), file));
}

/// Says why `left` of `count` items could not be read.
template <class T>
[[noreturn, gnu::cold]] void fail_to_read(std::FILE* file, std::ptrdiff_t count, std::ptrdiff_t left,
                                          const char* name) {
    if (std::ferror(file) != 0)
        fail({.code = errc::system_failure, .have = static_cast<std::uint64_t>(errno), .subject = "fread"});
    fail({.code = errc::end_of_file,
          .offset = (count - left) * static_cast<std::ptrdiff_t>(sizeof(T)),
          .need = static_cast<std::uint64_t>(left) * sizeof(T),
          .subject = name});
}

/// Writes items. Throws: os_error.
template <class T>
void write_items(std::FILE* file, const T* items, std::ptrdiff_t count) {
    errno = 0;
    if (count > 0 && std::fwrite(static_cast<const void*>(items), sizeof(T), static_cast<std::size_t>(count), file) !=
                         static_cast<std::size_t>(count))
        fail({.code = errc::system_failure, .have = static_cast<std::uint64_t>(errno), .subject = "fwrite"});
}

} // namespace lendbuf::inline LENDBUF_ABI::detail
