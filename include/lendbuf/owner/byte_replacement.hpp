// One run of bytes in the place of another.
#pragma once

#include <lendbuf/kernel/find.hpp>
#include <lendbuf/owner/byte_edit.hpp>

namespace lendbuf::inline LENDBUF_ABI::detail {

/// Replaces a run of bytes by another one, wherever it is, from the front, at most so many times if the number is not
/// negative. An empty one is between all bytes and at both ends.
class replacement {
public:
    /// Throws: std::bad_alloc, when no memory is large enough.
    replacement(const raw_run& text, const raw_run& from, const raw_run& to, std::ptrdiff_t most)
        : text_(text), from_(from), to_(to), most_(most < 0 ? number_limits<std::ptrdiff_t>::max() : most) {
        if (most_ == 0 || (from.size == 0 && to.size == 0) || from.size > text.size) return;
        finder finds(from);
        first_ = from.size == 0 ? 0 : finds(text);
        if (first_ >= 0 && to.size > from.size) size_ = grown_size(size_, count_places(finds), to.size - from.size);
    }

    [[nodiscard]] bool changes_nothing() const noexcept { return first_ < 0; }

    /// Gives the most bytes there can be.
    [[nodiscard]] std::ptrdiff_t size() const noexcept { return size_; }

    /// Gives the number of bytes written. Requires: something to replace, and room for `size()` bytes, apart from all that
    /// are read.
    std::ptrdiff_t operator()(std::uint8_t* out) const noexcept {
        if (from_.size == 1 && to_.size == 1 && most_ >= text_.size) {
            const std::uint8_t unwanted = from_[0];
            const std::uint8_t wanted = to_[0];
            map_bytes(out, text_, [=](std::uint8_t byte) { return byte == unwanted ? wanted : byte; });
            return size_;
        }
        const std::uint8_t* const start = out;
        std::ptrdiff_t at = 0;
        for_each_place(finder(from_), [&](std::ptrdiff_t place) {
            out = copy_run(copy_run(out, text_.part(at, place - at)), to_);
            at = place + from_.size;
        });
        return copy_run(out, text_.part(at, text_.size - at)) - start;
    }

private:
    /// Finds the same run again and again.
    class finder {
    public:
        explicit finder(const raw_run& wanted) noexcept
            : wanted_(wanted), gapless_(kernel::detail::as_raw(wanted.first), wanted.size) {}

        [[nodiscard]] std::ptrdiff_t operator()(const raw_run& bytes) noexcept {
            if (wanted_.size == 1 || wanted_.stride != 1 || bytes.stride != 1)
                return kernel::find_run<true>(bytes, wanted_);
            return gapless_.find(kernel::detail::as_raw(bytes.first), bytes.size);
        }

    private:
        raw_run wanted_;
        kernel::needle_finder<true> gapless_;
    };

    template <class Visit>
    void for_each_place(finder finds, const Visit& visit) const noexcept {
        std::ptrdiff_t place = first_;
        for (std::ptrdiff_t left = most_; left > 0; --left) {
            visit(place);
            const std::ptrdiff_t rest = place + (from_.size == 0 ? 1 : from_.size);
            if (rest > text_.size) return;
            const std::ptrdiff_t gap = from_.size == 0 ? 0 : finds(text_.part(rest, text_.size - rest));
            if (gap < 0) return;
            place = rest + gap;
        }
    }

    [[nodiscard]] std::ptrdiff_t count_places(const finder& finds) const noexcept {
        std::ptrdiff_t count = 0;
        if (from_.size == 1 && most_ >= text_.size) return kernel::count_run(text_, from_);
        for_each_place(finds, [&count](std::ptrdiff_t) { ++count; });
        return count;
    }

    raw_run text_;
    raw_run from_;
    raw_run to_;
    std::ptrdiff_t most_;
    std::ptrdiff_t first_ = -1; // the first place
    std::ptrdiff_t size_ = text_.size;
};

} // namespace lendbuf::inline LENDBUF_ABI::detail
