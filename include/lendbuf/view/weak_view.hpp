// A view that keeps nothing: it remembers where the items were, and gives them as long as they still are there.
#pragma once

#include <cstdint>
#include <lendbuf/layout/strides.hpp>
#include <lendbuf/protocol/observer.hpp>
#include <lendbuf/view/buffer_view.hpp>
#include <type_traits>
#include <utility>

namespace lendbuf::inline LENDBUF_ABI {

/// Remembers a view without a lease: the owner may grow, move, close and die, and `lock` gives the view back only where
/// it has done nothing of that.
///
/// `weak_view w(array);` or, for a part, `weak_view w(array, view[slice(2, 9)]);`. For containers of views whose owner
/// still grows, and for caches.
/// Python: weakref.ref of an array or mmap; of memory that moved it knows nothing.
template <element T, std::size_t Rank = 1, layout_tag Layout = contiguous>
class weak_view {
public:
    /// Is what `lock` gives.
    using view_type = buffer_view<T, Rank, Layout, leased>;

    /// Remembers nothing: `gone` from the start.
    constexpr weak_view() noexcept = default;

    /// Remembers all items of `owner`, as they are now. Throws: buffer_error (`being_changed`).
    template <observable_exporter X>
        requires(viewable<X> && !std::same_as<std::remove_cvref_t<X>, weak_view>) &&
                detail::region_fits<region_t<X>, T, Rank, Layout>
    explicit constexpr weak_view(X&& owner) : weak_view(view_type(owner), owner) {}

    /// Remembers `part`, a view of items of `owner`.
    ///
    /// Throws: value_error (`layout_outside_memory`), when `part` is a view of something else; buffer_error
    /// (`being_changed`).
    template <observable_exporter X, hold_tag Hold>
        requires viewable<X>
    constexpr weak_view(X&& owner, const buffer_view<T, Rank, Layout, Hold>& part)
        : data_(part.empty() ? nullptr : part.data()), map_(part.layout()), observer_(observe_part(owner).value()) {}

    /// Gives the view, with a lease, if the memory is still what it was.
    ///
    /// Errors: `observed_changed`; `observed_gone`; `being_changed`, while another thread changes it.
    /// Complexity: that of copying a lease, and three comparisons.
    [[nodiscard]] constexpr result<view_type> try_lock() const noexcept {
        result<lease> hold = observer_.try_lock();
        if (!hold) return hold.error();
        return view_type::from_parts_unchecked(data_, map_, leased(std::move(*hold)));
    }
    /// Gives the view, with a lease, if the memory is still what it was. Throws: buffer_error.
    [[nodiscard]] constexpr view_type lock() const { return try_lock().value(); }

    /// Tells what became of the memory. `unchanged` is a snapshot, the other two are for ever.
    [[nodiscard]] constexpr observed state() const noexcept { return observer_.state(); }

    /// Tells whether the memory was freed. Python: ref() is None
    [[nodiscard]] constexpr bool expired() const noexcept { return observer_.expired(); }

    /// Gives the extents that the view had, in items.
    [[nodiscard]] constexpr const index_array<Rank>& shape() const noexcept { return map_.shape; }

private:
    // The view holds a lease for the time of this call: what the observer sees first is what the view describes.
    template <class X>
    constexpr weak_view(const view_type& now, X& owner)
        : data_(now.data()), map_(now.layout()), observer_(lendbuf::observe(owner)) {}

    // Gives the lease back before a failure leaves.
    template <class X>
    [[nodiscard]] constexpr result<observer> observe_part(X& owner) const {
        const lease here = lend(owner);
        if (data_ != nullptr)
            if (const auto inside = try_inside(describe(owner)); !inside) return inside.error();
        return lendbuf::observe(owner);
    }

    template <class Region>
    [[nodiscard]] constexpr result<void> try_inside(const Region& whole) const noexcept {
        const auto strides = whole.byte_strides();
        const auto reach = try_byte_reach(Region::rank, whole.shape.data(), strides.data(),
                                          static_cast<std::ptrdiff_t>(sizeof(typename Region::element_type)));
        if (!reach) return reach.error();
        // As numbers: pointers into different arrays have no distance.
        const std::uintptr_t offset = reinterpret_cast<std::uintptr_t>(data_) -
                                      reinterpret_cast<std::uintptr_t>(whole.data) -
                                      static_cast<std::uintptr_t>(reach->lowest);
        return try_fit(Rank, map_.shape.data(), map_.strides.data(), static_cast<std::ptrdiff_t>(sizeof(T)),
                       static_cast<std::ptrdiff_t>(offset), reach->end - reach->lowest);
    }

    T* data_ = nullptr;
    layout<Rank> map_{};
    observer observer_{};
};

template <observable_exporter X>
weak_view(X&&) -> weak_view<typename region_t<X>::element_type, region_t<X>::rank, typename region_t<X>::layout_type>;
template <observable_exporter X, class T, std::size_t Rank, class Layout, class Hold>
weak_view(X&&, const buffer_view<T, Rank, Layout, Hold>&) -> weak_view<T, Rank, Layout>;

} // namespace lendbuf::inline LENDBUF_ABI
