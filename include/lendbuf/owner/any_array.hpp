// any_array: items of one type that is known at run time only, by its typecode.
#pragma once

#include <concepts>
#include <cstdint>
#include <cstdio>
#include <initializer_list>
#include <lendbuf/format/equivalence.hpp>
#include <lendbuf/kernel/fill.hpp>
#include <lendbuf/owner/array_file.hpp>
#include <lendbuf/owner/array_type.hpp>
#include <lendbuf/owner/bytes.hpp>
#include <lendbuf/owner/growable.hpp>
#include <span> // it needs the concepts of std::ranges, and <ranges> is heavy
#include <vector>

namespace lendbuf::inline LENDBUF_ABI {

/// Refers to items of a known type, and holds a lease on them.
template <class T>
struct leased_items {
    region<T> items;
    lease hold;
};

template <class T>
struct exporter_traits<leased_items<T>> {
    static constexpr bool borrowed = true;
    [[nodiscard]] static region<T> describe(const leased_items<T>& x) noexcept { return x.items; }
    [[nodiscard]] static lease lend(const leased_items<T>& x) noexcept { return x.hold; }
};
template <class T>
struct exporter_traits<const leased_items<T>> : exporter_traits<leased_items<T>> {};

/// Owns changeable items of a type that a typecode names at run time, and lends them: as bytes to who does not know the
/// type, and through `as<T>()` to who does.
///
/// Codes: `b B h H i I l L q Q e f d Zf Zd ? w`, and `u` for characters of wchar_t's length; characters are the numbers of
/// their code points. Items go in and out as `item`, and must fit. While leased, everything that changes the number of
/// items refuses with buffer_error before it changes anything.
/// Python: array.array
class any_array : private growable<std::byte> {
    using base = growable<std::byte>;
    static constexpr const char* name = "array";

public:
    /// Makes an empty array of the type that `typecode` names. Throws: value_error (`bad_typecode`).
    explicit any_array(std::string_view typecode) : base(name, 0), type_(checked_type(typecode)) {}

    /// Makes an array of items. Throws: as `append`.
    any_array(std::string_view typecode, std::initializer_list<item> items) : any_array(typecode) { extend(items); }
    template <std::ranges::input_range R>
        requires std::convertible_to<std::ranges::range_reference_t<R>, item>
    any_array(std::string_view typecode, R&& items) : any_array(typecode) {
        extend(items);
    }

    any_array(const any_array& other) : base(name, other.data(), other.base::size()), type_(other.type_) {}
    any_array(any_array&&) noexcept = default;
    ~any_array() = default;

    /// Takes over the type too. Throws: buffer_error while leased.
    any_array& operator=(any_array&& other) {
        base::operator=(static_cast<base&&>(other)); // refuses before anything changes
        type_ = other.type_;
        return *this;
    }
    any_array& operator=(const any_array& other) {
        if (this != &other) *this = any_array(other);
        return *this;
    }

    /// Names the type of the items. Python: array.typecode
    [[nodiscard]] const char* typecode() const noexcept { return type_->code; }
    [[nodiscard]] std::ptrdiff_t itemsize() const noexcept { return type_->itemsize; }
    [[nodiscard]] std::ptrdiff_t size() const noexcept { return base::size() / itemsize(); }

    using base::clear;
    using base::data;
    using base::describe;
    using base::empty;
    using base::leases;
    using base::lend;
    using base::observe;
    using base::shrink_to_fit;

    /// Gives the items as what they are, when the typecode describes a `T`.
    ///
    /// Errors: `wrong_type`. Throws: buffer_error (`being_changed`).
    template <formatted T>
    [[nodiscard]] result<leased_items<T>> try_as() {
        if (sizeof(T) != static_cast<std::size_t>(itemsize()) || !equivalent_formats(format_of<T>(), type_->format))
            return error_info{.code = errc::wrong_type, .symbol = typecode()[0], .field = 0, .subject = name};
        lease hold = lend();
        // Safety: malloc's memory is aligned for all types of the table, and its items were stored as this one's bytes.
        auto* const items = static_cast<T*>(static_cast<void*>(base::data()));
        return leased_items<T>{region_of(items, static_cast<std::size_t>(size())), std::move(hold)};
    }
    /// Gives the items as what they are. Throws: type_error; buffer_error. The result is an exporter: view it.
    template <formatted T>
    [[nodiscard]] leased_items<T> as() {
        return try_as<T>().value();
    }

