// The view of items that lie behind pointers: an image as an array of rows, and whatever has suboffsets.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <lendbuf/element/position_iterator.hpp>
#include <lendbuf/format/equivalence.hpp>
#include <lendbuf/layout/indirect.hpp>
#include <lendbuf/view/buffer_view.hpp>
#include <lendbuf/view/indirect_parts.hpp>
#include <type_traits>
#include <utility>

namespace lendbuf::inline LENDBUF_ABI {

/// Views `Rank`-dimensional items of type `T` behind pointers; `const T` makes it read-only.
///
/// `Pointers` is `row_pointers` (an array of `T*`) or `any_pointers` (suboffsets as in PEP 3118); the former converts to
/// the latter. `Hold` is as in `buffer_view`; it keeps what it was made with, and rows that this does not keep are the
/// caller's promise. Indices, slices and whole-view operations refuse a null pointer where they meet one.
/// Python: memoryview with suboffsets, of which it slices the first axis only and makes no sub-views
template <element T, std::size_t Rank, pointer_tag Pointers, hold_tag Hold>
class indirect_view {
    static_assert(Rank > 0, "indirect_view: an item without axes is a buffer_view of rank 0");
    static constexpr std::ptrdiff_t item_bytes = static_cast<std::ptrdiff_t>(sizeof(T));
    static constexpr bool is_rows = std::same_as<Pointers, row_pointers>;
    using base_type = std::conditional_t<is_rows, T* const*, const std::byte*>;
    using row_type = buffer_view<T, Rank - 1, strided, borrowed>;

public:
    using element_type = T;
    using value_type = std::remove_cv_t<T>;
    using reference = T&;
    using size_type = std::ptrdiff_t;
    using difference_type = std::ptrdiff_t;
    using pointers_type = Pointers;
    using hold_type = Hold;

    /// Is what an iterator of a view of rank above 1 gives: the row, borrowed.
    using subview_type = std::conditional_t<is_rows || Rank == 1, row_type,
                                            indirect_view<T, (Rank > 1 ? Rank - 1 : 1), any_pointers, borrowed>>;

    /// Makes an empty view.
    constexpr indirect_view() noexcept = default;

    /// Views rows of gapless items in C order: `shape[0]` pointers, each to an array of the other extents.
    ///
    /// Requires: that many pointers and items. Safety: nothing can check it.
    /// Throws: value_error (`negative_extent`, `shape_overflow`).
    // T is left to the deduction guides below.
    constexpr indirect_view(std::type_identity_t<T>* const* rows, const index_array<Rank>& shape,
                            const Hold& hold = Hold())
        requires is_rows
        : base_(rows), map_(rows_of(shape, static_cast<std::ptrdiff_t>(sizeof(T*)))), hold_(hold) {}

    /// Views the rows to which the pointers in `rows` lead, each an array of `extents` items in C order:
    /// `indirect_view image(rows, 640)`.
    ///
    /// Requires: that many items behind each pointer. Safety: nothing can check it; a lease holds the pointers only.
    /// Throws: value_error (`negative_extent`, `shape_overflow`).
    template <class X, std::integral... I>
        requires is_rows && (sizeof...(I) + 1 == Rank) && detail::row_exporter<X, T> &&
                 (std::same_as<Hold, borrowed> || leasing_exporter<X>)
    constexpr indirect_view(X&& rows, I... extents) : hold_(hold_on(rows)) {
        const auto memory = lendbuf::describe(rows);
        base_ = memory.data;
        map_ = rows_of(detail::saturated(memory.shape[0], extents...), memory.byte_strides()[0]);
    }

    /// Views what PEP 3118 describes by a base, `shape` in items, `strides` and `suboffsets` in bytes.
    ///
    /// Requires: a pointer or an item at every place that it leads to. Safety: nothing can check it but distances
    /// that overflow and strides that would misalign items.
    /// Throws: value_error (`negative_extent`, `shape_overflow`); type_error (`stride_misaligned`).
    indirect_view(detail::copy_const<T, void>* base, const index_array<Rank>& shape, const index_array<Rank>& strides,
                  const index_array<Rank>& suboffsets, const Hold& hold = Hold())
        requires(!is_rows)
        : indirect_view(try_make(base, {shape, strides, suboffsets}, hold).value()) {}

    /// Views what a descriptor describes, with suboffsets or without, when its items are of type `T`.
    ///
    /// Requires: memory as described, which `hold` or the caller keeps. Safety: as for every descriptor.
    /// Throws: buffer_error, type_error or value_error; see `try_from`.
    explicit indirect_view(const descriptor& d, const Hold& hold = Hold())
        requires(!is_rows && formatted<T>)
        : indirect_view(try_from(d, hold).value()) {}

