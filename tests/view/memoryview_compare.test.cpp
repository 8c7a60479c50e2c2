#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <lendbuf/element/endian.hpp>
#include <lendbuf/owner/bytearray.hpp>
#include <lendbuf/owner/standard.hpp>
#include <lendbuf/view/memoryview.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "support/failure.hpp"
#include "view/memory_model.hpp"

namespace lb = lendbuf;
using lb::item_format;
using lb::memoryview;
using lb::slice;
using test_support::extents;

namespace {

using bytes_t = std::vector<unsigned char>;

// Items of a format, of a copy of the bytes.
struct written {
    written(const char* format, const std::string& text) : bytes(text.begin(), text.end()) {
        lb::descriptor d;
        d.buf = bytes.data();
        d.len = static_cast<std::ptrdiff_t>(bytes.size());
        const auto size = lb::try_record_size(format, std::strlen(format));
        d.itemsize = size && *size > 0 ? *size : 1;
        d.format = format;
        view = memoryview(d);
    }
    bytes_t bytes;
    memoryview view;
};

std::string zeros(std::size_t count) {
    return std::string(count, '\0');
}

bool equal(const char* f, const std::string& a, const char* g, const std::string& b) {
    const written x(f, a);
    const written y(g, b);
    const bool result = x.view == y.view;
    CHECK(result == (y.view == x.view));
    return result;
}

} // namespace

TEST_CASE("items are equal by value, whatever their formats") {
    std::vector<int> ints{1, 0, 3};
    std::vector<double> reals{1, -0.0, 3};
    std::vector<lb::be<std::int64_t>> swapped{1, 0, 3};
    std::vector<std::uint8_t> bytes{1, 0, 3};
    std::vector<lb::half> halves{lb::half(1.0F), lb::half(0.0F), lb::half(3.0F)};
    std::vector<lb::complex_value<float>> complex{{1, 0}, {0, 0}, {3, 0}};
    const memoryview views[] = {ints, reals, swapped, bytes, halves, complex};
    for (const memoryview& a : views)
        for (const memoryview& b : views) CHECK(a == b);
    complex[2].im = 1;
    CHECK((!(views[5] == views[0]) && !(views[0] == views[5]) && views[5] == views[5]));
    bytes[2] = 4;
    for (const memoryview& v : views)
        if (&v != &views[3]) CHECK_FALSE(v == views[3]);
}

TEST_CASE("integers of both signs and all sizes compare as numbers") {
    std::vector<std::int8_t> minus{-1};
    std::vector<std::uint8_t> byte{255};
    std::vector<std::uint64_t> most{~std::uint64_t{0}};
    std::vector<double> rounded{18446744073709551616.0};
    std::vector<std::int64_t> exact{(std::int64_t{1} << 53) + 1};
    std::vector<double> inexact{9007199254740992.0};
    CHECK((!(memoryview(minus) == byte) && !(memoryview(minus) == most) && !(memoryview(most) == rounded)));
    CHECK((!(memoryview(exact) == inexact) && memoryview(minus) == std::vector<float>{-1.0F}));
}

TEST_CASE("truth is a number, characters and strings are not") {
    const std::string two("\x02", 1);
    CHECK((equal("?", two, "?", "\x01") && equal("?", two, "B", "\x01") && !equal("?", two, "B", two)));
    CHECK((!equal("c", "a", "B", "a") && equal("c", "a", "c", "a") && equal("c", "a", "s", "a")));
    CHECK((equal("3s", "abc", "3s", "abc") && !equal("3s", "abc", "3s", "abd") && !equal("3s", "abc", "3B", "abc")));
    CHECK((equal("4p",
                 "\x02"
                 "abx",
                 "4p",
                 "\x02"
                 "aby") &&
           equal("4p",
                 "\x02"
                 "abx",
                 "2s", "ab")));
    CHECK((!equal("4p",
                  "\x02"
                  "abx",
                  "4p",
                  "\x01"
                  "abx") &&
           equal("P", zeros(sizeof(void*)), "B", zeros(1))));
}

TEST_CASE("not a number equals nothing, in any format and any order") {
    const auto nan = std::nan("");
    std::vector<double> reals{1, nan};
    std::vector<lb::be<double>> swapped{1, nan};
    std::vector<lb::complex_value<double>> complex{{1, nan}};
    std::vector<lb::half> halves{lb::half(std::nanf(""))};
    for (const memoryview& m : {memoryview(reals), memoryview(swapped), memoryview(complex), memoryview(halves)}) {
        const memoryview again = m;
        CHECK((!(m == m) && !(m == again)));
    }
    CHECK(memoryview(reals)[slice(0, 1)] == memoryview(swapped)[slice(0, 1)]);
}

TEST_CASE("shapes must be the same, layouts need not") {
    std::vector<int> items = test_support::counted(6);
    std::vector<int> columns{0, 3, 1, 4, 2, 5};
    const memoryview m = test_support::shaped(items, {2, 3});
    CHECK((m == test_support::shaped(columns, {2, 3}, lb::order::f) && !(m == test_support::shaped(items, {3, 2}))));
    CHECK((!(m == items) && memoryview(items) == items && m.part(0) == std::vector<long>{0, 1, 2}));
    CHECK((m.part(lb::all, slice(lb::none, lb::none, -1))(lb::all, slice(lb::none, lb::none, -1)) == m));
    CHECK((m.part(1, 1) == memoryview(items).part(4) && !(m.part(1, 1) == memoryview(items)[slice(4, 5)])));
    // Behind a common empty axis extents do not matter.
    CHECK(m.part(slice(0, 0)) == test_support::shaped(items, {0, 5}));
    CHECK_FALSE(m.part(lb::all, slice(0, 0)) == test_support::shaped(items, {3, 0}));
    CHECK((memoryview() == bytes_t() && memoryview(items)[slice(0, 0)] == std::vector<double>()));
}

