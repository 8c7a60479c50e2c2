#include "support/catch.hpp"
#include "support/failure.hpp"

#include <array>
#include <bit>
#include <complex>
#include <cstdint>
#include <cstring>
#include <lendbuf/owner/standard.hpp>
#include <lendbuf/owner/static_memory.hpp>
#include <lendbuf/view/buffer_view.hpp>
#include <lendbuf/view/cast_copy.hpp>
#include <lendbuf/view/equal.hpp>
#include <span>
#include <type_traits>
#include <vector>

namespace lb = lendbuf;
using lb::buffer_view;
using lb::contiguous;
using lb::errc;
using lb::f_contiguous;
using lb::none;
using lb::slice;
using lb::strided;

namespace {

enum class color : std::uint8_t { red = 1, green = 2 };
enum class level : std::int16_t { low = -1, high = 1 };
enum class truth : bool { no, yes };

struct rgb {
    std::uint8_t r, g, b;
};
struct pixel {
    float x;
    std::uint32_t rgba;
};

// Bytes 00 01 02 .., aligned for any number.
template <std::size_t Size>
struct alignas(16) bytes_up {
    constexpr bytes_up() {
        for (std::size_t k = 0; k < Size; ++k) bytes[k] = static_cast<std::uint8_t>(k);
    }
    std::array<std::uint8_t, Size> bytes{};
};

constexpr std::uint32_t word_of(std::uint32_t a, std::uint32_t b, std::uint32_t c, std::uint32_t d) {
    return std::endian::native == std::endian::little ? a | b << 8 | c << 16 | d << 24 : a << 24 | b << 16 | c << 8 | d;
}

} // namespace

template <>
inline constexpr auto lendbuf::valid_values<color> = lendbuf::one_of(color::red, color::green);

// ---- Fortran order -----------------------------------------------------------------------------------------------

TEST_CASE("cast sees bytes in Fortran order") {
    bytes_up<24> memory;
    const auto grid = buffer_view(memory.bytes).cast<std::uint32_t, f_contiguous>(2, 3);
    STATIC_CHECK(std::is_same_v<decltype(grid), const buffer_view<std::uint32_t, 2, f_contiguous>>);
    CHECK((grid.strides() == lb::index_array<2>{{4, 8}} && grid.is_f_contiguous()));
    CHECK((grid(1, 0) == word_of(4, 5, 6, 7) && grid(0, 1) == word_of(8, 9, 10, 11)));
    CHECK(grid.cast<std::uint32_t, f_contiguous>(3, 2).data() == grid.data());
    CHECK(grid.cast<std::uint8_t, f_contiguous>().size() == 24);
    CHECK(buffer_view(memory.bytes).cast<std::uint32_t, contiguous>(2, 3)(0, 1) == word_of(4, 5, 6, 7));
}

TEST_CASE("cast to an order wants memory gapless in that order") {
    bytes_up<24> memory;
    const auto rows = buffer_view(memory.bytes).cast<std::uint8_t>(4, 6);
    const auto columns = rows.transpose();
    CHECK(rows.try_cast<std::uint32_t, f_contiguous>().error().code == errc::not_f_contiguous);
    CHECK(columns.try_cast<std::uint32_t, f_contiguous>(2, 3).has_value());
    CHECK(columns.try_cast<std::uint32_t>().error().code == errc::cast_not_contiguous);
    CHECK(rows.try_cast<std::uint32_t, f_contiguous>(5).error().code == errc::not_f_contiguous);
    CHECK(columns.try_cast<std::uint32_t, f_contiguous>(5).error().code == errc::shape_not_length);
    CHECK(columns.try_cast<std::uint32_t, f_contiguous>(-2, -3).error().code == errc::negative_extent);
}

// ---- items ------------------------------------------------------------------------------------------------------

