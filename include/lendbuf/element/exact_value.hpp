// Arguments that become items without losing anything: what compiles is exact, constants are checked one by one.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <lendbuf/base/number_limits.hpp>
#include <lendbuf/element/endian.hpp>
#include <lendbuf/element/transfer.hpp>
#include <type_traits>

namespace lendbuf::inline LENDBUF_ABI {

namespace detail {

template <class T>
concept number_or_byte = std::is_arithmetic_v<T> || std::same_as<T, std::byte>;

// Braces refuse to narrow, but also to make floats of integers that fit.
template <class Plain, class V>
concept fits_in_float =
    std::integral<V> && std::floating_point<Plain> && (number_limits<V>::digits <= number_limits<Plain>::digits);
template <class Plain, class V>
concept widens_to =
    number_or_byte<Plain> && number_or_byte<V> && (fits_in_float<Plain, V> || requires(const V& v) { Plain{v}; });

template <class F>
[[nodiscard]] consteval bool is_finite(F value) {
    return value >= number_limits<F>::lowest() && value <= number_limits<F>::max();
}

template <class Plain, class V>
concept checked_constant_for =
    std::is_arithmetic_v<V> && !std::same_as<V, bool> && !std::same_as<Plain, bool> && !widens_to<Plain, V> &&
    (std::integral<V> ? number_or_byte<Plain> || std::same_as<Plain, half>
                      : std::floating_point<Plain> || std::same_as<Plain, half>);

// Not constexpr, so that a constant expression that gets here does not compile; the name is the message.
inline void this_constant_is_not_a_value_of_the_items() {}

template <class Plain, class V>
consteval Plain converted_constant(V value) {
    if constexpr (std::same_as<Plain, half>) {
        const half item(static_cast<double>(value));
        const bool overflow = (item.bits() & 0x7FFFu) == 0x7C00u;
        if (overflow && is_finite(value)) this_constant_is_not_a_value_of_the_items();
        if (std::integral<V> && static_cast<double>(static_cast<float>(item)) != static_cast<double>(value))
            this_constant_is_not_a_value_of_the_items();
        return item;
    } else if constexpr (std::floating_point<V>) {
        // As in braces: rounding is fine, overflow is not.
        if (is_finite(value) && (value > static_cast<V>(number_limits<Plain>::max()) ||
                                 value < static_cast<V>(number_limits<Plain>::lowest())))
            this_constant_is_not_a_value_of_the_items();
        return static_cast<Plain>(value);
    } else if constexpr (std::same_as<Plain, std::byte>) {
        if (value < V{} || static_cast<std::uintmax_t>(value) > 255) this_constant_is_not_a_value_of_the_items();
        return static_cast<std::byte>(value);
    } else {
        const auto item = static_cast<Plain>(value);
        if (static_cast<V>(item) != value || (item < Plain{}) != (value < V{}))
            this_constant_is_not_a_value_of_the_items();
        return item;
    }
}

} // namespace detail

/// Holds a `T` that was made without loss: from a `T`, from a type all of whose values are values of `T`, or from a
/// constant, which the compiler checks.
///
/// For parameters: `f(exact_value<std::uint8_t> v)` takes 255 and an unsigned char, but neither 256 nor an int variable,
/// which need a cast.
template <class T>
class exact_value {
    using plain = typename detail::stored<T>::type;

public:
    // A template, so that nothing is converted on the way to a T.
    template <std::same_as<T> V>
    constexpr exact_value(const V& value) noexcept : value_(value) {}

    template <class V>
        requires(!std::same_as<V, T> && (detail::widens_to<plain, V> || (transfer_of<V, T> != item_transfer::refused)))
    constexpr exact_value(const V& value) noexcept : value_(convert(value)) {}

    template <class V>
        requires(!std::same_as<V, T> && detail::checked_constant_for<plain, V>)
    consteval exact_value(V value) : value_(detail::converted_constant<plain>(value)) {}

    [[nodiscard]] constexpr const T& value() const noexcept { return value_; }

private:
    template <class V>
    static constexpr T convert(const V& value) noexcept {
        if constexpr (detail::widens_to<plain, V>) {
            return T(static_cast<plain>(value));
        } else {
            T item;
            transfer_item(value, item);
            return item;
        }
    }

    T value_;
};

} // namespace lendbuf::inline LENDBUF_ABI
