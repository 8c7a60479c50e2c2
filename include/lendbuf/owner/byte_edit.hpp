// Bytes made of others: with parts replaced, translated, repeated. First the size is found, then the bytes are written,
// so that the memory is asked for once.
#pragma once

#include <cstring>
#include <lendbuf/base/checked.hpp>
#include <lendbuf/base/number_limits.hpp>
#include <lendbuf/kernel/fill.hpp>
#include <lendbuf/kernel/find.hpp>
#include <lendbuf/owner/byte_set.hpp>
#include <lendbuf/owner/byte_table.hpp>
#include <lendbuf/owner/bytes_like.hpp>

namespace lendbuf::inline LENDBUF_ABI::detail {

/// Gives `size + count * step`. Throws: std::bad_alloc, when no memory is that large.
[[nodiscard]] inline std::ptrdiff_t grown_size(std::ptrdiff_t size, std::ptrdiff_t count, std::ptrdiff_t step) {
    std::ptrdiff_t change = count;
    std::ptrdiff_t sum = size;
    if (!checked_multiply(change, step) || !checked_add(sum, change))
        fail({.code = errc::out_of_memory, .need = number_limits<std::uint64_t>::max()});
    return sum;
}

/// Replaces a run of bytes by another one, wherever it is, from the front. An empty one is between all bytes and at both
/// ends.
class replacement {
public:
    replacement(const raw_run& text, const raw_run& from, const raw_run& to, std::ptrdiff_t most)
        : text_(text), from_(from), to_(to) {
        if (most == 0 || (text.size == 0 && from.size > 0)) return;
        places_ = kernel::count_run(text, from);
        all_ = most < 0 || most >= places_;
        if (!all_) places_ = most;
        size_ = grown_size(text.size, places_, to.size - from.size);
    }

    /// Tells whether there is nothing to replace.
    [[nodiscard]] bool changes_nothing() const noexcept { return places_ == 0 || (from_.size == 0 && to_.size == 0); }

    [[nodiscard]] std::ptrdiff_t size() const noexcept { return size_; }

    /// Requires: room for `size()` bytes, apart from all that are read.
    void operator()(std::uint8_t* out) const noexcept {
        if (from_.size == 1 && to_.size == 1 && all_) {
            const std::uint8_t old_byte = from_[0];
            const std::uint8_t new_byte = to_[0];
            for (std::ptrdiff_t k = 0; k < text_.size; ++k) out[k] = text_[k] == old_byte ? new_byte : text_[k];
            return;
        }
        std::ptrdiff_t at = 0;
        for (std::ptrdiff_t left = places_; left > 0; --left) {
            const raw_run rest = text_.part(at, text_.size - at);
            // Between two empty places there is one byte.
            const std::ptrdiff_t gap = from_.size > 0 ? kernel::find_run<true>(rest, from_) : left < places_ ? 1 : 0;
            out = copy_run(copy_run(out, rest.part(0, gap)), to_);
            at += gap + from_.size;
        }
        copy_run(out, text_.part(at, text_.size - at));
    }

private:
    raw_run text_;
    raw_run from_;
    raw_run to_;
    std::ptrdiff_t places_ = 0;
    std::ptrdiff_t size_ = text_.size;
    bool all_ = false;
};

/// Maps bytes by a table and leaves out those of a set.
class translation {
public:
    translation(const raw_run& text, const byte_table& table, const raw_run& unwanted)
        : text_(text), table_(table), unwanted_(unwanted), size_(text.size) {
        if (unwanted.size == 0) return;
        for (std::ptrdiff_t k = 0; k < text.size; ++k) size_ -= unwanted_.contains(text[k]) ? 1 : 0;
    }

    [[nodiscard]] std::ptrdiff_t size() const noexcept { return size_; }

    /// Requires: room for `size()` bytes, apart from all that are read.
    void operator()(std::uint8_t* out) const noexcept {
        if (size_ == text_.size) {
            for (std::ptrdiff_t k = 0; k < text_.size; ++k) out[k] = table_[text_[k]];
            return;
        }
        for (std::ptrdiff_t k = 0; k < text_.size; ++k)
            if (!unwanted_.contains(text_[k])) *out++ = table_[text_[k]];
    }

private:
    raw_run text_;
    const byte_table& table_;
    byte_set unwanted_;
    std::ptrdiff_t size_;
};

/// Tells whether a run of bytes lies in `size` bytes at `memory`.
[[nodiscard]] inline bool lies_in(const raw_run& bytes, const std::uint8_t* memory, std::ptrdiff_t size) noexcept {
    // As numbers: pointers into different arrays have no order.
    const auto distance = reinterpret_cast<std::uintptr_t>(bytes.first) - reinterpret_cast<std::uintptr_t>(memory);
    return bytes.size > 0 && distance < static_cast<std::uintptr_t>(size);
}

/// Gathers what lies between bytes that are a step apart, from the first of them to the last.
class bytes_between {
public:
    /// Requires: one such byte or more.
    bytes_between(const std::uint8_t* bytes, const slice_indices& at) noexcept
        : bytes_(bytes),
          start_(at.step < 0 ? at.start + (at.length - 1) * at.step : at.start),
          step_(at.step < 0 ? -at.step : at.step),
          gaps_(at.length - 1) {}

    [[nodiscard]] std::ptrdiff_t start() const noexcept { return start_; }
    [[nodiscard]] std::ptrdiff_t size() const noexcept { return gaps_ * (step_ - 1); }

    /// Requires: room for `size()` bytes, apart from all that are read.
    void operator()(std::uint8_t* out) const noexcept {
        for (std::ptrdiff_t k = 0; k < gaps_; ++k) out = copy_run(out, {bytes_ + start_ + k * step_ + 1, step_ - 1});
    }

private:
    const std::uint8_t* bytes_;
    std::ptrdiff_t start_;
    std::ptrdiff_t step_;
    std::ptrdiff_t gaps_;
};

/// Fills `size` bytes with the `done` ones that they begin with, over and over.
inline void repeat_bytes(std::uint8_t* bytes, std::ptrdiff_t done, std::ptrdiff_t size) noexcept {
    if (done == 1)
        std::memset(bytes, bytes[0], static_cast<std::size_t>(size));
    else if (done > 0)
        // Safety: std::byte may look at any object's bytes.
        kernel::detail::repeat(static_cast<std::byte*>(static_cast<void*>(bytes)), done, size);
}

/// Writes bytes in the opposite order.
inline void reverse_bytes(std::uint8_t* bytes, std::ptrdiff_t size) noexcept {
    std::uint8_t* front = bytes;
    std::uint8_t* back = bytes + size;
    for (; back - front >= 16; front += 8) { // a word from either end
        back -= 8;
        std::uint64_t first;
        std::uint64_t last;
        std::memcpy(&first, front, 8);
        std::memcpy(&last, back, 8);
        first = __builtin_bswap64(first);
        last = __builtin_bswap64(last);
        std::memcpy(front, &last, 8);
        std::memcpy(back, &first, 8);
    }
    while (back - front >= 2) {
        const std::uint8_t byte = *front;
        *front++ = *--back;
        *back = byte;
    }
}

} // namespace lendbuf::inline LENDBUF_ABI::detail
