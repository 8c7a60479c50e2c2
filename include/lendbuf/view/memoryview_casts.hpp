// The memory of a memoryview under another format, or as a view whose type the compiler knows.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <lendbuf/element/bits.hpp>
#include <lendbuf/element/codec.hpp>
#include <lendbuf/element/endian.hpp>
#include <lendbuf/element/item_format.hpp>
#include <lendbuf/layout/any_axes.hpp>
#include <lendbuf/view/buffer_view.hpp>
#include <new>
#include <type_traits>
#include <utility>

namespace lendbuf::inline LENDBUF_ABI {

namespace detail {

/// Holds a text of its own, behind the block that counts its users.
struct kept_text {
    lease hold;
    const char* text;

    /// Throws: std::bad_alloc.
    static kept_text copy(const char* from, std::size_t length) {
        void* const memory = ::operator new(sizeof(lease_block) + length + 1);
        auto* const block = ::new (memory) lease_block;
        block->release = [](lease_block* b) noexcept { ::operator delete(b); };
        auto* const text = static_cast<char*>(memory) + sizeof(lease_block);
        std::memcpy(text, from, length + 1);
        kept_text kept{lease::take(block), text};
        (void)block->count.release_owner();
        return kept;
    }
};

/// Tells whether items of type `U` may stand at `first` and at all distances of `strides` from there.
/// Errors: `address_misaligned`, `stride_misaligned` with the axis.
template <class U>
[[nodiscard]] result<void> try_aligned(const std::byte* first, const axes_view& axes) noexcept {
    const auto past = static_cast<std::uint64_t>(reinterpret_cast<std::uintptr_t>(first) % alignof(U));
    if (past != 0) return error_info{.code = errc::address_misaligned, .need = alignof(U), .have = past};
    for (std::size_t k = 0; k < axes.ndim; ++k)
        if (axes.shape[k] > 1 && axes.strides[k] % static_cast<std::ptrdiff_t>(alignof(U)) != 0)
            return error_info{.code = errc::stride_misaligned,
                              .field = static_cast<std::int32_t>(k),
                              .offset = axes.strides[k],
                              .need = alignof(U)};
    return {};
}

} // namespace detail

/// Gives a memoryview its casts; `Self` is that view, `MaxRank` its room for axes.
template <class Self, hold_tag Hold, std::size_t MaxRank>
class memoryview_casts {
public:
    /// Sees the same bytes as items of another format along one axis.
    ///
    /// Requires: without a heap, a text of eight letters or more outlives the view.
    /// Throws: type_error: `cast_not_contiguous` for memory with gaps, `length_not_multiple`; struct_error for what is no
    /// format; value_error for a format of no bytes.
    /// Python: memoryview.cast; also between any two formats, of records and byte orders, too
    [[nodiscard]] Self cast(const char* format) const {
        const Self& m = self();
        const item_format given = format_from(format);
        const std::ptrdiff_t itemsize = given.size();
        if (!m.is_contiguous()) fail({.code = errc::cast_not_contiguous});
        const std::ptrdiff_t bytes = m.nbytes();
        if (bytes % itemsize != 0)
            fail({.code = errc::length_not_multiple,
                  .need = static_cast<std::uint64_t>(itemsize),
                  .have = static_cast<std::uint64_t>(bytes)});
        any_axes<MaxRank> axes(1);
        axes.shape()[0] = bytes / itemsize;
        axes.strides()[0] = itemsize;
        return recast(std::move(axes), format, given);
    }

    /// Sees the same bytes as items of another format in `shape`, gapless in C or Fortran order: `m.cast("i", {2, 3})`.
    ///
    /// Throws: as `cast(format)`; type_error: `cast_not_contiguous`, when the memory is not gapless in that order,
    /// `shape_not_length`; value_error: `negative_extent`, `shape_overflow`, `too_many_axes`.
    /// Python: memoryview.cast(format, shape, order=...); also from N to N axes, and with extents of zero
    template <std::size_t Rank>
    [[nodiscard]] Self cast(const char* format, const std::ptrdiff_t (&shape)[Rank], order o = order::c) const {
        return cast(format, shape, Rank, o);
    }
    [[nodiscard]] Self cast(const char* format, const std::ptrdiff_t* shape, std::size_t ndim,
                            order o = order::c) const {
        const Self& m = self();
        const item_format given = format_from(format);
        const std::ptrdiff_t itemsize = given.size();
        if (!m.is_contiguous(o)) fail({.code = errc::cast_not_contiguous});
        any_axes<MaxRank> axes(ndim);
        for (std::size_t k = 0; k < ndim; ++k) axes.shape()[k] = shape[k];
        const std::ptrdiff_t bytes = try_byte_count(shape, ndim, itemsize).value();
        if (bytes != m.nbytes())
            fail({.code = errc::shape_not_length,
                  .need = static_cast<std::uint64_t>(bytes),
                  .have = static_cast<std::uint64_t>(m.nbytes())});
        fill_contiguous_strides(ndim, axes.shape(), axes.strides(), itemsize, o);
        return recast(std::move(axes), format, given);
    }

