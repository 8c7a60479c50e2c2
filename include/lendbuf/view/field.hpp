// The columns of a view of structs: one member of every item, in place.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <lendbuf/element/endian.hpp>
#include <lendbuf/format/record_of.hpp>
#include <lendbuf/layout/layout.hpp>
#include <lendbuf/view/view_parts.hpp>
#include <type_traits>
#include <utility>

namespace lendbuf::inline LENDBUF_ABI {

namespace detail {

// std::array, without its header.
template <class A>
concept array_class = std::is_class_v<A> && requires(A& a) {
    a.data();
    requires std::tuple_size<A>::value * sizeof(typename A::value_type) == sizeof(A);
};

/// Takes a member apart: arrays are axes, `float[3][4]` and std::array alike.
template <class Member>
struct column_item {
    using type = Member;
    static constexpr std::size_t axes = 0;
    static constexpr void append_axes(std::ptrdiff_t*, std::ptrdiff_t*) noexcept {}
};
template <class Item, std::size_t Extent>
struct column_of_array {
    using type = typename column_item<Item>::type;
    static constexpr std::size_t axes = 1 + column_item<Item>::axes;
    static constexpr void append_axes(std::ptrdiff_t* shape, std::ptrdiff_t* strides) noexcept {
        *shape = static_cast<std::ptrdiff_t>(Extent);
        *strides = static_cast<std::ptrdiff_t>(sizeof(Item));
        column_item<Item>::append_axes(shape + 1, strides + 1);
    }
};
template <class Item, std::size_t Extent>
struct column_item<Item[Extent]> : column_of_array<Item, Extent> {};
template <array_class A>
struct column_item<A> : column_of_array<copy_const<A, typename A::value_type>, std::tuple_size<A>::value> {};

template <class Pointer>
struct member_pointer;
template <class Member, class Record>
struct member_pointer<Member Record::*> {
    using member = Member;
    using record = Record;
};

/// Follows members of members from a `Record`: `type` is the item at the end, `axes` counts the arrays on the way,
/// `alignment` is what all records on it promise for their members.
template <class Record, auto... Path>
struct member_path {
    using type = Record;
    static constexpr std::size_t axes = 0;
    static constexpr std::size_t alignment = alignof(Record);
    static constexpr void append_axes(std::ptrdiff_t*, std::ptrdiff_t*) noexcept {}
    static copy_const<Record, void>* address(Record* record) noexcept { return record; }
};
template <class Record, auto Member, auto... Rest>
struct member_path<Record, Member, Rest...> {
    using pointer = member_pointer<std::remove_const_t<decltype(Member)>>;
    static_assert(std::is_base_of_v<typename pointer::record, Record>,
                  "field: a path starts at the items' type and goes on from each member's type, &outer::inner, "
                  "&inner::member");
    using stored = copy_const<Record, typename pointer::member>;
    using member = column_item<stored>;
    using rest = member_path<typename member::type, Rest...>;
    using type = typename rest::type;
    static constexpr std::size_t axes = member::axes + rest::axes;
    static constexpr std::size_t alignment = alignof(Record) < rest::alignment ? alignof(Record) : rest::alignment;

    static constexpr void append_axes(std::ptrdiff_t* shape, std::ptrdiff_t* strides) noexcept {
        member::append_axes(shape, strides);
        rest::append_axes(shape + member::axes, strides + member::axes);
    }
    // Safety: an array's first item stands at the array's address.
    static auto* address(Record* record) noexcept {
        copy_const<stored, void>* const at = __builtin_addressof(record->*Member);
        return rest::address(static_cast<typename member::type*>(at));
    }
};

template <class Record>
inline constexpr bool has_names = !std::is_null_pointer_v<decltype(member_names<Record>)>;

/// Finds a member by its name among those of a record, or behind dots among those of its members.
template <class Item, std::size_t Axes>
struct field_search {
    std::ptrdiff_t offset = 0;
    index_array<Axes> shape{};
    index_array<Axes> strides{};
    error_info error{.code = errc::no_such_field};

    template <class Record, std::size_t Used = 0>
    constexpr void run(const char* name, std::size_t size, std::ptrdiff_t start = 0) noexcept {
        static_assert(has_names<Record>, "field: name the members in one line, by member_names<record>");
        static_assert(member_names<Record>.size() == member_types_of<Record>::size,
                      "member_names: one name for each member, in order");
        static_assert(stand_naturally<Record>(member_types_of<Record>{}),
                      "field: where members of a packed struct stand is seen by &record::member only");
        run_among<Record, Used>(member_types_of<Record>{}, name, size, start);
    }

private:
    template <class Record, std::size_t Used, class... Member>
    constexpr void run_among(type_list<Member...>, const char* name, std::size_t size, std::ptrdiff_t start) noexcept {
        std::size_t number = 0;
        std::size_t end = 0;
        const auto is_it = [&]<class M>(std::type_identity<M>) {
            constexpr std::size_t alignment = sizeof(alignment_probe<M>) - sizeof(M);
            const std::size_t at = (end + alignment - 1) / alignment * alignment;
            end = at + sizeof(M);
            const char* const own = member_names<Record>.names[number++];
            std::size_t same = 0;
            while (same < size && own[same] != '\0' && own[same] == name[same]) ++same;
            if (own[same] != '\0' || (same < size && name[same] != '.')) return false;
            const std::ptrdiff_t place = start + static_cast<std::ptrdiff_t>(at);
            if (same == size) {
                take<M, Used>(place, own, number - 1);
            } else if constexpr (has_names<typename column_item<M>::type>) {
                using inner = typename column_item<M>::type;
                append_axes<M, Used>();
                run<inner, Used + column_item<M>::axes>(name + same + 1, size - same - 1, place);
            }
            return true;
        };
        static_cast<void>((is_it(std::type_identity<Member>{}) || ...));
    }

