// The engine of all copies: items between two layouts of memory, overlapping or not. Pointers, layouts and sizes only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <lendbuf/base/result.hpp>
#include <lendbuf/base/scratch.hpp>
#include <lendbuf/kernel/copy.hpp>
#include <lendbuf/layout/overlap.hpp>
#include <lendbuf/layout/shape.hpp>
#include <lendbuf/layout/strides.hpp>
#include <lendbuf/protocol/exporter.hpp>

namespace lendbuf::inline LENDBUF_ABI::detail {

/// Is satisfied by gapless bytes that may be written.
template <class X>
concept writable_bytes =
    writable_exporter<X> && viewable<X> && region_t<X>::rank == 1 &&
    std::same_as<typename region_t<X>::layout_type, contiguous> && byte_like<typename region_t<X>::element_type>;

/// Holds the two sides of a copy: where the first item is, and the strides in bytes.
template <std::size_t Rank>
struct copy_sides {
    std::byte* to;
    index_array<Rank> to_strides;
    const std::byte* from;
    index_array<Rank> from_strides;
    index_array<Rank> shape; // no extent is zero
    std::ptrdiff_t itemsize;

    [[nodiscard]] joint_layout<Rank, 2> joined(bool reorder) const noexcept {
        const index_array<Rank> strides[] = {from_strides, to_strides};
        return coalesce(shape, strides, reorder);
    }
};

/// Copies between memory that is apart. `apart` says that no two items of the destination share a byte: the order of
/// the others is C order, and the last one stays.
template <std::size_t Swap, std::size_t Rank>
inline void copy_disjoint(const copy_sides<Rank>& sides, const joint_layout<Rank, 2>& sorted, bool apart) noexcept {
    if (apart)
        return kernel::copy_array<Swap>(sides.to + sorted.offsets[1], sorted.strides[1], sides.from + sorted.offsets[0],
                                        sorted.strides[0], sorted.shape, sorted.rank, sides.itemsize);
    kernel::move_array<Swap>(sides.to, sides.to_strides.data(), sides.from, sides.from_strides.data(),
                             sides.shape.data(), Rank, sides.itemsize, false);
}

/// Copies by way of `scratch`, which holds all items.
template <std::size_t Swap, std::size_t Rank>
[[gnu::noinline]] inline void copy_through(const copy_sides<Rank>& sides, bool apart, std::byte* scratch) noexcept {
    const auto gapless = contiguous_strides(sides.shape, sides.itemsize);
    const copy_sides<Rank> out{scratch, gapless, sides.from, sides.from_strides, sides.shape, sides.itemsize};
    const copy_sides<Rank> in{sides.to, sides.to_strides, scratch, gapless, sides.shape, sides.itemsize};
    copy_disjoint<0>(out, out.joined(true), true);
    copy_disjoint<Swap>(in, in.joined(true), apart);
}

/// Finds memory for a copy of all items: on the stack for few, the caller's, or the current source's.
template <std::size_t Swap, std::size_t Rank>
[[gnu::noinline]] inline result<void> try_copy_overlapping(const copy_sides<Rank>& sides, bool apart,
                                                           scratch_memory scratch) noexcept {
    const std::ptrdiff_t bytes = item_count_unchecked(sides.shape) * sides.itemsize;
    constexpr std::ptrdiff_t few = 512;
    if (bytes <= few) {
        std::byte memory[few];
        copy_through<Swap>(sides, apart, memory);
        return {};
    }
    if (scratch.size >= bytes) {
        copy_through<Swap>(sides, apart, scratch.data);
        return {};
    }
    const taken_scratch memory(static_cast<std::size_t>(bytes));
    if (memory.data() == nullptr)
        return error_info{.code = errc::overlap_needs_scratch,
                          .need = static_cast<std::uint64_t>(bytes),
                          .have = static_cast<std::uint64_t>(scratch.size)};
    copy_through<Swap>(sides, apart, memory.data());
    return {};
}

/// Copies the items of one layout to another as if by way of a copy of all of them; with `Swap` (2, 4 or 8) the bytes
/// of each word of that size are reversed. Items of the destination that share bytes are written in C order.
///
/// Errors: `overlap_needs_scratch`, when the memory overlaps in a way that no order of the items can cope with, and
/// there are more than 512 bytes, and neither `scratch` nor the current source has room; nothing is written then.
template <std::size_t Swap, std::size_t Rank>
inline result<void> try_copy_bytes(const copy_sides<Rank>& sides, scratch_memory scratch) noexcept {
    const joint_layout<Rank, 2> joint = sides.joined(true);
    const std::size_t last = joint.rank - 1;
    if constexpr (Swap <= 1)
        if (last == 0 && joint.strides[0][0] == sides.itemsize && joint.strides[1][0] == sides.itemsize) {
            std::memmove(sides.to + joint.offsets[1], sides.from + joint.offsets[0],
                         static_cast<std::size_t>(joint.shape[0] * sides.itemsize));
            return {};
        }
    const bool apart = items_are_apart(joint, sides.itemsize);
    // Safety: the addresses are only compared.
    const auto to = reinterpret_cast<std::uintptr_t>(sides.to);
    const auto from = reinterpret_cast<std::uintptr_t>(sides.from);
    if (!may_meet(joint, from, to, sides.itemsize)) {
        copy_disjoint<Swap>(sides, joint, apart);
        return {};
    }
    bool alike = apart;
    for (std::size_t axis = 0; axis <= last; ++axis) alike = alike && joint.strides[0][axis] == joint.strides[1][axis];
    if (alike && from == to) {
        if constexpr (Swap > 1) copy_disjoint<Swap>(sides, joint, true);
        return {};
    }
    // One layout, moved: an item that is written can only meet sources that lie further on in the direction of the
    // move, so those go first. Axes are walked in the order of memory; only whole words are read before they are written.
    if (alike && (Swap <= 1 || sides.itemsize == static_cast<std::ptrdiff_t>(Swap))) {
        kernel::move_array<Swap>(sides.to + joint.offsets[1], joint.strides[1], sides.from + joint.offsets[0],
                                 joint.strides[0], joint.shape, joint.rank, sides.itemsize, from < to);
        return {};
    }
    return try_copy_overlapping<Swap>(sides, apart, scratch);
}

} // namespace lendbuf::inline LENDBUF_ABI::detail
