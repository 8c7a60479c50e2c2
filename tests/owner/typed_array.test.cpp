#include "support/catch.hpp"

#include <array>
#include <compare>
#include <complex>
#include <cstdint>
#include <cstdio>
#include <deque>
#include <lendbuf/element/endian.hpp>
#include <lendbuf/owner/allocator_memory.hpp>
#include <lendbuf/owner/typed_array.hpp>
#include <lendbuf/view/buffer_view.hpp>
#include <limits>
#include <memory_resource>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "support/failure.hpp"

namespace lb = lendbuf;
using lb::typed_array;

namespace {

struct point {
    float x, y;
    friend bool operator==(const point&, const point&) = default;
};

using ints = typed_array<int>;
using bytes_array = typed_array<std::uint8_t>;
using doubles = typed_array<double>;

constexpr double no_number = std::numeric_limits<double>::quiet_NaN();

struct closes_file {
    void operator()(std::FILE* file) const { std::fclose(file); }
};
using file_pointer = std::unique_ptr<std::FILE, closes_file>;

template <class A, class B>
concept adds = requires(A a, B b) { a.append(b); };
template <class A>
concept swaps_bytes = requires(A a) { a.byteswap(); };
template <class A, class B>
concept has_less = requires(const A& a, const B& b) { a < b; };

} // namespace

TEST_CASE("a typed array is made of zeros, items or any gapless items of its type") {
    CHECK((typed_array<int>().empty() && typed_array<double>(2) == typed_array<double>{0.0, 0.0}));
    const std::vector<int> vector{1, 2, 3};
    std::array<int, 2> array{4, 5};
    CHECK((typed_array<int>(vector) == typed_array<int>{1, 2, 3} && typed_array<int>(array)[1] == 5));
    CHECK(typed_array<int>(std::span<const int>(vector).subspan(1)) == typed_array<int>{2, 3});
    STATIC_CHECK_FALSE(std::is_constructible_v<typed_array<int>, std::vector<float>&>);
    CHECK(typed_array<int>(lb::buffer_view(vector)[lb::slice(lb::none, lb::none, -2)]) == typed_array<int>{3, 1});
    STATIC_CHECK_FALSE(std::is_constructible_v<typed_array<int>, lb::buffer_view<int, 2, lb::contiguous>&>);
    CHECK_THROWS_LB(lb::value_error, "typed_array: size -1 is negative", typed_array<int>(-1));
}

TEST_CASE("a typed array names its code and itemsize") {
    CHECK_BOTH(typed_array<int>::typecode() == std::string_view("i") && typed_array<double>::itemsize() == 8);
    CHECK_BOTH(typed_array<lb::be<std::uint16_t>>::typecode() == std::string_view(">H"));
    CHECK_BOTH(typed_array<point>::itemsize() == 8);
}

TEST_CASE("append, push_back and extend add items, also their own") {
    typed_array<int> a;
    a.append(1);
    a.push_back(2);
    a.extend({3, 4});
    a.extend(std::vector<int>{5});
    a.extend(a);
    CHECK(a == typed_array<int>{1, 2, 3, 4, 5, 1, 2, 3, 4, 5});
    a.shrink_to_fit();
    a.append(a[0]); // moves the item while it is read
    a.shrink_to_fit();
    a.extend(std::span(a.data() + 2, 3));
    CHECK((a.size() == 14 && a[10] == 1 && a[11] == 3 && a[13] == 5));
}

TEST_CASE("a typed array holds records") {
    typed_array<point> points{{1, 2}, {3, 4}};
    points.append({5, 6});
    const lb::buffer_view view(points);
    view[0].x = 9;
    CHECK((points[0] == point{9, 2} && points[-1] == point{5, 6} && view.itemsize() == 8));
    CHECK(typed_array<bool>(2) == typed_array<bool>{false, false});
}

