// What the system calls its errors.
#pragma once

#include <cstddef>
#include <cstring>
#include <lendbuf/base/config.hpp>

#if defined(_WIN32)
// Declared as <windows.h> does, which would bring its macros into every program.
extern "C" __declspec(dllimport) unsigned long __stdcall FormatMessageA(unsigned long flags, const void* source,
                                                                        unsigned long code, unsigned long language,
                                                                        char* out, unsigned long size,
                                                                        char** arguments);
#endif

namespace lendbuf::inline LENDBUF_ABI::detail {

/// Marks a `system_failure` (its `symbol`) whose number is one of Windows, not an errno.
inline constexpr char windows_error = 'W';

#if defined(_WIN32)
/// Writes what Windows says of its error `code` to `out`, in English where it can; empty where it knows nothing.
inline void write_windows_text(unsigned long code, char* out, unsigned long size) noexcept {
    constexpr unsigned long of_system_in_one_line = 0x1000 | 0x200 | 0xff; // nothing inserted, spaces for line ends
    constexpr unsigned long english = 0x409;
    unsigned long length = ::FormatMessageA(of_system_in_one_line, nullptr, code, english, out, size, nullptr);
    if (length == 0) length = ::FormatMessageA(of_system_in_one_line, nullptr, code, 0, out, size, nullptr);
    while (length > 0 && (out[length - 1] == ' ' || out[length - 1] == '.')) --length;
    out[length] = '\0';
}
#endif

} // namespace lendbuf::inline LENDBUF_ABI::detail
