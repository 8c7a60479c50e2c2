// Seeing the same bytes as items of another type: the checks behind every cast.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <lendbuf/protocol/exporter.hpp>
#include <type_traits>

namespace lendbuf::inline LENDBUF_ABI {

/// Finds `nbytes` gapless bytes at `data` as C-contiguous items of type `U`: in the given shape, or 1-D when `shape` is
/// empty.
///
/// Errors: `cast_not_contiguous`; `length_not_multiple`; `shape_not_length`; `negative_extent`; `shape_overflow`;
/// `address_misaligned`.
template <element U, class T, std::size_t NewRank>
[[nodiscard]] auto try_cast_memory(T* data, bool gapless, std::ptrdiff_t nbytes, const index_array<NewRank>& shape)
    -> result<region<U, (NewRank == 0 ? 1 : NewRank)>> {
    static_assert(!std::same_as<std::remove_cv_t<U>, bool> &&
                      (!std::is_enum_v<U> || std::same_as<std::remove_cv_t<U>, std::byte>),
                  "cast: not every byte is a valid bool or enum; cast to an unsigned integer and convert it");
    constexpr auto itemsize = static_cast<std::ptrdiff_t>(sizeof(U));
    if (!gapless) return error_info{.code = errc::cast_not_contiguous};
    if constexpr (NewRank == 0) {
        if (nbytes % itemsize != 0)
            return error_info{
                .code = errc::length_not_multiple, .need = sizeof(U), .have = static_cast<std::uint64_t>(nbytes)};
        return try_cast_memory<U>(data, gapless, nbytes, index_array<1>{{nbytes / itemsize}});
    } else {
        const auto bytes = try_byte_count(shape.data(), NewRank, itemsize);
        if (!bytes) return bytes.error();
        if (*bytes != nbytes)
            return error_info{.code = errc::shape_not_length,
                              .need = static_cast<std::uint64_t>(*bytes),
                              .have = static_cast<std::uint64_t>(nbytes)};
        // Safety: the bytes are all there (just counted), alive (the view's own promise) and aligned (checked here).
        // U is trivially copyable and every bit pattern is one (no bool, no enum), so objects of it are implicitly
        // created in memory that held bytes; the caller does not mix reads as T with writes as U.
        using untyped = detail::copy_const<T, void>;
        auto* const address = static_cast<untyped*>(data);
        const auto past = static_cast<std::uint64_t>(reinterpret_cast<std::uintptr_t>(address) % alignof(U));
        if (past != 0) return error_info{.code = errc::address_misaligned, .need = alignof(U), .have = past};
        return region<U, NewRank>{static_cast<U*>(address), shape, {}};
    }
}

} // namespace lendbuf::inline LENDBUF_ABI
