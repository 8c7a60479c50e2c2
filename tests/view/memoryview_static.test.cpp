// Memoryviews without a heap: few axes, and someone else keeps the memory and the format's text.
#include <cstddef>
#include <cstdint>
#include <lendbuf/owner/bytearray.hpp>
#include <lendbuf/owner/standard.hpp>
#include <lendbuf/view/memoryview.hpp>
#include <lendbuf/view/memoryview_buffer.hpp>
#include <string_view>
#include <type_traits>
#include <utility>

#include "support/failure.hpp"
#include "view/memory_model.hpp"

namespace lb = lendbuf;
using lb::all;
using lb::errc;
using lb::none;
using lb::slice;
using lb::static_memoryview;
using test_support::extents;

namespace {

using table = static_memoryview<2>;

} // namespace

TEST_CASE("a view without a heap does what the other does") {
    int items[6] = {0, 1, 2, 3, 4, 5};
    const static_memoryview<> m(items);
    CHECK((m.size() == 6 && m[-1] == 5 && m.format() == std::string_view("i") && !m.readonly() && !m.share()));
    const static_memoryview<> c = m.cast("i", {2, 3});
    CHECK((c(1, 2) == 5 && c(all, slice(none, none, -1))(0, 0) == 2 && c.part(1).size() == 3 && c.part(1, 1)() == 4));
    CHECK((c.as<int, 2>()(1, 0) == 3 && c.visit<2>([](const auto& v) { return v.item_count(); }) == 6));
    CHECK((m.count(3) == 1 && m.index(4) == 4 && m == items && !(c == m)));
    m[slice(2, 6)].assign(m[slice(0, 4)]);
    CHECK((items[2] == 0 && items[5] == 3));
    unsigned char bytes[24];
    m[slice(none, none, -1)].tobytes_into(bytes);
    CHECK(static_memoryview<>(bytes).cast("i")[0] == 3);
    CHECK(lb::hash(m.toreadonly()) == lb::hash(lb::static_memoryview<1>(items).toreadonly()));
}

TEST_CASE("the type says how many axes there may be") {
    int items[6] = {};
    const table m(items);
    CHECK((m.cast("i", {2, 3}).ndim() == 2 && m.part(lb::newaxis).ndim() == 2));
    CHECK((FAILURE_OF(m.cast("i", {1, 2, 3})).code == errc::too_many_axes && FAILURE_OF(m.part(none, none)).have == 3));
    const extents three(3, 1);
    const lb::descriptor d = test_support::described(items, three, three, "i", 4);
    const auto failure = FAILURE_OF(table(d));
    CHECK((failure.code == errc::too_many_axes && failure.need == 2 && failure.have == 3));
    CHECK(static_memoryview<3>(d).ndim() == 3);
    STATIC_CHECK(std::is_nothrow_move_constructible_v<table> && std::is_nothrow_swappable_v<table>);
}

TEST_CASE("copies that overlap work without scratch memory, where there are few bytes") {
    const test_support::scratch_for_a_test no_source({});
    unsigned char items[6] = {0, 1, 2, 3, 4, 5};
    const static_memoryview<> m(items);
    m.assign(m[slice(none, none, -1)]);
    CHECK((items[0] == 5 && items[5] == 0));
    m.cast("B", {2, 3}).assign(m.cast("B", {2, 3})[slice(none, none, -1)]);
    CHECK((items[0] == 2 && items[2] == 0 && items[3] == 5));
}

TEST_CASE("long formats are pointed to") {
    static constexpr char format[] = "T{<i:first:<i:second:}";
    std::uint32_t items[4] = {1, 2, 3, 4};
    const static_memoryview<> m = static_memoryview<>(items).cast(format);
    CHECK((m.format() == format && m.size() == 2));
    if constexpr (std::endian::native == std::endian::little) CHECK(m[1]["second"].as<int>() == 4);
    CHECK(static_memoryview<>(m.cast("<q")).itemsize() == 8);
}

TEST_CASE("no owner is locked, and nothing keeps the memory") {
    lb::bytearray owner("abc");
    static_memoryview<> m(owner);
    owner.append('d');
    CHECK((owner.size() == 4 && m.size() == 3)); // and m points to where the bytes may be no more
    m.release();
    CHECK((m.is_released() && FAILURE_OF(m.size()).code == errc::released));
}

TEST_CASE("views are copied, moved and released without a heap") {
    int items[4] = {0, 1, 2, 3};
    table m(items);
    table copy = m;
    m = m.cast("i", {2, 2});
    CHECK((m.ndim() == 2 && copy.ndim() == 1 && copy == items));
    const table moved = std::move(m);
    CHECK((m.is_released() && moved(1, 1) == 3)); // NOLINT: that is what is tested
    m = copy;
    copy.release();
    CHECK((m.size() == 4 && copy.is_released() && copy == copy && !(copy == m)));
}

TEST_CASE("rows behind pointers need a source of scratch memory for copies, and for nothing else") {
    const test_support::scratch_for_a_test no_source({});
    int row[2] = {1, 2};
    int* rows[1] = {row};
    const extents shape{1, 2};
    const extents strides{sizeof(int*), sizeof(int)};
    const extents suboffsets{0, -1};
    lb::descriptor d = test_support::described(rows, shape, strides, "i", 4);
    d.suboffsets = suboffsets.data();
    const table m(d);
    CHECK((m(0, 1) == 2 && m.part(0)[0] == 1 && m.count(2) == 1 && m == m));
    CHECK(m.try_assign(m).error().code == errc::overlap_needs_scratch);
    const auto granted = lb::get_buffer(m);
    CHECK((granted.info().suboffsets[0] == 0 && granted.info().ndim == 2));
}
