// Which layouts share bytes: of one array with itself, and of two arrays.
#pragma once

#include <cstddef>
#include <cstdint>
#include <lendbuf/layout/walk.hpp>

namespace lendbuf::inline LENDBUF_ABI {

namespace detail {

[[nodiscard]] constexpr std::size_t greatest_common_divisor(std::size_t a, std::size_t b) noexcept {
    while (b != 0) {
        const std::size_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

/// Holds the bytes from `first` up to but not including `end`.
struct address_range {
    std::uintptr_t first;
    std::uintptr_t end;
};

template <std::size_t Rank, std::size_t Count>
[[nodiscard]] constexpr address_range addresses_of(const joint_layout<Rank, Count>& joint, std::size_t k,
                                                   std::uintptr_t start, std::ptrdiff_t itemsize) noexcept {
    const auto moved = [](std::uintptr_t from, std::ptrdiff_t by) { return from + static_cast<std::uintptr_t>(by); };
    address_range range{moved(start, joint.offsets[k]), moved(start, joint.offsets[k] + itemsize)};
    for (std::size_t axis = 0; axis < joint.rank; ++axis) {
        const std::ptrdiff_t stride = joint.strides[k][axis];
        std::uintptr_t& edge = stride < 0 ? range.first : range.end;
        edge = moved(edge, stride * (joint.shape[axis] - 1));
    }
    return range;
}

} // namespace detail

/// Tells whether no two items of the layout given last share a byte. May say no for items that interlock, such as those
/// at 0, 3, 2 and 5.
///
/// Requires: axes sorted by `coalesce`.
/// Complexity: linear in the rank.
template <std::size_t Rank, std::size_t Count>
[[nodiscard]] constexpr bool items_are_apart(const joint_layout<Rank, Count>& joint, std::ptrdiff_t itemsize) noexcept {
    std::ptrdiff_t reach = itemsize; // of all axes further in
    for (std::size_t axis = joint.rank; axis-- > 0;) {
        if (joint.shape[axis] == 1) continue;
        const std::ptrdiff_t stride = joint.strides[Count - 1][axis];
        if (stride < reach) return false;
        reach += stride * (joint.shape[axis] - 1);
    }
    return true;
}

/// Tells whether two layouts may share bytes: layout 0 starts at address `a`, layout 1 at `b`.
///
/// Exact for runs without gaps; also sees that the columns of a table, each item a whole number of steps from the next,
/// never meet. For other layouts a yes may be wrong, a no never is.
/// Complexity: linear in the rank.
template <std::size_t Rank>
[[nodiscard]] constexpr bool may_meet(const joint_layout<Rank, 2>& joint, std::uintptr_t a, std::uintptr_t b,
                                      std::ptrdiff_t itemsize) noexcept {
    const auto reach_a = detail::addresses_of(joint, 0, a, itemsize);
    const auto reach_b = detail::addresses_of(joint, 1, b, itemsize);
    if (reach_a.end <= reach_b.first || reach_b.end <= reach_a.first) return false;
    std::size_t step = 0;
    for (std::size_t k = 0; k < 2; ++k)
        for (std::size_t axis = 0; axis < joint.rank; ++axis)
            step = detail::greatest_common_divisor(step, detail::stride_magnitude(joint.strides[k][axis]));
    if (step == 0) return true;
    // All items of a layout have the same place within a step: do the two places touch?
    const auto size = static_cast<std::size_t>(itemsize);
    const std::size_t apart = reach_b.first < reach_a.first ? step - (reach_a.first - reach_b.first) % step
                                                            : (reach_b.first - reach_a.first) % step;
    return apart < size || apart + size > step;
}

} // namespace lendbuf::inline LENDBUF_ABI
