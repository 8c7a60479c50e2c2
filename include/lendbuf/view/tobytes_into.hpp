// The bytes of a view's items, without gaps, in memory that the caller provides.
#pragma once

#include <bit>
#include <cstddef>
#include <lendbuf/element/strided_items.hpp>
#include <lendbuf/protocol/exporter.hpp>
#include <lendbuf/view/copy_bytes.hpp>
#include <type_traits>

namespace lendbuf::inline LENDBUF_ABI {

namespace detail {

/// Chooses the order that `order::any` stands for: as the items lie where that is gapless, else C.
template <std::size_t Rank>
[[nodiscard]] constexpr order order_for(const index_array<Rank>& shape, const index_array<Rank>& strides,
                                        std::ptrdiff_t itemsize, order o) noexcept {
    if (o != order::any) return o;
    return is_contiguous(Rank, shape.data(), strides.data(), itemsize, order::f) &&
                   !is_contiguous(Rank, shape.data(), strides.data(), itemsize, order::c)
               ? order::f
               : order::c;
}

/// Writes items byte by byte, in a constant expression. The memory cannot overlap there, unless both are bytes.
template <class From, class Byte>
constexpr void tobytes_when_compiled(const From& from, const index_array<From::rank>& out_strides, Byte* to) {
    using item = std::remove_cv_t<typename From::element_type>;
    struct item_bytes {
        std::byte bytes[sizeof(item)];
    };
    const std::ptrdiff_t count = item_count_unchecked(from.shape);
    const index_array<From::rank> strides[] = {from.byte_strides(), out_strides};
    const auto joint = coalesce(from.shape, strides, false);
    const std::size_t last = joint.rank - 1;
    auto* const gathered = new std::byte[static_cast<std::size_t>(count) * sizeof(item)]{};
    for_each_run(joint, [&](const auto& offsets) {
        for (std::ptrdiff_t i = 0; i < joint.shape[last]; ++i) {
            const auto source =
                std::bit_cast<item_bytes>(*move_by_bytes(from.data, offsets[0] + i * joint.strides[0][last]));
            for (std::size_t b = 0; b < sizeof(item); ++b)
                gathered[offsets[1] + i * joint.strides[1][last] + static_cast<std::ptrdiff_t>(b)] = source.bytes[b];
        }
    });
    for (std::ptrdiff_t i = 0; i < count * static_cast<std::ptrdiff_t>(sizeof(item)); ++i)
        to[i] = static_cast<Byte>(gathered[i]);
    delete[] gathered;
}

} // namespace detail

/// Copies the bytes of `src`'s items to `dst`, gapless bytes as many as the items have: in C order, in Fortran order, or
/// for `order::any` as they lie where that is gapless, else in C order.
///
/// The two may overlap: the result is that of a copy by way of other memory.
/// Errors: `different_structure` with the bytes that `dst` has and those needed; `overlap_needs_scratch` as `try_copy`.
/// Nothing is written then.
/// Throws: buffer_error (`being_changed`) while another thread changes an owner.
/// Complexity: linear.
/// Python: PyBuffer_ToContiguous; memoryview.tobytes without the allocation.
template <exporter Src, viewable Dst>
    requires detail::writable_bytes<Dst>
constexpr result<void> try_tobytes_into(Src&& src, Dst&& dst, order o = order::c) {
    [[maybe_unused]] const lease held_src = lendbuf::lend(src);
    [[maybe_unused]] const lease held_dst = lendbuf::lend(dst);
    const auto from = lendbuf::describe(src);
    const auto to = lendbuf::describe(dst);
    constexpr auto itemsize = static_cast<std::ptrdiff_t>(sizeof(*from.data));
    const std::ptrdiff_t bytes = item_count_unchecked(from.shape) * itemsize;
    if (to.shape[0] != bytes)
        return error_info{.code = errc::different_structure,
                          .field = 0,
                          .need = static_cast<std::uint64_t>(to.shape[0]),
                          .have = static_cast<std::uint64_t>(bytes)};
    if (bytes == 0) return {};
    const auto strides = from.byte_strides();
    const auto out = contiguous_strides(from.shape, itemsize, detail::order_for(from.shape, strides, itemsize, o));
    if (__builtin_is_constant_evaluated()) {
        detail::tobytes_when_compiled(from, out, to.data);
        return {};
    }
    // Safety: std::byte may look at any object's bytes; the layout was checked when the view was made.
    return detail::try_copy_bytes<0, region_t<Src>::rank>(
        {static_cast<std::byte*>(static_cast<void*>(to.data)), out,
         static_cast<const std::byte*>(static_cast<const void*>(from.data)), strides, from.shape, itemsize},
        {});
}

/// Copies the bytes of `src`'s items to `dst`, as `try_tobytes_into`.
///
/// Throws: value_error (`different_structure`), buffer_error (`overlap_needs_scratch`); nothing is written then.
/// Python: PyBuffer_ToContiguous; memoryview.tobytes without the allocation.
template <exporter Src, viewable Dst>
    requires detail::writable_bytes<Dst>
constexpr void tobytes_into(Src&& src, Dst&& dst, order o = order::c) {
    try_tobytes_into(src, dst, o).value();
}

} // namespace lendbuf::inline LENDBUF_ABI
