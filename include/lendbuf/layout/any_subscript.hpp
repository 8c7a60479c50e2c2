// Subscripts whose number is known at run time only, applied to arrays whose rank is: the rules are those of subscript.hpp.
#pragma once

#include <cstddef>
#include <lendbuf/layout/any_axes.hpp>
#include <lendbuf/layout/layout.hpp>
#include <lendbuf/layout/subscript.hpp>

namespace lendbuf::inline LENDBUF_ABI {

/// Holds one argument of a subscript: an integer, a slice, `newaxis` or `ellipsis`.
class any_subscript {
public:
    enum class kind : unsigned char { index, range, new_axis, fill };

    template <index_subscript I>
    constexpr any_subscript(I index) noexcept : range_(slice_bound(index), none, none), kind_(kind::index) {}
    template <bool Stepped>
    constexpr any_subscript(const slice<Stepped>& s) noexcept : range_(s), kind_(kind::range) {}
    constexpr any_subscript(none_t) noexcept : kind_(kind::new_axis) {}
    constexpr any_subscript(newaxis_t) noexcept : kind_(kind::new_axis) {}
    constexpr any_subscript(ellipsis_t) noexcept : kind_(kind::fill) {}

    [[nodiscard]] constexpr kind type() const noexcept { return kind_; }
    [[nodiscard]] constexpr std::ptrdiff_t index() const noexcept { return range_.start().value_or(0); }
    [[nodiscard]] constexpr const slice<true>& range() const noexcept { return range_; }
    /// Counts the axes that it uses up, but for an ellipsis.
    [[nodiscard]] constexpr std::size_t consumed() const noexcept {
        return kind_ == kind::index || kind_ == kind::range ? 1 : 0;
    }

private:
    slice<true> range_{none, none, none};
    kind kind_;
};

namespace detail {

/// Applies subscripts one after the other. `base` follows pointers where it is known which.
template <std::size_t MaxRank>
class any_subscript_builder {
public:
    /// Throws: type_error (`index_count`), index_error (`two_ellipses`), value_error (`too_many_axes`).
    any_subscript_builder(const axes_view& from, const std::byte* base, const any_subscript* first, std::size_t count)
        : from_(from), base_(base), to_(rank_after(from, first, count)), depth_(from.depth()) {
        for (std::size_t k = 0; k < from.ndim; ++k) nothing_there_ = nothing_there_ || from.shape[k] == 0;
        // Items that are not there need no address: an empty selection follows no pointer.
        if (depth_ > 0) empty_ = selects_nothing(first, count);
    }

    /// Throws: index_error with the axis; value_error: `zero_step`, `null_pointer`, `pointers_not_expressible`.
    void apply(const any_subscript* first, std::size_t count) {
        std::size_t spare = from_.ndim;
        for (std::size_t k = 0; k < count; ++k) spare -= first[k].consumed();
        for (std::size_t k = 0; k < count; ++k) {
            switch (first[k].type()) {
            case any_subscript::kind::index: drop_axis(first[k].index()); break;
            case any_subscript::kind::range: keep_axis(first[k].range().indices(from_.shape[in_])); break;
            case any_subscript::kind::new_axis: keep(1, 0); break;
            case any_subscript::kind::fill: keep_axes(spare); break;
            }
        }
        keep_axes(from_.ndim - in_);
        check_place();
    }

    [[nodiscard]] const std::byte* base() const noexcept { return base_; }
    [[nodiscard]] any_axes<MaxRank>& axes() noexcept { return to_; }

private:
    static std::size_t rank_after(const axes_view& from, const any_subscript* first, std::size_t count) {
        std::size_t consumed = 0;
        std::size_t rank = from.ndim;
        std::size_t ellipses = 0;
        for (std::size_t k = 0; k < count; ++k) {
            consumed += first[k].consumed();
            if (first[k].type() == any_subscript::kind::index) --rank;
            if (first[k].type() == any_subscript::kind::new_axis) ++rank;
            if (first[k].type() == any_subscript::kind::fill) ++ellipses;
        }
        if (consumed > from.ndim) fail({.code = errc::index_count, .need = from.ndim, .have = consumed});
        if (ellipses > 1) fail({.code = errc::two_ellipses});
        return rank;
    }

