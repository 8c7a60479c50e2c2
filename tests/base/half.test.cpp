#include <bit>
#include <cmath>
#include <cstdint>
#include <lendbuf/base/half.hpp>
#include <limits>
#include <type_traits>

#include "support/catch.hpp"

namespace lb = lendbuf;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

// The value of a finite half, from the definition of the format.
double value_of(unsigned bits) {
    const int exponent = static_cast<int>(bits >> 10 & 31);
    const int fraction = static_cast<int>(bits & 1023);
    const double magnitude = exponent == 0 ? std::ldexp(fraction, -24) : std::ldexp(1024 + fraction, exponent - 25);
    return (bits & 0x8000) != 0 ? -magnitude : magnitude;
}

constexpr bool rounds(double value, unsigned bits, bool overflow = false) {
    const lb::half_bits rounded = lb::double_to_half(value);
    return rounded.bits == bits && rounded.overflow == overflow;
}

} // namespace

TEST_CASE("every finite half widens to the value that IEEE 754 defines") {
    int wrong = 0;
    for (unsigned bits = 0; bits < 0x10000; ++bits) {
        if ((bits >> 10 & 31) == 31) continue;
        const double expected = value_of(bits);
        const double got = lb::half_to_float(static_cast<std::uint16_t>(bits));
        if (got != expected || std::signbit(got) != std::signbit(expected)) ++wrong;
    }
    CHECK(wrong == 0);
}

TEST_CASE("infinities and NaNs stay what they are") {
    CHECK_BOTH(lb::half_to_float(0x7C00) == static_cast<float>(infinity));
    CHECK_BOTH(lb::half_to_float(0xFC00) == -static_cast<float>(infinity));
    int wrong = 0;
    for (unsigned fraction = 1; fraction < 1024; ++fraction)
        for (const unsigned sign : {0u, 0x8000u}) {
            const auto bits = static_cast<std::uint16_t>(sign | 0x7C00u | fraction);
            const auto wide = std::bit_cast<std::uint32_t>(lb::half_to_float(bits));
            // A register of the x87 makes a signalling NaN quiet.
            const std::uint32_t expected = sign << 16 | 0x7F800000u | fraction << 13;
            if (wide != expected && wide != (expected | 0x400000u)) ++wrong;
            // Back again: the payload stays, the NaN is quiet.
            if (lb::double_to_half(lb::half_to_float(bits)).bits != (bits | 0x200u)) ++wrong;
        }
    CHECK(wrong == 0);
}

TEST_CASE("every half survives the way to double and back") {
    int wrong = 0;
    for (unsigned bits = 0; bits < 0x10000; ++bits) {
        if ((bits & 0x7FFFu) > 0x7C00u) continue;
        const auto half = static_cast<std::uint16_t>(bits);
        if (!rounds(static_cast<double>(lb::half_to_float(half)), bits)) ++wrong;
    }
    CHECK(wrong == 0);
}

TEST_CASE("numbers between two halves round to the nearer one, ties to even") {
    int wrong = 0;
    for (unsigned low = 0; low < 0x7BFF; ++low)
        for (const unsigned sign : {0u, 0x8000u}) {
            const unsigned high = low + 1;
            const double tie = (value_of(sign | low) + value_of(sign | high)) / 2; // exact
            const double outwards = sign != 0 ? -infinity : infinity;
            if (!rounds(tie, sign | (low % 2 == 0 ? low : high))) ++wrong;
            if (!rounds(std::nextafter(tie, 0.0), sign | low)) ++wrong;
            if (!rounds(std::nextafter(tie, outwards), sign | high)) ++wrong;
        }
    CHECK(wrong == 0);
}

TEST_CASE("65520 is the first number that is too large") {
    CHECK_BOTH(rounds(65504.0, 0x7BFF));
    CHECK_BOTH(rounds(65519.99999999999, 0x7BFF));
    CHECK_BOTH(rounds(65520.0, 0x7C00, true));
    CHECK_BOTH(rounds(-65520.0, 0xFC00, true));
    CHECK_BOTH(rounds(65536.0, 0x7C00, true));
    CHECK_BOTH(rounds(1e300, 0x7C00, true));
    CHECK_BOTH(rounds(infinity, 0x7C00, false)); // infinite before, not too large
    CHECK_BOTH(rounds(-infinity, 0xFC00, false));
}

