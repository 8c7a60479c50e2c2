#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <lendbuf/element/endian.hpp>
#include <lendbuf/owner/bytearray.hpp>
#include <lendbuf/owner/bytes.hpp>
#include <lendbuf/owner/standard.hpp>
#include <lendbuf/view/hash.hpp>
#include <lendbuf/view/heap_scratch.hpp>
#include <lendbuf/view/memoryview.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "support/failure.hpp"
#include "view/memory_model.hpp"

namespace lb = lendbuf;
using lb::errc;
using lb::memoryview;
using lb::none;
using lb::order;
using lb::slice;
using test_support::extents;

TEST_CASE("items are counted by value, over all axes") {
    std::vector<int> items{1, 2, 1, 0, 1, 2};
    const memoryview m = test_support::shaped(items, {2, 3});
    CHECK((m.count(1) == 3 && m.count(2.0) == 2 && m.count(true) == 3 && m.count(7) == 0 && m.count("1") == 0));
    CHECK((m.part(lb::all, 0).count(1) == 1 && m.part(0, 0).count(1) == 1 && m.part(slice(0, 0)).count(1) == 0));
    CHECK((memoryview(items)[0] == m(0, 0) && m.count(m(0, 1)) == 2));
    std::vector<double> reals{0.0, -0.0, std::nan("")};
    CHECK((memoryview(reals).count(0) == 2 && memoryview(reals).count(std::nan("")) == 0));
    const std::string text = "banana";
    CHECK((memoryview(text).count("a") == 3 && memoryview(text).cast("2s").count("na") == 2));
}

TEST_CASE("the first item of a value is found between clamped bounds") {
    std::vector<int> items{5, 7, 5, 9};
    const memoryview m(items);
    struct row {
        int value;
        lb::slice_bound start, stop;
        std::ptrdiff_t found;
    };
    const row rows[] = {
        {5, none, none, 0}, {5, 1, none, 2},   {5, -2, none, 2},  {5, 1, 2, -1}, {9, none, -1, -1},
        {9, -1, 99, 3},     {5, -99, none, 0}, {7, 99, none, -1}, {7, 2, 1, -1}, {8, none, none, -1},
    };
    for (const row& r : rows) {
        CAPTURE(r.value, r.found);
        const auto found = m.try_index(r.value, r.start, r.stop);
        CHECK((found ? *found : -1) == r.found);
        if (!found) CHECK(found.error().code == errc::item_not_found);
    }
    CHECK(
        (m.index(9) == 3 && m.contains(7) && !m.contains(8) && !m.contains("5") && memoryview().contains(0) == false));
    CHECK(m[slice(none, none, -1)].index(5) == 1);
    CHECK_THROWS_LB(lb::value_error, "memoryview.index(x): item not found", m.index(8));
    const memoryview table = m.cast("i", {2, 2});
    CHECK((FAILURE_OF(table.index(5)).code == errc::index_count &&
           FAILURE_OF(table.contains(5)).code == errc::index_count));
    CHECK(FAILURE_OF(m.part(0).index(5)).kind() == lb::error_kind::type);
    CHECK(FAILURE_OF(m.cast("hh").count(5)).code == errc::wrong_type);
    CHECK(FAILURE_OF(m.cast("hh").index(5)).code == errc::wrong_type);
}

TEST_CASE("assignment needs the same shape and a format of the same meaning") {
    std::vector<int> items = test_support::counted(6);
    std::vector<int> others{9, 8, 7, 6, 5, 4};
    const memoryview m(items);
    const memoryview from(others);
    struct row {
        memoryview to, from;
        errc code;
        std::int32_t axis;
    };
    const row rows[] = {
        {m, from[slice(0, 5)], errc::different_structure, 0},
        {m, from.cast("i", {2, 3}), errc::different_structure, -1},
        {m.cast("i", {2, 3}), from.cast("i", {3, 2}), errc::different_structure, 0},
        {m.cast("i", {1, 2, 3}), from.cast("i", {1, 3, 2}), errc::different_structure, 1},
        {m, from.cast("I"), errc::different_formats, -1},
        {m, from.cast(">i"), errc::different_formats, -1},
        {m, from.cast("f"), errc::different_formats, -1},
        {m.cast("B"), from.cast("b"), errc::different_formats, -1},
        {m.cast("B"), from.cast("c"), errc::different_formats, -1},
        {m.toreadonly(), from, errc::modify_readonly, -1},
        {m.part(0), from[slice(0, 1)], errc::different_structure, -1},
    };
    for (const row& r : rows) {
        const auto refused = r.to.try_assign(r.from).error();
        CHECK((refused.code == r.code && refused.field == r.axis));
    }
    CHECK(items == test_support::counted(6));
    CHECK_THROWS_LB_WITH(lb::value_error, test_support::contains("lvalue and rvalue have different structures"),
                         m.assign(from[slice(0, 5)]));
    m[slice(0, 2)].assign(from[slice(4, 6)]);
    CHECK(items == std::vector<int>{5, 4, 2, 3, 4, 5});
    m.cast("=i").assign(from);
    CHECK(items == others);
    m.cast("T{h:a:h:b:}").assign(m.cast("hh")[slice(none, none, -1)]);
    CHECK(items == std::vector<int>{4, 5, 6, 7, 8, 9});
    m.part(0).assign(m.part(5));
    CHECK(items[0] == 9);
    // Equal up to the first common empty axis.
    m.cast("i", {2, 3}).part(slice(0, 0)).assign(from.cast("i", {3, 2}).part(slice(0, 0)));
    CHECK(items[5] == 9);
}

