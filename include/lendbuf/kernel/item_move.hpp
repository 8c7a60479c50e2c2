// Ways to move one item of a size that is known when the loop starts: what the loops of copies are made of.
#pragma once

#include <cstddef>
#include <cstring>
#include <lendbuf/base/byte_order.hpp>
#include <lendbuf/kernel/byte_swap.hpp>

namespace lendbuf::inline LENDBUF_ABI::kernel::detail {

// Each loads the whole item before it stores any of it, so that an item may overlap itself.

/// Moves items of a size known to the compiler: one load and one store.
template <std::size_t Size>
struct fixed_item {
    [[gnu::always_inline]] void operator()(std::byte* to, const std::byte* from) const noexcept {
        std::byte item[Size];
        std::memcpy(item, from, Size);
        std::memcpy(to, item, Size);
    }
};

/// Moves items of `Half` to twice `Half` bytes: two loads and two stores, which overlap in the middle.
template <std::size_t Half>
struct paired_item {
    std::ptrdiff_t size;

    [[gnu::always_inline]] void operator()(std::byte* to, const std::byte* from) const noexcept {
        const std::ptrdiff_t second = size - static_cast<std::ptrdiff_t>(Half);
        std::byte head[Half];
        std::byte tail[Half];
        std::memcpy(head, from, Half);
        std::memcpy(tail, from + second, Half);
        std::memcpy(to, head, Half);
        std::memcpy(to + second, tail, Half);
    }
};

/// Moves items of any size.
struct long_item {
    std::ptrdiff_t size;

    void operator()(std::byte* to, const std::byte* from) const noexcept {
        std::memmove(to, from, static_cast<std::size_t>(size));
    }
};

/// Moves words and reverses their bytes.
template <std::size_t Size>
struct swapped_item {
    [[gnu::always_inline]] void operator()(std::byte* to, const std::byte* from) const noexcept {
        store_bits(to, byteswap(load_bits<uint_of_size<Size>>(from)));
    }
};

/// Moves gapless words and reverses the bytes of each. They must not overlap themselves, unless they stay in place.
template <std::size_t Size>
struct swapped_words {
    std::ptrdiff_t count;

    void operator()(std::byte* to, const std::byte* from) const noexcept { copy_swapped<Size>(to, from, count); }
};

/// Calls `use` with the best way to move `size` bytes. `Swap`, unless 0, is the size of words to be reversed.
template <std::size_t Swap, class Use>
inline void with_item_of(std::ptrdiff_t size, const Use& use) noexcept {
    if constexpr (Swap > 1) {
        if (size == static_cast<std::ptrdiff_t>(Swap)) return use(swapped_item<Swap>());
        return use(swapped_words<Swap>{size / static_cast<std::ptrdiff_t>(Swap)});
    } else {
        switch (size) {
        case 1: return use(fixed_item<1>());
        case 2: return use(fixed_item<2>());
        case 4: return use(fixed_item<4>());
        case 8: return use(fixed_item<8>());
        default: break;
        }
        if constexpr (sizeof(void*) >= 8) { // small machines get small programs
            if (size == 16) return use(fixed_item<16>());
            if (size == 3) return use(paired_item<2>{size});
            if (size < 8) return use(paired_item<4>{size});
            if (size < 16) return use(paired_item<8>{size});
            if (size <= 32) return use(paired_item<16>{size});
        }
        return use(long_item{size});
    }
}

} // namespace lendbuf::inline LENDBUF_ABI::kernel::detail
