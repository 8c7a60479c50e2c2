// From a description of lent memory to a typed view of it: everything that the compiler knows is checked once.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <lendbuf/format/equivalence.hpp>
#include <lendbuf/protocol/descriptor.hpp>
#include <lendbuf/view/buffer_view.hpp>
#include <type_traits>

namespace lendbuf::inline LENDBUF_ABI {

namespace detail {

/// Compares texts first: most formats are letters that are the same, and the rest takes ten times as long.
[[nodiscard]] constexpr bool means_same(const char* format, const char* known) noexcept {
    std::size_t n = 0;
    while (format[n] != '\0' && format[n] == known[n]) ++n;
    return format[n] == known[n] || equivalent_formats(format, known);
}

} // namespace detail

/// Views what a descriptor describes as items of type `T`, or says why not. Formats are compared by meaning.
///
/// Requires: memory as described, which `hold` or the caller keeps. Safety: as for every descriptor.
/// Errors: `not_writable`; `needs_suboffsets`, which are for `indirect_view`; `different_structure` with the ranks;
/// `wrong_type` for items of another size or meaning; `shape_not_length`; `negative_extent`; `shape_overflow`;
/// `address_misaligned`; `stride_misaligned`; `not_c_contiguous` and `not_f_contiguous`, when `Layout` asks for them;
/// `null_pointer`.
template <element T, std::size_t Rank = 1, layout_tag Layout = strided, hold_tag Hold = borrowed>
    requires formatted<T>
[[nodiscard]] result<buffer_view<T, Rank, Layout, Hold>> try_view_described(const descriptor& d,
                                                                            const Hold& hold = Hold()) {
    using view = buffer_view<T, Rank, Layout, Hold>;
    constexpr auto item_bytes = static_cast<std::ptrdiff_t>(sizeof(T));
    const bool flat = d.shape == nullptr && d.ndim != 0; // then one axis, by the rules of the protocol
    const std::size_t rank = flat ? 1 : static_cast<std::size_t>(d.ndim);
    if (d.readonly != 0 && !view::readonly()) return error_info{.code = errc::not_writable};
    if (d.suboffsets != nullptr) return error_info{.code = errc::needs_suboffsets};
    if (rank != Rank) return error_info{.code = errc::different_structure, .need = Rank, .have = rank};
    const char* const text = d.format == nullptr ? "B" : d.format;
    if (d.itemsize != item_bytes || !detail::means_same(text, view::format()))
        return error_info{.code = errc::wrong_type, .symbol = text[0], .field = 0};
    layout<Rank> map;
    for (std::size_t k = 0; k < Rank; ++k) map.shape[k] = flat ? d.len / item_bytes : d.shape[k];
    const auto bytes = try_byte_count(map.shape.data(), Rank, item_bytes);
    if (!bytes) return bytes.error();
    if (*bytes != d.len)
        return error_info{.code = errc::shape_not_length,
                          .need = static_cast<std::uint64_t>(*bytes),
                          .have = static_cast<std::uint64_t>(d.len)};
    map.strides = contiguous_strides(map.shape, item_bytes);
    if (d.strides != nullptr)
        for (std::size_t k = 0; k < Rank; ++k) map.strides[k] = d.strides[k];
    if (*bytes == 0) return view::from_parts_unchecked(static_cast<T*>(d.buf), map, hold);
    if (d.buf == nullptr) return error_info{.code = errc::null_pointer, .field = 0, .offset = 0};
    const auto reach = try_byte_reach(Rank, map.shape.data(), map.strides.data(), item_bytes);
    if (!reach) return reach.error();
    if (const auto past = reinterpret_cast<std::uintptr_t>(d.buf) % alignof(T); past != 0)
        return error_info{.code = errc::address_misaligned, .need = alignof(T), .have = past};
    for (std::size_t k = 0; k < Rank; ++k)
        if (map.shape[k] > 1 && map.strides[k] % static_cast<std::ptrdiff_t>(alignof(T)) != 0)
            return error_info{.code = errc::stride_misaligned,
                              .field = static_cast<std::int32_t>(k),
                              .offset = map.strides[k],
                              .need = alignof(T)};
    const auto is = [&](order o) { return is_contiguous(Rank, map.shape.data(), map.strides.data(), item_bytes, o); };
    if (std::same_as<Layout, contiguous> && !is(order::c)) return error_info{.code = errc::not_c_contiguous};
    if (std::same_as<Layout, f_contiguous> && !is(order::f)) return error_info{.code = errc::not_f_contiguous};
    return view::from_parts_unchecked(static_cast<T*>(d.buf), map, hold);
}

} // namespace lendbuf::inline LENDBUF_ABI
