// The bytes of an array in C order, in pieces: what hashing and hexadecimal text consume.
#pragma once

#include <bit>
#include <cstddef>
#include <lendbuf/element/strided_items.hpp>
#include <lendbuf/kernel/byte_swap.hpp>
#include <lendbuf/kernel/copy.hpp>
#include <lendbuf/layout/walk.hpp>
#include <lendbuf/protocol/exporter.hpp>
#include <lendbuf/view/item_word.hpp>
#include <type_traits>

namespace lendbuf::inline LENDBUF_ABI::detail {

template <class T>
struct item_bytes {
    std::byte bytes[sizeof(T)];
};

template <bool Reversed, class T, class Sink>
constexpr void feed_item(const T& item, Sink& sink) {
    const auto from = std::bit_cast<item_bytes<T>>(item);
    item_bytes<T> to = from;
    if constexpr (Reversed)
        for (std::size_t k = 0; k < sizeof(T); ++k) to.bytes[k] = from.bytes[sizeof(T) - 1 - k];
    sink(static_cast<const std::byte*>(to.bytes), static_cast<std::ptrdiff_t>(sizeof(T)));
}

/// Hands over `count` items through a small buffer, gapless, and with `Reversed` with the bytes of each turned round.
// Not inlined: where gcc knows the array it warns of vectors that short ones do not reach.
template <bool Reversed, class T, class Sink>
[[gnu::noinline]] void feed_buffered(const T* first, std::ptrdiff_t stride, std::ptrdiff_t count, Sink& sink) {
    constexpr auto size = static_cast<std::ptrdiff_t>(sizeof(T));
    constexpr std::ptrdiff_t most = 512 / size;
    std::byte buffer[512];
    for (std::ptrdiff_t done = 0; done < count;) {
        const std::ptrdiff_t items = count - done < most ? count - done : most;
        // Safety: std::byte may look at any object's bytes.
        const void* const from = move_by_bytes(first, done * stride);
        if (Reversed && stride == size) {
            kernel::copy_swapped<Reversed ? sizeof(T) : 2>(buffer, static_cast<const std::byte*>(from), items);
        } else {
            kernel::copy_run(buffer, size, static_cast<const std::byte*>(from), stride, items, size);
            if constexpr (Reversed) kernel::copy_swapped<sizeof(T)>(buffer, buffer, items);
        }
        sink(static_cast<const std::byte*>(buffer), items * size);
        done += items;
    }
}

/// Hands the bytes of all items to `sink(bytes, size)`, in C order; with `LittleEndian` as if each item were stored so.
///
/// Complexity: linear; gapless memory is handed over as it is, in one piece.
template <bool LittleEndian, class T, std::size_t Rank, class Layout, class Sink>
constexpr void feed_bytes(const region<T, Rank, Layout>& memory, Sink&& sink) {
    using item_t = std::remove_cv_t<T>;
    constexpr auto size = static_cast<std::ptrdiff_t>(sizeof(T));
    constexpr bool reversed = LittleEndian && size > 1 && item_byte_order<item_t> != std::endian::little;
    const auto feed_run = [&sink](const item_t* first, std::ptrdiff_t stride, std::ptrdiff_t count) {
        if (__builtin_is_constant_evaluated()) {
            for (std::ptrdiff_t k = 0; k < count; ++k) feed_item<reversed>(*move_by_bytes(first, k * stride), sink);
        } else if (!reversed && (stride == size || count == 1)) {
            // Safety: std::byte may look at any object's bytes.
            sink(static_cast<const std::byte*>(static_cast<const void*>(first)), count * size);
        } else if constexpr (size <= 64) {
            feed_buffered<reversed>(first, stride, count, sink);
        } else {
            for (std::ptrdiff_t k = 0; k < count; ++k)
                sink(static_cast<const std::byte*>(static_cast<const void*>(move_by_bytes(first, k * stride))), size);
        }
    };
    const std::ptrdiff_t count = item_count_unchecked(memory.shape);
    if (count == 0) return;
    if constexpr (std::same_as<Layout, contiguous> || Rank == 0) {
        feed_run(memory.data, size, count);
    } else if constexpr (Rank == 1) {
        feed_run(memory.data, memory.byte_strides()[0], count);
    } else {
        const index_array<Rank> strides[] = {memory.byte_strides()};
        const auto joint = coalesce(memory.shape, strides, false);
        const std::size_t last = joint.rank - 1;
        for_each_run(joint, [&](const std::ptrdiff_t(&offsets)[1]) {
            feed_run(move_by_bytes(memory.data, offsets[0]), joint.strides[0][last], joint.shape[last]);
        });
    }
}

} // namespace lendbuf::inline LENDBUF_ABI::detail
