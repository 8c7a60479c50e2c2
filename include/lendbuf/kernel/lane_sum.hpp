// Sums of floats by lanes: an order of additions that vectors are fast in, and that is the same on every machine.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <lendbuf/base/byte_order.hpp>
#include <lendbuf/kernel/byte_vector.hpp>
#include <utility>

namespace lendbuf::inline LENDBUF_ABI::kernel {

namespace detail {

inline constexpr std::ptrdiff_t lane_bytes = 128; // keep the adders of all machines busy, in half of SSE's registers

/// Makes a product a number of its own: compilers like to fuse it with the addition that follows, which rounds once.
template <class X>
[[gnu::always_inline]] inline void keep_rounded([[maybe_unused]] X& product) noexcept {
#if defined(__clang__)
    // Fuses within one expression only.
#elif defined(__SSE2__) && defined(__SSE2_MATH__)
    __asm__("" : "+x"(product));
#elif defined(__aarch64__)
    __asm__("" : "+w"(product));
#elif defined(__VX__) && defined(__s390x__)
    __asm__("" : "+v"(product));
#else
    __asm__("" : "+m"(product));
#endif
}

/// Reads number `k`: of an array of them, or of their bytes at any address.
template <class T>
[[nodiscard, gnu::always_inline]] constexpr T number_at(const T* from, std::ptrdiff_t k) noexcept {
    return from[k];
}
template <class T>
[[nodiscard, gnu::always_inline]] inline T number_at(const std::byte* from, std::ptrdiff_t k) noexcept {
    return load<T>(from + k * static_cast<std::ptrdiff_t>(sizeof(T)));
}

[[nodiscard, gnu::always_inline]] inline const std::byte* bytes_of(const void* from) noexcept {
    return static_cast<const std::byte*>(from); // Safety: std::byte may look at any object's bytes.
}

/// Adds `steps` times 128 bytes of numbers to the lanes; numbers of `a` times those of `b`, unless that is null.
template <bool Products, class F>
struct lane_steps {
    using vector = vector_of<F>;
    static constexpr std::size_t vectors = lane_bytes / vector_size;
    static constexpr auto size = static_cast<std::ptrdiff_t>(sizeof(vector));

    [[gnu::always_inline]] static void add_vector(vector& lane, const std::byte* a, const std::byte* b) noexcept {
        vector x;
        load_vector(x, a);
        if constexpr (Products) {
            vector y;
            load_vector(y, b);
            x *= y;
            keep_rounded(x);
        }
        lane += x;
    }

    template <std::size_t... K>
    static void add(F* lanes, const std::byte* a, const std::byte* b, std::ptrdiff_t steps,
                    std::index_sequence<K...>) noexcept {
        vector sums[vectors];
        (load_vector(sums[K], bytes_of(lanes) + size * static_cast<std::ptrdiff_t>(K)), ...);
        for (; steps > 0; --steps, a += lane_bytes, b += Products ? lane_bytes : 0)
            (add_vector(sums[K], a + size * static_cast<std::ptrdiff_t>(K),
                        Products ? b + size * static_cast<std::ptrdiff_t>(K) : b),
             ...);
        std::memcpy(lanes, sums, sizeof sums);
    }
};

/// Does the same for numbers that lie `stride` bytes apart.
template <class F>
struct strided_lane_steps {
    using vector = vector_of<F>;
    static constexpr std::size_t vectors = lane_bytes / vector_size;
    static constexpr auto per_vector = static_cast<std::ptrdiff_t>(sizeof(vector) / sizeof(F));

    template <std::size_t... I>
    [[gnu::always_inline]] static void add_vector(vector& lane, const std::byte* from, std::ptrdiff_t stride,
                                                  std::index_sequence<I...>) noexcept {
        lane += vector{load<F>(from + stride * static_cast<std::ptrdiff_t>(I))...};
    }