    /// Views what a descriptor describes, or says why not.
    ///
    /// Errors: `not_writable`; `different_structure` with the ranks; `wrong_type` for items of another size or meaning;
    /// `shape_not_length`; `negative_extent`; `shape_overflow`; `stride_misaligned`; `null_pointer` for a null base.
    [[nodiscard]] static result<indirect_view> try_from(const descriptor& d, const Hold& hold = Hold()) noexcept
        requires(!is_rows && formatted<T>)
    {
        const bool flat = d.shape == nullptr; // then one axis, by the rules of the protocol
        const std::size_t rank = flat ? 1 : static_cast<std::size_t>(d.ndim);
        if (d.readonly != 0 && !readonly()) return error_info{.code = errc::not_writable};
        if (rank != Rank) return error_info{.code = errc::different_structure, .need = Rank, .have = rank};
        const char* const text = d.format == nullptr ? "B" : d.format;
        if (d.itemsize != item_bytes || !equivalent_formats(text, format()))
            return error_info{.code = errc::wrong_type, .symbol = text[0], .field = 0};
        indirect_layout<Rank> map;
        for (std::size_t k = 0; k < Rank; ++k) map.shape[k] = flat ? d.len / item_bytes : d.shape[k];
        const auto bytes = try_byte_count(map.shape.data(), Rank, item_bytes);
        if (!bytes) return bytes.error();
        if (*bytes != d.len)
            return error_info{.code = errc::shape_not_length,
                              .need = static_cast<std::uint64_t>(*bytes),
                              .have = static_cast<std::uint64_t>(d.len)};
        if (d.buf == nullptr && d.len != 0) return detail::null_pointer(0, 0);
        const auto gapless = contiguous_strides(map.shape, item_bytes);
        for (std::size_t k = 0; k < Rank; ++k) {
            map.strides[k] = d.strides == nullptr ? gapless[k] : d.strides[k];
            map.suboffsets[k] = d.suboffsets == nullptr ? -1 : d.suboffsets[k];
        }
        return try_make(d.buf, map, hold);
    }

    /// Views what another view sees: rows as any pointers, mutable items as read-only ones, leased as borrowed.
    template <class U, class OtherPointers, class OtherHold>
        requires(!std::same_as<indirect_view<U, Rank, OtherPointers, OtherHold>, indirect_view>) &&
                    std::convertible_to<U (*)[], T (*)[]> && (std::same_as<OtherPointers, Pointers> || !is_rows) &&
                    (std::same_as<OtherHold, Hold> || std::same_as<Hold, borrowed>)
    constexpr indirect_view(const indirect_view<U, Rank, OtherPointers, OtherHold>& other) noexcept
        : base_(base_of(other.base())), map_(other.layout()), hold_(hold_of(other.hold())) {}

    /// Views what a view without pointers sees.
    template <class U, class Layout, class OtherHold>
        requires(!is_rows) && std::convertible_to<U (*)[], T (*)[]> &&
                    (std::same_as<OtherHold, Hold> || std::same_as<Hold, borrowed>)
    constexpr indirect_view(const buffer_view<U, Rank, Layout, OtherHold>& direct) noexcept
        : base_(base_of(direct.data())), map_(without_pointers(direct.layout())), hold_(hold_of(direct.hold())) {}

    /// Makes a view of its parts and checks nothing.
    ///
    /// Requires: what the constructors require and check.
    [[nodiscard]] static constexpr indirect_view from_parts_unchecked(base_type base, const indirect_layout<Rank>& map,
                                                                      const Hold& hold) noexcept {
        indirect_view v;
        v.base_ = base;
        v.map_ = map;
        v.hold_ = hold;
        return v;
    }

    // ---- attributes --------------------------------------------------------------------------------------------

    /// Gives the number of items along the first axis. Python: len
    [[nodiscard]] constexpr std::ptrdiff_t size() const noexcept { return map_.shape[0]; }
    [[nodiscard]] constexpr bool empty() const noexcept { return item_count() == 0; }

    /// Gives the number of items in all. Python: product(shape)
    [[nodiscard]] constexpr std::ptrdiff_t item_count() const noexcept { return item_count_unchecked(map_.shape); }

    /// Gives the number of items along `axis`.
    ///
    /// Throws: index_error, when there is no such axis.
    [[nodiscard]] constexpr std::ptrdiff_t extent(std::ptrdiff_t axis) const {
        return map_.shape[static_cast<std::size_t>(checked_index(axis, static_cast<std::ptrdiff_t>(Rank), 0))];
    }

