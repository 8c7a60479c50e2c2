// Read-only views as keys of std's hash tables (hosted).
#pragma once

#include <cstddef>
#include <lendbuf/view/equal.hpp>
#include <lendbuf/view/hash.hpp>
#include <string_view> // has std::hash, as <functional> has, and is far smaller

/// Hashes a read-only view, for std::unordered_map and its like: the keys are compared by their items.
///
/// Safety: as for every key, the memory must not change while the view is in a table.
template <lendbuf::hashable_item T, std::size_t Rank, class Layout, class Hold>
struct std::hash<lendbuf::buffer_view<const T, Rank, Layout, Hold>> {
    [[nodiscard]] std::size_t operator()(const lendbuf::buffer_view<const T, Rank, Layout, Hold>& v) const noexcept {
        return static_cast<std::size_t>(lendbuf::hash(v));
    }
};
