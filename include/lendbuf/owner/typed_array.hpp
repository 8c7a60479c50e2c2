// typed_array: items of one type that can change and grow, and refuse to while they are lent.
#pragma once

#include <concepts>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <initializer_list>
#include <lendbuf/element/strided_items.hpp>
#include <lendbuf/kernel/byte_swap.hpp>
#include <lendbuf/kernel/fill.hpp>
#include <lendbuf/owner/array_file.hpp>
#include <lendbuf/owner/array_item.hpp>
#include <lendbuf/owner/bytes.hpp>
#include <lendbuf/owner/growable.hpp>
#include <span> // it needs the concepts of std::ranges, and <ranges> is heavy
#include <vector>

namespace lendbuf::inline LENDBUF_ABI {

namespace detail {

/// Is satisfied by what lends a row of items that become `T` without a change of value.
template <class X, class T>
concept exports_items_for = exporter<X> && region_t<X>::rank == 1 &&
                            (transfer_of<typename region_t<X>::element_type, T> != item_transfer::refused);

/// Is satisfied by ranges of items, or of numbers that an array of `T` takes after a check.
template <class R, class T>
concept range_of_items = !exports_items_for<R, T> && std::ranges::input_range<R> &&
                         (std::same_as<std::remove_cvref_t<std::ranges::range_reference_t<R>>, T> ||
                          number_for<std::remove_cvref_t<std::ranges::range_reference_t<R>>, T>);

template <class X, class T>
concept items_argument = exports_items_for<X, T> || range_of_items<X, T>;

} // namespace detail

/// Holds where an array's items are. Python: the tuple that array.buffer_info gives
template <class T>
struct buffer_info {
    T* address;
    std::ptrdiff_t length; ///< items
};

/// Owns changeable items of type `T`, and lends them: numbers, half, complex numbers, `be<T>`, plain structs.
///
/// While leased, everything that changes the number of items refuses with buffer_error (`resize_while_leased`) before it
/// changes anything; what leaves their number alone is allowed.
/// Python: array.array; the typecode is the type, and more types are taken.
template <element T, class Memory = heap_memory>
class typed_array : public growable<T, Memory> {
    using base = growable<T, Memory>;
    static constexpr const char* name = "typed_array";

public:
    /// Makes an empty array.
    typed_array() : base(name, 0) {}

    /// Makes an empty array whose memory comes from `memory`, an allocator of the standard kind.
    explicit typed_array(const typename base::memory_type& memory) : base(name, 0, memory) {}

    /// Makes `size` zeroed items. Throws: value_error for a negative size.
    explicit typed_array(std::ptrdiff_t size) : base(name, size) {}

    typed_array(std::initializer_list<T> items)
        : base(name, items.begin(), static_cast<std::ptrdiff_t>(items.size())) {}

    /// Copies items from an exporter or a range, as `extend` does.
    template <detail::items_argument<T> X>
        requires(!std::derived_from<std::remove_cvref_t<X>, typed_array>)
    explicit typed_array(X&& x) : base(name, 0) {
        extend(x);
    }

    typed_array(const typed_array& other) : base(name, other.data(), other.size(), other.memory()) {}
    typed_array(typed_array&&) noexcept = default;
    typed_array& operator=(typed_array&&) = default;
    ~typed_array() = default;

    /// Throws: buffer_error while leased.
    typed_array& operator=(const typed_array& other) {
        if (this != &other) *this = typed_array(other.data(), other.size(), base::memory());
        return *this;
    }

    /// Gives the format of an item. Python: array.typecode
    [[nodiscard]] static constexpr const char* typecode() noexcept
        requires formatted<T>
    {
        return format_of<T>();
    }

    [[nodiscard]] static constexpr std::ptrdiff_t itemsize() noexcept { return static_cast<std::ptrdiff_t>(sizeof(T)); }

    /// Gives the address of the items, which is theirs until the size changes, and their number.
    ///
    /// Python: array.buffer_info
    [[nodiscard]] lendbuf::buffer_info<T> buffer_info() noexcept { return {base::data(), base::size()}; }

    using base::operator[];