TEST_CASE("whatever can be viewed can be assigned") {
    lb::bytearray owner("abcdef");
    const memoryview m(owner);
    m[slice(1, 3)].assign(lb::bytes("XY"));
    const std::array<unsigned char, 2> more{'1', '2'};
    m[slice(none, none, -4)].assign(more);
    CHECK(owner == "a2Yde1");
    const std::string text = "xy"; // char is no byte
    CHECK(m[slice(0, 2)].try_assign(memoryview(text)).error().code == errc::different_formats);
    m[slice(2, none)].assign(m[slice(none, -2)]);
    CHECK(owner == "a2a2Yd");
    lb::buffer_view<const unsigned char> view(owner);
    m.assign(view[slice(none, none, -1)]);
    CHECK(owner == "dY2a2a");
}

TEST_CASE("all items are visited in C order") {
    std::vector<int> items = test_support::counted(32);
    const memoryview m = test_support::shaped(items, {2, 2, 2, 2, 2}, order::f);
    std::vector<int> seen;
    m.for_each([&](const lb::memory_item& item) { seen.push_back(item.as<int>()); });
    CHECK((seen.size() == 32 && seen[1] == 16 && seen[16] == 1 && seen[31] == 31));
    m.part(1, 1, 1, 1, 1).for_each([](const lb::memory_item& item) { item = -1; });
    CHECK(items[31] == -1);
    m.toreadonly().for_each([](const lb::memory_item& item) {
        if (item.try_set(1).error().code != errc::modify_readonly) FAIL("written");
    });
}

TEST_CASE("the hash is the one of a typed view of the same values") {
    const std::vector<std::uint8_t> bytes{1, 2, 3, 200};
    const std::vector<std::int32_t> ints{1, -2, 3};
    const std::vector<lb::be<std::int32_t>> swapped{1, -2, 3};
    const std::vector<std::uint64_t> words{1, ~0ULL};
    const std::vector<std::uint16_t> shorts{1, 65535};
    const std::string text = "some text";
    const lb::bytes constant("ab");
    CHECK((lb::hash(memoryview(bytes)) == lb::hash(bytes) && lb::hash(memoryview(ints)) == lb::hash(ints)));
    CHECK((lb::hash(memoryview(swapped)) == lb::hash(swapped) && lb::hash(memoryview(swapped)) == lb::hash(ints)));
    CHECK((lb::hash(memoryview(words)) == lb::hash(words) && lb::hash(memoryview(shorts)) == lb::hash(shorts)));
    CHECK((lb::hash(memoryview(text)) == lb::hash(text) && lb::hash(memoryview(constant)) == lb::hash(constant)));
    CHECK(lb::hash(memoryview(bytes)[slice(0, 0)]) == lb::hash(lb::buffer_view<const std::uint8_t>()));
    CHECK(lb::hash(memoryview(ints).part(1)) == lb::hash(memoryview(ints)[slice(1, 2)]));
    CHECK(lb::hash(memoryview(text).cast("3s")) == lb::hash(text));
}

TEST_CASE("equal views of any layout and rank have equal hashes") {
    test_support::random_numbers next(4);
    for (const char* const format : {"B", ">H", "<i", ">q", "3s", "2w", "c", "8s"})
        for (int k = 0; k < 40; ++k) {
            const std::ptrdiff_t size = lb::try_whole_item(format).value().nbytes;
            const extents shape = test_support::random_shape(next, static_cast<std::size_t>(next(0, 6)), 3);
            std::vector<unsigned char> memory(static_cast<std::size_t>(800 * size));
            for (auto& b : memory) b = static_cast<unsigned char>(next(0, 255));
            if (shape.empty()) continue;
            const test_support::random_layout layout(next, shape, size, static_cast<std::ptrdiff_t>(memory.size()));
            const memoryview a =
                memoryview(test_support::described(memory.data() + layout.first, shape, layout.strides, format, size))
                    .toreadonly();
            std::vector<unsigned char> copy(static_cast<std::size_t>(a.nbytes()));
            a.tobytes_into(copy);
            const memoryview b = memoryview(copy).cast(format).toreadonly();
            CAPTURE(format);
            REQUIRE(lb::hash(a) == lb::hash(b));
        }
}

