// Equality of items whose formats are known at run time.
#pragma once

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstring>
#include <lendbuf/element/endian.hpp>
#include <lendbuf/element/item_format.hpp>
#include <lendbuf/kernel/compare.hpp>
#include <lendbuf/kernel/copy.hpp>
#include <lendbuf/layout/walk.hpp>
#include <lendbuf/view/buffer_view.hpp>
#include <lendbuf/view/equal.hpp>
#include <lendbuf/view/memoryview_blocks.hpp>

namespace lendbuf::inline LENDBUF_ABI::detail {

/// Sees one item after the other of a record, sub-arrays and repeats taken apart.
class record_items {
public:
    record_items(text_view format, const record_member& whole, const std::byte* at) noexcept
        : format_(format),
          at_(at),
          walk_(whole.inner_begin == 0 ? record_walk(format.data, format.size)
                                       : record_walk(format.data, format.size, whole)) {}

    /// Moves to the next item; false at the end.
    [[nodiscard]] bool next() noexcept {
        if (left_ > 1) {
            --left_;
            item_at_ += member_.itemsize;
            return true;
        }
        while (walk_.next(member_)) {
            // Sub-arrays of items without bytes may be as large as they like, and count as empty.
            const bool none_there = member_.ndim > 0 && member_.itemsize == 0;
            left_ = none_there ? 0 : item_count_unchecked(member_.shape, member_.ndim);
            item_at_ = at_ + member_.offset;
            if (!member_.is_padding() && left_ > 0) return true;
        }
        return false;
    }

    [[nodiscard]] const record_member& member() const noexcept { return member_; }
    [[nodiscard]] const std::byte* data() const noexcept { return item_at_; }
    [[nodiscard]] bool is_record() const noexcept { return member_.code.kind == value_kind::record; }
    [[nodiscard]] record_items inside() const noexcept { return {format_, member_, item_at_}; }
    [[nodiscard]] item value() const noexcept {
        record_member single = member_;
        single.ndim = 0;
        return *field_ref<const std::byte>(format_, single, item_at_).try_get();
    }

private:
    text_view format_;
    const std::byte* at_;
    record_walk walk_;
    record_member member_{};
    std::ptrdiff_t left_ = 0;
    const std::byte* item_at_ = nullptr;
};

/// Compares two records item by item, inner records with inner records.
[[nodiscard]] inline bool same_record(record_items a, record_items b) noexcept {
    while (true) {
        const bool more = a.next();
        if (more != b.next()) return false;
        if (!more) return true;
        if (a.is_record() != b.is_record()) return false;
        if (a.is_record() ? !same_record(a.inside(), b.inside()) : !(a.value() == b.value())) return false;
    }
}

/// Sees the fields of an item of a format that can be read: inside its braces where it is one record without a name.
[[nodiscard]] inline record_items items_of(const item_format& format, const std::byte* at) noexcept {
    record_items all(format.view(), record_member{}, at); // from the first column on
    record_items first = all;
    const bool wrapped = try_whole_item(format.view())->inner_begin != 0 && first.next() && first.is_record();
    return wrapped && first.member().ndim == 0 ? first.inside() : all;
}

/// Compares two items of formats that can be read.
[[nodiscard]] inline bool same_item(const item_format& a, const std::byte* at_a, const item_format& b,
                                    const std::byte* at_b) noexcept {
    if (a.is_single() && b.is_single()) return read_item(at_a, a.plan()) == read_item(at_b, b.plan());
    return same_record(items_of(a, at_a), items_of(b, at_b));
}

/// Tells whether items of the format that `walk` reads are equal exactly when all their bytes are.
[[nodiscard]] inline bool is_equal_as_bytes(record_walk walk) noexcept {
    std::ptrdiff_t end = 0;
    for (record_member member; walk.next(member);) {
        const value_kind kind = member.code.kind;
        const bool plain = kind == value_kind::signed_integer || kind == value_kind::unsigned_integer ||
                           kind == value_kind::character || kind == value_kind::string || kind == value_kind::pointer ||
                           kind == value_kind::text || kind == value_kind::object;
        // An item without bytes is a value, too: only a look at all of them tells of it.
        if (!plain || member.offset != end || member.nbytes == 0) return false;
        end = member.offset + member.nbytes;
    }
    return walk.error().code == errc::success && end == walk.size();
}

/// Tells whether items of the two formats are equal exactly when their bytes are.
[[nodiscard]] inline bool compare_as_bytes(const item_format& f, const item_format& g) noexcept {
    if (f.is_single() && g.is_single() && f.plan().kind != value_kind::string) {
        const value_kind kind = f.plan().kind;
        const bool plain = kind == value_kind::signed_integer || kind == value_kind::unsigned_integer ||
                           kind == value_kind::character || kind == value_kind::pointer;
        return plain && g.plan().kind == kind && f.plan().itemsize == g.plan().itemsize &&
               f.plan().swapped == g.plan().swapped;
    }
    return f.size() == g.size() && equivalent(f, g) && is_equal_as_bytes(record_walk(f.view().data, f.view().size)) &&
           is_equal_as_bytes(record_walk(g.view().data, g.view().size));
}

/// Hands out the bytes of a run without gaps: as they lie, or gathered in a buffer of its own.
class gathered_run {
public:
    static constexpr std::ptrdiff_t capacity = 2048; // bytes

    gathered_run(const std::byte* first, std::ptrdiff_t stride, std::ptrdiff_t itemsize) noexcept
        : first_(first), stride_(stride), itemsize_(itemsize) {}

