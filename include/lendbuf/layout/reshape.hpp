// The same items in the same order under other extents.
#pragma once

#include <cstddef>
#include <lendbuf/layout/axes.hpp>

namespace lendbuf::inline LENDBUF_ABI {

/// Fills in the extent that is left open with -1, if there is one, and checks that `shape` holds `count` items.
///
/// Errors: `two_open_extents` and `negative_extent` with the dimension (the latter also for an open extent that could
/// be anything, beside one of 0); `shape_overflow`; `reshape_count`.
template <std::size_t Rank>
[[nodiscard]] constexpr result<index_array<Rank>> try_close_shape(index_array<Rank> shape, std::ptrdiff_t count,
                                                                  std::ptrdiff_t itemsize) noexcept {
    std::size_t open = Rank;
    for (std::size_t k = 0; k < Rank; ++k) {
        if (shape[k] != -1) continue;
        if (open != Rank) return error_info{.code = errc::two_open_extents, .field = static_cast<std::int32_t>(k)};
        open = k;
        shape[k] = 1;
    }
    if (const auto bytes = try_byte_count(shape.data(), Rank, itemsize); !bytes) return bytes.error();
    const std::ptrdiff_t known = item_count_unchecked(shape);
    if (open != Rank && known != 0 && count % known == 0) {
        shape[open] = count / known;
        return shape;
    }
    if (open != Rank && known == count)
        return error_info{.code = errc::negative_extent, .field = static_cast<std::int32_t>(open)};
    if (open != Rank || known != count)
        return error_info{.code = errc::reshape_count,
                          .need = static_cast<std::uint64_t>(known),
                          .have = static_cast<std::uint64_t>(count)};
    return shape;
}

/// Arranges the items of `from`, taken in order `o` (c or f), in `shape`, without moving them; one extent may be -1.
///
/// Succeeds wherever strides for it exist.
/// Requires: a `from` whose bytes count; `itemsize` > 0.
/// Errors: those of `try_close_shape`; `reshape_needs_copy` with the old dimension along which the items are uneven.
/// Complexity: linear in the ranks.
/// Python: numpy.reshape, which copies then.
template <std::size_t Rank, std::size_t To>
[[nodiscard]] constexpr result<layout<To>> try_reshape(const layout<Rank>& from, const index_array<To>& shape,
                                                       std::ptrdiff_t itemsize, order o = order::c) noexcept {
    const std::ptrdiff_t count = item_count_unchecked(from.shape);
    const auto closed = try_close_shape(shape, count, itemsize);
    if (!closed) return closed.error();
    layout<To> to{*closed, contiguous_strides(*closed, itemsize, o)};
    if (count == 0) return to;
    // Both sides are walked from the fastest axis on. Each new axis takes its items from a run of `left` items `stride`
    // apart, which grows by the next old axis where that goes on evenly.
    std::ptrdiff_t left = 1;
    std::ptrdiff_t stride = itemsize;
    std::size_t used = 0;
    std::size_t last = 0;
    for (std::size_t n = 0; n < To; ++n) {
        const std::size_t k = o == order::f ? n : To - 1 - n;
        while (left % to.shape[k] != 0) {
            const std::size_t next = o == order::f ? used : Rank - 1 - used;
            ++used;
            if (from.shape[next] == 1) continue;
            std::ptrdiff_t even = stride;
            if (left == 1)
                stride = from.strides[next];
            else if (!checked_multiply(even, left) || even != from.strides[next])
                return error_info{.code = errc::reshape_needs_copy,
                                  .field = static_cast<std::int32_t>(o == order::f ? last : next)};
            left *= from.shape[next];
            last = next;
        }
        to.strides[k] = stride;
        stride = detail::steps(to.shape[k], stride);
        left /= to.shape[k];
    }
    return to;
}

} // namespace lendbuf::inline LENDBUF_ABI
