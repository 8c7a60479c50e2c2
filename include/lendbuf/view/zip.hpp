// Several arrays of one shape, item by item.
#pragma once

#include <compare>
#include <cstddef>
#include <lendbuf/base/values.hpp>
#include <lendbuf/view/buffer_view.hpp>
#include <lendbuf/view/item_walk.hpp>
#include <utility>

namespace lendbuf::inline LENDBUF_ABI {

/// Walks over several ranges at once; what it gives holds a reference into each. Unchecked, as pointers are.
template <class... It>
class zip_iterator {
public:
    using difference_type = std::ptrdiff_t;
    using reference = values<decltype(*std::declval<const It&>())...>;
    using value_type = reference; // of references, so that algorithms can search but not sort

    zip_iterator() = default;
    explicit constexpr zip_iterator(const It&... it) noexcept : its_{{{it}...}} {}

    [[nodiscard]] constexpr reference operator*() const noexcept {
        return each([](const It&... it) { return reference{{{*it}...}}; });
    }
    [[nodiscard]] constexpr reference operator[](std::ptrdiff_t n) const noexcept { return *(*this + n); }

    constexpr zip_iterator& operator+=(std::ptrdiff_t n) noexcept {
        each([n](It&... it) { ((it += n), ...); });
        return *this;
    }
    constexpr zip_iterator& operator-=(std::ptrdiff_t n) noexcept { return *this += -n; }
    constexpr zip_iterator& operator++() noexcept {
        each([](It&... it) { (++it, ...); });
        return *this;
    }
    constexpr zip_iterator& operator--() noexcept {
        each([](It&... it) { (--it, ...); });
        return *this;
    }
    constexpr zip_iterator operator++(int) noexcept {
        const zip_iterator before = *this;
        ++*this;
        return before;
    }
    constexpr zip_iterator operator--(int) noexcept {
        const zip_iterator before = *this;
        --*this;
        return before;
    }

    friend constexpr zip_iterator operator+(zip_iterator it, std::ptrdiff_t n) noexcept { return it += n; }
    friend constexpr zip_iterator operator+(std::ptrdiff_t n, zip_iterator it) noexcept { return it += n; }
    friend constexpr zip_iterator operator-(zip_iterator it, std::ptrdiff_t n) noexcept { return it -= n; }
    friend constexpr std::ptrdiff_t operator-(const zip_iterator& a, const zip_iterator& b) noexcept {
        return get<0>(a.its_) - get<0>(b.its_);
    }
    friend constexpr bool operator==(const zip_iterator& a, const zip_iterator& b) noexcept {
        return get<0>(a.its_) == get<0>(b.its_);
    }
    friend constexpr std::strong_ordering operator<=>(const zip_iterator& a, const zip_iterator& b) noexcept {
        return (a - b) <=> 0;
    }

private:
    template <class F>
    constexpr decltype(auto) each(F f) const noexcept {
        return [&]<std::size_t... I>(std::index_sequence<I...>) -> decltype(auto) {
            return f(get<I>(its_)...);
        }(std::index_sequence_for<It...>{});
    }
    template <class F>
    constexpr void each(F f) noexcept {
        [&]<std::size_t... I>(std::index_sequence<I...>) { f(get<I>(its_)...); }(std::index_sequence_for<It...>{});
    }

    values<It...> its_{};
};

/// Holds views of one shape, to be walked together; made by `zip`.
template <class... View>
class zipped {
public:
    explicit constexpr zipped(const View&... view) : views_{{{view}...}} {
        detail::require_same_shape(lendbuf::describe(view)...);
    }

    /// Starts at the first items of all views, in C order: `for (auto [a, b] : zip(x, y))`.
    [[nodiscard]] constexpr auto begin() const noexcept {
        return with_views([](const View&... view) { return zip_iterator(view.elements().begin()...); });
    }
    [[nodiscard]] constexpr auto end() const noexcept {
        return with_views([](const View&... view) { return zip_iterator(view.elements().end()...); });
    }

    /// Gives the number of items of each view.
    [[nodiscard]] constexpr std::ptrdiff_t size() const noexcept { return get<0>(views_).item_count(); }
    [[nodiscard]] constexpr bool empty() const noexcept { return size() == 0; }

    /// Calls `f` with the views.
    template <class F>
    constexpr decltype(auto) with_views(F&& f) const {
        return [&]<std::size_t... I>(std::index_sequence<I...>) -> decltype(auto) {
            return f(get<I>(views_)...);
        }(std::index_sequence_for<View...>{});
    }

private:
    values<View...> views_;
};

/// Joins views, owners or containers of equal shape: `for (auto [x, y] : zip(a, b)) y += x;`
///
/// Throws: value_error (`different_structure`) with the dimension.
/// Complexity: linear in the rank.
/// Python: zip, strict; of N-D arrays all items in C order.
template <viewable... X>
    requires(sizeof...(X) > 0)
[[nodiscard]] constexpr auto zip(X&&... x) {
    return zipped<decltype(buffer_view(std::forward<X>(x)))...>(buffer_view(std::forward<X>(x))...);
}

} // namespace lendbuf::inline LENDBUF_ABI
