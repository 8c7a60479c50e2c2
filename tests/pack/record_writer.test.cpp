#include "pack/hex.hpp"
#include "support/catch.hpp"
#include "support/failure.hpp"

#include <array>
#include <complex>
#include <cstdint>
#include <lendbuf/element/endian.hpp>
#include <lendbuf/owner/standard.hpp>
#include <lendbuf/pack/pack.hpp>
#include <lendbuf/view/buffer_view.hpp>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace lb = lendbuf;
using lb::errc;
using test_support::hex;
using test_support::same_bytes;

namespace {

template <lb::fixed_format Format, std::size_t Size, class... V>
constexpr bool packs(const char (&digits)[Size], const V&... value) {
    return same_bytes(lb::pack<Format>(value...), hex(digits));
}

// What is unpacked packs to the same bytes again: part by part, and as a whole.
template <lb::fixed_format Format, std::size_t Size>
constexpr bool round_trips(const char (&digits)[Size]) {
    const auto bytes = hex(digits);
    const auto record = lb::unpack<Format>(bytes);
    auto into = bytes;
    for (auto& byte : into) byte = 0xEE;
    lb::pack_into<Format>(into, 0, record);
    return same_bytes(lb::pack<Format>(record), bytes) && into == bytes && lb::try_pack<Format>(record).has_value();
}

struct point {
    std::int16_t x;
    std::int16_t y;
};

struct named_grid {
    unsigned id;
    point place;
    char name[3];
    short grid[2][3];
};

#define SAMPLE "T{<I:id:T{>h:x:>h:y:}:place:3s:name:<(2,3)h:grid:}"
#define SAMPLE_BYTES \
    "01000000"       \
    "0002fffe"       \
    "616263"         \
    "050006000700"   \
    "08000900f6ff"

constexpr named_grid grid_struct{1, {2, -2}, {'a', 'b', 'c'}, {{5, 6, 7}, {8, 9, -10}}};

} // namespace

TEST_CASE("a record takes one value for each field, inner records tuples, sub-arrays arrays") {
    CHECK_BOTH(packs<SAMPLE>(SAMPLE_BYTES, 1, std::pair(2, -2), "abc",
                             std::array<std::array<int, 3>, 2>{{{5, 6, 7}, {8, 9, -10}}}));
    CHECK_BOTH(packs<SAMPLE>(SAMPLE_BYTES, 1, std::tuple(2, -2), "abc", std::array<int, 6>{5, 6, 7, 8, 9, -10}));
    CHECK_BOTH(
        packs<SAMPLE>(SAMPLE_BYTES, 1, lb::values<int, int>{{{2}, {-2}}}, std::string_view("abc"), grid_struct.grid));
    CHECK_BOTH(packs<SAMPLE>(SAMPLE_BYTES, 1, std::array<int, 2>{2, -2}, grid_struct.name, grid_struct.grid));
    CHECK_BOTH(packs<SAMPLE>(SAMPLE_BYTES, 1, point{2, -2}, "abc",
                             lb::array_value<lb::array_value<int, 3>, 2>{{{{5, 6, 7}}, {{8, 9, -10}}}}));
    CHECK_BOTH(packs<"<I:id:>h:x:">("010000000002", 1, 2));
}

TEST_CASE("what unpack gives for a record packs to the same bytes") {
    CHECK_BOTH(round_trips<SAMPLE>(SAMPLE_BYTES));
    CHECK_BOTH(round_trips<"T{<I:id:(2)h:pair:T{b:x:d:y:}:inner:}">("07000000"
                                                                    "01000200"
                                                                    "03"
                                                                    "0000000000001240"));
    CHECK_BOTH(round_trips<"T{>(2)T{(2)H:a:3s:s:}:rows:B:end:}">("00010002616263"
                                                                 "00030004646566"
                                                                 "09"));
    CHECK_BOTH(round_trips<"T{>2T{T{B:v:}:deep:(1,2)B:w:}:a:}">("010203"
                                                                "040506"));
    CHECK_BOTH(round_trips<"T{=c:c:?:b:e:h:Zf:z:(2)Zd:zz:}">("7a01003c"
                                                             "0000803f00000040"
                                                             "000000000000f03f0000000000000040"
                                                             "00000000000008400000000000001040"));
    CHECK_BOTH(round_trips<"T{<5p:p:0s:none:(2)3p:pp:2c:cc:}">("0261620000"
                                                               "016100"
                                                               "026162"
                                                               "7a79"));
    CHECK_BOTH(round_trips<"T{<2w:w:3u:u:12t:t:4x}">("41000000420000006100620063000fff00000000"));
    CHECK_BOTH(round_trips<"T{<(0)h:none:T{}:empty:B:x:}">("01"));
    CHECK_BOTH(round_trips<"T{}">(""));
    CHECK_BOTH(round_trips<"<IHd3sp2B?c">("0100000002000000000000000440616200000708017a"));
    CHECK_BOTH(round_trips<"T{B:lone:}">("07") && round_trips<"T{(2)B:lone:}">("0708"));
    CHECK_BOTH(round_trips<"T{T{B:x:}:lone:}">("07") && round_trips<"T{T{T{B:x:B:y:}:inner:}:lone:}">("0708"));
    CHECK_BOTH(sizeof(void*) != 8 || round_trips<"T{O:o:P:p:&d:a:X{}:f:}">("0102030405060708"
                                                                           "1112131415161718"
                                                                           "2122232425262728"
                                                                           "3132333435363738"));
}