    /// Asks for the buffer with its format. Errors: those of `try_trim`. Throws: buffer_error (`being_changed`).
    ///
    /// Python: PyObject_GetBuffer
    [[nodiscard]] friend result<granted_buffer<1>> try_get_buffer(any_array& a, request asked) {
        lease hold = a.lend();
        const index_array<1> shape{{a.size()}};
        const index_array<1> strides{{a.itemsize()}};
        descriptor d;
        d.buf = a.base::data() == nullptr ? const_cast<std::byte*>(detail::no_memory) : a.base::data();
        d.obj = hold.block();
        d.len = a.base::size();
        d.itemsize = a.itemsize();
        d.format = a.type_->format;
        d.shape = shape.data();
        d.strides = strides.data();
        if (const auto trimmed = try_trim(d, asked, exporter_rules::simple); !trimmed) return trimmed.error();
        return granted_buffer<1>(d, shape, strides, std::move(hold));
    }
    /// Asks for the buffer with its format. Throws: as `get_buffer`. Python: memoryview(array)
    [[nodiscard]] granted_buffer<1> get_buffer(request asked = request::full_ro) {
        return try_get_buffer(*this, asked).value();
    }

    /// Gives an item; negative counts from the end. Throws: index_error. Python: array.__getitem__
    [[nodiscard]] item operator[](std::ptrdiff_t index) const { return type_->load(place(checked(index))); }

    /// Copies the items that a slice names. Throws: value_error for a step of zero.
    template <bool Stepped>
    [[nodiscard]] any_array operator[](const slice<Stepped>& wanted) const {
        const slice_indices at = wanted.indices(size());
        any_array part(type_);
        part.base::reserve(at.length * itemsize());
        if (at.step == 1)
            part.append_items(place(at.start), at.length * itemsize());
        else
            for (std::ptrdiff_t k = 0; k < at.length; ++k) part.append_items(place(at.start + k * at.step), itemsize());
        return part;
    }

    /// Sets an item. Throws: index_error; as `append`. Python: array.__setitem__
    void assign(std::ptrdiff_t index, const item& value) {
        std::byte* const to = base::data() + checked(index) * itemsize();
        std::memcpy(to, encoded(value).bytes, static_cast<std::size_t>(itemsize()));
    }

    /// Replaces the items that a slice names by those of an array of the same type, itself included.
    ///
    /// Throws: type_error for another type; value_error for a slice with a step and another number of items; buffer_error
    /// while leased, unless the size stays. Python: array.__setitem__
    template <bool Stepped>
    void assign(const slice<Stepped>& wanted, const any_array& source) {
        if (source.type_ != type_)
            fail({.code = errc::wrong_type, .symbol = typecode()[0], .field = 0, .subject = name});
        const slice_indices at = wanted.indices(size());
        if (at.step == 1)
            return base::replace_items(at.start * itemsize(), at.length * itemsize(), source.data(),
                                       source.base::size());
        if (source.size() != at.length)
            fail({.code = errc::slice_size,
                  .field = 0,
                  .need = static_cast<std::uint64_t>(at.length),
                  .have = static_cast<std::uint64_t>(source.size()),
                  .subject = name});
        const any_array copies = source; // it may be this one
        for (std::ptrdiff_t k = 0; k < at.length; ++k)
            std::memcpy(base::data() + (at.start + k * at.step) * itemsize(), copies.place(k),
                        static_cast<std::size_t>(itemsize()));
    }

    /// Removes an item, or those that a slice names. Throws: index_error, or value_error for a step of zero; buffer_error
    /// while leased, unless the slice is empty. Python: array.__delitem__
    void erase(std::ptrdiff_t index) { (void)base::open_gap(checked(index) * itemsize(), itemsize(), 0); }
    template <bool Stepped>
    void erase(const slice<Stepped>& wanted) {
        slice_indices at = wanted.indices(size());
        if (at.length == 0) return;
        if (at.step < 0) at = {at.start + (at.length - 1) * at.step, -at.step, at.length};
        any_array kept(type_); // what stays between the first and the last, in one change
        for (std::ptrdiff_t k = 0; k + 1 < at.length; ++k)
            kept.append_items(place(at.start + k * at.step + 1), (at.step - 1) * itemsize());
        base::replace_items(at.start * itemsize(), ((at.length - 1) * at.step + 1) * itemsize(), kept.data(),
                            kept.base::size());
    }

    /// Adds an item at the end. Integers must fit, floats are no integers.
    ///
    /// Throws: type_error (`wrong_type`); overflow_error (`item_out_of_range`); overflow_error for a half; buffer_error
    /// while leased; std::bad_alloc. Python: array.append
    void append(const item& value) { base::append_items(encoded(value).bytes, itemsize()); }

