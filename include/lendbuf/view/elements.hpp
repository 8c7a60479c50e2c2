// All items of a view as one range, whatever its rank and layout.
#pragma once

#include <compare>
#include <concepts>
#include <cstddef>
#include <lendbuf/element/strided_items.hpp>
#include <lendbuf/layout/layout.hpp>
#include <lendbuf/view/view_parts.hpp>
#include <type_traits>

namespace lendbuf::inline LENDBUF_ABI {

namespace detail {

/// Arranges axes so that walking them in C order visits the items in order `o` of `from`.
template <std::size_t Rank>
[[nodiscard]] constexpr layout<Rank> in_order(const layout<Rank>& from, order o) noexcept {
    if (o == order::c) return from;
    if (o == order::f) return transpose(from);
    layout<Rank> to = from;
    const auto step = [&](std::size_t axis) {
        const auto bits = static_cast<std::size_t>(to.strides[axis]);
        return to.strides[axis] < 0 ? 0 - bits : bits;
    };
    for (std::size_t k = 1; k < Rank; ++k)
        for (std::size_t axis = k; axis > 0 && step(axis - 1) < step(axis); --axis) {
            const layout<Rank> before = to;
            to.shape[axis] = before.shape[axis - 1];
            to.strides[axis] = before.strides[axis - 1];
            to.shape[axis - 1] = before.shape[axis];
            to.strides[axis - 1] = before.strides[axis];
        }
    return to;
}

} // namespace detail

/// Walks over the items of an array in C order. Models std::random_access_iterator; unchecked, as pointers are.
///
/// Carries the layout, so it does not depend on the view. Steps by one cost a few additions and a comparison; jumps a
/// division per axis.
template <class T, std::size_t Rank>
class element_iterator {
public:
    using value_type = std::remove_cv_t<T>;
    using difference_type = std::ptrdiff_t;
    using reference = T&;
    using pointer = T*;

    element_iterator() = default;
    constexpr element_iterator(T* first, const layout<Rank>& map, std::ptrdiff_t position) noexcept
        : first_(first), map_(map) {
        seek(position);
    }

    [[nodiscard]] constexpr T& operator*() const noexcept {
        return *move_by_bytes(first_, static_cast<std::ptrdiff_t>(offset_));
    }
    [[nodiscard]] constexpr T* operator->() const noexcept { return &**this; }
    [[nodiscard]] constexpr T& operator[](std::ptrdiff_t n) const noexcept { return *(*this + n); }

    constexpr element_iterator& operator++() noexcept {
        ++position_;
        offset_ += step(last);
        if (++index_[last] == map_.shape[last]) carry();
        return *this;
    }
    constexpr element_iterator& operator--() noexcept {
        --position_;
        std::size_t axis = last;
        for (; axis > 0 && index_[axis] == 0; --axis) {
            index_[axis] = map_.shape[axis] - 1;
            offset_ += step(axis) * static_cast<std::size_t>(index_[axis]);
        }
        offset_ -= step(axis);
        --index_[axis];
        return *this;
    }
    constexpr element_iterator operator++(int) noexcept {
        const element_iterator before = *this;
        ++*this;
        return before;
    }
    constexpr element_iterator operator--(int) noexcept {
        const element_iterator before = *this;
        --*this;
        return before;
    }
    constexpr element_iterator& operator+=(std::ptrdiff_t n) noexcept {
        seek(position_ + n);
        return *this;
    }
    constexpr element_iterator& operator-=(std::ptrdiff_t n) noexcept { return *this += -n; }

    friend constexpr element_iterator operator+(element_iterator it, std::ptrdiff_t n) noexcept { return it += n; }
    friend constexpr element_iterator operator+(std::ptrdiff_t n, element_iterator it) noexcept { return it += n; }
    friend constexpr element_iterator operator-(element_iterator it, std::ptrdiff_t n) noexcept { return it -= n; }
    friend constexpr std::ptrdiff_t operator-(const element_iterator& a, const element_iterator& b) noexcept {
        return a.position_ - b.position_;
    }
    friend constexpr bool operator==(const element_iterator& a, const element_iterator& b) noexcept {
        return a.position_ == b.position_;
    }
    friend constexpr std::strong_ordering operator<=>(const element_iterator& a, const element_iterator& b) noexcept {
        return a.position_ <=> b.position_;
    }

private:
    static constexpr std::size_t last = Rank - 1;

    // Offsets wrap: behind the last item one may not fit, and nobody goes there.
    [[nodiscard]] constexpr std::size_t step(std::size_t axis) const noexcept {
        return static_cast<std::size_t>(map_.strides[axis]);
    }

    // The outermost index does not wrap around: it leads to the end.
    constexpr void carry() noexcept {
        for (std::size_t axis = last; axis > 0 && index_[axis] == map_.shape[axis]; --axis) {
            offset_ -= step(axis) * static_cast<std::size_t>(index_[axis]);
            index_[axis] = 0;
            offset_ += step(axis - 1);
            ++index_[axis - 1];
        }
    }

    constexpr void seek(std::ptrdiff_t position) noexcept {
        position_ = position;
        offset_ = 0;
        for (std::size_t axis = Rank; axis-- > 0;) {
            const std::ptrdiff_t extent = map_.shape[axis];
            index_[axis] = axis == 0 || extent == 0 ? position : position % extent;
            position = extent == 0 ? 0 : position / extent;
            offset_ += step(axis) * static_cast<std::size_t>(index_[axis]);
        }
    }

    T* first_ = nullptr;
    layout<Rank> map_{};
    index_array<Rank> index_{};
    std::size_t offset_ = 0; // bytes, modulo the machine's word
    std::ptrdiff_t position_ = 0;
};

/// Is the range of all items of a view; holds what the view holds.
/// Python: memoryview has none; NumPy's flat
template <class T, std::size_t Rank, hold_tag Hold>
class element_range {
public:
    using value_type = std::remove_cv_t<T>;
    using iterator = element_iterator<T, Rank>;

    element_range() = default;
    constexpr element_range(T* first, const layout<Rank>& map, const Hold& hold) noexcept
        : first_(first), map_(map), hold_(hold) {}

    [[nodiscard]] constexpr iterator begin() const noexcept { return {first_, map_, 0}; }
    [[nodiscard]] constexpr iterator end() const noexcept { return {first_, map_, size()}; }
    [[nodiscard]] constexpr std::ptrdiff_t size() const noexcept { return item_count_unchecked(map_.shape); }
    [[nodiscard]] constexpr bool empty() const noexcept { return size() == 0; }

    /// Gives an item by its place among all. Throws: index_error.
    [[nodiscard]] constexpr T& operator[](std::ptrdiff_t index) const {
        return begin()[checked_index(index, size(), 0)];
    }

private:
    T* first_ = nullptr;
    layout<Rank> map_{};
    [[no_unique_address]] Hold hold_{};
};

} // namespace lendbuf::inline LENDBUF_ABI