    template <std::size_t... K>
    static void add(F* lanes, const std::byte* from, std::ptrdiff_t stride, std::ptrdiff_t steps,
                    std::index_sequence<K...>) noexcept {
        vector sums[vectors];
        std::memcpy(sums, lanes, sizeof sums);
        // As an index: there may be no memory where a pointer would stand behind the last step.
        for (std::ptrdiff_t at = 0; steps > 0;
             --steps, at += static_cast<std::ptrdiff_t>(vectors) * per_vector * stride)
            (add_vector(sums[K], from + (at + static_cast<std::ptrdiff_t>(K) * per_vector * stride), stride,
                        std::make_index_sequence<static_cast<std::size_t>(per_vector)>()),
             ...);
        std::memcpy(lanes, sums, sizeof sums);
    }
};

} // namespace detail

/// Sums floats: number k goes to lane k modulo the number of lanes (32 of float, 16 of double).
///
/// After 256 numbers each the lanes become the sum of a block: the upper half of the lanes is added to the lower half,
/// until one is left, or `Parts` (2 for the parts of complex numbers). Sums of as many blocks are added in pairs. So the
/// order depends on the count only, not on the machine or on how the numbers come; and errors grow as 256 + log2(count),
/// not as count. Machines with x87 arithmetic round their own way.
template <std::floating_point F, std::ptrdiff_t Parts = 1>
class lane_sum {
public:
    static constexpr std::ptrdiff_t lane_count = detail::lane_bytes / static_cast<std::ptrdiff_t>(sizeof(F));
    static constexpr std::ptrdiff_t block_steps = 256;

    constexpr lane_sum() noexcept { clear(); }

    /// Adds `count` numbers: of an array, or of their bytes at any address.
    /// Complexity: linear; 128 bytes a step.
    template <class Source>
    constexpr void add(const Source* from, std::ptrdiff_t count) noexcept {
        add_numbers<false>(from, from, count);
    }

    /// Adds `count` numbers that lie `stride` bytes apart, at any address. Requires: `count` above zero.
    /// Complexity: linear; 128 bytes of numbers a step.
    void add_strided(const std::byte* from, std::ptrdiff_t stride, std::ptrdiff_t count) noexcept {
        const auto add_one = [&](std::ptrdiff_t k) {
            const F x = load<F>(from + k * stride);
            add(&x, 1);
        };
        std::ptrdiff_t k = 0;
        while (k < count && pending_ != 0) add_one(k++);
        if constexpr (config::vector_bytes != 0) {
            using steps_of = detail::strided_lane_steps<F>;
            for (std::ptrdiff_t left = (count - k) / lane_count; left > 0;) {
                const std::ptrdiff_t steps = left < block_steps - steps_ ? left : block_steps - steps_;
                steps_of::add(lanes_, from + k * stride, stride, steps, std::make_index_sequence<steps_of::vectors>());
                count_steps(steps);
                k += steps * lane_count;
                left -= steps;
            }
        }
        while (k < count) add_one(k++);
    }

    /// Adds the products, each rounded for itself, of `count` numbers and as many others.
    template <class A, class B>
    constexpr void add_products(const A* a, const B* b, std::ptrdiff_t count) noexcept {
        add_numbers<true>(a, b, count);
    }

    /// Gives the sum; with `Parts` above 1 that of every `Parts`-th number from number `part` on.
    [[nodiscard]] constexpr F value(std::ptrdiff_t part = 0) const noexcept {
        lane_array lanes{};
        for (std::ptrdiff_t k = 0; k < lane_count; ++k) lanes[k] = lanes_[k];
        for (std::ptrdiff_t k = 0; k < pending_; ++k) lanes[k] += rest_[k];
        fold(lanes);
        F sum = lanes[part];
        for (int k = levels_; k-- > 0;) sum = totals_[k][part] + sum;
        return sum;
    }

private:
    using lane_array = F[static_cast<std::size_t>(lane_count)];

    template <bool Products, class A, class B>
    [[gnu::always_inline]] static constexpr F number(const A* a, [[maybe_unused]] const B* b,
                                                     std::ptrdiff_t k) noexcept {
        F x = detail::number_at<F>(a, k);
        if constexpr (Products) {
            x *= detail::number_at<F>(b, k);
            if (!__builtin_is_constant_evaluated()) detail::keep_rounded(x);
        }
        return x;
    }

