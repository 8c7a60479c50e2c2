// The format of a plain struct, written by the compiler: `T{i:id:4xd:price:}`.
#pragma once

#include <cstddef>
#include <lendbuf/format/members.hpp>
#include <lendbuf/format/type_code.hpp>
#include <type_traits>
#include <utility>

namespace lendbuf::inline LENDBUF_ABI {

namespace detail {

/// Appends to a format's text, or only counts when there is nothing to write to.
class format_writer {
public:
    explicit constexpr format_writer(char* out) noexcept : out_(out) {}

    constexpr void put(char c) noexcept {
        if (out_ != nullptr) out_[length_] = c;
        ++length_;
    }
    constexpr void put(const char* text) noexcept {
        for (; *text != '\0'; ++text) put(*text);
    }
    constexpr void put(std::size_t number) noexcept {
        if (number >= 10) put(number / 10);
        put(static_cast<char>('0' + number % 10));
    }

    /// Puts a member's format; the byte order before it does not reach into it.
    constexpr void put_type(const char* text) noexcept {
        const bool has_order = *text == '<' || *text == '>';
        if (!native_ && !has_order) put('@');
        native_ = true;
        for (const char* c = text; *c != '\0'; ++c)
            if (*c == '<' || *c == '>' || *c == '@') native_ = *c == '@';
        put(text);
    }

    constexpr void put_padding(std::size_t count) noexcept {
        if (count == 0) return;
        if (count > 1) put(count);
        put('x');
    }

    [[nodiscard]] constexpr std::size_t length() const noexcept { return length_; }

private:
    char* out_;
    std::size_t length_ = 0;
    bool native_ = true;
};

template <class T>
using item_of_array = std::remove_cv_t<std::remove_all_extents_t<T>>;

template <class T, std::size_t... Axis>
constexpr void write_shape(format_writer& out, std::index_sequence<Axis...>) noexcept {
    out.put('(');
    ((out.put(std::extent_v<T, Axis>), out.put(Axis + 1 < sizeof...(Axis) ? ',' : ')')), ...);
}

template <class Member>
constexpr void write_member_type(format_writer& out) noexcept {
    if constexpr (std::rank_v<Member> == 1 && std::same_as<item_of_array<Member>, char>) {
        out.put(std::extent_v<Member>);
        out.put('s');
    } else {
        if constexpr (std::is_array_v<Member>)
            write_shape<Member>(out, std::make_index_sequence<std::rank_v<Member>>{});
        out.put_type(format_of<item_of_array<Member>>());
    }
}

template <class T, class... Member>
constexpr std::size_t write_record(char* to, type_list<Member...>) noexcept {
    format_writer out(to);
    std::size_t end = 0;
    std::size_t number = 0;
    const auto write_member = [&]<class M>(std::type_identity<M>) {
        constexpr std::size_t alignment = sizeof(alignment_probe<M>) - sizeof(M);
        const std::size_t start = (end + alignment - 1) / alignment * alignment;
        out.put_padding(start - end);
        write_member_type<M>(out);
        if constexpr (!std::is_null_pointer_v<decltype(member_names<T>)>) {
            out.put(':');
            out.put(member_names<T>.names[number]);
            out.put(':');
        }
        end = start + sizeof(M);
        ++number;
    };
    out.put("T{");
    (write_member(std::type_identity<Member>{}), ...);
    out.put_padding(sizeof(T) - end);
    out.put('}');
    return out.length();
}

template <std::size_t Length>
struct long_format_text {
    char text[Length + 1] = {};
    [[nodiscard]] constexpr const char* c_str() const noexcept { return text; }
};

// Whether the members stand where their types put them: packing and alignas on members cannot be seen otherwise.
template <class T, class... Member>
constexpr bool stand_naturally(type_list<Member...>) noexcept {
    std::size_t end = 0;
    const auto align = [&end](std::size_t alignment) { end = (end + alignment - 1) / alignment * alignment; };
    ((align(sizeof(alignment_probe<Member>) - sizeof(Member)), end += sizeof(Member)), ...);
    align(alignof(T));
    return end == sizeof(T) && (... && (alignof(T) >= sizeof(alignment_probe<Member>) - sizeof(Member)));
}

template <class T, class List>
inline constexpr bool describable = false;
template <class T, class... Member>
inline constexpr bool describable<T, type_list<Member...>> =
    (formatted<item_of_array<Member>> && ...) && stand_naturally<T>(type_list<Member...>{});

template <class T>
concept describable_record = (member_count<T>() >= 1 && member_count<T>() <= 16) && describable<T, member_types_of<T>>;

} // namespace detail

/// Writes the format of a plain struct: native codes with its padding spelled out, names where `member_names` gives
/// them, arrays as sub-arrays, arrays of char as strings. Packed structs, and those with alignas on a member, have none
/// unless `type_format` is specialised for them.
///
/// Python: the formats that NumPy and ctypes export for structs.
template <plain_record T>
    requires detail::describable_record<T>
struct type_format<T> {
    static constexpr auto value = [] {
        using members = detail::member_types_of<T>;
        if constexpr (!std::is_null_pointer_v<decltype(member_names<T>)>)
            static_assert(member_names<T>.size() == members::size, "member_names: one name for each member, in order");
        detail::long_format_text<detail::write_record<T>(nullptr, members{})> text;
        detail::write_record<T>(text.text, members{});
        return text;
    }();
};

} // namespace lendbuf::inline LENDBUF_ABI
