#include "owner/temporary_file.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <lendbuf/element/endian.hpp>
#include <lendbuf/owner/bytearray.hpp>
#include <lendbuf/owner/bytes.hpp>
#include <lendbuf/owner/mapped_file.hpp>
#include <lendbuf/owner/shared_items.hpp>
#include <lendbuf/owner/standard.hpp>
#include <lendbuf/owner/typed_array.hpp>
#include <lendbuf/view/memoryview.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "support/failure.hpp"
#include "view/memory_model.hpp"

namespace lb = lendbuf;
using lb::errc;
using lb::memoryview;
using lb::slice;

namespace {

struct trade {
    std::uint32_t id;
    double price;
};
union number { // no type that has a format
    std::int32_t whole;
    float real;
    unsigned char bytes[12];
};

template <class X>
std::string format_of(X& x) {
    const memoryview m(x);
    return m.format();
}

} // namespace

TEST_CASE("every exporter can be viewed, and its format is told") {
    std::vector<int> numbers{1, 2, 3};
    std::array<double, 2> reals{0.5, 1.5};
    const std::string text = "text";
    std::vector<lb::be<std::uint16_t>> swapped{1};
    std::vector<lb::half> halves(2);
    std::vector<trade> trades{{1, 2.5}};
    std::vector<number> opaque(2);
    char raw[3] = {};
    CHECK((format_of(numbers) == "i" && format_of(reals) == "d" && format_of(text) == "c"));
    CHECK((format_of(swapped) == ">H" && format_of(halves) == "e"));
    CHECK(format_of(trades) == (sizeof(trade) == 16 ? "T{I4xd}" : "T{Id}")); // i386 aligns doubles to four bytes
    CHECK((format_of(opaque) == "12s" && format_of(raw) == "c"));
    CHECK((memoryview(numbers)[1] == 2 && memoryview(reals)[-1] == 1.5 && memoryview(text)[0] == "t"));
    CHECK((memoryview(swapped)[0] == 1 && memoryview(trades)[0].field().is_record()));
    CHECK((memoryview(opaque).itemsize() == 12 && memoryview(opaque)[1].get().bytes().size() == 12));
    CHECK((memoryview(text).readonly() && !memoryview(numbers).readonly()));
}

TEST_CASE("owners can be viewed, and stay as they are while they are") {
    lb::bytearray bytes("abc");
    {
        const memoryview m(bytes);
        CHECK((m.format() == std::string_view("B") && m[2] == 'c'));
        CHECK(FAILURE_OF(bytes.append(1)).code == errc::resize_while_leased);
        const memoryview part = m[slice(1, 2)];
        m[1] = 'x';
        CHECK(part[0] == 'x');
    }
    bytes.append('d');
    CHECK(bytes.size() == 4);

    lb::typed_array<std::int64_t> array{1, 2};
    memoryview m(array);
    CHECK((m.itemsize() == 8 && FAILURE_OF(array.push_back(3)).code == errc::resize_while_leased));
    m.release();
    array.push_back(3);
    CHECK(array.size() == 3);

    const lb::bytes constant("xyz");
    CHECK((memoryview(constant).readonly() && memoryview(constant)[0] == 'x'));
}

TEST_CASE("a view outlives the owner that shares its memory") {
    memoryview m = lb::share(std::vector<int>{4, 5, 6});
    const memoryview last = m[slice(2, lb::none)];
    m.release();
    CHECK((last[0] == 6 && last.size() == 1 && last.share()));
}

TEST_CASE("files that are mapped can be viewed") {
    const test_support::temporary_file file("content");
    lb::mapped_file<lb::access::read> mapped(file.path().c_str());
    memoryview m(mapped);
    CHECK((m.size() == 7 && m.readonly() && m[0] == 'c'));
    CHECK(FAILURE_OF(mapped.close()).code == errc::close_while_leased);
    m.release();
    mapped.close();
}

