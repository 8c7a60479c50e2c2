// bytearray: bytes that can change and grow, and refuse to while they are lent.
#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <lendbuf/owner/bytes.hpp>
#include <lendbuf/owner/growable.hpp>

namespace lendbuf::inline LENDBUF_ABI {

/// Owns changeable bytes, and lends them. `bytearray` takes its memory from the heap.
///
/// What would change the size while there is a lease refuses with buffer_error. What reads, and gives new arrays, is in
/// `detail::byte_methods`.
/// Python: bytearray
template <class Memory = heap_memory>
class basic_bytearray : public growable<std::uint8_t, Memory>, public detail::byte_methods<basic_bytearray<Memory>> {
    using base = growable<std::uint8_t, Memory>;
    using typename base::gap;
    static constexpr const char* name = "bytearray";

public:
    /// Makes an empty array; its memory comes from the heap or from `memory`, an allocator of the standard kind.
    basic_bytearray() : base(name, 0) {}
    explicit basic_bytearray(const typename base::memory_type& memory) : base(name, 0, memory) {}

    /// Makes `size` zero bytes. Throws: value_error for a negative size.
    explicit basic_bytearray(std::ptrdiff_t size) : base(name, size) {}

    basic_bytearray(std::initializer_list<std::uint8_t> bytes) : basic_bytearray(bytes_like(bytes)) {}

    /// Copies a literal, without its terminator, or the bytes of any exporter of them.
    explicit basic_bytearray(bytes_like source) : base(name, 0) { splice(0, 0, source.run()); }

    basic_bytearray(const basic_bytearray& other) : base(name, other.data(), other.size(), other.memory()) {}
    basic_bytearray(basic_bytearray&&) noexcept = default;
    basic_bytearray& operator=(basic_bytearray&&) & = default; // a slice is a copy: nothing is assigned to it
    ~basic_bytearray() = default;

    /// Copies the bytes into memory of the same kind as before.
    ///
    /// Throws: buffer_error while leased.
    basic_bytearray& operator=(const basic_bytearray& other) & {
        if (this == &other) return *this;
        return *this = basic_bytearray(other.data(), other.size(), base::memory());
    }

    using base::operator[];

    /// Copies the bytes that a slice names. Throws: value_error for a step of zero; std::bad_alloc.
    ///
    /// Python: bytearray.__getitem__
    template <bool Stepped>
    [[nodiscard]] basic_bytearray operator[](const slice<Stepped>& wanted) const {
        const slice_indices at = wanted.indices(base::size());
        return built(at.length, [this, &at](std::uint8_t* out) {
            return detail::copy_run(out, {base::data() + at.start, at.length, at.step}) - out;
        });
    }

    /// Sets the byte at `index`; negative counts from the end.
    ///
    /// Throws: value_error outside 0..255; index_error.
    /// Python: bytearray.__setitem__; `b[index] = byte` checks the index alone
    template <byte_value N>
    void assign(std::ptrdiff_t index, N byte) {
        const std::uint8_t checked = detail::checked_byte(byte);
        (*this)[index] = checked;
    }

    /// Replaces the bytes that a slice names by others, which may be its own.
    ///
    /// A slice without a step, or with a step of 1, takes any number of bytes; another one as many as it names, or none:
    /// then they are erased.
    /// Throws: value_error for a slice with a step and another size (need, have); buffer_error while leased, unless the
    /// size stays; std::bad_alloc.
    /// Python: bytearray.__setitem__
    template <bool Stepped>
    void assign(const slice<Stepped>& wanted, bytes_like source) {
        const slice_indices at = wanted.indices(base::size());
        if (at.step == 1) return splice(at.start, at.length, source.run());
        if (source.size() == 0) return erase_stepped(at);
        if (source.size() != at.length)
            fail({.code = errc::slice_size,
                  .field = 0,
                  .need = static_cast<std::uint64_t>(at.length),
                  .have = static_cast<std::uint64_t>(source.size()),
                  .subject = name});
        if (detail::lies_in(source.run(), base::data(), base::size())) return assign(wanted, gathered(source.run()));
        for (std::ptrdiff_t k = 0; k < at.length; ++k) base::data()[at.start + k * at.step] = source.run()[k];
    }

    /// Removes the byte at `index`. Throws: index_error; buffer_error while leased. Python: bytearray.__delitem__
    void erase(std::ptrdiff_t index) { cut(checked_index(index, base::size(), 0), 1); }

    /// Removes the bytes that a slice names.
    ///
    /// Throws: buffer_error while leased, unless no bytes would be removed by a slice without a step; std::bad_alloc.
    /// Python: bytearray.__delitem__
    template <bool Stepped>
    void erase(const slice<Stepped>& wanted) {
        assign(wanted, {});
    }

    /// Adds a byte at the end.
    ///
    /// Throws: value_error outside 0..255; buffer_error while leased.
    /// Complexity: amortised constant.
    /// Python: bytearray.append
    template <byte_value N>
    void append(N byte) {
        base::push_back(detail::checked_byte(byte));
    }

    /// Adds bytes at the end; they may be its own.
    ///
    /// Throws: buffer_error while leased, unless there is nothing to add; std::bad_alloc.
    /// Python: bytearray.extend, and bytearray.__iadd__, which takes no own bytes
    void extend(bytes_like more) {
        if (more.run().stride != 1) return splice(base::size(), 0, more.run());
        base::append_items(more.run().first, more.size());
    }
    basic_bytearray& operator+=(bytes_like more) {
        extend(more);
        return *this;
    }