    /// Copies the items that a slice names. Throws: value_error for a step of zero; std::bad_alloc.
    ///
    /// Python: array.__getitem__; a view's slices copy nothing
    template <bool Stepped>
    [[nodiscard]] typed_array operator[](const slice<Stepped>& wanted) const {
        const slice_indices at = wanted.indices(base::size());
        if (at.step == 1) return typed_array(base::data() + at.start, at.length, base::memory());
        typed_array part(base::memory());
        if (at.length == 0) return part;
        T* const to = part.room_for(at.length);
        for (std::ptrdiff_t k = 0; k < at.length; ++k) to[k] = base::data()[at.start + k * at.step];
        return part;
    }

    /// Sets the item at `index`; negative counts from the end. Numbers of another type are checked as by `append`.
    ///
    /// Throws: index_error; as `append`. Python: array.__setitem__
    void assign(std::ptrdiff_t index, const T& item) { (*this)[index] = item; }
    template <detail::number_for<T> V>
    void assign(std::ptrdiff_t index, V number) {
        const T item = detail::item_of_number<T>(number, name);
        (*this)[index] = item;
    }

    /// Replaces the items that a slice names by those of an exporter or a range, its own included.
    ///
    /// A slice with a step of 1, or none, takes any number of items; another one as many as it names.
    /// Throws: value_error for a slice with a step and another number of items (need, have); buffer_error while leased,
    /// unless the size stays; std::bad_alloc. Nothing has changed then.
    /// Python: array.__setitem__; changing nothing is no error while leased
    template <bool Stepped, detail::items_argument<T> X>
    void assign(const slice<Stepped>& wanted, X&& x) {
        with_items(x, [&](const T* items, std::ptrdiff_t count) { assign_items(wanted, items, count); });
    }
    template <bool Stepped>
    void assign(const slice<Stepped>& wanted, std::initializer_list<T> items) {
        assign_items(wanted, items.begin(), static_cast<std::ptrdiff_t>(items.size()));
    }

    /// Removes the item at `index`. Throws: index_error; buffer_error while leased. Python: array.__delitem__
    void erase(std::ptrdiff_t index) { close_gap(checked_index(index, base::size(), 0), 1); }

    /// Removes the items that a slice names. Throws: value_error for a step of zero; buffer_error while leased, unless the
    /// slice is empty.
    ///
    /// Complexity: linear. Python: array.__delitem__
    template <bool Stepped>
    void erase(const slice<Stepped>& wanted) {
        slice_indices at = wanted.indices(base::size());
        if (at.length == 0) return;
        if (at.step < 0) at = {at.start + (at.length - 1) * at.step, -at.step, at.length};
        if (at.step == 1 || at.length == 1) return close_gap(at.start, at.length);
        typed_array kept(base::memory()); // what stays between the first and the last, in one change
        kept.reserve((at.length - 1) * (at.step - 1));
        for (std::ptrdiff_t k = 0; k + 1 < at.length; ++k)
            kept.append_items(base::data() + at.start + k * at.step + 1, at.step - 1);
        base::replace_items(at.start, (at.length - 1) * at.step + 1, kept.data(), kept.size());
    }

    /// Adds an item at the end. A number of another type must fit: integers are no longer than the items are, floats
    /// become no integers at all.
    ///
    /// Throws: overflow_error (`item_out_of_range`), where an integer does not fit; overflow_error (`float_too_large`), where
    /// a number is too large for a half; buffer_error while leased; std::bad_alloc.
    /// Python: array.append
    void append(const T& item) { base::push_back(item); }
    template <detail::number_for<T> V>
    void append(V number) {
        base::push_back(detail::item_of_number<T>(number, name));
    }
    template <std::floating_point V>
        requires std::integral<T>
    void append(V number) = delete; // round it first: a float is no item of an array of integers

    /// Adds the items of an exporter, of any strides and byte order, itself included, or of a range, whose numbers are
    /// checked as by `append`. All or none.
    ///
    /// Throws: as `append`; buffer_error while leased, unless there is nothing to add.
    /// Python: array.extend, array.fromlist, and +=
    template <detail::items_argument<T> X>
    void extend(X&& x) {
        with_items(x, [this](const T* items, std::ptrdiff_t count) { base::append_items(items, count); });
    }
    void extend(std::initializer_list<T> items) {
        base::append_items(items.begin(), static_cast<std::ptrdiff_t>(items.size()));
    }
    template <detail::items_argument<T> X>
    void fromlist(X&& x) {
        extend(x);
    }
    template <detail::items_argument<T> X>
    typed_array& operator+=(X&& x) {
        extend(x);
        return *this;
    }

