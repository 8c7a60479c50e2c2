// What a consumer asks of an exporter: the PyBUF_ flags, with CPython's values.
#pragma once

#include <lendbuf/base/config.hpp>

namespace lendbuf::inline LENDBUF_ABI {

/// Lists what a consumer of a buffer can cope with. Flags combine with `|`.
///
/// Python: the PyBUF_ constants of the C API, same values.
enum class request : int {
    simple = 0,
    writable = 0x0001,
    format = 0x0004,
    nd = 0x0008,
    strides = 0x0010 | nd,
    c_contiguous = 0x0020 | strides,
    f_contiguous = 0x0040 | strides,
    any_contiguous = 0x0080 | strides,
    indirect = 0x0100 | strides,

    contig = nd | writable,
    contig_ro = nd,
    strided = strides | writable,
    strided_ro = strides,
    records = strides | writable | format,
    records_ro = strides | format,
    full = indirect | writable | format,
    full_ro = indirect | format,

    // No requests: they belong to other functions of the C API, and asking for them is a mistake.
    read = 0x0100,
    write = 0x0200,
};

[[nodiscard]] constexpr request operator|(request a, request b) noexcept {
    return static_cast<request>(static_cast<int>(a) | static_cast<int>(b));
}

/// Tells whether `asked` contains all of `flag`, which may be composite.
[[nodiscard]] constexpr bool asks_for(request asked, request flag) noexcept {
    return (static_cast<int>(asked) & static_cast<int>(flag)) == static_cast<int>(flag);
}

} // namespace lendbuf::inline LENDBUF_ABI