TEST_CASE("strings behind pointers have the hash of their bytes") {
    char first[2][4] = {{'a', 'b', 'c', 'd'}, {'e', 'f', 'g', 'h'}};
    char second[2][4] = {{'i', 'j', 'k', 'l'}, {'m', 'n', 'o', 'p'}};
    void* rows[2] = {first, second};
    const extents shape{2, 2};
    const extents strides{sizeof(void*), 4};
    const extents suboffsets{0, -1};
    for (const char* const format : {"4s", "w", "<i", "2H"}) {
        CAPTURE(format);
        lb::descriptor d = test_support::described(rows, shape, strides, format, 4);
        d.suboffsets = suboffsets.data();
        const memoryview m = memoryview(d).toreadonly();
        if (format[0] == '2')
            CHECK(FAILURE_OF(lb::hash(m)).code == errc::wrong_type);
        else if (format[0] != '<' || std::endian::native == std::endian::little)
            CHECK(lb::hash(m) == lb::hash(std::string_view("abcdefghijklmnop")));
    }
}

TEST_CASE("what may change, or be equal with other bytes, has no hash") {
    std::vector<double> items(6); // 48 bytes, a multiple of all sizes below
    const memoryview m = memoryview(items).toreadonly();
    CHECK(FAILURE_OF(lb::hash(memoryview(items))).code == errc::hash_writable);
    CHECK_THROWS_LB(lb::value_error, "cannot hash writable memoryview object", lb::hash(memoryview(items)));
    for (const char* format : {"d", "e", "?", "Zf", "ii", "4p", "T{i:a:}", "2i", "8x", "g"})
        CHECK(FAILURE_OF(lb::hash(m.cast(format))).code == errc::wrong_type);
}

TEST_CASE("bytes are written out in C order, in Fortran order, or as they lie") {
    const std::string text = "abcdef";
    const auto bytes_of = [](const memoryview& m, order o) {
        std::string out(static_cast<std::size_t>(m.nbytes()), '?');
        m.tobytes_into(out, o);
        return out;
    };
    const memoryview c = memoryview(text).cast("c", {2, 3});
    const memoryview f = memoryview(text).cast("c", {2, 3}, order::f);
    const memoryview back = c(lb::all, slice(none, none, -1));
    CHECK((bytes_of(c, order::c) == "abcdef" && bytes_of(c, order::f) == "adbecf" &&
           bytes_of(c, order::any) == "abcdef"));
    CHECK((bytes_of(f, order::c) == "acebdf" && bytes_of(f, order::f) == "abcdef" &&
           bytes_of(f, order::any) == "abcdef"));
    CHECK((bytes_of(back, order::c) == "cbafed" && bytes_of(back, order::f) == "cfbead" &&
           bytes_of(back, order::any) == "cbafed"));
    CHECK((bytes_of(c.part(1, 1), order::f) == "e" && bytes_of(c.part(slice(0, 0)), order::f).empty()));
    std::vector<int> items = test_support::counted(32);
    std::vector<int> out(32);
    const memoryview five = test_support::shaped(items, {2, 2, 2, 2, 2});
    five.tobytes_into(lb::buffer_view(out).cast<std::byte>(), order::f);
    CHECK((out[1] == 16 && out[16] == 1));
}

TEST_CASE("bytes are written to as many bytes as there are, which may be those of the view") {
    lb::bytearray owner("abcdef");
    const memoryview m(owner);
    std::vector<unsigned char> few(5, 7);
    const auto refused = m.try_tobytes_into(few).error();
    CHECK((refused.code == errc::different_structure && refused.need == 5 && refused.have == 6 && few[0] == 7));
    m[slice(none, none, -1)].tobytes_into(owner);
    CHECK(owner == "fedcba");
    m.cast("B", {2, 3}).tobytes_into(owner, order::f);
    CHECK(owner == "fcebda");
    std::vector<unsigned char> many(1000);
    for (std::size_t k = 0; k < many.size(); ++k) many[k] = static_cast<unsigned char>(k % 251);
    const std::vector<unsigned char> before = many;
    {
        const test_support::scratch_for_a_test no_source({});
        const memoryview turned = memoryview(many)[slice(none, none, -1)];
        CHECK((turned.try_tobytes_into(many).error().code == errc::overlap_needs_scratch && many == before));
    }
    memoryview(many)[slice(none, none, -1)].tobytes_into(many);
    CHECK((many[0] == before[999] && many[999] == before[0]));
}