TEST_CASE("a leased typed array refuses to change its size") {
    typed_array<double> a{1, 2};
    const lb::buffer_view view(a);
    CHECK_THROWS_LB(lb::buffer_error, "Existing exports of data: object cannot be re-sized (typed_array, 1 leases)",
                    a.append(3));
    CHECK_THROWS_LB_AS(lb::buffer_error, a.extend({3.0}));
    CHECK_THROWS_LB_AS(lb::buffer_error, a = (typed_array<double>{7}));
    a.extend(std::vector<double>());
    CHECK((a.size() == 2 && view[1] == 2));
}

TEST_CASE("a copy of a typed array is its own") {
    typed_array<int> first{1, 2};
    typed_array<int> second = first;
    second[0] = 9;
    CHECK((first[0] == 1 && second != first));
    first = second;
    CHECK((first == second && first.data() != second.data()));
}

TEST_CASE("slices of an array are copies, with any step") {
    const ints a{0, 1, 2, 3, 4, 5};
    CHECK(a[lb::slice(1, 3)] == ints{1, 2});
    CHECK(a[lb::slice(lb::none, lb::none, -2)] == ints{5, 3, 1});
    CHECK((a[lb::slice(4, 1)].empty() && a[lb::slice(9, 2, 3)].empty() && a[lb::slice(-2, 100)] == ints{4, 5}));
    CHECK_THROWS_LB(lb::value_error, "slice step cannot be zero", a[lb::slice(0, 1, 0)]);
}

TEST_CASE("items and slices are assigned") {
    ints a{0, 1, 2, 3, 4, 5};
    a.assign(-1, 9);
    a.assign(0, std::int64_t{7});
    CHECK(a == ints{7, 1, 2, 3, 4, 9});
    a.assign(lb::slice(1, 3), {5, 6, 7, 8});
    CHECK(a == ints{7, 5, 6, 7, 8, 3, 4, 9});
    a.assign(lb::slice(lb::none, lb::none, 4), std::vector<int>{1, 2});
    CHECK(a == ints{1, 5, 6, 7, 2, 3, 4, 9});
    a.assign(lb::slice(2, 2), a); // itself, into its own middle
    CHECK(a == ints{1, 5, 1, 5, 6, 7, 2, 3, 4, 9, 6, 7, 2, 3, 4, 9});
    a.assign(lb::slice(lb::none, lb::none, -1), a);
    CHECK(a == ints{9, 4, 3, 2, 7, 6, 9, 4, 3, 2, 7, 6, 5, 1, 5, 1});
    a.assign(lb::slice(1, lb::none), ints());
    CHECK(a == ints{9});
    CHECK_THROWS_LB_AS(lb::index_error, a.assign(1, 0));
    CHECK_THROWS_LB_AS(lb::index_error, a.assign(-2, 0));
    CHECK_THROWS_LB_AS(lb::overflow_error, a.assign(0, std::int64_t{1} << 40));
    CHECK(FAILURE_OF(a.assign(lb::slice(0, 1, 2), {1, 2})).need == 1);
    CHECK(a == ints{9});
}

TEST_CASE("items and slices are erased") {
    const ints whole{0, 1, 2, 3, 4, 5, 6};
    const auto without = [&](auto which) {
        ints a = whole;
        a.erase(which);
        return a;
    };
    CHECK((without(0) == ints{1, 2, 3, 4, 5, 6} && without(-1) == ints{0, 1, 2, 3, 4, 5}));
    CHECK(without(lb::slice(2, 5)) == ints{0, 1, 5, 6});
    CHECK(without(lb::slice(lb::none, lb::none, 2)) == ints{1, 3, 5});
    CHECK(without(lb::slice(lb::none, lb::none, -3)) == ints{1, 2, 4, 5});
    CHECK(without(lb::slice(5, 1, -2)) == ints{0, 1, 2, 4, 6});
    CHECK((without(lb::slice(5, 1)) == whole && without(lb::all).empty()));
    CHECK((without(lb::slice(lb::none, lb::none, -1)).empty() && without(lb::slice(3, 4, 100)).size() == 6));
    CHECK_THROWS_LB_AS(lb::index_error, without(7));
}