TEST_CASE("padding within records and at their ends is written as zero") {
    constexpr auto packed = lb::pack<"T{b:a:(2)T{b:x:i:y:b:z:}:in:2xb:c:}">(
        -1, std::array{std::tuple(-1, -1, -1), std::tuple(-1, -1, -1)}, -1);
    CHECK_BOTH(same_bytes(packed, hex("ff000000"
                                      "ff000000ffffffffff000000"
                                      "ff000000ffffffffff000000"
                                      "0000ff00")));
    std::vector<std::uint8_t> dirty(34, 0xEE);
    lb::pack_into<"T{b:a:(2)T{b:x:i:y:b:z:}:in:2xb:c:}">(
        dirty, 1, -1, std::array{std::tuple(-1, -1, -1), std::tuple(-1, -1, -1)}, -1);
    CHECK(same_bytes(dirty, hex("ee"
                                "ff000000"
                                "ff000000ffffffffff000000"
                                "ff000000ffffffffff000000"
                                "0000ff00"
                                "ee")));
}

TEST_CASE("sub-arrays come out of whatever has gapless items") {
    constexpr auto expected = hex("0001"
                                  "0002"
                                  "0003"
                                  "0004");
    const std::vector<int> vector{1, 2, 3, 4};
    const std::vector<lb::le<std::uint16_t>> swapped{1, 2, 3, 4};
    const int array[4] = {1, 2, 3, 4};
    const int square[2][2] = {{1, 2}, {3, 4}};
    const std::vector<std::array<int, 2>> rows{{1, 2}, {3, 4}};
    const lb::buffer_view<const int, 2, lb::contiguous> gapless(array, {{2, 2}});
    const lb::buffer_view<const int, 2> view = gapless;
    CHECK(lb::pack<"T{>(4)H:a:}">(vector) == lb::pack<">4H">(1, 2, 3, 4));
    CHECK(same_bytes(lb::pack<"T{>(4)H:a:}">(swapped), expected));
    CHECK(same_bytes(lb::pack<"T{>(4)H:a:}">(array), expected));
    CHECK(same_bytes(lb::pack<"T{>4H:a:}">(std::span(array)), expected));
    CHECK(same_bytes(lb::pack<"T{>4H:a:}">(std::span<const int>(vector)), expected));
    CHECK(same_bytes(lb::pack<"T{>4H:a:}">(lb::buffer_view(vector)), expected));
    CHECK(same_bytes(lb::pack<"T{>(2,2)H:a:}">(vector), expected));
    CHECK(same_bytes(lb::pack<"T{>(2,2)H:a:}">(square), expected));
    CHECK(same_bytes(lb::pack<"T{>(2,2)H:a:}">(rows), expected));
    CHECK(same_bytes(lb::pack<"T{>(2,2)H:a:}">(view), expected));
    CHECK(same_bytes(lb::pack<"T{>(2,2)H:a:}">(gapless), expected));
    CHECK(same_bytes(lb::pack<"T{>(2,1,2)H:a:}">(vector), expected));
    CHECK_BOTH(packs<"T{(2,2)2s:a:}">("6100620063006400", std::array<std::string_view, 4>{"a", "b", "c", "d"}));
    constexpr char letters[2][2][2] = {{{'a', 0}, {'b', 0}}, {{'c', 0}, {'d', 0}}};
    CHECK_BOTH(packs<"T{(2,2)2s:a:}">("6100620063006400", letters));
    CHECK_BOTH(packs<"T{(2)c:a:}">("6162", std::string_view("ab")));
    CHECK(same_bytes(lb::pack<"T{(2)T{<h:x:h:y:}:a:}">(std::vector<point>{{1, 2}, {3, 4}}), hex("0100020003000400")));
}

