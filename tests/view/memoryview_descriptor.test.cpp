// Memoryviews of what a descriptor describes, with parts missing and with parts that cannot be.
#include <cstddef>
#include <cstdint>
#include <lendbuf/owner/bytearray.hpp>
#include <lendbuf/owner/standard.hpp>
#include <lendbuf/view/memoryview.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "support/failure.hpp"
#include "view/memory_model.hpp"

namespace lb = lendbuf;
using lb::descriptor;
using lb::errc;
using lb::memoryview;
using test_support::extents;

namespace {

constexpr auto most = lb::number_limits<std::ptrdiff_t>::max();
int numbers[6] = {0, 1, 2, 3, 4, 5};

descriptor of_numbers() {
    descriptor d;
    d.buf = numbers;
    d.len = sizeof numbers;
    d.itemsize = sizeof(int);
    d.format = "i";
    return d;
}

} // namespace

TEST_CASE("missing parts mean what the protocol says") {
    descriptor d = of_numbers();
    CHECK((memoryview(d).shape() == lb::index_array<1>{{6}} && memoryview(d)[5] == 5));
    const std::ptrdiff_t shape[] = {2, 3};
    d.ndim = 2;
    d.shape = shape;
    CHECK((memoryview(d).strides() == lb::index_array<2>{{12, 4}} && memoryview(d)(1, 0) == 3));
    const std::ptrdiff_t strides[] = {4, 8};
    d.strides = strides;
    CHECK(memoryview(d)(1, 0) == 1);
    const std::ptrdiff_t no_pointers[] = {-1, -1};
    d.suboffsets = no_pointers;
    CHECK((!memoryview(d).has_pointers() && memoryview(d).suboffsets().empty()));
    d.readonly = 1;
    CHECK(memoryview(d).readonly());
}

TEST_CASE("without shape and format the memory is bytes, whatever the size of its items") {
    descriptor d = of_numbers();
    d.format = nullptr;
    for (const std::ptrdiff_t itemsize : {4, 1, 0, -3, 5}) {
        d.itemsize = itemsize;
        const memoryview m(d);
        CHECK(
            (m.size() == 24 && m.itemsize() == 1 && m.format() == std::string_view("B") && m.item_type().is_single()));
    }
}

TEST_CASE("a shape without a format is one of opaque items") {
    const std::ptrdiff_t shape[] = {6};
    descriptor d = of_numbers();
    d.format = nullptr;
    d.shape = shape;
    const memoryview m(d);
    CHECK((m.size() == 6 && m.itemsize() == 4 && m.format() == std::string_view("B")));
    CHECK((!m.item_type().is_readable() && m[0].try_get().error().code == errc::itemsize_mismatch));
    CHECK(m.cast("i")[5] == 5);
}

TEST_CASE("a shape alone is one axis, of how many there are said to be") {
    descriptor d = of_numbers();
    const std::ptrdiff_t strides[] = {0, 0};
    for (const int ndim : {2, 64, 65, -1}) {
        d.ndim = ndim;
        d.strides = d.suboffsets = strides; // which mean nothing without a shape
        const memoryview m(d);
        CHECK((m.ndim() == 1 && m.size() == 6 && m[5] == 5));
    }
    d = of_numbers();
    d.ndim = 0;
    d.len = 4;
    CHECK((memoryview(d).ndim() == 0 && memoryview(d)() == 0));
    d.shape = d.strides = strides;
    CHECK(memoryview(d).ndim() == 0);
}

TEST_CASE("what no memory can be is refused") {
    struct row {
        const char* why;
        extents shape, strides;
        std::ptrdiff_t itemsize, len;
        errc code;
    };
    const row rows[] = {
        {"negative", {-1}, {4}, 4, -4, errc::negative_extent},
        {"negative, twice", {-2, -3}, {12, 4}, 4, 24, errc::negative_extent},
        {"negative and empty", {0, -1}, {4, 4}, 4, 0, errc::negative_extent},
        {"product", {most / 2, 3}, {12, 4}, 4, 24, errc::shape_overflow},
        {"product beside an empty axis", {most / 2, 3, 0}, {12, 4, 4}, 4, 0, errc::shape_overflow},
        {"item size", {6}, {4}, 0, 0, errc::itemsize_mismatch},
        {"negative item size", {6}, {4}, -4, -24, errc::itemsize_mismatch},
        {"length", {6}, {4}, 4, 20, errc::shape_not_length},
        {"length of an empty array", {0}, {4}, 4, 4, errc::shape_not_length},
        {"length of a single item", {}, {}, 4, 8, errc::shape_not_length},
        {"reach", {3, 2}, {most / 2, 4}, 4, 24, errc::shape_overflow},
        {"reach downwards", {2, 3}, {-most, -most}, 4, 24, errc::shape_overflow},
        {"reach in steps that fit", {2, 2}, {most - 8, most - 8}, 4, 16, errc::shape_overflow},
    };
    for (const row& r : rows) {
        CAPTURE(r.why);
        descriptor d = test_support::described(numbers, r.shape, r.strides, "i", r.itemsize);
        d.len = r.len;
        if (r.shape.empty()) d.ndim = 0;
        CHECK(FAILURE_OF(memoryview(d)).code == r.code);
    }
    descriptor flat = of_numbers();
    flat.len = 22;
    CHECK(FAILURE_OF(memoryview(flat)).code == errc::shape_not_length);
    flat.len = -4;
    CHECK(FAILURE_OF(memoryview(flat)).code == errc::negative_extent);
    flat.itemsize = 0;
    CHECK(FAILURE_OF(memoryview(flat)).code == errc::itemsize_mismatch);
}