TEST_CASE("as_items of the same size keeps every stride") {
    std::array<float, 12> numbers{};
    numbers[6] = 1.0f;
    const auto grid = buffer_view(numbers).cast<float>(3, 4);
    const auto turned = grid(slice(none, none, 2), slice(none, none, -2)).transpose();
    const auto bits = turned.as_items<std::uint32_t>();
    STATIC_CHECK(std::is_same_v<decltype(bits), const buffer_view<std::uint32_t, 2, strided>>);
    CHECK((bits.strides() == turned.strides() && bits.shape() == turned.shape()));
    CHECK(grid.as_items<std::uint32_t>()(1, 2) == 0x3F800000u);
    STATIC_CHECK(std::is_same_v<decltype(grid.as_items<std::int32_t>()), buffer_view<std::int32_t, 2, contiguous>>);
    STATIC_CHECK(std::is_same_v<decltype(grid.transpose().as_items<std::int32_t>()),
                                buffer_view<std::int32_t, 2, f_contiguous>>);
    STATIC_CHECK(decltype(grid.toreadonly().as_items<std::int32_t>())::readonly());
    CHECK(grid(1, 2, lb::ellipsis).as_items<std::uint32_t>()() == 0x3F800000u);
}

TEST_CASE("as_items of another size changes the last axis only") {
    bytes_up<24> memory;
    const auto grid = buffer_view(memory.bytes).cast<std::uint32_t>(2, 3);
    const auto bytes = grid.as_items<std::uint8_t>();
    STATIC_CHECK(std::is_same_v<decltype(bytes), const buffer_view<std::uint8_t, 2, contiguous>>);
    CHECK((bytes.shape() == lb::index_array<2>{{2, 12}} && bytes(1, 11) == 23));
    const auto flipped = grid.flip().as_items<std::uint16_t>();
    CHECK((flipped.shape() == lb::index_array<2>{{2, 6}} && flipped.strides() == lb::index_array<2>{{-12, 2}}));
    CHECK(flipped.as_items<std::uint32_t>()(0, 0) == word_of(12, 13, 14, 15));
    const auto pixels = bytes.as_items<rgb>();
    CHECK((pixels.shape() == lb::index_array<2>{{2, 4}} && pixels(1, 3).b == 23));
    // Sizes that do not divide one another: 4 items of 3 bytes are 3 items of 4 bytes.
    CHECK(pixels.as_items<lb::unaligned<std::uint32_t>>()(0, 2) == word_of(8, 9, 10, 11));
}

TEST_CASE("as_items makes characters of a field a string, as NumPy does") {
    struct row {
        char tag[4];
        std::uint32_t number;
    };
    std::array<row, 2> rows{{{{'a', 'b', 'c', 'd'}, 1}, {{'e', 'f', 'g', 'h'}, 2}}};
    const auto tags = buffer_view(rows).field<&row::tag>().as_items<lb::be<std::uint32_t>>();
    CHECK((tags.shape() == lb::index_array<2>{{2, 1}} && tags(1, 0) == 0x65666768u));
}

TEST_CASE("as_items names the axis that is in the way") {
    bytes_up<32> memory;
    const buffer_view<std::uint8_t> bytes(memory.bytes);
    auto error = bytes[slice(none, none, 2)].try_as_items<std::uint16_t>().error();
    CHECK((error.code == errc::cast_not_contiguous && error.field == 0 && error.offset == 2));
    const auto grid = buffer_view(memory.bytes).cast<std::uint8_t>(4, 8);
    error = grid.transpose().try_as_items<std::uint16_t>().error();
    CHECK((error.code == errc::cast_not_contiguous && error.field == 1 && error.offset == 8));
    error = grid(lb::all, slice(0, 6)).try_as_items<std::uint32_t>().error();
    CHECK((error.code == errc::length_not_multiple && error.field == 1 && error.have == 6 && error.need == 4));
    error = bytes[slice(2, 10)].try_as_items<std::uint32_t>().error();
    CHECK((error.code == errc::address_misaligned && error.have == 2 && error.need == 4));
    const buffer_view<std::uint8_t, 2> odd(memory.bytes, {{3, 4}}, {{6, 1}});
    error = odd.try_as_items<std::uint32_t>().error();
    CHECK((error.code == errc::stride_misaligned && error.field == 0 && error.offset == 6 && error.need == 4));
    CHECK(odd.as_items<std::uint16_t>().strides() == lb::index_array<2>{{6, 2}});
    CHECK(odd.as_items<lb::unaligned<std::uint32_t>>()(1, 0) == word_of(6, 7, 8, 9));
    CHECK_THROWS_LB_AS(lb::type_error, odd.as_items<std::uint32_t>());
}

