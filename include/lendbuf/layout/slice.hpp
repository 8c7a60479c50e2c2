// Python's slices: which items of an axis `[start:stop:step]` names.
#pragma once

#include <concepts>
#include <cstddef>
#include <lendbuf/base/error.hpp>
#include <lendbuf/base/number_limits.hpp>

namespace lendbuf::inline LENDBUF_ABI {

/// Stands for a bound that is left out: `slice(none, -4)` is Python's `[:-4]`.
struct none_t {};
inline constexpr none_t none{};

/// Holds the start, stop or step of a slice, or that it is left out.
class slice_bound {
public:
    constexpr slice_bound(none_t) noexcept {}
    template <std::integral I>
    constexpr slice_bound(I value) noexcept : value_(clamp(value)), given_(true) {}

    [[nodiscard]] constexpr bool given() const noexcept { return given_; }
    [[nodiscard]] constexpr std::ptrdiff_t value_or(std::ptrdiff_t left_out) const noexcept {
        return given_ ? value_ : left_out;
    }

private:
    // A bound too large for the machine means "beyond the end", as in Python.
    template <class I>
    static constexpr std::ptrdiff_t clamp(I value) noexcept {
        using limits = number_limits<std::ptrdiff_t>;
        if constexpr (std::unsigned_integral<I>)
            return value > static_cast<std::size_t>(limits::max()) ? limits::max() : static_cast<std::ptrdiff_t>(value);
        else
            return value > limits::max()   ? limits::max()
                   : value < limits::min() ? limits::min()
                                           : static_cast<std::ptrdiff_t>(value);
    }

    std::ptrdiff_t value_ = 0;
    bool given_ = false;
};

/// Holds a slice applied to an axis of known extent: `length` items from `start`, `step` apart.
struct slice_indices {
    std::ptrdiff_t start;
    std::ptrdiff_t step;
    std::ptrdiff_t length;
};

/// Names a range of an axis by Python's rules: negative bounds count from the end, bounds outside are clamped.
///
/// `slice(stop)`, `slice(start, stop)` and `slice(start, stop, step)` deduce `Stepped`; a slice without a step keeps
/// a contiguous view contiguous, and the type says so.
/// Python: slice
template <bool Stepped = true>
class slice {
public:
    constexpr slice(slice_bound stop) noexcept : slice(none, stop) {}
    constexpr slice(slice_bound start, slice_bound stop) noexcept : start_(start), stop_(stop) {}
    constexpr slice(slice_bound start, slice_bound stop, slice_bound step) noexcept
        requires Stepped
        : start_(start), stop_(stop), step_(step) {}
    template <bool OtherStepped>
        requires(Stepped && !OtherStepped)
    constexpr slice(const slice<OtherStepped>& unstepped) noexcept
        : start_(unstepped.start()), stop_(unstepped.stop()) {}

    [[nodiscard]] constexpr slice_bound start() const noexcept { return start_; }
    [[nodiscard]] constexpr slice_bound stop() const noexcept { return stop_; }
    [[nodiscard]] constexpr slice_bound step() const noexcept { return step_; }

    /// Applies the slice to an axis of `extent` (>= 0) items.
    ///
    /// Throws: value_error (`zero_step`).
    /// Complexity: constant.
    /// Python: slice.indices, with the length in place of the stop.
    [[nodiscard]] constexpr slice_indices indices(std::ptrdiff_t extent) const {
        if constexpr (!Stepped) {
            std::ptrdiff_t first = start_.value_or(0);
            std::ptrdiff_t last = stop_.value_or(extent);
            // Branches that are foreseen: the address of the items need not wait for the comparisons.
            if (0 <= first && first <= last && last <= extent) [[likely]]
                return {first, 1, last - first};
            first = place(first, extent, 0, extent);
            last = place(last, extent, 0, extent);
            return {first, 1, first < last ? last - first : 0};
        } else {
            std::ptrdiff_t step = step_.value_or(1);
            if (step == 1) return slice<false>(start_, stop_).indices(extent); // a division is the dearest part
            if (step == 0) fail({.code = errc::zero_step});
            // -step must exist; no axis is long enough to tell the difference.
            if (step == number_limits<std::ptrdiff_t>::min()) ++step;
            const bool down = step < 0;
            const std::ptrdiff_t low = down ? -1 : 0;
            const std::ptrdiff_t high = down ? extent - 1 : extent;
            const std::ptrdiff_t first = start_.given() ? place(start_.value_or(0), extent, low, high)
                                         : down         ? high
                                                        : low;
            const std::ptrdiff_t last = stop_.given() ? place(stop_.value_or(0), extent, low, high) : down ? low : high;
            if (down ? last >= first : first >= last) return {first, step, 0};
            return {first, step, down ? (first - last - 1) / -step + 1 : (last - first - 1) / step + 1};
        }
    }

private:
    static constexpr std::ptrdiff_t place(std::ptrdiff_t bound, std::ptrdiff_t extent, std::ptrdiff_t low,
                                          std::ptrdiff_t high) noexcept {
        if (bound < 0) bound += extent;
        return bound < low ? low : bound > high ? high : bound;
    }

    slice_bound start_;
    slice_bound stop_;
    slice_bound step_ = none;
};

slice(slice_bound) -> slice<false>;
slice(slice_bound, slice_bound) -> slice<false>;
slice(slice_bound, slice_bound, slice_bound) -> slice<true>;

/// Takes a whole axis: Python's `:`.
inline constexpr slice<false> all{none, none};

/// Adds an axis of extent 1: NumPy's `newaxis`.
struct newaxis_t {};
inline constexpr newaxis_t newaxis{};

/// Stands for as many whole axes as are left: Python's `...`.
struct ellipsis_t {};
inline constexpr ellipsis_t ellipsis{};

} // namespace lendbuf::inline LENDBUF_ABI
