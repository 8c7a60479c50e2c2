#include "support/catch.hpp"

#include <array>
#include <cstdint>
#include <lendbuf/element/endian.hpp>
#include <lendbuf/owner/standard.hpp>
#include <lendbuf/pack/byte_source.hpp>
#include <lendbuf/view/buffer_view.hpp>
#include <string>
#include <type_traits>
#include <vector>

namespace lb = lendbuf;
using lb::detail::bytes_behind;
using lb::detail::strided_bytes;

namespace {

struct pixel {
    std::uint8_t red, green, blue;
};

template <class X, class Cursor>
inline constexpr bool cursor_is = std::is_same_v<lb::detail::cursor_of<X>, Cursor>;

constexpr std::array<std::uint8_t, 7> seven{0, 1, 2, 3, 4, 5, 6};

constexpr int last_of_every_third() {
    const lb::buffer_view<const std::uint8_t> all(seven);
    const auto source = bytes_behind(all[lb::slice(lb::none, lb::none, 3)]);
    // One past the last is a place to count from, though no address.
    return (source.bytes + source.size)[-1] * 10 + static_cast<int>(source.size);
}

} // namespace

TEST_CASE("single bytes stay what they are, other items are seen as std byte") {
    STATIC_CHECK(cursor_is<std::vector<std::uint8_t>&, std::uint8_t*>);
    STATIC_CHECK(cursor_is<const std::string&, const char*>);
    STATIC_CHECK(cursor_is<std::vector<int>&, std::byte*> && cursor_is<const std::vector<pixel>&, const std::byte*>);
    STATIC_CHECK(cursor_is<lb::buffer_view<const char>&, strided_bytes<const char>>);
    STATIC_CHECK(cursor_is<lb::buffer_view<std::uint8_t, 2>&, std::uint8_t*>);
    STATIC_CHECK(cursor_is<lb::buffer_view<lb::be<std::uint16_t>>&, std::byte*>);
}

TEST_CASE("sizes are counted in bytes, over all axes") {
    std::vector<pixel> pixels(4);
    std::array<std::uint16_t, 6> numbers{};
    const lb::buffer_view<std::uint16_t, 2, lb::contiguous> grid(numbers.data(), {{2, 3}});
    CHECK(bytes_behind(pixels).size == 12);
    CHECK(bytes_behind(grid).size == 12);
    CHECK(bytes_behind(grid(0, 0, lb::ellipsis)).size == 2);
    CHECK(bytes_behind(std::vector<int>()).size == 0);
    CHECK_BOTH(bytes_behind(seven).size == 7 && bytes_behind(seven).bytes[3] == 3);
}

TEST_CASE("strided bytes are found without an address behind the last one") {
    CHECK_BOTH(last_of_every_third() == 63);
}

TEST_CASE("items of several bytes with gaps are refused, other orders too") {
    std::array<std::uint16_t, 6> numbers{};
    const lb::buffer_view<std::uint16_t, 2, lb::contiguous> grid(numbers.data(), {{2, 3}});
    CHECK_THROWS_LB_AS(lb::buffer_error, bytes_behind(grid.transpose()));
    CHECK_THROWS_LB_AS(lb::buffer_error, bytes_behind(grid(lb::all, lb::slice(0, 2))));
    CHECK(bytes_behind(grid(lb::slice(1, 2), lb::all)).size == 6);
    CHECK(bytes_behind(grid(lb::slice(0, 0), lb::slice(0, 2))).size == 0);
}

TEST_CASE("only memory that is not const may be written") {
    STATIC_CHECK(lb::writable_exporter<std::vector<int>&> && !lb::writable_exporter<const std::vector<int>&>);
    STATIC_CHECK(lb::writable_exporter<lb::buffer_view<char>> && !lb::writable_exporter<lb::buffer_view<const char>>);
    STATIC_CHECK_FALSE(lb::writable_exporter<int&>);
}