TEST_CASE("a sub-array of the wrong length names the field, need and have") {
    std::vector<std::uint8_t> bytes(9, 0xEE);
    const auto before = bytes;
    const std::vector<int> three(3);
    const auto wrong = lb::try_pack_into<"T{<B:a:(4)H:b:}">(bytes, 0, 1, three).error();
    CHECK(wrong.code == errc::pack_needs_exactly);
    CHECK((wrong.field == 1 && wrong.offset == 1 && wrong.need == 4 && wrong.have == 3));
    CHECK_THROWS_LB(lb::struct_error, "pack expected 4 items for packing (got 3)",
                    lb::pack_into<"T{<B:a:(4)H:b:}">(bytes, 0, 1, three), 0);
    CHECK(lb::try_pack<"T{<B:a:(4)H:b:}">(1, three).error().have == 3);
    const std::vector<std::vector<int>> ragged{{1, 2}, {3}};
    const auto inner = lb::try_pack_into<"T{<B:a:(2,2)H:b:}">(bytes, 0, 1, ragged).error();
    CHECK((inner.code == errc::pack_needs_exactly && inner.offset == 5 && inner.need == 2 && inner.have == 1));
    const lb::buffer_view<const int, 2, lb::contiguous> turned(three.data(), {{3, 1}});
    const auto shape = lb::try_pack_into<"T{<(1,3)H:b:}">(bytes, 0, turned).error();
    CHECK((shape.code == errc::pack_needs_exactly && shape.need == 1 && shape.have == 3));
    CHECK(bytes == before);
}

TEST_CASE("items with gaps are refused") {
    const std::vector<int> numbers{1, 2, 3, 4};
    const auto second = lb::buffer_view(numbers)[lb::slice(lb::none, lb::none, 2)];
    CHECK(lb::try_pack<"T{<B:a:(2)H:b:}">(0, second).error().code == errc::not_c_contiguous);
    CHECK(lb::try_pack<"T{<B:a:(2)H:b:}">(0, second).error().field == 1);
    CHECK_THROWS_LB_AS(lb::buffer_error, lb::pack<"T{<B:a:(2)H:b:}">(0, second));
    const auto whole = lb::buffer_view(numbers)[lb::slice(1, 3)];
    CHECK(same_bytes(lb::pack<"T{<(2)H:b:}">(whole), hex("02000300")));
    const auto turned = lb::buffer_view<const int, 2, lb::contiguous>(numbers.data(), {{2, 2}}).transpose();
    CHECK(lb::try_pack<"T{<(2,2)H:b:}">(turned).error().code == errc::not_c_contiguous);
}

TEST_CASE("a value that does not fit names its field and its place, in any depth") {
    constexpr auto error = lb::try_pack<SAMPLE>(1, std::pair(2, 40000), "abc", grid_struct.grid).error();
    CHECK_BOTH(error.code == errc::number_out_of_range && error.symbol == 'h' && error.field == 1);
    CHECK_BOTH(error.offset == 6 && error.need == 32767);
    constexpr std::array<int, 6> numbers{1, 2, 3, 4, 99999, 6};
    constexpr auto in_array = lb::try_pack<SAMPLE>(1, point{}, "abc", numbers).error();
    CHECK_BOTH(in_array.field == 3 && in_array.offset == 11 + 8);
    CHECK_THROWS_LB(lb::struct_error, "'h' format requires -32768 <= number <= 32767 (field 3, byte offset 19)",
                    lb::pack<SAMPLE>(1, point{}, "abc", numbers));
    CHECK_THROWS_LB(lb::overflow_error, "float too large to pack with e format (field 0, byte offset 2)",
                    lb::pack<"T{<(2)e:a:}">(std::array{1.0, 1e9}));
}