    template <class M, std::size_t Used>
    constexpr void take(std::ptrdiff_t place, const char* own, std::size_t number) noexcept {
        offset = place;
        error = {};
        if constexpr (std::same_as<M, Item> && Used == Axes)
            return;
        else if constexpr (std::same_as<typename column_item<M>::type, Item> && Used + column_item<M>::axes == Axes)
            append_axes<M, Used>();
        else
            error = {.code = errc::wrong_type,
                     .symbol = symbol_of<typename column_item<M>::type>(),
                     .field = static_cast<std::int32_t>(number),
                     .subject = own};
    }
    template <class M, std::size_t Used>
    constexpr void append_axes() noexcept {
        if constexpr (Used + column_item<M>::axes <= Axes)
            column_item<M>::append_axes(shape.data() + Used, strides.data() + Used);
    }

    template <class M>
    static constexpr char symbol_of() noexcept {
        if constexpr (formatted<M>) {
            const char* code = format_of<M>();
            while (*code == '<' || *code == '>' || (*code >= '0' && *code <= '9')) ++code;
            return *code;
        } else {
            return 'T';
        }
    }
};

} // namespace detail

/// Gives `buffer_view` its columns. They are strided views with the items' constness and the view's hold, made at run
/// time only, in O(rank) and without a copy.
template <element T, std::size_t Rank, layout_tag Layout, hold_tag Hold>
class view_fields {
    using view = buffer_view<T, Rank, Layout, Hold>;

public:
    /// Views one member of every item: `trades.field<&trade::price>()`; of members of members:
    /// `orders.field<&order::first, &item::price>()`. A member that is an array adds its axes behind the view's.
    ///
    /// The items of a packed struct's column are `unaligned`, when the struct's alignment is below theirs.
    /// Throws: type_error (`address_misaligned`), when packing puts a member of a struct with alignas where no `T&` may be.
    /// Python: NumPy's `trades["price"]`; memoryview knows no fields.
    template <auto... Path>
        requires(sizeof...(Path) > 0) && (std::is_member_object_pointer_v<decltype(Path)> && ...)
    [[nodiscard]] auto field() const {
        using path = detail::member_path<T, Path...>;
        using member = typename path::type;
        using target = std::conditional_t<(path::alignment < alignof(member)),
                                          detail::copy_const<member, unaligned<std::remove_const_t<member>>>, member>;
        index_array<path::axes> shape;
        index_array<path::axes> strides;
        path::append_axes(shape.data(), strides.data());
        target* first = nullptr;
        if (!self().empty()) first = static_cast<target*>(path::address(self().data()));
        // Packed and alignas together hide from the types where a member stands; from here the compiler sees it.
        const auto offset = reinterpret_cast<std::uintptr_t>(first) - reinterpret_cast<std::uintptr_t>(self().data());
        if (first != nullptr && offset % alignof(target) != 0)
            fail({.code = errc::address_misaligned, .need = alignof(target), .have = offset % alignof(target)});
        return column(first, shape, strides);
    }

    /// Views the member that is called `name`, "price" or "first.price", by the names that `member_names` gives. `U` is
    /// the member's type; of a member that is an array, its items' type, and `Axes` are the array's.
    ///
    /// Errors: `no_such_field`; `wrong_type` with the field's number, name (`subject`) and code.
    /// Complexity: linear in the members.
    template <element U, std::size_t Axes = 0, class Name>
    [[nodiscard]] auto try_field(const Name& name) const
        -> result<buffer_view<detail::copy_const<T, U>, Rank + Axes, strided, Hold>> {
        static_assert(std::is_const_v<T> || std::is_copy_assignable_v<T>,
                      "field: a struct with const members is viewed by &record::member, or as const");
        detail::field_search<std::remove_const_t<U>, Axes> found;
        if constexpr (requires { name.data(); })
            found.template run<std::remove_const_t<T>>(name.data(), static_cast<std::size_t>(name.size()));
        else
            found.template run<std::remove_const_t<T>>(name, __builtin_strlen(name));
        if (found.error.code != errc::success) return found.error;
        using target = detail::copy_const<T, U>;
        using untyped = detail::copy_const<T, void>;
        target* first = nullptr;
        // Safety: the member stands there, a `U` or an array of them: its type and its place were just compared.
        if (!self().empty())
            first = static_cast<target*>(static_cast<untyped*>(
                static_cast<detail::copy_const<T, char>*>(static_cast<untyped*>(self().data())) + found.offset));
        return column(first, found.shape, found.strides);
    }
    /// Views the member that is called `name`. Throws: index_error or type_error; see `try_field`.
    template <element U, std::size_t Axes = 0, class Name>
    [[nodiscard]] auto field(const Name& name) const {
        return try_field<U, Axes>(name).value();
    }

private:
    [[nodiscard]] constexpr const view& self() const noexcept { return static_cast<const view&>(*this); }

    template <class Item, std::size_t Axes>
    [[nodiscard]] auto column(Item* first, const index_array<Axes>& shape, const index_array<Axes>& strides) const {
        const auto whole = self().layout();
        layout<Rank + Axes> map;
        for (std::size_t k = 0; k < Rank + Axes; ++k) {
            map.shape[k] = k < Rank ? whole.shape[k] : shape[k - Rank];
            map.strides[k] = k < Rank ? whole.strides[k] : strides[k - Rank];
        }
        return buffer_view<Item, Rank + Axes, strided, Hold>::from_parts_unchecked(first, map, self().hold());
    }
};

} // namespace lendbuf::inline LENDBUF_ABI