TEST_CASE("records are equal field by field, whatever their names and paddings") {
    const std::string one("\1\0\0\0\2\0", 6);
    CHECK((equal("T{<i:a:<h:b:}", one, "T{<i:x:<h:y:}", one) && equal("T{<i:a:<h:b:}", one, "<ih", one)));
    CHECK((equal("<i2x", one, "<i2x", one) && equal("<i2x", one, "<i", one.substr(0, 4))));
    CHECK((equal("<ih", one, "<iH", one) && equal("<ih", one, ">ih", std::string("\0\0\0\1\0\2", 6))));
    CHECK((!equal("<ih", one, "<ih", std::string("\1\0\0\0\3\0", 6)) && !equal("<ih", one, "<i", one.substr(0, 4))));
    CHECK((equal("<ih", one, "<T{i}T{h}", one) == false && equal("<T{i}h", one, "<T{i:x:}h", one)));
    CHECK(
        (equal("<hhh", one, "<3h", one) && equal("<hhh", one, "<(3,1)h", one) && equal("<hhh", one, "T{<h(2)h}", one)));
    CHECK((equal("T{<i}", one.substr(0, 4), "<i", one.substr(0, 4)) &&
           equal("T{<i}", one.substr(0, 4), "<d", std::string("\0\0\0\0\0\0\xF0\x3F", 8))));
    CHECK((equal("4x", one.substr(0, 4), "2x", one.substr(0, 2)) &&
           !equal("4x", one.substr(0, 4), "i", one.substr(0, 4))));
    // CPython takes T{} for unequal, even to itself.
    const written record("T{<i:a:2x}", one);
    CHECK(record.view == record.view);
}

TEST_CASE("sub-arrays without bytes may be as large as they like") {
    const std::string four(4, 'a');
    if constexpr (sizeof(std::ptrdiff_t) == 8) {
        CHECK(equal("<i(1000000000000)0s", four, "<I(1000000000001)0s", four));
        CHECK(equal("<i(4611686018427387904,4)0s", four, ">i", four));
    }
    CHECK(equal("<i(1000000000)0s", four, "<I(1000000001)0s", four));
    CHECK(equal("<i(1073741824,4)0s", four, ">i", four));
    CHECK((equal("<i0s", four, ">i0s", four) && !equal("<i0s", four, "<i", four)));
    CHECK(equal("<i(0,3)h", four, ">i", four));
}

TEST_CASE("items that cannot be read equal nothing, no items equal no items") {
    CHECK((!equal("oops", "abc", "oops", "abc") && !equal("oops", "abc", "B", "abc") && equal("oops", "", "B", "")));
    const written bad("T{<i", zeros(4));
    CHECK_FALSE(bad.view == bad.view);
}

TEST_CASE("gapless and strided items of every size compare as their bytes do") {
    test_support::random_numbers next(3);
    for (const char* const format :
         {"B", "<h", ">I", "q", "3s", "5s", "300s", "T{<i:a:<h:b:}", "P", "Zf", ">e", "f", ">d"}) {
        CAPTURE(format);
        const std::ptrdiff_t size = lb::try_whole_item(format).value().nbytes;
        for (int k = 0; k < 30; ++k) {
            const extents shape = test_support::random_shape(next, static_cast<std::size_t>(next(1, 6)), 3);
            bytes_t memory(static_cast<std::size_t>(next(1, 4) * 800 * size));
            for (auto& b : memory) b = static_cast<unsigned char>(next(0, 60)); // no NaN, no infinity
            const test_support::random_layout layout(next, shape, size, static_cast<std::ptrdiff_t>(memory.size()));
            const memoryview a(
                test_support::described(memory.data() + layout.first, shape, layout.strides, format, size));
            bytes_t copy(static_cast<std::size_t>(a.nbytes()));
            a.tobytes_into(copy);
            const memoryview b = memoryview(copy).cast(format, shape.data(), shape.size());
            REQUIRE((a == b && b == a));
            if (copy.empty()) continue;
            auto& changed = copy[static_cast<std::size_t>(next(0, static_cast<std::ptrdiff_t>(copy.size()) - 1))];
            changed = static_cast<unsigned char>(changed ^ 64U);
            REQUIRE((!(a == b) && !(b == a)));
        }
    }
}

TEST_CASE("memoryviews compare with whatever can be viewed, from both sides") {
    lb::bytearray owner("abc");
    const memoryview m(owner);
    const std::array<std::uint16_t, 3> wide{'a', 'b', 'c'};
    CHECK((m == owner && owner == m && m == wide && m == lb::buffer_view(wide) && !(m != wide)));
    CHECK((!(m == std::string_view("abc")) && memoryview(std::string_view("abc")) == std::string("abc")));
}

TEST_CASE("what decides whether bytes tell is the format") {
    const auto tell = [](const char* format) {
        return lb::detail::is_equal_as_bytes(lb::record_walk(format, std::strlen(format)));
    };
    for (const char* yes : {"B", "<i", "3s", "c", "hh", "<ih", "(2,3)q", "3w", "P", "O"}) {
        CAPTURE(yes);
        CHECK(tell(yes));
    }
    for (const char* no :
         {"f", "?", "Zd", "4p", "ix", "bi", "T{<i:a:d:b:}", "g", "3t", "i0s", "oops", "T{i", "hT{f}"}) {
        CAPTURE(no);
        CHECK_FALSE(tell(no));
    }
}
