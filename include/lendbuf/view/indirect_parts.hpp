// How pointers are followed to items: the one place that does, and the marks of views that need it.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <lendbuf/element/strided_items.hpp>
#include <lendbuf/layout/indirect.hpp>
#include <lendbuf/protocol/exporter.hpp>
#include <lendbuf/view/hold.hpp>
#include <type_traits>

namespace lendbuf::inline LENDBUF_ABI {

/// Marks an indirect view whose first axis, and no other, goes through an array of `T*`: known to the compiler, so that
/// a row is a `buffer_view`, and constants can be viewed.
struct row_pointers {};
/// Marks an indirect view of which any axis may go through pointers: its suboffsets, known at run time, say which.
struct any_pointers {};

/// Is satisfied by the two marks of indirect views.
template <class P>
concept pointer_tag = std::same_as<P, row_pointers> || std::same_as<P, any_pointers>;

template <element T, std::size_t Rank = 2, pointer_tag Pointers = any_pointers, hold_tag Hold = borrowed>
class indirect_view;

namespace detail {

/// Names what a subscript makes of the first axis.
enum class first_axis : unsigned char { stays_first, stays, dropped };

/// Tells what the subscript `S...` makes of the first of `Rank` axes.
template <std::size_t Rank, class... S>
[[nodiscard]] consteval first_axis first_axis_after() {
    bool decided = false;
    first_axis fate = first_axis::stays_first;
    [[maybe_unused]] const auto look_at = [&](bool adds, bool drops, bool keeps) {
        if (decided) return;
        if (adds) fate = first_axis::stays;
        if (drops) fate = first_axis::dropped;
        decided = drops || keeps;
    };
    (look_at(std::same_as<S, newaxis_t> || std::same_as<S, none_t>, index_subscript<S>,
             slice_subscript<S> || (std::same_as<S, ellipsis_t> && axes_consumed<S...> < Rank)),
     ...);
    return fate;
}

/// Is satisfied by exporters of a 1-D array of pointers to what a view of `T` may see.
template <class X, class T>
concept row_exporter =
    viewable<X> && (region_t<X>::rank == 1) && std::convertible_to<typename region_t<X>::element_type*, T* const*>;

template <class X>
using row_item_t = std::remove_pointer_t<std::remove_cv_t<typename region_t<X>::element_type>>;

[[nodiscard]] constexpr error_info null_pointer(std::size_t axis, std::ptrdiff_t index) noexcept {
    return {.code = errc::null_pointer, .field = static_cast<std::int32_t>(axis), .offset = index};
}

[[nodiscard]] inline const std::byte* bytes_at(const void* place) noexcept {
    return static_cast<const std::byte*>(place);
}

// Safety: whoever described the memory promised a pointer at `at`, aligned or not. It may have any pointer type, which
// memcpy does not mind: all pointers to objects look alike on the machines that have this protocol.
[[nodiscard]] inline const std::byte* load_pointer(const std::byte* at) noexcept {
    const void* pointer = nullptr;
    std::memcpy(&pointer, at, sizeof pointer);
    return bytes_at(pointer);
}

// Safety: whoever described the memory promised an item of type T at `at`. Where T is not const it may be written: the
// description was made of a pointer without const, or of a descriptor that is not read-only.
template <class T, class Refuse>
[[nodiscard]] T* item_address(const std::byte* at, const Refuse& refuse) {
    if constexpr (alignof(T) > 1) {
        const auto past = static_cast<std::uint64_t>(reinterpret_cast<std::uintptr_t>(at) % alignof(T));
        if (past != 0) [[unlikely]] {
            refuse(error_info{.code = errc::address_misaligned, .need = alignof(T), .have = past});
            return nullptr;
        }
    }
    return static_cast<T*>(const_cast<void*>(static_cast<const void*>(at)));
}

/// Finds the item at an index within bounds. What is wrong with a pointer on the way goes to `refuse` as an error_info;
/// if that returns, so does null.
///
/// Safety: pointers and items stand where the layout says, as whoever made the view has promised; no address is formed
/// but those of pointers and items.
template <class T, std::size_t Rank, class Refuse>
[[nodiscard, gnu::always_inline]] constexpr T* find_item(T* const* rows, const indirect_layout<Rank>& map,
                                                         const index_array<Rank>& index, const Refuse& refuse) {
    T* const row = *move_by_bytes(rows, index.values[0] * map.strides.values[0]);
    std::ptrdiff_t at = map.suboffsets.values[0];
    for (std::size_t k = 1; k < Rank; ++k) at += index.values[k] * map.strides.values[k];
    if (row == nullptr) [[unlikely]] {
        refuse(null_pointer(0, index.values[0]));
        return nullptr;
    }
    return move_by_bytes(row, at);
}
template <class T, std::size_t Rank, class Refuse>
[[nodiscard]] T* find_item(const std::byte* base, const indirect_layout<Rank>& map, const index_array<Rank>& index,
                           const Refuse& refuse) {
    std::ptrdiff_t at = 0; // added only when somebody looks there
    for (std::size_t k = 0; k < Rank; ++k) {
        at += index[k] * map.strides[k];
        if (!map.is_indirect(k)) continue;
        base = load_pointer(base + at);
        if (base == nullptr) [[unlikely]] {
            refuse(null_pointer(k, index[k]));
            return nullptr;
        }
        at = map.suboffsets[k];
    }
    return item_address<T>(base + at, refuse);
}

/// Finds the base of a selection that has items. Throws: value_error (`null_pointer`) for a null pointer on the way.
template <std::size_t From, std::size_t To>
[[nodiscard]] inline const std::byte* find_base(const std::byte* base, const indirect_selection<From, To>& selected) {
    base += selected.offsets[0];
    for (std::size_t hop = 0; hop < selected.hops; ++hop) {
        base = load_pointer(base);
        if (base == nullptr) fail(null_pointer(static_cast<std::size_t>(selected.axes[hop]), selected.indices[hop]));
        base += selected.offsets[hop + 1];
    }
    return base;
}

} // namespace detail

} // namespace lendbuf::inline LENDBUF_ABI
