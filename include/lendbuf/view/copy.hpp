// Copies between any two layouts and byte orders, as if by way of a copy of all items.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstring>
#include <lendbuf/element/strided_items.hpp>
#include <lendbuf/element/transfer.hpp>
#include <lendbuf/protocol/exporter.hpp>
#include <lendbuf/view/copy_bytes.hpp>
#include <type_traits>

namespace lendbuf::inline LENDBUF_ABI {

namespace detail {

/// Holds an item or nothing: the items of a copy in a constant expression need not have a default.
template <class T>
union item_slot {
    constexpr item_slot() noexcept : nothing() {}
    constexpr explicit item_slot(const T& value) noexcept : item(value) {}
    char nothing;
    T item;
};

/// Copies item by item by way of a copy of all, in a constant expression.
template <class From, class To>
constexpr void copy_when_compiled(const From& from, const To& to) {
    constexpr std::size_t rank = From::rank;
    using item = std::remove_cv_t<typename From::element_type>;
    const index_array<rank> strides[] = {from.byte_strides(), to.byte_strides()};
    const auto joint = coalesce(from.shape, strides, false);
    const std::size_t last = joint.rank - 1;
    auto* const slots = new item_slot<item>[static_cast<std::size_t>(item_count_unchecked(from.shape))];
    std::ptrdiff_t n = 0;
    for_each_run(joint, [&](const auto& offsets) {
        for (std::ptrdiff_t i = 0; i < joint.shape[last]; ++i)
            slots[n++] = item_slot<item>(*move_by_bytes(from.data, offsets[0] + i * joint.strides[0][last]));
    });
    n = 0;
    for_each_run(joint, [&](const auto& offsets) {
        for (std::ptrdiff_t i = 0; i < joint.shape[last]; ++i)
            transfer_item(slots[n++].item, *move_by_bytes(to.data, offsets[1] + i * joint.strides[1][last]));
    });
    delete[] slots;
}

/// Copies between described regions.
template <class From, class To>
constexpr result<void> try_copy_regions(const From& from, const To& to, scratch_memory scratch) {
    using from_item = std::remove_cv_t<typename From::element_type>;
    using to_item = typename To::element_type;
    static_assert(From::rank == To::rank, "copy needs the same number of dimensions on both sides");
    static_assert(transfer_of<from_item, to_item> != item_transfer::refused,
                  "copy does not convert items, other than from one byte order to another: use transform");
    static_assert(std::is_copy_assignable_v<to_item>, "copy writes items, and these cannot be assigned to");
    constexpr std::size_t rank = To::rank;
    for (std::size_t k = 0; k < rank; ++k)
        if (from.shape[k] != to.shape[k])
            return error_info{.code = errc::different_structure,
                              .field = static_cast<std::int32_t>(k),
                              .need = static_cast<std::uint64_t>(to.shape[k]),
                              .have = static_cast<std::uint64_t>(from.shape[k])};
    const std::ptrdiff_t count = item_count_unchecked(to.shape);
    if (count == 0) return {};
    if (__builtin_is_constant_evaluated()) {
        copy_when_compiled(from, to);
        return {};
    }
    constexpr std::size_t swap = transfer_of<from_item, to_item> == item_transfer::swapped ? word_size<to_item> : 0;
    constexpr auto itemsize = static_cast<std::ptrdiff_t>(sizeof(to_item));
    // Safety: std::byte may look at any object's bytes, and items are trivially copyable; the layouts were checked when
    // the views were made.
    auto* const to_bytes = static_cast<std::byte*>(static_cast<void*>(to.data));
    const auto* const from_bytes = static_cast<const std::byte*>(static_cast<const void*>(from.data));
    if constexpr (swap == 0 && !std::same_as<typename To::layout_type, strided> &&
                  std::same_as<typename To::layout_type, typename From::layout_type>) {
        std::memmove(to_bytes, from_bytes, static_cast<std::size_t>(count * itemsize));
        return {};
    } else {
        return try_copy_bytes<swap, rank>(
            {to_bytes, to.byte_strides(), from_bytes, from.byte_strides(), to.shape, itemsize}, scratch);
    }
}

/// Sees memory that a caller lends as plain bytes.
template <class Scratch>
[[nodiscard]] scratch_memory scratch_of(Scratch& scratch) {
    const auto memory = lendbuf::describe(scratch);
    return {static_cast<std::byte*>(static_cast<void*>(memory.data)), memory.shape[0]};
}

} // namespace detail

/// Copies the items of `src` to `dst`, which has the same shape and any layout: views, containers, arrays, owners.
///
/// Items are of one type, or of one kind in two byte orders or alignments (`transfer_of`); other conversions are what
/// `transform` is for. The two may overlap: the result is that of a copy by way of other memory. Where several items of
/// `dst` share memory (a broadcast view, windows) the last in C order stays.
/// Errors: `different_structure` with the dimension, the extent of `dst` and that of `src`; `overlap_needs_scratch`,
/// when the layouts differ, their memory overlaps, there are more than 512 bytes, and `current_scratch_source` has none
/// (the hosted umbrella gives it the heap). Nothing is written then.
/// Throws: buffer_error (`being_changed`) while another thread changes an owner.
/// Complexity: linear; one memcpy where both are gapless. Transposed copies go tile by tile through registers, swapped
/// bytes go 64 at a time. No scratch memory is needed unless the memory overlaps and the strides differ.
/// Python: memoryview slice assignment, m[:] = x, for any number of dimensions; numpy.copyto without conversions.
template <exporter Src, viewable Dst>
    requires writable_exporter<Dst>
constexpr result<void> try_copy(Src&& src, Dst&& dst) {
    [[maybe_unused]] const lease held_src = lendbuf::lend(src);
    [[maybe_unused]] const lease held_dst = lendbuf::lend(dst);
    return detail::try_copy_regions(lendbuf::describe(src), lendbuf::describe(dst), {});
}

/// Copies as above; where scratch memory is needed, uses `scratch`.
///
/// Requires: `scratch` overlaps neither side. As many bytes as the items have are always enough.
/// Errors: as above; `overlap_needs_scratch` with the bytes that `scratch` should have.
template <exporter Src, viewable Dst, detail::writable_bytes Scratch>
    requires writable_exporter<Dst>
constexpr result<void> try_copy(Src&& src, Dst&& dst, Scratch&& scratch) {
    [[maybe_unused]] const lease held_src = lendbuf::lend(src);
    [[maybe_unused]] const lease held_dst = lendbuf::lend(dst);
    [[maybe_unused]] const lease held_scratch = lendbuf::lend(scratch);
    scratch_memory memory;
    if (!__builtin_is_constant_evaluated()) memory = detail::scratch_of(scratch);
    return detail::try_copy_regions(lendbuf::describe(src), lendbuf::describe(dst), memory);
}

/// Copies the items of `src` to `dst`, as `try_copy`.
///
/// Throws: value_error (`different_structure`), buffer_error (`overlap_needs_scratch`); nothing is written then.
/// Python: memoryview slice assignment, m[:] = x, for any number of dimensions.
template <exporter Src, viewable Dst>
    requires writable_exporter<Dst>
constexpr void copy(Src&& src, Dst&& dst) {
    try_copy(src, dst).value();
}

/// Copies the items of `src` to `dst`, as `try_copy`; where scratch memory is needed, uses `scratch`.
///
/// Throws: value_error (`different_structure`), buffer_error (`overlap_needs_scratch`); nothing is written then.
template <exporter Src, viewable Dst, detail::writable_bytes Scratch>
    requires writable_exporter<Dst>
constexpr void copy(Src&& src, Dst&& dst, Scratch&& scratch) {
    try_copy(src, dst, scratch).value();
}

} // namespace lendbuf::inline LENDBUF_ABI
