// Random access by position, over anything that can give the item at a position.
#pragma once

#include <compare>
#include <cstddef>
#include <lendbuf/base/config.hpp>
#include <type_traits>
#include <utility>

namespace lendbuf::inline LENDBUF_ABI {

/// Walks over `Items`, which gives the item at a position. Models std::random_access_iterator; unchecked, as pointers
/// are.
///
/// An address is made only when an item is read, so no pointer ever leaves the memory. The iterator's category follows
/// from its operations: naming std's tags would cost a heavy header.
template <class Items>
class position_iterator {
public:
    using value_type = typename Items::value_type;
    using difference_type = std::ptrdiff_t;
    using reference = decltype(std::declval<const Items&>().at_unchecked(0));

    position_iterator() = default;
    constexpr position_iterator(const Items& items, std::ptrdiff_t position) noexcept
        : items_(items), position_(position) {}

    [[nodiscard]] constexpr reference operator*() const noexcept { return items_.at_unchecked(position_); }
    [[nodiscard]] constexpr reference operator[](std::ptrdiff_t n) const noexcept {
        return items_.at_unchecked(position_ + n);
    }
    [[nodiscard]] constexpr auto operator->() const noexcept
        requires std::is_lvalue_reference_v<reference>
    {
        return &**this;
    }

    constexpr position_iterator& operator+=(std::ptrdiff_t n) noexcept {
        position_ += n;
        return *this;
    }
    constexpr position_iterator& operator-=(std::ptrdiff_t n) noexcept { return *this += -n; }
    constexpr position_iterator& operator++() noexcept { return *this += 1; }
    constexpr position_iterator& operator--() noexcept { return *this += -1; }
    constexpr position_iterator operator++(int) noexcept {
        const position_iterator before = *this;
        ++*this;
        return before;
    }
    constexpr position_iterator operator--(int) noexcept {
        const position_iterator before = *this;
        --*this;
        return before;
    }

    friend constexpr position_iterator operator+(position_iterator it, std::ptrdiff_t n) noexcept { return it += n; }
    friend constexpr position_iterator operator+(std::ptrdiff_t n, position_iterator it) noexcept { return it += n; }
    friend constexpr position_iterator operator-(position_iterator it, std::ptrdiff_t n) noexcept { return it -= n; }
    friend constexpr std::ptrdiff_t operator-(const position_iterator& a, const position_iterator& b) noexcept {
        return a.position_ - b.position_;
    }
    friend constexpr bool operator==(const position_iterator& a, const position_iterator& b) noexcept {
        return a.position_ == b.position_;
    }
    friend constexpr std::strong_ordering operator<=>(const position_iterator& a, const position_iterator& b) noexcept {
        return a.position_ <=> b.position_;
    }

private:
    Items items_{};
    std::ptrdiff_t position_ = 0;
};

} // namespace lendbuf::inline LENDBUF_ABI
