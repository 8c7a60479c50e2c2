// What a memoryview tells and does of all its items: compare, find, hash, copy.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <lendbuf/kernel/hash.hpp>
#include <lendbuf/view/byte_feed.hpp>
#include <lendbuf/view/memory_item.hpp>
#include <lendbuf/view/memoryview_compare.hpp>
#include <type_traits>

namespace lendbuf::inline LENDBUF_ABI {

template <hold_tag Hold, std::size_t MaxRank>
class basic_memoryview;

namespace detail {

/// Calls `visit(format, place)` for each item in C order, while the answer is true.
template <class Visit>
bool for_each_item(const axes_view& axes, const std::byte* first, Visit&& visit) {
    if (axes.item_count() == 0) return true;
    return for_each_lead(axes, axes.ndim,
                         [&](const std::ptrdiff_t* index) { return visit(place_of(axes, first, index, axes.ndim)); });
}

template <class View>
[[nodiscard]] bool equal_memory(const View& a, const View& b) {
    const axes_view x = a.axes();
    const axes_view y = b.axes();
    if (x.ndim != y.ndim || !same_shape(x.shape, y.shape, x.ndim)) return false;
    if (x.item_count() == 0) return true;
    const item_format& f = a.item_type();
    const item_format& g = b.item_type();
    if (!f.is_readable() || !g.is_readable()) return false;
    const bool as_bytes = compare_as_bytes(f, g);
    if (as_bytes && x.is_contiguous(a.itemsize(), order::c) && y.is_contiguous(a.itemsize(), order::c))
        return std::memcmp(a.data(), b.data(), static_cast<std::size_t>(a.nbytes())) == 0;
    const std::size_t lead = leading_axes(x) > leading_axes(y) ? leading_axes(x) : leading_axes(y);
    const block_axes p = block_of(x, lead);
    const block_axes q = block_of(y, lead);
    return for_each_block(x, a.data(), y, b.data(), lead, [&](const std::byte* at_a, const std::byte* at_b) {
        return equal_block(f, at_a, p, g, at_b, q, a.itemsize(), as_bytes);
    });
}

} // namespace detail

/// Tells whether two memoryviews have the same shape and equal items; formats and layouts may differ.
///
/// Items are compared as values: 1 equals 1.0 and true, NaN equals nothing, records compare field by field whatever their
/// names. Items that cannot be read equal nothing. A released view equals only itself.
/// Complexity: linear; gapless integers of one format compare as memory.
/// Python: memoryview.__eq__; also for records in `T{}`, which it takes for unequal
template <hold_tag Hold, std::size_t MaxRank>
[[nodiscard]] bool operator==(const basic_memoryview<Hold, MaxRank>& a, const basic_memoryview<Hold, MaxRank>& b) {
    if (a.is_released() || b.is_released()) return &a == &b;
    return detail::equal_memory(a, b);
}

/// Tells whether a memoryview and what `x` exports have the same shape and equal items.
template <hold_tag Hold, std::size_t MaxRank, class X>
    requires viewable<const X&>
[[nodiscard]] bool operator==(const basic_memoryview<Hold, MaxRank>& a, const X& x) {
    return !a.is_released() && detail::equal_memory(a, basic_memoryview<Hold, MaxRank>(x));
}

/// Hashes the values in read-only memory, in C order: the number that `hash` gives for a typed view of them.
///
/// Throws: value_error (`hash_writable`); type_error (`wrong_type`) for items that may be equal without having the same
/// bytes: only integers, characters and strings can be hashed.
/// Complexity: linear; 64 bytes a step.
/// Python: hash(memoryview), which is restricted to items of one byte
template <hold_tag Hold, std::size_t MaxRank>
[[nodiscard]] std::uint64_t hash(const basic_memoryview<Hold, MaxRank>& m) {
    if (!m.readonly()) fail({.code = errc::hash_writable});
    const item_format& format = m.item_type();
    const plan_field& plan = format.plan();
    const bool as_bytes =
        format.is_single() && detail::is_equal_as_bytes(record_walk(format.view().data, format.view().size));
    if (!as_bytes) fail({.code = errc::wrong_type, .symbol = format.text()[0], .field = 0});
    kernel::byte_hasher hasher;
    const auto sink = [&hasher](const std::byte* bytes, std::ptrdiff_t size) { hasher.add(bytes, size); };
    const axes_view axes = m.axes();
    if (axes.item_count() == 0) return hasher.value();
    const std::size_t lead = detail::leading_axes(axes);
    const detail::block_axes block = detail::block_of(axes, lead);
    const auto feed = [&]<class U>(const std::byte* at, std::type_identity<U>) {
        // Safety: an endian_value consists of bytes and has alignment 1.
        const auto* const first = static_cast<const U*>(static_cast<const void*>(at));
        detail::feed_bytes<true>(region<const U, detail::block_axes::rank, strided>{first, block.shape, block.strides},
                                 sink);
    };
    constexpr auto other = std::endian::native == std::endian::little ? std::endian::big : std::endian::little;
    const auto feed_word = [&]<class T>(const std::byte* at, std::type_identity<T>) {
        if (plan.swapped)
            feed(at, std::type_identity<endian_value<T, other>>{});
        else
            feed(at, std::type_identity<unaligned<T>>{});
    };
    const bool is_text = plan.kind == value_kind::string;
    detail::for_each_block(axes, m.data(), axes, m.data(), lead, [&](const std::byte* at, const std::byte*) {
        if (is_text && m.itemsize() != 1) {
            detail::for_each_item(axes, m.data(), [&](const std::byte* item_at) {
                sink(item_at, m.itemsize());
                return true;
            });
            return false;
        }
        switch (m.itemsize()) {
        case 1: feed(at, std::type_identity<std::uint8_t>{}); break;
        case 2: feed_word(at, std::type_identity<std::uint16_t>{}); break;
        case 4: feed_word(at, std::type_identity<std::uint32_t>{}); break;
        default: feed_word(at, std::type_identity<std::uint64_t>{}); break;
        }
        return true;
    });
    return hasher.value();
}

/// Gives a memoryview what needs all its items at once; `Self` is that view.
template <class Self>
class memoryview_values {
public:
    /// Counts the items equal to `value`, over all axes. Throws: type_error for records; see `memory_item::get`.
    ///
    /// Python: memoryview.count, for one axis
    [[nodiscard]] std::ptrdiff_t count(const item& value) const {
        std::ptrdiff_t found = 0;
        for_each([&](const memory_item& i) { found += i.get() == value ? 1 : 0; });
        return found;
    }

