// The least and the greatest of many numbers, by vectors.
#pragma once

#include <cstddef>
#include <cstdint>
#include <lendbuf/base/number_limits.hpp>
#include <lendbuf/kernel/byte_vector.hpp>
#include <lendbuf/kernel/lane_sum.hpp>
#include <type_traits>
#include <utility>

namespace lendbuf::inline LENDBUF_ABI::kernel {

namespace detail {

template <class N, bool Greatest>
[[nodiscard]] constexpr N worst_number() noexcept {
    if constexpr (std::is_floating_point_v<N>)
        return static_cast<N>(Greatest ? -__builtin_inff() : __builtin_inff());
    else
        return Greatest ? number_limits<N>::min() : number_limits<N>::max();
}

} // namespace detail

/// Finds the least number, the greatest one, or both at once. The result does not depend on the order of the numbers: a
/// NaN among them makes it NaN, and a zero is +0.
template <class N, bool Least, bool Greatest>
class extremes {
    using vector = detail::vector_of<N>;
    static constexpr auto size = static_cast<std::ptrdiff_t>(sizeof(N));
    static constexpr std::ptrdiff_t lanes = detail::vector_size / size;
    static constexpr std::size_t chains = 4;

public:
    /// Looks at `count` numbers: of an array, or at their bytes at any address.
    /// Complexity: linear; four vectors a step.
    template <class Source>
    constexpr void add(const Source* from, std::ptrdiff_t count) noexcept {
        if (config::vector_bytes != 0 && !__builtin_is_constant_evaluated())
            if (count >= lanes) return add_vectors(detail::bytes_of(from), count, std::make_index_sequence<chains>());
        bool nan = false;
        for (std::ptrdiff_t k = 0; k < count; ++k) {
            const N x = detail::number_at<N>(from, k);
            if constexpr (std::is_floating_point_v<N>) {
                if (x != x) { // NOLINT(misc-redundant-expression): gcc 11 does not compare it otherwise in constants
                    nan = true;
                    continue;
                }
            }
            update(least_, greatest_, x);
        }
        nan_ |= nan;
    }

    /// Give the results. Require: there was a number.
    [[nodiscard]] constexpr N least() const noexcept { return finished(least_); }
    [[nodiscard]] constexpr N greatest() const noexcept { return finished(greatest_); }

private:
    template <class X> // a number, or a vector of them
    [[gnu::always_inline]] static constexpr void update([[maybe_unused]] X& least, [[maybe_unused]] X& greatest,
                                                        const X& x) noexcept {
        if constexpr (Least) least = x < least ? x : least;
        if constexpr (Greatest) greatest = x > greatest ? x : greatest;
    }

    [[nodiscard]] constexpr N finished(N found) const noexcept {
        if constexpr (std::is_floating_point_v<N>) {
            if (nan_) return static_cast<N>(__builtin_nanf(""));
            return found == N{} ? N{} : found;
        } else {
            return found;
        }
    }

    [[gnu::always_inline]] static void look_at(vector& least, vector& greatest,
                                               [[maybe_unused]] detail::vector_mask& nans,
                                               const std::byte* from) noexcept {
        vector x;
        detail::load_vector(x, from);
        if constexpr (std::is_floating_point_v<N>)
            nans |= reinterpret_cast<detail::vector_mask>(x != x); // NOLINT(misc-redundant-expression)
        update(least, greatest, x);
    }

    template <std::size_t... K>
    void add_vectors(const std::byte* from, std::ptrdiff_t count, std::index_sequence<K...>) noexcept {
        vector least[chains] = {((void)K, vector{} + least_)...};
        vector greatest[chains] = {((void)K, vector{} + greatest_)...};
        detail::vector_mask nans[chains] = {};
        std::ptrdiff_t left = count;
        for (constexpr std::ptrdiff_t step = 4 * lanes; left >= step; left -= step, from += step * size)
            (look_at(least[K], greatest[K], nans[K], from + detail::vector_size * static_cast<std::ptrdiff_t>(K)), ...);
        for (; left >= lanes; left -= lanes, from += detail::vector_size) look_at(least[0], greatest[0], nans[0], from);
        // The last vector begins early: looking twice does no harm.
        if (left > 0) look_at(least[1], greatest[1], nans[1], from - (lanes - left) * size);
        N rest[2][chains * static_cast<std::size_t>(lanes)];
        std::memcpy(rest[0], least, sizeof least);
        std::memcpy(rest[1], greatest, sizeof greatest);
        for (std::size_t k = 0; k < chains * static_cast<std::size_t>(lanes); ++k) {
            if constexpr (Least) least_ = rest[0][k] < least_ ? rest[0][k] : least_;
            if constexpr (Greatest) greatest_ = rest[1][k] > greatest_ ? rest[1][k] : greatest_;
        }
        if constexpr (std::is_floating_point_v<N>) nan_ |= detail::any_lane(nans[0] | nans[1] | nans[2] | nans[3]);
    }

    N least_ = detail::worst_number<N, false>();
    N greatest_ = detail::worst_number<N, true>();
    bool nan_ = false;
};

} // namespace lendbuf::inline LENDBUF_ABI::kernel
