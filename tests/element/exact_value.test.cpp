#include <complex>
#include <concepts>
#include <cstdint>
#include <lendbuf/base/half.hpp>
#include <lendbuf/element/exact_value.hpp>
#include <limits>

#include "support/catch.hpp"

namespace lb = lendbuf;

namespace {

template <class T>
constexpr T stored(lb::exact_value<T> value) {
    return value.value();
}

// What is asked of a variable, whose value the compiler does not know.
template <class T, class V>
concept takes_variable = requires(V& v) { lb::exact_value<T>(v); };

} // namespace

TEST_CASE("constants become items when they are values of theirs") {
    CHECK_BOTH(stored<std::uint8_t>(255) == 255 && stored<std::int8_t>(-128) == -128 && stored<char>(65) == 'A');
    CHECK_BOTH(stored<float>(0) == 0.0f && stored<float>(0.1) == 0.1f && stored<double>(1) == 1.0);
    CHECK_BOTH(stored<std::byte>(200) == std::byte{200} && stored<std::uint64_t>(5) == 5u);
    CHECK_BOTH(stored<lb::half>(0.5) == 0.5f && stored<lb::half>(2048) == 2048.0f);
    CHECK_BOTH(stored<lb::be<std::uint16_t>>(258).value() == 258);
    CHECK_BOTH(stored<float>(std::numeric_limits<double>::infinity()) == std::numeric_limits<float>::infinity());
}

TEST_CASE("variables become items when all their values can") {
    const auto test = []<class T, class V>(T expected, V variable) { return stored<T>(variable) == expected; };
    CHECK(test(7, std::uint8_t{7}));
    CHECK(test(1.5, 1.5f));
    CHECK(test(7.0, 7));
    CHECK(test(std::byte{7}, static_cast<unsigned char>(7)));
    CHECK(test(7, lb::be<int>(7)));
    CHECK(stored<lb::be<int>>(std::uint16_t{7}).value() == 7);
    CHECK(stored<std::complex<float>>(lb::be<std::complex<float>>(std::complex<float>(1, 2))).imag() == 2.0f);
}

TEST_CASE("nothing is converted that could lose something") {
    STATIC_CHECK_FALSE(std::constructible_from<lb::exact_value<int>, double>);
    STATIC_CHECK_FALSE(std::constructible_from<lb::exact_value<bool>, int>);
    STATIC_CHECK_FALSE(std::constructible_from<lb::exact_value<int>, const char*>);
    STATIC_CHECK_FALSE(std::constructible_from<lb::exact_value<lb::half>, const char*>);
    STATIC_CHECK_FALSE(std::constructible_from<lb::exact_value<int*>, int>);
    STATIC_CHECK((takes_variable<int, short> && takes_variable<int, int>));
}
