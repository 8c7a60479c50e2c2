// Bytes made of others: mapped, repeated, turned round, cut out. What writes says first how many bytes there are at most,
// so that the memory is asked for once.
#pragma once

#include <cstring>
#include <lendbuf/base/checked.hpp>
#include <lendbuf/base/number_limits.hpp>
#include <lendbuf/kernel/fill.hpp>
#include <lendbuf/layout/slice.hpp>
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

/// Writes bytes, each changed by `change`, which looks at one at a time; `out` may be where they are.
template <class Change>
void map_bytes(std::uint8_t* out, const raw_run& from, const Change& change) noexcept {
    std::ptrdiff_t k = 0;
    if (from.stride == 1) {
        std::uint8_t block[32]; // its size, and that it is apart, is what compilers want to know to make vectors of it
        constexpr std::ptrdiff_t size = sizeof block;
        for (; from.size - k >= size; k += size) {
            std::memcpy(block, from.first + k, sizeof block);
            for (std::uint8_t& byte : block) byte = change(byte);
            std::memcpy(out + k, block, sizeof block);
        }
    }
    for (; k < from.size; ++k) out[k] = change(from[k]);
}

/// Maps bytes by a table and leaves out some.
class translation {
public:
    translation(const raw_run& text, const byte_table& table, const raw_run& unwanted) noexcept
        : text_(text), table_(table), keeps_all_(unwanted.size == 0) {
        std::memset(kept_, 1, sizeof kept_);
        for (std::ptrdiff_t k = 0; k < unwanted.size; ++k) kept_[unwanted[k]] = 0;
    }

    /// Gives the most bytes there can be.
    [[nodiscard]] std::ptrdiff_t size() const noexcept { return text_.size; }

    /// Gives the number of bytes written. Requires: room for `size()` bytes, apart from all that are read.
    std::ptrdiff_t operator()(std::uint8_t* out) const noexcept {
        const raw_run text = text_; // a local one: compilers think that `out` could write to a member
        if (keeps_all_) {
            for (std::ptrdiff_t k = 0; k < text.size; ++k) out[k] = table_[text[k]];
            return text.size;
        }
        std::ptrdiff_t count = 0;
        for (std::ptrdiff_t k = 0; k < text.size; ++k) { // without a branch that a processor could guess wrong
            const std::uint8_t byte = text[k];
            out[count] = table_[byte];
            count += kept_[byte];
        }
        return count;
    }

private:
    raw_run text_;
    const byte_table& table_;
    bool keeps_all_;
    std::uint8_t kept_[256]; // 1, or 0 for what is left out
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

    /// Gives `size()`. Requires: room for that many bytes, apart from all that are read.
    std::ptrdiff_t operator()(std::uint8_t* out) const noexcept {
        const std::uint8_t* from = bytes_ + start_ + 1;
        for (std::ptrdiff_t k = 0; k < gaps_; ++k, from += step_) out = copy_run(out, {from, step_ - 1});
        return size();
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
