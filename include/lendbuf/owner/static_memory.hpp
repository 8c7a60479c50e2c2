// Memory inside the object: a fixed number of items, lent without a heap.
#pragma once

#include <cstddef>
#include <lendbuf/owner/standard.hpp>

namespace lendbuf::inline LENDBUF_ABI {

/// Owns `Size` items inside itself and lends them with leases; usable in constant expressions.
///
/// It can be neither copied nor moved: views point into it. Destroyed while leased, it calls the failure handler,
/// since no exception can leave a destructor and the views would dangle. A const one counts no leases, so that a
/// constexpr one may stay in read-only memory: its views are borrowed.
/// Python: no counterpart; a bytearray of fixed size.
template <element T, std::size_t Size>
class static_memory {
public:
    using value_type = T;

    /// Makes zeroed items.
    constexpr static_memory() noexcept { block_.owner_name = "static_memory"; }

    /// Makes items of the given values; those not named are zero.
    template <class... U>
        requires(sizeof...(U) > 0 && sizeof...(U) <= Size && (std::convertible_to<U, T> && ...))
    explicit constexpr static_memory(U... values) noexcept : items_{static_cast<T>(values)...} {
        block_.owner_name = "static_memory";
    }

    static_memory(const static_memory&) = delete;
    static_memory& operator=(const static_memory&) = delete;

    constexpr ~static_memory() {
        if (block_.count.release_owner() == use_count::left::in_use)
            fail_fatally(
                {.code = errc::destroyed_while_leased, .have = block_.count.leases(), .subject = block_.owner_name});
    }

    [[nodiscard]] static constexpr std::ptrdiff_t size() noexcept { return static_cast<std::ptrdiff_t>(Size); }
    [[nodiscard]] constexpr T* data() noexcept { return items_; }
    [[nodiscard]] constexpr const T* data() const noexcept { return items_; }

    /// Gives an item; negative counts from the end. Throws: index_error.
    [[nodiscard]] constexpr T& operator[](std::ptrdiff_t index) { return items_[checked_index(index, size(), 0)]; }
    [[nodiscard]] constexpr const T& operator[](std::ptrdiff_t index) const {
        return items_[checked_index(index, size(), 0)];
    }

    /// Tells how many leases point into the memory; a snapshot.
    [[nodiscard]] constexpr std::size_t leases() const noexcept { return block_.count.leases(); }

    /// Takes a lease.
    [[nodiscard]] constexpr lease lend() { return lease::take(&block_); }

private:
    T items_[Size]{};
    lease_block block_{};
};

} // namespace lendbuf::inline LENDBUF_ABI
