// The views that one view makes of its bytes: the same memory as items of another type.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <lendbuf/view/cast.hpp>
#include <lendbuf/view/view_parts.hpp>

namespace lendbuf::inline LENDBUF_ABI {

/// Gives `buffer_view` its casts: the bytes stay, the type of the items changes. Read-only stays read-only.
///
/// Casts happen at run time only: the compiler keeps no bytes behind its constants. All are O(rank) but
/// `checked_cast` and `cast_or_copy`.
template <element T, std::size_t Rank, layout_tag Layout, hold_tag Hold>
class view_casts {
    using view = buffer_view<T, Rank, Layout, Hold>;

    template <class U, class L, class... I>
    using cast_view = buffer_view<detail::copy_const<T, U>, (sizeof...(I) == 0 ? 1 : sizeof...(I)), L, Hold>;

    // Items of the same size keep all strides, others only those of a gapless C order.
    template <class U>
    using items_layout =
        std::conditional_t<sizeof(U) == sizeof(T) || std::same_as<Layout, contiguous> || Rank <= 1, Layout, strided>;

public:
    /// Views the same bytes as items of type `U`, 1-D without a `shape`, otherwise gapless in that shape: in C order,
    /// or with `try_cast<U, f_contiguous>` in Fortran order, in which then this view must be gapless, too.
    ///
    /// `U` may not be bool or an enum: not every byte is one; see `checked_cast` and `bool8`. Those of a struct's own
    /// members are not seen: valid ones are the caller's promise.
    /// Errors: `cast_not_contiguous` or `not_f_contiguous`; `length_not_multiple`; `shape_not_length`;
    /// `negative_extent`; `shape_overflow`; `address_misaligned`, where `unaligned<U>` would do.
    /// Python: memoryview.cast; also between any two types, N-D to N-D, and with extents of 0.
    template <element U, std::integral... I>
    [[nodiscard]] auto try_cast(I... shape) const -> result<cast_view<U, contiguous, I...>> {
        return try_cast<U, contiguous>(shape...);
    }
    template <element U, layout_tag L, std::integral... I>
        requires(!std::same_as<L, strided>)
    [[nodiscard]] auto try_cast(I... shape) const -> result<cast_view<U, L, I...>> {
        return viewed<L>(try_cast_memory<detail::copy_const<T, U>, L>(self().data(), is_gapless<L>(), self().nbytes(),
                                                                      detail::saturated(shape...)));
    }

    /// Views the same bytes as items of type `U`. Throws: type_error, buffer_error or value_error; see `try_cast`.
    template <element U, std::integral... I>
    [[nodiscard]] auto cast(I... shape) const {
        return try_cast<U, contiguous>(shape...).value();
    }
    template <element U, layout_tag L, std::integral... I>
    [[nodiscard]] auto cast(I... shape) const {
        return try_cast<U, L>(shape...).value();
    }

    /// Views the same bytes as items of type `unaligned<U>`, or as `U` where that has alignment 1, so that no address
    /// and no stride is an obstacle.
    ///
    /// Errors: those of `try_cast` but `address_misaligned`.
    /// Complexity: items cost nothing extra on machines with unaligned loads.
    template <element U, std::integral... I>
    [[nodiscard]] auto try_cast_or_unaligned(I... shape) const {
        if constexpr (alignof(U) == 1 && detail::takes_any_bytes<U>)
            return try_cast<U>(shape...);
        else
            return try_cast<unaligned<U>>(shape...);
    }
    /// Views the same bytes as items at any address. Throws: type_error or value_error; see `try_cast_or_unaligned`.
    template <element U, std::integral... I>
    [[nodiscard]] auto cast_or_unaligned(I... shape) const {
        return try_cast_or_unaligned<U>(shape...).value();
    }

    /// Views the same bytes as items of type `U` along the same axes: strides stay. Where the sizes differ, the last
    /// axis must be gapless and changes its extent.
    ///
    /// Errors: `cast_not_contiguous`, `stride_misaligned`, each with the axis; `length_not_multiple` of the last axis;
    /// `address_misaligned`.
    /// Python: NumPy's ndarray.view(dtype); memoryview casts gapless views only.
    template <element U>
    [[nodiscard]] auto try_as_items() const
        -> result<buffer_view<detail::copy_const<T, U>, Rank, items_layout<U>, Hold>> {
        return viewed<items_layout<U>>(try_retype_memory<detail::copy_const<T, U>>(self().data(), self().layout()));
    }
    /// Views the same bytes as items of type `U` along the same axes. Throws: type_error; see `try_as_items`.
    template <element U>
    [[nodiscard]] auto as_items() const {
        return try_as_items<U>().value();
    }

