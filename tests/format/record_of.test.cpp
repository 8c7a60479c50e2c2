#include <complex>
#include <cstdint>
#include <cstring>
#include <lendbuf/element/endian.hpp>
#include <lendbuf/format/record.hpp>
#include <lendbuf/format/record_of.hpp>
#include <string>

#include "support/catch.hpp"

namespace lb = lendbuf;

namespace {

struct padded {
    char tag;
    int number;
    char end;
};
struct named {
    std::int32_t id;
    double price;
};
struct arrays {
    char text[10];
    std::int16_t grid[2][3];
};
struct nested {
    bool flag;
    padded inner[2];
    std::complex<float> z;
};
struct wire {
    std::uint8_t kind;
    lb::be<std::uint32_t> size;
    lb::le<std::uint16_t> check;
    lb::unaligned<std::uint16_t> rest;
};
struct mixed {
    lb::be<std::uint16_t> size;
    int number;
};
struct alignas(16) wide {
    float x, y, z;
};

#pragma pack(push, 1)
struct packed {
    char tag;
    int number;
};
struct packed_without_gap {
    int number;
    char tag;
};
#pragma pack(pop)
struct shifted {
    char tag;
    alignas(16) int number;
};
struct seventeen {
    int a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q;
};
struct none {};
struct text_inside {
    std::string text;
};

// What a format says of the members must be true of the struct: each byte of each member is found.
template <class T>
bool size_is_right() {
    const char* format = lb::format_of<T>();
    return lb::try_record_size(format, std::strlen(format)).value_or(-1) == static_cast<std::ptrdiff_t>(sizeof(T));
}

std::ptrdiff_t offset_in(const char* format, int number) {
    lb::record_walk outer(format, std::strlen(format));
    lb::record_member record;
    if (!outer.next(record)) return -1;
    lb::record_walk walk(format, std::strlen(format), record);
    for (lb::record_member m; walk.next(m);)
        if (!m.is_padding() && number-- == 0) return m.offset;
    return -1;
}

} // namespace

template <>
inline constexpr auto lendbuf::member_names<named> = lendbuf::names("id", "price");

TEST_CASE("a struct's format spells out its padding") {
    CHECK(std::string(lb::format_of<padded>()) == "T{c3xic3x}");
    CHECK(std::string(lb::format_of<wide>()) == "T{fff4x}");
}

TEST_CASE("names come from the one line that gives them") {
    const std::string expected = offsetof(named, price) == 8 ? "T{i:id:4xd:price:}" : "T{i:id:d:price:}";
    std::string format = lb::format_of<named>();
    if (std::is_same_v<std::int32_t, long>) SKIP("int32_t is long here");
    CHECK(format == expected);
}

TEST_CASE("arrays are sub-arrays, arrays of char are strings") {
    CHECK(std::string(lb::format_of<arrays>()) == "T{10s(2,3)h}");
}

TEST_CASE("the format of every struct has its size and its offsets") {
    CHECK(size_is_right<padded>());
    CHECK(size_is_right<named>());
    CHECK(size_is_right<arrays>());
    CHECK(size_is_right<nested>());
    CHECK(size_is_right<wire>());
    CHECK(size_is_right<mixed>());
    CHECK(size_is_right<wide>());
    CHECK(offset_in(lb::format_of<padded>(), 2) == offsetof(padded, end));
    CHECK(offset_in(lb::format_of<named>(), 1) == offsetof(named, price));
    CHECK(offset_in(lb::format_of<nested>(), 1) == offsetof(nested, inner));
    CHECK(offset_in(lb::format_of<nested>(), 2) == offsetof(nested, z));
    CHECK(offset_in(lb::format_of<wire>(), 2) == offsetof(wire, check));
    CHECK(offset_in(lb::format_of<mixed>(), 1) == offsetof(mixed, number));
}

TEST_CASE("members of a fixed byte order keep it, and it does not reach the next member") {
    const std::string format = lb::format_of<mixed>();
    CHECK(format == "T{>H2x@i}");
}

TEST_CASE("packed and over-aligned members cannot be seen, so such structs have no format") {
    STATIC_CHECK_FALSE(lb::formatted<packed>);
    STATIC_CHECK_FALSE(lb::formatted<packed_without_gap>);
    STATIC_CHECK_FALSE(lb::formatted<shifted>);
}

TEST_CASE("structs that cannot be listed have no format, and can still be asked for it") {
    STATIC_CHECK_FALSE(lb::formatted<seventeen>);
    STATIC_CHECK_FALSE(lb::formatted<none>);
    STATIC_CHECK_FALSE(lb::formatted<text_inside>);
}
