#include <lendbuf/layout/walk.hpp>
#include <vector>

#include "support/catch.hpp"

namespace lb = lendbuf;
using lb::coalesce;
using lb::index_array;

namespace {

// Gives shape, strides and offset of one layout after coalescing, as one list, to be compared in one go.
template <std::size_t Rank, std::size_t Count>
constexpr bool is(const lb::joint_layout<Rank, Count>& joint, std::size_t rank, index_array<Rank> shape,
                  const index_array<Rank> (&strides)[Count], index_array<Count> offsets = {}) {
    bool same = joint.rank == rank;
    for (std::size_t k = 0; k < rank && same; ++k) {
        same = same && joint.shape[k] == shape[k];
        for (std::size_t n = 0; n < Count; ++n) same = same && joint.strides[n][k] == strides[n][k];
    }
    for (std::size_t n = 0; n < Count; ++n) same = same && joint.offsets[n] == offsets[n];
    return same;
}

template <std::size_t Rank>
constexpr auto one(index_array<Rank> shape, index_array<Rank> strides, bool reorder) {
    const index_array<Rank> all[] = {strides};
    return coalesce(shape, all, reorder);
}
template <std::size_t Rank>
constexpr auto two(index_array<Rank> shape, index_array<Rank> a, index_array<Rank> b, bool reorder) {
    const index_array<Rank> all[] = {a, b};
    return coalesce(shape, all, reorder);
}

} // namespace

TEST_CASE("gapless layouts become one axis") {
    CHECK_BOTH(is(one<3>({{2, 3, 4}}, {{48, 16, 4}}, false), 1, {{24}}, {{{4}}}));
    CHECK_BOTH(is(one<3>({{2, 3, 4}}, {{4, 8, 24}}, true), 1, {{24}}, {{{4}}}));
    CHECK_BOTH(is(two<3>({{2, 3, 4}}, {{48, 16, 4}}, {{480, 160, 40}}, false), 1, {{24}}, {{{4}}, {{40}}}));
}

TEST_CASE("axes of extent 1 are dropped, whatever their strides, and a lone item is an axis of its own") {
    CHECK_BOTH(is(one<4>({{1, 3, 1, 4}}, {{7, 16, -999, 4}}, false), 1, {{12}}, {{{4}}}));
    CHECK_BOTH(is(one<2>({{1, 1}}, {{5, 6}}, true), 1, {{1}}, {{{0}}}));
    CHECK_BOTH(is(one<0>({}, {}, true), 1, {{1}}, {{{0}}}));
}

TEST_CASE("neighbours are merged only where every layout goes on evenly") {
    CHECK_BOTH(is(two<2>({{3, 4}}, {{16, 4}}, {{32, 4}}, false), 2, {{3, 4}}, {{{16, 4}}, {{32, 4}}}));
    CHECK_BOTH(is(two<3>({{2, 3, 4}}, {{48, 16, 4}}, {{96, 32, 4}}, false), 2, {{6, 4}}, {{{16, 4}}, {{32, 4}}}));
    CHECK_BOTH(is(two<2>({{3, 4}}, {{0, 0}}, {{16, 4}}, false), 1, {{12}}, {{{0}}, {{4}}}));
    CHECK_BOTH(is(two<2>({{3, 4}}, {{0, 4}}, {{16, 4}}, false), 2, {{3, 4}}, {{{0, 4}}, {{16, 4}}}));
}

TEST_CASE("without reordering the items stay in C order") {
    CHECK_BOTH(is(one<2>({{3, 4}}, {{4, 12}}, false), 2, {{3, 4}}, {{{4, 12}}}));
    CHECK_BOTH(is(one<2>({{3, 4}}, {{-16, -4}}, false), 1, {{12}}, {{{-4}}}));
}