    template <bool Products, class A, class B>
    constexpr void add_numbers(const A* a, const B* b, std::ptrdiff_t count) noexcept {
        std::ptrdiff_t k = 0;
        if (pending_ != 0 || count < lane_count) {
            for (; k < count && pending_ < lane_count; ++k) rest_[pending_++] = number<Products>(a, b, k);
            if (pending_ < lane_count) return;
            add_steps<false>(static_cast<const F*>(rest_), static_cast<const F*>(rest_), 1);
            count_steps(1);
            pending_ = 0;
        }
        constexpr std::ptrdiff_t a_size = detail::lane_bytes / static_cast<std::ptrdiff_t>(sizeof(A));
        constexpr std::ptrdiff_t b_size = detail::lane_bytes / static_cast<std::ptrdiff_t>(sizeof(B));
        constexpr auto size = static_cast<std::ptrdiff_t>(sizeof(F));
        a += k * size / static_cast<std::ptrdiff_t>(sizeof(A));
        b += k * size / static_cast<std::ptrdiff_t>(sizeof(B));
        for (std::ptrdiff_t left = (count - k) / lane_count; left > 0;) {
            const std::ptrdiff_t steps = left < block_steps - steps_ ? left : block_steps - steps_;
            add_steps<Products>(a, b, steps);
            count_steps(steps);
            a += steps * a_size;
            b += steps * b_size;
            left -= steps;
        }
        for (std::ptrdiff_t i = 0; i < (count - k) % lane_count; ++i) rest_[pending_++] = number<Products>(a, b, i);
    }

    template <bool Products, class A, class B>
    constexpr void add_steps(const A* a, const B* b, std::ptrdiff_t steps) noexcept {
        if (config::vector_bytes != 0 && !__builtin_is_constant_evaluated()) {
            using steps_of = detail::lane_steps<Products, F>;
            return steps_of::add(lanes_, detail::bytes_of(a), detail::bytes_of(b), steps,
                                 std::make_index_sequence<steps_of::vectors>());
        }
        for (std::ptrdiff_t step = 0; step < steps; ++step)
            for (std::ptrdiff_t k = 0; k < lane_count; ++k) lanes_[k] += number<Products>(a, b, step * lane_count + k);
    }

    constexpr void count_steps(std::ptrdiff_t steps) noexcept {
        steps_ += steps;
        if (steps_ != block_steps) return;
        steps_ = 0;
        fold(lanes_);
        // A binary counter: each set bit is the total of as many blocks.
        for (std::uint64_t full = blocks_++; (full & 1) != 0; full >>= 1) {
            --levels_;
            for (std::ptrdiff_t k = 0; k < Parts; ++k) lanes_[k] = totals_[levels_][k] + lanes_[k];
        }
        for (std::ptrdiff_t k = 0; k < Parts; ++k) totals_[levels_][k] = lanes_[k];
        ++levels_;
        clear();
    }

    // One by one: of a loop gcc 12 makes an instruction that takes longer to start than small sums take.
    constexpr void clear() noexcept {
        [this]<std::size_t... K>(std::index_sequence<K...>) {
            ((lanes_[K] = F{}), ...);
        }(std::make_index_sequence<static_cast<std::size_t>(lane_count)>());
    }

    // Each loop has a length that the compiler knows.
    template <std::ptrdiff_t Half = lane_count / 2>
    [[gnu::always_inline]] static constexpr void fold(lane_array& lanes) noexcept {
        for (std::ptrdiff_t k = 0; k < Half; ++k) lanes[k] += lanes[k + Half];
        if constexpr (Half / 2 >= Parts) fold<Half / 2>(lanes);
    }

    lane_array lanes_;
    std::ptrdiff_t steps_ = 0;
    std::ptrdiff_t pending_ = 0;
    std::uint64_t blocks_ = 0;
    int levels_ = 0;
    lane_array rest_; // numbers of a step that is not complete; not initialised, nor what follows
    // The totals of blocks, those of the most blocks first: small sums have none.
    F totals_[52][static_cast<std::size_t>(Parts)];
};

} // namespace lendbuf::inline LENDBUF_ABI::kernel