    [[nodiscard]] bool selects_nothing(const any_subscript* first, std::size_t count) const {
        std::size_t axis = 0;
        std::size_t spare = from_.ndim;
        for (std::size_t k = 0; k < count; ++k) spare -= first[k].consumed();
        const auto whole = [&](std::size_t axes) {
            bool nothing = false;
            for (; axes > 0; --axes) nothing = from_.shape[axis++] == 0 || nothing;
            return nothing;
        };
        bool nothing = false;
        for (std::size_t k = 0; k < count; ++k) {
            if (first[k].type() == any_subscript::kind::fill) nothing = whole(spare) || nothing;
            if (first[k].type() == any_subscript::kind::range)
                nothing = first[k].range().indices(from_.shape[axis]).length == 0 || nothing;
            axis += first[k].consumed();
        }
        return whole(from_.ndim - axis) || nothing;
    }

    // What comes before the first pointer moves the base, the rest the place behind the pointer.
    void move(std::ptrdiff_t bytes) noexcept {
        if (behind_ == 0) {
            if (!nothing_there_ && !empty_) base_ += bytes;
            return;
        }
        std::ptrdiff_t& place = to_.suboffsets()[behind_ - 1];
        place = static_cast<std::ptrdiff_t>(static_cast<std::size_t>(place) + static_cast<std::size_t>(bytes));
    }
    void keep(std::ptrdiff_t extent, std::ptrdiff_t stride) noexcept {
        to_.shape()[out_] = extent;
        to_.strides()[out_] = stride;
        ++out_;
    }
    void keep_axis(const slice_indices& at) {
        // An empty slice stays at its axis' first item: Python moves on, but a pointer must not leave the memory.
        if (at.length > 0) move(steps(at.start, from_.strides[in_]));
        keep(at.length, steps(at.step, from_.strides[in_]));
        settled_ = false;
        if (is_indirect()) go_behind();
        ++in_;
    }
    void keep_axes(std::size_t count) {
        for (; count > 0; --count) keep_axis({0, 1, from_.shape[in_]});
    }
    void drop_axis(std::ptrdiff_t index) {
        const std::ptrdiff_t at = checked_index(index, from_.shape[in_], in_);
        if (settled_ && is_indirect()) {
            if (!empty_ && !nothing_there_) base_ = move_along(from_, in_, base_, at);
        } else {
            move(steps(at, from_.strides[in_]));
            if (is_indirect()) {
                if (behind_ < out_)
                    go_behind(); // the pointers move to the axis before, which has none
                else
                    refuse(in_);
            }
        }
        ++in_;
    }

    [[nodiscard]] bool is_indirect() const noexcept { return in_ < depth_ && from_.suboffsets[in_] >= 0; }
    void go_behind() {
        check_place();
        behind_ = out_;
        to_.suboffsets()[out_ - 1] = from_.suboffsets[in_];
    }
    // PEP 3118 reads a suboffset below zero as "no pointer".
    void check_place() {
        if (behind_ > 0 && to_.suboffsets()[behind_ - 1] < 0) refuse(behind_ - 1);
    }
    void refuse(std::size_t axis) const {
        if (!empty_) fail({.code = errc::pointers_not_expressible, .field = static_cast<std::int32_t>(axis)});
    }

    const axes_view& from_;
    const std::byte* base_;
    any_axes<MaxRank> to_;
    std::size_t depth_;
    std::size_t in_ = 0;
    std::size_t out_ = 0;
    std::size_t behind_ = 0;     // axes of the result up to the last pointer
    bool settled_ = true;        // all axes before are indexed: where their pointers lead is known
    bool nothing_there_ = false; // to select from: distances mean nothing
    bool empty_ = false;         // the selection, of what has pointers
};

} // namespace detail

/// Holds a selection: where it starts, and its axes.
template <std::size_t MaxRank>
struct any_selection {
    const std::byte* base;
    any_axes<MaxRank> axes;
};

/// Selects part of an array, with the meaning of `subscript`; what lies behind pointers, too.
///
/// Throws: type_error (`index_count`); index_error with the axis; value_error for a zero step, too many axes, a null
/// pointer, and with `pointers_not_expressible`, where suboffsets cannot say where the items are.
/// Complexity: linear in the rank.
/// Python: memoryview.__getitem__, which selects from the first axis only; gh-58338 asks for the rest.
template <std::size_t MaxRank>
[[nodiscard]] any_selection<MaxRank> select(const axes_view& from, const std::byte* base, const any_subscript* first,
                                            std::size_t count) {
    detail::any_subscript_builder<MaxRank> builder(from, base, first, count);
    builder.apply(first, count);
    return {builder.base(), std::move(builder.axes())};
}

} // namespace lendbuf::inline LENDBUF_ABI