    /// Views the bytes of the items. Throws: type_error (`cast_not_contiguous`). Python: memoryview.cast("B")
    [[nodiscard]] auto as_bytes() const { return cast<std::uint8_t>(); }

    /// Views the same bytes as bools, enums or any other items of type `U` after `is_valid` has accepted each; without
    /// a predicate bools must be 0 or 1, and others what `valid_values<U>` says.
    ///
    /// Safety: it looks once; what is written to the bytes afterwards by other means is not checked.
    /// Errors: those of `try_cast`; `invalid_item` with the item's index in the cast view's C order and its value.
    /// Complexity: linear.
    template <element U, std::integral... I>
    [[nodiscard]] auto try_checked_cast(I... shape) const -> result<cast_view<U, contiguous, I...>> {
        return try_checked_cast<U>(detail::validity_of<U>(), shape...);
    }
    template <element U, std::predicate<const U&> Predicate, std::integral... I>
    [[nodiscard]] auto try_checked_cast(const Predicate& is_valid, I... shape) const
        -> result<cast_view<U, contiguous, I...>> {
        return viewed<contiguous>(try_checked_cast_memory<U>(self().data(), self().is_c_contiguous(), self().nbytes(),
                                                             detail::saturated(shape...), is_valid));
    }
    /// Views the same bytes as valid items of type `U`. Throws: type_error or value_error; see `try_checked_cast`.
    template <element U, class... Arguments>
    [[nodiscard]] auto checked_cast(const Arguments&... arguments) const {
        return try_checked_cast<U>(arguments...).value();
    }

    /// Views the items' bytes as read-only items of type `U`: in place where they are gapless and aligned, otherwise
    /// copied, in C order, to `scratch`, a gapless 1-D exporter of bytes or of `U`.
    ///
    /// Requires: <lendbuf/view/cast_copy.hpp>. `scratch` is memory of its own; it and this view's memory outlive the
    /// result, which holds no lease.
    /// Errors: `length_not_multiple`, `shape_not_length`, `negative_extent`, `shape_overflow`;
    /// `overlap_needs_scratch` with need and have, when `scratch` is too short; `address_misaligned`, when `scratch` is.
    /// Complexity: linear, when it copies.
    template <element U, viewable Scratch, std::integral... I>
        requires(!std::is_const_v<typename region_t<Scratch>::element_type>)
    [[nodiscard]] auto try_cast_or_copy(Scratch&& scratch, I... shape) const
        -> result<buffer_view<const U, (sizeof...(I) == 0 ? 1 : sizeof...(I)), contiguous, borrowed>> {
        using room = region_t<Scratch>;
        using room_item = typename room::element_type;
        static_assert(room::rank == 1 && !std::same_as<typename room::layout_type, strided> &&
                          (byte_like<room_item> || std::same_as<room_item, U>),
                      "cast_or_copy: the scratch memory must be 1-D and gapless, of bytes or of U");
        const auto memory = try_cast_or_copy_memory<U>(self().data(), self().layout(), self().is_c_contiguous(),
                                                       lendbuf::describe(scratch), detail::saturated(shape...));
        if (!memory) return memory.error();
        return buffer_view<const U, decltype(memory)::value_type::rank, contiguous, borrowed>::from_parts_unchecked(
            memory->data, {memory->shape, {}}, borrowed());
    }
    /// Views the items' bytes as items of type `U`, in place or in `scratch`. Throws: type_error, value_error or
    /// buffer_error; see `try_cast_or_copy`.
    template <element U, viewable Scratch, std::integral... I>
    [[nodiscard]] auto cast_or_copy(Scratch&& scratch, I... shape) const {
        return try_cast_or_copy<U>(scratch, shape...).value();
    }

private:
    [[nodiscard]] constexpr const view& self() const noexcept { return static_cast<const view&>(*this); }

    template <class L>
    [[nodiscard]] constexpr bool is_gapless() const noexcept {
        if constexpr (std::same_as<L, contiguous>)
            return self().is_c_contiguous();
        else
            return self().is_f_contiguous();
    }

    /// Makes a view of the memory that a check has found.
    template <class L, class Region>
    [[nodiscard]] auto viewed(const result<Region>& memory) const
        -> result<buffer_view<typename Region::element_type, Region::rank, L, Hold>> {
        if (!memory) return memory.error();
        return buffer_view<typename Region::element_type, Region::rank, L, Hold>::from_parts_unchecked(
            memory->data, {memory->shape, memory->strides}, self().hold());
    }
};

} // namespace lendbuf::inline LENDBUF_ABI