    /// Adds items, all or none. Throws: as `append`. Python: array.extend, array.fromlist
    void extend(std::initializer_list<item> items) { extend_by(items); }
    template <std::ranges::input_range R>
        requires std::convertible_to<std::ranges::range_reference_t<R>, item>
    void extend(R&& items) {
        extend_by(items);
    }
    /// Adds the items of another array, or of itself; those of another type are checked one by one.
    void extend(const any_array& other) {
        if (other.type_ == type_) return base::append_items(other.data(), other.base::size());
        any_array copies(type_);
        for (std::ptrdiff_t k = 0; k < other.size(); ++k) copies.append(other[k]);
        extend(copies);
    }
    template <std::ranges::input_range R>
        requires std::convertible_to<std::ranges::range_reference_t<R>, item>
    any_array& operator+=(R&& items) {
        extend_by(items);
        return *this;
    }
    any_array& operator+=(const any_array& other) {
        extend(other);
        return *this;
    }

    /// Puts an item before the one at `index`, which is clamped. Throws: as `append`. Python: array.insert
    void insert(std::ptrdiff_t index, const item& value) {
        const std::ptrdiff_t at = lendbuf::slice(index, none).indices(size()).start;
        base::replace_items(at * itemsize(), 0, encoded(value).bytes, itemsize());
    }

    /// Removes an item, and gives it. Throws: index_error; buffer_error while leased. Python: array.pop
    item pop(std::ptrdiff_t index = -1) {
        if (empty()) fail({.code = errc::pop_from_empty, .subject = name});
        const item value = (*this)[index];
        erase(index);
        return value;
    }

    /// Removes the first item with that value. Throws: value_error (`item_not_found`); buffer_error while leased.
    void remove(const item& value) { erase(index(value)); }

    /// Finds the first item with that value; bounds as in a slice. Throws: value_error (`item_not_found`).
    [[nodiscard]] std::ptrdiff_t index(const item& value, slice_bound start = none, slice_bound stop = none) const {
        const std::ptrdiff_t found = find(value, start, stop);
        if (found < 0) fail({.code = errc::item_not_found, .subject = name});
        return found;
    }
    /// Finds as `index` does; -1 without one.
    [[nodiscard]] std::ptrdiff_t find(const item& value, slice_bound start = none, slice_bound stop = none) const {
        const slice_indices at = lendbuf::slice(start, stop).indices(size());
        for (std::ptrdiff_t k = at.start; k < at.start + at.length; ++k)
            if (type_->load(place(k)) == value) return k;
        return -1;
    }
    [[nodiscard]] bool contains(const item& value) const { return find(value) >= 0; }
    [[nodiscard]] std::ptrdiff_t count(const item& value) const {
        std::ptrdiff_t found = 0;
        for (std::ptrdiff_t k = 0; k < size(); ++k) found += type_->load(place(k)) == value ? 1 : 0;
        return found;
    }

    /// Turns the order of the items round; allowed while leased. Python: array.reverse
    void reverse() noexcept {
        const auto bytes = static_cast<std::size_t>(itemsize());
        std::byte spare[16];
        for (std::ptrdiff_t front = 0, back = size() - 1; front < back; ++front, --back) {
            std::memcpy(spare, place(front), bytes);
            std::memcpy(base::data() + front * itemsize(), place(back), bytes);
            std::memcpy(base::data() + back * itemsize(), spare, bytes);
        }
    }

    /// Reverses the bytes of each number, of both parts of complex ones; allowed while leased. Python: array.byteswap
    void byteswap() noexcept { type_->swap(base::data(), size()); }

    /// Repeats the items in place. Throws: buffer_error while leased, unless the size stays; std::bad_alloc.
    any_array& operator*=(std::ptrdiff_t count) {
        const std::ptrdiff_t before = base::size();
        if (count <= 0) {
            clear();
        } else if (before > 0 && count > 1) {
            std::ptrdiff_t added = before;
            if (!checked_multiply(added, count - 1)) fail({.code = errc::out_of_memory, .need = UINT64_MAX});
            const auto fresh = base::open_gap(before, 0, added);
            kernel::detail::repeat(base::data(), before, base::size());
        }
        return *this;
    }

    [[nodiscard]] any_array copy() const { return *this; }

    /// Copies the items. Python: array.tolist
    [[nodiscard]] std::vector<item> tolist() const {
        std::vector<item> list;
        list.reserve(static_cast<std::size_t>(size()));
        for (std::ptrdiff_t k = 0; k < size(); ++k) list.push_back(type_->load(place(k)));
        return list;
    }

    /// Copies the items' bytes. Python: array.tobytes
    [[nodiscard]] bytes tobytes() const { return bytes(base::describe()); }