    /// Gives the extents, in items.
    [[nodiscard]] constexpr const index_array<Rank>& shape() const noexcept { return map_.shape; }

    /// Gives the distances between neighbours along each axis, in bytes; the neighbours may be pointers.
    [[nodiscard]] constexpr const index_array<Rank>& strides() const noexcept { return map_.strides; }

    /// Gives what is added behind the pointer of each axis, in bytes; below zero where there is none.
    [[nodiscard]] constexpr const index_array<Rank>& suboffsets() const noexcept { return map_.suboffsets; }

    [[nodiscard]] static constexpr std::size_t ndim() noexcept { return Rank; }
    [[nodiscard]] static constexpr std::ptrdiff_t itemsize() noexcept { return item_bytes; }
    [[nodiscard]] static constexpr bool readonly() noexcept { return std::is_const_v<T>; }

    /// Gives the bytes of all items, without gaps and without pointers.
    [[nodiscard]] constexpr std::ptrdiff_t nbytes() const noexcept { return item_count() * item_bytes; }

    /// Gives the format of an item, by the letters of struct.
    [[nodiscard]] static constexpr const char* format() noexcept
        requires formatted<T>
    {
        return format_of<T>();
    }

    /// Points to where the layout starts: to the first pointer, or to the first item where there are no pointers.
    [[nodiscard]] constexpr base_type base() const noexcept { return base_; }

    /// Gives shape, strides and suboffsets as one value.
    [[nodiscard]] constexpr const indirect_layout<Rank>& layout() const noexcept { return map_; }

    /// Tells whether any item lies behind a pointer.
    [[nodiscard]] constexpr bool has_pointers() const noexcept { return is_rows || map_.depth() > 0; }

    /// Tells whether the items are gapless. Python: behind pointers they never are.
    [[nodiscard]] constexpr bool is_contiguous(order o = order::any) const noexcept {
        return !has_pointers() && lendbuf::is_contiguous(Rank, map_.shape.data(), map_.strides.data(), item_bytes, o);
    }

    /// Gives what the view keeps besides its pointer: `borrowed`, or a lease in `leased`.
    [[nodiscard]] constexpr const Hold& hold() const noexcept { return hold_; }

    /// Gives what holds the memory; empty for a borrowed view.
    [[nodiscard]] constexpr lease share() const noexcept { return hold_.share(); }

    // ---- items and sub-views -----------------------------------------------------------------------------------

    /// Gives an item, or for rank above 1 the sub-view at that place of the first axis. Negative counts from the end.
    ///
    /// Throws: index_error with index and extent; value_error (`null_pointer`) for a null pointer.
    [[nodiscard]] constexpr decltype(auto) operator[](std::integral auto index) const { return (*this)(index); }

    /// Gives the items a slice of the first axis names. Throws: value_error for a zero step.
    template <bool Stepped>
    [[nodiscard]] constexpr auto operator[](const slice<Stepped>& s) const {
        return (*this)(s);
    }

#if LENDBUF_MULTI_SUBSCRIPT
    template <class... S>
        requires(sizeof...(S) != 1) && subscript_for<Rank, S...>
    [[nodiscard]] constexpr decltype(auto) operator[](const S&... s) const {
        return (*this)(s...);
    }
#endif

    /// Gives an item where every axis has an integer, a sub-view otherwise, with the meaning of `buffer_view`. No copy.
    ///
    /// What has no pointers for sure, as a row of `row_pointers`, is a `buffer_view`. A sub-view without items follows
    /// no pointer.
    /// Throws: index_error with the axis; value_error for a zero step, with `null_pointer`, axis and index for a null
    /// pointer, with `pointers_not_expressible` where suboffsets cannot say what was selected; type_error
    /// (`address_misaligned`) behind pointers that are not `T*`.
    /// Complexity: linear in the rank.
    template <class... S>
        requires subscript_for<Rank, S...>
    [[nodiscard, gnu::always_inline]] constexpr decltype(auto) operator()(S... s) const {
        if constexpr (sizeof...(S) == Rank && (index_subscript<S> && ...))
            return item_at(std::make_index_sequence<Rank>{}, s...);
        else
            return select(s...);
    }