    /// Finds the first item equal to `value` in `[start, stop)` of one axis; the bounds are clamped as in a slice.
    ///
    /// Errors: `item_not_found`. Throws: type_error (`index_count`) for other ranks.
    [[nodiscard]] result<std::ptrdiff_t> try_index(const item& value, slice_bound start = none,
                                                   slice_bound stop = none) const {
        const Self& m = self();
        const slice_indices range = slice<false>(start, stop).indices(m.size());
        const auto items = m.begin();
        for (std::ptrdiff_t k = range.start; k < range.start + range.length; ++k)
            if (items[k].get() == value) return k;
        return error_info{.code = errc::item_not_found, .subject = "memoryview.index(x)"};
    }
    /// Finds the first item equal to `value`. Throws: value_error (`item_not_found`). Python: memoryview.index
    [[nodiscard]] std::ptrdiff_t index(const item& value, slice_bound start = none, slice_bound stop = none) const {
        return try_index(value, start, stop).value();
    }
    /// Tells whether an item of one axis is equal to `value`. Python: in
    [[nodiscard]] bool contains(const item& value) const { return try_index(value).has_value(); }

    /// Calls `f(memory_item)` for all items of all axes, in C order.
    template <class F>
    void for_each(F&& f) const {
        const Self& m = self();
        const bool readonly = m.readonly();
        detail::for_each_item(m.axes(), m.data(), [&](const std::byte* at) {
            f(memory_item(m.item_type(), const_cast<std::byte*>(at), m.itemsize(), readonly));
            return true;
        });
    }

