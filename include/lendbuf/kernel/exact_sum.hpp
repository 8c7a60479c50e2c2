// Sums of integers that cannot overflow: by vectors of wider lanes, and in 128 bits behind them.
#pragma once

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <lendbuf/base/byte_like.hpp>
#include <lendbuf/kernel/byte_vector.hpp>
#include <lendbuf/kernel/lane_sum.hpp>
#include <type_traits>
#include <utility>

namespace lendbuf::inline LENDBUF_ABI::kernel {

namespace detail {

/// Holds what `word_lanes` finds: the sum of words modulo 2^64, and for words of 8 bytes the sum of their upper halves.
struct word_totals {
    std::uint64_t sum = 0;
    std::uint64_t upper = 0;
};

/// Sums unsigned words in vectors. Signed ones are turned into unsigned ones: each becomes 2^(bits - 1) larger.
template <class U, bool Signed>
class word_lanes {
    static constexpr int bits = 8 * static_cast<int>(sizeof(U));
    static constexpr bool is_widest = sizeof(U) == 8;
    using wide = uint_of_size<is_widest ? 8 : 2 * sizeof(U)>; // a pair of words: no widest type has a wider one
    using vector = vector_of<wide>;

public:
    static constexpr std::ptrdiff_t step = 4 * vector_size;
    // Until lanes could overflow, or their totals.
    static constexpr std::ptrdiff_t most_steps = sizeof(U) == 1 ? 256 : 65536;

    static word_totals sum(const std::byte* from, std::ptrdiff_t steps) noexcept {
        return run(from, steps, std::make_index_sequence<4>());
    }

private:
    static constexpr auto low_mask = static_cast<wide>(is_widest ? ~wide{} : static_cast<wide>(static_cast<U>(~U{})));
    static constexpr auto sign = static_cast<U>(U{1} << (bits - 1));
    static constexpr auto signs = static_cast<wide>(is_widest ? sign : static_cast<wide>(sign) << bits % 64 | sign);

    [[gnu::always_inline]] static void add(vector& low, vector& high, const std::byte* from) noexcept {
        vector x;
        load_vector(x, from);
        if constexpr (Signed) x ^= signs;
        if constexpr (is_widest) {
            low += x;
            high += x >> 32;
        } else {
            low += x & low_mask;
            high += x >> bits;
        }
    }

    template <std::size_t... K>
    static word_totals run(const std::byte* from, std::ptrdiff_t steps, std::index_sequence<K...>) noexcept {
        vector low[4] = {};
        vector high[4] = {};
        for (; steps > 0; --steps, from += step)
            (add(low[K], high[K], from + vector_size * static_cast<std::ptrdiff_t>(K)), ...);
        word_totals totals;
        wide lanes[4 * static_cast<std::size_t>(vector_size) / sizeof(wide)];
        std::memcpy(lanes, low, sizeof lanes);
        for (const wide lane : lanes) totals.sum += lane;
        std::memcpy(lanes, high, sizeof lanes);
        for (const wide lane : lanes) (is_widest ? totals.upper : totals.sum) += lane;
        return totals;
    }
};

#if defined(__SSE2__)
/// Sums bytes: there is an instruction that sums the differences between theirs and others, zeros here.
template <bool Signed>
class word_lanes<std::uint8_t, Signed> {
    using chars = vector_of<char>;
    using vector = vector_of<long long>;

public:
    static constexpr std::ptrdiff_t step = 4 * vector_size;
    static constexpr std::ptrdiff_t most_steps = std::ptrdiff_t{1} << 20;

    static word_totals sum(const std::byte* from, std::ptrdiff_t steps) noexcept {
        return run(from, steps, std::make_index_sequence<4>());
    }

private:
    [[gnu::always_inline]] static void add(vector& to, const std::byte* from) noexcept {
        vector_of<std::uint8_t> x;
        load_vector(x, from);
        if constexpr (Signed) x ^= std::uint8_t{0x80};
#    if defined(__AVX2__)
        to += reinterpret_cast<vector>(__builtin_ia32_psadbw256(reinterpret_cast<chars>(x), chars{}));
#    else
        to += reinterpret_cast<vector>(__builtin_ia32_psadbw128(reinterpret_cast<chars>(x), chars{}));
#    endif
    }