TEST_CASE("with reordering the last layout decides the order of the axes") {
    CHECK_BOTH(is(two<2>({{3, 4}}, {{16, 4}}, {{4, 12}}, true), 2, {{4, 3}}, {{{4, 16}}, {{12, 4}}}));
    CHECK_BOTH(is(two<2>({{3, 4}}, {{4, 12}}, {{16, 4}}, true), 2, {{3, 4}}, {{{4, 12}}, {{16, 4}}}));
    CHECK_BOTH(
        is(two<3>({{2, 3, 4}}, {{1, 2, 6}}, {{40, 400, 4}}, true), 3, {{3, 2, 4}}, {{{2, 1, 6}}, {{400, 40, 4}}}));
}

TEST_CASE("where the last layout has equal steps the one before it decides, then C order") {
    CHECK_BOTH(is(two<2>({{3, 4}}, {{4, 12}}, {{0, 0}}, true), 1, {{12}}, {{{4}}, {{0}}}));
    CHECK_BOTH(is(two<2>({{3, 4}}, {{8, 8}}, {{4, 4}}, true), 2, {{3, 4}}, {{{8, 8}}, {{4, 4}}}));
}

TEST_CASE("with reordering axes that run backwards in the last layout are turned round") {
    CHECK_BOTH(is(one<2>({{3, 4}}, {{-16, -4}}, true), 1, {{12}}, {{{4}}}, {{-44}}));
    CHECK_BOTH(is(two<1>({{4}}, {{4}}, {{-4}}, true), 1, {{4}}, {{{-4}}, {{4}}}, {{12, -12}}));
    CHECK_BOTH(is(two<1>({{4}}, {{-4}}, {{4}}, true), 1, {{4}}, {{{-4}}, {{4}}}));
    CHECK_BOTH(is(two<1>({{4}}, {{-4}}, {{0}}, true), 1, {{4}}, {{{4}}, {{0}}}, {{-12, 0}}));
    CHECK_BOTH(is(two<2>({{3, 4}}, {{16, -4}}, {{16, -4}}, true), 1, {{12}}, {{{4}}, {{4}}}, {{-12, -12}}));
}

TEST_CASE("steps at the ends of the address space are not multiplied past it") {
    constexpr std::ptrdiff_t far = PTRDIFF_MAX / 2 + 1;
    CHECK_BOTH(is(one<2>({{2, 2}}, {{4, far}}, false), 2, {{2, 2}}, {{{4, far}}}));
    CHECK_BOTH(is(one<1>({{1}}, {{PTRDIFF_MIN}}, true), 1, {{1}}, {{{0}}}));
}

TEST_CASE("for_each_run visits the items of each layout in step") {
    const auto joint = two<3>({{2, 3, 2}}, {{100, 10, 1}}, {{1, -10, 1000}}, false);
    std::vector<std::ptrdiff_t> seen[2];
    lb::for_each_run(joint, [&](const auto& offsets) {
        for (std::ptrdiff_t i = 0; i < joint.shape[joint.rank - 1]; ++i)
            for (std::size_t k = 0; k < 2; ++k) seen[k].push_back(offsets[k] + i * joint.strides[k][joint.rank - 1]);
    });
    CHECK(seen[0] == std::vector<std::ptrdiff_t>{0, 1, 10, 11, 20, 21, 100, 101, 110, 111, 120, 121});
    CHECK(seen[1] == std::vector<std::ptrdiff_t>{0, 1000, -10, 990, -20, 980, 1, 1001, -9, 991, -19, 981});
}

TEST_CASE("for_each_run begins where the first item has come to be") {
    constexpr auto sum = [] {
        const auto joint = two<2>({{2, 3}}, {{-12, -4}}, {{-12, -4}}, true);
        std::ptrdiff_t total = 0;
        lb::for_each_run(joint, [&](const auto& offsets) { total = total * 100 + offsets[0] + joint.shape[0]; });
        return total;
    };
    CHECK_BOTH(sum() == -20 + 6);
}
