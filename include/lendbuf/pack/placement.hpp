// Where in a buffer a record goes: Python's rules for offsets, which may count from the end.
#pragma once

#include <cstddef>
#include <lendbuf/base/error.hpp>

namespace lendbuf::inline LENDBUF_ABI {

/// Says which way bytes go; decides between the messages of pack_into and unpack_from.
enum class transfer : unsigned char { pack, unpack };

namespace detail {

/// Describes why a record of `size` bytes cannot be at `offset`; success for a negative offset that counts from the
/// end, which is then resolved.
[[nodiscard, gnu::cold, gnu::noinline]] constexpr error_info resolve_offset(std::ptrdiff_t& offset, std::ptrdiff_t size,
                                                                            std::ptrdiff_t length,
                                                                            transfer way) noexcept {
    error_info error{
        .offset = offset, .need = static_cast<std::uint64_t>(size), .have = static_cast<std::uint64_t>(length)};
    if (offset >= 0)
        error.code = way == transfer::unpack ? errc::unpack_from_needs : errc::pack_into_needs;
    else if (offset + size > 0)
        error.code = way == transfer::unpack ? errc::not_enough_data : errc::no_space;
    else if (offset + length < 0)
        error.code = errc::offset_out_of_range;
    else
        offset += length; // and then the record fits: offset + size <= 0
    return error;
}

[[gnu::cold, gnu::noinline]] constexpr std::ptrdiff_t resolve_negative(std::ptrdiff_t offset, std::ptrdiff_t size,
                                                                       std::ptrdiff_t length, transfer way) {
    const error_info error = resolve_offset(offset, size, length, way);
    if (error.code != errc::success) fail(error);
    return offset;
}

[[noreturn, gnu::cold, gnu::noinline]] inline void fail_offset(std::ptrdiff_t offset, std::ptrdiff_t size,
                                                               std::ptrdiff_t length, transfer way) {
    fail(resolve_offset(offset, size, length, way));
}

/// Tells whether a record of `size` bytes fits at `offset` of `length` bytes: the check of every hot path.
[[nodiscard]] constexpr bool lies_inside(std::ptrdiff_t offset, std::ptrdiff_t size, std::ptrdiff_t length) noexcept {
    return offset >= 0 && offset <= length - size;
}

/// Finds the offset of a record from the start. Throws: struct_error.
[[nodiscard]] constexpr std::ptrdiff_t place(std::ptrdiff_t offset, std::ptrdiff_t size, std::ptrdiff_t length,
                                             transfer way) {
    if (offset < 0) [[unlikely]]
        return resolve_negative(offset, size, length, way);
    if (offset > length - size) [[unlikely]]
        fail_offset(offset, size, length, way);
    return offset;
}

/// Finds the offset of a record from the start, in place, or says why there is none.
[[nodiscard]] constexpr error_info try_place(std::ptrdiff_t& offset, std::ptrdiff_t size, std::ptrdiff_t length,
                                             transfer way) noexcept {
    if (lies_inside(offset, size, length)) [[likely]]
        return {};
    return resolve_offset(offset, size, length, way);
}

[[noreturn, gnu::cold, gnu::noinline]] inline void fail_size(errc code, std::ptrdiff_t need, std::ptrdiff_t have) {
    fail({.code = code, .need = static_cast<std::uint64_t>(need), .have = static_cast<std::uint64_t>(have)});
}

} // namespace detail
} // namespace lendbuf::inline LENDBUF_ABI
