#include <cstddef>
#include <cstdint>
#include <lendbuf/owner/bytearray.hpp>
#include <lendbuf/owner/standard.hpp>
#include <lendbuf/view/heap_scratch.hpp>
#include <lendbuf/view/memoryview_copies.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "support/failure.hpp"
#include "view/memory_model.hpp"

namespace lb = lendbuf;
using lb::errc;
using lb::item_list;
using lb::memoryview;
using lb::none;
using lb::order;
using lb::slice;
using test_support::extents;

namespace {

// A list as Python writes it; strings in quotes.
std::string text_of(const item_list& list) {
    if (!list.is_list) {
        if (list.value.type() == lb::item_type::bytes) return "'" + list.value.bytes().to<std::string>() + "'";
        if (list.value.type() == lb::item_type::boolean) return list.value.truth() ? "True" : "False";
        return std::to_string(static_cast<int>(list.value.real()));
    }
    std::string text = "[";
    for (const item_list& entry : list.items) {
        if (text.size() > 1) text += ' ';
        text += text_of(entry);
    }
    return text += ']';
}

std::string text_of(const std::vector<std::byte>& bytes) {
    std::string text;
    for (const std::byte b : bytes) text.push_back(static_cast<char>(b));
    return text;
}

std::string list_of(const char* format, const std::string& bytes) {
    return text_of(memoryview(bytes).cast(format).tolist());
}

} // namespace

TEST_CASE("lists are nested once for each axis") {
    std::vector<int> items = test_support::counted(6);
    const memoryview m = test_support::shaped(items, {2, 3});
    CHECK((text_of(m.tolist()) == "[[0 1 2] [3 4 5]]" && text_of(memoryview(items).tolist()) == "[0 1 2 3 4 5]"));
    CHECK(text_of(m(lb::all, slice(none, none, -2)).tolist()) == "[[2 0] [5 3]]");
    CHECK(text_of(test_support::shaped(items, {1, 2, 1, 3, 1}).tolist()) == "[[[[[0] [1] [2]]] [[[3] [4] [5]]]]]");
    CHECK((text_of(m.part(1, 1).tolist()) == "4" && !m.part(1, 1).tolist().is_list && m.part(1, 1).tolist() == 4));
    CHECK((text_of(memoryview().tolist()) == "[]" && text_of(m.part(slice(0, 0)).tolist()) == "[]"));
    CHECK(text_of(m.part(lb::all, slice(0, 0)).tolist()) == "[[] []]");
    CHECK(text_of(test_support::shaped(items, {2, 0, 3}).tolist()) == "[[] []]");
}

TEST_CASE("items in lists are values of their format") {
    CHECK((list_of("c", "ab") == "['a' 'b']" && list_of("2s", "abcd") == "['ab' 'cd']" &&
           list_of("b", "\xFF") == "[-1]"));
    CHECK((list_of("?", "\x02\x01") == "[True True]" && list_of(">H", "\x01\x02") == "[258]" &&
           list_of("<H", "\x01\x02") == "[513]"));
    CHECK(list_of("3p", "\x01zz") == "['z']");
    std::vector<long double> wide{1, 2};
    CHECK(text_of(memoryview(wide).tolist()) == "[1 2]"); // as every other number
}

TEST_CASE("records and sub-arrays are lists in lists") {
    CHECK((list_of("BB", "\1\2\3\4") == "[[1 2] [3 4]]" && list_of("T{B:a:B:b:}", "\1\2") == "[[1 2]]"));
    CHECK((list_of("T{B:a:}", "\1\2") == "[[1] [2]]" && list_of("B:a:", "\1") == "[[1]]"));
    CHECK((list_of("2B", "\1\2\3\4") == "[[1 2] [3 4]]" && list_of("(2,3)B", "\1\2\3\4\5\6") == "[[[1 2 3] [4 5 6]]]"));
    CHECK(list_of("T{B:a:(2,2)B:b:T{B:x:2s:y:}:c:}", "\1\2\3\4\5\6xy") == "[[1 [[2 3] [4 5]] [6 'xy']]]");
    CHECK((list_of("BxB", "\1\2\3") == "[[1 3]]" && list_of("2x", "ab") == "[[]]" &&
           list_of("2T{BB}", "\1\2\3\4") == "[[[1 2] [3 4]]]"));
    CHECK((list_of("B0s", "\1") == "[[1 '']]" && list_of("B(0,3)B", "\1") == "[[1 []]]"));
    CHECK(list_of("B(1000000000,2)0s", "\1") == "[[1 []]]");
}

TEST_CASE("entries of a list are found like those of Python's") {
    std::vector<int> items = test_support::counted(6);
    const item_list list = test_support::shaped(items, {2, 3}).tolist();
    CHECK((list.size() == 2 && list[1][-1] == 5 && list[-2][0] == 0 && list[1][2] == 5.0 && !(list[1] == 5)));
    CHECK(FAILURE_OF(list[2]).code == errc::index_out_of_bounds);
    CHECK((list[0][0].size() == 0 && FAILURE_OF(list[0][0][0]).code == errc::index_out_of_bounds));
}

