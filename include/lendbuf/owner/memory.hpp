// Where owners get their memory: malloc, or any allocator of the standard kind.
#pragma once

#include <cstddef>
#include <cstdlib>
#include <lendbuf/base/config.hpp>

namespace lendbuf::inline LENDBUF_ABI {

/// Gets memory from malloc; large blocks grow by remapping where realloc does so.
struct heap_memory {
    /// Gives `bytes` (> 0) of memory that start with the first bytes of `old`, which may be null. Null, when there is
    /// none; `old` is untouched then.
    [[nodiscard]] static void* resize(void* old, std::size_t, std::size_t, std::size_t bytes) noexcept {
        return std::realloc(old, bytes);
    }
    static void free(void* memory, std::size_t) noexcept { std::free(memory); }
};

/// Gets memory from an allocator of the standard kind; <lendbuf/owner/allocator_memory.hpp> has it.
template <class Allocator>
class allocator_memory;

namespace detail {
template <class M>
struct memory_type {
    using type = allocator_memory<M>;
};
template <class A>
struct memory_type<allocator_memory<A>> {
    using type = allocator_memory<A>;
};
template <>
struct memory_type<heap_memory> {
    using type = heap_memory;
};
} // namespace detail

} // namespace lendbuf::inline LENDBUF_ABI
