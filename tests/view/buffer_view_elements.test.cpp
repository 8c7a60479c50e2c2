// Every type of item in views: format, cast, comparison, iteration, sorting; and records overlaid on real headers.
#include "support/catch.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <complex>
#include <cstdint>
#include <functional>
#include <lendbuf/element/fixed_string.hpp>
#include <lendbuf/format/record_of.hpp>
#include <lendbuf/owner/standard.hpp>
#include <lendbuf/view/buffer_view.hpp>
#include <lendbuf/view/equal.hpp>
#include <string_view>
#include <type_traits>
#include <vector>

namespace lb = lendbuf;
using lb::be;
using lb::buffer_view;
using lb::fixed_string;
using lb::le;
using lb::none;
using lb::slice;
using lb::unaligned;

namespace {

enum class kind : std::uint16_t { none, relocatable, executable };

struct mixed {
    char tag;
    double value;
    friend bool operator==(const mixed&, const mixed&) = default;
};

struct png_chunk {
    be<std::uint32_t> length;
    fixed_string<4> type;
};
struct png_header {
    be<std::uint32_t> width;
    be<std::uint32_t> height;
    std::uint8_t depth;
    std::uint8_t color;
    std::uint8_t compression;
    std::uint8_t filter;
    lb::bool8 interlaced;
};

// The start of a 32 x 16 image, 8-bit RGBA.
constexpr std::array<std::uint8_t, 33> png{0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 0,  0, 0,
                                           13,   'I', 'H', 'D', 'R',  0,    0,    0,    32, 0, 0,
                                           0,    16,  8,   6,   0,    0,    0,    1,    2,  3, 4};

struct elf_header {
    fixed_string<4> magic;
    std::uint8_t word_class;
    std::uint8_t order;
    std::uint8_t ident[10];
    le<kind> type;
    le<std::uint16_t> machine;
    le<std::uint32_t> version;
    le<std::uint64_t> entry;
};

constexpr std::array<std::uint8_t, 33> elf{0, 0x7F, 'E', 'L', 'F', 2, 1, 1, 0,    0,    0,    0, 0, 0, 0, 0, 0,
                                           2, 0,    62,  0,   1,   0, 0, 0, 0x10, 0x20, 0x40, 0, 0, 0, 0, 0};

// Writes 3 items to memory at an odd address, sees them there by a cast, and compares and iterates over them.
template <class Item, class Value>
bool works_in_views(const std::array<Value, 3>& values) {
    std::vector<std::byte> memory(3 * sizeof(Item) + 1);
    const auto items = buffer_view(memory)[slice(1, none)].template cast<Item>();
    for (std::ptrdiff_t k = 0; k < 3; ++k) items[k] = values[static_cast<std::size_t>(k)];
    bool good = items == buffer_view(values) && items[slice(none, none, -1)][0] == values[2];
    std::ptrdiff_t k = 0;
    for (const Value value : items) good = good && value == values[static_cast<std::size_t>(k++)];
    for (const Value value : items[slice(none, none, 2)]) good = good && (value == values[0] || value == values[2]);
    items[0] = items[2];
    good = good && items[0] == values[2] && !(items == buffer_view(values));
    return good;
}

// Sorts and searches items, gapless and a stride apart.
template <class Item, class Number>
bool sorts() {
    std::vector<std::byte> memory(200 * sizeof(Item) + 1);
    const auto all_items = buffer_view(memory)[slice(1, none)].template cast<Item>();
    std::uint32_t state = 1;
    const auto shuffle = [&] {
        for (Item& item : all_items) item = static_cast<Number>((state = state * 1664525u + 1013904223u) >> 17);
    };
    const auto check = [&](const auto& items) {
        shuffle();
        std::sort(items.begin(), items.end());
        bool good = std::is_sorted(items.begin(), items.end());
        shuffle();
        std::ranges::sort(items);
        good = good && std::ranges::is_sorted(items);
        shuffle();
        std::stable_sort(items.begin(), items.end(), std::greater<Number>());
        good = good && std::ranges::is_sorted(items, std::ranges::greater());
        shuffle();
        std::nth_element(items.begin(), items.begin() + 30, items.end());
        const Number middle = items[30];
        for (std::ptrdiff_t k = 0; k < items.size(); ++k)
            good = good && (k < 30 ? !(middle < items[k]) : !(items[k] < middle));
        items[41] = Number(32768 + 5);
        good = good && std::find(items.begin(), items.end(), Number(32768 + 5)) - items.begin() == 41;
        good = good && std::ranges::find(items, Number(32768 + 5)) - items.begin() == 41;
        return good;
    };
    return check(all_items) && check(all_items[slice(none, none, 2)]) && check(all_items[slice(none, none, -3)]);
}

template <class Item>
std::string_view format_of_view() {
    return buffer_view<Item>::format();
}

} // namespace

template <>
inline constexpr auto lendbuf::member_names<png_chunk> = lendbuf::names("length", "type");

TEST_CASE("views of numbers in every byte order, at any address") {
    const std::array<std::int32_t, 3> integers{-1, 70000, 3};
    CHECK((works_in_views<be<std::int32_t>>(integers) && works_in_views<le<std::int32_t>>(integers)));
    CHECK(works_in_views<unaligned<std::int32_t>>(integers));
    const std::array<double, 3> reals{-1.5, 0.1, 3e300};
    CHECK((works_in_views<be<double>>(reals) && works_in_views<unaligned<double>>(reals)));
    const std::array<bool, 3> flags{true, false, false};
    CHECK(works_in_views<lb::bool8>(flags));
}