    /// Adds items from their bytes in memory; a bool is true for all but 0.
    ///
    /// Throws: value_error, when they are no whole number of items; buffer_error while leased. Python: array.frombytes
    template <detail::exports_bytes X>
    void frombytes(X&& x) {
        const auto more = lendbuf::describe(x);
        if (more.shape[0] % itemsize() != 0)
            fail({.code = errc::bytes_not_items,
                  .field = 0,
                  .need = static_cast<std::uint64_t>(itemsize()),
                  .have = static_cast<std::uint64_t>(more.shape[0]),
                  .subject = name});
        const auto* const raw = static_cast<const std::byte*>(static_cast<const void*>(more.data));
        if (typecode()[0] != '?') return base::append_items(raw, more.shape[0]);
        any_array truths(type_); // real bools hold 0 or 1
        truths.append_items(raw, more.shape[0]);
        for (std::byte& b : truths.everything()) b = std::byte{b != std::byte{}};
        extend(truths);
    }

    /// Adds items read from a file, or those that are left in it. Throws: as `typed_array::fromfile`.
    void fromfile(std::FILE* file, std::ptrdiff_t count) {
        if (count < 0) fail({.code = errc::negative_size, .offset = count, .subject = name});
        if (count == 0) return;
        (void)base::open_gap(base::size(), 0, 0); // refuses while leased
        std::vector<std::byte> block(static_cast<std::size_t>(detail::block_items<std::byte>));
        for (std::ptrdiff_t left = count; left > 0;) {
            const std::ptrdiff_t most = detail::block_items<std::byte> / itemsize();
            const std::ptrdiff_t asked = left < most ? left : most;
            const std::ptrdiff_t got = detail::read_items(file, block.data(), asked * itemsize()) / itemsize();
            frombytes(region_of(block.data(), static_cast<std::size_t>(got * itemsize())));
            left -= got;
            if (got < asked) detail::fail_to_read<std::byte>(file, count, left, name);
        }
    }

    /// Writes the items' bytes to a file. Throws: os_error. Python: array.tofile
    void tofile(std::FILE* file) const { detail::write_items(file, base::data(), base::size()); }

    /// Compares by value, across types. Python: array.__eq__
    [[nodiscard]] friend bool operator==(const any_array& a, const any_array& b) {
        return a.size() == b.size() && a.first_difference(b, a.size()) == a.size();
    }
    /// Orders by the first items that differ, exactly, then by length. Python: the comparisons of array.array
    [[nodiscard]] friend std::partial_ordering operator<=>(const any_array& a, const any_array& b) {
        const std::ptrdiff_t common = a.size() < b.size() ? a.size() : b.size();
        const std::ptrdiff_t k = a.first_difference(b, common);
        if (k < common) return detail::order_of_items(a[k], b[k]);
        return a.size() <=> b.size();
    }

private:
    struct encoded_item {
        alignas(16) std::byte bytes[16];
    };

    explicit any_array(const detail::array_type* type) : base(name, 0), type_(type) {}

    static const detail::array_type* checked_type(std::string_view typecode) {
        const detail::array_type* const type = detail::array_type_of(typecode);
        if (type == nullptr)
            fail({.code = errc::bad_typecode, .symbol = typecode.empty() ? ' ' : typecode[0], .subject = name});
        return type;
    }

    [[nodiscard]] encoded_item encoded(const item& value) const {
        encoded_item result{};
        error_info failure = type_->store(result.bytes, value);
        if (failure.code == errc::success) return result;
        if (failure.code == errc::value_out_of_range) failure.code = errc::item_out_of_range;
        failure.symbol = typecode()[0];
        failure.field = 0;
        failure.subject = name;
        fail(failure);
    }

    template <class R>
    void extend_by(R&& items) {
        any_array copies(type_);
        for (auto&& value : items) copies.append(value);
        extend(copies);
    }

    [[nodiscard]] base& everything() noexcept { return *this; }

    [[nodiscard]] const std::byte* place(std::ptrdiff_t index) const noexcept {
        return base::data() + index * itemsize();
    }
    [[nodiscard]] std::ptrdiff_t checked(std::ptrdiff_t index) const { return checked_index(index, size(), 0); }

    [[nodiscard]] std::ptrdiff_t first_difference(const any_array& other, std::ptrdiff_t common) const {
        std::ptrdiff_t k = 0;
        while (k < common && type_->load(place(k)) == other.type_->load(other.place(k))) ++k;
        return k;
    }

    const detail::array_type* type_;
};

} // namespace lendbuf::inline LENDBUF_ABI
