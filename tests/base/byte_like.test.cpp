#include <lendbuf/base/byte_like.hpp>
#include <string>

#include "support/catch.hpp"

namespace lb = lendbuf;

namespace {

template <class... T>
constexpr bool all_byte_like = (lb::byte_like<T> && ...);
template <class... T>
constexpr bool any_byte_like = (lb::byte_like<T> || ...);
template <class... T>
constexpr bool all_elements = (lb::element<T> && ...);
template <class... T>
constexpr bool any_elements = (lb::element<T> || ...);

struct point {
    int x, y;
};
enum class small : unsigned char {};

} // namespace

TEST_CASE("one-byte integers and std byte are bytes, const or not") {
    STATIC_CHECK(all_byte_like<std::byte, char, signed char, unsigned char, char8_t>);
    STATIC_CHECK(all_byte_like<const std::byte, const char, const signed char, const unsigned char>);
}

TEST_CASE("bool, enums, structs and wider integers are no bytes") {
    STATIC_CHECK_FALSE(any_byte_like<bool, const bool, small, short, int, point, void*>);
}

TEST_CASE("elements are trivially copyable objects") {
    STATIC_CHECK(all_elements<int, const int, double, point, small, std::byte, void*, bool>);
    STATIC_CHECK_FALSE(any_elements<void, int&, int[3], std::string, int()>);
}

TEST_CASE("integers are chosen by size") {
    STATIC_CHECK(std::is_same_v<lb::uint_of_size<1>, std::uint8_t>);
    STATIC_CHECK(std::is_same_v<lb::uint_of_size<2>, std::uint16_t>);
    STATIC_CHECK(std::is_same_v<lb::uint_of_size<4>, std::uint32_t>);
    STATIC_CHECK(std::is_same_v<lb::uint_of_size<8>, std::uint64_t>);
    STATIC_CHECK(std::is_same_v<lb::int_of_size<1>, std::int8_t>);
    STATIC_CHECK(std::is_same_v<lb::int_of_size<2>, std::int16_t>);
    STATIC_CHECK(std::is_same_v<lb::int_of_size<4>, std::int32_t>);
    STATIC_CHECK(std::is_same_v<lb::int_of_size<8>, std::int64_t>);
}