    /// Reads an item, or says why not.
    ///
    /// Errors: `index_out_of_bounds` with the axis; `null_pointer` with axis and index of a null pointer;
    /// `address_misaligned`.
    template <std::integral... I>
        requires(sizeof...(I) == Rank)
    [[nodiscard]] constexpr result<value_type> try_get(I... indices) const {
        auto at = detail::saturated(indices...);
        for (std::size_t k = 0; k < Rank; ++k) {
            const std::ptrdiff_t wrapped = at[k] < 0 ? at[k] + map_.shape[k] : at[k];
            if (wrapped < 0 || wrapped >= map_.shape[k])
                return error_info{.code = errc::index_out_of_bounds,
                                  .field = static_cast<std::int32_t>(k),
                                  .offset = at[k],
                                  .have = static_cast<std::uint64_t>(map_.shape[k])};
            at[k] = wrapped;
        }
        error_info failure;
        const T* const found = detail::find_item<T>(base_, map_, at, [&](const error_info& e) { failure = e; });
        if (found == nullptr) return failure;
        return *found;
    }

    /// Gives sub-view number `index` of the first axis without a check but for a null pointer, which goes to the
    /// failure handler.
    /// Requires: `0 <= index < size()`.
    [[nodiscard]] constexpr subview_type subview_unchecked(std::ptrdiff_t index) const noexcept
        requires(Rank > 1)
    {
        const lendbuf::layout<Rank - 1> inner{without_axis(map_.shape, 0), without_axis(map_.strides, 0)};
        const bool nothing = item_count_unchecked(inner.shape) == 0;
        if constexpr (is_rows) {
            T* const first = nothing ? nullptr : detail::find_item<T>(base_, map_, {{index}}, fail_fatally);
            return subview_type::from_parts_unchecked(first, inner, borrowed());
        } else {
            const std::byte* place = nothing ? nullptr : base_ + index * map_.strides[0];
            if (!nothing && map_.is_indirect(0)) {
                place = detail::load_pointer(place);
                if (place == nullptr) fail_fatally(detail::null_pointer(0, index));
                place += map_.suboffsets[0];
            }
            return subview_type::from_parts_unchecked(
                place, {inner.shape, inner.strides, without_axis(map_.suboffsets, 0)}, borrowed());
        }
    }

    /// Starts at the first item, or for rank above 1 at the first sub-view. Unchecked, as `subview_unchecked` is.
    [[nodiscard]] constexpr auto begin() const noexcept { return position_iterator<places>({borrow()}, 0); }
    [[nodiscard]] constexpr auto end() const noexcept { return position_iterator<places>({borrow()}, size()); }

    // ---- other views of the same memory ------------------------------------------------------------------------

    /// Forbids writing. Python: memoryview.toreadonly
    [[nodiscard]] constexpr indirect_view<const T, Rank, Pointers, Hold> toreadonly() const { return *this; }

    /// Drops the lease: the caller keeps the memory in place by other means.
    [[nodiscard]] constexpr indirect_view<T, Rank, Pointers, borrowed> borrow() const noexcept {
        return indirect_view<T, Rank, Pointers, borrowed>::from_parts_unchecked(base_, map_, borrowed());
    }

    /// Proves that no item lies behind a pointer.
    ///
    /// Throws: buffer_error (`needs_suboffsets`); type_error (`address_misaligned`).
    [[nodiscard]] buffer_view<T, Rank, strided, Hold> as_strided() const
        requires(!is_rows)
    {
        if (has_pointers()) fail({.code = errc::needs_suboffsets});
        T* const first = empty() ? nullptr : detail::item_address<T>(base_, fail);
        return buffer_view<T, Rank, strided, Hold>::from_parts_unchecked(first, {map_.shape, map_.strides}, hold_);
    }

private:
    template <class X>
    static constexpr Hold hold_on(X&& x) {
        if constexpr (std::same_as<Hold, leased>)
            return Hold(lendbuf::lend(x));
        else
            return Hold();
    }
    template <class OtherHold>
    static constexpr Hold hold_of(const OtherHold& other) noexcept {
        if constexpr (std::same_as<Hold, OtherHold>)
            return other;
        else
            return Hold();
    }
    template <class P>
    static constexpr base_type base_of(P base) noexcept {
        if constexpr (is_rows || std::same_as<P, const std::byte*>)
            return base;
        else
            return detail::bytes_at(base);
    }

    static constexpr indirect_layout<Rank> rows_of(const index_array<Rank>& shape, std::ptrdiff_t pointer_stride) {
        (void)try_byte_count(shape.data(), Rank, item_bytes).value();
        auto map = without_pointers(lendbuf::layout<Rank>{shape, contiguous_strides(shape, item_bytes)});
        map.strides[0] = pointer_stride;
        map.suboffsets[0] = 0;
        try_check(map, item_bytes).value();
        return map;
    }