    /// Copies the items of `src`, a memoryview of the same kind, here: same shape, formats equal by meaning. The memory of
    /// the two may overlap.
    ///
    /// Errors: `modify_readonly`; `different_structure` with the axis, or -1 and the ranks; `different_formats`;
    /// `overlap_needs_scratch`. Nothing is written then.
    [[nodiscard]] result<void> try_assign(const Self& src) const {
        const Self& m = self();
        if (m.readonly()) return error_info{.code = errc::modify_readonly};
        const axes_view to = m.axes();
        const axes_view from = src.axes();
        if (to.ndim != from.ndim)
            return error_info{.code = errc::different_structure, .need = to.ndim, .have = from.ndim};
        for (std::size_t k = 0; k < to.ndim; ++k) {
            if (to.shape[k] != from.shape[k])
                return error_info{.code = errc::different_structure,
                                  .field = static_cast<std::int32_t>(k),
                                  .need = static_cast<std::uint64_t>(to.shape[k]),
                                  .have = static_cast<std::uint64_t>(from.shape[k])};
            if (to.shape[k] == 0) break;
        }
        if (m.itemsize() != src.itemsize() || !equivalent(m.item_type(), src.item_type()))
            return error_info{.code = errc::different_formats,
                              .need = static_cast<std::uint64_t>(m.itemsize()),
                              .have = static_cast<std::uint64_t>(src.itemsize())};
        return detail::try_copy_any(to, m.data(), from, src.data(), m.itemsize());
    }
    /// Copies the items of `src` here, a memoryview or any exporter: `m[slice(2, 6)].assign(bytes)`.
    ///
    /// Throws: type_error (`modify_readonly`), value_error, buffer_error; nothing is written then.
    /// Python: m[2:6] = bytes; also for any number of axes, and between formats that differ only in their text
    template <class Src>
    void assign(Src&& src) const {
        if constexpr (std::same_as<std::remove_cvref_t<Src>, Self>)
            try_assign(src).value();
        else
            try_assign(Self(src)).value();
    }

    /// Copies the bytes of all items to `dst`, gapless bytes as many as there are: in C order, in Fortran order, or for
    /// `order::any` as they lie where that is gapless, else in C order. The two may overlap.
    ///
    /// Errors: `different_structure` with the bytes that `dst` has and those needed; `overlap_needs_scratch`.
    /// Python: PyBuffer_ToContiguous
    template <viewable Dst>
        requires detail::writable_bytes<Dst>
    [[nodiscard]] result<void> try_tobytes_into(Dst&& dst, order o = order::c) const {
        const Self& m = self();
        [[maybe_unused]] const lease held = lendbuf::lend(dst);
        const auto memory = lendbuf::describe(dst);
        if (memory.shape[0] != m.nbytes())
            return error_info{.code = errc::different_structure,
                              .field = 0,
                              .need = static_cast<std::uint64_t>(memory.shape[0]),
                              .have = static_cast<std::uint64_t>(m.nbytes())};
        const axes_view from = m.axes();
        // Safety: std::byte may look at any object's bytes.
        auto* const to = static_cast<std::byte*>(static_cast<void*>(memory.data));
        if (from.is_contiguous(m.itemsize(), o)) { // as it lies
            if (m.nbytes() > 0) std::memmove(to, m.data(), static_cast<std::size_t>(m.nbytes()));
            return {};
        }
        std::ptrdiff_t strides[max_ndim];
        std::ptrdiff_t no_pointers[max_ndim];
        for (std::ptrdiff_t& suboffset : no_pointers) suboffset = -1;
        fill_contiguous_strides(from.ndim, from.shape, strides, m.itemsize(), o == order::f ? order::f : order::c);
        return detail::try_copy_any({from.ndim, from.shape, strides, no_pointers}, to, from, m.data(), m.itemsize());
    }
    /// Copies the bytes of all items to `dst`. Throws: value_error, buffer_error.
    template <viewable Dst>
        requires detail::writable_bytes<Dst>
    void tobytes_into(Dst&& dst, order o = order::c) const {
        try_tobytes_into(dst, o).value();
    }

private:
    [[nodiscard]] const Self& self() const noexcept { return static_cast<const Self&>(*this); }
};

} // namespace lendbuf::inline LENDBUF_ABI
