#include <complex>
#include <cstdint>
#include <lendbuf/element/item.hpp>
#include <limits>
#include <string>
#include <vector>

#include "support/failure.hpp"

namespace lb = lendbuf;
using lb::errc;
using lb::item;
using lb::item_type;

namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

template <class T>
constexpr errc refusal(const item& value) {
    return value.try_as<T>().error().code;
}

} // namespace

TEST_CASE("an item knows the type of its value") {
    CHECK_BOTH(item().type() == item_type::empty);
    CHECK_BOTH(item(true).type() == item_type::boolean);
    CHECK_BOTH(item(-1).type() == item_type::signed_integer);
    CHECK_BOTH(item(1u).type() == item_type::unsigned_integer);
    CHECK_BOTH(item(1.5f).type() == item_type::floating);
    CHECK_BOTH(item(lb::half(1.5)).type() == item_type::floating);
    CHECK_BOTH(item(lb::be<std::int16_t>(5)).type() == item_type::signed_integer);
    CHECK(item(std::complex<double>(1, 2)).type() == item_type::complex);
    CHECK(item("text").type() == item_type::bytes);
    CHECK(item(std::string("text")).type() == item_type::bytes);
}

TEST_CASE("numbers come back as every type that holds them") {
    CHECK_BOTH(item(200).as<std::uint8_t>() == 200);
    CHECK_BOTH(item(-5).as<std::int8_t>() == -5);
    CHECK_BOTH(item(UINT64_MAX).as<std::uint64_t>() == UINT64_MAX);
    CHECK_BOTH(item(INT64_MIN).as<std::int64_t>() == INT64_MIN);
    CHECK_BOTH(item(3).as<double>() == 3.0);
    CHECK_BOTH(item(-3).as<float>() == -3.0f);
    CHECK_BOTH(item(2.5).as<float>() == 2.5f);
    CHECK_BOTH(item(true).as<int>() == 1);
    CHECK_BOTH(item(2).as<bool>());
}

TEST_CASE("numbers that a type cannot hold are refused, not cut") {
    CHECK_BOTH(refusal<std::uint8_t>(256) == errc::value_out_of_range);
    CHECK_BOTH(refusal<std::uint8_t>(-1) == errc::value_out_of_range);
    CHECK_BOTH(refusal<std::uint64_t>(-1) == errc::value_out_of_range);
    CHECK_BOTH(refusal<std::int8_t>(128) == errc::value_out_of_range);
    CHECK_BOTH(refusal<std::int8_t>(-129) == errc::value_out_of_range);
    CHECK_BOTH(refusal<std::int64_t>(UINT64_MAX) == errc::value_out_of_range);
    CHECK_BOTH(refusal<int>(1.0) == errc::wrong_type);
    CHECK_BOTH(refusal<int>(item()) == errc::wrong_type);
    CHECK(refusal<double>(item("text")) == errc::wrong_type);
    CHECK(refusal<double>(std::complex<double>(1, 0)) == errc::wrong_type);
    CHECK_THROWS_LB_AS(lb::value_error, item(256).as<std::uint8_t>());
    CHECK_THROWS_LB_AS(lb::type_error, item(1.5).as<int>());
}

TEST_CASE("items compare by value, as Python compares numbers") {
    CHECK_BOTH(item(1) == item(1u) && item(1) == item(1.0) && item(true) == item(1));
    CHECK_BOTH(item(-1) != item(UINT64_MAX));
    CHECK_BOTH(item(not_a_number) != item(not_a_number));
    CHECK_BOTH(item(0.0) == item(-0.0));
    CHECK_BOTH(item() == item() && item() != item(0));
    CHECK(item(std::complex<double>(2, 0)) == item(2));
    CHECK(item(2) != item(std::complex<double>(2, 1)));
}

TEST_CASE("an integer item equals a float only when both are the same number") {
    CHECK_BOTH(item(std::int64_t{9007199254740993}) != item(9007199254740992.0));
    CHECK_BOTH(item(9007199254740992.0) != item(std::int64_t{9007199254740993}));
    CHECK_BOTH(item(std::int64_t{9007199254740992}) == item(9007199254740992.0));
    CHECK_BOTH(item(UINT64_MAX) != item(18446744073709551616.0));
    CHECK_BOTH(item(INT64_MIN) == item(-9223372036854775808.0));
}

TEST_CASE("strings compare as bytes and never equal numbers") {
    CHECK(item("abc") == item(std::string("abc")));
    CHECK(item("abc") != item("abd"));
    CHECK(item("abc") != item("ab"));
    CHECK(item("") == item(std::string()));
    CHECK(item("a") != item(97));
    CHECK(item("") != item());
}

TEST_CASE("truth is that of Python") {
    CHECK_BOTH(item(5).truth() && !item(0).truth() && item(-0.5).truth() && !item(-0.0).truth());
    CHECK_BOTH(!item().truth() && item(not_a_number).truth() && item(true).truth() && !item(false).truth());
    CHECK(item(std::complex<float>(0, 1)).truth());
    CHECK_FALSE(item(std::complex<float>(0, 0)).truth());
    CHECK(item("x").truth());
    CHECK_FALSE(item("").truth());
}

TEST_CASE("parts of numbers") {
    CHECK_BOTH(item(-2).real() == -2.0 && item(-2).imag() == 0.0 && item(-2).negative());
    CHECK_BOTH(!item(2u).negative() && item(UINT64_MAX).integer_bits() == UINT64_MAX);
    CHECK(item(std::complex<float>(1.5f, -2)).real() == 1.5);
    CHECK(item(std::complex<float>(1.5f, -2)).imag() == -2.0);
}

TEST_CASE("a run of bytes may stand a stride apart") {
    const char text[] = "a-b-c";
    const lb::byte_run odd{reinterpret_cast<const std::byte*>(text), 3, 2};
    CHECK(odd.to<std::string>() == "abc");
    CHECK(odd.to<std::vector<unsigned char>>() == std::vector<unsigned char>{'a', 'b', 'c'});
    CHECK(odd == item("abc").bytes());
    CHECK(item(odd) == item("abc"));
    CHECK(item(5).bytes().size() == 0);
}
