// The ranges of numbers: the part of std::numeric_limits that the library needs, without its 1,500 lines.
#pragma once

#include <concepts>
#include <lendbuf/base/config.hpp>
#include <type_traits>

namespace lendbuf::inline LENDBUF_ABI {

/// Gives the range of a number type, by the names of std::numeric_limits.
template <class T>
struct number_limits;

template <std::integral T>
struct number_limits<T> {
    static constexpr int digits =
        std::same_as<std::remove_cv_t<T>, bool> ? 1 : static_cast<int>(8 * sizeof(T)) - (std::is_signed_v<T> ? 1 : 0);
    [[nodiscard]] static constexpr T max() noexcept { return static_cast<T>(~0ULL >> (64 - digits)); }
    [[nodiscard]] static constexpr T min() noexcept {
        if constexpr (std::is_signed_v<T>)
            return static_cast<T>(-max() - 1);
        else
            return T{};
    }
    [[nodiscard]] static constexpr T lowest() noexcept { return min(); }
};

template <>
struct number_limits<float> {
    static constexpr int digits = __FLT_MANT_DIG__;
    [[nodiscard]] static constexpr float max() noexcept { return __FLT_MAX__; }
    [[nodiscard]] static constexpr float lowest() noexcept { return -__FLT_MAX__; }
};
template <>
struct number_limits<double> {
    static constexpr int digits = __DBL_MANT_DIG__;
    [[nodiscard]] static constexpr double max() noexcept { return __DBL_MAX__; }
    [[nodiscard]] static constexpr double lowest() noexcept { return -__DBL_MAX__; }
};
template <>
struct number_limits<long double> {
    static constexpr int digits = __LDBL_MANT_DIG__;
    [[nodiscard]] static constexpr long double max() noexcept { return __LDBL_MAX__; }
    [[nodiscard]] static constexpr long double lowest() noexcept { return -__LDBL_MAX__; }
};

} // namespace lendbuf::inline LENDBUF_ABI
