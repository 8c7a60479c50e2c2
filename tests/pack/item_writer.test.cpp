#include <lendbuf/pack/basic_structure.hpp>

#include "support/catch.hpp"
#include "support/failure.hpp"
#include <cstdint>
#include <lendbuf/owner/standard.hpp>
#include <lendbuf/pack/record.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace lb = lendbuf;

namespace {

using bytes = std::vector<std::uint8_t>;
using region = lb::region<std::uint8_t, 1, lb::strided>;

lb::byte_run run_of(const bytes& memory, std::ptrdiff_t first, std::ptrdiff_t count, std::ptrdiff_t stride = 1) {
    const void* const start = memory.data() + first;
    return {static_cast<const std::byte*>(start), count, stride};
}

// Numbers that look random, the same ones in each run.
class dice {
public:
    explicit dice(std::uint32_t seed) : state_(seed) {}
    std::ptrdiff_t below(std::ptrdiff_t count) {
        state_ = state_ * 1664525 + 1013904223;
        return static_cast<std::ptrdiff_t>(state_ >> 8) % count;
    }

private:
    std::uint32_t state_;
};

// Packs runs of `memory` into `memory`, and copies of them into a copy of it; the bytes must come out the same.
template <class Structure>
bool packs_as_if_read_before(const Structure& structure, bytes& memory, std::ptrdiff_t first, std::ptrdiff_t stride,
                             const std::vector<lb::item>& items) {
    bytes expected = memory;
    std::vector<std::string> copies(items.size());
    std::vector<lb::item> safe = items;
    for (std::size_t k = 0; k < items.size(); ++k)
        if (items[k].type() == lb::item_type::bytes) {
            copies[k] = items[k].bytes().template to<std::string>();
            safe[k] = lb::item(copies[k]);
        }
    const auto target = [&](bytes& of) { return region{of.data() + first, {{structure.size()}}, {{stride}}}; };
    structure.try_pack_items_into(target(expected), 0, safe.data(), safe.size()).value();
    structure.try_pack_items_into(target(memory), 0, items.data(), items.size()).value();
    return memory == expected;
}

} // namespace

TEST_CASE("strings change places within a record") {
    std::string text = "abcdWXYZ12";
    const lb::static_structure<4> pair("4s4s");
    pair.pack_into(text, 0, std::string_view(text).substr(4, 4), std::string_view(text).substr(0, 4));
    CHECK(text == "WXYZabcd12");
    const lb::static_structure<4> three("2s3s2x3s");
    text = "AABBBxxCCC";
    three.pack_into(text, 0, std::string_view(text).substr(7), std::string_view(text).substr(0, 2),
                    std::string_view(text).substr(2, 3));
    CHECK(text == std::string("CCAA\0\0\0BBB", 10));
    const lb::static_structure<1> letters("4c");
    text = "abcd";
    letters.pack_into(text, 0, std::string_view(text).substr(3, 1), std::string_view(text).substr(2, 1),
                      std::string_view(text).substr(1, 1), std::string_view(text).substr(0, 1));
    CHECK(text == "dcba");
}

TEST_CASE("strings are shifted within their own bytes, both ways") {
    std::string text = "abcdef";
    const lb::static_structure<2> five("5s");
    five.pack_into(text, 1, std::string_view(text).substr(0, 5));
    CHECK(text == "aabcde");
    five.pack_into(text, 0, std::string_view(text).substr(1, 3));
    CHECK(text == std::string("abc\0\0e", 6));
    const lb::static_structure<2> counted("6p");
    text = "abcdef";
    counted.pack_into(text, 0, std::string_view(text));
    CHECK(text == "\x05"
                  "abcde");
    counted.pack_into(text, 0, std::string_view(text).substr(2, 2));
    CHECK(text == std::string("\x02"
                              "bc\0\0\0",
                              6));
}

