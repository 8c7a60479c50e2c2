// The views that one view makes of its bytes: the same memory as items of another type.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <lendbuf/view/cast.hpp>
#include <lendbuf/view/view_parts.hpp>

namespace lendbuf::inline LENDBUF_ABI {

/// Gives `buffer_view` its casts: the bytes stay, the type of the items changes. Read-only stays read-only.
template <element T, std::size_t Rank, layout_tag Layout, hold_tag Hold>
class view_casts {
    using view = buffer_view<T, Rank, Layout, Hold>;

public:
    /// Views the same bytes as items of type `U`, 1-D without a `shape`, otherwise C-contiguous in that shape.
    ///
    /// `U` may not be bool or an enum: not every byte is one; read integers and convert.
    /// Errors: `cast_not_contiguous`; `length_not_multiple`; `shape_not_length`; `negative_extent`; `shape_overflow`;
    /// `address_misaligned`, where `unaligned<U>` would do.
    /// Python: memoryview.cast; also between any two types, N-D to N-D, and with extents of 0.
    template <element U, std::integral... I>
    [[nodiscard]] auto try_cast(I... shape) const
        -> result<buffer_view<detail::copy_const<T, U>, (sizeof...(I) == 0 ? 1 : sizeof...(I)), contiguous, Hold>> {
        using target = detail::copy_const<T, U>;
        const auto memory = try_cast_memory<target>(self().data(), self().is_c_contiguous(), self().nbytes(),
                                                    detail::saturated(shape...));
        if (!memory) return memory.error();
        constexpr std::size_t rank = decltype(memory)::value_type::rank;
        return buffer_view<target, rank, contiguous, Hold>::from_parts_unchecked(memory->data, {memory->shape, {}},
                                                                                 self().hold());
    }

    /// Views the same bytes as items of type `U`. Throws: type_error or value_error; see `try_cast`.
    template <element U, std::integral... I>
    [[nodiscard]] auto cast(I... shape) const {
        return try_cast<U>(shape...).value();
    }

    /// Views the bytes of the items. Throws: type_error (`cast_not_contiguous`). Python: memoryview.cast("B")
    [[nodiscard]] auto as_bytes() const { return cast<std::uint8_t>(); }

private:
    [[nodiscard]] constexpr const view& self() const noexcept { return static_cast<const view&>(*this); }
};

} // namespace lendbuf::inline LENDBUF_ABI
