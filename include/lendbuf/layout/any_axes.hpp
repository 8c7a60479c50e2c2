// Shape, strides and suboffsets of an array whose rank is known at run time only: few axes in place, more on the heap.
#pragma once

#include <cstddef>
#include <cstring>
#include <lendbuf/base/error.hpp>
#include <lendbuf/layout/shape.hpp>
#include <lendbuf/layout/strides.hpp>
#include <type_traits>
#include <utility>

namespace lendbuf::inline LENDBUF_ABI {

/// Is the largest rank of all. Python: PyBUF_MAX_NDIM
inline constexpr std::size_t max_ndim = 64;

/// Sees one value per axis: extents in items, strides or suboffsets in bytes.
struct axis_values {
    const std::ptrdiff_t* first = nullptr;
    std::size_t count = 0;

    [[nodiscard]] constexpr std::size_t size() const noexcept { return count; }
    [[nodiscard]] constexpr bool empty() const noexcept { return count == 0; }
    [[nodiscard]] constexpr const std::ptrdiff_t* data() const noexcept { return first; }
    [[nodiscard]] constexpr const std::ptrdiff_t* begin() const noexcept { return first; }
    [[nodiscard]] constexpr const std::ptrdiff_t* end() const noexcept { return first + count; }
    [[nodiscard]] constexpr std::ptrdiff_t operator[](std::size_t axis) const noexcept { return first[axis]; }

    friend constexpr bool operator==(const axis_values& a, const axis_values& b) noexcept {
        if (a.count != b.count) return false;
        for (std::size_t k = 0; k < a.count; ++k)
            if (a[k] != b[k]) return false;
        return true;
    }
    template <std::size_t Count>
    friend constexpr bool operator==(const axis_values& a, const index_array<Count>& b) noexcept {
        return a == axis_values{b.data(), Count};
    }
};

/// Sees the axes of an array: `ndim` values in each list. A suboffset below zero stands for no pointer.
struct axes_view {
    std::size_t ndim = 0;
    const std::ptrdiff_t* shape = nullptr;
    const std::ptrdiff_t* strides = nullptr;
    const std::ptrdiff_t* suboffsets = nullptr;

    /// Counts the axes up to the last one with a pointer behind it.
    [[nodiscard]] constexpr std::size_t depth() const noexcept {
        std::size_t depth = ndim;
        while (depth > 0 && suboffsets[depth - 1] < 0) --depth;
        return depth;
    }
    [[nodiscard]] constexpr std::ptrdiff_t item_count() const noexcept { return item_count_unchecked(shape, ndim); }
    /// Tells whether the items are gapless; behind pointers they never are.
    [[nodiscard]] constexpr bool is_contiguous(std::ptrdiff_t itemsize, order o) const noexcept {
        return depth() == 0 && lendbuf::is_contiguous(ndim, shape, strides, itemsize, o);
    }
};

/// Moves to place `index` of axis number `axis`, behind its pointer where there is one.
///
/// Requires: an index inside the axis. Throws: value_error (`null_pointer`) with axis and index.
[[nodiscard]] inline const std::byte* move_along(const axes_view& axes, std::size_t axis, const std::byte* at,
                                                 std::ptrdiff_t index) {
    at += axes.strides[axis] * index;
    if (axes.suboffsets[axis] < 0) return at;
    const std::byte* target = nullptr;
    std::memcpy(&target, static_cast<const void*>(at), sizeof target);
    if (target == nullptr)
        fail({.code = errc::null_pointer, .field = static_cast<std::int32_t>(axis), .offset = index});
    return target + axes.suboffsets[axis];
}

/// Finds the place that the first `count` indices lead to.
///
/// Requires: indices inside their axes. Throws: value_error (`null_pointer`) with axis and index.
[[nodiscard]] inline const std::byte* place_of(const axes_view& axes, const std::byte* first,
                                               const std::ptrdiff_t* indices, std::size_t count) {
    for (std::size_t k = 0; k < count; ++k) first = move_along(axes, k, first, indices[k]);
    return first;
}

/// Holds the axes of an array of up to `MaxRank`: four in place, more in an allocation. Without that for `MaxRank` <= 4.
template <std::size_t MaxRank>
class any_axes {
    static constexpr std::size_t in_place = MaxRank < 4 ? MaxRank : 4;

public:
    static constexpr bool uses_heap = MaxRank > in_place;
    static_assert(MaxRank > 0 && MaxRank <= max_ndim, "any_axes: from 1 to 64 axes");

    /// Holds no axis: a single item.
    constexpr any_axes() noexcept = default;

    /// Makes room for `ndim` axes; suboffsets say that there are no pointers, the rest is zero.
    ///
    /// Throws: value_error (`too_many_axes`); std::bad_alloc for more than four.
    explicit any_axes(std::size_t ndim) : ndim_(ndim) {
        if (ndim > MaxRank) fail({.code = errc::too_many_axes, .need = MaxRank, .have = ndim});
        if constexpr (uses_heap)
            if (ndim > in_place) more_.words = new std::ptrdiff_t[3 * ndim]{};
        for (std::size_t k = 0; k < ndim; ++k) suboffsets()[k] = -1;
    }
    any_axes(const any_axes& other) : ndim_(other.ndim_) {
        if constexpr (uses_heap)
            if (ndim_ > in_place) more_.words = new std::ptrdiff_t[3 * ndim_];
        if (ndim_ <= in_place)
            for (std::size_t k = 0; k < 3 * in_place; ++k) few_[k] = other.few_[k]; // a known number: vector moves
        else
            for (std::size_t k = 0; k < 3 * ndim_; ++k) words()[k] = other.words()[k];
    }
    any_axes(any_axes&& other) noexcept : ndim_(std::exchange(other.ndim_, 0)), more_(std::exchange(other.more_, {})) {
        for (std::size_t k = 0; k < 3 * in_place; ++k) few_[k] = other.few_[k];
    }
    any_axes& operator=(const any_axes& other) { return *this = any_axes(other); }
    any_axes& operator=(any_axes&& other) noexcept {
        std::swap(ndim_, other.ndim_);
        std::swap(more_, other.more_);
        for (std::size_t k = 0; k < 3 * in_place; ++k) std::swap(few_[k], other.few_[k]);
        return *this;
    }
    ~any_axes() {
        if constexpr (uses_heap) delete[] more_.words;
    }

    [[nodiscard]] std::size_t ndim() const noexcept { return ndim_; }
    [[nodiscard]] std::ptrdiff_t* shape() noexcept { return words(); }
    [[nodiscard]] std::ptrdiff_t* strides() noexcept { return words() + ndim_; }
    [[nodiscard]] std::ptrdiff_t* suboffsets() noexcept { return words() + 2 * ndim_; }
    [[nodiscard]] axes_view view() const noexcept { return {ndim_, words(), words() + ndim_, words() + 2 * ndim_}; }

private:
    struct heap_words {
        std::ptrdiff_t* words = nullptr;
    };
    struct no_words {};

    [[nodiscard]] const std::ptrdiff_t* words() const noexcept {
        if constexpr (uses_heap)
            if (more_.words != nullptr) return more_.words;
        return few_;
    }
    [[nodiscard]] std::ptrdiff_t* words() noexcept {
        if constexpr (uses_heap)
            if (more_.words != nullptr) return more_.words;
        return few_;
    }

    std::size_t ndim_ = 0;
    std::ptrdiff_t few_[3 * in_place] = {};
    [[no_unique_address]] std::conditional_t<uses_heap, heap_words, no_words> more_{};
};

} // namespace lendbuf::inline LENDBUF_ABI
