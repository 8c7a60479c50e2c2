// The views that one view makes of itself by moving axes, not items: turned, flipped, reshaped.
#pragma once

#include <concepts>
#include <cstddef>
#include <lendbuf/element/strided_items.hpp>
#include <lendbuf/layout/layout.hpp>
#include <lendbuf/view/view_parts.hpp>
#include <type_traits>

namespace lendbuf::inline LENDBUF_ABI {

/// Gives `buffer_view` the operations that only change its layout. All are O(rank) and copy no items; the result has
/// the view's element type and hold.
template <element T, std::size_t Rank, layout_tag Layout, hold_tag Hold>
class view_algebra {
    using view = buffer_view<T, Rank, Layout, Hold>;
    template <std::size_t R, class L = strided>
    using view_of = buffer_view<T, R, L, Hold>;

public:
    /// Reverses the order of the axes. Python: NumPy's T
    [[nodiscard]] constexpr auto transpose() const {
        using turned =
            std::conditional_t<Rank <= 1 || std::same_as<Layout, strided>, Layout,
                               std::conditional_t<std::same_as<Layout, contiguous>, f_contiguous, contiguous>>;
        return view_of<Rank, turned>::from_parts_unchecked(self().data(), lendbuf::transpose(self().layout()),
                                                           self().hold());
    }

    /// Reorders the axes: axis `axes[k]` comes to place k. Throws: value_error unless each axis is named once.
    template <std::integral... I>
        requires(sizeof...(I) == Rank)
    [[nodiscard]] constexpr auto permute(I... axes) const {
        return rearranged(lendbuf::permute(self().layout(), detail::saturated(axes...)));
    }

    /// Reverses the items along `axis`. Throws: index_error, when there is no such axis.
    [[nodiscard]] constexpr auto flip(std::ptrdiff_t axis = 0) const {
        return rearranged(lendbuf::flip(self().layout(), axis));
    }

private:
    [[nodiscard]] constexpr const view& self() const noexcept { return static_cast<const view&>(*this); }

    template <std::size_t R>
    [[nodiscard]] constexpr view_of<R> rearranged(const layout<R>& map) const noexcept {
        return view_of<R>::from_parts_unchecked(self().data(), map, self().hold());
    }
    // Without items there is nowhere to move to: an axis beside the empty one could lead out of the memory.
    template <std::size_t R>
    [[nodiscard]] constexpr view_of<R> rearranged(const placed_layout<R>& to) const noexcept {
        T* const first = self().empty() ? self().data() : move_by_bytes(self().data(), to.offset);
        return view_of<R>::from_parts_unchecked(first, to.map, self().hold());
    }
};

} // namespace lendbuf::inline LENDBUF_ABI
