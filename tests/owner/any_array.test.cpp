#include <complex>
#include <cstdint>
#include <cstdio>
#include <lendbuf/owner/any_array.hpp>
#include <lendbuf/view/buffer_view.hpp>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "support/catch.hpp"
#include "support/failure.hpp"

namespace lb = lendbuf;
using lb::errc;

TEST_CASE("a typecode names the type") {
    for (const char* code :
         {"b", "B", "h", "H", "i", "I", "l", "L", "q", "Q", "e", "f", "d", "Zf", "Zd", "?", "u", "w"}) {
        INFO(code);
        lb::any_array a(code, {1, 0});
        CHECK((a.typecode() == std::string_view(code) && a.size() == 2 && a[0] == lb::item(1) && a[-1] == lb::item(0)));
        CHECK(a.tobytes().size() == 2 * a.itemsize());
        a.byteswap();
        a.byteswap();
        a.reverse();
        CHECK((a[1] == lb::item(1) && a.index(1) == 1 && a.count(0) == 1));
        lb::any_array copy(code);
        copy.frombytes(a.tobytes());
        CHECK(copy == a);
        if (code != std::string_view("u")) CHECK(copy.get_buffer()->format == std::string_view(code));
    }
    for (const char* bad : {"", "x", "ii", "Z", "<i", "s"})
        CHECK(FAILURE_OF(lb::any_array(bad)).code == errc::bad_typecode);
}

TEST_CASE("items must fit the type") {
    lb::any_array a("B", {255});
    CHECK_THROWS_LB_AS(lb::overflow_error, a.append(256));
    CHECK_THROWS_LB_AS(lb::overflow_error, a.append(-1));
    CHECK_THROWS_LB_AS(lb::type_error, a.append(1.0));
    CHECK_THROWS_LB_AS(lb::type_error, a.append("x"));
    CHECK_THROWS_LB_AS(lb::overflow_error, a.extend({1, 2, 300}));
    CHECK_THROWS_LB_AS(lb::overflow_error, a.assign(0, 256));
    CHECK_THROWS_LB_AS(lb::overflow_error, a.insert(0, 256));
    CHECK(a == lb::any_array("B", {255}));
    lb::any_array h("e");
    h.append(1);
    CHECK_THROWS_LB_AS(lb::overflow_error, h.append(1e6));
    lb::any_array z("Zd", {std::complex<double>(1, 2)});
    CHECK((h.size() == 1 && z[0].imag() == 2 && FAILURE_OF(h.append(z[0])).code == errc::wrong_type));
}

TEST_CASE("characters are numbers of code points") {
    lb::any_array a("u", {0x41, 0xFFFF});
    CHECK((a.itemsize() == sizeof(wchar_t) && a[1] == lb::item(0xFFFF) && a.index(U'A') == 0));
    CHECK(a.get_buffer()->format == std::string_view(sizeof(wchar_t) == 4 ? "w" : "u"));
    lb::any_array w("w");
    w.append(U'\U0010FFFF');
    w.append(0xFFFFFFFF); // none, but it may come from bytes, too
    CHECK((w[0] == lb::item(0x10FFFF) && w[1] == lb::item(0xFFFFFFFF) && w > a));
    CHECK_THROWS_LB_AS(lb::overflow_error, w.append(-1));
    CHECK_THROWS_LB_AS(lb::type_error, w.append(1.0));
    CHECK_THROWS_LB_AS(lb::type_error, w.assign(lb::slice(0, 1), a));
}