    static result<indirect_view> try_make(detail::copy_const<T, void>* base, indirect_layout<Rank> map,
                                          const Hold& hold) noexcept {
        if (const auto checked = try_check(map, item_bytes); !checked) return checked.error();
        for (std::size_t k = map.depth(); k < Rank; ++k)
            if (map.shape[k] > 1 && map.strides[k] % static_cast<std::ptrdiff_t>(alignof(T)) != 0)
                return error_info{.code = errc::stride_misaligned,
                                  .field = static_cast<std::int32_t>(k),
                                  .offset = map.strides[k],
                                  .need = alignof(T)};
        return from_parts_unchecked(detail::bytes_at(base), map, hold);
    }

    template <std::size_t... Axis, std::integral... I>
    [[nodiscard, gnu::always_inline]] constexpr T& item_at(std::index_sequence<Axis...>, I... indices) const {
        return *detail::find_item<T>(base_, map_,
                                     {{detail::checked_index_from(indices, map_.shape.values[Axis], Axis)...}}, fail);
    }

    /// Finds sub-views and items by position, for iterators.
    struct places {
        using value_type = std::conditional_t<Rank == 1, std::remove_cv_t<T>, subview_type>;
        [[nodiscard]] constexpr decltype(auto) at_unchecked(std::ptrdiff_t position) const noexcept {
            if constexpr (Rank == 1)
                return *detail::find_item<T>(whole.base(), whole.layout(), {{position}}, fail_fatally);
            else
                return whole.subview_unchecked(position);
        }
        indirect_view<T, Rank, Pointers, borrowed> whole{};
    };

    template <class... S>
    [[nodiscard]] constexpr auto select(const S&... s) const {
        constexpr std::size_t to = rank_after<Rank, S...>;
        constexpr auto fate = detail::first_axis_after<Rank, S...>();
        const auto selected = lendbuf::subscript(map_, s...);
        const bool nothing = item_count_unchecked(selected.map.shape) == 0;
        if constexpr (to == 0 || (is_rows && fate == detail::first_axis::dropped)) {
            T* const data = nothing ? nullptr : first_item_of(selected);
            return buffer_view<T, to, strided, Hold>::from_parts_unchecked(
                data, {selected.map.shape, selected.map.strides}, hold_);
        } else {
            constexpr bool rows = is_rows && fate == detail::first_axis::stays_first;
            using view = indirect_view<T, to, std::conditional_t<rows, row_pointers, any_pointers>, Hold>;
            base_type base = base_;
            if constexpr (is_rows)
                base = nothing ? base : move_by_bytes(base, selected.offsets[0]); // no hops: the first axis stays
            else
                base = nothing ? base : detail::find_base(base, selected);
            if constexpr (is_rows && !rows)
                return view::from_parts_unchecked(detail::bytes_at(base), selected.map, hold_);
            else
                return view::from_parts_unchecked(base, selected.map, hold_);
        }
    }

    template <std::size_t To>
    [[nodiscard]] constexpr T* first_item_of(const indirect_selection<Rank, To>& selected) const {
        if constexpr (is_rows) { // one hop: the first axis is indexed
            T* const row = *move_by_bytes(base_, selected.offsets[0]);
            if (row == nullptr) fail(detail::null_pointer(0, selected.indices[0]));
            return move_by_bytes(row, selected.offsets[1]);
        } else {
            return detail::item_address<T>(detail::find_base(base_, selected), fail);
        }
    }

    static constexpr indirect_layout<Rank> no_items() noexcept {
        auto map = without_pointers(lendbuf::layout<Rank>{});
        if constexpr (is_rows) map.suboffsets[0] = 0;
        return map;
    }

    base_type base_ = nullptr;
    indirect_layout<Rank> map_ = no_items();
    [[no_unique_address]] Hold hold_{};
};

/// Deduces a view of rows from a pointer to their pointers, or from an exporter of those; a view without pointers stays
/// one, in a form that could have some.
template <class T, std::size_t Rank>
indirect_view(T* const*, index_array<Rank>) -> indirect_view<T, Rank, row_pointers>;
template <viewable X, std::integral... I>
    requires detail::row_exporter<X, detail::row_item_t<X>>
indirect_view(X&&, I...) -> indirect_view<detail::row_item_t<X>, sizeof...(I) + 1, row_pointers,
                                          std::conditional_t<leasing_exporter<X>, leased, borrowed>>;
template <class T, std::size_t Rank, class Layout, class Hold>
indirect_view(const buffer_view<T, Rank, Layout, Hold>&) -> indirect_view<T, Rank, any_pointers, Hold>;

} // namespace lendbuf::inline LENDBUF_ABI