TEST_CASE("typed views can be viewed, whatever their layout") {
    std::vector<int> items = test_support::counted(24);
    const lb::buffer_view<int, 3, lb::contiguous> cube(items.data(), {{2, 3, 4}});
    const memoryview whole = cube;
    CHECK((whole.shape() == lb::index_array<3>{{2, 3, 4}} && whole.strides() == lb::index_array<3>{{48, 16, 4}}));
    const memoryview turned = cube.transpose();
    CHECK((turned.strides() == lb::index_array<3>{{4, 16, 48}} && turned(3, 2, 1) == 23));
    const lb::buffer_view<int, 2, lb::f_contiguous> columns(items.data(), {{2, 3}});
    CHECK(memoryview(columns).strides() == lb::index_array<2>{{4, 8}});
    const lb::buffer_view<const int, 0> single = cube(1, 2, 3, lb::ellipsis);
    const memoryview one = single;
    CHECK((one.ndim() == 0 && one() == 23 && one.readonly()));
}

TEST_CASE("a new view has no bytes") {
    const memoryview m;
    CHECK((m.size() == 0 && m.ndim() == 1 && m.nbytes() == 0 && m.itemsize() == 1 && m.empty() && !m.readonly()));
    CHECK((m.is_contiguous() && m.format() == std::string_view("B") && m.begin() == m.end() && !m.share()));
    std::vector<int> nothing;
    CHECK((memoryview(nothing).size() == 0 && memoryview(nothing).empty() && memoryview(nothing)[lb::all].empty()));
}

TEST_CASE("attributes tell shape and layout") {
    std::vector<int> items = test_support::counted(12);
    const memoryview m = test_support::shaped(items, {3, 4});
    CHECK((m.ndim() == 2 && m.size() == 3 && m.item_count() == 12 && m.nbytes() == 48 && m.itemsize() == 4));
    CHECK((m.extent(0) == 3 && m.extent(-1) == 4 && FAILURE_OF(m.extent(2)).code == errc::index_out_of_bounds));
    CHECK((m.suboffsets().empty() && !m.has_pointers() && m.item_type().is_single()));
    CHECK((static_cast<const void*>(m.data()) == items.data() && m.mutable_data() == m.data()));
    CHECK((m.axes().ndim == 2 && m.axes().shape[1] == 4 && m.axes().suboffsets[1] == -1));
    struct row {
        memoryview view;
        bool c, f;
    };
    const row rows[] = {
        {m, true, false},
        {m.part(slice(0, 1)), true, true},
        {m.part(lb::all, slice(0, 1)), false, false},
        {m.part(slice(0, 0)), true, true},
        {m.part(slice(lb::none, lb::none, -1)), false, false},
        {m.part(1), true, true},
        {m.part(lb::all, 1), false, false},
        {m.part(1, 1), true, true},
        {test_support::shaped(items, {3, 4}, lb::order::f), false, true},
        // CPython denies it: memoryview(b"")[::2].contiguous is False
        {memoryview()[slice(lb::none, lb::none, 2)], true, true},
    };
    for (const row& r : rows) {
        CHECK(r.view.is_contiguous(lb::order::c) == r.c);
        CHECK(r.view.is_contiguous(lb::order::f) == r.f);
        CHECK(r.view.is_contiguous() == (r.c || r.f));
    }
}

TEST_CASE("a single item has no length and no axes, but an item") {
    std::vector<int> items{7};
    const memoryview m = memoryview(items).part(0);
    CHECK((m.ndim() == 0 && m.item_count() == 1 && m.nbytes() == 4 && m() == 7 && m.shape().empty()));
    CHECK_THROWS_LB(lb::type_error, "0-dim memory has no length", m.size());
    CHECK(FAILURE_OF(m[0]).code == errc::index_count);
    CHECK(
        (FAILURE_OF(m.begin()).code == errc::index_count && FAILURE_OF(m.extent(0)).code == errc::index_out_of_bounds));
    CHECK((m.part()() == 7 && m.part(lb::ellipsis).ndim() == 0 && m.part(lb::newaxis).size() == 1));
    m() = 8;
    CHECK(items[0] == 8);
}

