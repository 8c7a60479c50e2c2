#include <cstdint>
#include <lendbuf/format/record.hpp>
#include <string>
#include <string_view>

#include "support/catch.hpp"

namespace lb = lendbuf;
using lb::errc;

namespace {

constexpr bool lp64 = sizeof(long) == 8 && sizeof(void*) == 8 && alignof(long double) == 16;

constexpr std::ptrdiff_t size_of(std::string_view format) {
    return lb::try_record_size(format.data(), format.size()).value_or(-1);
}

constexpr lb::error_info error_of(std::string_view format) {
    return lb::try_record_size(format.data(), format.size()).error();
}

// The members of the one record in `format`, as "name:offset " for each that is no padding.
std::string places_of(std::string_view format) {
    lb::record_walk outer(format.data(), format.size());
    lb::record_member record;
    if (!outer.next(record)) return "none";
    lb::record_walk walk(format.data(), format.size(), record);
    std::string places;
    for (lb::record_member member; walk.next(member);) {
        if (member.is_padding()) continue;
        places += std::string(member.name, static_cast<std::size_t>(member.name_length)) + ":" +
                  std::to_string(member.offset) + " ";
    }
    return walk.error().code == errc::success ? places : "error";
}

struct row {
    std::string_view format;
    std::ptrdiff_t size;
    std::string_view places;
};

// Sizes and offsets that NumPy finds (numpy.core._internal._dtype_from_pep3118).
constexpr row everywhere[] = {
    {"T{b:x:i:y:}", 8, "x:0 y:4 "},
    {"T{i:x:b:y:}", 8, "x:0 y:4 "},
    {"T{b:a:T{b:p:i:q:}:in:h:z:}", 16, "a:0 in:4 z:12 "},
    {"T{i:a:3x=d:b:}", 15, "a:0 b:7 "},
    {"T{=b:a:i:b:}", 5, "a:0 b:1 "},
    {"T{<b:a:>i:b:}", 5, "a:0 b:1 "},
    {"T{^b:a:d:b:}", 9, "a:0 b:1 "},
    {"T{10s:name:H:n:}", 12, "name:0 n:10 "},
    {"T{3w:t:b:c:}", 16, "t:0 c:12 "},
    {"T{2i:pair:b:c:}", 12, "pair:0 c:8 "},
    {"T{Zf:z:b:c:}", 12, "z:0 c:8 "},
    {"T{b:c:4x(2)T{h:u:b:v:}:arr:}", 14, "c:0 arr:6 "},
    {"T{(0)i:none:b:b:}", 4, "none:0 b:0 "},
    {"T{b:a:(2)3h:x:}", 14, "a:0 x:2 "},
    {"T{?:f:e:h:}", 4, "f:0 h:2 "},
    {"T{b:a:=i:b:@i:c:}", 12, "a:0 b:1 c:8 "},
    {"T{b:a:>T{i:p:}:in:i:q:}", 9, "a:0 in:1 q:5 "},
};
constexpr row on_lp64[] = {
    {"T{b:a:(2,3)h:grid:d:v:}", 24, "a:0 grid:2 v:16 "},
    {"T{b:a:Zd:z:}", 24, "a:0 z:8 "},
    {"T{b:a:g:l:}", 16 + sizeof(long double), "a:0 l:16 "},
};

struct refused {
    std::string_view format;
    errc code;
    std::ptrdiff_t column;
};
constexpr refused refusals[] = {
    {"T{i:a:", errc::unclosed, 0},
    {"iT{i", errc::unclosed, 1},
    {"T{T{i}", errc::unclosed, 0},
    {"i:name", errc::unclosed, 1},
    {"(2,3", errc::unclosed, 0},
    {"X{i", errc::unclosed, 1},
    {"T{y}", errc::bad_format_char, 2},
    {"}", errc::bad_format_char, 0},
    {"i}", errc::bad_format_char, 1},
    {"(2;3)i", errc::bad_format_char, 2},
    {"()i", errc::bad_format_char, 1},
    {"(-1)i", errc::bad_format_char, 1},
    {"(2)", errc::bad_format_char, 3},
    {"<g", errc::bad_format_char, 1},
    {"T{3}", errc::bad_format_char, 3},
    {"&", errc::bad_format_char, 1},
    {"99999999999999999999i", errc::format_too_long, 0},
    {"(99999999999999999999)i", errc::format_too_long, 1},
    {"T{6107082938247334i9221070829382473344q}", errc::format_too_long, sizeof(std::ptrdiff_t) == 8 ? 38 : 2},
    {"(65536,65536,65536,65536)i", errc::format_too_long, 25},
    {"(1,1,1,1,1,1,1,1,1)i", errc::too_deep, 17},
};

} // namespace

