// Values out of the bytes of a record whose format the compiler knows and whose bounds are checked.
#pragma once

#include <cstddef>
#include <lendbuf/base/values.hpp>
#include <lendbuf/element/codec.hpp>
#include <lendbuf/pack/array_slice.hpp>
#include <lendbuf/pack/byte_string.hpp>
#include <lendbuf/pack/chain.hpp>
#include <lendbuf/pack/record_plan.hpp>
#include <type_traits>
#include <utility>

namespace lendbuf::inline LENDBUF_ABI {

/// Holds the items of a sub-array, `(2,3)h`: nested once per axis.
template <class T, std::size_t Size>
struct array_value {
    T items[Size == 0 ? 1 : Size];

    [[nodiscard]] static constexpr std::size_t size() noexcept { return Size; }
    [[nodiscard]] constexpr const T* data() const noexcept { return items; }
    [[nodiscard]] constexpr const T* begin() const noexcept { return items; }
    [[nodiscard]] constexpr const T* end() const noexcept { return items + Size; }
    /// Gives an item; negative counts from the end. Throws: index_error.
    [[nodiscard]] constexpr const T& operator[](std::ptrdiff_t index) const {
        return items[checked_index(index, static_cast<std::ptrdiff_t>(Size), 0)];
    }
    friend constexpr bool operator==(const array_value&, const array_value&) = default;
};

namespace detail {

template <std::ptrdiff_t Length, class Byte>
[[nodiscard]] constexpr auto make_string(Byte* bytes, std::size_t length) noexcept {
    return string_slice<std::remove_const_t<Byte>>(bytes, length);
}
template <std::ptrdiff_t Length, class Byte>
[[nodiscard]] constexpr auto make_string(strided_bytes<Byte> bytes, std::size_t length) noexcept {
    return string_copy<static_cast<std::size_t>(Length)>(bytes, length);
}

template <std::ptrdiff_t Length>
[[nodiscard]] constexpr auto make_string(chain_cursor bytes, std::size_t length) noexcept {
    return string_copy<static_cast<std::size_t>(Length)>(bytes, length);
}

/// Reads a number at a cursor.
template <value_kind Kind, std::size_t Size, std::endian Order, class Cursor>
[[nodiscard]] constexpr auto read_at(Cursor at) noexcept {
    if constexpr (std::same_as<Cursor, chain_cursor>)
        if (const std::byte* const whole = at.in_one_piece(static_cast<std::ptrdiff_t>(Size)))
            return read_value<Kind, Size, Order>(whole);
    return read_value<Kind, Size, Order>(at);
}

/// Names the item of an array field: of the format's byte order, at any address.
template <value_slot Slot>
using array_item = endian_value<std::conditional_t<Slot.kind == value_kind::floating && Slot.size == 2, half,
                                                   value_type_of<Slot.kind, static_cast<std::size_t>(Slot.size)>>,
                                Slot.byte_order>;

template <class Item, class Byte>
[[nodiscard]] array_slice<Item> make_array(Byte* bytes, std::size_t count) noexcept {
    // Safety: an endian_value consists of bytes, has alignment 1, and every pattern of bytes is one.
    return {static_cast<const Item*>(static_cast<const void*>(bytes)), count};
}
template <class Item, class Cursor>
[[nodiscard]] array_slice<Item> make_array(Cursor, std::size_t) noexcept {
    static_assert(sizeof(Cursor) == 0, "unpack: an array field needs gapless bytes; take as_contiguous() of the view");
    return {};
}

/// Reads a string behind its length byte, which may promise more than the field has.
template <std::ptrdiff_t Size, class Cursor>
[[nodiscard]] constexpr auto read_pascal(Cursor at) noexcept {
    if constexpr (Size == 0) {
        return make_string<0>(at, 0);
    } else {
        std::ptrdiff_t length = static_cast<std::uint8_t>(at[0]);
        if (length > Size - 1) length = Size - 1;
        return make_string<Size - 1>(at + 1, static_cast<std::size_t>(length));
    }
}

/// Reads value number `Index` of the record at `record`.
template <fixed_format Format, std::size_t Index, class Cursor>
[[nodiscard]] constexpr auto read_slot(Cursor record) noexcept {
    constexpr value_slot slot = slots_of<Format>.values[Index];
    if constexpr (slot.is_array) {
        return make_array<array_item<slot>>(record + slot.offset, static_cast<std::size_t>(slot.count));
    } else if constexpr (slot.kind == value_kind::string) {
        return make_string<slot.size>(record + slot.offset, static_cast<std::size_t>(slot.size));
    } else if constexpr (slot.kind == value_kind::counted_string) {
        return read_pascal<slot.size>(record + slot.offset);
    } else {
        return read_at<slot.kind, static_cast<std::size_t>(slot.size), slot.byte_order>(record + slot.offset);
    }
}

/// Says where the members of a record stand in the format's text.
struct member_scope {
    std::ptrdiff_t begin = 0; ///< column behind the brace; 0 for the whole text
    format_mode mode;
};

template <std::size_t Count>
struct member_list {
    record_member members[Count == 0 ? 1 : Count] = {};
};

template <fixed_format Format, member_scope Scope>
constexpr record_walk walk_scope() noexcept {
    if (Scope.begin == 0) return record_walk(Format.text, Format.size());
    record_member outer;
    outer.inner_begin = Scope.begin;
    outer.inner_mode = Scope.mode;
    return record_walk(Format.text, Format.size(), outer);
}

template <fixed_format Format, member_scope Scope>
consteval std::size_t count_members() {
    std::size_t count = 0;
    record_walk walk = walk_scope<Format, Scope>();
    for (record_member member; walk.next(member);)
        if (!member.is_padding()) ++count;
    return count;
}

/// Lists the members of a scope that are values. Names are left out: they are no use to the compiler.
template <fixed_format Format, member_scope Scope>
inline constexpr auto members_of = [] {
    member_list<count_members<Format, Scope>()> list;
    std::size_t number = 0;
    record_walk walk = walk_scope<Format, Scope>();
    for (record_member member; walk.next(member);) {
        if (member.is_padding()) continue;
        member.name = nullptr;
        list.members[number++] = member;
    }
    return list;
}();

template <fixed_format Format, member_scope Scope, class Cursor>
[[nodiscard]] constexpr auto read_members(Cursor record) noexcept;

template <fixed_format Format, member_scope Scope, std::size_t Index, class Cursor>
[[nodiscard]] constexpr auto read_member_item(Cursor at) noexcept {
    constexpr record_member member = members_of<Format, Scope>.members[Index];
    constexpr value_kind kind = member.code.kind == value_kind::object ? value_kind::pointer : member.code.kind;
    static_assert(kind != value_kind::long_floating && kind != value_kind::long_complex,
                  "unpack: long double has no fixed size; read it by name with record_at");
    if constexpr (kind == value_kind::record) {
        return read_members<Format, member_scope{member.inner_begin, member.inner_mode}>(at);
    } else if constexpr (kind == value_kind::string || kind == value_kind::text || kind == value_kind::bits ||
                         kind == value_kind::padding) {
        return make_string<member.itemsize>(at, static_cast<std::size_t>(member.itemsize));
    } else if constexpr (kind == value_kind::counted_string) {
        return read_pascal<member.itemsize>(at);
    } else {
        return read_at<kind, static_cast<std::size_t>(member.itemsize), member.byte_order>(at);
    }
}

/// Reads a member of a sub-array axis by axis.
template <fixed_format Format, member_scope Scope, std::size_t Index, std::size_t Axis, class Cursor>
[[nodiscard]] constexpr auto read_member(Cursor at) noexcept {
    constexpr record_member member = members_of<Format, Scope>.members[Index];
    if constexpr (Axis == member.ndim) {
        return read_member_item<Format, Scope, Index>(at);
    } else {
        constexpr auto size = static_cast<std::size_t>(member.shape[Axis]);
        static_assert(size <= most_values,
                      "unpack: a sub-array of more than 1024 items; read it by name with record_at");
        constexpr std::ptrdiff_t step = [] {
            std::ptrdiff_t bytes = members_of<Format, Scope>.members[Index].itemsize;
            for (std::size_t k = Axis + 1; k < members_of<Format, Scope>.members[Index].ndim; ++k)
                bytes *= members_of<Format, Scope>.members[Index].shape[k];
            return bytes;
        }();
        return [at]<std::size_t... I>(std::index_sequence<I...>) {
            using item_t = decltype(read_member<Format, Scope, Index, Axis + 1>(at));
            return array_value<item_t, size>{
                {read_member<Format, Scope, Index, Axis + 1>(at + static_cast<std::ptrdiff_t>(I) * step)...}};
        }(std::make_index_sequence<size>{});
    }
}

template <fixed_format Format, member_scope Scope, class Cursor>
[[nodiscard]] constexpr auto read_members(Cursor record) noexcept {
    return [record]<std::size_t... I>(std::index_sequence<I...>) {
        (void)record; // an empty record reads nothing
        constexpr auto& list = members_of<Format, Scope>.members;
        return values<decltype(read_member<Format, Scope, I, 0>(record))...>{
            {{read_member<Format, Scope, I, 0>(record + list[I].offset)}...}};
    }(std::make_index_sequence<count_members<Format, Scope>()>{});
}

/// Starts inside the braces of a format that is one record without a name.
template <fixed_format Format>
consteval member_scope outer_scope() {
    constexpr record_member first = members_of<Format, member_scope{}>.members[0];
    if (count_members<Format, member_scope{}>() == 1 && first.code.kind == value_kind::record && first.ndim == 0)
        return {first.inner_begin, first.inner_mode};
    return {};
}

/// Reads a whole record whose bytes are known to be there.
template <fixed_format Format, class Cursor>
[[nodiscard]] constexpr auto read_record(Cursor record) noexcept {
    if constexpr (format_facts<Format>::is_record)
        return read_members<Format, outer_scope<Format>()>(record);
    else
        return [record]<std::size_t... I>(std::index_sequence<I...>) {
            (void)record; // an empty format reads nothing
            return values<decltype(read_slot<Format, I>(record))...>{{{read_slot<Format, I>(record)}...}};
        }(std::make_index_sequence<slot_count<Format>>{});
}

} // namespace detail
} // namespace lendbuf::inline LENDBUF_ABI