    /// Puts an item before the one at `index`, which is clamped to the array. Throws: as `append`. Python: array.insert
    void insert(std::ptrdiff_t index, const T& item) {
        const T copy = item; // it may be one of ours, and move
        const auto fresh = base::open_gap(lendbuf::slice(index, none).indices(base::size()).start, 0, 1);
        *fresh.data() = copy;
    }
    template <detail::number_for<T> V>
    void insert(std::ptrdiff_t index, V number) {
        insert(index, detail::item_of_number<T>(number, name));
    }

    /// Removes the item at `index`, and gives it. Throws: index_error; buffer_error while leased. Python: array.pop
    T pop(std::ptrdiff_t index = -1) {
        if (base::empty()) fail({.code = errc::pop_from_empty, .subject = name});
        const std::ptrdiff_t at = checked_index(index, base::size(), 0);
        const T item = base::data()[at];
        close_gap(at, 1);
        return item;
    }

    /// Removes the first item with that value. Throws: value_error (`item_not_found`); buffer_error while leased.
    ///
    /// Python: array.remove
    template <class U = T>
        requires comparable_items<T, U>
    void remove(const U& value) {
        close_gap(index(value), 1);
    }

    /// Finds the first item with that value between `start` and `stop`; bounds as in a slice.
    ///
    /// Throws: value_error (`item_not_found`). Python: array.index
    template <class U = T>
        requires comparable_items<T, U>
    [[nodiscard]] std::ptrdiff_t index(const U& value, slice_bound start = none, slice_bound stop = none) const {
        const std::ptrdiff_t place = find(value, start, stop);
        if (place < 0) fail({.code = errc::item_not_found, .subject = name});
        return place;
    }

    /// Finds the first item with that value as `index` does; -1 without one.
    template <class U = T>
        requires comparable_items<T, U>
    [[nodiscard]] std::ptrdiff_t find(const U& value, slice_bound start = none, slice_bound stop = none) const {
        [[maybe_unused]] const auto hold = detail::hold_for_calls(*this);
        const slice_indices at = lendbuf::slice(start, stop).indices(base::size());
        const std::ptrdiff_t place = detail::find_item(base::data() + at.start, at.length, value);
        return place < 0 ? place : at.start + place;
    }

    /// Counts the items with that value: numbers of all types are compared exactly. Python: array.count
    template <class U = T>
        requires comparable_items<T, U>
    [[nodiscard]] std::ptrdiff_t count(const U& value) const {
        [[maybe_unused]] const auto hold = detail::hold_for_calls(*this);
        return detail::count_items(base::data(), base::size(), value);
    }

    /// Tells whether there is an item with that value. Python: in
    template <class U = T>
        requires comparable_items<T, U>
    [[nodiscard]] bool contains(const U& value) const {
        return find(value) >= 0;
    }

    /// Turns the order of the items round; allowed while leased. Python: array.reverse
    void reverse() noexcept {
        for (T *front = base::begin(), *back = base::end(); back - front > 1;) {
            const T item = *front;
            *front++ = *--back;
            *back = item;
        }
    }

    /// Reverses the bytes of each number, of both parts of complex ones; allowed while leased. Python: array.byteswap
    void byteswap() noexcept
        requires byte_ordered<T>
    {
        constexpr std::size_t size = word_size<T>;
        // Safety: std::byte may look at any object's bytes.
        auto* const words = static_cast<std::byte*>(static_cast<void*>(base::data()));
        if constexpr (size > 1)
            kernel::copy_swapped<size>(words, words, base::size() * static_cast<std::ptrdiff_t>(sizeof(T) / size));
    }

