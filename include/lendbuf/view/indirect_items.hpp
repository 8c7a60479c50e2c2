// All items of an indirect view at once: for_each, equality, copies.
#pragma once

#include <cstddef>
#include <cstdint>
#include <lendbuf/element/transfer.hpp>
#include <lendbuf/view/copy.hpp>
#include <lendbuf/view/equal.hpp>
#include <lendbuf/view/indirect_view.hpp>
#include <lendbuf/view/item_walk.hpp>
#include <lendbuf/view/tobytes_into.hpp>
#include <type_traits>
#include <utility>

namespace lendbuf::inline LENDBUF_ABI {

namespace detail {

/// Finds the rows of an array without pointers: every row is where its index says.
template <class T, std::size_t Rank>
struct direct_side {
    using item_type = T;
    T* data;
    index_array<Rank> strides;

    [[nodiscard]] static constexpr std::size_t depth() noexcept { return 0; }
    template <class Refuse>
    [[nodiscard]] constexpr T* row(const index_array<Rank>& index, const Refuse&) const noexcept {
        std::ptrdiff_t at = 0;
        for (std::size_t k = 0; k < Rank; ++k) at += index[k] * strides[k];
        return move_by_bytes(data, at);
    }
};

/// Finds the rows of an array behind pointers.
template <class T, std::size_t Rank, class Base>
struct pointer_side {
    using item_type = T;
    Base base;
    indirect_layout<Rank> map;
    index_array<Rank> strides = map.strides;

    [[nodiscard]] constexpr std::size_t depth() const noexcept { return map.depth(); }
    template <class Refuse>
    [[nodiscard]] constexpr T* row(const index_array<Rank>& index, const Refuse& refuse) const {
        return find_item<T>(base, map, index, refuse);
    }
};

template <class T, std::size_t Rank, class Pointers, class Hold>
[[nodiscard]] constexpr auto side_of(const indirect_view<T, Rank, Pointers, Hold>& v) noexcept {
    return pointer_side<T, Rank, decltype(v.base())>{v.base(), v.layout()};
}
template <class T, std::size_t Rank, class Layout>
[[nodiscard]] constexpr auto side_of(const region<T, Rank, Layout>& r) noexcept {
    return direct_side<T, Rank>{r.data, r.byte_strides()};
}

/// Divides arrays of one shape into rows that lie in one piece on every side.
template <std::size_t Rank>
struct row_plan {
    index_array<Rank> shape; // no extent is zero
    std::size_t depth = 0;   // axes up to the rows
    index_array<Rank> inner; // the shape of a row, whose other extents are 1

    template <class... Side>
    constexpr explicit row_plan(const index_array<Rank>& whole, const Side&... side) noexcept
        : shape(whole), inner(whole) {
        ((depth = side.depth() > depth ? side.depth() : depth), ...);
        for (std::size_t k = 0; k < depth; ++k) inner[k] = 1;
    }

    /// Looks at the pointers to all rows. Errors: `null_pointer`, `address_misaligned`.
    template <class... Side>
    [[nodiscard]] constexpr result<void> try_rows(const Side&... side) const {
        error_info failure;
        const auto note = [&](const error_info& e) { failure = failure.code == errc::success ? e : failure; };
        for_each_place(shape, depth, [&](const auto& index) { (static_cast<void>(side.row(index, note)), ...); });
        if (failure.code != errc::success) return failure;
        return {};
    }

