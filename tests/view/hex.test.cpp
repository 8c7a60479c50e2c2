#include "support/catch.hpp"
#include "support/failure.hpp"

#include <array>
#include <cstdint>
#include <lendbuf/element/endian.hpp>
#include <lendbuf/owner/standard.hpp>
#include <lendbuf/view/hex.hpp>
#include <limits>
#include <string>
#include <string_view>

namespace lb = lendbuf;
using lb::buffer_view;
using lb::errc;
using lb::none;
using lb::slice;

namespace {

constexpr std::array<std::uint8_t, 5> five{0xb9, 0x01, 0xef, 0x00, 0x7f};

template <class X>
constexpr bool writes(const X& x, std::string_view expected, lb::hex_separator sep = none,
                      std::ptrdiff_t bytes_per_sep = 1) {
    char text[64] = {};
    for (char& c : text) c = '#';
    const auto written = lb::hex_into(x, text, sep, bytes_per_sep);
    return written == lb::try_hex_size(x, sep, bytes_per_sep).value() &&
           std::string_view(text, static_cast<std::size_t>(written)) == expected && text[written] == '#';
}

} // namespace

TEST_CASE("bytes become digits, in groups from the right or from the left") {
    // Python: bytes.fromhex("b901ef007f").hex("_", n)
    CHECK_BOTH(writes(five, "b901ef007f"));
    CHECK_BOTH(writes(five, "b9:01:ef:00:7f", ':'));
    CHECK_BOTH(writes(five, "b9_01ef_007f", '_', 2) && writes(five, "b901_ef00_7f", '_', -2));
    CHECK_BOTH(writes(five, "b901 ef007f", ' ', 3) && writes(five, "b901ef 007f", ' ', -3));
    CHECK_BOTH(writes(five, "b9-01ef007f", '-', 4) && writes(five, "b901ef00-7f", '-', -4));
}

TEST_CASE("groups of everything, or of nothing, have no separators") {
    CHECK_BOTH(writes(five, "b901ef007f", ':', 0) && writes(five, "b901ef007f", ':', 5) &&
               writes(five, "b901ef007f", ':', -5));
    CHECK_BOTH(writes(five, "b901ef007f", ':', std::numeric_limits<std::ptrdiff_t>::max()));
    CHECK_BOTH(writes(five, "b901ef007f", ':', std::numeric_limits<std::ptrdiff_t>::min()));
    CHECK_BOTH(writes(std::string_view(), "", ':') && writes(std::string_view("\n"), "0a", ':', -1));
    CHECK_BOTH(writes(five,
                      std::string_view("b9\0"
                                       "01\0"
                                       "ef\0"
                                       "00\0"
                                       "7f",
                                       14),
                      '\0'));
}

TEST_CASE("items of any type and layout show their bytes in C order") {
    static constexpr std::array<lb::be<std::uint16_t>, 2> words{std::uint16_t{0x0102}, std::uint16_t{0xfffe}};
    CHECK_BOTH(writes(words, "0102fffe") && writes(buffer_view(words)[slice(none, none, -1)], "fffe:0102", ':', 2));
    static constexpr buffer_view<const std::uint8_t, 2, lb::contiguous> v(five.data(), {{2, 2}});
    CHECK_BOTH(writes(v, "b9.01.ef.00", '.') && writes(v.transpose(), "b9.ef.01.00", '.') &&
               writes(v(1, 0, lb::ellipsis), "ef"));
    CHECK_BOTH(writes(buffer_view(five)[slice(none, none, 2)], "b9ef7f") && writes(buffer_view(five)[slice(3, 3)], ""));
}

TEST_CASE("any gapless bytes may take the text") {
    std::string text(12, '#');
    CHECK(lb::hex_into(five, text) == 10);
    CHECK(text == "b901ef007f##");
    std::array<std::uint8_t, 10> bytes{};
    CHECK(lb::hex_into(five, bytes) == 10);
    CHECK(bytes[9] == 'f');
    CHECK(lb::hex_into(five, buffer_view(text)[slice(2, none)]) == 10);
    CHECK(text == "b9b901ef007f");
}

TEST_CASE("where there is no room nothing is written") {
    std::string text(13, '#');
    const auto written = lb::try_hex_into(five, text, ':');
    CHECK(written.error().code == errc::text_too_long);
    CHECK((written.error().need == 14 && written.error().have == 13));
    CHECK(text == std::string(13, '#'));
    CHECK(FAILURE_OF(lb::hex_into(five, text, ':')).need == 14);
    CHECK_THROWS_LB_AS(lb::value_error, lb::hex_into(five, text, ':'));
}

TEST_CASE("the number of characters is known before, and may be too large") {
    CHECK_BOTH(lb::try_hex_size(five).value() == 10 && lb::try_hex_size(five, ':').value() == 14);
    CHECK_BOTH(lb::try_hex_size(five, ':', 2).value() == 12 && lb::try_hex_size(five, ':', -3).value() == 11);
    CHECK_BOTH(lb::try_hex_size(std::string_view(), ':').value() == 0);
    constexpr std::ptrdiff_t most = std::numeric_limits<std::ptrdiff_t>::max();
    constexpr auto endless = [](std::ptrdiff_t count) { // one byte, seen again and again
        return lb::region<const std::uint8_t, 1, lb::strided>{five.data(), {{count}}, {{0}}};
    };
    CHECK_BOTH(lb::try_hex_size(endless(most / 2)).value() == most - 1);
    CHECK_BOTH(lb::try_hex_size(endless(most / 2), ':').error().code == errc::shape_overflow);
    CHECK_BOTH(lb::try_hex_size(endless(most / 2 + 1)).error().code == errc::shape_overflow);
    char text[4];
    CHECK(lb::try_hex_into(endless(most), text).error().code == errc::shape_overflow);
}

TEST_CASE("long runs are grouped as short ones are") {
    std::string bytes;
    for (int k = 0; k < 100; ++k) bytes += static_cast<char>(37 * k);
    for (const std::ptrdiff_t group : {1, 2, 16, 17, 33, 99, -1, -7, -16, -40, -99})
        for (const int step : {1, 3}) {
            const auto view = buffer_view(bytes)[slice(none, none, step)];
            std::string model;
            const auto size = view.size();
            for (std::ptrdiff_t k = 0; k < size; ++k) {
                if (k > 0 && (group > 0 ? (size - k) % group : k % -group) == 0) model += '|';
                const auto byte = static_cast<std::uint8_t>(view[k]);
                model += "0123456789abcdef"[byte >> 4];
                model += "0123456789abcdef"[byte & 15];
            }
            std::string text(model.size(), '#');
            CAPTURE(group, step);
            CHECK(lb::hex_into(view, text, '|', group) == static_cast<std::ptrdiff_t>(model.size()));
            CHECK(text == model);
        }
}
