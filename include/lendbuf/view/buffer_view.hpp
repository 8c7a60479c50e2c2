// The view: typed, N-dimensional access to memory that somebody else owns.
#pragma once

#include <concepts>
#include <cstddef>
#include <lendbuf/element/position_iterator.hpp>
#include <lendbuf/element/strided_items.hpp>
#include <lendbuf/view/elements.hpp>
#include <lendbuf/view/field.hpp>
#include <lendbuf/view/view_algebra.hpp>
#include <lendbuf/view/view_casts.hpp>
#include <lendbuf/view/view_parts.hpp>

#include <type_traits>
#include <utility>

namespace lendbuf::inline LENDBUF_ABI {

/// Views `Rank`-dimensional memory as items of type `T`; `const T` makes it read-only.
///
/// `Layout` is `strided` (any signed byte strides), `contiguous` or `f_contiguous`; `Hold` is `borrowed` (trivially
/// copyable, as std::span) or `leased` (carries a lease, shared by every view made from it). A view is shallow: copying
/// it copies no items, and a const view of mutable items may write them.
/// Python: memoryview; also N-D sub-views, every byte order (items of type `be<T>`, `le<T>`), typed columns.
template <element T, std::size_t Rank, layout_tag Layout, hold_tag Hold>
class buffer_view : public view_algebra<T, Rank, Layout, Hold>,
                    public view_casts<T, Rank, Layout, Hold>,
                    public view_fields<T, Rank, Layout, Hold> {
    static constexpr std::ptrdiff_t item_bytes = static_cast<std::ptrdiff_t>(sizeof(T));
    static constexpr bool is_strided = std::same_as<Layout, strided>;

    template <std::size_t R, class L, class H = Hold>
    using view_of = buffer_view<T, R, L, H>;

public:
    using element_type = T;
    using value_type = std::remove_cv_t<T>;
    using reference = T&;
    using pointer = T*;
    using size_type = std::ptrdiff_t;
    using difference_type = std::ptrdiff_t;
    using layout_type = Layout;
    using hold_type = Hold;

    /// Is what one index makes of a view of rank above 1: the row, borrowed.
    using subview_type =
        buffer_view<T, (Rank > 0 ? Rank - 1 : 0),
                    std::conditional_t<std::same_as<Layout, contiguous>, contiguous, strided>, borrowed>;

    /// Makes an empty view.
    constexpr buffer_view() noexcept = default;

    /// Views what `x` exports: any owner, container, array, span or view whose items are `T` (or become `const T`),
    /// in a layout that converts without a check. A temporary that owns its memory does not compile.
    ///
    /// A leased view takes a lease; a borrowed one trusts that `x` stays as it is: so that functions may take borrowed
    /// views of leased temporaries, those convert, too, and a borrowed variable made of one dangles.
    /// Throws: buffer_error (`being_changed`), when leased, while another thread changes the owner.
    /// `from` is for checked builds: the place in the source that a use after release is reported with.
    template <viewable X>
        requires(!std::same_as<std::remove_cvref_t<X>, buffer_view>) &&
                detail::region_fits<region_t<X>, T, Rank, Layout> &&
                (std::same_as<Hold, borrowed> || leasing_exporter<X>)
    constexpr buffer_view(X&& x, detail::source_place from = detail::source_place::here())
        : buffer_view(hold_on(x, from), x) {}

    /// Views a gapless array of `shape` that starts at `data`.
    ///
    /// Requires: that many items at `data`. Safety: nothing can check it; views of owners need no such promise.
    // T is left to the deduction guides below: from here clang 14 would deduce a strided view.
    constexpr buffer_view(std::type_identity_t<T>* data, const index_array<Rank>& shape) noexcept
        requires(!is_strided)
        : data_(data), shape_(shape) {}
    constexpr buffer_view(std::type_identity_t<T>* data, std::ptrdiff_t count) noexcept
        requires(!is_strided && Rank == 1)
        : data_(data), shape_{{count}} {}

    /// Views part of the memory that `backing` exports: `shape` in items, `strides` in bytes, the first item `offset`
    /// bytes from the start.
    ///
    /// Throws: value_error, when the layout leaves the memory or overflows; type_error, when an item would be
    /// misaligned.
    template <viewable X>
        requires is_strided && detail::region_fits<region_t<X>, T, 1, contiguous> &&
                 (std::same_as<Hold, borrowed> || leasing_exporter<X>)
    constexpr buffer_view(X&& backing, const index_array<Rank>& shape, const index_array<Rank>& strides,
                          std::ptrdiff_t offset = 0, detail::source_place from = detail::source_place::here())
        : hold_(hold_on(backing, from)) {
        auto memory = lendbuf::describe(backing);
        (void)try_byte_count(shape.data(), Rank, item_bytes).value();
        try_fit(Rank, shape.data(), strides.data(), item_bytes, offset, memory.shape[0] * item_bytes).value();
        data_ = item_count_unchecked(shape) == 0 ? memory.data : move_by_bytes(memory.data, offset);
        shape_ = shape;
        strides_ = detail::stride_storage<Rank, Layout>(strides);
        if (offset % static_cast<std::ptrdiff_t>(alignof(T)) != 0) fail_address(offset);
        check_strides(layout().strides);
    }

    /// Makes a view of its parts and checks nothing.
    ///
    /// Requires: an item at every place of `map` from `data`, which `hold` keeps there.
    [[nodiscard]] static constexpr buffer_view from_parts_unchecked(T* data, const lendbuf::layout<Rank>& map,
                                                                    const Hold& hold) noexcept {
        buffer_view v;
        v.data_ = data;
        v.shape_ = map.shape;
        v.strides_ = detail::stride_storage<Rank, Layout>(map.strides);
        v.hold_ = hold;
        return v;
    }

    // ---- attributes --------------------------------------------------------------------------------------------

    /// Gives the number of items along the first axis. Python: len
    [[nodiscard]] constexpr std::ptrdiff_t size() const noexcept
        requires(Rank > 0)
    {
        return shape_[0];
    }
    [[nodiscard]] constexpr bool empty() const noexcept { return item_count() == 0; }

    /// Gives the number of items in all. Python: product(shape)
    [[nodiscard]] constexpr std::ptrdiff_t item_count() const noexcept { return item_count_unchecked(shape_); }

    /// Gives the number of items along `axis`.
    ///
    /// Throws: index_error, when there is no such axis.
    [[nodiscard]] constexpr std::ptrdiff_t extent(std::ptrdiff_t axis) const {
        return shape_[static_cast<std::size_t>(checked_index(axis, static_cast<std::ptrdiff_t>(Rank), 0))];
    }

    /// Gives the extents, in items.
    [[nodiscard]] constexpr const index_array<Rank>& shape() const noexcept { return shape_; }

    /// Gives the distances between neighbours along each axis, in bytes.
    [[nodiscard]] constexpr index_array<Rank> strides() const noexcept { return layout().strides; }

    /// Gives no suboffsets: the items of this view are never behind pointers.
    [[nodiscard]] constexpr index_array<0> suboffsets() const noexcept { return {}; }

    [[nodiscard]] static constexpr std::size_t ndim() noexcept { return Rank; }
    [[nodiscard]] static constexpr std::ptrdiff_t itemsize() noexcept { return item_bytes; }
    [[nodiscard]] static constexpr bool readonly() noexcept { return std::is_const_v<T>; }

    /// Gives the bytes of all items, without gaps.
    [[nodiscard]] constexpr std::ptrdiff_t nbytes() const noexcept { return item_count() * item_bytes; }

    /// Gives the format of an item, by the letters of struct.
    [[nodiscard]] static constexpr const char* format() noexcept
        requires formatted<T>
    {
        return format_of<T>();
    }

    /// Points to the first item.
    [[nodiscard]] constexpr T* data() const noexcept {
        hold_.check();
        return data_;
    }

    /// Gives shape and strides as one value.
    [[nodiscard]] constexpr lendbuf::layout<Rank> layout() const noexcept {
        if constexpr (is_strided)
            return {shape_, strides_.strides};
        else
            return {shape_,
                    contiguous_strides(shape_, item_bytes, std::same_as<Layout, contiguous> ? order::c : order::f)};
    }

    [[nodiscard]] constexpr bool is_contiguous(order o = order::any) const noexcept {
        return lendbuf::is_contiguous(Rank, shape_.data(), layout().strides.data(), item_bytes, o);
    }
    [[nodiscard]] constexpr bool is_c_contiguous() const noexcept {
        return std::same_as<Layout, contiguous> || is_contiguous(order::c);
    }
    [[nodiscard]] constexpr bool is_f_contiguous() const noexcept {
        return std::same_as<Layout, f_contiguous> || is_contiguous(order::f);
    }

    /// Gives what the view keeps besides its pointer: `borrowed`, or a lease in `leased`.
    [[nodiscard]] constexpr const Hold& hold() const noexcept { return hold_; }

    /// Gives what holds the memory; empty for a borrowed view.
    [[nodiscard]] constexpr lease share() const noexcept { return hold_.share(); }

    // ---- items and sub-views -----------------------------------------------------------------------------------

    /// Gives an item, or for rank above 1 the sub-view at that place of the first axis. Negative counts from the end.
    ///
    /// Throws: index_error with index and extent.
    [[nodiscard]] constexpr decltype(auto) operator[](std::integral auto index) const
        requires(Rank > 0)
    {
        return (*this)(index);
    }

    /// Gives the items a slice of the first axis names. Throws: value_error for a zero step.
    template <bool Stepped>
        requires(Rank > 0)
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

    /// Gives an item where every axis has an integer, a sub-view otherwise: slices keep an axis, `newaxis` adds one,
    /// `all`, `ellipsis` and axes not named stay whole. No copy.
    ///
    /// Throws: index_error with the axis; value_error for a zero step.
    /// Complexity: linear in the rank.
    /// Python: m[i, j], and NumPy's basic slicing, which memoryview refuses.
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
    /// Errors: `index_out_of_bounds` with the axis.
    template <std::integral... I>
        requires(sizeof...(I) == Rank)
    [[nodiscard]] constexpr result<value_type> try_get(I... indices) const {
        hold_.check();
        auto at = detail::saturated(indices...);
        std::size_t offset = 0; // beside an empty axis it means nothing, and may wrap
        for (std::size_t k = 0; k < Rank; ++k) {
            const std::ptrdiff_t i = at[k] < 0 ? at[k] + shape_[k] : at[k];
            if (i < 0 || i >= shape_[k])
                return error_info{.code = errc::index_out_of_bounds,
                                  .field = static_cast<std::int32_t>(k),
                                  .offset = at[k],
                                  .have = static_cast<std::uint64_t>(shape_[k])};
            offset += static_cast<std::size_t>(i) * static_cast<std::size_t>(layout().strides[k]);
        }
        return *move_by_bytes(data_, static_cast<std::ptrdiff_t>(offset));
    }

    /// Gives sub-view number `index` of the first axis without a check.
    /// Requires: `0 <= index < size()`.
    [[nodiscard]] constexpr subview_type subview_unchecked(std::ptrdiff_t index) const noexcept
        requires(Rank > 1)
    {
        auto whole = layout();
        const std::ptrdiff_t offset = detail::steps(index, whole.strides[0]);
        T* first = nullptr;
        if constexpr (std::same_as<Layout, contiguous>)
            first = move_by_bytes(data_, offset); // an axis before an empty one has stride 0
        else
            first = moved(offset);
        return subview_type::from_parts_unchecked(first, {without_axis(whole.shape, 0), without_axis(whole.strides, 0)},
                                                  borrowed(detail::watch_of(*this, detail::source_place::here())));
    }

    /// Starts at the first item, or for rank above 1 at the first sub-view.
    [[nodiscard]] constexpr auto begin() const noexcept
        requires(Rank > 0)
    {
        return iterator_at(0);
    }
    [[nodiscard]] constexpr auto end() const noexcept
        requires(Rank > 0)
    {
        return iterator_at(shape_[0]);
    }

    /// Gives all items as one range, in C order: a 1-D view where the type says that they are gapless.
    ///
    /// Complexity: constant; a step from item to item costs an addition and a comparison.
    [[nodiscard]] constexpr auto elements() const noexcept {
        if constexpr (Rank == 1)
            return *this;
        else if constexpr (Rank == 0 || std::same_as<Layout, contiguous>)
            return view_of<1, contiguous>::from_parts_unchecked(data_, {{{item_count()}}, {}}, hold_);
        else
            return elements(order::c);
    }

    /// Gives all items as one range, in order `o`; `order::any` follows the memory, longest steps first.
    [[nodiscard]] constexpr element_range<T, Rank, Hold> elements(order o) const noexcept
        requires(Rank > 0)
    {
        return {data_, detail::in_order(layout(), o), hold_};
    }

    // ---- other views of the same memory ------------------------------------------------------------------------

    /// Forbids writing. Python: memoryview.toreadonly
    [[nodiscard]] constexpr auto toreadonly() const {
        return buffer_view<const T, Rank, Layout, Hold>::from_parts_unchecked(data_, layout(), hold_);
    }

    /// Drops the lease: the caller keeps the memory in place by other means.
    [[nodiscard]] constexpr view_of<Rank, Layout, borrowed> borrow(
        detail::source_place from = detail::source_place::here()) const noexcept {
        return view_of<Rank, Layout, borrowed>::from_parts_unchecked(data_, layout(),
                                                                     borrowed(detail::watch_of(*this, from)));
    }

    /// Proves that the items are gapless in C order. Throws: buffer_error (`not_c_contiguous`).
    [[nodiscard]] constexpr auto as_contiguous() const {
        if (!is_c_contiguous()) fail({.code = errc::not_c_contiguous});
        return view_of<Rank, contiguous>::from_parts_unchecked(data_, layout(), hold_);
    }

    // ---- copies (hosted) ---------------------------------------------------------------------------------------

    /// Copies the items' bytes to a std::vector<std::byte>, gapless, in order `o`.
    ///
    /// Requires: <lendbuf/view/tobytes.hpp>, which the hosted umbrella includes.
    /// Python: memoryview.tobytes
    template <class View = buffer_view>
    [[nodiscard]] auto tobytes(order o = order::c) const {
        return copy_to_bytes(static_cast<const View&>(*this), o);
    }

    /// Writes the items' bytes as text, two hexadecimal digits each, with `sep` between groups of `bytes_per_sep`, which
    /// count from the right, or from the left where negative.
    ///
    /// Requires: <lendbuf/view/tohex.hpp>, which the hosted umbrella includes.
    /// Python: memoryview.hex
    template <class... Grouping>
    [[nodiscard]] auto hex(const Grouping&... sep_and_bytes_per_sep) const {
        return copy_to_hex(*this, sep_and_bytes_per_sep...);
    }

    /// Copies the items to a std::vector, nested once per axis.
    ///
    /// Requires: <lendbuf/view/tolist.hpp>, which the hosted umbrella includes.
    /// Python: memoryview.tolist
    template <class View = buffer_view>
    [[nodiscard]] auto tolist() const {
        return copy_to_list(static_cast<const View&>(*this));
    }

private:
    template <class X>
    static constexpr Hold hold_on(X&& x, detail::source_place from) {
        if constexpr (std::same_as<Hold, leased>)
            return Hold(lendbuf::lend(x));
        else
            return Hold(detail::watch_of(x, from));
    }

    // The lease comes first: what `x` describes under it cannot move.
    template <class X>
    constexpr buffer_view(Hold hold, X&& x) : hold_(std::move(hold)) {
        auto memory = lendbuf::describe(x);
        data_ = memory.data;
        shape_ = memory.shape;
        if constexpr (is_strided) strides_ = detail::stride_storage<Rank, Layout>(memory.byte_strides());
    }

    [[nodiscard]] constexpr auto iterator_at(std::ptrdiff_t position) const noexcept {
        hold_.check();
        if constexpr (Rank > 1)
            return position_iterator<rows>({borrow()}, position);
        else if constexpr (is_strided)
            return position_iterator<strided_items<T>>({data_, strides_.strides[0]}, position);
        else
            return data_ + position;
    }

    /// Finds rows by position, for iterators.
    struct rows {
        using value_type = subview_type;
        [[nodiscard]] constexpr subview_type at_unchecked(std::ptrdiff_t position) const noexcept {
            return whole.subview_unchecked(position);
        }
        view_of<Rank, Layout, borrowed> whole{};
    };

    [[nodiscard, gnu::always_inline]] constexpr decltype(auto) item_strides() const noexcept {
        if constexpr (is_strided)
            return (strides_.strides);
        else
            return layout().strides;
    }

    // Gapless layouts count items, strided ones bytes. Inlined without optimisation, too: debug builds read items as well.
    template <std::size_t... Axis, std::integral... I>
    [[nodiscard, gnu::always_inline]] constexpr T& item_at(std::index_sequence<Axis...>, I... indices) const {
        hold_.check();
        if constexpr (std::same_as<Layout, contiguous>) {
            std::ptrdiff_t at = 0;
            ((at = (Axis == 0 ? 0 : at * shape_.values[Axis]) +
                   detail::checked_index_from(indices, shape_.values[Axis], Axis)),
             ...);
            return data_[at];
        } else {
            const auto& strides = item_strides();
            std::size_t offset = 0; // an empty axis is refused only when its turn comes: until then this may wrap
            ((offset += static_cast<std::size_t>(strides.values[Axis]) *
                        static_cast<std::size_t>(detail::checked_index_from(indices, shape_.values[Axis], Axis))),
             ...);
            return *move_by_bytes(data_, static_cast<std::ptrdiff_t>(offset));
        }
    }

    // Without items there is nowhere to move to: an axis beside the empty one could lead out of the memory.
    [[nodiscard]] constexpr T* moved(std::ptrdiff_t bytes) const noexcept {
        if constexpr (Rank > 1)
            if (empty()) return data_;
        return move_by_bytes(data_, bytes);
    }

    template <class... S>
    [[nodiscard]] constexpr auto select(const S&... s) const {
        auto selected = lendbuf::subscript(layout(), s...);
        return view_of<rank_after<Rank, S...>, detail::layout_after<Layout, S...>>::from_parts_unchecked(
            moved(selected.offset), selected.map, hold_);
    }

    [[noreturn, gnu::cold]] static void fail_address(std::ptrdiff_t offset) {
        constexpr auto alignment = static_cast<std::ptrdiff_t>(alignof(T));
        fail({.code = errc::address_misaligned,
              .need = alignof(T),
              .have = static_cast<std::uint64_t>((offset % alignment + alignment) % alignment)});
    }

    constexpr void check_strides(const index_array<Rank>& strides) const {
        for (std::size_t k = 0; k < Rank; ++k)
            if (shape_[k] > 1 && strides[k] % static_cast<std::ptrdiff_t>(alignof(T)) != 0)
                fail({.code = errc::stride_misaligned,
                      .field = static_cast<std::int32_t>(k),
                      .offset = strides[k],
                      .need = alignof(T)});
    }

    T* data_ = nullptr;
    index_array<Rank> shape_{};
    [[no_unique_address]] detail::stride_storage<Rank, Layout> strides_{};
    [[no_unique_address]] Hold hold_{};
};

/// Deduces element type, rank and layout from an exporter; those that can be locked give a leased view, the others a
/// borrowed one.
template <viewable X>
buffer_view(X&&)
    -> buffer_view<typename region_t<X>::element_type, region_t<X>::rank, typename region_t<X>::layout_type,
                   std::conditional_t<leasing_exporter<X>, leased, borrowed>>;
template <class T>
buffer_view(T*, std::ptrdiff_t) -> buffer_view<T, 1, contiguous>;
template <class T, std::size_t Rank>
buffer_view(T*, index_array<Rank>) -> buffer_view<T, Rank, contiguous>;

namespace detail {
template <class View>
struct view_exporter {
    static constexpr bool borrowed = true;
    static constexpr exporter_rules rules = exporter_rules::general;
    [[nodiscard]] static constexpr auto describe(const View& v) noexcept {
        using T = typename View::element_type;
        using layout_type = typename View::layout_type;
        if constexpr (std::same_as<layout_type, strided>)
            return region<T, View::ndim(), strided>{v.data(), v.shape(), v.strides()};
        else // the strides follow from the shape, and nobody reads them
            return region<T, View::ndim(), layout_type>{v.data(), v.shape(), {}};
    }
    [[nodiscard]] static constexpr lease lend(const View& v) noexcept
        requires std::same_as<typename View::hold_type, leased>
    {
        return v.share();
    }
};
} // namespace detail

/// Lets views be viewed: memory passes through any number of hands without a copy.
template <class T, std::size_t Rank, class Layout, class Hold>
struct exporter_traits<buffer_view<T, Rank, Layout, Hold>> : detail::view_exporter<buffer_view<T, Rank, Layout, Hold>> {
};
template <class T, std::size_t Rank, class Layout, class Hold>
struct exporter_traits<const buffer_view<T, Rank, Layout, Hold>>
    : detail::view_exporter<buffer_view<T, Rank, Layout, Hold>> {};

} // namespace lendbuf::inline LENDBUF_ABI
