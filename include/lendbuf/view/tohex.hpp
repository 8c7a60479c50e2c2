// Bytes as hexadecimal text on the heap (hosted).
#pragma once

#include <cstddef>
#include <lendbuf/view/hex.hpp>
#include <string>

namespace lendbuf::inline LENDBUF_ABI {

/// Gives the bytes of the items, in C order, as hexadecimal digits, grouped as by `hex_into`.
///
/// Throws: std::bad_alloc; value_error (`shape_overflow`), for more than any memory holds.
/// Complexity: linear.
/// Python: memoryview.hex
template <exporter X>
[[nodiscard]] std::string copy_to_hex(X&& x, hex_separator sep = none, std::ptrdiff_t bytes_per_sep = 1) {
    std::string text(static_cast<std::size_t>(lendbuf::try_hex_size(x, sep, bytes_per_sep).value()), '\0');
    (void)lendbuf::hex_into(x, region_of(text.data(), text.size()), sep, bytes_per_sep);
    return text;
}

} // namespace lendbuf::inline LENDBUF_ABI