    /// Repeats the items in place; none are left, if `count` is not positive.
    ///
    /// Throws: buffer_error while leased, unless the size stays; std::bad_alloc. Python: array.__imul__
    typed_array& operator*=(std::ptrdiff_t count) {
        const std::ptrdiff_t before = base::size();
        if (count <= 0) {
            base::clear();
        } else if (before > 0 && count > 1) {
            std::ptrdiff_t added = before;
            if (!checked_multiply(added, count - 1) || added > PTRDIFF_MAX / itemsize())
                fail({.code = errc::out_of_memory, .need = UINT64_MAX});
            const auto fresh = base::open_gap(before, 0, added);
            auto* const bytes = static_cast<std::byte*>(static_cast<void*>(base::data()));
            kernel::detail::repeat(bytes, before * itemsize(), base::size() * itemsize());
        }
        return *this;
    }
    [[nodiscard]] friend typed_array operator*(const typed_array& a, std::ptrdiff_t count) {
        typed_array result(a);
        result *= count;
        return result;
    }
    [[nodiscard]] friend typed_array operator*(std::ptrdiff_t count, const typed_array& a) { return a * count; }
    [[nodiscard]] friend typed_array operator+(const typed_array& a, const typed_array& b) {
        typed_array result(a.memory());
        result.reserve(a.size() + b.size());
        result.extend(a);
        result.extend(b);
        return result;
    }

    /// Gives an array with the same items, in memory of the same kind. Python: copy.copy
    [[nodiscard]] typed_array copy() const { return *this; }

    /// Copies the items to a vector. Python: array.tolist
    [[nodiscard]] std::vector<T> tolist() const { return std::vector<T>(base::begin(), base::end()); }

    /// Copies the items' bytes as they are in memory. Python: array.tobytes
    [[nodiscard]] bytes tobytes() const { return bytes(own_bytes()); }

    /// Adds items from their bytes in memory: a row of bytes without gaps.
    ///
    /// Throws: value_error, when they are no whole number of items; buffer_error while leased, unless there are none.
    /// Safety: any bytes must be a `T`; bool and enums are for checked casts. Python: array.frombytes
    template <detail::exports_bytes X>
        requires(!std::same_as<T, bool> && (!std::is_enum_v<T> || byte_ordered<T>))
    void frombytes(X&& x) {
        const auto more = lendbuf::describe(x);
        const std::ptrdiff_t count = more.shape[0] / itemsize();
        if (count * itemsize() != more.shape[0])
            fail({.code = errc::bytes_not_items,
                  .field = 0,
                  .need = sizeof(T),
                  .have = static_cast<std::uint64_t>(more.shape[0]),
                  .subject = name});
        if (count == 0) return;
        typed_array items(base::memory()); // the bytes may be the array's own, and of any alignment
        std::memcpy(static_cast<void*>(items.room_for(count)), more.data, static_cast<std::size_t>(more.shape[0]));
        base::append_items(items.data(), count);
    }

    /// Adds `count` items read from a file, or those that are left in it.
    ///
    /// Throws: value_error for a negative count; buffer_error while leased, before anything is read; value_error
    /// (`end_of_file`) at the end of the file, os_error when reading fails: what was read is added all the same.
    /// Python: array.fromfile
    void fromfile(std::FILE* file, std::ptrdiff_t count)
        requires(!std::same_as<T, bool> && (!std::is_enum_v<T> || byte_ordered<T>))
    {
        if (count < 0) fail({.code = errc::negative_size, .offset = count, .subject = name});
        if (count == 0) return;
        (void)base::open_gap(base::size(), 0, 0); // refuses while leased
        typed_array block(base::memory());
        for (std::ptrdiff_t left = count; left > 0;) {
            const std::ptrdiff_t asked = left < detail::block_items<T> ? left : detail::block_items<T>;
            block.clear();
            const std::ptrdiff_t got = detail::read_items(file, block.room_for(asked), asked);
            base::append_items(block.data(), got);
            left -= got;
            if (got < asked) detail::fail_to_read<T>(file, count, left, name);
        }
    }

    /// Writes the items' bytes to a file. Throws: os_error. Python: array.tofile
    void tofile(std::FILE* file) const { detail::write_items(file, base::data(), base::size()); }

    /// Compares items by value, those of other types too: 1 equals 1.0, -1 no unsigned number, NaN nothing.
    ///
    /// Python: array.__eq__
    template <class U, class M>
        requires comparable_items<T, U>
    [[nodiscard]] friend bool operator==(const typed_array& a, const typed_array<U, M>& b) {
        if (a.size() != b.size()) return false;
        [[maybe_unused]] const auto hold_a = detail::hold_for_calls(a);
        [[maybe_unused]] const auto hold_b = detail::hold_for_calls(b);
        return a.first_difference(b, a.size()) == a.size();
    }

