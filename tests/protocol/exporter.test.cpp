#include <cstddef>
#include <cstdint>
#include <lendbuf/protocol/exporter.hpp>
#include <string>
#include <type_traits>
#include <utility>

#include "support/failure.hpp"

namespace lb = lendbuf;
using lb::errc;
using lb::index_array;
using lb::request;

namespace foreign {

// A type from somewhere else: rows of pixels, each padded to a multiple of 16 bytes.
class image {
public:
    static constexpr int width = 3, height = 2, row_bytes = 16;

    std::uint16_t* pixels() { return pixels_; }
    const std::uint16_t* pixels() const { return pixels_; }

private:
    std::uint16_t pixels_[height * row_bytes / 2] = {};
};

struct point {
    float x, y, z;
};
struct flag {
    unsigned char raw;
};

// Owns items, counts its leases; const ones are read-only.
template <class T>
struct shelf {
    T items[4] = {};
    lb::lease_block block{{}, nullptr, "shelf"};
};

// Says it is a view: what it points to outlives it.
struct window {
    const int* first;
    std::size_t count;
};

// A matrix in Fortran order, and what claims any shape.
struct matrix {
    double items[6] = {};
};
struct claim {
    std::ptrdiff_t rows, columns;
    static inline int memory[1] = {};
};
struct number {
    long value = 7;
};
struct stranger {};

} // namespace foreign

template <>
struct lendbuf::exporter_traits<foreign::image> {
    static region<std::uint16_t, 2, strided> describe(foreign::image& i) {
        return {i.pixels(), {{i.height, i.width}}, {{i.row_bytes, 2}}};
    }
    static constexpr exporter_rules rules = exporter_rules::general;
};
template <>
struct lendbuf::exporter_traits<const foreign::image> {
    static region<const std::uint16_t, 2, strided> describe(const foreign::image& i) {
        return {i.pixels(), {{i.height, i.width}}, {{i.row_bytes, 2}}};
    }
};
template <class T>
struct lendbuf::exporter_traits<foreign::shelf<T>> {
    static constexpr auto describe(foreign::shelf<T>& s) { return region_of(s.items, 4); }
    static constexpr lease lend(foreign::shelf<T>& s) { return lease::take(&s.block); }
};
template <>
struct lendbuf::exporter_traits<foreign::window> {
    static constexpr bool borrowed = true;
    static constexpr auto describe(foreign::window& w) { return region_of(w.first, w.count); }
};
template <>
struct lendbuf::exporter_traits<foreign::matrix> {
    static constexpr region<double, 2, f_contiguous> describe(foreign::matrix& m) { return {m.items, {{2, 3}}, {}}; }
};
template <>
struct lendbuf::exporter_traits<foreign::claim> {
    static region<int, 2> describe(foreign::claim& c) { return {c.memory, {{c.rows, c.columns}}, {}}; }
};
template <>
struct lendbuf::exporter_traits<foreign::number> {
    static region<long, 0> describe(foreign::number& n) { return {&n.value, {}, {}}; }
};

namespace {

using foreign::image;
using foreign::shelf;
using foreign::window;

template <class X>
errc refusal(X& x, request asked) {
    return lb::try_get_buffer(x, asked).error().code;
}

} // namespace

TEST_CASE("exporters are the types whose traits describe them") {
    STATIC_CHECK(lb::exporter<image&> && lb::exporter<const image&> && lb::exporter<window>);
    STATIC_CHECK_FALSE(lb::exporter<foreign::stranger> || lb::exporter<int> || lb::exporter<const shelf<int>&>);
    STATIC_CHECK(lb::leasing_exporter<shelf<int>&>);
    STATIC_CHECK_FALSE(lb::leasing_exporter<image&>);
    STATIC_CHECK(lb::borrowed_exporter<window>);
    STATIC_CHECK_FALSE(lb::borrowed_exporter<shelf<int>>);
}

TEST_CASE("temporaries may be viewed only when they are views themselves") {
    STATIC_CHECK(lb::viewable<image&> && lb::viewable<const image&> && lb::viewable<window> && lb::viewable<window&>);
    STATIC_CHECK_FALSE(lb::viewable<image> || lb::viewable<const image> || lb::viewable<shelf<int>>);
}

