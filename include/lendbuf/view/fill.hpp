// One value at every place of a view.
#pragma once

#include <cstddef>
#include <lendbuf/element/exact_value.hpp>
#include <lendbuf/element/strided_items.hpp>
#include <lendbuf/kernel/fill.hpp>
#include <lendbuf/layout/shape.hpp>
#include <lendbuf/layout/walk.hpp>
#include <lendbuf/protocol/exporter.hpp>
#include <type_traits>

namespace lendbuf::inline LENDBUF_ABI {

/// Writes `value` to every item of `dst`: a view of any layout, a container, an array, an owner.
///
/// The value becomes an item without loss (`exact_value`): a constant is checked by the compiler, a variable of a type
/// with more values than the items have needs a cast.
/// Throws: buffer_error (`being_changed`) while another thread changes an owner.
/// Complexity: linear; one memset for gapless memory where all bytes of the value are equal, else long stores.
/// Python: m[:] = bytes([value]) * len(m); numpy.ndarray.fill
template <viewable Dst>
    requires writable_exporter<Dst>
constexpr void fill(Dst&& dst, exact_value<typename region_t<Dst>::element_type> value) {
    using stored = typename region_t<Dst>::element_type;
    static_assert(std::is_copy_assignable_v<stored>, "fill writes items, and these cannot be assigned to");
    constexpr std::size_t rank = region_t<Dst>::rank;
    constexpr auto itemsize = static_cast<std::ptrdiff_t>(sizeof(stored));
    [[maybe_unused]] const lease held = lendbuf::lend(dst);
    const auto to = lendbuf::describe(dst);
    const std::ptrdiff_t count = item_count_unchecked(to.shape);
    if (count == 0) return;
    const stored& filler = value.value();
    // Safety: std::byte may look at any object's bytes, and items are trivially copyable; the layout was checked when
    // the view was made. The value is a copy, so it is not in that memory.
    if constexpr (!std::same_as<typename region_t<Dst>::layout_type, strided>) {
        if (__builtin_is_constant_evaluated())
            for (std::ptrdiff_t i = 0; i < count; ++i) to.data[i] = filler;
        else
            kernel::fill_run(static_cast<std::byte*>(static_cast<void*>(to.data)),
                             static_cast<const std::byte*>(static_cast<const void*>(&filler)), itemsize, count);
    } else {
        const index_array<rank> strides[] = {to.strides};
        const auto joint = coalesce(to.shape, strides, true);
        if (__builtin_is_constant_evaluated())
            for_each_run(joint, [&](const auto& offsets) {
                const std::size_t last = joint.rank - 1;
                for (std::ptrdiff_t i = 0; i < joint.shape[last]; ++i)
                    *move_by_bytes(to.data, offsets[0] + i * joint.strides[0][last]) = filler;
            });
        else
            kernel::fill_array(static_cast<std::byte*>(static_cast<void*>(to.data)) + joint.offsets[0],
                               joint.strides[0], joint.shape, joint.rank,
                               static_cast<const std::byte*>(static_cast<const void*>(&filler)), itemsize);
    }
}

} // namespace lendbuf::inline LENDBUF_ABI
