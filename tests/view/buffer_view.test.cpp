#include "support/catch.hpp"
#include "support/failure.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>
#include <lendbuf/element/endian.hpp>
#include <lendbuf/owner/standard.hpp>
#include <lendbuf/owner/static_memory.hpp>
#include <lendbuf/view/buffer_view.hpp>
#include <limits>
#include <numeric>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace lb = lendbuf;
using lb::all;
using lb::buffer_view;
using lb::errc;
using lb::none;
using lb::slice;

namespace {

template <class From, class To>
inline constexpr bool converts = std::is_convertible_v<From, To>;

using strided_ints = buffer_view<int>;
using strided_const_ints = buffer_view<const int>;
using flat_ints = buffer_view<int, 1, lb::contiguous>;
using leased_ints = buffer_view<int, 1, lb::contiguous, lb::leased>;

struct point {
    double x, y;
};

// 2 x 3 items: 0 1 2 / 3 4 5
constexpr int six[6] = {0, 1, 2, 3, 4, 5};
constexpr buffer_view<const int, 2, lb::contiguous> grid(six, {{2, 3}});

constexpr auto high = std::numeric_limits<std::ptrdiff_t>::max();
constexpr auto low = std::numeric_limits<std::ptrdiff_t>::min();

} // namespace

TEST_CASE("a view is as large as its pointer, shape and strides") {
    constexpr std::size_t word = sizeof(void*);
    STATIC_CHECK(sizeof(flat_ints) == 2 * word && sizeof(strided_ints) == 3 * word && sizeof(leased_ints) == 3 * word);
    STATIC_CHECK(sizeof(buffer_view<int, 1, lb::strided, lb::leased>) == 4 * word);
    STATIC_CHECK(sizeof(buffer_view<char, 2, lb::contiguous>) == 3 * word && sizeof(buffer_view<char, 2>) == 5 * word);
    STATIC_CHECK(std::is_trivially_copyable_v<strided_ints> && std::is_trivially_copyable_v<flat_ints>);
    STATIC_CHECK(std::is_trivially_destructible_v<buffer_view<const point, 3, lb::f_contiguous>>);
    STATIC_CHECK(std::is_nothrow_copy_constructible_v<leased_ints> && std::is_nothrow_move_assignable_v<leased_ints>);
}

TEST_CASE("attributes describe the memory") {
    CHECK_BOTH(grid.ndim() == 2 && grid.itemsize() == 4 && grid.nbytes() == 24 && grid.item_count() == 6);
    CHECK_BOTH(grid.shape() == lb::index_array<2>{{2, 3}} && grid.strides() == lb::index_array<2>{{12, 4}});
    CHECK_BOTH(grid.size() == 2 && grid.extent(1) == 3 && grid.extent(-1) == 3 && grid.extent(-2) == 2);
    CHECK_BOTH(grid.suboffsets().size() == 0 && grid.readonly() && !strided_ints::readonly());
    CHECK_BOTH(grid.is_c_contiguous() && !grid.is_f_contiguous() && grid.is_contiguous() && !grid.empty());
    CHECK_BOTH(grid.format() == std::string_view("i") && grid.data() == six);
    CHECK(FAILURE_OF(grid.extent(2)).code == errc::index_out_of_bounds);
    CHECK(FAILURE_OF(grid.extent(-3)).code == errc::index_out_of_bounds);
}

TEST_CASE("attributes of a transpose are turned round") {
    constexpr auto turned = grid.transpose();
    CHECK_BOTH(turned.shape() == lb::index_array<2>{{3, 2}} && turned.strides() == lb::index_array<2>{{4, 12}});
    CHECK_BOTH(!turned.is_c_contiguous() && turned.is_f_contiguous() && turned(2, 1) == 5 && turned(-1, 0) == 2);
    STATIC_CHECK(std::is_same_v<decltype(turned)::layout_type, lb::f_contiguous>);
    STATIC_CHECK(std::is_same_v<decltype(turned.transpose())::layout_type, lb::contiguous>);
}

TEST_CASE("formats name the type and order of items") {
    CHECK_BOTH(buffer_view<const float>::format() == std::string_view("f"));
    CHECK_BOTH(buffer_view<std::uint8_t>::format() == std::string_view("B"));
    CHECK_BOTH(buffer_view<lb::be<std::uint32_t>>::format() == std::string_view(">I"));
    CHECK_BOTH(buffer_view<lb::le<double>, 3>::format() == std::string_view("<d"));
}