    /// Sees the items as what they are, in a view of known type and rank: `m.as<float, 2>()`.
    ///
    /// Errors: `not_writable` for a mutable `T` of read-only memory; `different_structure` with the ranks; `wrong_type`
    /// for items of another meaning; `needs_suboffsets`; `address_misaligned`, `stride_misaligned`: ask for
    /// `unaligned<T>` then.
    template <element T, std::size_t Rank = 1>
        requires formatted<T>
    [[nodiscard]] result<buffer_view<T, Rank, strided, Hold>> try_as() const {
        const Self& m = self();
        if (m.readonly() && !std::is_const_v<T>) return error_info{.code = errc::not_writable};
        const axes_view axes = m.axes();
        if (axes.ndim != Rank) return error_info{.code = errc::different_structure, .need = Rank, .have = axes.ndim};
        if (axes.depth() > 0) return error_info{.code = errc::needs_suboffsets};
        if (m.itemsize() != static_cast<std::ptrdiff_t>(sizeof(T)) || !equivalent_formats(m.format(), format_of<T>()))
            return error_info{.code = errc::wrong_type, .symbol = m.format()[0], .field = 0};
        if (const auto aligned = detail::try_aligned<T>(m.data(), axes); !aligned) return aligned.error();
        return typed<T, Rank>();
    }
    /// Sees the items as what they are. Throws: buffer_error, value_error, type_error.
    template <element T, std::size_t Rank = 1>
        requires formatted<T>
    [[nodiscard]] buffer_view<T, Rank, strided, Hold> as() const {
        return try_as<T, Rank>().value();
    }

    /// Calls `f` with a read-only view of the items' own type: a number, `bool8`, `char` or a complex number, `unaligned`
    /// or of the other byte order where need be. `f` must take them all and always give the same type.
    ///
    /// Throws: value_error (`different_structure`) for another rank; buffer_error (`needs_suboffsets`); type_error
    /// (`wrong_type`) for records and strings.
    template <std::size_t Rank = 1, class F>
    decltype(auto) visit(F&& f) const {
        const Self& m = self();
        const axes_view axes = m.axes();
        if (axes.ndim != Rank) fail({.code = errc::different_structure, .need = Rank, .have = axes.ndim});
        if (axes.depth() > 0) fail({.code = errc::needs_suboffsets});
        const item_format& format = m.item_type();
        const auto give = [&]<class U>(std::type_identity<U>) -> decltype(auto) {
            constexpr auto other = std::endian::native == std::endian::little ? std::endian::big : std::endian::little;
            if constexpr (sizeof(U) == 1) {
                return f(typed<const U, Rank>());
            } else {
                if (format.plan().swapped) return f(typed<const endian_value<U, other>, Rank>());
                if (detail::try_aligned<U>(m.data(), axes)) return f(typed<const U, Rank>());
                return f(typed<const unaligned<U>, Rank>());
            }
        };
        const std::ptrdiff_t size = m.itemsize();
        const auto by_size = [&]<class A, class B, class C, class D>(std::type_identity<A> a, std::type_identity<B> b,
                                                                     std::type_identity<C> c,
                                                                     std::type_identity<D> d) -> decltype(auto) {
            switch (size) {
            case 1: return give(a);
            case 2: return give(b);
            case 4: return give(c);
            default: return give(d);
            }
        };
        if (format.is_single()) switch (format.plan().kind) {
            case value_kind::signed_integer:
                return by_size(std::type_identity<std::int8_t>{}, std::type_identity<std::int16_t>{},
                               std::type_identity<std::int32_t>{}, std::type_identity<std::int64_t>{});
            case value_kind::unsigned_integer:
            case value_kind::pointer:
                return by_size(std::type_identity<std::uint8_t>{}, std::type_identity<std::uint16_t>{},
                               std::type_identity<std::uint32_t>{}, std::type_identity<std::uint64_t>{});
            case value_kind::boolean: return give(std::type_identity<bool8>{});
            case value_kind::character: return give(std::type_identity<char>{});
            case value_kind::floating:
                if (size == 2) return give(std::type_identity<half>{});
                if (size == 4) return give(std::type_identity<float>{});
                return give(std::type_identity<double>{});
            case value_kind::complex:
                if (size == 8) return give(std::type_identity<complex_value<float>>{});
                return give(std::type_identity<complex_value<double>>{});
            default: break;
            }
        fail({.code = errc::wrong_type, .symbol = format.text()[0], .field = 0});
    }

private:
    [[nodiscard]] const Self& self() const noexcept { return static_cast<const Self&>(*this); }

    static item_format format_from(const char* text) {
        const item_format format(text);
        if (!format.is_readable()) fail(format.error(0));
        if (format.size() == 0) fail({.code = errc::itemsize_mismatch, .need = 0, .have = 1});
        return format;
    }

    [[nodiscard]] Self recast(any_axes<MaxRank> axes, const char* text, const item_format& format) const {
        auto* const first = const_cast<std::byte*>(self().data());
        if constexpr (any_axes<MaxRank>::uses_heap) {
            if (format.text() == text) {
                detail::kept_text kept = detail::kept_text::copy(text, format.view().size);
                return self().reinterpreted(first, std::move(axes), item_format(kept.text), format.size(),
                                            std::move(kept.hold));
            }
        }
        return self().reinterpreted(first, std::move(axes), format, format.size(), {});
    }

    template <class U, std::size_t Rank>
    [[nodiscard]] buffer_view<U, Rank, strided, Hold> typed() const {
        const axes_view axes = self().axes();
        layout<Rank> map;
        for (std::size_t k = 0; k < Rank; ++k) {
            map.shape[k] = axes.shape[k];
            map.strides[k] = axes.strides[k];
        }
        // Safety: format, rank and alignment were checked; U is trivially copyable, so objects of it are implicitly
        // created in memory that holds their bytes.
        auto* const first = static_cast<U*>(static_cast<void*>(const_cast<std::byte*>(self().data())));
        return buffer_view<U, Rank, strided, Hold>::from_parts_unchecked(first, map, Hold(self().share()));
    }
};

} // namespace lendbuf::inline LENDBUF_ABI
