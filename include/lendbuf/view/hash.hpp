// One number for the values in a buffer, equal for equal ones.
#pragma once

#include <cstddef>
#include <cstdint>
#include <lendbuf/element/value.hpp>
#include <lendbuf/kernel/hash.hpp>
#include <lendbuf/view/buffer_view.hpp>
#include <lendbuf/view/byte_feed.hpp>
#include <type_traits>

namespace lendbuf::inline LENDBUF_ABI {

/// Is satisfied by items that are equal exactly when their bytes are: integers of any byte order, enums, std::byte.
template <class T>
concept hashable_item =
    equal_as_bytes<std::remove_cv_t<T>> && (sizeof(T) == 1 || sizeof(T) == 2 || sizeof(T) == 4 || sizeof(T) == 8);

/// Hashes the values in read-only memory of any layout, in C order.
///
/// Arrays that are equal have the same hash, whatever their layouts and byte orders, as long as their items have the same
/// size; so have arrays of other shapes with the same items. The number is the same on all machines, not in all versions
/// of the library.
/// Requires: items that are const, of a type that satisfies `hashable_item`.
/// Complexity: linear; 64 bytes a step.
/// Safety: fit for hash tables, not for secrets: who chooses the values can choose collisions.
/// Python: hash(memoryview), which is restricted to items of one byte
template <exporter X>
[[nodiscard]] constexpr std::uint64_t hash(X&& x) {
    using item_t = typename region_t<X>::element_type;
    static_assert(std::is_const_v<item_t>, "hash: cannot hash writable memory: pass a read-only view, v.toreadonly()");
    static_assert(hashable_item<item_t>, "hash: these items may be equal without having the same bytes; only integers, "
                                         "enums and std::byte can be hashed");
    if constexpr (std::is_const_v<item_t> && hashable_item<item_t>) {
        const auto memory = lendbuf::describe(x);
        constexpr bool as_it_lies = sizeof(item_t) == 1 && std::same_as<typename region_t<X>::layout_type, contiguous>;
        if constexpr (as_it_lies && byte_like<item_t>) {
            return kernel::hash_bytes(memory.data, item_count_unchecked(memory.shape));
        } else {
            kernel::byte_hasher hasher;
            detail::feed_bytes<true>(
                memory, [&hasher](const std::byte* bytes, std::ptrdiff_t size) { hasher.add(bytes, size); });
            return hasher.value();
        }
    } else {
        return 0;
    }
}

} // namespace lendbuf::inline LENDBUF_ABI