TEST_CASE("the methods of array.array work on items") {
    lb::any_array a("i", {1, 2, 3});
    a.append(4);
    a.insert(0, 0);
    a.insert(100, 5);
    a.extend(a);
    a += std::vector<short>{9};
    CHECK(a == lb::any_array("i", {0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5, 9}));
    CHECK((a.pop() == lb::item(9) && a.pop(0) == lb::item(0) && a.size() == 11));
    a.remove(3);
    a.erase(lb::slice(lb::none, lb::none, -2));
    CHECK(a == lb::any_array("i", {1, 4, 0, 2, 4}));
    a.assign(lb::slice(1, 3), lb::any_array("i", {7}));
    a.assign(lb::slice(lb::none, lb::none, -1), a);
    CHECK((a == lb::any_array("i", {4, 2, 7, 1}) && a[lb::slice(1, lb::none, 2)] == lb::any_array("i", {2, 1})));
    CHECK((a.contains(7) && !a.contains(8) && a.find(4, 1) == -1 && a.tolist().size() == 4));
    a *= 2;
    CHECK((a.size() == 8 && a[7] == lb::item(1)));
    a.extend(lb::any_array("B", {200}));
    CHECK(a[-1] == lb::item(200));
    CHECK_THROWS_LB_AS(lb::type_error, a.assign(lb::slice(0, 1), lb::any_array("h", {1})));
    CHECK_THROWS_LB_AS(lb::value_error, a.assign(lb::slice(0, 4, 2), lb::any_array("i", {1})));
    CHECK_THROWS_LB_AS(lb::value_error, a.remove(1000));
    CHECK_THROWS_LB_AS(lb::index_error, a[9]);
    CHECK_THROWS_LB_AS(lb::index_error, lb::any_array("d").pop());
    CHECK_THROWS_LB_AS(lb::value_error, a.frombytes(std::string("abc")));
    CHECK(a.size() == 9);
}

TEST_CASE("arrays of all types are compared exactly") {
    const lb::any_array big("q", {std::int64_t{9007199254740993}});
    CHECK((big > lb::any_array("d", {9007199254740992.0}) && lb::any_array("i", {-1}) < lb::any_array("Q", {0})));
    CHECK((lb::any_array("i", {1, 2}) == lb::any_array("d", {1, 2}) &&
           lb::any_array("i", {1}) < lb::any_array("i", {1, 0})));
    const lb::any_array unordered("d", {std::numeric_limits<double>::quiet_NaN()});
    CHECK((unordered != unordered && !(unordered < unordered) && !(unordered > lb::any_array("i", {1}))));
}

TEST_CASE("who knows the type gets a view of it, which is a lease") {
    lb::any_array a("l", {1, 2, 3});
    const auto view = lb::buffer_view(a.as<long>());
    view[1] = 20;
    CHECK((a[1] == lb::item(20) && a.leases() == 1 && view.size() == 3));
    const auto failure = FAILURE_OF(a.append(4));
    CHECK((failure.code == errc::resize_while_leased && a.size() == 3));
    CHECK((!a.try_as<float>() && !a.try_as<short>() && !a.try_as<unsigned long>()));
    CHECK_THROWS_LB_AS(lb::type_error, a.as<double>());
    CHECK(lb::buffer_view(a).nbytes() == 3 * a.itemsize());
    lb::any_array moved = std::move(a);
    CHECK((moved.leases() == 1 && FAILURE_OF(moved = lb::any_array("d")).code == errc::resize_while_leased));
    CHECK(moved.typecode() == std::string_view("l"));
}

TEST_CASE("the buffer that is asked for has the format") {
    lb::any_array a("h", {1, 2});
    const auto granted = a.get_buffer(lb::request::full);
    CHECK((granted->itemsize == 2 && granted->len == 4 && granted->ndim == 1 && granted->shape[0] == 2));
    CHECK((granted->strides[0] == 2 && granted->readonly == 0 && a.leases() == 1));
    CHECK(lb::any_array("d").get_buffer()->buf != nullptr);
    CHECK(lb::get_buffer(a, lb::request::records)->format == std::string_view("h"));
    CHECK(try_get_buffer(a, lb::request::read).error().code == errc::bad_request);
}

TEST_CASE("arrays are written to files and read back") {
    std::FILE* const file = std::tmpfile();
    REQUIRE(file != nullptr);
    lb::any_array many("i");
    for (int k = 0; k < 40000; ++k) many.append(k);
    many.tofile(file);
    std::rewind(file);
    lb::any_array a("i");
    a.fromfile(file, 2);
    CHECK(FAILURE_OF(a.fromfile(file, 1000000)).code == errc::end_of_file);
    CHECK(a == many);
    CHECK_THROWS_LB_AS(lb::value_error, a.fromfile(file, -1));
    std::fclose(file);
    lb::any_array truths("?");
    truths.frombytes(std::string("\2\0\1", 3));
    CHECK(truths.tobytes() == lb::bytes({1, 0, 1}));
}