TEST_CASE("a failing pack_into of a record changes nothing") {
    std::vector<std::uint8_t> bytes(23, 0xEE);
    const auto before = bytes;
    constexpr std::array<int, 6> bad_at_end{1, 2, 3, 4, 5, 99999};
    CHECK_FALSE(lb::try_pack_into<SAMPLE>(bytes, 0, 1, point{1, 2}, "abc", bad_at_end).has_value());
    CHECK_FALSE(lb::try_pack_into<SAMPLE>(bytes, 1, grid_struct).has_value());
    CHECK(FAILURE_OF(lb::pack_into<SAMPLE>(bytes, 1, grid_struct)).code == errc::pack_into_needs);
    CHECK(FAILURE_OF(lb::pack_into<SAMPLE>(bytes, 0, -1, point{}, "abc", grid_struct.grid)).field == 0);
    CHECK(bytes == before);
    CHECK(lb::try_pack_into<SAMPLE>(bytes, -23, grid_struct).has_value());
    CHECK(same_bytes(bytes, hex(SAMPLE_BYTES)));
}

TEST_CASE("values of a record are read before anything is written, even when they lie in the target") {
    // Strings and inner records, swapped in place.
    std::string text = "abcdWXYZ";
    const auto [first, second] = lb::unpack<"T{4s:a:4s:b:}">(text);
    lb::pack_into<"T{4s:a:4s:b:}">(text, 0, second, first);
    CHECK(text == "WXYZabcd");
    const auto [one, two] = lb::unpack<"T{T{4s:a:}:a:T{(2)2s:b:}:b:}">(text);
    lb::pack_into<"T{T{(2)2s:b:}:b:T{4s:a:}:a:}">(text, 0, two, one);
    CHECK(text == "abcdWXYZ");
    // A range of items, moved up by one.
    std::vector<std::uint16_t> items{1, 2, 3, 4, 5};
    lb::pack_into<"T{=H:head:(4)H:tail:}">(items, 0, 9, std::span(items).first(4));
    CHECK(items == std::vector<std::uint16_t>{9, 1, 2, 3, 4});
    // An array too large to be copied first.
    std::uint32_t large[50] = {};
    for (std::uint32_t k = 0; k < 50; ++k) large[k] = k;
    lb::pack_into<"T{>(50)I:all:}">(large, 0, large);
    CHECK(lb::get<0>(lb::unpack<"T{>(50)I:all:}">(large))[-1] == 49);
    // A struct.
    std::vector<point> points{{1, 2}, {3, 4}};
    lb::pack_into<"T{=(2)T{h:x:h:y:}:all:}">(points, 0, std::array{points[1], points[0]});
    CHECK((points[0].x == 3 && points[1].y == 2));
    // Numbers that are references into the target.
    std::vector<lb::le<std::uint32_t>> numbers{1u, 2u};
    lb::pack_into<"T{<I:a:I:b:}">(numbers, 0, numbers[1], numbers[0]);
    CHECK((numbers[0] == 2u && numbers[1] == 1u));
    lb::pack_into<"T{<I:a:I:b:}">(numbers, 0, std::tie(numbers[1], numbers[0]));
    CHECK((numbers[0] == 1u && numbers[1] == 2u));
}

namespace {

constexpr bool packs_every_third_byte() {
    std::uint8_t memory[22] = {};
    for (auto& byte : memory) byte = 0xEE;
    const auto thirds = lb::buffer_view<std::uint8_t>(memory)[lb::slice(lb::none, lb::none, 3)];
    lb::pack_into<"T{>H:a:T{(2)B:b:2s:c:}:in:x}">(thirds, 1, 0x0102,
                                                  std::tuple(std::array{3, 4}, std::string_view("a")));
    return same_bytes(std::span(memory), hex("eeeeee01eeee02eeee03eeee04eeee61eeee00eeee00"));
}

constexpr bool moves_in_constants() {
    std::uint8_t memory[4] = {1, 2, 3, 4};
    lb::pack_into<"T{(2)B:a:(2)B:b:}">(memory, 0, std::span(memory).last(2), std::span(memory).first(2));
    return same_bytes(std::span(memory), hex("03040102"));
}

} // namespace

TEST_CASE("records are packed into every third byte, and in constant expressions") {
    CHECK_BOTH(packs_every_third_byte());
    CHECK_BOTH(moves_in_constants());
}

TEST_CASE("strings that are moved within strided bytes survive") {
    std::string text = "a.b.c.d.";
    const auto letters = lb::buffer_view(text)[lb::slice(lb::none, lb::none, 2)];
    lb::pack_into<"T{2s:x:2s:y:}">(letters, 0, std::string_view(text).substr(4, 3),
                                   std::string_view(text).substr(0, 3));
    CHECK(text == "c...a...");
}
