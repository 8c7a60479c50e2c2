// Finding a run of bytes in gapless memory: vectors look for two of its bytes, candidates are compared, and a linear
// algorithm takes over where there are too many of them.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <lendbuf/base/byte_order.hpp>
#include <lendbuf/kernel/byte_rank.hpp>
#include <lendbuf/kernel/byte_vector.hpp>
#include <lendbuf/kernel/find_word.hpp>
#include <lendbuf/kernel/two_way.hpp>

namespace lendbuf::inline LENDBUF_ABI::kernel {

/// Looks for one needle, any number of times, from the front or with `Forward` false from the back.
///
/// Requires: a needle of one byte or more, which stays where it is.
template <bool Forward>
class needle_finder {
public:
    constexpr needle_finder(const std::byte* needle, std::ptrdiff_t size) noexcept
        : needle_(needle), size_(size), anchors_{0, size - 1} {}

    /// Finds the first (or last) place of the needle in `size` bytes; -1 without one.
    ///
    /// Complexity: linear in both, whatever the bytes are; four vectors a step while few places look like the needle.
    [[nodiscard]] std::ptrdiff_t find(const std::byte* hay, std::ptrdiff_t size) noexcept {
        std::ptrdiff_t found = -1;
        search(hay, size, [&found](std::ptrdiff_t place) {
            found = place;
            return true;
        });
        return found;
    }

    /// Counts the places of the needle in `size` bytes that do not overlap. Complexity: as `find`.
    [[nodiscard]] std::ptrdiff_t count(const std::byte* hay, std::ptrdiff_t size) noexcept {
        std::ptrdiff_t found = 0;
        search(hay, size, [&found](std::ptrdiff_t) {
            ++found;
            return false;
        });
        return found;
    }

private:
    using lanes = detail::vector_of<std::uint8_t>;

    /// Holds the first and last of the places where the needle may start.
    struct places {
        std::ptrdiff_t low;
        std::ptrdiff_t high;
        [[nodiscard]] std::ptrdiff_t count() const noexcept { return high - low + 1; }
        [[nodiscard]] std::ptrdiff_t start(std::ptrdiff_t number) const noexcept {
            return Forward ? low : high - number + 1;
        }
        [[nodiscard]] bool passed(std::ptrdiff_t place) const noexcept { return Forward ? place < low : place > high; }
        void take_off(std::ptrdiff_t number) noexcept { Forward ? low += number : high -= number; }
        void skip_to(std::ptrdiff_t place) noexcept {
            if (!passed(place)) (Forward ? low : high) = place;
        }
    };

    /// Gives the next place of a needle that does not overlap the one at `place`.
    [[nodiscard]] std::ptrdiff_t behind(std::ptrdiff_t place) const noexcept {
        return Forward ? place + size_ : place - size_;
    }

    /// Calls `found(place)` for each place, those aside that overlap the one before, until it returns true.
    template <class Found>
    void search(const std::byte* hay, std::ptrdiff_t size, Found&& found) noexcept {
        places left{0, size - size_};
        while (left.count() > 0) {
            if constexpr (config::vector_bytes != 0)
                if (filter(hay, left, found) || left.count() <= 0) return;
            // Comparing candidates costs more than this does; but what follows may be another kind of bytes.
            std::ptrdiff_t chunk = left.count();
            if (chunk - 4096 > size_) chunk = 4096 + size_;
            places part = left;
            left.take_off(chunk);
            Forward ? part.high = left.low - 1 : part.low = left.high + 1;
            while (part.count() > 0) {
                const std::ptrdiff_t place = find_exactly(hay, part);
                if (place < 0) break;
                if (found(place)) return;
                part.skip_to(behind(place));
                left.skip_to(behind(place));
            }
        }
    }

    [[nodiscard]] std::ptrdiff_t find_exactly(const std::byte* hay, const places& part) noexcept {
        const auto find_in = [this](const auto& run, const auto& needle) {
            if (!planned_) plan_ = detail::plan_two_way(needle);
            planned_ = true;
            return detail::find_two_way(run, needle, plan_);
        };
        const std::ptrdiff_t size = part.count() - 1 + size_;
        if constexpr (Forward) {
            using run = detail::gapless_run<std::byte>;
            const auto found = find_in(run{hay + part.low, size}, run{needle_, size_});
            return found < 0 ? -1 : part.low + found;
        } else {
            using run = byte_run<std::byte>;
            const auto found = find_in(run{hay + part.low, size}.reversed(), run{needle_, size_}.reversed());
            return found < 0 ? -1 : part.high - found;
        }
    }

