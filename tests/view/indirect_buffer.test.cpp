#include <lendbuf/owner/typed_array.hpp>
#include <lendbuf/view/indirect_buffer.hpp>
#include <string_view>
#include <utility>

#include "support/failure.hpp"

namespace lb = lendbuf;
using lb::errc;
using lb::indirect_view;
using lb::request;

namespace {

int upper[3] = {0, 1, 2};
int lower[3] = {3, 4, 5};
int* lines[2] = {upper, lower};

union colour { // no type that has a format
    unsigned char parts[3];
};

} // namespace

TEST_CASE("a request for suboffsets is granted with them") {
    const indirect_view<int, 2, lb::row_pointers> v(lines, {{2, 3}});
    const auto granted = lb::get_buffer(v(lb::all, lb::slice(1, lb::none)), request::full);
    const lb::descriptor d = granted.info();
    CHECK((d.buf == lines && d.len == 16 && d.itemsize == 4 && d.readonly == 0 && d.ndim == 2));
    CHECK((d.format == std::string_view("i") && d.shape[0] == 2 && d.shape[1] == 2));
    CHECK((d.strides[0] == sizeof(int*) && d.strides[1] == 4 && d.suboffsets[0] == 4 && d.suboffsets[1] == -1));
    // Full circle.
    const indirect_view<int, 2> again(d);
    CHECK((again(1, 0) == 4 && again.layout().suboffsets[0] == 4));
    again(1, 1) = 7;
    CHECK(std::exchange(lower[2], 5) == 7);
}

TEST_CASE("other requests are refused as by memoryview") {
    const indirect_view<const int, 2, lb::row_pointers> v(lines, {{2, 3}});
    const auto refused = [&](request asked) { return lb::try_get_buffer(v, asked).error().code; };
    CHECK(refused(request::simple) == errc::needs_suboffsets);
    CHECK(refused(request::nd) == errc::needs_suboffsets);
    CHECK(refused(request::strides) == errc::needs_suboffsets);
    CHECK(refused(request::format) == errc::needs_suboffsets);
    CHECK(refused(request::records_ro) == errc::needs_suboffsets);
    CHECK(refused(request::full) == errc::not_writable);
    CHECK(refused(request::c_contiguous) == errc::not_c_contiguous);
    CHECK(refused(request::f_contiguous) == errc::not_f_contiguous);
    CHECK(refused(request::any_contiguous | request::indirect) == errc::not_contiguous);
    CHECK(refused(request::write) == errc::bad_request);
    CHECK(refused(request::full_ro) == errc::success);
    const auto granted = lb::get_buffer(v, request::indirect);
    CHECK((granted.info().format == nullptr && granted.info().suboffsets[0] == 0 && granted.info().readonly == 1));
    CHECK_THROWS_LB(lb::buffer_error, "memoryview: underlying buffer requires suboffsets",
                    lb::get_buffer(v, request::records_ro));
}

TEST_CASE("without pointers there are no suboffsets") {
    const indirect_view<int, 2> v(lines, {{2, 3}}, {{sizeof(int*), 4}}, {{0, -1}});
    const auto row = lb::get_buffer(v[1], request::simple);
    CHECK((row.info().buf == lower && row.info().suboffsets == nullptr && row.info().shape == nullptr));
    CHECK((row.info().len == 12 && row.info().ndim == 1 && row.info().strides == nullptr));
    const auto empty = lb::get_buffer(indirect_view<int, 2>());
    CHECK((empty.info().buf != nullptr && empty.info().len == 0));
    colour colours[2] = {};
    colour* pointers[1] = {colours};
    const auto records = lb::get_buffer(indirect_view<colour, 2, lb::row_pointers>(pointers, {{1, 2}}));
    CHECK((records.info().format == nullptr && records.info().itemsize == 3));
}

TEST_CASE("a granted buffer holds the lease until it is released") {
    lb::typed_array<int*> owner;
    owner.push_back(upper);
    auto granted = lb::get_buffer(indirect_view<int, 2, lb::row_pointers, lb::leased>(owner, 3));
    CHECK((granted.info().obj != nullptr && FAILURE_OF(owner.push_back(lower)).code == errc::resize_while_leased));
    auto moved = std::move(granted);
    CHECK((moved.info().shape[1] == 3 && moved.info().suboffsets[0] == 0));
    granted.release();
    CHECK(FAILURE_OF(owner.push_back(lower)).code == errc::resize_while_leased);
    moved.release();
    CHECK((moved.info().buf == nullptr && moved.info().shape == nullptr));
    owner.push_back(lower);
    CHECK(owner.size() == 2);
}
