#include <cstddef>
#include <cstring>
#include <lendbuf/owner/standard.hpp>
#include <lendbuf/view/heap_scratch.hpp>
#include <lendbuf/view/memoryview_blocks.hpp>
#include <new>
#include <utility>
#include <vector>

#include "support/failure.hpp"
#include "view/memory_model.hpp"

namespace lb = lendbuf;
using lb::errc;
using lb::memoryview;
using test_support::extents;
using test_support::random_layout;
using test_support::scratch_for_a_test;

namespace {

using bytes_t = std::vector<unsigned char>;

constexpr lb::scratch_source heap{&lb::detail::take_from_heap, &lb::detail::give_back_to_heap};

lb::axes_view direct(const extents& shape, const extents& strides) {
    static const extents none_at_all(64, -1);
    return {shape.size(), shape.data(), strides.data(), none_at_all.data()};
}

// What a copy through a temporary leaves behind, later items over earlier ones.
bytes_t copied(bytes_t memory, const extents& shape, const random_layout& to, const random_layout& from,
               std::size_t itemsize) {
    const bytes_t before = memory;
    test_support::for_each_index(shape, [&](const extents& index) {
        std::memcpy(memory.data() + to.place(index), before.data() + from.place(index), itemsize);
    });
    return memory;
}

bytes_t random_bytes(test_support::random_numbers& next, std::size_t size) {
    bytes_t memory(size);
    for (auto& b : memory) b = static_cast<unsigned char>(next(0, 255));
    return memory;
}

const std::byte* bytes_at(const bytes_t& memory, std::ptrdiff_t place) {
    // Safety: std::byte may look at any object's bytes.
    return reinterpret_cast<const std::byte*>(memory.data()) + place;
}

struct outcome {
    int right = 0;
    int refused = 0;
};

// Copies random arrays within one memory, and compares it with what it should be; all of it.
outcome copy_at_random(std::size_t rank, std::ptrdiff_t most, int times, unsigned seed) {
    test_support::random_numbers next(seed);
    outcome result;
    for (int k = 0; k < times; ++k) {
        const extents shape = test_support::random_shape(next, rank, most);
        const std::ptrdiff_t sizes[] = {1, 2, 3, 4, 8, 5};
        const std::ptrdiff_t itemsize = sizes[next(0, 5)];
        std::ptrdiff_t items = 1;
        for (const auto extent : shape) items *= extent;
        const std::ptrdiff_t size = 2 * items * itemsize + next(2, 300) * itemsize;
        const random_layout to(next, shape, itemsize, size);
        const random_layout from(next, shape, itemsize, size);
        bytes_t memory = random_bytes(next, static_cast<std::size_t>(size));
        const bytes_t before = memory;
        const bytes_t expected = copied(memory, shape, to, from, static_cast<std::size_t>(itemsize));
        const auto done = lb::detail::try_copy_any(direct(shape, to.strides), bytes_at(memory, to.first),
                                                   direct(shape, from.strides), bytes_at(memory, from.first), itemsize);
        if (!done) REQUIRE(done.error().code == errc::overlap_needs_scratch);
        REQUIRE(memory == (done ? expected : before));
        (done ? result.right : result.refused) += 1;
    }
    return result;
}

} // namespace

TEST_CASE("copies that overlap in any way are copies through a temporary") {
    const scratch_for_a_test source(heap);
    for (std::size_t rank = 0; rank <= 6; ++rank) {
        CAPTURE(rank);
        const auto found = copy_at_random(rank, rank < 3 ? 9 : 4, 400, 7 + static_cast<unsigned>(rank));
        CHECK((found.right == 400 && found.refused == 0));
    }
}

TEST_CASE("without scratch memory a copy is right, or refused and nothing is written") {
    const scratch_for_a_test source({});
    int refused = 0;
    for (std::size_t rank = 1; rank <= 6; ++rank) {
        CAPTURE(rank);
        const auto found = copy_at_random(rank, rank < 3 ? 30 : 4, 300, 40 + static_cast<unsigned>(rank));
        CHECK(found.right > 0);
        refused += found.refused;
    }
    CHECK(refused > 0);
}

