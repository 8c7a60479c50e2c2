#include "support/catch.hpp"
#include "support/failure.hpp"

#include <array>
#include <cstdint>
#include <lendbuf/element/endian.hpp>
#include <lendbuf/owner/standard.hpp>
#include <lendbuf/view/buffer_view.hpp>
#include <lendbuf/view/tobytes_into.hpp>
#include <vector>

namespace lb = lendbuf;
using lb::buffer_view;
using lb::errc;
using lb::none;
using lb::order;
using lb::slice;

namespace {

template <class View>
constexpr auto bytes_of(const View& v, order o) {
    std::array<std::uint8_t, 6> bytes{};
    lb::tobytes_into(v, bytes, o);
    return bytes;
}

} // namespace

TEST_CASE("tobytes_into writes in C order, in Fortran order, or as the items lie") {
    using list = std::array<std::uint8_t, 6>;
    static constexpr list memory{0, 1, 2, 3, 4, 5};
    constexpr buffer_view<const std::uint8_t, 2, lb::contiguous> c(memory.data(), {{2, 3}});
    CHECK_BOTH(bytes_of(c, order::c) == memory && bytes_of(c, order::any) == memory);
    CHECK_BOTH(bytes_of(c, order::f) == list{0, 3, 1, 4, 2, 5});
    CHECK_BOTH(bytes_of(c.transpose(), order::c) == list{0, 3, 1, 4, 2, 5});
    CHECK_BOTH(bytes_of(c.transpose(), order::any) == memory && bytes_of(c.transpose(), order::f) == memory);
    CHECK_BOTH(bytes_of(c.flip(1), order::any) == list{2, 1, 0, 5, 4, 3});
}

TEST_CASE("tobytes_into gives the bytes of items of several bytes as they are") {
    static constexpr std::array<lb::be<std::uint16_t>, 3> words{std::uint16_t{0x0102}, std::uint16_t{0x0304},
                                                                std::uint16_t{0x0506}};
    CHECK_BOTH(bytes_of(buffer_view(words), order::c) == std::array<std::uint8_t, 6>{1, 2, 3, 4, 5, 6});
    CHECK_BOTH(bytes_of(buffer_view(words).flip(0), order::c) == std::array<std::uint8_t, 6>{5, 6, 3, 4, 1, 2});
}

TEST_CASE("tobytes_into needs exactly as many bytes as the items have") {
    const std::array<std::uint16_t, 3> words{1, 2, 3};
    std::array<std::byte, 7> bytes{};
    const auto failure = lb::try_tobytes_into(words, bytes).error();
    CHECK((failure.code == errc::different_structure && failure.need == 7 && failure.have == 6));
    CHECK_THROWS_LB_AS(lb::value_error, lb::tobytes_into(words, buffer_view(bytes)[slice(0, 5)]));
    CHECK(bytes == std::array<std::byte, 7>{});
    lb::tobytes_into(words, buffer_view(bytes)[slice(0, 6)]);
    CHECK(bytes[6] == std::byte{});
    lb::tobytes_into(buffer_view<int>(), buffer_view(bytes)[slice(0, 0)]);
}

TEST_CASE("tobytes_into may write to the memory that it reads") {
    std::vector<char> text{'a', 'b', 'c', 'd'};
    lb::tobytes_into(buffer_view(text).flip(0), text);
    CHECK(text == std::vector<char>{'d', 'c', 'b', 'a'});
    lb::tobytes_into(buffer_view<char, 2, lb::contiguous>(text.data(), {{2, 2}}), text, order::f);
    CHECK(text == std::vector<char>{'d', 'b', 'c', 'a'});
}
