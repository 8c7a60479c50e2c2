#include <lendbuf/kernel/half.hpp>
#include <vector>

#include "support/catch.hpp"

namespace lb = lendbuf;

TEST_CASE("widening without branches agrees with the plain conversion for every half", "[half]") {
    unsigned wrong = 0;
    for (std::uint32_t bits = 0; bits < 65536; ++bits) {
        const auto plain = std::bit_cast<std::uint32_t>(lb::half_to_float(static_cast<std::uint16_t>(bits)));
        const std::uint32_t wide = lb::kernel::widen_half(bits);
        // A register of the x87, which carries floats on i386, makes a signalling NaN quiet.
        const bool is_nan = (bits & 0x7FFFu) > 0x7C00u;
        if (wide != plain && !(is_nan && (wide | 0x400000u) == plain)) ++wrong;
    }
    CHECK(wrong == 0);
    STATIC_CHECK(lb::kernel::widen_half(0x3C00) == 0x3F800000u);
    STATIC_CHECK(lb::kernel::widen_half(1) == 0x33800000u);
}

TEST_CASE("rounding without branches agrees with the plain conversion", "[half]") {
    unsigned wrong = 0;
    const auto check = [&wrong](std::uint32_t bits) {
        const float value = std::bit_cast<float>(bits);
        const std::uint32_t narrow = lb::kernel::narrow_float(bits);
        if (narrow != lb::double_to_half(static_cast<double>(value)).bits) ++wrong;
    };
    // Around every half: its float, the ties on both sides, and their neighbours.
    for (std::uint32_t half = 0; half < 65536; ++half) {
        const std::uint32_t bits = lb::kernel::widen_half(half);
        if ((bits & 0x7F800000u) == 0x7F800000u) continue;
        for (const std::uint32_t near : {0u, 1u, 0xFFFu, 0x1000u, 0x1001u, 0x1FFFu}) check(bits + near);
    }
    for (std::uint64_t bits = 0; bits < (std::uint64_t{1} << 32); bits += 65521)
        if ((bits & 0x7F800000u) != 0x7F800000u) check(static_cast<std::uint32_t>(bits));
    CHECK(wrong == 0);
    CHECK(lb::kernel::narrow_float(0x7F800000u) == 0x7C00u);
    CHECK((lb::kernel::narrow_float(0x7F800001u) & 0x7E00u) == 0x7E00u);
}

TEST_CASE("runs of halves are widened like single ones, whatever stands beside them", "[half]") {
    const auto check = []<std::endian Order>(std::integral_constant<std::endian, Order>, std::uint16_t beside) {
        unsigned wrong = 0;
        std::vector<std::byte> halves(2 * 70 + 1);
        std::vector<std::byte> floats(4 * 70 + 1);
        for (std::uint32_t bits = 0; bits < 65536; bits += beside == 0 ? 1 : 13) {
            const std::ptrdiff_t place = bits % 70;
            for (std::ptrdiff_t k = 0; k < 70; ++k)
                lb::store_bits<Order>(halves.data() + 1 + 2 * k,
                                      k == place ? static_cast<std::uint16_t>(bits) : beside);
            lb::kernel::half_to_float<Order>(floats.data() + 1, halves.data() + 1, 70);
            for (const std::ptrdiff_t k : {place, place == 0 ? std::ptrdiff_t{69} : place - 1}) {
                const auto wide = lb::load_bits<std::uint32_t>(floats.data() + 1 + 4 * k);
                if (wide != lb::kernel::widen_half(k == place ? bits : beside)) ++wrong;
            }
        }
        return wrong;
    };
    constexpr std::uint16_t neighbours[] = {0, 0x8000, 0x3C00, 0xC512, 3};
    for (const std::uint16_t beside : neighbours) {
        CHECK(check(std::integral_constant<std::endian, std::endian::little>(), beside) == 0);
        CHECK(check(std::integral_constant<std::endian, std::endian::big>(), beside) == 0);
    }
}

TEST_CASE("the first overflow is found, in blocks and in the tail", "[half]") {
    std::vector<float> values(200, 1.0f);
    const auto first = [&values] {
        const void* data = values.data();
        return lb::kernel::first_half_overflow(static_cast<const std::byte*>(data),
                                               static_cast<std::ptrdiff_t>(values.size()));
    };
    CHECK(first() == -1);
    for (const std::size_t place : {199u, 150u, 64u, 63u, 0u}) {
        values[place] = 65520.0f;
        CHECK(first() == static_cast<std::ptrdiff_t>(place));
    }
}