    /// Orders arrays as words are: by the first items that differ, exactly, then by length. Unordered, when those that
    /// differ have no order, as NaN.
    ///
    /// Python: the comparisons of array.array
    template <class U, class M>
        requires detail::ordered_items<T, U>
    [[nodiscard]] friend std::partial_ordering operator<=>(const typed_array& a, const typed_array<U, M>& b) {
        [[maybe_unused]] const auto hold_a = detail::hold_for_calls(a);
        [[maybe_unused]] const auto hold_b = detail::hold_for_calls(b);
        const std::ptrdiff_t common = a.size() < b.size() ? a.size() : b.size();
        const std::ptrdiff_t k = a.first_difference(b, common);
        return k < common ? detail::item_order(a.data()[k], b.data()[k]) : a.size() <=> b.size();
    }

private:
    template <element, class>
    friend class typed_array;

    typed_array(const T* items, std::ptrdiff_t count, const typename base::memory_type& memory)
        : base(name, items, count, memory) {}

    // Opens the end of an array that nobody else knows.
    [[nodiscard]] T* room_for(std::ptrdiff_t count) { return base::open_gap(base::size(), 0, count).data(); }

    void close_gap(std::ptrdiff_t at, std::ptrdiff_t count) { (void)base::open_gap(at, count, 0); }

    [[nodiscard]] region<const std::byte> own_bytes() const noexcept {
        // Safety: std::byte may look at any object's bytes.
        return region_of(static_cast<const std::byte*>(static_cast<const void*>(base::data())),
                         static_cast<std::size_t>(base::size()) * sizeof(T));
    }

    template <class U, class M>
    [[nodiscard]] std::ptrdiff_t first_difference(const typed_array<U, M>& other, std::ptrdiff_t common) const {
        std::ptrdiff_t k = 0;
        if constexpr (std::same_as<T, U> && equal_as_bytes<T>)
            if (common > 0 &&
                std::memcmp(base::data(), other.data(), static_cast<std::size_t>(common) * sizeof(T)) == 0)
                return common;
        while (k < common && same_value(base::data()[k], other.data()[k])) ++k;
        return k;
    }

    /// Calls `use(items, count)` with the items of `x` where they are, or with copies, when they are not gapless `T`.
    template <class X, class Use>
    void with_items(X&& x, const Use& use) {
        if constexpr (detail::exports_items_for<X, T>) {
            using from = std::remove_cv_t<typename region_t<X>::element_type>;
            [[maybe_unused]] const auto more = lendbuf::describe(x);
            const std::ptrdiff_t stride = more.byte_strides()[0];
            const std::ptrdiff_t count = more.shape[0];
            if constexpr (std::same_as<from, T>)
                if (stride == itemsize() || count < 2) return use(more.data, count);
            typed_array copies(base::memory());
            if (count > 0) {
                T* const to = copies.room_for(count);
                const strided_items<typename region_t<X>::element_type> items{more.data, stride};
                for (std::ptrdiff_t k = 0; k < count; ++k)
                    transfer_item(static_cast<const from&>(items.at_unchecked(k)), to[k]);
            }
            use(copies.data(), count);
        } else {
            typed_array copies(base::memory());
            for (auto&& item : x) copies.append(item);
            use(copies.data(), copies.size());
        }
    }

    template <bool Stepped>
    void assign_items(const slice<Stepped>& wanted, const T* items, std::ptrdiff_t count) {
        const slice_indices at = wanted.indices(base::size());
        if (at.step == 1) return base::replace_items(at.start, at.length, items, count);
        if (count != at.length)
            fail({.code = errc::slice_size,
                  .field = 0,
                  .need = static_cast<std::uint64_t>(at.length),
                  .have = static_cast<std::uint64_t>(count),
                  .subject = name});
        const typed_array copies(items, count, base::memory()); // they may be the array's own
        for (std::ptrdiff_t k = 0; k < count; ++k) base::data()[at.start + k * at.step] = copies.data()[k];
    }
};

} // namespace lendbuf::inline LENDBUF_ABI