TEST_CASE("as_items minds no strides of axes without neighbours") {
    bytes_up<16> memory;
    const buffer_view<std::uint8_t, 2> single(memory.bytes, {{1, 4}}, {{3, 1}});
    CHECK(single.as_items<std::uint32_t>()(0, 0) == word_of(0, 1, 2, 3));
    const auto column =
        buffer_view<std::uint16_t, 2>(buffer_view(memory.bytes).cast<std::uint16_t>(4, 2))(lb::all, slice(0, 1));
    CHECK(column.as_items<std::uint8_t>().shape() == lb::index_array<2>{{4, 2}}); // extent 1 has no gaps
    const buffer_view<std::uint8_t, 2> nothing(memory.bytes, {{0, 6}}, {{3, 2}});
    CHECK(nothing.as_items<std::uint16_t>().shape() == lb::index_array<2>{{0, 3}});
    CHECK(buffer_view<int>().as_items<std::uint8_t>().empty());
}

// ---- alignment --------------------------------------------------------------------------------------------------

TEST_CASE("cast_or_unaligned sees items at every address") {
    bytes_up<17> memory;
    const auto odd = buffer_view(memory.bytes)[slice(1, none)];
    const auto words = odd.cast_or_unaligned<std::uint32_t>(2, 2);
    STATIC_CHECK(std::is_same_v<decltype(words), const buffer_view<lb::unaligned<std::uint32_t>, 2, contiguous>>);
    CHECK(words(1, 1) == word_of(13, 14, 15, 16));
    STATIC_CHECK(std::is_same_v<decltype(odd.cast_or_unaligned<rgb>(1))::value_type, rgb>);
    STATIC_CHECK(std::is_same_v<decltype(odd.cast_or_unaligned<bool>())::value_type, lb::bool8>);
    CHECK(odd[slice(0, 8)].cast_or_unaligned<pixel>()[0].value().rgba == word_of(5, 6, 7, 8));
    CHECK(odd.try_cast_or_unaligned<std::uint64_t>(3).error().code == errc::shape_not_length);
    CHECK(odd[slice(1, none)].try_cast_or_unaligned<std::uint64_t>().error().code == errc::length_not_multiple);
}

TEST_CASE("cast_or_copy stays in place where it can") {
    bytes_up<16> memory;
    std::array<std::uint32_t, 4> scratch{};
    const auto words = buffer_view(memory.bytes).cast_or_copy<std::uint32_t>(scratch);
    STATIC_CHECK(std::is_same_v<decltype(words), const buffer_view<const std::uint32_t, 1, contiguous>>);
    CHECK(static_cast<const void*>(words.data()) == memory.bytes.data());
    CHECK(scratch[3] == 0);
    std::array<std::uint32_t, 0> nothing{};
    CHECK(buffer_view(memory.bytes).cast_or_copy<std::uint32_t>(nothing, 2, 2)(1, 1) == word_of(12, 13, 14, 15));
}

