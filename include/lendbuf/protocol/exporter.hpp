// How a type lends its memory: traits that can be written for types one cannot edit, and the request that goes with them.
#pragma once

#include <concepts>
#include <cstddef>
#include <lendbuf/base/byte_like.hpp>
#include <lendbuf/format/type_code.hpp>
#include <lendbuf/layout/layout.hpp>
#include <lendbuf/protocol/descriptor.hpp>
#include <lendbuf/protocol/lease.hpp>
#include <type_traits>

namespace lendbuf::inline LENDBUF_ABI {

/// Says where items of type `T` are: what an exporter tells about itself, all of it known to the compiler but the
/// numbers. `T` is const where the memory is read-only.
template <class T, std::size_t Rank = 1, layout_tag Layout = contiguous>
struct region {
    using element_type = T;
    using layout_type = Layout;
    static constexpr std::size_t rank = Rank;

    T* data = nullptr;
    index_array<Rank> shape{};   ///< items
    index_array<Rank> strides{}; ///< bytes; only read when `Layout` is `strided`

    /// Gives the strides in bytes, computed from the shape where the layout is gapless.
    [[nodiscard]] constexpr index_array<Rank> byte_strides() const noexcept {
        if constexpr (std::same_as<Layout, strided>)
            return strides;
        else
            return contiguous_strides(shape, static_cast<std::ptrdiff_t>(sizeof(T)),
                                      std::same_as<Layout, contiguous> ? order::c : order::f);
    }
};

/// Describes a 1-D region of `count` items.
template <class T>
[[nodiscard]] constexpr region<T> region_of(T* data, std::size_t count) noexcept {
    return {data, {{static_cast<std::ptrdiff_t>(count)}}, {}};
}

/// Makes `X` an exporter. Specialise it, for `X` and also for `const X` where that exports read-only, with
///
///     static region<T, Rank, Layout> describe(X&);     // where the items are
///     static lease lend(X&);                           // optional: what keeps them there
///     static constexpr bool borrowed = true;           // optional: X is itself a view, a temporary may be used
///     static constexpr exporter_rules rules = ...;     // optional: simple unless said otherwise
template <class X>
struct exporter_traits {};

/// Lets a region be viewed itself.
template <class T, std::size_t Rank, class Layout>
struct exporter_traits<region<T, Rank, Layout>> {
    static constexpr bool borrowed = true;
    [[nodiscard]] static constexpr auto describe(const region<T, Rank, Layout>& r) noexcept { return r; }
};
template <class T, std::size_t Rank, class Layout>
struct exporter_traits<const region<T, Rank, Layout>> : exporter_traits<region<T, Rank, Layout>> {};

namespace detail {
template <class R>
inline constexpr bool is_region = false;
template <class T, std::size_t Rank, class Layout>
inline constexpr bool is_region<region<T, Rank, Layout>> = true;
} // namespace detail

/// Is satisfied by the types that lend their memory; `X` may be a reference and may be const.
template <class X>
concept exporter = requires(std::remove_reference_t<X>& x) {
    requires detail::is_region<decltype(exporter_traits<std::remove_reference_t<X>>::describe(x))>;
};

/// Is satisfied by the exporters that hold leases; the others lend what nobody locks.
template <class X>
concept leasing_exporter = exporter<X> && requires(std::remove_reference_t<X>& x) {
    { exporter_traits<std::remove_reference_t<X>>::lend(x) } -> std::same_as<lease>;
};

/// Is satisfied by exporters whose memory outlives them: views, spans. Temporaries of other types would dangle.
template <class X>
concept borrowed_exporter = exporter<X> && requires { requires exporter_traits<std::remove_reference_t<X>>::borrowed; };

/// Is satisfied by expressions that may be viewed: lvalues, and temporaries that are views themselves.
template <class X>
concept viewable = exporter<X> && (std::is_lvalue_reference_v<X> || borrowed_exporter<X>);

/// Names the region type that `X` describes.
template <exporter X>
using region_t =
    decltype(exporter_traits<std::remove_reference_t<X>>::describe(std::declval<std::remove_reference_t<X>&>()));

/// Is satisfied by exporters whose memory may be written.
template <class X>
concept writable_exporter = exporter<X> && !std::is_const_v<typename region_t<X>::element_type>;

/// Asks `x` where its items are, without a lease.
template <exporter X>
[[nodiscard]] constexpr region_t<X> describe(X&& x) {
    return exporter_traits<std::remove_reference_t<X>>::describe(x);
}

/// Takes a lease of `x`; an empty one when `x` does not lock its memory.
template <exporter X>
[[nodiscard]] constexpr lease lend(X&& x) {
    if constexpr (leasing_exporter<X>)
        return exporter_traits<std::remove_reference_t<X>>::lend(x);
    else
        return {};
}

namespace detail {
// What an exporter without storage points to: consumers take a null pointer for a mistake.
alignas(std::max_align_t) inline constexpr std::byte no_memory[1]{};
} // namespace detail

/// Holds a descriptor and the lease behind it: a buffer that was asked for and granted.
///
/// Python: a Py_buffer between PyObject_GetBuffer and PyBuffer_Release; the destructor releases.
template <std::size_t Rank>
class granted_buffer {
public:
    constexpr granted_buffer() noexcept = default;
    constexpr granted_buffer(const descriptor& d, const index_array<Rank>& shape, const index_array<Rank>& strides,
                             lease hold) noexcept
        : info_(d), shape_(shape), strides_(strides), hold_(std::move(hold)) {
        point_to_own();
    }
    constexpr granted_buffer(const granted_buffer& other) noexcept
        : granted_buffer(other.info_, other.shape_, other.strides_, other.hold_) {}
    constexpr granted_buffer(granted_buffer&& other) noexcept
        : granted_buffer(other.info_, other.shape_, other.strides_, std::move(other.hold_)) {
        other.info_ = {};
    }
    constexpr granted_buffer& operator=(const granted_buffer& other) noexcept { return *this = granted_buffer(other); }
    constexpr granted_buffer& operator=(granted_buffer&& other) noexcept {
        info_ = std::exchange(other.info_, {});
        shape_ = other.shape_;
        strides_ = other.strides_;
        hold_ = std::move(other.hold_);
        point_to_own();
        return *this;
    }
    constexpr ~granted_buffer() = default;