TEST_CASE("items are found by as many indices as there are axes") {
    std::vector<int> items = test_support::counted(12);
    const memoryview m = test_support::shaped(items, {3, 4});
    CHECK((m(1, 2) == 6 && m(-1, -1) == 11 && m(0u, 3ULL) == 3));
    const auto failure = FAILURE_OF(m(1, 4));
    CHECK(
        (failure.code == errc::index_out_of_bounds && failure.field == 1 && failure.offset == 4 && failure.have == 4));
    CHECK((FAILURE_OF(m(-4, 9)).field == 0 && FAILURE_OF(m(~0ULL, 0)).code == errc::index_out_of_bounds));
    const auto count = FAILURE_OF(m(1));
    CHECK((count.code == errc::index_count && count.need == 2 && count.have == 1));
    CHECK((FAILURE_OF(m(1, 1, 1)).code == errc::index_count && FAILURE_OF(m()).code == errc::index_count));
    CHECK((FAILURE_OF(m[0]).code == errc::index_count && FAILURE_OF(m.begin()).code == errc::index_count));
    CHECK_THROWS_LB(lb::index_error, "index out of bounds on dimension 1 (index 3, extent 3)", m(3, 0));
    // No address is made of the first index when the second can only be wrong.
    const memoryview none_there = test_support::shaped(items, {1 << 20, 0});
    CHECK(FAILURE_OF(none_there((1 << 20) - 1, 0)).field == 1);
}

TEST_CASE("items of one axis are walked over by algorithms") {
    std::vector<int> items{3, 1, 2, 1};
    const memoryview m(items);
    using iterator = decltype(m.begin());
    STATIC_CHECK(std::random_access_iterator<iterator> && std::indirectly_readable<iterator>);
    CHECK((std::find(m.begin(), m.end(), 2) - m.begin() == 2 && std::count(m.begin(), m.end(), 1) == 2));
    CHECK((std::ranges::find(m, 1) == m.begin() + 1 && m.end() - m.begin() == 4 && m.begin()[3] == 1));
    const auto less = [](const lb::item& a, const lb::item& b) { return a.as<int>() < b.as<int>(); };
    CHECK((*std::max_element(m.begin(), m.end(), less) == 3 && !std::ranges::is_sorted(m, less)));
    const memoryview odd = m[slice(lb::none, lb::none, -2)];
    std::vector<int> copy;
    for (const auto item : odd) copy.push_back(item.as<int>());
    CHECK(copy == std::vector<int>{1, 1});
    std::ranges::copy(m, std::back_inserter(copy));
    CHECK(copy == std::vector<int>{1, 1, 3, 1, 2, 1});
    std::ranges::fill(odd, 9);
    CHECK(items == std::vector<int>{3, 9, 2, 9});
}

TEST_CASE("a memoryview is no container of bytes") {
    STATIC_CHECK_FALSE(lb::exporter<memoryview&>);
    STATIC_CHECK_FALSE(lb::exporter<const memoryview&>);
    std::vector<int> items{1, 2};
    memoryview writable(items);
    const memoryview copy(writable);
    CHECK((copy.nbytes() == 8 && copy.format() == std::string_view("i") && writable == copy));
}

TEST_CASE("copies see the same memory, and are views of their own") {
    std::vector<int> items = test_support::counted(64);
    memoryview five = test_support::shaped(items, {2, 2, 2, 2, 4});
    memoryview copy = five;
    copy(1, 1, 1, 1, 3) = -1;
    CHECK((five(1, 1, 1, 1, 3) == -1 && copy == five));
    five.release();
    CHECK((copy(0, 0, 0, 0, 1) == 1 && FAILURE_OF(five.size()).code == errc::released));
    memoryview other(items);
    other = copy;
    CHECK((other.ndim() == 5 && other == copy));
    const auto& self = other;
    other = self;
    CHECK((other.ndim() == 5 && other(1, 0, 0, 0, 0) == 32));
    std::vector<char> small(2);
    other = memoryview(small);
    CHECK((other.ndim() == 1 && other.size() == 2 && other.format() == std::string_view("c")));
    memoryview third(items);
    third.swap(other);
    CHECK((third.size() == 2 && other.size() == 64));
}

