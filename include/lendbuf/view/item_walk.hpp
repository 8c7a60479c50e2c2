// One loop over the items of several arrays of one shape: checks first, then plain pointers and counts.
#pragma once

#include <concepts>
#include <cstddef>
#include <lendbuf/element/strided_items.hpp>
#include <lendbuf/layout/walk.hpp>
#include <lendbuf/protocol/exporter.hpp>
#include <utility>

namespace lendbuf::inline LENDBUF_ABI {

namespace detail {

/// Gives item `i` of a strided run by `run[i]`, as a pointer does of a gapless one.
template <class T>
struct strided_run {
    T* first;
    std::ptrdiff_t stride;
    [[nodiscard]] constexpr T& operator[](std::ptrdiff_t i) const noexcept { return *move_by_bytes(first, stride * i); }
};

template <class T>
[[nodiscard]] constexpr strided_run<T> run_at(T* data, std::ptrdiff_t offset, std::ptrdiff_t stride) noexcept {
    return {move_by_bytes(data, offset), stride};
}

template <class Layout, class... Regions>
inline constexpr bool all_have_layout = (std::same_as<typename Regions::layout_type, Layout> && ...);

/// Fails unless all shapes are the first one's. Throws: value_error (`different_structure`) with the dimension.
template <class First, class... Others>
constexpr void require_same_shape(const First& first, const Others&... others) {
    static_assert(((First::rank == Others::rank) && ...), "these views must have the same number of dimensions");
    for (std::size_t k = 0; k < First::rank; ++k)
        ((first.shape[k] == others.shape[k] ? void()
                                            : fail({.code = errc::different_structure,
                                                    .field = static_cast<std::int32_t>(k),
                                                    .need = static_cast<std::uint64_t>(first.shape[k]),
                                                    .have = static_cast<std::uint64_t>(others.shape[k])})),
         ...);
}

/// Hands the items of `regions` to `run(count, items...)`, where `items[i]` is an item: once with pointers for gapless
/// arrays, once for every innermost run of others.
///
/// Requires: regions of the same shape. `InOrder` keeps C order; otherwise the first region's memory decides.
template <bool InOrder, class Run, class First, class... Others>
constexpr void walk_items(Run&& run, const First& first, const Others&... others) {
    constexpr std::size_t rank = First::rank;
    constexpr bool c = all_have_layout<contiguous, First, Others...>;
    constexpr bool f = !InOrder && all_have_layout<f_contiguous, First, Others...>;
    if constexpr (rank == 0) {
        run(std::ptrdiff_t{1}, first.data, others.data...);
    } else if constexpr (c || f) {
        run(item_count_unchecked(first.shape), first.data, others.data...);
    } else {
        if (item_count_unchecked(first.shape) == 0) return;
        // The layout given last decides on the order.
        constexpr std::size_t mine = sizeof...(Others);
        const index_array<rank> strides[] = {others.byte_strides()..., first.byte_strides()};
        const auto joint = coalesce(first.shape, strides, !InOrder);
        const std::size_t last = joint.rank - 1;
        [&]<std::size_t... K>(std::index_sequence<K...>) {
            const auto is_gapless = [&](std::size_t k, std::size_t itemsize) {
                return joint.strides[k][last] == static_cast<std::ptrdiff_t>(itemsize);
            };
            const bool gapless = is_gapless(mine, sizeof(*first.data)) && (is_gapless(K, sizeof(*others.data)) && ...);
            for_each_run(joint, [&](const std::ptrdiff_t(&offsets)[mine + 1]) {
                if (gapless)
                    run(joint.shape[last], move_by_bytes(first.data, offsets[mine]),
                        move_by_bytes(others.data, offsets[K])...);
                else
                    run(joint.shape[last], run_at(first.data, offsets[mine], joint.strides[mine][last]),
                        run_at(others.data, offsets[K], joint.strides[K][last])...);
            });
        }(std::make_index_sequence<mine>{});
    }
}

} // namespace detail

} // namespace lendbuf::inline LENDBUF_ABI