TEST_CASE("insert clamps its index, pop and remove take items out") {
    ints a{1, 2, 3};
    a.insert(0, 0);
    a.insert(-1, 9);
    a.insert(100, 4);
    a.insert(-100, -1);
    CHECK(a == ints{-1, 0, 1, 2, 9, 3, 4});
    a.shrink_to_fit();
    a.insert(0, a[6]); // moves the item while it is read
    CHECK((a[0] == 4 && a.pop(0) == 4 && a.pop() == 4 && a.pop(-2) == 9));
    CHECK(a == ints{-1, 0, 1, 2, 3});
    a.remove(1);
    a.remove(2.0);
    CHECK(a == ints{-1, 0, 3});
    CHECK_THROWS_LB(lb::value_error, "typed_array: item not found", a.remove(1));
    CHECK_THROWS_LB_AS(lb::index_error, a.pop(3));
    CHECK_THROWS_LB_AS(lb::index_error, a.pop(-4));
    CHECK_THROWS_LB(lb::index_error, "pop from empty typed_array", ints().pop());
}

TEST_CASE("items are found and counted by value, whatever the type asked for") {
    const bytes_array a{1, 200, 1, 255};
    CHECK((a.index(200) == 1 && a.count(1) == 2 && a.contains(255) && !a.contains(-1) && !a.contains(256)));
    CHECK((a.count(-1) == 0 && a.count(1.0) == 2 && a.find(0.5) == -1 && a.index(255u) == 3));
    CHECK((a.index(1, 1) == 2 && a.index(1, -2) == 2 && a.find(1, 1, 2) == -1 && a.index(1, -100, 100) == 0));
    CHECK_THROWS_LB(lb::value_error, "typed_array: item not found", a.index(1, 3));
    const doubles d{no_number, 0.0, -0.0, 9007199254740992.0};
    CHECK((d.count(0) == 2 && !d.contains(no_number) && d.contains(9007199254740992) && !d.contains(9007199254740993)));
    CHECK((typed_array<std::int64_t>{-1}.contains(-1) && !typed_array<std::uint64_t>{~0ULL}.contains(-1)));
    CHECK((typed_array<point>{{1, 2}, {3, 4}}.index(point{3, 4}) == 1));
    CHECK(typed_array<std::complex<float>>{{1, 2}, {3, 4}}.count(std::complex<float>(3, 4)) == 1);
    for (std::ptrdiff_t size = 1; size < 200; size += 3) {
        typed_array<std::int16_t> many(size);
        many[-1] = -7;
        CHECK((many.index(-7) == size - 1 && many.count(0) == size - 1 && many.find(-7, 0, size - 1) == -1));
    }
}

TEST_CASE("numbers of other types must fit") {
    bytes_array a;
    a.append(255);
    a.append(7ULL);
    a.insert(0, 3L);
    CHECK(a == bytes_array{3, 255, 7});
    CHECK_THROWS_LB_AS(lb::overflow_error, a.append(256));
    CHECK_THROWS_LB_AS(lb::overflow_error, a.append(-1));
    CHECK_THROWS_LB_AS(lb::overflow_error, a.extend(std::vector<int>{1, 2, 300})); // all or none
    CHECK(a == bytes_array{3, 255, 7});
    STATIC_CHECK_FALSE(adds<ints, double>);
    STATIC_CHECK((adds<doubles, int> && adds<typed_array<float>, double> && adds<typed_array<lb::half>, int>));
    typed_array<float> f;
    f.append(1e300); // as in Python
    CHECK(f[0] == std::numeric_limits<float>::infinity());
    typed_array<lb::half> h;
    h.append(65504);
    h.append(std::numeric_limits<double>::infinity());
    CHECK_THROWS_LB_AS(lb::overflow_error, h.append(65520.0));
    CHECK((h.size() == 2 && h[0] == 65504.0f && h.typecode() == std::string_view("e")));
}