TEST_CASE("one item, no axes") {
    constexpr auto item = grid(1, 2, lb::ellipsis);
    CHECK_BOTH(item.ndim() == 0 && item() == 5 && item.item_count() == 1 && item.nbytes() == 4);
    CHECK_BOTH(item.is_c_contiguous() && item.is_f_contiguous() && !item.empty());
    CHECK_BOTH(*item.try_get() == 5);
}

TEST_CASE("an empty view is contiguous, though memoryview denies it for steps") {
    constexpr auto nothing = grid(slice(0, 0), slice(none, none, 2));
    CHECK_BOTH(nothing.empty() && nothing.nbytes() == 0 && nothing.is_c_contiguous() && nothing.is_f_contiguous());
    CHECK_BOTH(strided_ints().empty() && strided_ints().size() == 0 && strided_ints().begin() == strided_ints().end());
    CHECK_BOTH(flat_ints().data() == nullptr);
}

TEST_CASE("an axis of one item has any stride, as in memoryview") {
    constexpr std::uint8_t bytes[3] = {1, 2, 3};
    const auto one = buffer_view<const std::uint8_t>(bytes)[slice(0, 1, 5)];
    CHECK((one.strides()[0] == 5 && one.is_contiguous() && one.as_contiguous().strides()[0] == 1));
}

TEST_CASE("indices count from both ends and are checked") {
    CHECK_BOTH(grid(0, 0) == 0 && grid(1, 2) == 5 && grid(-1, -1) == 5 && grid(-2, -3) == 0);
    CHECK_BOTH(grid[1][2] == 5 && grid[-1][-2] == 4);
    const auto error = FAILURE_OF(grid(1, 3));
    CHECK((error.code == errc::index_out_of_bounds && error.field == 1 && error.offset == 3 && error.have == 3));
    CHECK(FAILURE_OF(grid(-3, 0)).field == 0);
    CHECK_THROWS_LB(lb::index_error, "index out of bounds on dimension 2 (index -4, extent 3)", grid(0, -4));
    CHECK(FAILURE_OF(strided_ints()[0]).code == errc::index_out_of_bounds);
}

TEST_CASE("try_get reads an item or says why not") {
    CHECK_BOTH(*grid.try_get(1, -1) == 5 && *grid.transpose().try_get(2, 0) == 2);
    CHECK_BOTH(grid.try_get(2, 0).error().code == errc::index_out_of_bounds && grid.try_get(0, 3).error().field == 1);
    CHECK_BOTH(grid.try_get(0, low).error().offset == low);
    CHECK(grid.try_get(std::numeric_limits<std::size_t>::max(), 0).error().code == errc::index_out_of_bounds);
    CHECK(grid.try_get(0, std::uint64_t{1} << 32).error().code == errc::index_out_of_bounds);
}

TEST_CASE("a view writes through, a const view too, it is shallow") {
    std::array<int, 6> memory{};
    const buffer_view<int, 2, lb::contiguous> view(memory.data(), {{2, 3}});
    view(1, 1) = 7;
    view[0][2] = 8;
    for (int& item : view.transpose()[0]) item = 9;
    CHECK(memory == std::array<int, 6>{9, 0, 8, 9, 7, 0});
    STATIC_CHECK(std::is_same_v<decltype(view(0, 0)), int&> && std::is_same_v<decltype(grid(0, 0)), const int&>);
}

