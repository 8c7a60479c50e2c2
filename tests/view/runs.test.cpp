#include "support/catch.hpp"
#include "support/failure.hpp"
#include "view/places.hpp"

#include <array>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <lendbuf/element/endian.hpp>
#include <lendbuf/owner/bytearray.hpp>
#include <lendbuf/owner/standard.hpp>
#include <lendbuf/owner/typed_array.hpp>
#include <lendbuf/view/runs.hpp>
#include <lendbuf/view/tobytes.hpp>
#include <string>
#include <type_traits>
#include <vector>

namespace lb = lendbuf;
using lb::all;
using lb::buffer_view;
using lb::errc;
using lb::none;
using lb::slice;
using test_support::random_shape;
using test_support::strided_array;

namespace {

const std::uint8_t twelve[12] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
const buffer_view<const std::uint8_t, 2, lb::contiguous> grid(twelve, {{3, 4}});
const buffer_view<const std::uint8_t, 3, lb::contiguous> cube(twelve, {{2, 3, 2}});

/// Writes runs of small numbers as text: "0 1|4 5".
template <class View>
std::string text_of(const View& view) {
    std::string text;
    for (const auto run : lb::runs(view)) {
        if (!text.empty()) text += '|';
        for (const std::byte byte : run) {
            if (!text.empty() && text.back() != '|') text += ' ';
            text += std::to_string(std::to_integer<int>(byte));
        }
    }
    return text;
}

/// Tells whether two neighbours touch, so that they could have been one run.
template <class View>
bool some_touch(const View& view) {
    const std::byte* end = nullptr;
    for (const auto run : lb::runs(view)) {
        if (run.data() == end) return true;
        end = run.data() + run.size();
    }
    return false;
}

/// Checks that the runs, one behind the other, are the bytes in C order, and that their number is right.
template <class View>
void check_runs(const View& view) {
    std::vector<std::byte> bytes;
    std::ptrdiff_t count = 0;
    std::ptrdiff_t longest = 0;
    bool right = true;
    const auto found = lb::runs(view);
    for (const auto run : found) {
        right = right && (count == 0 || run.size() == longest) && run.size() > 0;
        longest = run.size();
        bytes.insert(bytes.end(), run.begin(), run.end());
        ++count;
    }
    CHECK(right);
    CHECK(bytes == view.tobytes());
    CHECK((found.size() == count && found.empty() == (view.item_count() == 0)));
    CHECK(count * longest == view.nbytes());
}

template <class T, std::size_t Rank>
void check_random_runs(int count) {
    test_support::random_numbers next(Rank + sizeof(T));
    for (int k = 0; k < count; ++k) {
        const auto shape = random_shape<Rank>(next);
        CAPTURE(shape.values, k);
        const strided_array<T, Rank> tidy(next, shape, true);
        const strided_array<T, Rank> wild(next, shape, false);
        check_runs(tidy.view);
        check_runs(wild.view);
        check_runs(wild.view.toreadonly());
        check_runs(buffer_view<const T, Rank, lb::contiguous>(tidy.memory.data(), lb::index_array<Rank>()));
        if (tidy.view.is_c_contiguous() && !tidy.view.empty()) CHECK(lb::runs(tidy.view).size() == 1);
    }
}

/// Checks slices of a gapless array that skip nothing: no two runs may touch.
template <std::size_t Rank>
void check_maximal(int count) {
    test_support::random_numbers next(Rank);
    std::vector<short> memory(1024);
    for (std::size_t k = 0; k < memory.size(); ++k) memory[k] = static_cast<short>(k);
    for (int k = 0; k < count; ++k) {
        lb::index_array<Rank> shape;
        for (auto& extent : shape.values) extent = next(1, 4);
        const buffer_view<short, Rank, lb::contiguous> whole(memory.data(), shape);
        CAPTURE(shape.values);
        const auto check = [&](const auto& part) {
            check_runs(part);
            CHECK_FALSE(some_touch(part));
        };
        const auto some = [&] { return slice(next(0, 1), next(1, 4)); };
        check(whole);
        check(whole(some(), lb::ellipsis));
        check(whole(lb::ellipsis, some()));
        if constexpr (Rank >= 2) check(whole(some(), lb::ellipsis, some()));
        if constexpr (Rank >= 3) check(whole(lb::ellipsis, some(), all)(some(), some(), lb::ellipsis));
    }
}

} // namespace

