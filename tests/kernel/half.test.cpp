#include <lendbuf/kernel/half.hpp>
#include <vector>

#include "support/catch.hpp"

namespace lb = lendbuf;

TEST_CASE("runs of halves are widened like single ones, whatever stands beside them", "[half]") {
    const auto check = []<std::endian Order>(std::integral_constant<std::endian, Order>, std::uint16_t beside) {
        unsigned wrong = 0;
        std::vector<std::byte> halves(2 * 70 + 1);
        std::vector<std::byte> floats(4 * 70 + 1);
        for (std::uint32_t bits = 0; bits < 65536; bits += beside == 0 ? 1 : 13) {
            const auto place = static_cast<std::ptrdiff_t>(bits % 70);
            for (std::ptrdiff_t k = 0; k < 70; ++k)
                lb::store_bits<Order>(halves.data() + 1 + 2 * k,
                                      k == place ? static_cast<std::uint16_t>(bits) : beside);
            lb::kernel::half_to_float<Order>(floats.data() + 1, halves.data() + 1, 70);
            for (const std::ptrdiff_t k : {place, place == 0 ? std::ptrdiff_t{69} : place - 1}) {
                const auto wide = lb::load_bits<std::uint32_t>(floats.data() + 1 + 4 * k);
                if (wide != lb::widen_half(k == place ? bits : beside)) ++wrong;
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

TEST_CASE("runs of floats are rounded like single ones, whatever stands beside them", "[half]") {
    const auto check = []<std::endian Order>(std::integral_constant<std::endian, Order>, float beside) {
        unsigned wrong = 0;
        std::vector<std::byte> halves(2 * 70 + 1);
        std::vector<std::byte> floats(4 * 70 + 1);
        const auto beside_bits = std::bit_cast<std::uint32_t>(beside);
        for (std::uint64_t all_bits = 0; all_bits <= 0xFFFFFFFFu; all_bits += 262111) {
            const auto bits = static_cast<std::uint32_t>(all_bits);
            const auto place = static_cast<std::ptrdiff_t>(bits % 70);
            for (std::ptrdiff_t k = 0; k < 70; ++k)
                lb::store_bits(floats.data() + 1 + 4 * k, k == place ? bits : beside_bits);
            lb::kernel::float_to_half<Order>(halves.data() + 1, floats.data() + 1, 70);
            for (const std::ptrdiff_t k : {place, place == 0 ? std::ptrdiff_t{69} : place - 1})
                if (lb::load_bits<std::uint16_t, Order>(halves.data() + 1 + 2 * k) !=
                    lb::narrow_float(k == place ? bits : beside_bits))
                    ++wrong;
        }
        return wrong;
    };
    for (const float beside : {0.0f, -0.0f, 1.0f, -2049.0f, 65519.0f, 65520.0f, 6.0e-5f, 6.2e-5f, 1e-9f}) {
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