    /// Calls `visit` with the first item of each row on every side. Requires: `try_rows` has succeeded.
    template <class Visit, class... Side>
    constexpr void for_each_row(const Visit& visit, const Side&... side) const {
        for_each_place(shape, depth, [&](const auto& index) { visit(side.row(index, fail_fatally)...); });
    }
};

/// Calls `f` for every item in C order. Requires: `try_rows` has succeeded.
template <std::size_t Rank, class F, class Side>
constexpr void visit_items(const row_plan<Rank>& plan, F& f, const Side& side) {
    const index_array<Rank> strides[] = {side.strides};
    const auto joint = coalesce(plan.inner, strides, false);
    const std::size_t last = joint.rank - 1;
    const auto run = [&](auto items) {
        for (std::ptrdiff_t i = 0; i < joint.shape[last]; ++i) f(items[i]);
    };
    const bool gapless = joint.strides[0][last] == static_cast<std::ptrdiff_t>(sizeof(typename Side::item_type));
    plan.for_each_row(
        [&](auto* row) {
            for_each_run(joint, [&](const std::ptrdiff_t(&offsets)[1]) {
                if (gapless)
                    run(move_by_bytes(row, offsets[0]));
                else
                    run(run_at(row, offsets[0], joint.strides[0][last]));
            });
        },
        side);
}

/// Calls `f` with the bytes that each row reaches.
template <std::size_t Rank, class F, class Side>
void visit_reaches(const row_plan<Rank>& plan, const F& f, const Side& side, std::ptrdiff_t itemsize) {
    // Rows of an array without pointers are one piece.
    const auto& piece = side.depth() == 0 ? plan.shape : plan.inner;
    const byte_reach reach = *try_byte_reach(Rank, piece.data(), side.strides.data(), itemsize);
    for_each_place(plan.shape, side.depth() == 0 ? 0 : plan.depth, [&](const auto& index) {
        // Safety: the addresses are only compared.
        const auto first = reinterpret_cast<std::uintptr_t>(side.row(index, fail_fatally));
        f(address_range{first + static_cast<std::uintptr_t>(reach.lowest),
                        first + static_cast<std::uintptr_t>(reach.end)});
    });
}

/// Tells whether a row of one side reaches into one of the other. Only where both spread over the same memory are rows
/// compared one by one.
template <std::size_t Rank, class A, class B>
[[nodiscard]] bool rows_may_meet(const row_plan<Rank>& plan, const A& a, const B& b, std::ptrdiff_t itemsize) {
    const auto meet = [](const address_range& x, const address_range& y) { return x.first < y.end && y.first < x.end; };
    address_range hull{~std::uintptr_t{0}, 0};
    visit_reaches(
        plan,
        [&](const address_range& x) {
            hull.first = x.first < hull.first ? x.first : hull.first;
            hull.end = x.end > hull.end ? x.end : hull.end;
        },
        a, itemsize);
    bool met = false;
    visit_reaches(
        plan,
        [&](const address_range& y) {
            if (met || !meet(hull, y)) return;
            visit_reaches(
                plan, [&](const address_range& x) { met = met || meet(x, y); }, a, itemsize);
        },
        b, itemsize);
    return met;
}

/// Copies row by row between memory that is apart.
template <std::size_t Swap, std::size_t Rank, class From, class To>
void copy_rows_apart(const row_plan<Rank>& plan, const From& from, const To& to, std::ptrdiff_t itemsize) {
    copy_sides<Rank> sides{nullptr, to.strides, nullptr, from.strides, plan.inner, itemsize};
    const auto sorted = sides.joined(true);
    const bool apart = items_are_apart(sorted, itemsize);
    plan.for_each_row(
        [&](const void* source, void* target) {
            // Safety: std::byte may look at any object's bytes, and items are trivially copyable.
            sides.from = static_cast<const std::byte*>(source);
            sides.to = static_cast<std::byte*>(target);
            copy_disjoint<Swap>(sides, sorted, apart);
        },
        from, to);
}

/// Copies row by row, by way of other memory where rows of the two sides meet.
template <std::size_t Swap, std::size_t Rank, class From, class To>
result<void> try_copy_rows(const row_plan<Rank>& plan, const From& from, const To& to, std::ptrdiff_t itemsize) {
    if (!rows_may_meet(plan, from, to, itemsize)) {
        copy_rows_apart<Swap>(plan, from, to, itemsize);
        return {};
    }
    const auto through = [&](std::byte* memory) {
        const direct_side<std::byte, Rank> copy{memory, contiguous_strides(plan.shape, itemsize)};
        copy_rows_apart<0>(plan, from, copy, itemsize);
        copy_rows_apart<Swap>(plan, copy, to, itemsize);
    };
    const std::ptrdiff_t bytes = item_count_unchecked(plan.shape) * itemsize;
    constexpr std::ptrdiff_t few = 512;
    if (bytes <= few) {
        std::byte memory[few];
        through(memory);
        return {};
    }
    const taken_scratch memory(static_cast<std::size_t>(bytes));
    if (memory.data() == nullptr)
        return error_info{.code = errc::overlap_needs_scratch, .need = static_cast<std::uint64_t>(bytes)};
    through(memory.data());
    return {};
}

/// Copies item by item by way of a copy of all, in a constant expression.
template <std::size_t Rank, class From, class To>
constexpr void copy_rows_when_compiled(const row_plan<Rank>& plan, const From& from, const To& to) {
    using item = std::remove_cv_t<typename From::item_type>;
    auto* const slots = new item_slot<item>[static_cast<std::size_t>(item_count_unchecked(plan.shape))];
    std::ptrdiff_t n = 0;
    const auto gather = [&](const auto& x) { slots[n++] = item_slot<item>(x); };
    visit_items(plan, gather, from);
    n = 0;
    const auto scatter = [&](auto& x) { transfer_item(slots[n++].item, x); };
    visit_items(plan, scatter, to);
    delete[] slots;
}

/// Copies between two sides of the same number of axes.
template <class From, class To, std::size_t Rank>
constexpr result<void> try_copy_sides(const From& from, const index_array<Rank>& from_shape, const To& to,
                                      const index_array<Rank>& to_shape) {
    using from_item = std::remove_cv_t<typename From::item_type>;
    using to_item = typename To::item_type;
    static_assert(transfer_of<from_item, to_item> != item_transfer::refused,
                  "copy does not convert items, other than from one byte order to another: use transform");
    static_assert(std::is_copy_assignable_v<to_item>, "copy writes items, and these cannot be assigned to");
    for (std::size_t k = 0; k < Rank; ++k)
        if (from_shape[k] != to_shape[k])
            return error_info{.code = errc::different_structure,
                              .field = static_cast<std::int32_t>(k),
                              .need = static_cast<std::uint64_t>(to_shape[k]),
                              .have = static_cast<std::uint64_t>(from_shape[k])};
    if (item_count_unchecked(to_shape) == 0) return {};
    const row_plan<Rank> plan(to_shape, from, to);
    if (const auto found = plan.try_rows(from, to); !found) return found.error();
    if (__builtin_is_constant_evaluated()) {
        copy_rows_when_compiled(plan, from, to);
        return {};
    }
    constexpr std::size_t swap = transfer_of<from_item, to_item> == item_transfer::swapped ? word_size<to_item> : 0;
    return try_copy_rows<swap>(plan, from, to, static_cast<std::ptrdiff_t>(sizeof(to_item)));
}

/// Is satisfied by what has as many axes as an indirect view that it is copied to or from.
template <class X, std::size_t Rank>
concept of_rank = (region_t<X>::rank == Rank);

} // namespace detail

/// Calls `f(item)` for every item of `v` in C order.
///
/// Throws: value_error (`null_pointer`) with axis and index of a null pointer, type_error (`address_misaligned`), before
/// the first call.
/// Complexity: linear; one call of `f` per item. Gapless rows are handed to a plain loop.
template <class T, std::size_t Rank, class Pointers, class Hold, class F>
constexpr void for_each(const indirect_view<T, Rank, Pointers, Hold>& v, F f) {
    if (v.empty()) return;
    const auto side = detail::side_of(v);
    const detail::row_plan<Rank> plan(v.shape(), side);
    plan.try_rows(side).value();
    detail::visit_items(plan, f, side);
}

/// Copies the items of `src` to `dst`, which has the same shape: indirect views on both sides or on one.
///
/// Items are as for copies between views without pointers. The two may overlap: the result is that of a copy by way of
/// other memory.
/// Errors: `different_structure` with the dimension, the extent of `dst` and that of `src`; `null_pointer` with axis and
/// index of a null pointer; `address_misaligned`; `overlap_needs_scratch`, when rows of the two sides overlap, there are
/// more than 512 bytes, and `current_scratch_source` has none. Nothing is written then.
/// Complexity: linear, after a look at all pointers; quadratic in the number of rows where both sides have many, spread
/// over the same memory.
/// Python: none; memoryview refuses to assign to more than one dimension
template <class T, class U, std::size_t Rank, class P1, class P2, class H1, class H2>
    requires(!std::is_const_v<U>)
constexpr result<void> try_copy(const indirect_view<T, Rank, P1, H1>& src, const indirect_view<U, Rank, P2, H2>& dst) {
    return detail::try_copy_sides(detail::side_of(src), src.shape(), detail::side_of(dst), dst.shape());
}
template <class T, std::size_t Rank, class Pointers, class Hold, viewable Dst>
    requires writable_exporter<Dst> && detail::of_rank<Dst, Rank>
constexpr result<void> try_copy(const indirect_view<T, Rank, Pointers, Hold>& src, Dst&& dst) {
    [[maybe_unused]] const lease hold = lendbuf::lend(dst);
    const auto to = lendbuf::describe(dst);
    return detail::try_copy_sides(detail::side_of(src), src.shape(), detail::side_of(to), to.shape);
}
template <exporter Src, class T, std::size_t Rank, class Pointers, class Hold>
    requires(!std::is_const_v<T>) && detail::of_rank<Src, Rank>
constexpr result<void> try_copy(Src&& src, const indirect_view<T, Rank, Pointers, Hold>& dst) {
    [[maybe_unused]] const lease hold = lendbuf::lend(src);
    const auto from = lendbuf::describe(src);
    return detail::try_copy_sides(detail::side_of(from), from.shape, detail::side_of(dst), dst.shape());
}

/// Copies the items of `src` to `dst`, as `try_copy`.
///
/// Throws: value_error, type_error or buffer_error; nothing is written then.
template <class T, std::size_t Rank, class Pointers, class Hold, class Dst>
constexpr void copy(const indirect_view<T, Rank, Pointers, Hold>& src, Dst&& dst)
    requires requires { lendbuf::try_copy(src, std::forward<Dst>(dst)); }
{
    lendbuf::try_copy(src, std::forward<Dst>(dst)).value();
}
template <exporter Src, class T, std::size_t Rank, class Pointers, class Hold>
constexpr void copy(Src&& src, const indirect_view<T, Rank, Pointers, Hold>& dst)
    requires requires { lendbuf::try_copy(std::forward<Src>(src), dst); }
{
    lendbuf::try_copy(std::forward<Src>(src), dst).value();
}

/// Copies the bytes of `src`'s items to `dst`, gapless bytes as many as the items have, in C or in Fortran order;
/// `order::any` is C order.
///
/// Errors: those of `try_copy`; `different_structure` with the bytes that `dst` has and those needed.
/// Complexity: as `try_copy`.
/// Python: PyBuffer_ToContiguous; memoryview.tobytes without the allocation.
template <class T, std::size_t Rank, class Pointers, class Hold, viewable Dst>
    requires detail::writable_bytes<Dst>
result<void> try_tobytes_into(const indirect_view<T, Rank, Pointers, Hold>& src, Dst&& dst, order o = order::c) {
    [[maybe_unused]] const lease hold = lendbuf::lend(dst);
    const auto to = lendbuf::describe(dst);
    if (to.shape[0] != src.nbytes())
        return error_info{.code = errc::different_structure,
                          .field = 0,
                          .need = static_cast<std::uint64_t>(to.shape[0]),
                          .have = static_cast<std::uint64_t>(src.nbytes())};
    if (src.empty()) return {};
    const auto from = detail::side_of(src);
    const detail::direct_side<typename decltype(to)::element_type, Rank> out{
        to.data, contiguous_strides(src.shape(), src.itemsize(), o == order::f ? order::f : order::c)};
    const detail::row_plan<Rank> plan(src.shape(), from, out);
    if (const auto found = plan.try_rows(from); !found) return found.error();
    return detail::try_copy_rows<0>(plan, from, out, src.itemsize());
}

/// Copies the bytes of `src`'s items to `dst`, as `try_tobytes_into`.
///
/// Throws: value_error, type_error or buffer_error; nothing is written then.
template <class T, std::size_t Rank, class Pointers, class Hold, viewable Dst>
    requires detail::writable_bytes<Dst>
void tobytes_into(const indirect_view<T, Rank, Pointers, Hold>& src, Dst&& dst, order o = order::c) {
    try_tobytes_into(src, dst, o).value();
}

namespace detail {
template <class A, class B, std::size_t Rank>
[[nodiscard]] constexpr bool equal_sides(const A& a, const index_array<Rank>& a_shape, const B& b,
                                         const index_array<Rank>& b_shape) {
    if (!same_shape(a_shape.data(), b_shape.data(), Rank)) return false;
    if (item_count_unchecked(a_shape) == 0) return true;
    const row_plan<Rank> plan(a_shape, a, b);
    plan.try_rows(a, b).value();
    const index_array<Rank> strides[] = {a.strides, b.strides};
    const auto joint = coalesce(plan.inner, strides, true);
    bool equal = true;
    plan.for_each_row(
        [&](const auto* x, const auto* y) {
            equal =
                equal && equal_rows<0>(move_by_bytes(x, joint.offsets[0]), move_by_bytes(y, joint.offsets[1]), joint);
        },
        a, b);
    return equal;
}
} // namespace detail

/// Tells whether two views have the same shape and equal items; types and layouts may differ, NaN equals nothing.
///
/// Throws: value_error (`null_pointer`) for a null pointer, type_error (`address_misaligned`).
/// Complexity: linear. Python: memoryview.__eq__
template <class T, class U, std::size_t Rank, class P1, class P2, class H1, class H2>
    requires comparable_items<std::remove_cv_t<T>, std::remove_cv_t<U>>
[[nodiscard]] constexpr bool operator==(const indirect_view<T, Rank, P1, H1>& a,
                                        const indirect_view<U, Rank, P2, H2>& b) {
    return detail::equal_sides(detail::side_of(a), a.shape(), detail::side_of(b), b.shape());
}
template <class T, class U, std::size_t Rank, class Pointers, class Layout, class H1, class H2>
    requires comparable_items<std::remove_cv_t<T>, std::remove_cv_t<U>>
[[nodiscard]] constexpr bool operator==(const indirect_view<T, Rank, Pointers, H1>& a,
                                        const buffer_view<U, Rank, Layout, H2>& b) {
    return detail::equal_sides(detail::side_of(a), a.shape(), detail::direct_side<U, Rank>{b.data(), b.strides()},
                               b.shape());
}

} // namespace lendbuf::inline LENDBUF_ABI
