// What a file format is to this program, and the few words that all of them share for taking a file apart.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <fmt/format.h>
#include <lendbuf/lendbuf.hpp>
#include <limits>
#include <stdexcept>
#include <string>
#include <string_view>

namespace inspect {

namespace lb = lendbuf;

class report;

/// Sees a file, or a part of it, in place. Borrowed: the mapping outlives everything that is done here.
using bytes = lb::buffer_view<const std::uint8_t, 1, lb::contiguous>;

/// Says that a file contradicts itself. That it ends too early is what lendbuf finds out, and says as lb::error.
class damaged : public std::runtime_error {
public:
    template <class... A>
    explicit damaged(fmt::format_string<A...> text, A&&... values)
        : runtime_error(fmt::format(text, std::forward<A>(values)...)) {}
};

/// Knows one file format. To add one, write a file that defines such a constant, declare it below, and list it in
/// formats.cpp.
struct file_format {
    std::string_view name;
    bool (*recognises)(bytes file); ///< By its magic; the file may be of any length.
    void (*print)(bytes file, report& out);
};

extern const file_format bmp, elf, gif, gzip, npy, pcap, png, riff, zip;

/// Prints whatever the file holds. Returns what is wrong with it, or nothing.
[[nodiscard]] std::string print_file(bytes file, report& out);

/// Makes an index of an offset that was read from a file. What is too large for one becomes the largest, which is
/// outside every buffer; a plain conversion would make it negative, which is Python's "from the end".
[[nodiscard]] constexpr std::ptrdiff_t index_of(std::uint64_t offset) noexcept {
    constexpr auto most = std::numeric_limits<std::ptrdiff_t>::max();
    return offset < static_cast<std::uint64_t>(most) ? static_cast<std::ptrdiff_t>(offset) : most;
}

/// Gives the number of bytes in a file as formats count them: unsigned.
[[nodiscard]] constexpr std::uint64_t size_of(bytes file) noexcept {
    return static_cast<std::uint64_t>(file.size());
}

/// Takes all of the `size` bytes at `offset`. A slice alone would be shorter where the file is, as in Python.
[[nodiscard]] constexpr bytes part(bytes file, std::uint64_t offset, std::uint64_t size) {
    const std::uint64_t have = size_of(file);
    if (offset > have || size > have - offset)
        lb::fail({.code = lb::errc::unpack_from_needs, .offset = index_of(offset), .need = size, .have = have});
    return file[lb::slice(offset, offset + size)];
}

/// Sees the file up to the end of the `size` bytes at `offset`: what is read from them keeps its offset in the file.
[[nodiscard]] constexpr bytes up_to(bytes file, std::uint64_t offset, std::uint64_t size) {
    (void)part(file, offset, size);
    return file[lb::slice(offset + size)];
}

/// Sees bytes as text.
[[nodiscard]] inline std::string_view text(bytes data) {
    const auto characters = data.cast<char>();
    return {characters.begin(), characters.end()};
}

/// Sees the text at `offset` up to its terminator, which is not part of it and must be there.
[[nodiscard]] inline std::string_view terminated_text(bytes file, std::uint64_t offset) {
    const std::string_view rest = text(part(file, offset, size_of(file) - std::min(offset, size_of(file))));
    const std::size_t length = rest.find('\0');
    if (length == rest.npos) throw damaged("the text at offset {0} ({0:#x}) has no end", offset);
    return rest.substr(0, length);
}

/// Tells whether `file` starts with `magic`.
[[nodiscard]] inline bool starts_with(bytes file, std::string_view magic) {
    return text(file[lb::slice(magic.size())]) == magic;
}

namespace detail {
template <std::endian Order, lb::fixed_format Fields>
consteval auto put_order_before() {
    char joined[Fields.size() + 2] = {Order == std::endian::big ? '>' : '<'};
    for (std::size_t k = 0; k < Fields.size(); ++k) joined[k + 1] = Fields.text[k];
    return lb::fixed_format(joined);
}
} // namespace detail

/// Is the format `Fields` in byte order `Order`: formats that exist in both are read by one function.
template <std::endian Order, lb::fixed_format Fields>
inline constexpr auto in_order = detail::put_order_before<Order, Fields>();

} // namespace inspect
