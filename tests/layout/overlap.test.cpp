#include <lendbuf/layout/overlap.hpp>
#include <set>
#include <vector>

#include "layout/model.hpp"
#include "support/catch.hpp"

namespace lb = lendbuf;
using lb::index_array;

namespace {

template <std::size_t Rank>
constexpr bool apart(index_array<Rank> shape, index_array<Rank> strides, std::ptrdiff_t itemsize) {
    const index_array<Rank> all[] = {strides};
    return lb::items_are_apart(lb::coalesce(shape, all, true), itemsize);
}

template <std::size_t Rank>
constexpr bool meet(index_array<Rank> shape, index_array<Rank> a, std::uintptr_t start_a, index_array<Rank> b,
                    std::uintptr_t start_b, std::ptrdiff_t itemsize) {
    const index_array<Rank> all[] = {a, b};
    return lb::may_meet(lb::coalesce(shape, all, true), start_a, start_b, itemsize);
}

template <std::size_t Rank>
std::vector<std::ptrdiff_t> bytes_of(index_array<Rank> shape, index_array<Rank> strides, std::ptrdiff_t start,
                                     std::ptrdiff_t itemsize) {
    std::vector<std::ptrdiff_t> bytes;
    const lb::layout<Rank> map{shape, strides};
    test_support::for_each_index(shape, [&](const index_array<Rank>& index) {
        for (std::ptrdiff_t b = 0; b < itemsize; ++b) bytes.push_back(start + test_support::offset_of(map, index) + b);
    });
    return bytes;
}

} // namespace

TEST_CASE("items are apart in any order of the axes, with and without gaps") {
    CHECK_BOTH(apart<2>({{3, 4}}, {{16, 4}}, 4) && apart<2>({{3, 4}}, {{4, 12}}, 4));
    CHECK_BOTH(apart<2>({{3, 4}}, {{-20, -4}}, 4) && apart<1>({{3}}, {{5}}, 4));
    CHECK_BOTH(apart<2>({{1, 1}}, {{0, 0}}, 4) && apart<0>({}, {}, 4));
}

TEST_CASE("items of broadcast arrays, of windows and of unaligned steps share bytes") {
    CHECK_BOTH(!apart<1>({{2}}, {{0}}, 4) && !apart<2>({{3, 4}}, {{4, 4}}, 4));
    CHECK_BOTH(!apart<1>({{2}}, {{3}}, 4) && !apart<2>({{3, 4}}, {{15, 4}}, 4));
}

TEST_CASE("layouts meet or not, next to each other") {
    CHECK_BOTH(!meet<1>({{4}}, {{4}}, 100, {{4}}, 116, 4) && meet<1>({{4}}, {{4}}, 100, {{4}}, 115, 4));
    CHECK_BOTH(!meet<1>({{4}}, {{-4}}, 112, {{4}}, 84, 4) && meet<1>({{4}}, {{-4}}, 112, {{4}}, 85, 4));
    CHECK_BOTH(!meet<1>({{1}}, {{0}}, 100, {{0}}, 104, 4) && meet<1>({{1}}, {{0}}, 100, {{0}}, 103, 4));
}

TEST_CASE("columns of a table never meet, whichever way they run") {
    CHECK_BOTH(!meet<1>({{9}}, {{16}}, 100, {{16}}, 104, 4) && !meet<1>({{9}}, {{-16}}, 228, {{16}}, 104, 4));
    CHECK_BOTH(!meet<1>({{9}}, {{16}}, 104, {{-16}}, 228, 4) && meet<1>({{9}}, {{16}}, 100, {{-16}}, 230, 4));
    CHECK_BOTH(!meet<2>({{3, 4}}, {{8, 24}}, 100, {{32, 8}}, 104, 4));
}

TEST_CASE("addresses may lie on both sides of the middle of the address space") {
    constexpr auto high = ~std::uintptr_t{0} - 1000;
    CHECK_BOTH(!meet<1>({{4}}, {{4}}, 100, {{4}}, high, 4) && !meet<1>({{4}}, {{4}}, high, {{4}}, 100, 4));
    CHECK_BOTH(meet<1>({{4}}, {{4}}, high, {{4}}, high + 12, 4));
}

TEST_CASE("what random layouts say of their overlap is never wrong on the dangerous side") {
    unsigned state = 11;
    const auto next = [&state](std::ptrdiff_t low, std::ptrdiff_t high) {
        state = state * 1664525u + 1013904223u;
        return low + static_cast<std::ptrdiff_t>((state >> 8) % static_cast<unsigned>(high - low + 1));
    };
    int denied = 0;
    for (int n = 0; n < 3000; ++n) {
        index_array<2> shape{{next(1, 4), next(1, 4)}};
        const index_array<2> a{{next(-9, 9), next(-9, 9)}}, b{{next(-9, 9), next(-9, 9)}};
        const std::ptrdiff_t itemsize = next(1, 4), start_a = 1000, start_b = 1000 + next(-30, 30);
        const auto bytes_a = bytes_of(shape, a, start_a, itemsize);
        const auto bytes_b = bytes_of(shape, b, start_b, itemsize);
        const std::set<std::ptrdiff_t> set_a(bytes_a.begin(), bytes_a.end());
        bool really = false;
        for (const auto byte : bytes_b) really = really || set_a.count(byte) != 0;
        CAPTURE(n, shape[0], shape[1], a[0], a[1], b[0], b[1], itemsize, start_b);
        const bool said =
            meet<2>(shape, a, static_cast<std::uintptr_t>(start_a), b, static_cast<std::uintptr_t>(start_b), itemsize);
        CHECK((said || !really));
        denied += !said;
        if (apart<2>(shape, a, itemsize)) CHECK(set_a.size() == bytes_a.size());
    }
    CHECK(denied > 300);
}