TEST_CASE("extend takes rows of any strides and byte order, and ranges") {
    ints a{1, 2, 3, 4};
    const ints other = a;
    a.extend(lb::buffer_view(other)[lb::slice(lb::none, lb::none, -2)]);
    CHECK_THROWS_LB_AS(lb::buffer_error, a.extend(lb::buffer_view(a))); // a leased view of itself
    CHECK(a == ints{1, 2, 3, 4, 4, 2});
    const lb::be<int> foreign[]{5, 6};
    a.extend(foreign);
    a += std::deque<int>{7};
    a.fromlist(std::array<short, 2>{8, 9});
    CHECK(a == ints{1, 2, 3, 4, 4, 2, 5, 6, 7, 8, 9});
    typed_array<lb::be<std::uint16_t>> wire;
    wire.extend(std::array<std::uint16_t, 2>{1, 2});
    CHECK(wire.tobytes() == lb::bytes("\0\1\0\2"));
    doubles d(std::vector<int>{1, 2});
    CHECK(d == doubles{1, 2});
}

TEST_CASE("arrays are added and repeated") {
    ints a{1, 2};
    const ints b{3};
    CHECK((a + b == ints{1, 2, 3} && b * 3 == ints{3, 3, 3} && 2 * a == ints{1, 2, 1, 2}));
    a *= 5;
    CHECK(a == ints{1, 2, 1, 2, 1, 2, 1, 2, 1, 2});
    a *= 1;
    CHECK(a.size() == 10);
    CHECK_THROWS_AS(a *= std::numeric_limits<std::ptrdiff_t>::max(), std::bad_alloc);
    CHECK_THROWS_AS(a *= std::numeric_limits<std::ptrdiff_t>::max() / 10, std::bad_alloc);
    CHECK(a.size() == 10);
    a *= -1;
    a *= 100;
    CHECK(a.empty());
}

TEST_CASE("reverse and byteswap change items in place, while leased too") {
    ints a{1, 2, 3};
    const lb::buffer_view view(a);
    a.reverse();
    CHECK((view[0] == 3 && view[1] == 2 && view[2] == 1));
    a.byteswap();
    CHECK(a == ints{0x03000000, 0x02000000, 0x01000000});
    typed_array<std::complex<float>> z{{1.0f, 2.0f}};
    const auto before = z.tobytes();
    z.byteswap();
    const auto after = z.tobytes();
    CHECK((before[0] == after[3] && before[3] == after[0] && before[4] == after[7]));
    z.byteswap();
    CHECK(z[0] == std::complex<float>(1, 2));
    bytes_array bytes{1, 2};
    bytes.byteswap();
    CHECK(bytes == bytes_array{1, 2});
    STATIC_CHECK((swaps_bytes<typed_array<lb::half>> && !swaps_bytes<typed_array<point>>));
}

TEST_CASE("bytes and lists go out and in") {
    typed_array<std::uint16_t> a{0x0102, 0x0304};
    const lb::bytes raw = a.tobytes();
    CHECK(raw.size() == 4);
    a.frombytes(raw);
    CHECK(a == typed_array<std::uint16_t>{0x0102, 0x0304, 0x0102, 0x0304});
    a.frombytes(a.tobytes());
    CHECK((a.size() == 8 && a.tolist() == std::vector<std::uint16_t>(a.begin(), a.end())));
    CHECK(FAILURE_OF(a.frombytes(std::string("abc"))).need == 2);
    a.frombytes(std::string());
    CHECK(a.size() == 8);
    CHECK((a.buffer_info().address == a.data() && a.buffer_info().length == 8));
    // A row of bytes that is the array's own memory, and moves.
    bytes_array own{1, 2, 3};
    own.shrink_to_fit();
    own.frombytes(lb::region_of(own.data() + 1, 2));
    CHECK((own == bytes_array{1, 2, 3, 2, 3} && own.copy() == own));
}

