// What may be done with mapped memory, and how it will be used.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <lendbuf/base/config.hpp>

namespace lendbuf::inline LENDBUF_ABI {

/// Says what may be done with mapped memory.
///
/// Python: mmap.ACCESS_READ, ACCESS_WRITE, ACCESS_COPY
enum class access : unsigned char {
    read,  ///< read-only
    write, ///< writes reach the file and everybody who maps it
    copy,  ///< writes stay private to this mapping
};

/// Says how mapped memory will be used; systems without such an advice ignore it. Python: the MADV_ constants
enum class advice : unsigned char {
    normal,
    sequential, ///< front to back, once
    random,     ///< here and there: reading ahead would be waste
    will_need,  ///< soon: read it now
    dont_need,  ///< not soon: its pages may go
    huge_pages, ///< in large pages where the system has them
};

namespace detail {

#if defined(_WIN32)
template <class Path>
concept wide_path = std::convertible_to<Path, const wchar_t*>;
#else
template <class>
concept wide_path = false;
#endif

/// Accepts what names a file: a terminated string, wide ones on Windows, or something with `c_str()` such as std::string.
template <class Path>
concept path_like =
    std::convertible_to<Path, const char*> || wide_path<Path> || requires(const Path& path) { path.c_str(); };

template <path_like Path>
[[nodiscard]] auto path_text(const Path& path) noexcept {
    if constexpr (std::convertible_to<Path, const char*>)
        return static_cast<const char*>(path);
    else if constexpr (wide_path<Path>)
        return static_cast<const wchar_t*>(path);
    else
        return path.c_str(); // characters, or wide ones: std::filesystem's on Windows
}

} // namespace detail

} // namespace lendbuf::inline LENDBUF_ABI