TEST_CASE("views deduce what an exporter lends") {
    std::vector<int> vector{1, 2, 3};
    const std::vector<int> constant{1, 2, 3};
    int array[2][3] = {{0, 1, 2}, {3, 4, 5}};
    lb::static_memory<int, 3> memory(1, 2, 3);
    STATIC_CHECK(std::is_same_v<decltype(buffer_view(vector)), flat_ints>);
    STATIC_CHECK(std::is_same_v<decltype(buffer_view(constant)), buffer_view<const int, 1, lb::contiguous>>);
    STATIC_CHECK(std::is_same_v<decltype(buffer_view(array)), buffer_view<int, 2, lb::contiguous>>);
    STATIC_CHECK(std::is_same_v<decltype(buffer_view(memory)), leased_ints>);
    STATIC_CHECK(
        std::is_same_v<decltype(buffer_view(std::span<const int>())), buffer_view<const int, 1, lb::contiguous>>);
    STATIC_CHECK(std::is_same_v<decltype(buffer_view(vector.data(), 3)), flat_ints>);
    STATIC_CHECK(std::is_same_v<decltype(buffer_view(vector.data(), lb::index_array<2>{{1, 3}})),
                                buffer_view<int, 2, lb::contiguous>>);
    const auto every_other = buffer_view(vector)[slice(none, none, 2)];
    const buffer_view copy(every_other);
    STATIC_CHECK(std::is_same_v<decltype(copy), const strided_ints>);
    CHECK((buffer_view(array)(1, 2) == 5 && copy[1] == 3 && buffer_view(memory)[-1] == 3));
    CHECK(buffer_view<const char>(std::string_view("abc"))[1] == 'b');
}

TEST_CASE("views convert to what promises less, never to what promises more") {
    STATIC_CHECK(converts<flat_ints, strided_ints> && !converts<strided_ints, flat_ints>);
    STATIC_CHECK(converts<strided_ints, strided_const_ints> && !converts<strided_const_ints, strided_ints>);
    STATIC_CHECK(converts<leased_ints, flat_ints> && !converts<flat_ints, leased_ints>);
    STATIC_CHECK(converts<leased_ints, strided_const_ints>);
    STATIC_CHECK(converts<leased_ints, buffer_view<const int, 1, lb::strided, lb::leased>>);
    STATIC_CHECK_FALSE(converts<strided_ints, buffer_view<int, 2>> || converts<strided_ints, buffer_view<unsigned>>);
    STATIC_CHECK_FALSE(converts<buffer_view<int, 2, lb::contiguous>, buffer_view<int, 2, lb::f_contiguous>>);
    STATIC_CHECK(converts<flat_ints, buffer_view<int, 1, lb::f_contiguous>>);
    STATIC_CHECK(converts<buffer_view<int, 2, lb::f_contiguous>, buffer_view<const int, 2>>);
    STATIC_CHECK(converts<std::vector<int>&, strided_ints> && !converts<const std::vector<int>&, strided_ints>);
    STATIC_CHECK_FALSE(std::is_constructible_v<strided_ints, std::vector<int>>);
    STATIC_CHECK_FALSE(std::is_constructible_v<strided_const_ints, std::array<int, 3>>);
    STATIC_CHECK_FALSE(std::is_constructible_v<strided_const_ints, lb::static_memory<int, 3>>);
    STATIC_CHECK(std::is_constructible_v<strided_const_ints, std::span<int>>);
    constexpr buffer_view<const int, 2> strided = grid.transpose();
    CHECK_BOTH(strided(2, 1) == 5);
}

TEST_CASE("toreadonly forbids writing and keeps everything else") {
    std::array<int, 6> memory{0, 1, 2, 3, 4, 5};
    const buffer_view<int, 2, lb::contiguous> view(memory.data(), {{2, 3}});
    const auto fixed = view.transpose().toreadonly();
    STATIC_CHECK(std::is_same_v<std::remove_const_t<decltype(fixed)>, buffer_view<const int, 2, lb::f_contiguous>>);
    CHECK((fixed.readonly() && fixed(2, 1) == 5 && fixed.strides() == view.transpose().strides()));
}

TEST_CASE("as_contiguous proves what the type did not say") {
    std::array<int, 6> memory{0, 1, 2, 3, 4, 5};
    const buffer_view<int, 2> view = buffer_view<int, 2, lb::contiguous>(memory.data(), {{2, 3}});
    CHECK(view.as_contiguous()(1, 2) == 5);
    CHECK(view(all, slice(0, 2))[1].as_contiguous()[1] == 4);
    CHECK(FAILURE_OF(view(all, slice(0, 2)).as_contiguous()).code == errc::not_c_contiguous);
    CHECK(FAILURE_OF(view.transpose().as_contiguous()).code == errc::not_c_contiguous);
    CHECK(view(all, slice(0, 1))(all, 0).size() == 2);
    CHECK(view(slice(0, 0), slice(0, 2)).as_contiguous().empty());
}

