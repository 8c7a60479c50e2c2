// Equality of views: same shape, same values, whatever the types and layouts.
#pragma once

#include <bit>
#include <cstddef>
#include <cstring>
#include <lendbuf/element/strided_items.hpp>
#include <lendbuf/element/value.hpp>
#include <lendbuf/kernel/compare.hpp>
#include <lendbuf/layout/walk.hpp>
#include <lendbuf/view/buffer_view.hpp>
#include <lendbuf/view/item_word.hpp>

namespace lendbuf::inline LENDBUF_ABI {

namespace detail {

/// Tells whether two items differ, without a branch where they are integers: compilers make vectors of it.
template <class A, class B>
[[nodiscard]] constexpr bool values_differ(const A& a, const B& b) noexcept {
    using X = plain_type<A>;
    using Y = plain_type<B>;
    if constexpr (std::integral<X> && std::integral<Y>) {
        using common = std::common_type_t<X, Y>;
        const X x = byte_of_char(plain_value(a));
        const Y y = byte_of_char(plain_value(b));
        const bool differ = static_cast<common>(x) != static_cast<common>(y);
        if constexpr (std::is_signed_v<X> == std::is_signed_v<Y>)
            return differ;
        else if constexpr (std::is_signed_v<X>)
            return differ | (x < X{});
        else
            return differ | (y < Y{});
    } else {
        return !same_value(a, b);
    }
}

/// Is as large as the larger one of two items, up to 8 bytes.
template <class A, class B>
using compared_word = std::make_signed_t<uint_of_size<std::bit_ceil(
    sizeof(A) > 8 || sizeof(B) > 8 ? std::size_t{8} : (sizeof(A) > sizeof(B) ? sizeof(A) : sizeof(B)))>>;

/// Compares `count` items of two gapless runs.
template <class A, class B>
[[nodiscard]] constexpr bool equal_gapless(const A* a, const B* b, std::ptrdiff_t count) noexcept {
    if (!__builtin_is_constant_evaluated()) {
        // Safety: std::byte may look at any object's bytes.
        [[maybe_unused]] const auto* const x = static_cast<const std::byte*>(static_cast<const void*>(a));
        [[maybe_unused]] const auto* const y = static_cast<const std::byte*>(static_cast<const void*>(b));
        if constexpr (equal_when_bytes_are<A, B>)
            return std::memcmp(x, y, static_cast<std::size_t>(count) * sizeof(A)) == 0;
        else if constexpr (same_size_words<A, B>)
            return kernel::equal_swapped<sizeof(A)>(x, y, count);
        else if constexpr (machine_float_item<A> && std::same_as<plain_type<A>, plain_type<B>> && machine_float_item<B>)
            return kernel::equal_floats<plain_type<A>>(x, y, count);
    }
    return kernel::none_differs<compared_word<A, B>>(count,
                                                     [a, b](std::ptrdiff_t k) { return values_differ(a[k], b[k]); });
}

/// Compares `count` items of two runs; strides in bytes.
template <class A, class B>
[[nodiscard]] constexpr bool equal_run(const A* a, std::ptrdiff_t a_stride, const B* b, std::ptrdiff_t b_stride,
                                       std::ptrdiff_t count) noexcept {
    if (a_stride == static_cast<std::ptrdiff_t>(sizeof(A)) && b_stride == static_cast<std::ptrdiff_t>(sizeof(B)))
        return equal_gapless(a, b, count);
    using word = compared_word<A, B>;
    if (a_stride == 2 * static_cast<std::ptrdiff_t>(sizeof(A)) &&
        b_stride == 2 * static_cast<std::ptrdiff_t>(sizeof(B)))
        return kernel::none_differs<word>( // a step that compilers know
            count, [a, b](std::ptrdiff_t k) { return values_differ(a[2 * k], b[2 * k]); });
    return kernel::none_differs<word>(count, [=](std::ptrdiff_t k) {
        return values_differ(*move_by_bytes(a, k * a_stride), *move_by_bytes(b, k * b_stride));
    });
}

/// Compares two arrays from axis number `Axis` on.
template <std::size_t Axis, class A, class B, class Joint>
[[nodiscard]] constexpr bool equal_rows(const A* a, const B* b, const Joint& joint) noexcept {
    const std::ptrdiff_t a_stride = joint.strides[0][Axis];
    const std::ptrdiff_t b_stride = joint.strides[1][Axis];
    if (joint.rank == Axis + 1) return equal_run(a, a_stride, b, b_stride, joint.shape[Axis]);
    if constexpr (Axis + 1 < Joint::capacity)
        for (std::ptrdiff_t k = 0; k < joint.shape[Axis]; ++k)
            if (!equal_rows<Axis + 1>(move_by_bytes(a, k * a_stride), move_by_bytes(b, k * b_stride), joint))
                return false;
    return true;
}

} // namespace detail

/// Tells whether two views have the same shape and equal items; types and layouts may differ, NaN equals nothing.
///
/// Complexity: linear; one memcmp for gapless items of one integer type, one a row where rows are gapless.
/// Python: memoryview.__eq__; also between records' columns and any byte orders.
template <class T, class U, std::size_t Rank, class L1, class L2, class H1, class H2>
    requires comparable_items<std::remove_cv_t<T>, std::remove_cv_t<U>>
[[nodiscard]] constexpr bool operator==(const buffer_view<T, Rank, L1, H1>& a,
                                        const buffer_view<U, Rank, L2, H2>& b) noexcept {
    const std::remove_cv_t<T>* const x = a.data();
    const std::remove_cv_t<U>* const y = b.data();
    if constexpr (Rank == 0) {
        return same_value(*x, *y);
    } else {
        if (!same_shape(a.shape().data(), b.shape().data(), Rank)) return false;
        const std::ptrdiff_t count = a.item_count();
        if (count == 0) return true;
        if constexpr (std::same_as<L1, L2> && !std::same_as<L1, strided>) {
            return detail::equal_gapless(x, y, count);
        } else if constexpr (Rank == 1) {
            return detail::equal_run(x, a.strides()[0], y, b.strides()[0], count);
        } else {
            // In whatever order suits the memory: equality does not depend on it.
            const index_array<Rank> strides[] = {a.strides(), b.strides()};
            const auto joint = coalesce(a.shape(), strides, true);
            return detail::equal_rows<0>(move_by_bytes(x, joint.offsets[0]), move_by_bytes(y, joint.offsets[1]), joint);
        }
    }
}

} // namespace lendbuf::inline LENDBUF_ABI
