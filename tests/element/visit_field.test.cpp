#include <array>
#include <bit>
#include <cstdint>
#include <lendbuf/element/visit_field.hpp>
#include <type_traits>

#include "support/catch.hpp"

namespace lb = lendbuf;

namespace {

/// Says as which type a value came, and which.
struct seen {
    char type = ' ';
    double number = 0;
    std::ptrdiff_t length = -1;

    friend constexpr bool operator==(const seen&, const seen&) noexcept = default;
};

struct look {
    constexpr seen operator()(std::int64_t value) const noexcept { return {'i', static_cast<double>(value)}; }
    constexpr seen operator()(std::uint64_t value) const noexcept { return {'u', static_cast<double>(value)}; }
    constexpr seen operator()(double value) const noexcept { return {'d', value}; }
    constexpr seen operator()(bool value) const noexcept { return {'?', value ? 1.0 : 0.0}; }
    constexpr seen operator()(const lb::complex_value<double>& value) const noexcept {
        return {'Z', value.real() + 1000 * value.imag()};
    }
    constexpr seen operator()(const lb::byte_run& value) const noexcept { return {'s', 0, value.length}; }
};

template <std::size_t Size>
constexpr lb::plan_field field_of(const char (&format)[Size]) {
    lb::format_walk walk(format, Size - 1);
    lb::format_field field;
    (void)walk.next(field);
    return {field, 0};
}

/// Visits the only value of `format` in bytes 1, 2, 3, ...
template <std::size_t Size>
constexpr seen visited(const char (&format)[Size]) {
    std::byte bytes[16]{};
    for (int n = 0; n < 16; ++n) bytes[n] = static_cast<std::byte>(n + 1);
    return lb::visit_field(static_cast<const std::byte*>(bytes), field_of(format), look());
}

/// Visits 0xFE, 0xFF, 0xFF, ...
template <std::size_t Size>
constexpr seen visited_negative(const char (&format)[Size]) {
    std::byte bytes[16]{};
    for (auto& byte : bytes) byte = std::byte{0xFF};
    bytes[0] = std::byte{0xFE};
    return lb::visit_field(static_cast<const std::byte*>(bytes), field_of(format), look());
}

} // namespace

TEST_CASE("integers come as 64 bits, unsigned only where they need it") {
    CHECK_BOTH(visited("<b") == seen{'i', 1});
    CHECK_BOTH(visited(">B") == seen{'i', 1});
    CHECK_BOTH(visited("<h") == seen{'i', 0x0201});
    CHECK_BOTH(visited(">H") == seen{'i', 0x0102});
    CHECK_BOTH(visited("<I") == seen{'i', 0x04030201});
    CHECK_BOTH(visited(">i") == seen{'i', 0x01020304});
    CHECK_BOTH(visited("<q") == seen{'i', static_cast<double>(0x0807060504030201)});
    CHECK_BOTH(visited(">Q") == seen{'u', static_cast<double>(0x0102030405060708)});
    CHECK_BOTH(visited_negative("<b") == seen{'i', -2});
    CHECK_BOTH(visited_negative("<B") == seen{'i', 254});
    CHECK_BOTH(visited_negative("<i") == seen{'i', -2});
    CHECK_BOTH(visited_negative("<I") == seen{'i', 0xFFFFFFFE});
    CHECK_BOTH(visited_negative("<q") == seen{'i', -2});
    CHECK(visited("P").type == 'u');
}

TEST_CASE("floats, complex numbers, truth and strings come as what they are") {
    constexpr auto of_bits = [](auto bits, const lb::plan_field& field) {
        const auto bytes = std::bit_cast<std::array<std::byte, sizeof bits>>(bits);
        return lb::visit_field(bytes.data(), field, look());
    };
    CHECK(of_bits(1.5f, field_of("=f")) == seen{'d', 1.5});
    CHECK(of_bits(-2.25, field_of("=d")) == seen{'d', -2.25});
    CHECK(of_bits(std::uint16_t{0x3C00}, field_of("=e")) == seen{'d', 1.0});
    CHECK(of_bits(std::array<float, 2>{2, 3}, field_of("=F")) == seen{'Z', 3002});
    CHECK_BOTH(visited("?") == seen{'?', 1});
    CHECK_BOTH(visited("c") == seen{'s', 0, 1});
    CHECK_BOTH(visited("5s") == seen{'s', 0, 5});
    CHECK_BOTH(visited("5p") == seen{'s', 0, 1});
    CHECK_BOTH(visited("0s") == seen{'s', 0, 0});
}

TEST_CASE("a run of values is visited one by one") {
    constexpr auto sum_of = [](std::ptrdiff_t count) {
        std::byte bytes[8]{};
        for (int n = 0; n < 8; ++n) bytes[n] = static_cast<std::byte>(n);
        double sum = 0;
        lb::visit_field_values(static_cast<const std::byte*>(bytes), field_of(">4H"), count,
                               [&](const auto& value) { sum = 10 * sum + look()(value).number; });
        return sum;
    };
    CHECK_BOTH(sum_of(4) == 1 * 1000.0 + 515 * 100 + 1029 * 10 + 1543);
    CHECK_BOTH(sum_of(0) == 0);
    int calls = 0;
    const std::byte truths[3] = {std::byte{0}, std::byte{2}, std::byte{0}};
    lb::visit_field_values(static_cast<const std::byte*>(truths), field_of("3?"), 3, [&](const auto& value) {
        CHECK(std::is_same_v<std::remove_cvref_t<decltype(value)>, bool> == (look()(value).type == '?'));
        CHECK(look()(value).number == (calls++ == 1 ? 1 : 0));
    });
    CHECK(calls == 3);
}

TEST_CASE("a field without a number code is visited by its kind") {
    lb::plan_field field = field_of("<h");
    field.number = lb::number_code::other;
    const std::byte bytes[2] = {std::byte{0xFF}, std::byte{0xFF}};
    CHECK(lb::visit_field(static_cast<const std::byte*>(bytes), field, look()) == seen{'i', -1});
    field = field_of(">Q");
    field.number = lb::number_code::other;
    CHECK(lb::visit_field(lb::detail::strided_bytes<const std::byte>{bytes, 0}, field, look()).type == 'u');
}