TEST_CASE("permute wants each axis once") {
    static constexpr int eight[8] = {0, 1, 2, 3, 4, 5, 6, 7};
    constexpr buffer_view<const int, 3, lb::contiguous> cube(eight, {{2, 2, 2}});
    CHECK_BOTH(cube.permute(2, 0, 1)(1, 0, 1) == cube(0, 1, 1) && cube.permute(-1, 0, -2)(1, 0, 1) == cube(0, 1, 1));
    CHECK(FAILURE_OF(cube.permute(0, 1, 1)).code == errc::bad_axes);
    CHECK(FAILURE_OF(cube.permute(0, 1, 3)).code == errc::bad_axes);
    CHECK(FAILURE_OF(cube.permute(0, -3, 1)).code == errc::bad_axes);
    CHECK(FAILURE_OF(cube.permute(0, 1, std::numeric_limits<std::size_t>::max())).code == errc::bad_axes);
    CHECK(FAILURE_OF(cube.flip(3)).code == errc::index_out_of_bounds);
}

TEST_CASE("views of backing memory are checked") {
    static constexpr std::array<int, 12> memory{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
    using view2 = buffer_view<const int, 2>;
    constexpr view2 windows(memory, {{10, 3}}, {{4, 4}});
    CHECK_BOTH(windows(9, 2) == 11 && windows(3, 1) == 4);
    constexpr view2 backwards(memory, {{3, 4}}, {{-16, -4}}, 44);
    CHECK_BOTH(backwards(0, 0) == 11 && backwards(2, 3) == 0 && backwards(1, 0) == 7);
    constexpr view2 repeated(memory, {{1000, 2}}, {{0, 4}}, 40);
    CHECK_BOTH(repeated(999, 1) == 11);
    CHECK_BOTH(view2(memory, {{0, 5}}, {{4, 4}}, 48).empty());
    CHECK_BOTH(buffer_view<const int, 0>(memory, {}, {}, 44)() == 11);

    const auto refusal = [](auto shape, auto strides, std::ptrdiff_t offset) {
        return FAILURE_OF(view2(memory, shape, strides, offset)).code;
    };
    using two = lb::index_array<2>;
    CHECK(refusal(two{{11, 3}}, two{{4, 4}}, 0) == errc::layout_outside_memory);
    CHECK(refusal(two{{10, 3}}, two{{4, 4}}, 4) == errc::layout_outside_memory);
    CHECK(refusal(two{{3, 4}}, two{{-16, -4}}, 40) == errc::layout_outside_memory);
    CHECK(refusal(two{{3, 4}}, two{{-16, -4}}, 48) == errc::layout_outside_memory);
    CHECK(refusal(two{{1, 1}}, two{{4, 4}}, -4) == errc::layout_outside_memory);
    CHECK(refusal(two{{1, 1}}, two{{4, 4}}, 48) == errc::layout_outside_memory);
    CHECK(refusal(two{{0, 1}}, two{{4, 4}}, 52) == errc::layout_outside_memory);
    CHECK(refusal(two{{-1, 1}}, two{{4, 4}}, 0) == errc::negative_extent);
    CHECK(refusal(two{{2, 2}}, two{{4, 4}}, 2) == errc::address_misaligned);
    CHECK(refusal(two{{2, 2}}, two{{6, 4}}, 0) == errc::stride_misaligned);
    CHECK(refusal(two{{1, 2}}, two{{6, 4}}, 0) == errc::success);
}

TEST_CASE("shapes and strides that overflow are refused, gh-145158") {
    std::array<std::uint8_t, 4> memory{};
    const auto refusal = [&](const lb::index_array<3>& shape, const lb::index_array<3>& strides,
                             std::ptrdiff_t offset = 0) {
        return FAILURE_OF(buffer_view<std::uint8_t, 3>(memory, shape, strides, offset)).code;
    };
    CHECK(refusal({{high, 2, 1}}, {{0, 0, 0}}) == errc::shape_overflow);
    CHECK(refusal({{high, high, high}}, {{0, 0, 0}}) == errc::shape_overflow);
    CHECK(refusal({{high, high, 0}}, {{0, 0, 0}}) == errc::shape_overflow);
    CHECK(refusal({{0, high, high}}, {{1, 1, 1}}) == errc::shape_overflow);
    CHECK(refusal({{3, 1, 1}}, {{high, 1, 1}}) == errc::shape_overflow);
    CHECK(refusal({{2, 2, 1}}, {{high, high, 1}}) == errc::shape_overflow);
    CHECK(refusal({{3, 1, 1}}, {{low, 1, 1}}) == errc::shape_overflow);
    CHECK(refusal({{2, 1, 1}}, {{high, 1, 1}}) != errc::success);
    CHECK(refusal({{1, 1, 1}}, {{1, 1, 1}}, high) != errc::success);
    CHECK(refusal({{1, 1, 1}}, {{1, 1, 1}}, low) != errc::success);
    CHECK(refusal({{high, 1, 1}}, {{0, 1, 1}}) == errc::success);
    CHECK(refusal({{1, 1, 1}}, {{low, high, low}}) == errc::success);
}

TEST_CASE("views of bytes in any order are views like others") {
    std::array<std::uint8_t, 9> memory{0xee, 0, 0, 0, 1, 0, 0, 1, 0};
    const auto numbers = buffer_view(memory)[slice(1, none)].cast<lb::be<std::uint32_t>>();
    CHECK((numbers[0] == 1u && numbers[1] == 256u));
    numbers[0] += 0x01020304u;
    CHECK((memory[1] == 1 && memory[4] == 5));
    std::ranges::sort(numbers, std::greater<std::uint32_t>());
    CHECK(numbers[0] == 0x01020305u);
    const auto loose = buffer_view(memory)[slice(1, none)].cast<lb::unaligned<std::uint64_t>>();
    CHECK((loose.size() == 1 &&
           loose.format() == std::string_view(std::endian::native == std::endian::big ? ">Q" : "<Q")));
    const auto halves = buffer_view(memory)[slice(0, 8)].cast<lb::le<std::uint16_t>>(2, 2);
    CHECK((halves.shape() == lb::index_array<2>{{2, 2}} && halves(0, 0) == 0x01ee));
}

TEST_CASE("iterators are random access, contiguous where the items are") {
    using strided_iterator = decltype(strided_ints().begin());
    using row_iterator = decltype(grid.begin());
    STATIC_CHECK(std::random_access_iterator<strided_iterator> && !std::contiguous_iterator<strided_iterator>);
    STATIC_CHECK(std::contiguous_iterator<decltype(flat_ints().begin())>);
    STATIC_CHECK(std::random_access_iterator<row_iterator> && std::sized_sentinel_for<row_iterator, row_iterator>);
    STATIC_CHECK(
        std::is_same_v<std::iterator_traits<strided_iterator>::iterator_category, std::random_access_iterator_tag>);
    STATIC_CHECK(std::sortable<strided_iterator> && std::output_iterator<strided_iterator, int>);
    STATIC_CHECK_FALSE(std::indirectly_writable<decltype(strided_const_ints().begin()), int>);
}

TEST_CASE("iterators serve the standard algorithms, strided and backwards") {
    std::array<int, 12> memory{11, -1, 7, -1, 9, -1, 3, -1, 5, -1, 1, -1};
    const auto odd = buffer_view<int>(memory)[slice(none, none, 2)];
    std::sort(odd.begin(), odd.end());
    CHECK(memory == std::array<int, 12>{1, -1, 3, -1, 5, -1, 7, -1, 9, -1, 11, -1});
    const auto backwards = odd[slice(none, none, -1)];
    std::ranges::sort(backwards);
    CHECK(memory == std::array<int, 12>{11, -1, 9, -1, 7, -1, 5, -1, 3, -1, 1, -1});
    CHECK(std::find(odd.begin(), odd.end(), 7) - odd.begin() == 2);
    CHECK(std::ranges::find(backwards, 7) - backwards.begin() == 3);
    CHECK(std::accumulate(odd.begin(), odd.end(), 0) == 36);
    std::ranges::reverse(odd);
    CHECK((odd[0] == 1 && std::ranges::is_sorted(odd) && std::ranges::binary_search(odd, 9)));
    const std::vector<int> copy(std::make_reverse_iterator(odd.end()), std::make_reverse_iterator(odd.begin()));
    CHECK(copy == std::vector<int>{11, 9, 7, 5, 3, 1});
    std::iota(odd.begin(), odd.end(), 0);
    CHECK(std::ranges::equal(odd, std::array{0, 1, 2, 3, 4, 5}));
    std::rotate(odd.begin(), odd.begin() + 2, odd.end());
    CHECK((*odd.begin() == 2 && odd.begin()[5] == 1 && *(odd.end() - 1) == 1));
}

TEST_CASE("iterators move and compare by position") {
    const auto first = grid.transpose()[0].begin();
    auto it = first;
    CHECK((*it++ == 0 && *it == 3 && ++it == first + 2 && it-- > first && *--it == 0));
    CHECK((it == first && it + 2 == 2 + it && (it + 2) - it == 2 && (it += 1) - 1 == first && (it -= 1) == first));
    CHECK((first < first + 1 && first <= first && first + 1 >= first));
    std::array<point, 2> points{point{1, 2}, point{3, 4}};
    CHECK(buffer_view<point>(points)[slice(none, none, -1)].begin()->y == 4);
    std::vector<int> rows;
    for (const auto& row : grid) rows.push_back(std::accumulate(row.begin(), row.end(), 0));
    CHECK(rows == std::vector<int>{3, 12});
}

TEST_CASE("every view made from a leased view shares its lease") {
    lb::static_memory<int, 6> memory(0, 1, 2, 3, 4, 5);
    {
        const buffer_view<int, 1, lb::contiguous, lb::leased> whole(memory);
        CHECK(memory.leases() == 1);
        {
            const auto part = whole[slice(1, 3)];
            const auto turned = whole.cast<int>(2, 3).transpose();
            const auto fixed = turned.toreadonly()(all, slice(0, 1)).flip(1).permute(1, 0);
            CHECK(memory.leases() == 4);
            CHECK((whole.borrow().data() == memory.data() && memory.leases() == 4));
            CHECK((part.share().block() == whole.share().block() && fixed.share().block() == part.share().block()));
        }
        CHECK(memory.leases() == 1);
        const buffer_view<const int> loose = whole;
        CHECK((memory.leases() == 1 && loose[5] == 5 && !loose.share()));
        auto moved_from = whole;
        const auto moved_to = std::move(moved_from);
        // What was moved from still points there, and so it still holds.
        CHECK((memory.leases() == 3 && moved_to[5] == 5 && moved_from.share()));
        const buffer_view<const int, 1, lb::strided, lb::leased> kept = whole;
        const buffer_view again(kept);
        CHECK((memory.leases() == 5 && again.share().block() == whole.share().block()));
        STATIC_CHECK(std::is_same_v<decltype(again)::hold_type, lb::leased>);
    }
    CHECK(memory.leases() == 0);
}

TEST_CASE("assigning a view changes which lease it holds") {
    lb::static_memory<int, 2> first(1, 2);
    lb::static_memory<int, 2> second(3, 4);
    buffer_view view(first);
    view = buffer_view(second);
    CHECK((first.leases() == 0 && second.leases() == 1 && view[0] == 3));
    view = *&view;
    CHECK((second.leases() == 1 && view[1] == 4));
    view = {};
    CHECK((second.leases() == 0 && view.empty()));
}

namespace {

// A type that cannot be edited, with rows of padded width.
struct image {
    std::vector<float> memory;
    std::ptrdiff_t width, height, pitch; // in items
};

} // namespace

template <>
struct lb::exporter_traits<image> {
    static auto describe(image& i) noexcept {
        return region<float, 2, strided>{i.memory.data(), {{i.height, i.width}}, {{4 * i.pitch, 4}}};
    }
};
template <>
struct lb::exporter_traits<const image> {
    static auto describe(const image& i) noexcept {
        return region<const float, 2, strided>{i.memory.data(), {{i.height, i.width}}, {{4 * i.pitch, 4}}};
    }
};

TEST_CASE("foreign types lend through exporter_traits") {
    image picture{{0, 1, -1, 2, 3, -1}, 2, 2, 3};
    const buffer_view view(picture);
    STATIC_CHECK(std::is_same_v<decltype(view), const buffer_view<float, 2>>);
    view(1, 0) = 20;
    CHECK((picture.memory[3] == 20 && view(0, 1) == 1 && !view.is_contiguous()));
    const image& constant = picture;
    STATIC_CHECK(decltype(buffer_view(constant))::readonly());
    STATIC_CHECK_FALSE(lb::viewable<image>);
}

#if LENDBUF_MULTI_SUBSCRIPT
TEST_CASE("brackets take several subscripts") {
    CHECK_BOTH(grid[1, 2] == 5 && grid[all, 0][1] == 3);
}
#endif
