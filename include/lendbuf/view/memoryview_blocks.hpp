// Arrays of run-time rank, taken apart into blocks of four direct axes, which the typed engines work on.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <lendbuf/base/error.hpp>
#include <lendbuf/layout/any_axes.hpp>
#include <lendbuf/view/copy_bytes.hpp>

namespace lendbuf::inline LENDBUF_ABI::detail {

/// Holds up to four axes without pointers; those that are missing come first, with one item.
struct block_axes {
    static constexpr std::size_t rank = 4;
    index_array<rank> shape{{1, 1, 1, 1}};
    index_array<rank> strides{};
};

/// Takes the axes from number `lead` on.
[[nodiscard]] inline block_axes block_of(const axes_view& axes, std::size_t lead) noexcept {
    block_axes block;
    for (std::size_t k = lead, to = block_axes::rank - (axes.ndim - lead); k < axes.ndim; ++k, ++to) {
        block.shape[to] = axes.shape[k];
        block.strides[to] = axes.strides[k];
    }
    return block;
}

/// Counts the axes outside the blocks: those with pointers, and those above four.
[[nodiscard]] inline std::size_t leading_axes(const axes_view& axes) noexcept {
    const std::size_t depth = axes.depth();
    const std::size_t above = axes.ndim > block_axes::rank ? axes.ndim - block_axes::rank : 0;
    return depth > above ? depth : above;
}

/// Calls `visit(index)` for all indices of the first `lead` axes, in C order, while the answer is true.
///
/// Requires: every extent above zero.
template <class Visit>
bool for_each_lead(const axes_view& axes, std::size_t lead, Visit&& visit) {
    std::ptrdiff_t index[max_ndim] = {};
    while (true) {
        if (!visit(static_cast<const std::ptrdiff_t*>(index))) return false;
        std::size_t axis = lead;
        while (axis > 0 && ++index[axis - 1] == axes.shape[axis - 1]) index[--axis] = 0;
        if (axis == 0) return true;
    }
}

/// Calls `visit(a, b)` with the places of all pairs of blocks, while the answer is true.
template <class Visit>
bool for_each_block(const axes_view& a, const std::byte* a_first, const axes_view& b, const std::byte* b_first,
                    std::size_t lead, Visit&& visit) {
    if (lead == 0) return visit(a_first, b_first);
    return for_each_lead(a, lead, [&](const std::ptrdiff_t* index) {
        return visit(place_of(a, a_first, index, lead), place_of(b, b_first, index, lead));
    });
}

/// Tells whether two arrays without pointers may share bytes: whether what they reach does.
[[nodiscard]] inline bool reaches_meet(const axes_view& a, const std::byte* a_first, const axes_view& b,
                                       const std::byte* b_first, std::ptrdiff_t itemsize) {
    // Safety: the addresses are only compared.
    const auto start = [](const std::byte* p, std::ptrdiff_t by) {
        return reinterpret_cast<std::uintptr_t>(p) + static_cast<std::uintptr_t>(by);
    };
    const byte_reach x = try_byte_reach(a.ndim, a.shape, a.strides, itemsize).value();
    const byte_reach y = try_byte_reach(b.ndim, b.shape, b.strides, itemsize).value();
    return start(a_first, x.lowest) < start(b_first, y.end) && start(b_first, y.lowest) < start(a_first, x.end);
}

/// Copies the blocks of memory that is apart, or of one block that may overlap.
inline result<void> copy_blocks(const axes_view& to, const std::byte* to_first, const axes_view& from,
                                const std::byte* from_first, std::ptrdiff_t itemsize) {
    const std::size_t lead = leading_axes(to) > leading_axes(from) ? leading_axes(to) : leading_axes(from);
    const block_axes out = block_of(to, lead);
    const block_axes in = block_of(from, lead);
    error_info failure{};
    for_each_block(to, to_first, from, from_first, lead, [&](const std::byte* o, const std::byte* i) {
        const auto copied = try_copy_bytes<0, block_axes::rank>(
            {const_cast<std::byte*>(o), out.strides, i, in.strides, in.shape, itemsize}, {});
        if (!copied) failure = copied.error();
        return copied.has_value();
    });
    if (failure.code != errc::success) return failure;
    return {};
}

/// Copies all items of an array to another of the same shape, as if by way of other memory.
///
/// Errors: `overlap_needs_scratch`; nothing is written then. Throws: value_error (`null_pointer`), before it writes.
inline result<void> try_copy_any(const axes_view& to, const std::byte* to_first, const axes_view& from,
                                 const std::byte* from_first, std::ptrdiff_t itemsize) {
    const std::ptrdiff_t count = from.item_count();
    if (count == 0) return {};
    const bool pointers = to.depth() > 0 || from.depth() > 0;
    const bool one_block = leading_axes(to) == 0 && leading_axes(from) == 0;
    if (one_block || (!pointers && !reaches_meet(to, to_first, from, from_first, itemsize)))
        return copy_blocks(to, to_first, from, from_first, itemsize);
    const auto bytes = static_cast<std::size_t>(count * itemsize);
    const taken_scratch scratch(bytes);
    if (scratch.data() == nullptr) return error_info{.code = errc::overlap_needs_scratch, .need = bytes};
    // A null pointer of the target shows before anything is written.
    if (const std::size_t lead = to.depth(); lead > 0)
        for_each_lead(to, lead, [&](const std::ptrdiff_t* index) {
            (void)place_of(to, to_first, index, lead);
            return true;
        });
    std::ptrdiff_t strides[max_ndim];
    std::ptrdiff_t no_pointers[max_ndim];
    for (std::ptrdiff_t& none : no_pointers) none = -1;
    fill_contiguous_strides(from.ndim, from.shape, strides, itemsize, order::c);
    const axes_view between{from.ndim, from.shape, strides, no_pointers};
    if (const auto gathered = copy_blocks(between, scratch.data(), from, from_first, itemsize); !gathered)
        return gathered;
    return copy_blocks(to, to_first, between, scratch.data(), itemsize);
}

} // namespace lendbuf::inline LENDBUF_ABI::detail