TEST_CASE("views of halves, complex numbers and enums in every byte order") {
    const std::array<lb::half, 3> halves{lb::half(0.5f), lb::half(-2.0f), lb::half(7.0f)};
    CHECK((works_in_views<be<lb::half>>(halves) && works_in_views<unaligned<lb::half>>(halves)));
    const std::array<std::complex<float>, 3> points{{{1.0f, 2.0f}, {-1.0f, 0.5f}, {0.0f, 3.0f}}};
    CHECK((works_in_views<be<std::complex<float>>>(points) && works_in_views<le<std::complex<float>>>(points)));
    CHECK(works_in_views<unaligned<std::complex<float>>>(points));
    const std::array<kind, 3> kinds{kind::none, kind::executable, kind::relocatable};
    CHECK((works_in_views<be<kind>>(kinds) && works_in_views<unaligned<kind>>(kinds)));
}

TEST_CASE("views of items have the formats that NumPy gives them") {
    constexpr bool big = std::endian::native == std::endian::big;
    CHECK((format_of_view<be<std::complex<float>>>() == ">Zf" && format_of_view<std::complex<double>>() == "Zd"));
    CHECK((format_of_view<be<lb::half>>() == ">e" && format_of_view<lb::half>() == "e"));
    CHECK(format_of_view<unaligned<lb::half>>() == (big ? ">e" : "<e"));
    CHECK((format_of_view<lb::bool8>() == "?" && format_of_view<fixed_string<8>>() == "8s"));
    CHECK((format_of_view<le<kind>>() == "<H" && format_of_view<png_chunk>() == "T{>I:length:@4s:type:}"));
    const std::array<png_chunk, 2> chunks{};
    CHECK(lb::get_buffer(chunks)->format == std::string_view("T{>I:length:@4s:type:}"));
}

TEST_CASE("views of unaligned structs take and give whole structs") {
    std::vector<std::byte> memory(2 * sizeof(mixed) + 1);
    const auto items = buffer_view(memory)[slice(1, none)].cast_or_unaligned<mixed>();
    items[1] = mixed{'x', 2.5};
    CHECK((items[1].value() == mixed{'x', 2.5} && items[0].value().value == 0.0));
    const mixed copy = items[slice(none, none, -1)][0];
    CHECK(copy.tag == 'x');
}

TEST_CASE("views of items sort and are searched, gapless and strided") {
    CHECK((sorts<be<std::uint32_t>, std::uint32_t>() && sorts<unaligned<std::uint32_t>, std::uint32_t>()));
    CHECK((sorts<be<std::uint16_t>, std::uint16_t>() && sorts<le<std::int64_t>, std::int64_t>()));
    CHECK((sorts<be<double>, double>() && sorts<unaligned<float>, float>()));
}

TEST_CASE("views of fixed strings sort") {
    std::array<char, 13> text{'p', 'l', 'u', 'm', 'f', 'i', 'g', 0, 'p', 'e', 'a', 'r', 0};
    const auto words = buffer_view(text)[slice(0, 12)].cast<fixed_string<4>>();
    std::ranges::sort(words);
    CHECK((words[0] == "fig" && words[1] == "pear" && words[2] == "plum" && text[3] == '\0'));
    CHECK(std::ranges::find(words, std::string_view("plum")) == words.begin() + 2);
    CHECK((words == words && !(words == words[slice(none, none, -1)])));
    words[0] = "date";
    CHECK(text[3] == 'e');
}

TEST_CASE("bool8 overlays any bytes") {
    std::array<std::uint8_t, 4> bytes{0, 1, 7, 255};
    const auto flags = buffer_view(bytes).cast<lb::bool8>();
    CHECK((!flags[0] && flags[1] && flags[2] && flags[3] && flags == flags.cast<lb::bool8>(4)));
    flags[3] = flags[2].value(); // a copy of the item would keep its byte
    CHECK((bytes[3] == 1 && bytes[2] == 7 && std::ranges::count(flags, true) == 3));
    const std::array<bool, 4> expected{false, true, true, true};
    CHECK(flags == buffer_view(expected));
}

TEST_CASE("a struct of items overlays a PNG header") {
    STATIC_CHECK(sizeof(png_chunk) == 8 && sizeof(png_header) == 13 && alignof(png_header) == 1);
    const buffer_view bytes(png);
    const auto& chunk = bytes[slice(8, 16)].cast<png_chunk>()[0];
    CHECK((chunk.length == 13 && chunk.type == "IHDR"));
    const auto& header = bytes[slice(16, 16 + 13)].cast<png_header>()[0];
    CHECK((header.width == 32 && header.height == 16 && header.depth == 8 && header.color == 6));
    CHECK((header.compression == 0 && header.filter == 0 && !header.interlaced));
    STATIC_CHECK(std::is_same_v<decltype(bytes.cast<png_header>()[0]), const png_header&>);
    auto copy = png;
    buffer_view(copy)[slice(16, 29)].cast<png_header>()[0].width = 0x01020304u;
    CHECK((copy[16] == 1 && copy[19] == 4));
}

TEST_CASE("a struct of items overlays an ELF header at an odd address") {
    STATIC_CHECK(sizeof(elf_header) == 32 && alignof(elf_header) == 1);
    const auto headers = buffer_view(elf)[slice(1, none)].cast<elf_header>();
    CHECK((headers[0].magic == "\x7F"
                               "ELF" &&
           headers[0].word_class == 2 && headers[0].order == 1));
    CHECK((headers[0].type == kind::executable && headers[0].machine == 62 && headers[0].version == 1u));
    CHECK(headers[0].entry == 0x402010u);
    CHECK(headers.field<&elf_header::ident>()(0, 0) == 1);
}