    template <std::size_t... K>
    static word_totals run(const std::byte* from, std::ptrdiff_t steps, std::index_sequence<K...>) noexcept {
        vector sums[4] = {};
        for (; steps > 0; --steps, from += step)
            (add(sums[K], from + vector_size * static_cast<std::ptrdiff_t>(K)), ...);
        sums[0] += sums[1] + sums[2] + sums[3];
        word_totals totals;
        for (std::ptrdiff_t k = 0; k < mask_words; ++k) totals.sum += static_cast<std::uint64_t>(sums[0][k]);
        return totals;
    }
};
#endif

} // namespace detail

/// Sums integers of up to 64 bits, or products of such, exactly: the sum has 128 bits.
class exact_sum {
public:
    /// Adds `count` integers of type `N`: of an array, or of their bytes at any address.
    /// Complexity: linear; four vectors a step.
    template <std::integral N, class Source>
    constexpr void add(const Source* from, std::ptrdiff_t count) noexcept {
        std::ptrdiff_t k = 0;
        if (config::vector_bytes != 0 && !__builtin_is_constant_evaluated())
            k = add_vectors<N>(detail::bytes_of(from), count);
        if constexpr (sizeof(N) == 8) {
            for (; k < count; ++k) add_number(detail::number_at<N>(from, k));
        } else {
            constexpr std::ptrdiff_t block = std::ptrdiff_t{1} << 30; // not enough to overflow
            while (k < count) {
                const std::ptrdiff_t end = count - k < block ? count : k + block;
                std::int64_t sum = 0;
                for (; k < end; ++k) sum += static_cast<std::int64_t>(detail::number_at<N>(from, k));
                add_number(sum);
            }
        }
    }

    /// Adds the products of `count` integers of type `N` and as many of type `M`.
    template <std::integral N, std::integral M, class A, class B>
    constexpr void add_products(const A* a, const B* b, std::ptrdiff_t count) noexcept {
        if constexpr (sizeof(N) <= 4 && sizeof(M) <= 4) {
            constexpr std::ptrdiff_t block = std::ptrdiff_t{1} << 30; // not enough to overflow
            for (std::ptrdiff_t k = 0; k < count;) {
                const std::ptrdiff_t end = count - k < block ? count : k + block;
                k = add_narrow_products<N, M>(a, b, k, end);
            }
        } else {
            exact_sum sums[2]; // two chains of carries
            std::ptrdiff_t k = 0;
            for (; count - k >= small_block; k += small_block)
                if (!add_small_products<N, M>(a, b, k)) break;
            for (; k + 2 <= count; k += 2) {
                sums[0].add_product(detail::number_at<N>(a, k), detail::number_at<M>(b, k));
                sums[1].add_product(detail::number_at<N>(a, k + 1), detail::number_at<M>(b, k + 1));
            }
            if (k < count) add_product(detail::number_at<N>(a, k), detail::number_at<M>(b, k));
            for (const exact_sum& sum : sums) add_words(sum.low_, sum.high_);
        }
    }

    /// Gives the sum modulo 2^64.
    template <std::integral R>
        requires(sizeof(R) == 8)
    [[nodiscard]] constexpr R value() const noexcept {
        return static_cast<R>(low_);
    }

    /// Tells whether `R`, of 64 bits, holds the sum.
    template <std::integral R>
        requires(sizeof(R) == 8)
    [[nodiscard]] constexpr bool fits() const noexcept {
        return high_ == (std::is_signed_v<R> ? std::uint64_t{0} - (low_ >> 63) : 0);
    }

private:
    constexpr void add_words(std::uint64_t low, std::uint64_t high) noexcept {
        low_ += low;
        high_ += high + (low_ < low ? 1 : 0);
    }
    template <std::integral N>
    constexpr void add_number(N number) noexcept {
        add_words(static_cast<std::uint64_t>(number), sign_of(number));
    }

    template <std::integral N>
    [[nodiscard]] static constexpr std::uint64_t sign_of(N number) noexcept {
        if constexpr (std::is_signed_v<N>)
            return number < 0 ? ~std::uint64_t{0} : 0;
        else
            return 0;
    }

    // Products of 64 bits: the halves are summed apart, without carries; compilers make vectors of it.
    template <std::integral N, std::integral M, class A, class B>
    constexpr std::ptrdiff_t add_narrow_products(const A* a, const B* b, std::ptrdiff_t k,
                                                 std::ptrdiff_t end) noexcept {
        constexpr bool is_signed = std::is_signed_v<N> || std::is_signed_v<M>;
        constexpr bool fits_int = sizeof(N) == 1 && sizeof(M) == 1;
        using product = std::conditional_t<is_signed, std::int64_t, std::uint64_t>;
        if constexpr (fits_int) {
            const std::ptrdiff_t near = end - k < 32768 ? end : k + 32768;
            std::int32_t sum = 0;
            for (; k < near; ++k) sum += std::int32_t{detail::number_at<N>(a, k)} * detail::number_at<M>(b, k);
            add_number(sum);
        } else if constexpr (sizeof(N) <= 2 && sizeof(M) <= 2) {
            std::int64_t sum = 0;
            for (; k < end; ++k) sum += std::int64_t{detail::number_at<N>(a, k)} * detail::number_at<M>(b, k);
            add_number(sum);
        } else {
            constexpr std::uint64_t bias = is_signed ? std::uint64_t{1} << 63 : 0; // shifts of signed words are slow
            const auto numbers = static_cast<std::uint64_t>(end - k);
            std::uint64_t low = 0;
            std::uint64_t high = 0;
            for (; k < end; ++k) {
                const product p =
                    static_cast<product>(detail::number_at<N>(a, k)) * static_cast<product>(detail::number_at<M>(b, k));
                low += static_cast<std::uint64_t>(p);
                high += (static_cast<std::uint64_t>(p) ^ bias) >> 32;
            }
            // The lower halves, each below 2^32, are the part of the sum that the upper ones leave open.
            add_number(low + (is_signed ? numbers << 63 : 0) - (high << 32));
            add_words(high << 32, high >> 32);
            if constexpr (is_signed) subtract_biases(numbers);
        }
        return k;
    }

