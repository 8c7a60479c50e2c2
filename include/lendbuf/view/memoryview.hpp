// memoryview: a view whose format and rank are known at run time only.
#pragma once

#include <concepts>
#include <cstddef>
#include <lendbuf/element/position_iterator.hpp>
#include <lendbuf/layout/any_subscript.hpp>
#include <lendbuf/protocol/exporter.hpp>
#include <lendbuf/view/hold.hpp>
#include <lendbuf/view/memory_item.hpp>
#include <lendbuf/view/memoryview_casts.hpp>
#include <lendbuf/view/memoryview_exports.hpp>
#include <lendbuf/view/memoryview_values.hpp>
#include <type_traits>
#include <utility>

namespace lendbuf::inline LENDBUF_ABI {

template <hold_tag Hold, std::size_t MaxRank>
class basic_memoryview;

/// Keeps memoryviews, which have `data()` and `size()`, from passing as containers of bytes.
template <hold_tag Hold, std::size_t MaxRank>
struct exporter_traits<basic_memoryview<Hold, MaxRank>> {};
template <hold_tag Hold, std::size_t MaxRank>
struct exporter_traits<const basic_memoryview<Hold, MaxRank>> {};

/// Views memory of any format and up to 64 axes, and holds a lease on it. Allocates for more than four axes, for formats
/// of more than seven letters that are not static, and when it lends its memory on.
using memoryview = basic_memoryview<leased, max_ndim>;

/// Views memory of any format and up to `MaxRank` axes; never allocates, and someone else keeps the memory.
template <std::size_t MaxRank = 4>
using static_memoryview = basic_memoryview<borrowed, MaxRank>;

namespace detail {

// The format of items that have none of their own: strings of their size.
template <std::size_t Size>
inline constexpr auto opaque_format = [] {
    struct {
        char text[24] = {};
    } format;
    std::size_t digits = 1;
    for (std::size_t rest = Size; rest >= 10; rest /= 10) ++digits;
    std::size_t rest = Size;
    for (std::size_t k = digits; k-- > 0; rest /= 10) format.text[k] = static_cast<char>('0' + rest % 10);
    format.text[digits] = 's';
    return format;
}();

template <class T>
[[nodiscard]] constexpr const char* memory_format_of() noexcept {
    if constexpr (formatted<T>)
        return format_of<T>();
    else
        return opaque_format<sizeof(T)>.text;
}

} // namespace detail

/// Views memory whose format and rank are known at run time, with checks on every access.
///
/// It does all that Python's memoryview does, and what that refuses: slices of several axes, items of any byte order,
/// records, casts between any two formats. Copying it copies the view, not the memory. After `release()` everything but
/// `release`, `is_released`, copying and comparing throws value_error (`released`).
/// Python: memoryview
template <hold_tag Hold, std::size_t MaxRank>
class basic_memoryview : public memoryview_casts<basic_memoryview<Hold, MaxRank>, Hold, MaxRank>,
                         public memoryview_values<basic_memoryview<Hold, MaxRank>> {
    static constexpr bool uses_heap = any_axes<MaxRank>::uses_heap;

public:
    using hold_type = Hold;
    using value_type = item;
    using reference = memory_item;
    using size_type = std::ptrdiff_t;
    using difference_type = std::ptrdiff_t;

    /// Views no bytes at all.
    basic_memoryview() : axes_(1) { axes_.strides()[0] = 1; }

    /// Views what `x` exports, and holds a lease on it where `x` gives one.
    ///
    /// Requires: memory that outlives the view, where `x` gives no lease or the view holds none.
    /// Throws: buffer_error (`being_changed`) while another thread changes `x`; value_error for traits that describe
    /// what no memory can be.
    template <viewable X>
    basic_memoryview(X&& x) : hold_(lendbuf::lend(x)), axes_(region_t<X>::rank) {
        using item_t = typename region_t<X>::element_type;
        static_assert(region_t<X>::rank <= MaxRank, "memoryview: more axes than it has room for");
        const auto memory = lendbuf::describe(x);
        const auto strides = memory.byte_strides();
        itemsize_ = static_cast<std::ptrdiff_t>(sizeof(item_t));
        (void)try_byte_count(memory.shape.data(), region_t<X>::rank, itemsize_).value();
        for (std::size_t k = 0; k < region_t<X>::rank; ++k) {
            axes_.shape()[k] = memory.shape[k];
            axes_.strides()[k] = strides[k];
        }
        if constexpr (std::same_as<typename region_t<X>::layout_type, strided>)
            (void)try_byte_reach(region_t<X>::rank, axes_.shape(), axes_.strides(), itemsize_).value();
        // Safety: std::byte may look at any object's bytes; `readonly_` guards those that are const.
        first_ = static_cast<std::byte*>(const_cast<void*>(static_cast<const void*>(memory.data)));
        readonly_ = std::is_const_v<item_t>;
        format_ = item_format(detail::memory_format_of<std::remove_cv_t<item_t>>(), itemsize_);
    }

    /// Views what `d` describes; missing parts mean what the protocol says: without a shape there is one axis, and without
    /// a format, too, the memory is bytes. `hold` keeps the memory, the format's text and nothing else.
    ///
    /// Requires: memory as described. Safety: nothing can check it but distances that overflow.
    /// Throws: value_error: `too_many_axes`, `negative_extent`, `shape_overflow`, `itemsize_mismatch`, `null_pointer` for
    /// items nowhere; type_error (`shape_not_length`).
    /// Python: PyMemoryView_FromBuffer
    explicit basic_memoryview(const descriptor& d, lease hold = {})
        : hold_(std::move(hold)), axes_(is_flat(d) ? 1 : static_cast<std::size_t>(d.ndim)) {
        itemsize_ = is_flat(d) && d.format == nullptr ? 1 : d.itemsize;
        if (itemsize_ <= 0) fail({.code = errc::itemsize_mismatch, .need = 1, .have = 0});
        const std::size_t ndim = axes_.ndim();
        for (std::size_t k = 0; k < ndim; ++k) axes_.shape()[k] = is_flat(d) ? d.len / itemsize_ : d.shape[k];
        const std::ptrdiff_t bytes = try_byte_count(axes_.shape(), ndim, itemsize_).value();
        if (bytes != d.len)
            fail({.code = errc::shape_not_length,
                  .need = static_cast<std::uint64_t>(bytes),
                  .have = static_cast<std::uint64_t>(d.len)});
        if (bytes != 0 && d.buf == nullptr) fail({.code = errc::null_pointer, .field = 0, .offset = 0});
        fill_contiguous_strides(ndim, axes_.shape(), axes_.strides(), itemsize_, order::c);
        for (std::size_t k = 0; k < ndim && !is_flat(d); ++k) {
            if (d.strides != nullptr) axes_.strides()[k] = d.strides[k];
            if (d.suboffsets != nullptr) axes_.suboffsets()[k] = d.suboffsets[k];
        }
        (void)try_byte_reach(ndim, axes_.shape(), axes_.strides(), itemsize_).value();
        first_ = static_cast<std::byte*>(d.buf);
        readonly_ = d.readonly != 0;
        format_ = item_format(d.format == nullptr ? "B" : d.format, itemsize_);
    }

    basic_memoryview(const basic_memoryview&) = default;
    basic_memoryview& operator=(const basic_memoryview& other) {
        if (this != &other) {
            basic_memoryview copy(other); // which may fail, and then nothing has changed
            swap(copy);
        }
        return *this;
    }
    /// Leaves `other` released.
    basic_memoryview(basic_memoryview&& other) noexcept
        : first_(other.first_),
          itemsize_(other.itemsize_),
          readonly_(other.readonly_),
          released_(std::exchange(other.released_, true)),
          format_(other.format_),
          text_(std::move(other.text_)),
          hold_(other.hold_.take()),
          axes_(std::move(other.axes_)),
          exports_(std::move(other.exports_)) {}
    basic_memoryview& operator=(basic_memoryview&& other) noexcept {
        basic_memoryview taken(std::move(other));
        swap(taken);
        return *this;
    }
    ~basic_memoryview() = default;

    // ---- attributes --------------------------------------------------------------------------------------------

    /// Tells whether the view was released; it has no memory then.
    [[nodiscard]] bool is_released() const noexcept { return released_; }

    /// Gives the number of items along the first axis. Throws: type_error (`no_length`) for a single item. Python: len
    [[nodiscard]] std::ptrdiff_t size() const {
        if (ndim() == 0) fail({.code = errc::no_length});
        return axes().shape[0];
    }
    /// Gives the number of items in all.
    [[nodiscard]] std::ptrdiff_t item_count() const { return axes().item_count(); }
    [[nodiscard]] bool empty() const { return item_count() == 0; }
    /// Gives the bytes of all items, without gaps.
    [[nodiscard]] std::ptrdiff_t nbytes() const { return item_count() * itemsize_; }
    [[nodiscard]] std::ptrdiff_t itemsize() const { return checked().itemsize_; }
    [[nodiscard]] std::size_t ndim() const { return checked().axes_.ndim(); }
    /// Gives the number of items along `axis`. Throws: index_error.
    [[nodiscard]] std::ptrdiff_t extent(std::ptrdiff_t axis) const {
        return axes().shape[checked_index(axis, static_cast<std::ptrdiff_t>(ndim()), 0)];
    }
    /// Gives the extents, in items.
    [[nodiscard]] axis_values shape() const { return {axes().shape, ndim()}; }
    /// Gives the distances between neighbours along each axis, in bytes.
    [[nodiscard]] axis_values strides() const { return {axes().strides, ndim()}; }
    /// Gives what is added behind the pointer of each axis, in bytes; empty where no axis has pointers.
    [[nodiscard]] axis_values suboffsets() const { return {axes().suboffsets, has_pointers() ? ndim() : 0}; }
    [[nodiscard]] bool has_pointers() const { return axes().depth() > 0; }
    [[nodiscard]] bool readonly() const { return checked().readonly_; }
    /// Gives the format of an item, terminated. It lives as long as the view.
    [[nodiscard]] const char* format() const& { return checked().format_.text(); }
    const char* format() const&& = delete;
    /// Tells how items are read.
    [[nodiscard]] const item_format& item_type() const& { return checked().format_; }
    const item_format& item_type() const&& = delete;

    /// Tells whether the items are gapless. Python: contiguous, c_contiguous, f_contiguous; empty views always are
    [[nodiscard]] bool is_contiguous(order o = order::any) const { return axes().is_contiguous(itemsize_, o); }

    /// Points to the first item, or the first pointer.
    [[nodiscard]] const std::byte* data() const { return checked().first_; }
    /// Points to the first item, or the first pointer. Throws: type_error (`modify_readonly`).
    [[nodiscard]] std::byte* mutable_data() const {
        require_writable();
        return first_;
    }
    /// Sees shape, strides and suboffsets at once; they live as long as the view.
    [[nodiscard]] axes_view axes() const { return checked().axes_.view(); }
    /// Gives what holds the memory; empty for a borrowed view.
    [[nodiscard]] lease share() const { return checked().hold_.share(); }

    // ---- lending -----------------------------------------------------------------------------------------------

    /// Gives up the memory; repeating it does nothing.
    ///
    /// Throws: buffer_error (`view_exported`), when the view lent its memory on; it changes nothing then.
    /// Python: memoryview.release; the end of a `with` block is the end of the C++ one
    void release() {
        if (const std::size_t count = exports_.count(); count > 0) fail({.code = errc::view_exported, .have = count});
        exports_.end();
        hold_ = Hold();
        released_ = true;
    }
    /// Takes a lease that the view counts, if it may allocate: what `get_buffer` does. Throws: std::bad_alloc.
    [[nodiscard]] lease lend() const { return exports_.lend(share()); }
    /// Counts the leases on this view that are out.
    [[nodiscard]] std::size_t export_count() const noexcept { return exports_.count(); }

    // ---- items and parts ---------------------------------------------------------------------------------------

    /// Refers to an item of a view of one axis. Negative counts from the end.
    ///
    /// Throws: index_error; type_error (`index_count`) for other ranks, of which `(i, j)` names items and `part` views.
    [[nodiscard]] memory_item operator[](std::integral auto index) const& { return (*this)(index); }
    /// Gives the items that a slice of the first axis names. Throws: value_error for a zero step.
    template <bool Stepped>
    [[nodiscard]] basic_memoryview operator[](const slice<Stepped>& s) const {
        const axes_view map = axes();
        if (map.ndim == 0 || map.depth() > 0) return part(s);
        return sliced(s.indices(map.shape[0]));
    }

    /// Refers to the item at the given indices, as many as there are axes.
    ///
    /// Throws: index_error with the axis; type_error (`index_count`); value_error (`null_pointer`).
    template <std::integral... I>
    [[nodiscard]] memory_item operator()(I... indices) const& {
        const std::ptrdiff_t at[sizeof...(I) + 1] = {slice_bound(indices).value_or(0)...};
        return at_index(at, sizeof...(I));
    }
    /// Selects part of the view, with NumPy's meaning. Throws: see `select`.
    template <subscript_argument... S>
        requires(!(std::integral<S> && ...))
    [[nodiscard]] basic_memoryview operator()(S... s) const {
        return part(s...);
    }

    /// Selects part of the view; indices drop an axis, down to a view of a single item.
    ///
    /// Throws: see `select`; the view shares the memory. Complexity: linear in the rank.
    /// Python: memoryview.__getitem__ with slices; also for any number of axes
    template <subscript_argument... S>
    [[nodiscard]] basic_memoryview part(S... s) const {
        const any_subscript subscripts[sizeof...(S) + 1] = {any_subscript(s)..., any_subscript(ellipsis)};
        return select(subscripts, sizeof...(S));
    }
    [[nodiscard]] basic_memoryview select(const any_subscript* first, std::size_t count) const {
        auto selected = lendbuf::select<MaxRank>(axes(), first_, first, count);
        return with(const_cast<std::byte*>(selected.base), std::move(selected.axes));
    }

    /// Refers to the item at `count` indices. Throws: as `operator()`.
    [[nodiscard]] memory_item at_index(const std::ptrdiff_t* indices, std::size_t count) const& {
        const axes_view map = axes();
        if (count != map.ndim) fail({.code = errc::index_count, .need = map.ndim, .have = count});
        // All before the first step: beside an empty axis no address means anything.
        for (std::size_t k = 0; k < count && count > 1; ++k) (void)checked_index(indices[k], map.shape[k], k);
        const std::byte* at = first_;
        for (std::size_t k = 0; k < count; ++k) at = move_along(map, k, at, checked_index(indices[k], map.shape[k], k));
        return item_at(at);
    }

    /// Refers to item number `index` of a view of one axis without pointers, unchecked.
    [[nodiscard]] memory_item at_unchecked(std::ptrdiff_t index) const noexcept {
        return item_at(first_ + axes_.view().strides[0] * index);
    }
    /// Walks over the items of one axis, or none for an empty view. The view must outlive the iterators.
    ///
    /// Throws: type_error (`index_count`) for other ranks; buffer_error (`needs_suboffsets`) behind pointers.
    [[nodiscard]] auto begin() const& { return position_iterator<item_cursor>(cursor(), 0); }
    [[nodiscard]] auto end() const& { return position_iterator<item_cursor>(cursor(), size()); }

    // ---- other views of the same memory ------------------------------------------------------------------------

    /// Views the memory read-only. There is no way back. Python: memoryview.toreadonly
    [[nodiscard]] basic_memoryview toreadonly() const {
        basic_memoryview v = checked();
        v.readonly_ = true;
        return v;
    }

    /// Views the memory through other axes and another format, unchecked.
    ///
    /// Requires: items of `itemsize` bytes wherever `axes` lead from `first`; a text that outlives the view, if it is
    /// longer than seven letters and `text` does not keep it.
    [[nodiscard]] basic_memoryview reinterpreted(std::byte* first, any_axes<MaxRank> axes, const item_format& format,
                                                 std::ptrdiff_t itemsize, const lease& text) const {
        basic_memoryview v = with(first, std::move(axes));
        v.format_ = format;
        v.itemsize_ = itemsize;
        v.text_ = text;
        return v;
    }

    /// Copies the bytes of all items to a std::vector<std::byte>, gapless, in order `o`.
    ///
    /// Requires: <lendbuf/view/memoryview_copies.hpp>, which the hosted umbrella includes.
    /// Python: memoryview.tobytes
    template <class View = basic_memoryview>
    [[nodiscard]] auto tobytes(order o = order::c) const {
        return copy_to_bytes(static_cast<const View&>(*this), o);
    }
    /// Copies all items to an `item_list`, nested once per axis, sub-array and record.
    ///
    /// Requires: <lendbuf/view/memoryview_copies.hpp>, which the hosted umbrella includes.
    /// Python: memoryview.tolist; also for records
    template <class View = basic_memoryview>
    [[nodiscard]] auto tolist() const {
        return copy_to_list(static_cast<const View&>(*this));
    }
    /// Writes all bytes as hexadecimal digits; `hex(separator, bytes_per_separator)` groups them as `hex_into`.
    ///
    /// Requires: <lendbuf/view/memoryview_copies.hpp>, which the hosted umbrella includes.
    /// Python: memoryview.hex
    template <class... Grouping>
    [[nodiscard]] auto hex(const Grouping&... sep_and_bytes_per_sep) const {
        return copy_to_hex(*this, sep_and_bytes_per_sep...);
    }

    void swap(basic_memoryview& other) noexcept {
        std::swap(first_, other.first_);
        std::swap(itemsize_, other.itemsize_);
        std::swap(readonly_, other.readonly_);
        std::swap(released_, other.released_);
        std::swap(format_, other.format_);
        std::swap(text_, other.text_);
        std::swap(hold_, other.hold_);
        std::swap(axes_, other.axes_);
        std::swap(exports_, other.exports_);
    }

private:
    // What an iterator keeps: a place, a stride, and where the format is.
    struct item_cursor {
        using value_type = item;
        const item_format* format = nullptr;
        std::byte* first = nullptr;
        std::ptrdiff_t stride = 0;
        std::ptrdiff_t itemsize = 0;
        bool readonly = true;
        [[nodiscard]] memory_item at_unchecked(std::ptrdiff_t index) const noexcept {
            return {*format, first + index * stride, itemsize, readonly};
        }
    };

    [[nodiscard]] const basic_memoryview& checked() const {
        if (released_) [[unlikely]]
            fail({.code = errc::released});
        return *this;
    }
    void require_writable() const {
        if (checked().readonly_) fail({.code = errc::modify_readonly});
    }
    [[nodiscard]] memory_item item_at(const std::byte* at) const noexcept {
        return {format_, const_cast<std::byte*>(at), itemsize_, readonly_};
    }
    [[nodiscard]] item_cursor cursor() const {
        const axes_view map = axes();
        if (map.ndim != 1) fail({.code = errc::index_count, .need = map.ndim, .have = 1});
        if (map.depth() > 0) fail({.code = errc::needs_suboffsets});
        return {&format_, first_, map.strides[0], itemsize_, readonly_};
    }
    // Of its own, so that the view is made where the caller wants it: copied elsewhere and moved, it would cost a fifth
    // of a slice, as the two flags would be read together just after each was written.
    [[nodiscard]] basic_memoryview sliced(const slice_indices& at) const {
        basic_memoryview v = *this;
        const axes_view map = axes();
        if (at.length > 0 && (map.ndim == 1 || map.item_count() > 0)) v.first_ += at.start * map.strides[0];
        v.axes_.shape()[0] = at.length;
        v.axes_.strides()[0] = detail::steps(at.step, map.strides[0]);
        return v;
    }
    [[nodiscard]] basic_memoryview with(std::byte* first, any_axes<MaxRank>&& axes) const {
        basic_memoryview v(unfilled{});
        v.first_ = first;
        v.itemsize_ = itemsize_;
        v.readonly_ = readonly_;
        v.format_ = format_;
        v.text_ = text_;
        v.hold_ = hold_;
        v.axes_ = std::move(axes);
        return v;
    }
    [[nodiscard]] static bool is_flat(const descriptor& d) noexcept { return d.shape == nullptr && d.ndim != 0; }
    struct unfilled {};
    explicit basic_memoryview(unfilled) noexcept {}

    std::byte* first_ = const_cast<std::byte*>(detail::no_memory);
    std::ptrdiff_t itemsize_ = 1;
    bool readonly_ = false;
    bool released_ = false;
    item_format format_;
    lease text_; // keeps a long format that is no one else's
    Hold hold_;
    any_axes<MaxRank> axes_;
    [[no_unique_address]] std::conditional_t<uses_heap, detail::counted_exports, detail::uncounted_exports> exports_;
};

} // namespace lendbuf::inline LENDBUF_ABI