TEST_CASE("gapless arrays are one run") {
    CHECK(text_of(grid) == "0 1 2 3 4 5 6 7 8 9 10 11");
    CHECK((lb::runs(cube).size() == 1 && lb::runs(buffer_view<const std::uint8_t, 3>(cube)).size() == 1));
    CHECK((text_of(grid(slice(1, none))) == "4 5 6 7 8 9 10 11" && text_of(grid(2)) == "8 9 10 11"));
    CHECK((text_of(grid(1, 2, lb::ellipsis)) == "6" && lb::runs(grid(1, 2, lb::ellipsis)).size() == 1));
    CHECK(text_of(cube(1, 2)) == "10 11");
    // Axes of one item may have any stride.
    CHECK(text_of(grid(slice(1, 2, 3), slice(none, none, -4))) == "7");
    CHECK(text_of(grid(slice(1, 2, 3))) == "4 5 6 7");
}

TEST_CASE("parts of rows are a run each") {
    CHECK(text_of(grid(all, slice(0, 2))) == "0 1|4 5|8 9");
    CHECK(text_of(grid(slice(none, none, 2))) == "0 1 2 3|8 9 10 11");
    CHECK(text_of(grid(slice(none, none, -1))) == "8 9 10 11|4 5 6 7|0 1 2 3");
    CHECK(text_of(cube(all, slice(1, none), all)) == "2 3 4 5|8 9 10 11");
    CHECK(text_of(cube(all, slice(none, none, 2), all)) == "0 1|4 5|6 7|10 11");
    CHECK(text_of(cube.permute(1, 0, 2)) == "0 1|6 7|2 3|8 9|4 5|10 11");
    CHECK(text_of(buffer_view(twelve).windows(3)(slice(none, 2))) == "0 1 2|1 2 3");
}

TEST_CASE("items apart are runs of one item") {
    CHECK(text_of(grid(slice(0, 2), slice(none, none, 2))) == "0|2|4|6");
    CHECK(text_of(grid.flip(1)(0)) == "3|2|1|0");
    CHECK(text_of(grid.transpose()(slice(0, 2))) == "0|4|8|1|5|9");
    CHECK(text_of(grid(0, slice(0, 1)).broadcast_to(3)) == "0|0|0");
    CHECK(text_of(buffer_view(twelve).cast<const lb::be<std::uint32_t>>().flip()) == "8 9 10 11|4 5 6 7|0 1 2 3");
}

TEST_CASE("without items there are no runs") {
    CHECK((lb::runs(grid(slice(0, 0))).empty() && lb::runs(grid(all, slice(4, 4))).size() == 0));
    CHECK((text_of(grid(all, slice(4, 4))).empty() && text_of(buffer_view<int, 3>()).empty()));
    CHECK((text_of(buffer_view<int, 2, lb::contiguous>()).empty() && lb::runs(buffer_view<int>()).empty()));
    const lb::run_range<std::byte, 2> nothing;
    CHECK((nothing.begin() == nothing.end() && nothing.empty()));
}

TEST_CASE("runs of random layouts are the bytes of tobytes") {
    check_random_runs<std::uint8_t, 0>(2);
    check_random_runs<int, 1>(40);
    check_random_runs<std::uint8_t, 2>(60);
    check_random_runs<double, 2>(40);
    check_random_runs<lb::be<short>, 3>(60);
    check_random_runs<float, 4>(30);
    check_random_runs<std::uint8_t, 5>(20);
}

TEST_CASE("runs of slices without a step never touch") {
    check_maximal<1>(30);
    check_maximal<2>(60);
    check_maximal<3>(60);
    check_maximal<4>(30);
    check_maximal<5>(15);
    // All runs have one length, so neighbours that touch now and then stay apart.
    CHECK(text_of(buffer_view(twelve).reshape(4, 3)(slice(0, 2), slice(none, none, 2))) == "0|2|3|5");
    CHECK(text_of(buffer_view(twelve)[slice(0, 2)].broadcast_to(2, 2).transpose()) == "0|0|1|1");
}