    [[nodiscard]] bool matches(const std::byte* at) noexcept {
        std::ptrdiff_t k = 0;
        for (; k + 8 <= size_; k += 8) {
            ++spent_;
            if (load_bits<std::uint64_t>(at + k) != load_bits<std::uint64_t>(needle_ + k)) return false;
        }
        ++spent_;
        for (; k < size_; ++k)
            if (at[k] != needle_[k]) return false;
        return true;
    }

    /// Looks for the needle by two of its bytes, until comparing candidates has cost more than two words for each byte, and
    /// takes off the places it looked at. Tells whether `found` wants no more.
    template <class Found>
    [[nodiscard]] bool filter(const std::byte* hay, places& left, Found& found) noexcept {
        constexpr std::ptrdiff_t step = detail::vector_size;
        if (!chosen_ && left.count() >= 512) {                   // few places are not worth the choice
            const std::ptrdiff_t enough = 8 + left.count() / 64; // nor are many bytes of the needle
            detail::choose_rare_bytes(needle_, size_, size_ < enough ? size_ : enough, anchors_);
            chosen_ = true;
        }
        const lanes wanted[2] = {lanes{} + static_cast<std::uint8_t>(needle_[anchors_[0]]),
                                 lanes{} + static_cast<std::uint8_t>(needle_[anchors_[1]])};
        spent_ = -256 - 2 * std::int64_t{left.count()};
        while (left.count() >= step) {
            for (int vectors = 0; vectors < 4 && left.count() >= step; ++vectors) {
                const outcome now = filter_vector(hay, left, wanted, found);
                if (now != outcome::go_on) return now == outcome::enough;
            }
            while (left.count() >= 4 * step && !has_candidates(hay + left.start(4 * step), wanted))
                left.take_off(4 * step);
        }
        while (left.count() > 0) {
            const std::ptrdiff_t place = Forward ? left.low : left.high;
            const bool here = hay[place + anchors_[1]] == needle_[anchors_[1]] && matches(hay + place);
            if (here && found(place)) return true;
            here ? left.skip_to(behind(place)) : left.take_off(1);
        }
        return false;
    }

    [[gnu::always_inline]] void find_candidates(detail::vector_mask& candidates, const std::byte* at,
                                                const lanes (&wanted)[2]) const noexcept {
        detail::vector_mask equal;
        detail::find_lanes<std::uint8_t>(equal, at + anchors_[0], wanted[0]);
        detail::find_lanes<std::uint8_t>(candidates, at + anchors_[1], wanted[1]);
        candidates &= equal;
    }

    /// Tells whether one of four vectors of places from `at` may be the needle's.
    [[nodiscard, gnu::always_inline]] bool has_candidates(const std::byte* at,
                                                          const lanes (&wanted)[2]) const noexcept {
        detail::vector_mask any{};
#pragma GCC unroll 4
        for (std::ptrdiff_t k = 0; k < 4; ++k) {
            detail::vector_mask candidates;
            find_candidates(candidates, at + k * detail::vector_size, wanted);
            any |= candidates;
        }
        return detail::any_lane(any);
    }

    enum class outcome { go_on, enough, too_costly };

    /// Takes off one vector of places and compares the candidates among them.
    template <class Found>
    [[nodiscard]] outcome filter_vector(const std::byte* hay, places& left, const lanes (&wanted)[2],
                                        Found& found) noexcept {
        const std::ptrdiff_t first = left.start(detail::vector_size);
        detail::vector_mask candidates;
        find_candidates(candidates, hay + first, wanted);
        places here = left;
        left.take_off(detail::vector_size);
        if (!detail::any_lane(candidates)) return outcome::go_on;
        for (std::ptrdiff_t n = 0; n < detail::mask_words; ++n) {
            const std::ptrdiff_t k = Forward ? n : detail::mask_words - 1 - n;
            for (std::uint64_t word = candidates[k]; word != 0;) {
                const std::ptrdiff_t byte = Forward ? detail::first_byte(word) : detail::last_byte(word);
                detail::clear_byte(word, byte);
                const std::ptrdiff_t place = first + 8 * k + byte;
                if (here.passed(place)) continue;
                if (matches(hay + place)) {
                    if (found(place)) return outcome::enough;
                    here.skip_to(behind(place));
                    left.skip_to(behind(place));
                } else if (spent_ + 2 * std::int64_t{left.count()} > 0) [[unlikely]] {
                    (Forward ? left.low : left.high) = Forward ? place + 1 : place - 1;
                    return outcome::too_costly;
                }
            }
        }
        return outcome::go_on;
    }

    const std::byte* needle_;
    std::ptrdiff_t size_;
    std::ptrdiff_t anchors_[2]; // places of the two bytes that are looked for
    bool chosen_ = false;
    std::int64_t spent_ = 0; // words compared, less 256 and less two for each place when the filter started
    detail::two_way_plan plan_{};
    bool planned_ = false;
};

} // namespace lendbuf::inline LENDBUF_ABI::kernel
