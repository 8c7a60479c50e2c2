// Memory for owners from any allocator of the standard kind.
#pragma once

#include <cstddef>
#include <cstring>
#include <lendbuf/owner/memory.hpp>
#include <memory>

namespace lendbuf::inline LENDBUF_ABI {

/// Gets memory from an allocator of the standard kind: std::allocator, std::pmr::polymorphic_allocator, your own.
///
/// An allocator that throws ends the operation that asked; nothing has changed then.
template <class Allocator>
class allocator_memory {
    using unit = std::max_align_t;
    using rebound = typename std::allocator_traits<Allocator>::template rebind_alloc<unit>;
    using traits = std::allocator_traits<rebound>;

public:
    allocator_memory() = default;
    allocator_memory(const Allocator& allocator) : allocator_(allocator) {}

    [[nodiscard]] void* resize(void* old, std::size_t old_bytes, std::size_t used, std::size_t bytes) {
        void* const fresh = traits::allocate(allocator_, units(bytes));
        if (used > 0) std::memcpy(fresh, old, used);
        if (old != nullptr) free(old, old_bytes);
        return fresh;
    }
    void free(void* memory, std::size_t bytes) noexcept {
        traits::deallocate(allocator_, static_cast<unit*>(memory), units(bytes));
    }

private:
    static std::size_t units(std::size_t bytes) noexcept { return (bytes - 1) / sizeof(unit) + 1; }

    [[no_unique_address]] rebound allocator_{};
};

} // namespace lendbuf::inline LENDBUF_ABI