TEST_CASE("there may be 64 axes, and not 65") {
    const extents shape(65, 1);
    descriptor d = test_support::described(numbers, shape, shape, "i", 4);
    const auto failure = FAILURE_OF(memoryview(d));
    CHECK((failure.code == errc::too_many_axes && failure.need == 64 && failure.have == 65));
    d.ndim = -1;
    CHECK(FAILURE_OF(memoryview(d)).code == errc::too_many_axes);
    d.ndim = 64;
    const memoryview m(d);
    const extents zeros(64, 0);
    CHECK((m.ndim() == 64 && m.nbytes() == 4 && m.at_index(zeros.data(), 64) == 0));
    const memoryview copy = m.part(0, lb::ellipsis, 0);
    CHECK((copy.ndim() == 62 && copy.part(lb::newaxis, lb::newaxis).ndim() == 64 && m == m.toreadonly()));
    CHECK(FAILURE_OF(m.part(lb::newaxis)).code == errc::too_many_axes);
}

TEST_CASE("items nowhere are refused, no items may be anywhere") {
    descriptor d = of_numbers();
    d.buf = nullptr;
    CHECK(FAILURE_OF(memoryview(d)).code == errc::null_pointer);
    d.len = 0;
    const memoryview m(d);
    CHECK((m.empty() && m[lb::all].empty() && m[lb::slice(3, 9)].data() == nullptr && m.begin() == m.end()));
    CHECK((m == memoryview() && m.cast("B").empty() && m.cast("q", {0, 3}).empty() && m.try_as<int>().has_value()));
    std::vector<std::byte> nothing;
    m.tobytes_into(nothing);
    m.assign(m);
    const std::ptrdiff_t shape[] = {1 << 20, 0};
    d.shape = shape;
    d.ndim = 2;
    CHECK((memoryview(d).part(99).empty() && memoryview(d).part(lb::slice(7, lb::none), lb::all).data() == nullptr));
    CHECK(FAILURE_OF(memoryview(d)(99, 0)).field == 1);
}

TEST_CASE("bad formats are carried along, and only reading an item is an error") {
    for (const char* const format : {"oops", "T{i", "d", "(2)i", "", "99999999999999999999i"}) {
        CAPTURE(format);
        descriptor d = of_numbers();
        d.format = format;
        std::vector<int> copy(6);
        const memoryview m(d);
        CHECK((m.format() == std::string_view(format) && m.size() == 6 && m.itemsize() == 4));
        CHECK((m[lb::slice(2, 4)].nbytes() == 8 && !(m == m) && m.part(0).ndim() == 0));
        CHECK(m[1].try_get().error().code != errc::success);
        CHECK(FAILURE_OF(m.count(1)).code != errc::success);
        m.tobytes_into(lb::buffer_view(copy).cast<std::byte>());
        CHECK((copy[5] == 5 && m.cast("i") == copy));
    }
}

TEST_CASE("the lease keeps memory and format as long as any view") {
    lb::bytearray owner("abcdef");
    const std::string format = "2s:a name that is long:";
    memoryview m;
    {
        descriptor d;
        d.buf = owner.data();
        d.len = 6;
        d.itemsize = 2;
        d.format = format.c_str();
        m = memoryview(d, lb::lend(owner));
    }
    const memoryview part = m[lb::slice(1, 2)];
    m.release();
    CHECK(FAILURE_OF(owner.clear()).code == errc::resize_while_leased);
    CHECK((part.format() == format && part[0]["a name that is long"].get() == "cd"));
}

TEST_CASE("descriptions by other people's traits are checked, too") {
    const auto refused = [](std::ptrdiff_t extent, std::ptrdiff_t stride) {
        const lb::region<int, 2, lb::strided> foreign{numbers, {{extent, 2}}, {{stride, 4}}};
        return FAILURE_OF(memoryview(foreign)).code;
    };
    CHECK((refused(-1, 4) == errc::negative_extent && refused(most / 4, 4) == errc::shape_overflow));
    CHECK((refused(3, most / 2) == errc::shape_overflow && refused(0, most) == errc::success &&
           refused(2, 8) == errc::success));
}

TEST_CASE("a view that cannot be made takes no lease") {
    lb::bytearray owner("abc");
    descriptor d;
    d.buf = owner.data();
    d.len = 2;
    d.itemsize = 3;
    d.format = "3s";
#if LENDBUF_TEST_HAS_EXCEPTIONS
    CHECK(FAILURE_OF(memoryview(d, lb::lend(owner))).code == errc::shape_not_length);
#endif
    owner.append(0);
    CHECK(owner.size() == 4);
}