TEST_CASE("items that cannot be read make no list, but bytes and digits") {
    std::vector<int> items{1};
    lb::descriptor d;
    d.buf = items.data();
    d.len = d.itemsize = 4;
    d.format = "oops";
    const memoryview m(d);
    CHECK(FAILURE_OF(m.tolist()).code == errc::bad_format_char);
    CHECK(FAILURE_OF(m[slice(0, 0)].tolist()).code == errc::bad_format_char);
    CHECK((m.tobytes().size() == 4 && m.hex().size() == 8));
    d.format = "d";
    CHECK(FAILURE_OF(memoryview(d).tolist()).code == errc::itemsize_mismatch);
}

TEST_CASE("bytes are copied in every order, of every layout") {
    const std::string text = "abcdef";
    const memoryview m = memoryview(text).cast("c", {2, 3});
    const memoryview f = memoryview(text).cast("c", {2, 3}, order::f);
    CHECK((text_of(m.tobytes()) == "abcdef" && text_of(m.tobytes(order::f)) == "adbecf"));
    CHECK((text_of(f.tobytes()) == "acebdf" && text_of(f.tobytes(order::any)) == "abcdef"));
    CHECK((text_of(m(lb::all, slice(none, none, -1)).tobytes(order::any)) == "cbafed"));
    CHECK((memoryview().tobytes().empty() && text_of(m.part(1, 2).tobytes(order::f)) == "f"));
    test_support::random_numbers next(5);
    for (int k = 0; k < 100; ++k) {
        const extents shape = test_support::random_shape(next, static_cast<std::size_t>(next(1, 6)), 3);
        std::string memory(3000, ' ');
        for (auto& c : memory) c = static_cast<char>(next(0, 127));
        const test_support::random_layout layout(next, shape, 2, 3000);
        const memoryview any(test_support::described(memory.data() + layout.first, shape, layout.strides, "2s", 2));
        std::string expected;
        test_support::for_each_index(shape, [&](const extents& index) {
            expected += memory.substr(static_cast<std::size_t>(layout.place(index)), 2);
        });
        REQUIRE(text_of(any.tobytes()) == expected);
        // Fortran order is C order of the axes turned round.
        std::string turned;
        const extents backwards(shape.rbegin(), shape.rend());
        test_support::for_each_index(backwards, [&](const extents& index) {
            turned += memory.substr(static_cast<std::size_t>(layout.place(extents(index.rbegin(), index.rend()))), 2);
        });
        REQUIRE(text_of(any.tobytes(order::f)) == turned);
    }
}

TEST_CASE("digits are grouped as in Python") {
    const std::string text = "\x01\x23\x45\x67\x89";
    const memoryview m(text);
    CHECK((m.hex() == "0123456789" && m.hex('-') == "01-23-45-67-89" && m.hex('-', 2) == "01-2345-6789"));
    CHECK((m.hex('-', -2) == "0123-4567-89" && m.hex('-', 99) == "0123456789" && m.hex('-', 0) == "0123456789"));
    CHECK((m[slice(none, none, -2)].hex(':') == "89:45:01" && m.cast("c", {5, 1}).hex() == "0123456789"));
    CHECK((memoryview(text)[slice(0, 4)].cast("c", {2, 2}, order::f).hex(' ', 1) == "01 45 23 67" &&
           memoryview().hex() == ""));
    CHECK((m.part(1).hex('x') == "23" && m.toreadonly()[slice(0, 2)].cast("<H").hex() == "0123"));
}

TEST_CASE("lists and bytes of what lies behind pointers are copied, too") {
    char upper[3] = {'a', 'b', 'c'};
    char lower[3] = {'d', 'e', 'f'};
    void* rows[3] = {upper, lower, nullptr};
    const extents shape{3, 2};
    const extents strides{sizeof(void*), 1};
    const extents suboffsets{1, -1};
    lb::descriptor d = test_support::described(rows, shape, strides, "c", 1);
    d.suboffsets = suboffsets.data();
    const memoryview m(d);
    const memoryview two = m[slice(0, 2)];
    CHECK((text_of(two.tolist()) == "[['b' 'c'] ['e' 'f']]" && text_of(two.tobytes()) == "bcef"));
    CHECK((text_of(two.tobytes(order::f)) == "becf" && two.hex() == "62636566"));
    CHECK((text_of(m(lb::all, slice(0, 0)).tolist()) == "[[] [] []]" && m(lb::all, slice(0, 0)).tobytes().empty()));
#if LENDBUF_TEST_HAS_EXCEPTIONS // half a copy is freed by a destructor
    CHECK((FAILURE_OF(m.tolist()).code == errc::null_pointer && FAILURE_OF(m.tobytes()).code == errc::null_pointer));
#endif
}
