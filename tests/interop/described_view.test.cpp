#include <cstdint>
#include <lendbuf/interop/described_view.hpp>
#include <lendbuf/owner/typed_array.hpp>
#include <lendbuf/protocol/exporter.hpp>

#include "support/failure.hpp"

namespace lb = lendbuf;
using lb::errc;

namespace {

template <class T, std::size_t Rank = 1, class Layout = lb::strided>
errc refusal(const lb::descriptor& d) {
    return lb::try_view_described<T, Rank, Layout>(d).error().code;
}

} // namespace

TEST_CASE("what an exporter describes is viewed as it is") {
    lb::typed_array<std::int32_t> owner{1, 2, 3, 4, 5, 6};
    const auto whole = lb::buffer_view(owner).reshape(2, 3).transpose();
    const auto granted = lb::get_buffer(whole, lb::request::full);
    const auto v = lb::try_view_described<std::int32_t, 2>(granted.info()).value();
    CHECK(v.data() == owner.data());
    CHECK(v.shape() == lb::index_array<2>{{3, 2}});
    CHECK(v(2, 1) == 6);
    CHECK(refusal<std::int32_t, 2, lb::f_contiguous>(granted.info()) == errc::success);
    CHECK(refusal<std::int32_t, 2, lb::contiguous>(granted.info()) == errc::not_c_contiguous);
    const auto held = lb::try_view_described<const std::int32_t, 2, lb::strided, lb::leased>(granted.info(),
                                                                                             lb::leased(whole.share()))
                          .value();
    CHECK(held(0, 1) == 4);
}

TEST_CASE("a description without shape and format is one of bytes") {
    std::uint8_t bytes[5] = {1, 2, 3, 4, 5};
    lb::descriptor d;
    d.buf = bytes;
    d.len = 5;
    const auto v = lb::try_view_described<std::uint8_t, 1, lb::contiguous>(d).value();
    CHECK(v.size() == 5);
    CHECK(v[4] == 5);
    CHECK(refusal<std::uint16_t>(d) == errc::wrong_type);
}

TEST_CASE("a description that does not suit is refused") {
    alignas(8) std::int32_t items[4] = {1, 2, 3, 4};
    std::ptrdiff_t shape[] = {2, 2};
    std::ptrdiff_t strides[] = {8, 4};
    lb::descriptor d;
    d.buf = items;
    d.len = sizeof items;
    d.itemsize = 4;
    d.ndim = 2;
    d.format = "i";
    d.shape = shape;
    d.strides = strides;
    using T = std::int32_t;
    CHECK(refusal<T, 2>(d) == errc::success);
    CHECK(refusal<const T, 2>(d) == errc::success);
    CHECK(refusal<T, 1>(d) == errc::different_structure);
    CHECK(refusal<std::uint32_t, 2>(d) == errc::wrong_type);
    CHECK(refusal<float, 2>(d) == errc::wrong_type);
    CHECK(refusal<std::int64_t, 2>(d) == errc::wrong_type);
    d.readonly = 1;
    CHECK(refusal<T, 2>(d) == errc::not_writable);
    CHECK(refusal<const T, 2>(d) == errc::success);
    d.readonly = 0;
    const std::ptrdiff_t suboffsets[] = {0, -1};
    d.suboffsets = suboffsets;
    CHECK(refusal<T, 2>(d) == errc::needs_suboffsets);
    d.suboffsets = nullptr;
    strides[0] = 6;
    CHECK(refusal<T, 2>(d) == errc::stride_misaligned);
    CHECK(refusal<lb::unaligned<T>, 2>(d) == errc::success);
    strides[0] = PTRDIFF_MAX;
    shape[0] = 3;
    d.len = 24;
    CHECK(refusal<T, 2>(d) == errc::shape_overflow);
    shape[0] = 2;
    CHECK(refusal<T, 2>(d) == errc::shape_not_length);
    shape[0] = -2;
    CHECK(refusal<T, 2>(d) == errc::negative_extent);
    shape[0] = 2;
    d.len = 16;
    strides[0] = 16;
    CHECK(refusal<T, 2, lb::contiguous>(d) == errc::not_c_contiguous);
    CHECK(refusal<T, 2, lb::f_contiguous>(d) == errc::not_f_contiguous);
    d.strides = nullptr;
    CHECK(refusal<T, 2, lb::contiguous>(d) == errc::success);
    d.buf = static_cast<char*>(d.buf) + 2;
    CHECK(refusal<T, 2>(d) == errc::address_misaligned);
    d.buf = nullptr;
    CHECK(refusal<T, 2>(d) == errc::null_pointer);
    shape[1] = 0;
    d.len = 0;
    CHECK(refusal<T, 2>(d) == errc::success);
}

TEST_CASE("a single item has no axes") {
    double number = 1.5;
    lb::descriptor d;
    d.buf = &number;
    d.len = d.itemsize = 8;
    d.ndim = 0;
    d.format = "d";
    CHECK(lb::try_view_described<double, 0>(d).value()() == 1.5);
    CHECK(refusal<double, 1>(d) == errc::different_structure);
}