TEST_CASE("arrays that are apart need no scratch memory, however many axes") {
    const scratch_for_a_test source({});
    std::vector<int> from = test_support::counted(64);
    std::vector<int> to(64);
    const extents shape{2, 2, 2, 2, 2, 2};
    test_support::shaped(to, shape, lb::order::f).assign(test_support::shaped(from, shape));
    CHECK((to[0] == 0 && to[1] == 32 && to[32] == 1 && to[63] == 63));
    // Halves of one array are apart, too.
    const memoryview whole = test_support::shaped(from, shape);
    whole.part(0).assign(whole.part(1));
    CHECK((from[0] == 32 && from[31] == 63 && from[63] == 63));
}

TEST_CASE("more than four axes that overlap ask for scratch memory of their size") {
    std::vector<int> items = test_support::counted(32);
    const memoryview m = test_support::shaped(items, {2, 2, 2, 2, 2});
    const memoryview turned = test_support::shaped(items, {2, 2, 2, 2, 2}, lb::order::f);
    {
        const scratch_for_a_test no_source({});
        const auto refused = m.try_assign(turned).error();
        CHECK((refused.code == errc::overlap_needs_scratch && refused.need == 128));
        CHECK(items == test_support::counted(32));
    }
    const scratch_for_a_test source(heap);
    m.assign(turned);
    CHECK((items[1] == 16 && items[16] == 1 && items[31] == 31));
}

TEST_CASE("blocks are the last four axes at most, and those behind the last pointer") {
    const extents shape{2, 3, 4, 5, 6, 7};
    const extents strides{1, 2, 3, 4, 5, 6};
    extents suboffsets(6, -1);
    const auto lead = [&](std::size_t ndim) {
        return lb::detail::leading_axes({ndim, shape.data(), strides.data(), suboffsets.data()});
    };
    CHECK((lead(0) == 0 && lead(4) == 0 && lead(5) == 1 && lead(6) == 2));
    suboffsets[0] = 0;
    CHECK((lead(1) == 1 && lead(4) == 1 && lead(6) == 2));
    suboffsets[3] = 0;
    CHECK((lead(4) == 4 && lead(6) == 4));
    const auto block = lb::detail::block_of({6, shape.data(), strides.data(), suboffsets.data()}, 4);
    CHECK((block.shape == lb::index_array<4>{{1, 1, 6, 7}} && block.strides == lb::index_array<4>{{0, 0, 5, 6}}));
    const auto scalar = lb::detail::block_of({}, 0);
    CHECK(scalar.shape == lb::index_array<4>{{1, 1, 1, 1}});
}

TEST_CASE("leading indices are visited in C order, until the visitor has had enough") {
    const extents shape{2, 3};
    const lb::axes_view axes = direct(shape, shape);
    std::vector<std::pair<std::ptrdiff_t, std::ptrdiff_t>> seen;
    CHECK(lb::detail::for_each_lead(axes, 2, [&](const std::ptrdiff_t* index) {
        seen.emplace_back(index[0], index[1]);
        return true;
    }));
    CHECK((seen.size() == 6 && seen[1] == std::pair<std::ptrdiff_t, std::ptrdiff_t>(0, 1) && seen[3].first == 1));
    int calls = 0;
    CHECK_FALSE(lb::detail::for_each_lead(axes, 2, [&](const std::ptrdiff_t*) { return ++calls < 4; }));
    CHECK(calls == 4);
    CHECK(lb::detail::for_each_lead(axes, 0, [&](const std::ptrdiff_t*) { return ++calls == 5; }));
}

TEST_CASE("reaches that only touch do not meet") {
    const bytes_t memory(64);
    const extents shape{4};
    const extents up{4};
    const extents down{-4};
    const auto meet = [&](std::ptrdiff_t a, const extents& sa, std::ptrdiff_t b, const extents& sb) {
        return lb::detail::reaches_meet(direct(shape, sa), bytes_at(memory, a), direct(shape, sb), bytes_at(memory, b),
                                        4);
    };
    CHECK((!meet(0, up, 16, up) && meet(0, up, 15, up) && meet(1, up, 16, up) && !meet(16, up, 0, up)));
    CHECK((!meet(12, down, 16, up) && meet(16, down, 16, up) && !meet(28, down, 0, up)));
}