TEST_CASE("cast_or_copy copies what is misaligned or has gaps, in C order") {
    bytes_up<33> memory;
    alignas(8) std::array<std::byte, 40> scratch{};
    const buffer_view bytes(memory.bytes);
    const auto moved = bytes[slice(1, 17)].cast_or_copy<std::uint64_t>(scratch);
    CHECK((moved.size() == 2 && static_cast<const void*>(moved.data()) == scratch.data()));
    CHECK((scratch[0] == std::byte{1} && scratch[15] == std::byte{16} && scratch[16] == std::byte{0}));
    const auto gathered = bytes[slice(none, none, 4)].cast_or_copy<std::uint8_t>(scratch, 3, 3);
    CHECK((gathered(0, 1) == 4 && gathered(2, 2) == 32));
    const auto turned = buffer_view(memory.bytes)[slice(0, 32)].cast<std::uint32_t>(2, 4).transpose();
    std::vector<std::uint32_t> words(8);
    const auto in_order = turned.cast_or_copy<std::uint32_t>(words, 4, 2);
    CHECK((in_order == turned && words[1] == word_of(16, 17, 18, 19)));
    std::array<lb::be<std::uint16_t>, 3> numbers{1, 2, 3};
    std::uint16_t shorts[2];
    CHECK(buffer_view(numbers)[slice(none, none, 2)].cast_or_copy<std::uint16_t>(std::span(shorts)).size() == 2);
}

TEST_CASE("cast_or_copy says how much scratch memory it needs") {
    bytes_up<17> memory;
    alignas(8) std::array<std::byte, 24> scratch{};
    const auto odd = buffer_view(memory.bytes)[slice(1, none)];
    const auto room = buffer_view(scratch);
    const auto error = odd.try_cast_or_copy<std::uint64_t>(room[slice(0, 15)]).error();
    CHECK((error.code == errc::overlap_needs_scratch && error.need == 16 && error.have == 15));
    CHECK(odd.try_cast_or_copy<std::uint64_t>(room[slice(1, none)]).error().code == errc::address_misaligned);
    CHECK(odd.try_cast_or_copy<std::uint64_t>(room, 3).error().code == errc::shape_not_length);
    CHECK(odd[slice(1, none)].try_cast_or_copy<std::uint64_t>(room).error().code == errc::length_not_multiple);
    CHECK(scratch[0] == std::byte{});
    CHECK(odd[slice(0, 0)].cast_or_copy<std::uint64_t>(std::span<std::byte>()).empty());
    CHECK_THROWS_LB_AS(lb::buffer_error, odd.cast_or_copy<std::uint64_t>(room[slice(0, 8)]));
}

// ---- validity ---------------------------------------------------------------------------------------------------

TEST_CASE("checked_cast sees bools where all bytes are 0 or 1") {
    std::vector<std::uint8_t> bytes(200, 1);
    bytes[7] = 0;
    const auto flags = buffer_view(bytes).checked_cast<bool>();
    STATIC_CHECK(std::is_same_v<decltype(flags), const buffer_view<bool, 1, contiguous>>);
    CHECK((flags[0] && !flags[7] && flags.size() == 200));
    for (const std::size_t wrong : {std::size_t{0}, std::size_t{63}, std::size_t{64}, std::size_t{199}}) {
        bytes[wrong] = 255;
        const auto error = buffer_view(bytes).try_checked_cast<bool>().error();
        CHECK((error.code == errc::invalid_item && error.offset == static_cast<std::ptrdiff_t>(wrong)));
        CHECK(error.have == 255);
        bytes[wrong] = 1;
    }
    CHECK(buffer_view(bytes).checked_cast<bool>(10, 20)(9, 19));
    bytes[5] = 2;
    CHECK(test_support::message_of(buffer_view(bytes).try_checked_cast<bool>().error()) ==
          "item 5 holds 2, which is no value of its type");
}

