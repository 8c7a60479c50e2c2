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

/// Finds the least number, with `Greatest` the greatest one. The result does not depend on the order of the numbers: a
/// NaN among them makes it NaN, and a zero is +0.
template <class N, bool Greatest>
class extreme {
    using vector = detail::vector_of<N>;
    static constexpr auto size = static_cast<std::ptrdiff_t>(sizeof(N));
    static constexpr std::ptrdiff_t lanes = detail::vector_size / size;

public:
    /// Looks at `count` numbers: of an array, or at their bytes at any address.
    /// Complexity: linear; four vectors a step.
    template <class Source>
    constexpr void add(const Source* from, std::ptrdiff_t count) noexcept {
        if (config::vector_bytes != 0 && !__builtin_is_constant_evaluated())
            if (count >= lanes) return add_vectors(detail::bytes_of(from), count, std::make_index_sequence<4>());
        N best = best_;
        bool nan = false;
        for (std::ptrdiff_t k = 0; k < count; ++k) {
            const N x = detail::number_at<N>(from, k);
            if constexpr (std::is_floating_point_v<N>) {
                if (x != x) { // NOLINT(misc-redundant-expression): gcc 11 does not compare it otherwise in constants
                    nan = true;
                    continue;
                }
            }
            best = (Greatest ? x > best : x < best) ? x : best;
        }
        best_ = best;
        nan_ |= nan;
    }

    /// Gives the result. Requires: there was a number.
    [[nodiscard]] constexpr N value() const noexcept {
        if constexpr (std::is_floating_point_v<N>) {
            if (nan_) return static_cast<N>(__builtin_nanf(""));
            return best_ == N{} ? N{} : best_;
        } else {
            return best_;
        }
    }

private:
    [[gnu::always_inline]] static void look_at(vector& best, [[maybe_unused]] detail::vector_mask& nans,
                                               const std::byte* from) noexcept {
        vector x;
        detail::load_vector(x, from);
        if constexpr (std::is_floating_point_v<N>)
            nans |= reinterpret_cast<detail::vector_mask>(x != x); // NOLINT(misc-redundant-expression)
        if constexpr (Greatest)
            best = x > best ? x : best;
        else
            best = x < best ? x : best;
    }

    template <std::size_t... K>
    void add_vectors(const std::byte* from, std::ptrdiff_t count, std::index_sequence<K...>) noexcept {
        vector best[sizeof...(K)] = {((void)K, vector{} + best_)...};
        detail::vector_mask nans[sizeof...(K)] = {};
        std::ptrdiff_t left = count;
        for (constexpr std::ptrdiff_t step = 4 * lanes; left >= step; left -= step, from += step * size)
            (look_at(best[K], nans[K], from + detail::vector_size * static_cast<std::ptrdiff_t>(K)), ...);
        for (; left >= lanes; left -= lanes, from += detail::vector_size) look_at(best[0], nans[0], from);
        // The last vector begins early: looking twice does no harm.
        if (left > 0) look_at(best[1], nans[1], from - (lanes - left) * size);
        N rest[sizeof...(K) * static_cast<std::size_t>(lanes)];
        std::memcpy(rest, best, sizeof rest);
        N found = best_;
        for (const N x : rest) found = (Greatest ? x > found : x < found) ? x : found;
        best_ = found;
        if constexpr (std::is_floating_point_v<N>) nan_ |= detail::any_lane(nans[0] | nans[1] | nans[2] | nans[3]);
    }

    N best_ = detail::worst_number<N, Greatest>();
    bool nan_ = false;
};

} // namespace lendbuf::inline LENDBUF_ABI::kernel
