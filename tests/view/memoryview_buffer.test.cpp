#include <cstddef>
#include <lendbuf/owner/bytearray.hpp>
#include <lendbuf/owner/standard.hpp>
#include <lendbuf/view/memoryview_buffer.hpp>
#include <string_view>
#include <utility>
#include <vector>

#include "support/failure.hpp"
#include "view/memory_model.hpp"

namespace lb = lendbuf;
using lb::descriptor;
using lb::errc;
using lb::memoryview;
using lb::request;
using lb::slice;
using test_support::extents;

namespace {

errc refusal(const memoryview& m, request asked) {
    const auto granted = lb::try_get_buffer(m, asked);
    return granted ? errc::success : granted.error().code;
}

} // namespace

TEST_CASE("the whole description comes with a full request, and makes the same view again") {
    std::vector<int> items = test_support::counted(12);
    const memoryview m = test_support::shaped(items, {3, 4})(lb::all, slice(lb::none, lb::none, -2));
    const auto granted = lb::get_buffer(m, request::full);
    const descriptor d = granted.info();
    CHECK((d.buf == &items[3] && d.len == 24 && d.itemsize == 4 && d.readonly == 0 && d.ndim == 2));
    CHECK((d.format == std::string_view("i") && d.shape[0] == 3 && d.shape[1] == 2));
    CHECK((d.strides[0] == 16 && d.strides[1] == -8 && d.suboffsets == nullptr && d.obj != nullptr));
    const memoryview again(d);
    CHECK((again == m && again(2, 1) == 9));
}

TEST_CASE("requests are granted and refused as by CPython") {
    std::vector<int> items = test_support::counted(12);
    const memoryview c = test_support::shaped(items, {3, 4});
    const memoryview f = test_support::shaped(items, {3, 4}, lb::order::f);
    const memoryview gaps = c(lb::all, slice(0, 2));
    const memoryview constant = c.toreadonly();
    struct row {
        const memoryview& view;
        request asked;
        errc code;
    };
    const row rows[] = {
        {c, request::simple, errc::success},
        {c, request::writable, errc::success},
        {c, request::format, errc::format_without_shape},
        {c, request::format | request::writable, errc::format_without_shape},
        {c, request::nd, errc::success},
        {c, request::c_contiguous, errc::success},
        {c, request::f_contiguous, errc::not_f_contiguous},
        {c, request::any_contiguous, errc::success},
        {c, request::read, errc::bad_request},
        {c, request::write, errc::bad_request},
        {f, request::simple, errc::not_c_contiguous},
        {f, request::nd, errc::not_c_contiguous},
        {f, request::strides, errc::success},
        {f, request::f_contiguous, errc::success},
        {f, request::c_contiguous, errc::not_c_contiguous},
        {f, request::any_contiguous, errc::success},
        {gaps, request::strides, errc::success},
        {gaps, request::any_contiguous, errc::not_contiguous},
        {gaps, request::simple, errc::not_c_contiguous},
        {gaps, request::full_ro, errc::success},
        {constant, request::full_ro, errc::success},
        {constant, request::full, errc::not_writable},
        {constant, request::writable, errc::not_writable},
    };
    for (const row& r : rows) {
        CAPTURE(static_cast<int>(r.asked));
        CHECK(refusal(r.view, r.asked) == r.code);
    }
    CHECK_THROWS_LB(lb::buffer_error, "Object is not writable.", lb::get_buffer(constant, request::full));
}

TEST_CASE("what was not asked for is left out") {
    std::vector<int> items = test_support::counted(12);
    const memoryview m = test_support::shaped(items, {3, 4});
    const auto simple = lb::get_buffer(m, request::simple);
    CHECK((simple.info().ndim == 1 && simple.info().shape == nullptr && simple.info().strides == nullptr));
    CHECK((simple.info().format == nullptr && simple.info().len == 48 && simple.info().itemsize == 4));
    const memoryview bytes(simple.info());
    CHECK((bytes.size() == 48 && bytes.format() == std::string_view("B")));
    const auto nd = lb::get_buffer(m, request::nd);
    CHECK((nd.info().ndim == 2 && nd.info().shape[1] == 4 && nd.info().strides == nullptr));
    const auto strided = lb::get_buffer(m, request::strides | request::format);
    CHECK((strided.info().strides[0] == 16 && strided.info().format == std::string_view("i")));
}

TEST_CASE("a single item and no items are lent on") {
    std::vector<int> items{7};
    const auto one = lb::get_buffer(memoryview(items).part(0), request::full);
    const descriptor d = one.info();
    CHECK((d.ndim == 0 && d.shape == nullptr && d.strides == nullptr && d.len == 4 && memoryview(d)() == 7));
    CHECK(refusal(memoryview(items).part(0), request::simple) == errc::success);
    std::vector<int> nothing;
    const auto none = lb::get_buffer(memoryview(nothing), request::full);
    CHECK((none.info().buf != nullptr && none.info().len == 0 && none.info().shape[0] == 0));
}

TEST_CASE("suboffsets come only to those who ask for them") {
    int upper[2] = {1, 2};
    int* rows[1] = {upper};
    const extents shape{1, 2};
    const extents strides{sizeof(int*), sizeof(int)};
    const extents suboffsets{0, -1};
    descriptor d = test_support::described(rows, shape, strides, "i", sizeof(int));
    d.suboffsets = suboffsets.data();
    const memoryview m(d);
    for (const request asked : {request::simple, request::nd, request::strides, request::records_ro})
        CHECK(refusal(m, asked) == errc::needs_suboffsets);
    CHECK(refusal(m, request::c_contiguous | request::indirect) == errc::not_c_contiguous);
    const auto granted = lb::get_buffer(m, request::full);
    CHECK((granted.info().suboffsets[0] == 0 && granted.info().suboffsets[1] == -1 && memoryview(granted.info()) == m));
    CHECK(refusal(m.part(0), request::simple) == errc::success);
}

TEST_CASE("a grant has its own shape and format, and keeps them where it is moved") {
    lb::bytearray owner("abcdefghijkl");
    lb::granted_memory<lb::leased, 64> granted;
    {
        memoryview m = memoryview(owner).cast("T{<h:x:<h:y:}", {1, 1, 1, 1, 3});
        granted = lb::get_buffer(m, request::full);
        CHECK(m.export_count() == 1);
    }
    CHECK((granted.info().ndim == 5 && granted.info().shape[4] == 3 && granted.info().strides[4] == 4));
    CHECK(granted.info().format == std::string_view("T{<h:x:<h:y:}"));
    const auto moved = std::move(granted);
    const auto copy = moved; // NOLINT: the copy is what is tested
    CHECK((moved.info().shape[4] == 3 && copy.info().shape != moved.info().shape && copy.info().shape[4] == 3));
    CHECK(FAILURE_OF(owner.clear()).code == errc::resize_while_leased);
}

TEST_CASE("the memory can be resized when grant and view are gone") {
    lb::bytearray owner("abc");
    {
        const auto granted = lb::get_buffer(memoryview(owner));
        CHECK(FAILURE_OF(owner.clear()).code == errc::resize_while_leased);
    }
    owner.clear();
    CHECK(owner.size() == 0);
}