TEST_CASE("runs are views of bytes, writable where the items are") {
    std::array<std::uint16_t, 6> memory{1, 2, 3, 4, 5, 6};
    const buffer_view<std::uint16_t, 2, lb::contiguous> view(memory.data(), {{2, 3}});
    const auto tails = lb::runs(view(all, slice(1, none)));
    STATIC_CHECK(std::is_same_v<decltype(*tails.begin()), buffer_view<std::byte, 1, lb::contiguous>>);
    STATIC_CHECK(std::is_same_v<decltype(*lb::runs(view.toreadonly()).begin()),
                                buffer_view<const std::byte, 1, lb::contiguous>>);
    for (const auto run : tails)
        for (std::byte& byte : run) byte = std::byte(0xff);
    CHECK(memory == std::array<std::uint16_t, 6>{1, 0xffff, 0xffff, 4, 0xffff, 0xffff});
    CHECK((static_cast<const void*>((*tails.begin()).data()) == &memory[1] && (*tails.begin()).size() == 4));
}

TEST_CASE("iterators of runs go forwards, any number of times") {
    const auto parts = lb::runs(cube(all, slice(none, none, 2), all));
    using iterator = decltype(parts.begin());
    STATIC_CHECK(std::forward_iterator<iterator> && !std::bidirectional_iterator<iterator>);
    STATIC_CHECK(std::is_same_v<iterator, decltype(parts.end())> && std::is_trivially_copyable_v<iterator>);
    auto first = parts.begin();
    const auto copy = first++;
    CHECK((copy == parts.begin() && first != copy && (*copy).data() + 4 == (*first).data()));
    CHECK((std::distance(parts.begin(), parts.end()) == 4 && iterator() == iterator()));
    CHECK(++ ++ ++first == parts.end());
    CHECK((*std::next(parts.begin(), 3))[1] == std::byte(11));
}

TEST_CASE("runs of an owner keep it where it is") {
    lb::typed_array<int> owner{1, 2, 3, 4, 5, 6};
    {
        const auto parts = lb::runs(buffer_view(owner)[slice(none, none, 2)]);
        CHECK((owner.leases() == 1 && parts.size() == 3));
        CHECK(FAILURE_OF(owner.append(7)).code == errc::resize_while_leased);
        const auto copy = parts; // NOLINT: counts
        CHECK(owner.leases() == 2);
    }
    CHECK(owner.leases() == 0);
    std::ptrdiff_t bytes = 0;
    for (const auto run : lb::runs(buffer_view(owner))) { // a loop keeps its range
        CHECK(FAILURE_OF(owner.clear()).code == errc::resize_while_leased);
        bytes += run.size();
    }
    CHECK((bytes == 24 && owner.leases() == 0));
    const auto borrowed = lb::runs(buffer_view(owner).borrow());
    CHECK((borrowed.size() == 1 && owner.leases() == 0));
    STATIC_CHECK(std::is_trivially_copyable_v<decltype(lb::runs(buffer_view<int, 3>()))>);
    owner.clear();
    CHECK(lb::runs(buffer_view(owner)).empty());
}

TEST_CASE("runs of huge repeated arrays are counted, not made") {
    constexpr std::ptrdiff_t wide = std::ptrdiff_t{1} << (4 * sizeof(std::ptrdiff_t) - 3);
    const auto rows = lb::runs(grid(1).broadcast_to(wide, 4));
    CHECK((rows.size() == wide && (*++rows.begin()).size() == 4 && (*rows.begin())[0] == std::byte(4)));
    const auto items = lb::runs(grid(0, slice(0, 1)).broadcast_to(wide, wide));
    CHECK((items.size() == wide * wide && (*++items.begin()).size() == 1 && !items.empty()));
    CHECK(lb::runs(grid(0, slice(0, 0)).broadcast_to(wide, 0)).empty());
}