TEST_CASE("what was moved from is released") {
    lb::bytearray bytes("abc");
    memoryview m(bytes);
    memoryview moved = std::move(m);
    CHECK((m.is_released() && !moved.is_released() && moved[0] == 'a')); // NOLINT: that is what is tested
    CHECK(FAILURE_OF(m.size()).code == errc::released);
    m = std::move(moved);
    CHECK((!m.is_released() && moved.is_released() && m[1] == 'b')); // NOLINT: that is what is tested
    m.release();
    bytes.append(0);
    CHECK(bytes.size() == 4);
    m = memoryview(bytes);
    CHECK((!m.is_released() && m.size() == 4));
}

TEST_CASE("read-only views refuse every change, and there is no way back") {
    std::vector<int> items{1, 2};
    const memoryview m = memoryview(items).toreadonly();
    const memoryview writable(items);
    CHECK((m.readonly() && m[lb::all].readonly() && m.cast("B").readonly() && memoryview(m).readonly()));
    CHECK(FAILURE_OF(m[0] = 5).code == errc::modify_readonly);
    CHECK(FAILURE_OF(m.assign(writable)).code == errc::modify_readonly);
    CHECK_THROWS_LB(lb::type_error, "cannot modify read-only memory", m.mutable_data());
    CHECK((items == std::vector<int>{1, 2} && !writable.readonly()));
    writable[0] = 3;
    CHECK(m[0] == 3);
}

TEST_CASE("a released view refuses everything but release and comparison") {
    std::vector<int> items{1, 2};
    memoryview m(items);
    const memoryview other(items);
    m.release();
    m.release();
    CHECK((m.is_released() && m == m && !(m == other) && !(other == m) && !(m == items)));
    const memoryview copy = m;
    CHECK((copy.is_released() && !(copy == m) && m.export_count() == 0));
    std::vector<std::byte> bytes(8);
    const auto released = [](const auto& action) { return test_support::failure_of(action).code == errc::released; };
    CHECK((released([&] { (void)m.size(); }) && released([&] { (void)m.item_count(); })));
    CHECK((released([&] { (void)m.nbytes(); }) && released([&] { (void)m.itemsize(); })));
    CHECK((released([&] { (void)m.ndim(); }) && released([&] { (void)m.extent(0); })));
    CHECK((released([&] { (void)m.shape(); }) && released([&] { (void)m.strides(); })));
    CHECK((released([&] { (void)m.suboffsets(); }) && released([&] { (void)m.readonly(); })));
    CHECK((released([&] { (void)m.format(); }) && released([&] { (void)m.item_type(); })));
    CHECK((released([&] { (void)m.is_contiguous(); }) && released([&] { (void)m.data(); })));
    CHECK((released([&] { (void)m.mutable_data(); }) && released([&] { (void)m.share(); })));
    CHECK((released([&] { (void)m.lend(); }) && released([&] { (void)m.has_pointers(); })));
    CHECK((released([&] { (void)m[0]; }) && released([&] { (void)m[lb::all]; })));
    CHECK((released([&] { (void)m(lb::all); }) && released([&] { (void)m.begin(); })));
    CHECK((released([&] { (void)m.end(); }) && released([&] { (void)m.toreadonly(); })));
    CHECK((released([&] { (void)m.cast("B"); }) && released([&] { (void)m.cast("B", {8}); })));
    CHECK((released([&] { (void)m.try_as<int>(); }) && released([&] { m.visit([](const auto&) {}); })));
    CHECK((released([&] { (void)m.count(1); }) && released([&] { (void)m.contains(1); })));
    CHECK((released([&] { (void)m.index(1); }) && released([&] { (void)lb::hash(m); })));
    CHECK((released([&] { m.assign(other); }) && released([&] { other.assign(m); })));
    CHECK((released([&] { m.tobytes_into(bytes); }) && released([&] { m.for_each([](const auto&) {}); })));
    CHECK_THROWS_LB(lb::value_error, "operation forbidden on released memoryview object", m.size());
    CHECK(items == std::vector<int>{1, 2});
}