    /// Gives `count` items from number `start` on. Requires: no more than `capacity` bytes.
    [[nodiscard]] const std::byte* bytes(std::ptrdiff_t start, std::ptrdiff_t count) noexcept {
        const std::byte* const at = first_ + start * stride_;
        if (stride_ == itemsize_) return at;
        kernel::copy_run(buffer_, itemsize_, at, stride_, count, itemsize_);
        return buffer_;
    }

private:
    const std::byte* first_;
    std::ptrdiff_t stride_;
    std::ptrdiff_t itemsize_;
    std::byte buffer_[capacity];
};

/// Compares two runs; `same(x, y, count)` compares items without gaps. Gathering and comparing each make use of vectors,
/// which a loop over items does not.
template <class Same>
[[nodiscard]] bool equal_runs(const std::byte* a, std::ptrdiff_t a_stride, const std::byte* b, std::ptrdiff_t b_stride,
                              std::ptrdiff_t count, std::ptrdiff_t itemsize, const Same& same) noexcept {
    if (a_stride == itemsize && b_stride == itemsize) return same(a, b, count);
    const std::ptrdiff_t most = gathered_run::capacity / itemsize;
    if (most == 0) {
        for (std::ptrdiff_t k = 0; k < count; ++k)
            if (!same(a + k * a_stride, b + k * b_stride, 1)) return false;
        return true;
    }
    gathered_run x(a, a_stride, itemsize);
    gathered_run y(b, b_stride, itemsize);
    for (std::ptrdiff_t done = 0; done < count; done += most) {
        const std::ptrdiff_t items = count - done < most ? count - done : most;
        if (!same(x.bytes(done, items), y.bytes(done, items), items)) return false;
    }
    return true;
}

/// Compares two blocks run by run.
template <class Same>
[[nodiscard]] bool equal_blocks(const std::byte* a, const block_axes& x, const std::byte* b, const block_axes& y,
                                std::ptrdiff_t itemsize, const Same& same) noexcept {
    const index_array<block_axes::rank> strides[] = {x.strides, y.strides};
    const auto joint = coalesce(x.shape, strides, true);
    const std::size_t last = joint.rank - 1;
    bool equal = true;
    for_each_run(joint, [&](const auto& offsets) {
        equal = equal && equal_runs(a + offsets[0], joint.strides[0][last], b + offsets[1], joint.strides[1][last],
                                    joint.shape[last], itemsize, same);
    });
    return equal;
}

/// Compares two blocks as items of type `U`, at any address.
template <class U>
[[nodiscard]] bool equal_typed(const std::byte* a, const block_axes& x, const std::byte* b,
                               const block_axes& y) noexcept {
    using view = buffer_view<const U, block_axes::rank, strided>;
    // Safety: an endian_value consists of bytes and has alignment 1.
    const auto items = [](const std::byte* at) { return static_cast<const U*>(static_cast<const void*>(at)); };
    return view::from_parts_unchecked(items(a), {x.shape, x.strides}, {}) ==
           view::from_parts_unchecked(items(b), {y.shape, y.strides}, {});
}

template <class T>
[[nodiscard]] bool equal_numbers(const std::byte* a, const block_axes& x, const std::byte* b, const block_axes& y,
                                 bool swapped) noexcept {
    constexpr auto other = std::endian::native == std::endian::little ? std::endian::big : std::endian::little;
    if (swapped) return equal_typed<endian_value<T, other>>(a, x, b, y);
    if constexpr (std::floating_point<T>)
        return equal_blocks(a, x, b, y, static_cast<std::ptrdiff_t>(sizeof(T)), kernel::equal_floats<T>);
    else
        return equal_typed<unaligned<T>>(a, x, b, y);
}

/// Compares two blocks of items; `as_bytes` says that their bytes tell.
[[nodiscard]] inline bool equal_block(const item_format& f, const std::byte* a, const block_axes& x,
                                      const item_format& g, const std::byte* b, const block_axes& y,
                                      std::ptrdiff_t itemsize, bool as_bytes) noexcept {
    if (as_bytes)
        return equal_blocks(a, x, b, y, itemsize, [itemsize](const std::byte* p, const std::byte* q, std::ptrdiff_t n) {
            return std::memcmp(p, q, static_cast<std::size_t>(n * itemsize)) == 0;
        });
    if (f.is_single() && g.is_single() && f.plan().kind == value_kind::floating &&
        g.plan().kind == value_kind::floating && f.plan().itemsize == g.plan().itemsize &&
        f.plan().swapped == g.plan().swapped)
        switch (itemsize) {
        case 2: return equal_numbers<half>(a, x, b, y, f.plan().swapped);
        case 4: return equal_numbers<float>(a, x, b, y, f.plan().swapped);
        default: return equal_numbers<double>(a, x, b, y, f.plan().swapped);
        }
    const index_array<block_axes::rank> strides[] = {x.strides, y.strides};
    const auto joint = coalesce(x.shape, strides, false);
    const std::size_t last = joint.rank - 1;
    bool equal = true;
    for_each_run(joint, [&](const auto& offsets) {
        for (std::ptrdiff_t k = 0; k < joint.shape[last] && equal; ++k)
            equal = same_item(f, a + offsets[0] + k * joint.strides[0][last], g,
                              b + offsets[1] + k * joint.strides[1][last]);
    });
    return equal;
}

} // namespace lendbuf::inline LENDBUF_ABI::detail
