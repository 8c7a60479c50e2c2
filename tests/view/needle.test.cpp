#include <array>
#include <cstdint>
#include <lendbuf/element/endian.hpp>
#include <lendbuf/owner/standard.hpp>
#include <lendbuf/view/needle.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "support/catch.hpp"
#include "support/failure.hpp"

namespace lb = lendbuf;
using lb::none;

namespace {

using kind = lb::detail::needle_kind;
template <class X, class N>
constexpr kind of = lb::detail::kind_of_needle<X, N, false>();
template <class X, class N>
constexpr kind of_in_view = lb::detail::kind_of_needle<X, N, true>();

using bytes = std::vector<std::uint8_t>;
using byte_view = lb::buffer_view<const std::uint8_t>;

constexpr bool between(lb::slice_bound start, lb::slice_bound stop, std::ptrdiff_t size, std::ptrdiff_t first,
                       std::ptrdiff_t length) {
    const auto window = lb::detail::window_between(start, stop, size);
    return window.start == first && window.size == length;
}

} // namespace

TEST_CASE("in bytes one looks for a byte or for a run") {
    STATIC_CHECK(of<bytes&, int> == kind::byte);
    STATIC_CHECK(of<std::string&, char> == kind::byte);
    STATIC_CHECK(of<const std::string&, std::byte> == kind::byte);
    STATIC_CHECK(of<bytes&, char[4]> == kind::run);
    STATIC_CHECK(of<bytes&, std::string_view> == kind::run);
    STATIC_CHECK(of<std::string_view, byte_view> == kind::run);
    STATIC_CHECK(of<byte_view, int> == kind::byte);
    STATIC_CHECK(of_in_view<byte_view&, int> == kind::value);
    STATIC_CHECK(of_in_view<bytes&, int> == kind::byte);
    STATIC_CHECK(of_in_view<byte_view, char[4]> == kind::run);
}

TEST_CASE("among other items one looks for a value") {
    STATIC_CHECK(of<std::vector<int>&, int> == kind::value);
    STATIC_CHECK(of<std::vector<int>&, double> == kind::value);
    STATIC_CHECK(of<std::vector<std::int8_t>&, int> == kind::value);
    STATIC_CHECK(of<std::vector<std::int8_t>&, char[3]> == kind::run);
    STATIC_CHECK(of<std::array<bool, 2>&, bool> == kind::value);
    STATIC_CHECK(of<std::vector<lb::be<int>>&, lb::le<int>> == kind::value);
    STATIC_CHECK(of<std::vector<int>&, char[3]> == kind::unfit);
    STATIC_CHECK(of<bytes&, const char*> == kind::unfit);
    STATIC_CHECK(of<int(&)[2][2], int> == kind::unfit);
    STATIC_CHECK(of<int, int> == kind::unfit);
    STATIC_CHECK(lb::searchable_for<bytes&, int>);
    STATIC_CHECK_FALSE(lb::searchable_for<bytes&, const char*>);
}

TEST_CASE("a byte is a number from 0 to 255, a char or a std byte") {
    CHECK_BOTH(*lb::detail::try_byte(255) == 255 && *lb::detail::try_byte(std::uint64_t{0}) == 0);
    CHECK_BOTH(*lb::detail::try_byte('\xff') == 255 && *lb::detail::try_byte(std::byte{7}) == 7);
    CHECK_BOTH(lb::detail::try_byte(256).error().code == lb::errc::byte_out_of_range);
    CHECK_BOTH(lb::detail::try_byte(-1).error().offset == -1);
    CHECK_BOTH(!lb::detail::try_byte(~std::uint64_t{0}).has_value());
}

TEST_CASE("literals count without their terminator") {
    CHECK_BOTH(lb::detail::run_of_needle("abc").size == 3 && lb::detail::run_of_needle("").size == 0);
    static constexpr char whole[] = {'a', 'b'};
    CHECK_BOTH(lb::detail::run_of_needle(whole).size == 2);
    CHECK_BOTH(lb::detail::run_of_needle(std::string_view("a\0", 2)).size == 2);
}

TEST_CASE("bounds follow the rules of slices") {
    CHECK_BOTH(between(none, none, 5, 0, 5) && between(0, 5, 5, 0, 5) && between(1, -1, 5, 1, 3));
    CHECK_BOTH(between(-2, none, 5, 3, 2) && between(-9, -9, 5, 0, 0) && between(2, 100, 5, 2, 3));
    CHECK_BOTH(between(5, none, 5, 5, 0) && between(6, none, 5, 6, -1) && between(3, 1, 5, 3, -2));
    CHECK_BOTH(
        between(std::numeric_limits<std::ptrdiff_t>::min(), std::numeric_limits<std::ptrdiff_t>::max(), 5, 0, 5));
    CHECK_BOTH(between(~std::uint64_t{0}, none, 5, std::numeric_limits<std::ptrdiff_t>::max(),
                       5 - std::numeric_limits<std::ptrdiff_t>::max()));
}
