// What std::ranges wants to be told about views (hosted, as its concepts are).
#pragma once

#include <lendbuf/view/buffer_view.hpp>
#include <span> // it needs the concepts of std::ranges, and <ranges> is heavy

/// Iterators of a view do not depend on the view object.
template <class T, std::size_t Rank, class Layout, class Hold>
inline constexpr bool std::ranges::enable_borrowed_range<lendbuf::buffer_view<T, Rank, Layout, Hold>> =
    std::same_as<Hold, lendbuf::borrowed>;

/// Views are cheap to copy, so adaptors keep them by value.
template <class T, std::size_t Rank, class Layout, class Hold>
inline constexpr bool std::ranges::enable_view<lendbuf::buffer_view<T, Rank, Layout, Hold>> = true;

template <class T, std::size_t Rank, class Hold>
inline constexpr bool std::ranges::enable_borrowed_range<lendbuf::element_range<T, Rank, Hold>> =
    std::same_as<Hold, lendbuf::borrowed>;
template <class T, std::size_t Rank, class Hold>
inline constexpr bool std::ranges::enable_view<lendbuf::element_range<T, Rank, Hold>> = true;