TEST_CASE("checked_cast sees enums whose values are told") {
    std::vector<std::uint8_t> bytes{1, 2, 2, 1, 3, 1};
    const auto error = buffer_view(bytes).try_checked_cast<color>().error();
    CHECK((error.code == errc::invalid_item && error.offset == 4 && error.have == 3));
    CHECK_THROWS_LB_AS(lb::value_error, buffer_view(bytes).checked_cast<color>());
    bytes[4] = 2;
    const auto colors = buffer_view(bytes).checked_cast<color>(2, 3);
    CHECK((colors(0, 0) == color::red && colors(1, 1) == color::green));
    colors(0, 0) = color::green;
    CHECK(bytes[0] == 2);
    const auto& constant = bytes;
    STATIC_CHECK(decltype(buffer_view(constant).checked_cast<color>())::readonly());
    CHECK(buffer_view(bytes).checked_cast<lb::be<color>>()[1] == color::green);
}

TEST_CASE("checked_cast asks a predicate") {
    std::array<std::int16_t, 3> numbers{-1, 1, -1};
    const auto is_valid = [](level l) { return l == level::low || l == level::high; };
    CHECK(buffer_view(numbers).checked_cast<level>(is_valid)[2] == level::low);
    CHECK(buffer_view(numbers).checked_cast<level>(is_valid, 3, 1)(1, 0) == level::high);
    numbers[1] = -2;
    const auto error = buffer_view(numbers).try_checked_cast<level>(is_valid).error();
    CHECK((error.offset == 1 && error.have == 0xFFFE));
    std::array<std::uint8_t, 6> big{0, 1, 0, 2, 0xFF, 0xFF};
    CHECK(buffer_view(big).try_checked_cast<lb::be<level>>(is_valid).error().have == 2);
    const std::array<float, 3> reals{1.0f, -1.0f, 2.0f};
    CHECK(buffer_view(reals).try_checked_cast<float>([](float x) { return x > 0; }).error().offset == 1);
    const auto black = [](const rgb& c) { return c.r + c.g + c.b == 0; };
    CHECK(buffer_view(big)[slice(0, 3)].try_checked_cast<rgb>(black).error().have == 0);
    const std::array<std::uint8_t, 2> truths{1, 2};
    CHECK(buffer_view(truths).try_checked_cast<truth>([](truth) { return true; }).error().offset == 1);
}

TEST_CASE("checked_cast refuses what cast refuses, before it looks at an item") {
    bytes_up<16> memory;
    const buffer_view bytes(memory.bytes);
    CHECK(bytes[slice(none, none, 2)].try_checked_cast<bool>().error().code == errc::cast_not_contiguous);
    CHECK(bytes[slice(0, 2)].try_checked_cast<bool>(3).error().code == errc::shape_not_length);
    bool asked = false;
    const auto never = [&](level) { return asked = true; };
    CHECK(bytes[slice(1, 5)].try_checked_cast<level>(never).error().code == errc::address_misaligned);
    CHECK(bytes[slice(0, 5)].try_checked_cast<level>(never).error().code == errc::length_not_multiple);
    CHECK(bytes[slice(0, 0)].checked_cast<level>(never).empty());
    CHECK_FALSE(asked);
}

// ---- holds ------------------------------------------------------------------------------------------------------

TEST_CASE("casts keep the lease") {
    lb::static_memory<std::uint32_t, 4> owner;
    {
        const auto bytes = buffer_view(owner).as_items<std::uint8_t>();
        STATIC_CHECK(std::is_same_v<decltype(bytes), const buffer_view<std::uint8_t, 1, contiguous, lb::leased>>);
        const auto flags = buffer_view(owner).checked_cast<bool>();
        const auto reals = buffer_view(owner).cast<float, f_contiguous>(2, 2);
        const auto words = bytes.cast_or_unaligned<std::uint64_t>();
        CHECK((owner.leases() == 4 && flags.size() == 16 && reals.size() == 2 && words.size() == 2));
    }
    const auto kept = buffer_view(owner).cast_or_copy<float>(std::span<float>());
    STATIC_CHECK(std::is_same_v<decltype(kept)::hold_type, lb::borrowed>);
    CHECK(owner.leases() == 0);
}