TEST_CASE("tiny numbers round to zero and keep their sign") {
    CHECK_BOTH(rounds(0.0, 0x0000));
    CHECK_BOTH(rounds(-0.0, 0x8000));
    CHECK_BOTH(rounds(0x1p-25, 0x0000));
    CHECK_BOTH(rounds(-0x1p-25, 0x8000));
    CHECK_BOTH(rounds(0x1.0000000000001p-25, 0x0001));
    CHECK_BOTH(rounds(0x1p-24, 0x0001));
    CHECK_BOTH(rounds(0x1p-14, 0x0400));
    CHECK_BOTH(rounds(0x1.ff8p-15, 0x03FF));
    CHECK_BOTH(rounds(0x1.ffcp-15, 0x0400)); // a tie that leaves the subnormals
    CHECK_BOTH(rounds(std::numeric_limits<double>::denorm_min(), 0x0000));
}

TEST_CASE("rounding a double takes one step, not two through float") {
    CHECK_BOTH(rounds(1.0 + 0x1p-11, 0x3C00));
    CHECK_BOTH(rounds(1.0 + 0x1p-11 + 0x1p-40, 0x3C01));
    CHECK_BOTH(lb::half(1.0 + 0x1p-11 + 0x1p-40).bits() == 0x3C01);
}

TEST_CASE("bits are those that struct packs with e") {
    struct row {
        double value;
        unsigned bits;
    };
    static constexpr row rows[] = {
        {1.0, 0x3C00},     {-2.0, 0xC000},    {0.5, 0x3800},        {0.1, 0x2E66},      {1.0 / 3, 0x3555},
        {3.14159, 0x4248}, {65504.0, 0x7BFF}, {6.1035e-05, 0x0400}, {5.96e-08, 0x0001}, {1e-7, 0x0002},
        {2049.0, 0x6800},  {2051.0, 0x6802},  {-0.0, 0x8000},       {100.7, 0x564B},
    };
    for (const row& r : rows) {
        CAPTURE(r.value);
        CHECK(rounds(r.value, r.bits));
    }
}

TEST_CASE("a half is two bytes that read as float") {
    STATIC_CHECK(sizeof(lb::half) == 2);
    STATIC_CHECK(std::is_trivially_copyable_v<lb::half>);
    STATIC_CHECK_FALSE(std::is_convertible_v<float, lb::half>);
    CHECK_BOTH(lb::half(1.5f).bits() == 0x3E00);
    CHECK_BOTH(lb::half::from_bits(0x3E00) == 1.5f);
    CHECK_BOTH(lb::half::from_bits(0x3E00).bits() == 0x3E00);
    CHECK_BOTH(lb::half(1e6).bits() == 0x7C00);
    CHECK_BOTH(lb::half(1e6f).bits() == 0x7C00);
    CHECK_BOTH(lb::half(-1.5f).bits() == 0xBE00);
    CHECK_BOTH(lb::half(1e-7f).bits() == 0x0002);
    CHECK_BOTH(lb::half(__builtin_nanf("")).bits() == 0x7E00);
    CHECK_BOTH(lb::half(-__builtin_inff()).bits() == 0xFC00);
}

TEST_CASE("rounding without branches agrees with the plain conversion") {
    unsigned wrong = 0;
    const auto check = [&wrong](std::uint32_t bits) {
        const float value = std::bit_cast<float>(bits);
        const std::uint32_t narrow = lb::narrow_float(bits);
        if (narrow != lb::double_to_half(static_cast<double>(value)).bits) ++wrong;
    };
    // Around every half: its float, the ties on both sides, and their neighbours.
    for (std::uint32_t half = 0; half < 65536; ++half) {
        const std::uint32_t bits = lb::widen_half(half);
        if ((bits & 0x7F800000u) == 0x7F800000u) continue;
        for (const std::uint32_t near : {0u, 1u, 0xFFFu, 0x1000u, 0x1001u, 0x1FFFu}) check(bits + near);
    }
    for (std::uint64_t bits = 0; bits < (std::uint64_t{1} << 32); bits += 65521)
        if ((bits & 0x7F800000u) != 0x7F800000u) check(static_cast<std::uint32_t>(bits));
    CHECK(wrong == 0);
    CHECK(lb::narrow_float(0x7F800000u) == 0x7C00u);
    CHECK((lb::narrow_float(0x7F800001u) & 0x7E00u) == 0x7E00u);
}
