// Where in a buffer a record goes: Python's rules for offsets, which may count from the end.
#pragma once

#include <cstddef>
#include <lendbuf/base/error.hpp>

namespace lendbuf::inline LENDBUF_ABI {

/// Says which way bytes go; decides between the messages of pack_into and unpack_from.
enum class transfer : unsigned char { pack, unpack };

namespace detail {

/// Describes why a record of `size` bytes cannot be at `offset` of `length` bytes.
[[nodiscard, gnu::cold, gnu::noinline]] constexpr error_info misplacement(std::ptrdiff_t offset, std::ptrdiff_t size,
                                                                          std::ptrdiff_t length,
                                                                          transfer way) noexcept {
    const bool unpacks = way == transfer::unpack;
    return {.code = offset >= 0         ? (unpacks ? errc::unpack_from_needs : errc::pack_into_needs)
                    : offset + size > 0 ? (unpacks ? errc::not_enough_data : errc::no_space)
                                        : errc::offset_out_of_range,
            .offset = offset,
            .need = static_cast<std::uint64_t>(size),
            .have = static_cast<std::uint64_t>(length)};
}

/// Counts an offset from the start: a negative one counts from the end. Cannot overflow, as lengths are not negative.
[[nodiscard]] constexpr std::ptrdiff_t from_start(std::ptrdiff_t offset, std::ptrdiff_t length) noexcept {
    return offset < 0 ? offset + length : offset;
}

/// Tells whether a record of `size` bytes fits `offset` bytes from the start of `length`: the check of every hot path.
[[nodiscard]] constexpr bool lies_inside(std::ptrdiff_t offset, std::ptrdiff_t size, std::ptrdiff_t length) noexcept {
    return offset >= 0 && offset <= length - size;
}

/// Finds where a record starts whose offset counts from the end, or is wrong. Throws: struct_error.
[[gnu::cold, gnu::noinline]] constexpr std::ptrdiff_t place_from_end(std::ptrdiff_t offset, std::ptrdiff_t size,
                                                                     std::ptrdiff_t length, transfer way) {
    const std::ptrdiff_t start = from_start(offset, length);
    if (!lies_inside(start, size, length)) fail(misplacement(offset, size, length, way));
    return start;
}

/// Finds where a record starts. Throws: struct_error.
///
/// Offsets from the end take a call: within loops, counting them in place costs the others a copy of the offset, which
/// the error message needs.
[[nodiscard]] constexpr std::ptrdiff_t place(std::ptrdiff_t offset, std::ptrdiff_t size, std::ptrdiff_t length,
                                             transfer way) {
    if (lies_inside(offset, size, length)) [[likely]]
        return offset;
    return place_from_end(offset, size, length, way);
}

/// Finds where a record starts and puts it into `offset`, or says why it cannot be there.
[[nodiscard]] constexpr error_info try_place(std::ptrdiff_t& offset, std::ptrdiff_t size, std::ptrdiff_t length,
                                             transfer way) noexcept {
    const std::ptrdiff_t start = from_start(offset, length);
    if (!lies_inside(start, size, length)) [[unlikely]]
        return misplacement(offset, size, length, way);
    offset = start;
    return {};
}

[[noreturn, gnu::cold, gnu::noinline]] inline void fail_size(errc code, std::ptrdiff_t need, std::ptrdiff_t have) {
    fail({.code = code, .need = static_cast<std::uint64_t>(need), .have = static_cast<std::uint64_t>(have)});
}

} // namespace detail
} // namespace lendbuf::inline LENDBUF_ABI