TEST_CASE("numbers and padding beside a string do not spoil it") {
    bytes memory{1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
    const lb::static_structure<8> mixed("<2xH2s2xh");
    const lb::item items[] = {0xAABB, run_of(memory, 0, 2), -1};
    REQUIRE(mixed.try_pack_items_into(memory, 0, items, 3).has_value());
    CHECK(memory == bytes{0, 0, 0xBB, 0xAA, 1, 2, 0, 0, 0xFF, 0xFF});
    const lb::item again[] = {1, run_of(memory, 8, 2), 2};
    REQUIRE(mixed.try_pack_items_into(memory, 0, again, 3).has_value());
    CHECK(memory == bytes{0, 0, 1, 0, 0xFF, 0xFF, 0, 0, 2, 0});
}

TEST_CASE("long strings are moved in the order that loses none") {
    bytes memory(4000);
    for (std::size_t k = 0; k < memory.size(); ++k) memory[k] = static_cast<std::uint8_t>(k * 7 % 251);
    const lb::static_structure<4> two("<1000s4x1000s");
    for (const std::ptrdiff_t shift : {-900, -4, -1, 0, 1, 4, 900}) {
        const std::vector<lb::item> items{run_of(memory, 1000 + shift, 1000), run_of(memory, 2004 + shift, 1000)};
        CHECK(packs_as_if_read_before(two, memory, 1000, 1, items));
    }
    // The shorter one of two is copied.
    const lb::static_structure<4> uneven("<1000s500s");
    CHECK(packs_as_if_read_before(uneven, memory, 100, 1, {run_of(memory, 600, 1000), run_of(memory, 100, 500)}));
    CHECK(packs_as_if_read_before(uneven, memory, 100, 1, {run_of(memory, 1100, 500), run_of(memory, 100, 1000)}));
}

TEST_CASE("long strings that change places are refused, and nothing is written") {
    bytes memory(2000, 1);
    for (std::size_t k = 0; k < 1000; ++k) memory[k] = 2;
    const bytes before = memory;
    const lb::static_structure<4> two("<1000s1000s");
    const lb::item swapped[] = {run_of(memory, 1000, 1000), run_of(memory, 0, 1000)};
    const auto refused = two.try_pack_items_into(memory, 0, swapped, 2).error();
    CHECK(refused.code == lb::errc::overlap_needs_scratch);
    CHECK(refused.need == 1000);
    CHECK(refused.have == 512);
    CHECK(memory == before);
}

TEST_CASE("strings a stride apart survive, whatever the target's stride") {
    bytes memory{1, 2, 3, 4, 5, 6, 7, 8};
    const lb::static_structure<2> four("4s");
    // Backwards into its own bytes.
    CHECK(packs_as_if_read_before(four, memory, 0, 1, {run_of(memory, 3, 4, -1)}));
    CHECK(memory == bytes{4, 3, 2, 1, 5, 6, 7, 8});
    CHECK(packs_as_if_read_before(four, memory, 0, 2, {run_of(memory, 1, 4, 2)}));
    CHECK(memory == bytes{3, 3, 1, 1, 6, 6, 8, 8});
    CHECK(packs_as_if_read_before(four, memory, 7, -2, {run_of(memory, 5, 3, -2)}));
}

TEST_CASE("strings anywhere in the record come out as if they were read before") {
    const lb::static_structure<12> formats[] = {
        lb::static_structure<12>("<4s4s4s"),     lb::static_structure<12>("<5p2x3sB7p"),
        lb::static_structure<12>("<3cx2s0sI4p"), lb::static_structure<12>("<6s2c0p1p3x5s2x"),
        lb::static_structure<12>("@b5si3sh2p"),
    };
    dice roll(20240607);
    int wrong = 0;
    for (int round = 0; round < 4000; ++round) {
        const auto& structure = formats[round % 5];
        bytes memory(120);
        for (auto& byte : memory) byte = static_cast<std::uint8_t>(roll.below(256));
        const std::ptrdiff_t strides[] = {1, 1, 1, 2, -1, -2, 3};
        const std::ptrdiff_t stride = strides[roll.below(7)];
        const std::ptrdiff_t reach = stride * (structure.size() - 1);
        const std::ptrdiff_t first = 20 + roll.below(10) + (reach < 0 ? -reach : 0);
        std::vector<lb::item> items;
        for (std::ptrdiff_t k = 0; k < structure.value_count(); ++k) {
            const auto& field = structure.field_of_value(k);
            if (field.kind == lb::value_kind::signed_integer || field.kind == lb::value_kind::unsigned_integer) {
                items.emplace_back(roll.below(128));
                continue;
            }
            const std::ptrdiff_t step = roll.below(3) == 0 ? strides[roll.below(7)] : stride;
            const std::ptrdiff_t count = field.kind == lb::value_kind::character ? 1 : roll.below(9);
            std::ptrdiff_t start = first + stride * (roll.below(structure.size() + 8) - 4) + roll.below(2);
            const std::ptrdiff_t end = start + step * count;
            if (start < 0 || start >= 120 || end < 0 || end >= 120) start = 60;
            items.emplace_back(run_of(memory, start, count, step));
        }
        if (!packs_as_if_read_before(structure, memory, first, stride, items)) ++wrong;
    }
    CHECK(wrong == 0);
}

TEST_CASE("a field of a record takes a part of itself") {
    std::string text = "abcdef";
    const auto row = lb::record_at("T{5s:name:c:end:}", text);
    row["name"] = std::string_view(text).substr(2, 4);
    CHECK(text == std::string("cdef\0f", 6));
    row["name"] = std::string_view(text).substr(0, 4);
    const auto counted = lb::record_at("T{5p:name:c:end:}", text);
    counted["name"] = std::string_view(text).substr(0, 4);
    CHECK(text == "\x04"
                  "cdeff");
}