    static constexpr std::ptrdiff_t small_block = 512;

    // Adds as many products where they are so small that 64 bits hold their sum; says whether they are.
    template <std::integral N, std::integral M, class A, class B>
    constexpr bool add_small_products(const A* a, const B* b, std::ptrdiff_t k) noexcept {
        std::uint64_t a_bits = 0;
        std::uint64_t b_bits = 0;
        for (std::ptrdiff_t i = k; i < k + small_block; ++i) {
            const N x = detail::number_at<N>(a, i);
            const M y = detail::number_at<M>(b, i);
            a_bits |= static_cast<std::uint64_t>(x) ^ sign_of(x);
            b_bits |= static_cast<std::uint64_t>(y) ^ sign_of(y);
        }
        if (std::bit_width(a_bits) + std::bit_width(b_bits) + std::bit_width(std::uint64_t{small_block}) > 63)
            return false;
        const auto product = [&](std::ptrdiff_t i) {
            return static_cast<std::uint64_t>(detail::number_at<N>(a, i)) *
                   static_cast<std::uint64_t>(detail::number_at<M>(b, i));
        };
        std::uint64_t sum = 0;
        for (std::ptrdiff_t i = k; i < k + small_block; i += 4)
            sum += (product(i) + product(i + 1)) + (product(i + 2) + product(i + 3));
        add_number(static_cast<std::int64_t>(sum));
        return true;
    }

    // Takes away `numbers` times 2^63.
    constexpr void subtract_biases(std::uint64_t numbers) noexcept {
        const std::uint64_t bias = numbers << 63;
        add_words(std::uint64_t{0} - bias, ~(numbers >> 1) + (bias == 0 ? 1 : 0));
    }

    template <std::integral N, std::integral M>
    constexpr void add_product(N a, M b) noexcept {
        const auto x = static_cast<std::uint64_t>(a);
        const auto y = static_cast<std::uint64_t>(b);
#if LENDBUF_INT128
        __extension__ using product = unsigned __int128;
        const product p = static_cast<product>(x) * y;
        const auto low = static_cast<std::uint64_t>(p);
        auto high = static_cast<std::uint64_t>(p >> 64);
#else
        constexpr std::uint64_t half = 0xffffffff;
        const std::uint64_t middle = (x >> 32) * (y & half) + ((x & half) * (y & half) >> 32);
        const std::uint64_t other = (x & half) * (y >> 32) + (middle & half);
        const std::uint64_t low = x * y;
        std::uint64_t high = (x >> 32) * (y >> 32) + (middle >> 32) + (other >> 32);
#endif
        // A negative number was taken for one that is 2^64 larger.
        high -= (sign_of(a) & y) + (sign_of(b) & x);
        add_words(low, high);
    }

    // Gives how many numbers were added.
    template <std::integral N>
    std::ptrdiff_t add_vectors(const std::byte* from, std::ptrdiff_t count) noexcept {
        constexpr auto size = static_cast<std::ptrdiff_t>(sizeof(N));
        constexpr int bits = 8 * static_cast<int>(size);
        using lanes = detail::word_lanes<uint_of_size<sizeof(N)>, std::is_signed_v<N>>;
        const std::ptrdiff_t steps = count / (lanes::step / size);
        for (std::ptrdiff_t done = 0; done < steps;) {
            const std::ptrdiff_t part = steps - done < lanes::most_steps ? steps - done : lanes::most_steps;
            const detail::word_totals totals = lanes::sum(from + done * lanes::step, part);
            const auto numbers = static_cast<std::uint64_t>(part * (lanes::step / size));
            if constexpr (size == 8) {
                // The lower halves, each below 2^32, are the part of the sum that the upper ones leave open.
                const std::uint64_t lower = totals.sum - (totals.upper << 32);
                add_words(totals.sum, (totals.upper + (lower >> 32)) >> 32);
                if constexpr (std::is_signed_v<N>) subtract_biases(numbers);
            } else if constexpr (std::is_signed_v<N>) {
                add_number(static_cast<std::int64_t>(totals.sum - (numbers << (bits - 1))));
            } else {
                add_number(totals.sum);
            }
            done += part;
        }
        return steps * (lanes::step / size);
    }

    std::uint64_t low_ = 0;
    std::uint64_t high_ = 0;
};

} // namespace lendbuf::inline LENDBUF_ABI::kernel