TEST_CASE("sizes and offsets of records are those of NumPy") {
    for (const row& r : everywhere) {
        CAPTURE(r.format);
        CHECK(size_of(r.format) == r.size);
        CHECK(places_of(r.format) == r.places);
    }
    if (!lp64) return;
    for (const row& r : on_lp64) {
        CAPTURE(r.format);
        CHECK(size_of(r.format) == r.size);
        CHECK(places_of(r.format) == r.places);
    }
}

TEST_CASE("a record has the size and the alignment of the struct") {
    struct inner {
        char a;
        short b;
    };
    struct outer {
        char c;
        inner i[3];
        double d;
        bool e;
    };
    CHECK_BOTH(size_of("T{c(3)T{ch}d?}") == sizeof(outer));
    CHECK_BOTH(size_of("T{cT{cq}}") == sizeof(long long) + 2 * alignof(lb::detail::alignment_probe<long long>));
}

TEST_CASE("formats of struct are records, too, without padding at the end") {
    for (const std::string_view format : {"<4sHI", ">bhiqefd", "ib", "ib0s", "3x", "<10p?", "", "<", "< ", "< h"}) {
        CAPTURE(format);
        CHECK(size_of(format) >= 0);
    }
    CHECK_BOTH(size_of("<4sHI") == 10);
    CHECK_BOTH(size_of("ib") == 5);
    CHECK_BOTH(size_of("T{ib}") == 8);
}

TEST_CASE("refusals name the column") {
    for (const refused& r : refusals) {
        CAPTURE(r.format);
        CHECK(error_of(r.format).code == r.code);
        CHECK(error_of(r.format).column == r.column);
    }
}

TEST_CASE("a member knows its code, shape, length and name") {
    constexpr std::string_view format = "(2,3)>4s:name:";
    lb::record_walk walk(format.data(), format.size());
    lb::record_member m;
    REQUIRE(walk.next(m));
    CHECK(m.code.symbol == 's');
    CHECK(m.length == 4);
    CHECK(m.ndim == 2);
    CHECK(m.shape[0] == 2);
    CHECK(m.shape[1] == 3);
    CHECK(m.itemsize == 4);
    CHECK(m.nbytes == 24);
    CHECK(m.column == 7);
    CHECK(m.byte_order == std::endian::big);
    CHECK(m.is_called("name", 4));
    CHECK_FALSE(m.is_called("nam", 3));
    CHECK_FALSE(walk.next(m));
}

TEST_CASE("a byte order stays in force until the next one, through braces") {
    constexpr std::string_view format = "h>h:a:h<T{h}h@h";
    lb::record_walk walk(format.data(), format.size());
    const std::endian expected[] = {std::endian::native, std::endian::big,    std::endian::big,
                                    std::endian::little, std::endian::little, std::endian::native};
    lb::record_member m;
    for (const std::endian order : expected) {
        REQUIRE(walk.next(m));
        CHECK(m.byte_order == order);
    }
    CHECK_FALSE(walk.next(m));
    CHECK(walk.error().code == errc::success);
}

TEST_CASE("addresses are as large as a pointer, whatever is behind them") {
    for (const std::string_view format : {"O", "&i", "&T{id}", "X{i->(2)d}", "&&<i", "^O"}) {
        CAPTURE(format);
        CHECK(size_of(format) == sizeof(void*));
    }
}

TEST_CASE("bits fill whole bytes") {
    CHECK_BOTH(size_of("t") == 1 && size_of("8t") == 1 && size_of("9t") == 2 && size_of("0t") == 0);
}

TEST_CASE("nesting has an end that hostile texts meet") {
    std::string braces, arrows(100000, '&');
    for (int k = 0; k < 40; ++k) braces += "T{";
    braces += "i" + std::string(40, '}');
    CHECK(error_of(braces).code == errc::too_deep);
    CHECK(error_of(arrows + "i").code == errc::too_deep);
    std::string deep;
    for (int k = 0; k < 32; ++k) deep += "T{";
    CHECK(size_of(deep + "i" + std::string(32, '}')) == 4);
    CHECK(error_of(std::string(100000, '(')).code == errc::bad_format_char);
    CHECK(error_of("X" + std::string(100000, '{')).code == errc::unclosed);
}

TEST_CASE("a walk over members does not read behind its text") {
    constexpr std::string_view text = "T{i:a:}:r:";
    for (std::size_t length = 1; length < text.size(); ++length) {
        CAPTURE(length);
        const bool whole = length == 7; // T{i:a:}
        CHECK(lb::try_record_size(text.data(), length).has_value() == whole);
    }
}

TEST_CASE("record sizes are known to the compiler") {
    STATIC_CHECK(size_of("T{b:x:i:y:}") == 8);
    STATIC_CHECK(error_of("T{i:a:").code == errc::unclosed);
}