    /// Gives the description; its pointers stay valid as long as this object.
    [[nodiscard]] constexpr const descriptor& info() const noexcept { return info_; }
    [[nodiscard]] constexpr const descriptor* operator->() const noexcept { return &info_; }

    /// Ends the lease; repeating it does nothing.
    ///
    /// Python: PyBuffer_Release
    constexpr void release() noexcept {
        info_ = {};
        hold_ = {};
    }

private:
    // A null pointer means "not asked for" and stays null.
    constexpr void point_to_own() noexcept {
        if (info_.shape != nullptr) info_.shape = shape_.data();
        if (info_.strides != nullptr) info_.strides = strides_.data();
    }

    descriptor info_{};
    index_array<Rank> shape_{};
    index_array<Rank> strides_{};
    lease hold_{};
};

/// Asks `x` for its buffer. Items without a format are exported as bytes of `itemsize` each, format "B" only when they
/// are single bytes.
///
/// Errors: those of `try_byte_count` and `try_trim`.
/// Python: PyObject_GetBuffer
template <viewable X>
[[nodiscard]] constexpr auto try_get_buffer(X&& x, request asked) -> result<granted_buffer<region_t<X>::rank>> {
    using traits = exporter_traits<std::remove_reference_t<X>>;
    using item_t = typename region_t<X>::element_type;
    constexpr std::size_t rank = region_t<X>::rank;
    lease hold = lend(x); // before the description is read: from here on nothing moves
    const auto where = describe(x);
    descriptor d;
    d.itemsize = static_cast<std::ptrdiff_t>(sizeof(item_t));
    const auto bytes = try_byte_count(where.shape.data(), rank, d.itemsize); // foreign traits are not trusted
    if (!bytes) return bytes.error();
    d.len = *bytes;
    const auto strides = where.byte_strides();
    // Py_buffer has one pointer; `readonly` guards it.
    d.buf = const_cast<void*>(static_cast<const void*>(where.data));
    if (d.buf == nullptr) d.buf = const_cast<std::byte*>(detail::no_memory);
    d.obj = hold.block();
    d.readonly = std::is_const_v<item_t> ? 1 : 0;
    d.ndim = static_cast<int>(rank);
    if constexpr (formatted<item_t>) d.format = format_of<item_t>();
    d.shape = rank == 0 ? nullptr : where.shape.data();
    d.strides = rank == 0 ? nullptr : strides.data();
    constexpr exporter_rules rules = [] {
        if constexpr (requires { traits::rules; })
            return traits::rules;
        else
            return exporter_rules::simple;
    }();
    if (const auto trimmed = try_trim(d, asked, rules); !trimmed) return trimmed.error();
    return granted_buffer<rank>(d, where.shape, strides, std::move(hold));
}

/// Asks `x` for its buffer.
///
/// Throws: buffer_error, when `x` cannot give what is asked for; value_error for a request that is none.
/// Python: PyObject_GetBuffer
template <viewable X>
[[nodiscard]] constexpr auto get_buffer(X&& x, request asked = request::full_ro) {
    return try_get_buffer(std::forward<X>(x), asked).value();
}

} // namespace lendbuf::inline LENDBUF_ABI
