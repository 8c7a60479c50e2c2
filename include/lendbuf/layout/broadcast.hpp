// One item in the place of many: axes of one item, or none, stretched with stride 0.
#pragma once

#include <cstddef>
#include <lendbuf/layout/layout.hpp>

namespace lendbuf::inline LENDBUF_ABI {

/// Stretches `from` to `shape`: axes are matched from the last one on, those of one item and missing ones are repeated.
///
/// Errors: `broadcast_mismatch` and `negative_extent` with the dimension of `shape`; `shape_overflow`.
/// Complexity: linear in the rank.
/// Python: numpy.broadcast_to
template <std::size_t Rank, std::size_t To>
    requires(Rank <= To)
[[nodiscard]] constexpr result<layout<To>> try_broadcast_to(const layout<Rank>& from, const index_array<To>& shape,
                                                            std::ptrdiff_t itemsize) noexcept {
    if (const auto bytes = try_byte_count(shape.data(), To, itemsize); !bytes) return bytes.error();
    layout<To> to{shape, {}};
    for (std::size_t k = 0; k < Rank; ++k) {
        const std::size_t axis = To - Rank + k;
        if (from.shape[k] == shape[axis])
            to.strides[axis] = from.strides[k];
        else if (from.shape[k] != 1)
            return error_info{.code = errc::broadcast_mismatch,
                              .field = static_cast<std::int32_t>(axis),
                              .need = static_cast<std::uint64_t>(shape[axis]),
                              .have = static_cast<std::uint64_t>(from.shape[k])};
    }
    return to;
}

/// Finds the shape to which two shapes broadcast.
///
/// Errors: `broadcast_mismatch` with the dimension of the result; `need` is the extent of the shape of higher rank.
/// Python: numpy.broadcast_shapes
template <std::size_t A, std::size_t B>
    requires(B <= A)
[[nodiscard]] constexpr result<index_array<A>> try_broadcast_shape(const index_array<A>& a,
                                                                   const index_array<B>& b) noexcept {
    index_array<A> shape = a;
    for (std::size_t k = 0; k < B; ++k) {
        const std::size_t axis = A - B + k;
        if (a[axis] == 1)
            shape[axis] = b[k];
        else if (b[k] != 1 && b[k] != a[axis])
            return error_info{.code = errc::broadcast_mismatch,
                              .field = static_cast<std::int32_t>(axis),
                              .need = static_cast<std::uint64_t>(a[axis]),
                              .have = static_cast<std::uint64_t>(b[k])};
    }
    return shape;
}
template <std::size_t A, std::size_t B>
    requires(A < B)
[[nodiscard]] constexpr result<index_array<B>> try_broadcast_shape(const index_array<A>& a,
                                                                   const index_array<B>& b) noexcept {
    return try_broadcast_shape(b, a);
}

} // namespace lendbuf::inline LENDBUF_ABI
