// Seeing bytes as items of another type in place where that works, in a copy where it does not.
#pragma once

#include <cstddef>
#include <cstdint>
#include <lendbuf/kernel/copy.hpp>
#include <lendbuf/layout/walk.hpp>
#include <lendbuf/view/cast.hpp>

namespace lendbuf::inline LENDBUF_ABI {

/// Finds the bytes of the items as `try_cast_memory` does, or where they are not gapless or not aligned, copies them in
/// C order to `scratch` and finds them there.
///
/// Requires: `scratch` is memory of its own.
/// Errors: `length_not_multiple`, `shape_not_length`, `negative_extent`, `shape_overflow`; `overlap_needs_scratch`,
/// when `scratch` is too short; `address_misaligned`, when `scratch` is.
template <element U, class T, std::size_t Rank, class Scratch, std::size_t NewRank>
[[nodiscard]] auto try_cast_or_copy_memory(const T* data, const layout<Rank>& map, bool gapless, const Scratch& scratch,
                                           const index_array<NewRank>& shape) {
    using scratch_item = typename Scratch::element_type;
    constexpr auto itemsize = static_cast<std::ptrdiff_t>(sizeof(T));
    const std::ptrdiff_t nbytes = item_count_unchecked(map.shape) * itemsize;
    auto memory = try_cast_memory<const U>(data, gapless, nbytes, shape);
    const errc obstacle = memory.error().code;
    if (obstacle != errc::cast_not_contiguous && obstacle != errc::address_misaligned) return memory;
    memory = try_cast_memory<const U>(scratch.data, true, nbytes, shape);
    if (!memory) return memory;
    const auto room = scratch.shape[0] * static_cast<std::ptrdiff_t>(sizeof(scratch_item));
    if (room < nbytes)
        return decltype(memory)(error_info{.code = errc::overlap_needs_scratch,
                                           .need = static_cast<std::uint64_t>(nbytes),
                                           .have = static_cast<std::uint64_t>(room)});
    // Safety: std::byte may look at any object's bytes; both sides have as many as were counted.
    auto* const to = static_cast<std::byte*>(static_cast<void*>(scratch.data));
    const auto* const from = static_cast<const std::byte*>(static_cast<const void*>(data));
    if (nbytes == 0) return memory;
    const index_array<Rank> strides[] = {map.strides, contiguous_strides(map.shape, itemsize)};
    const auto joint = coalesce(map.shape, strides, true);
    kernel::copy_array(to + joint.offsets[1], joint.strides[1], from + joint.offsets[0], joint.strides[0], joint.shape,
                       joint.rank, itemsize);
    return memory;
}

} // namespace lendbuf::inline LENDBUF_ABI