TEST_CASE("a region knows its element type, rank and strides") {
    STATIC_CHECK(std::is_same_v<lb::region_t<image&>::element_type, std::uint16_t>);
    STATIC_CHECK(std::is_same_v<lb::region_t<const image&>::element_type, const std::uint16_t>);
    STATIC_CHECK(lb::region_t<image&>::rank == 2);
    STATIC_CHECK(std::is_same_v<lb::region_t<window>::layout_type, lb::contiguous>);
    CHECK_BOTH(lb::region<int, 2>{nullptr, {{2, 3}}, {}}.byte_strides() == index_array<2>{{12, 4}});
    CHECK_BOTH(lb::region<int, 2, lb::f_contiguous>{nullptr, {{2, 3}}, {}}.byte_strides() == index_array<2>{{4, 8}});
    CHECK_BOTH(lb::region<int, 2, lb::strided>{nullptr, {{2, 3}}, {{-7, 5}}}.byte_strides() == index_array<2>{{-7, 5}});
}

TEST_CASE("a foreign image is a strided plane with its row padding") {
    image picture;
    const auto buffer = lb::get_buffer(picture, request::full);
    CHECK(buffer->buf == picture.pixels());
    CHECK(buffer->len == 12); // what a gapless copy would need
    CHECK(buffer->itemsize == 2);
    CHECK(buffer->readonly == 0);
    CHECK(buffer->ndim == 2);
    CHECK(std::string(buffer->format) == "H");
    CHECK(buffer->shape[0] == 2);
    CHECK(buffer->shape[1] == 3);
    CHECK(buffer->strides[0] == 16);
    CHECK(buffer->strides[1] == 2);
    CHECK(buffer->suboffsets == nullptr);
    CHECK(buffer->obj == nullptr); // nobody keeps it
}

TEST_CASE("a const image is read-only") {
    const image picture{};
    CHECK(lb::get_buffer(picture)->readonly == 1);
    CHECK(refusal(picture, request::writable) == errc::not_writable);
    CHECK(refusal(picture, request::full) == errc::not_writable);
    CHECK_THROWS_LB(lb::buffer_error, "Object is not writable.", lb::get_buffer(picture, request::full));
}

TEST_CASE("padded rows never pass as gapless memory, whatever rules the exporter names") {
    image picture;
    const image& constant = picture;
    for (const request asked : {request::simple, request::nd, request::c_contiguous}) {
        CHECK(refusal(picture, asked) == errc::not_c_contiguous);
        CHECK(refusal(constant, asked) == errc::not_c_contiguous);
    }
    CHECK(refusal(constant, request::any_contiguous) == errc::not_contiguous);
    CHECK(refusal(constant, request::strided_ro) == errc::success);
}

TEST_CASE("Fortran order is offered as such") {
    foreign::matrix m;
    CHECK(refusal(m, request::simple) == errc::not_c_contiguous);
    const auto buffer = lb::get_buffer(m, request::f_contiguous);
    CHECK(buffer->strides[0] == 8);
    CHECK(buffer->strides[1] == 16);
    CHECK(buffer->format == nullptr); // not asked for
}

TEST_CASE("only what was asked for is given") {
    shelf<int> s;
    const auto bytes = lb::get_buffer(s, request::writable);
    CHECK(bytes->shape == nullptr);
    CHECK(bytes->strides == nullptr);
    CHECK(bytes->format == nullptr);
    CHECK(bytes->len == 16);
    CHECK(bytes->itemsize == 4);
    const auto shaped = lb::get_buffer(s, request::nd);
    CHECK(shaped->shape[0] == 4);
    CHECK(shaped->strides == nullptr);
    CHECK(refusal(s, request::read) == errc::bad_request);
    CHECK_THROWS_LB_AS(lb::value_error, lb::get_buffer(s, request::write));
}

TEST_CASE("a simple exporter gives a format without a shape, a general one refuses") {
    shelf<int> s;
    CHECK(std::string(lb::get_buffer(s, request::format)->format) == "i");
    struct general_image : image {};
    image picture;
    CHECK(refusal(picture, request::format) == errc::not_c_contiguous);
}

TEST_CASE("a single item has no axes") {
    foreign::number n;
    const auto buffer = lb::get_buffer(n);
    CHECK(buffer->ndim == 0);
    CHECK(buffer->len == static_cast<std::ptrdiff_t>(sizeof(long)));
    CHECK(buffer->shape == nullptr);
    CHECK(buffer->strides == nullptr);
    CHECK(lb::get_buffer(n, request::simple)->ndim == 1);
}

TEST_CASE("items without a format keep their size and are bytes") {
    shelf<foreign::point> points;
    CHECK(lb::get_buffer(points)->itemsize == 12);
    CHECK(lb::get_buffer(points)->len == 48);
    shelf<foreign::flag> flags;
    const auto buffer = lb::get_buffer(flags);
    CHECK((buffer->format == nullptr || std::string(buffer->format) == "B"));
}

