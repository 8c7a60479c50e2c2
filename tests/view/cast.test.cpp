#include "support/catch.hpp"
#include "support/failure.hpp"

#include <array>
#include <bit>
#include <cstdint>
#include <lendbuf/element/endian.hpp>
#include <lendbuf/owner/standard.hpp>
#include <lendbuf/view/buffer_view.hpp>
#include <limits>
#include <type_traits>
#include <vector>

namespace lb = lendbuf;
using lb::buffer_view;
using lb::errc;
using lb::none;
using lb::slice;

namespace {

struct header {
    lb::be<std::uint16_t> kind;
    lb::le<std::uint32_t> size;
};

// 16 bytes, aligned for any number: 00 01 .. 0f
struct alignas(8) sixteen {
    std::array<std::uint8_t, 16> bytes{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
};

template <class U, class View, class... I>
errc refusal(const View& view, I... shape) {
    return view.template try_cast<U>(shape...).error().code;
}

} // namespace

TEST_CASE("cast sees 16 bytes as four ints, as Python does") {
    sixteen memory;
    const auto ints = buffer_view(memory.bytes).cast<std::int32_t>();
    CHECK((ints.size() == 4 && ints.itemsize() == 4 && ints.nbytes() == 16 && ints.is_c_contiguous()));
    if constexpr (std::endian::native == std::endian::little)
        CHECK((ints[0] == 50462976 && ints[1] == 117835012 && ints[2] == 185207048 && ints[3] == 252579084));
    else
        CHECK((ints[0] == 0x00010203 && ints[3] == 0x0c0d0e0f));
    ints[3] = -1;
    CHECK((memory.bytes[12] == 255 && memory.bytes[15] == 255));
    STATIC_CHECK(std::is_same_v<decltype(ints), const buffer_view<std::int32_t, 1, lb::contiguous>>);
}

TEST_CASE("cast gives any shape of the same bytes, also from N-D to N-D") {
    sixteen memory;
    const auto cube = buffer_view(memory.bytes).cast<std::uint16_t>(2, 2, 2);
    CHECK(cube.strides() == lb::index_array<3>{{8, 4, 2}});
    const auto grid = cube.cast<lb::be<std::uint32_t>>(4, 1);
    CHECK((grid.shape() == lb::index_array<2>{{4, 1}} && grid(3, 0) == 0x0c0d0e0fu));
    CHECK(cube.cast<std::uint8_t>().size() == 16);
    CHECK(cube(1, 1, 1, lb::ellipsis).cast<std::uint8_t>(2)[1] == 15);
}

TEST_CASE("cast reads headers in place") {
    const std::array<std::uint8_t, 13> wire{0xee, 0, 1, 2, 0, 0, 0, 0, 3, 4, 0, 0, 0};
    const auto headers = buffer_view(wire)[slice(1, none)].cast<header>();
    CHECK((headers.size() == 2 && headers[0].kind == 1 && headers[0].size == 2u));
    CHECK((headers[1].kind == 3 && headers[1].size == 4u));
    STATIC_CHECK(decltype(headers)::readonly() && sizeof(header) == 6);
}

TEST_CASE("cast refuses lengths and shapes that do not fit") {
    sixteen memory;
    const buffer_view view(memory.bytes);
    const auto fifteen = view[slice(0, 15)];
    CHECK(refusal<std::int32_t>(fifteen) == errc::length_not_multiple);
    CHECK(refusal<std::uint8_t>(view, 3, 5) == errc::shape_not_length);
    CHECK(refusal<std::uint8_t>(view, 17) == errc::shape_not_length);
    CHECK(refusal<std::int32_t>(view, 16) == errc::shape_not_length);
    CHECK(refusal<std::uint8_t>(view, -16) == errc::negative_extent);
    CHECK(refusal<std::uint8_t>(view, -4, -4) == errc::negative_extent);
    CHECK(refusal<std::uint8_t>(view, 0) == errc::shape_not_length);
    CHECK(refusal<std::int32_t>(view, std::numeric_limits<std::ptrdiff_t>::max()) == errc::shape_overflow);
    CHECK(refusal<std::uint8_t>(view, std::numeric_limits<std::ptrdiff_t>::max(), 2) == errc::shape_overflow);
    CHECK(refusal<std::uint8_t>(view, std::uint64_t{1} << 32, std::uint64_t{1} << 32) != errc::success);
    CHECK(refusal<std::uint8_t>(view, (std::uint64_t{1} << 32) + 16) != errc::success);
    const auto error = fifteen.try_cast<std::int32_t>().error();
    CHECK((error.need == 4 && error.have == 15));
    CHECK_THROWS_LB_WITH(lb::type_error, test_support::contains("memoryview: length is not a multiple of itemsize"),
                         fifteen.cast<std::int32_t>());
    CHECK_THROWS_LB_WITH(lb::type_error, test_support::contains("product(shape) * itemsize != buffer size"),
                         view.cast<std::uint8_t>(3, 5));
}

TEST_CASE("cast wants gapless memory before anything else") {
    sixteen memory;
    const auto every_other = buffer_view<std::uint8_t>(memory.bytes)[slice(none, none, 2)];
    CHECK(refusal<std::int32_t>(every_other) == errc::cast_not_contiguous);
    CHECK(refusal<std::int64_t>(every_other[slice(0, 5)]) == errc::cast_not_contiguous);
    CHECK(refusal<std::int64_t>(every_other, 3) == errc::cast_not_contiguous);
    CHECK(refusal<std::uint8_t>(buffer_view(memory.bytes).cast<int>(2, 2).transpose()) == errc::cast_not_contiguous);
    CHECK(every_other[slice(3, 4)].cast<std::int8_t>()[0] == 6);
    CHECK_THROWS_LB_WITH(lb::type_error, test_support::contains("memoryview: casts are restricted to"),
                         every_other.cast<std::int32_t>());
}

TEST_CASE("cast checks the address and names unaligned") {
    sixteen memory;
    const auto odd = buffer_view(memory.bytes)[slice(1, 9)];
    const auto error = odd.try_cast<std::int32_t>().error();
    CHECK((error.code == errc::address_misaligned && error.have == 1 && error.need == alignof(std::int32_t)));
    CHECK(test_support::message_of(error) ==
          "cannot cast: the address is 1 bytes past a multiple of 4; cast to unaligned<T> reads it anywhere");
    CHECK(odd.cast<lb::unaligned<std::int32_t>>().size() == 2);
    CHECK(odd.cast<lb::be<std::int32_t>>()[0] == 0x01020304);
    CHECK(odd.cast<std::byte>()[0] == std::byte{1});
    CHECK(refusal<std::int64_t>(odd, 1) == errc::address_misaligned);
}

TEST_CASE("cast of an empty view is empty, zero extents included") {
    const std::vector<std::uint8_t> nothing;
    CHECK(buffer_view(nothing).cast<std::int64_t>().empty());
    CHECK(buffer_view(nothing).cast<double>(3, 0, 4).shape() == lb::index_array<3>{{3, 0, 4}});
    CHECK(buffer_view<int, 2, lb::contiguous>(nullptr, {{0, 3}}).as_bytes().size() == 0);
    CHECK(refusal<std::uint8_t>(buffer_view(nothing), 1) == errc::shape_not_length);
}

TEST_CASE("as_bytes sees the bytes of the items") {
    std::array<std::uint16_t, 2> items{0x0102, 0x0304};
    const auto bytes = buffer_view(items).as_bytes();
    CHECK((bytes.size() == 4 && bytes[0] + bytes[1] == 3 && bytes[2] + bytes[3] == 7));
    STATIC_CHECK(std::is_same_v<decltype(bytes), const buffer_view<std::uint8_t, 1, lb::contiguous>>);
    const auto& constant = items;
    STATIC_CHECK(decltype(buffer_view(constant).as_bytes())::readonly());
    CHECK(FAILURE_OF(buffer_view<std::uint16_t>(items)[slice(none, none, -1)].as_bytes()).code ==
          errc::cast_not_contiguous);
}

TEST_CASE("cast to std byte and back changes nothing") {
    sixteen memory;
    const auto back = buffer_view(memory.bytes).cast<std::byte>(4, 4).cast<std::uint8_t>();
    CHECK((back.data() == memory.bytes.data() && back.size() == 16));
}