    /// Repeats the bytes in place; none are left, if `count` is not positive.
    ///
    /// Throws: buffer_error while leased, unless the size stays; std::bad_alloc.
    /// Python: bytearray.__imul__
    basic_bytearray& operator*=(std::ptrdiff_t count) {
        const std::ptrdiff_t before = base::size();
        const std::ptrdiff_t after = detail::grown_size(0, count > 0 ? count : 0, before);
        if (after < before) base::clear();
        if (after > before) {
            const gap fresh(*this, before, 0, after - before);
            detail::repeat_bytes(base::data(), before, after);
        }
        return *this;
    }

    /// Puts a byte before the one at `index`, which is clamped to the array.
    ///
    /// Throws: value_error outside 0..255; buffer_error while leased; std::bad_alloc.
    /// Python: bytearray.insert
    template <byte_value N>
    void insert(std::ptrdiff_t index, N byte) {
        const std::uint8_t checked = detail::checked_byte(byte);
        const gap fresh(*this, lendbuf::slice(index, none).indices(base::size()).start, 0, 1);
        *fresh.data() = checked;
    }

    /// Removes the byte at `index`, and gives it. Throws: index_error; buffer_error while leased. Python: bytearray.pop
    std::uint8_t pop(std::ptrdiff_t index = -1) {
        if (base::empty()) fail({.code = errc::pop_from_empty, .subject = name});
        const std::ptrdiff_t at = checked_index(index, base::size(), 0);
        const std::uint8_t byte = base::data()[at];
        cut(at, 1);
        return byte;
    }

    /// Removes the first byte of that value. Throws: value_error, when there is none; buffer_error while leased.
    ///
    /// Python: bytearray.remove
    template <byte_value N>
    void remove(N byte) {
        const detail::raw_run bytes{base::data(), base::size()};
        const std::ptrdiff_t place = kernel::find_byte<true>(bytes, detail::checked_byte(byte));
        if (place < 0) fail({.code = errc::item_not_found, .subject = name});
        cut(place, 1);
    }

    /// Turns the order of the bytes round; allowed while leased. Python: bytearray.reverse
    void reverse() noexcept { detail::reverse_bytes(base::data(), base::size()); }

    /// Gives an array with the same bytes, in memory of the same kind. Python: bytearray.copy
    [[nodiscard]] basic_bytearray copy() const { return *this; }

    /// Takes the first `count` bytes, or all, out of the array, and gives them as bytes; negative counts from the end.
    ///
    /// Throws: index_error for more than there are; buffer_error while leased, even if nothing is taken; std::bad_alloc.
    /// Complexity: taking all copies nothing, and taking most only what stays; the memory goes along. What is less than
    /// half of the array, or a quarter of its memory, is copied.
    /// Safety: as for a move, no other thread may be taking a lease.
    /// Python: bytearray.take_bytes
    bytes take_bytes(slice_bound count = none) {
        const std::ptrdiff_t before = base::size();
        const std::ptrdiff_t asked = count.value_or(before);
        const std::ptrdiff_t taken = asked < 0 ? asked + before : asked;
        if (taken < 0 || taken > before) (void)checked_index(asked, before, 0); // fails
        cut(0, 0);                                                              // refuses while leased
        if (taken < before - taken || taken < base::capacity() / 4) {
            bytes front(region_of(base::data(), static_cast<std::size_t>(taken)));
            cut(0, taken);
            return front;
        }
        basic_bytearray rest(base::data() + taken, before - taken, base::memory());
        base::resize(taken);
        base::retire(); // bytes never change, and observers of this array could
        basic_bytearray whole(std::move(*this));
        *this = std::move(rest);
        return bytes::taken_from(std::move(whole));
    }

private:
    friend class detail::byte_methods<basic_bytearray>;

    basic_bytearray(const std::uint8_t* bytes, std::ptrdiff_t size, const typename base::memory_type& memory)
        : base(name, bytes, size, memory) {}

    [[nodiscard]] basic_bytearray gathered(const detail::raw_run& source) const {
        return built(source.size, [&source](std::uint8_t* out) { return detail::copy_run(out, source) - out; });
    }

    /// Removes `count` bytes. Throws: buffer_error while leased, whatever the count.
    void cut(std::ptrdiff_t at, std::ptrdiff_t count) { const gap closed(*this, at, count, 0); }

    /// Puts bytes, which may be its own, in the place of `removed` ones.
    void splice(std::ptrdiff_t at, std::ptrdiff_t removed, const detail::raw_run& source) {
        if (source.stride == 1 || source.size < 2) return base::replace_items(at, removed, source.first, source.size);
        const basic_bytearray gapless = gathered(source);
        base::replace_items(at, removed, gapless.data(), gapless.size());
    }

    /// Removes bytes that are `at.step` apart, in one change.
    void erase_stepped(const slice_indices& at) {
        if (at.length == 0) return cut(0, 0); // refused while leased all the same, as in Python
        const detail::bytes_between between(base::data(), at);
        const basic_bytearray kept = built(between.size(), between);
        base::replace_items(between.start(), between.size() + at.length, kept.data(), kept.size());
    }

    [[nodiscard]] basic_bytearray part(std::ptrdiff_t start, std::ptrdiff_t size) const {
        return basic_bytearray(base::data() + start, size, base::memory());
    }
    template <class Fill>
    [[nodiscard]] basic_bytearray built(std::ptrdiff_t size, const Fill& fill) const {
        basic_bytearray made(base::memory());
        const std::ptrdiff_t filled = size == 0 ? 0 : fill(gap(made, 0, 0, size).data());
        made.resize(filled);
        return made;
    }
    [[nodiscard]] basic_bytearray builder() const { return basic_bytearray(base::memory()); }
    [[nodiscard]] static basic_bytearray finished(basic_bytearray&& joined) { return std::move(joined); }
};

using bytearray = basic_bytearray<>;

} // namespace lendbuf::inline LENDBUF_ABI