TEST_CASE("items are written to files and read back, as many as there are") {
    const file_pointer file(std::tmpfile());
    REQUIRE(file != nullptr);
    ints many;
    for (int k = 0; k < 40000; ++k) many.append(k);
    many.tofile(file.get());
    std::fputs("xy", file.get()); // half an item
    std::rewind(file.get());
    ints a{-1};
    a.fromfile(file.get(), 3);
    CHECK(a == ints{-1, 0, 1, 2});
    a.clear();
    const auto failure = FAILURE_OF(a.fromfile(file.get(), std::numeric_limits<std::ptrdiff_t>::max()));
    CHECK(failure.code == lb::errc::end_of_file);
    CHECK((a.size() == 39997 && a[0] == 3 && a[-1] == 39999));
    CHECK_THROWS_LB(lb::value_error, "typed_array: size -1 is negative", a.fromfile(file.get(), -1));
    a.fromfile(file.get(), 0);
    std::rewind(file.get());
    {
        const lb::buffer_view view(a);
        CHECK_THROWS_LB_AS(lb::buffer_error, a.fromfile(file.get(), 1));
    }
    CHECK(std::ftell(file.get()) == 0); // nothing was read
}

TEST_CASE("a file that cannot be written or read says so") {
    const file_pointer reader(std::fopen("/dev/null", "rb"));
    REQUIRE(reader != nullptr);
    ints a{1};
    CHECK_THROWS_LB_AS(lb::os_error, a.tofile(reader.get()));
    const file_pointer writer(std::fopen("/dev/null", "wb"));
#if defined(_WIN32) // whose fread takes a file that is open for writing to be at its end
    CHECK_THROWS_LB_AS(lb::value_error, a.fromfile(writer.get(), 1));
#else
    CHECK_THROWS_LB_AS(lb::os_error, a.fromfile(writer.get(), 1));
#endif
    CHECK(a == ints{1});
}

TEST_CASE("arrays are compared by value and in order, across types") {
    CHECK((ints{1, 2} == doubles{1, 2} && ints{1} != doubles{1.5} && ints{-1} != typed_array<unsigned>{~0u}));
    CHECK((ints{1, 2} < ints{1, 3} && ints{1} < ints{1, 0} && ints{2} > ints{1, 9} && ints() < ints{0}));
    CHECK((ints{-1} < typed_array<unsigned>{0} && typed_array<std::uint64_t>{~0ULL} > typed_array<std::int64_t>{-1}));
    CHECK(((ints{1, 2} <=> ints{1, 2}) == std::partial_ordering::equivalent && ints{3} >= ints{3}));
    const doubles unordered{1, no_number};
    CHECK((unordered != unordered && !(unordered < doubles{1, 2}) && !(unordered > doubles{1, 2}) &&
           unordered < doubles{2}));
    const typed_array<std::int64_t> big{9007199254740993};
    CHECK((big > doubles{9007199254740992.0} && doubles{9007199254740992.0} < big && big < doubles{1e300}));
    CHECK((ints{1} < doubles{1.5} && ints{-1} > doubles{-1.5} && ints{0} > doubles{-0.5} && ints{5} > doubles{-1e300}));
    CHECK((typed_array<unsigned>{0} > doubles{-1.0} && typed_array<unsigned>{0} > doubles{-0.5}));
    CHECK((typed_array<unsigned>{0} == doubles{-0.0} &&
           typed_array<std::uint64_t>{~0ULL} < doubles{18446744073709551616.0}));
    STATIC_CHECK((has_less<ints, doubles> && has_less<typed_array<lb::half>, ints> &&
                  !has_less<typed_array<point>, typed_array<point>>));
    STATIC_CHECK_FALSE(has_less<typed_array<std::complex<float>>, typed_array<std::complex<float>>>);
}

TEST_CASE("an array's memory may come from an allocator, and what is made of it too") {
    std::byte place[4096];
    std::pmr::monotonic_buffer_resource resource(place, sizeof place, std::pmr::null_memory_resource());
    typed_array<int, std::pmr::polymorphic_allocator<>> a{std::pmr::polymorphic_allocator<>(&resource)};
    a.extend({1, 2, 3});
    const auto inside = [&](const int* p) {
        const auto* const at = reinterpret_cast<const std::byte*>(p);
        return at >= place && at < place + sizeof place;
    };
    CHECK((inside(a.data()) && inside(a[lb::slice(1, 2)].data()) && inside((a + a).data()) && inside(a.copy().data())));
    CHECK(a.size() == 3);
}