TEST_CASE("a buffer holds a lease until it is released") {
    shelf<int> s;
    auto buffer = lb::get_buffer(s);
    CHECK(buffer->obj == &s.block);
    CHECK(s.block.count.leases() == 1);
    buffer.release();
    CHECK(s.block.count.leases() == 0);
    CHECK(buffer->buf == nullptr);
    CHECK(buffer->obj == nullptr);
    buffer.release(); // does nothing
    CHECK(s.block.count.leases() == 0);
}

TEST_CASE("a refused request leaves no lease behind") {
    shelf<int> s;
    CHECK(refusal(s, request::read) == errc::bad_request);
    CHECK(s.block.count.leases() == 0);
}

TEST_CASE("copies of a buffer hold their own lease and their own arrays") {
    shelf<int> s;
    auto first = lb::get_buffer(s);
    const auto second = first;
    CHECK(s.block.count.leases() == 2);
    CHECK(second->shape != first->shape);
    CHECK(second->shape[0] == 4);
    CHECK(second->strides[0] == 4);
    first.release();
    CHECK(s.block.count.leases() == 1);
    CHECK(second->shape[0] == 4);
    CHECK(second->buf == s.items);
}

TEST_CASE("a moved buffer takes the lease along and leaves nothing") {
    shelf<int> s;
    auto first = lb::get_buffer(s);
    auto second = std::move(first);
    CHECK(s.block.count.leases() == 1);
    CHECK(first->buf == nullptr); // NOLINT: what is left is what is tested
    CHECK(first->shape == nullptr);
    CHECK(second->shape[0] == 4);
    lb::granted_buffer<1> third;
    third = std::move(second);
    CHECK(s.block.count.leases() == 1);
    CHECK(third->strides[0] == 4);
    third = lb::granted_buffer<1>();
    CHECK(s.block.count.leases() == 0);
}

TEST_CASE("what was not asked for stays away in copies") {
    shelf<int> s;
    const auto bytes = lb::get_buffer(s, request::simple);
    const auto copy = bytes; // NOLINT: the copy is what is tested
    CHECK(copy->shape == nullptr);
    CHECK(copy->strides == nullptr);
}

TEST_CASE("a lease keeps the owner from changing") {
    shelf<int> s;
    auto buffer = lb::get_buffer(s);
    const auto failure = FAILURE_OF(lb::export_lock(&s.block, errc::resize_while_leased));
    CHECK(test_support::message_of(failure) == "Existing exports of data: object cannot be re-sized (shelf, 1 leases)");
    buffer.release();
    CHECK(FAILURE_OF(lb::export_lock(&s.block, errc::resize_while_leased)).code == errc::success);
}

TEST_CASE("an owner that is being changed gives no buffer") {
    shelf<int> s;
    const lb::export_lock lock(&s.block, errc::resize_while_leased);
    CHECK(FAILURE_OF(lb::get_buffer(s)).code == errc::being_changed);
}

TEST_CASE("temporary views may be asked") {
    static constexpr int numbers[] = {1, 2, 3};
    const auto buffer = lb::get_buffer(window{numbers, 3});
    CHECK(buffer->buf == numbers);
    CHECK(buffer->readonly == 1);
    CHECK(buffer->shape[0] == 3);
}

TEST_CASE("an exporter without items gives an address all the same") {
    const auto buffer = lb::get_buffer(window{nullptr, 0});
    CHECK(buffer->buf != nullptr);
    CHECK(buffer->len == 0);
    CHECK(buffer->shape[0] == 0);
}

TEST_CASE("shapes that do not fit or are negative are refused") {
    foreign::claim overflow{PTRDIFF_MAX / 4, 5};
    CHECK(refusal(overflow, request::full_ro) == errc::shape_overflow);
    foreign::claim negative{2, -1};
    CHECK(refusal(negative, request::full_ro) == errc::negative_extent);
    CHECK(refusal(negative, request::simple) == errc::negative_extent);
    foreign::claim beside_zero{PTRDIFF_MAX, 0};
    CHECK(refusal(beside_zero, request::full_ro) == errc::shape_overflow);
    window too_many{foreign::claim::memory, SIZE_MAX};
    CHECK(refusal(too_many, request::full_ro) == errc::negative_extent);
}

TEST_CASE("buffers are granted in constant expressions") {
    constexpr auto granted = [] {
        shelf<short> s;
        auto buffer = lb::get_buffer(s);
        const bool one = s.block.count.leases() == 1 && buffer->len == 8 && buffer->shape[0] == 4;
        buffer.release();
        return one && s.block.count.leases() == 0;
    };
    CHECK_BOTH(granted());
}
