#include "support/catch.hpp"
#include "view/model.hpp"

#include <array>
#include <cstdint>
#include <cstring>
#include <lendbuf/element/endian.hpp>
#include <lendbuf/owner/standard.hpp>
#include <lendbuf/view/byte_feed.hpp>
#include <vector>

namespace lb = lendbuf;
using lb::buffer_view;
using lb::none;
using lb::slice;

namespace {

// Gathers what is handed over, and in how many pieces.
struct gathered {
    std::vector<int> bytes;
    int pieces = 0;
    void operator()(const std::byte* piece, std::ptrdiff_t size) {
        ++pieces;
        for (std::ptrdiff_t k = 0; k < size; ++k) bytes.push_back(std::to_integer<int>(piece[k]));
    }
};

template <bool LittleEndian, class X>
gathered gather(const X& x) {
    gathered all;
    lb::detail::feed_bytes<LittleEndian>(lb::describe(x), all);
    return all;
}

template <bool LittleEndian, class X>
constexpr bool feeds(const X& x, std::initializer_list<int> expected) {
    bool right = true;
    const int* next = expected.begin();
    lb::detail::feed_bytes<LittleEndian>(lb::describe(x), [&](const std::byte* piece, std::ptrdiff_t size) {
        for (std::ptrdiff_t k = 0; k < size; ++k)
            right = right && next != expected.end() && static_cast<int>(piece[k]) == *next++;
    });
    return right && next == expected.end();
}

} // namespace

TEST_CASE("bytes are handed over in C order") {
    static constexpr std::array<std::uint8_t, 6> memory{0, 1, 2, 3, 4, 5};
    constexpr buffer_view<const std::uint8_t, 2, lb::contiguous> c(memory.data(), {{2, 3}});
    CHECK_BOTH(feeds<false>(c, {0, 1, 2, 3, 4, 5}) && feeds<false>(c.transpose(), {0, 3, 1, 4, 2, 5}));
    CHECK_BOTH(feeds<false>(c.flip(1), {2, 1, 0, 5, 4, 3}) && feeds<false>(c(1, slice(1, 3)), {4, 5}));
    CHECK_BOTH(feeds<false>(c(1, 2, lb::ellipsis), {5}) && feeds<false>(c[slice(1, 1)], {}));
}

TEST_CASE("items are handed over as they lie, or little-endian") {
    static constexpr std::array<lb::be<std::uint16_t>, 2> big{std::uint16_t{0x0102}, std::uint16_t{0x0304}};
    static constexpr std::array<lb::le<std::uint16_t>, 2> little{std::uint16_t{0x0102}, std::uint16_t{0x0304}};
    static constexpr std::array<std::uint32_t, 1> native{0x01020304};
    CHECK_BOTH(feeds<false>(big, {1, 2, 3, 4}) && feeds<true>(big, {2, 1, 4, 3}));
    CHECK_BOTH(feeds<false>(little, {2, 1, 4, 3}) && feeds<true>(little, {2, 1, 4, 3}));
    CHECK_BOTH(feeds<true>(native, {4, 3, 2, 1}));
    CHECK_BOTH(feeds<true>(buffer_view(big)[slice(none, none, -1)], {4, 3, 2, 1}));
}

TEST_CASE("gapless memory is one piece, rows are one piece each") {
    const std::vector<int> memory(60);
    const buffer_view<const int, 3, lb::contiguous> v(memory.data(), {{3, 4, 5}});
    CHECK(gather<false>(v).pieces == 1);
    CHECK(gather<false>(buffer_view<const int, 3>(v)).pieces == 1);
    CHECK(gather<false>(v(lb::all, slice(0, 3), lb::all)).pieces == 3);
    CHECK(gather<false>(v(lb::all, lb::all, slice(0, 4))).pieces == 12);
}

TEST_CASE("large items are handed over one by one") {
    struct wide {
        std::array<std::uint8_t, 100> bytes;
    };
    std::vector<wide> memory(5);
    for (std::size_t k = 0; k < 5; ++k) memory[k].bytes.fill(static_cast<std::uint8_t>(k));
    const auto all = gather<false>(buffer_view(memory)[slice(none, none, -2)]);
    CHECK(all.pieces == 3);
    CHECK((all.bytes.size() == 300 && all.bytes[0] == 4 && all.bytes[100] == 2 && all.bytes[299] == 0));
}

TEST_CASE("random views are handed over as the model says") {
    test_support::random_numbers next(13);
    for (int k = 0; k < 200; ++k) {
        const test_support::random_view<3> random(next);
        const auto model = test_support::model_of(random.view);
        const auto all = gather<true>(random.view);
        REQUIRE(all.bytes.size() == 4 * model.items.size());
        for (std::size_t n = 0; n < model.items.size(); ++n) CHECK(all.bytes[4 * n] == model.items[n]);
    }
}

TEST_CASE("many strided items go through the buffer in turns") {
    std::vector<lb::be<std::uint32_t>> memory(3000);
    for (std::size_t k = 0; k < memory.size(); ++k) memory[k] = static_cast<std::uint32_t>(k);
    const auto check = [](const auto& view, std::size_t step) {
        const auto all = gather<true>(view);
        bool right = all.bytes.size() == 4 * static_cast<std::size_t>(view.size());
        for (std::size_t k = 0; right && k < all.bytes.size() / 4; ++k)
            right = all.bytes[4 * k] == static_cast<int>(step * k % 256) &&
                    all.bytes[4 * k + 1] == static_cast<int>(step * k / 256);
        CHECK(right);
    };
    check(buffer_view(memory), 1);
    check(buffer_view(memory)[slice(none, none, 3)], 3);
}
