#include "support/catch.hpp"

#include <array>
#include <compare>
#include <cstdint>
#include <lendbuf/owner/bytearray.hpp>
#include <lendbuf/owner/bytes.hpp>
#include <lendbuf/view/buffer_view.hpp>
#include <lendbuf/view/hash.hpp>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_set>
#include <utility>
#include <vector>

namespace lb = lendbuf;
using lb::bytes;
using lb::none;
using lb::slice;

namespace {

std::string text_of(const bytes& b) {
    return {b.begin(), b.end()};
}

constexpr std::uint8_t fixed[4] = {10, 20, 30, 40};
constexpr bytes constant = bytes::from_static(fixed);

} // namespace

TEST_CASE("bytes are made of a literal, numbers or any gapless bytes") {
    CHECK((text_of(bytes("abc")) == "abc" && bytes("").empty() && bytes().size() == 0));
    const char unterminated[2] = {'a', 'b'};
    CHECK(text_of(bytes(unterminated)) == "ab");
    CHECK((bytes{1, 255}[1] == 255 && text_of(bytes(std::string("str"))) == "str"));
    std::vector<std::uint8_t> source{1, 2};
    const bytes copy(source);
    source[0] = 9;
    CHECK(copy == bytes{1, 2});
    const lb::buffer_view view(copy);
    CHECK(bytes(view[slice(none, none, -1)]) == bytes{2, 1});
    CHECK((bytes(std::vector<char>()).empty() && bytes(lb::bytearray("ba")) == bytes("ba")));
}

TEST_CASE("bytes share their memory with copies and slices") {
    const bytes whole("abcdef");
    const bytes copy = whole;
    const bytes part = whole[slice(1, -1)];
    CHECK((copy.data() == whole.data() && part.data() == whole.data() + 1 && text_of(part) == "bcde"));
    CHECK((text_of(part[slice(-2, none)]) == "de" && whole[slice(4, 2)].empty() && whole[slice(9, 99)].empty()));
    CHECK(whole[slice(0, 100)] == whole);
}

TEST_CASE("a step of bytes is copied, unless it is 1") {
    const bytes whole("abcdef");
    CHECK(
        (whole[slice(none, none, -1)] == "fedcba" && whole[slice(4, 0, -2)] == "ec" && whole[slice(0, 0, 2)].empty()));
    CHECK((whole[slice(2, none, 1)].data() == whole.data() + 2 && whole[slice(none, none, 3)] == "ad"));
    CHECK_THROWS_LB_AS(lb::value_error, whole[slice(0, 1, 0)]);
    CHECK(bytes()[slice(none, none, -1)].empty());
}

TEST_CASE("a slice keeps the memory of bytes that are gone") {
    bytes part;
    {
        const bytes whole(std::string(1000, 'x') + "end");
        part = whole[slice(-3, none)];
    }
    CHECK(text_of(part) == "end");
    lb::buffer_view view(part);
    part = bytes();
    CHECK((view.size() == 3 && view[0] == 'e'));
}

TEST_CASE("bytes that were moved from are empty") {
    bytes first("abc");
    {
        const bytes second = std::move(first);
        CHECK(text_of(second) == "abc");
    }
    CHECK((first.empty() && first.data() == nullptr && first == bytes()));
    CHECK_THROWS_LB_AS(lb::index_error, first[0]);
    first = bytes("new");
    bytes third;
    third = std::move(first);
    CHECK((first.empty() && text_of(third) == "new"));
    third = *&third;
    CHECK(text_of(third) == "new");
}

TEST_CASE("static bytes need neither heap nor leases") {
    CHECK_BOTH(constant.size() == 4 && constant[0] == 10 && constant[-1] == 40 && constant.data() == fixed);
    CHECK_BOTH(constant[slice(1, 3)].size() == 2 && constant[slice(1, 3)][0] == 20 && !constant.lend());
    const bytes literal = bytes::from_static("abc");
    CHECK((text_of(literal) == "abc" && !literal.lend()));
}

TEST_CASE("unchanging bytes are indexed from both ends and checked") {
    const bytes b("abc");
    CHECK((b[0] == 'a' && b[-1] == 'c'));
    CHECK_THROWS_LB_AS(lb::index_error, b[3]);
    CHECK_THROWS_LB_AS(lb::index_error, b[-4]);
}

TEST_CASE("bytes compare as unsigned numbers, shorter first") {
    CHECK((bytes("abc") == bytes{'a', 'b', 'c'} && bytes("abc") != bytes("abd") && bytes("ab") < bytes("abc")));
    CHECK((bytes{127} < bytes{128} && bytes{255} > bytes{0, 255} && bytes() < bytes{0}));
    CHECK((bytes("") <=> bytes()) == std::strong_ordering::equal);
}

TEST_CASE("bytes are keys of hash tables") {
    const std::unordered_set<bytes> words{bytes("one"), bytes("two"), bytes("one")};
    CHECK((words.size() == 2 && words.count(bytes("xtwox")[slice(1, 4)]) == 1 && words.count(bytes()) == 0));
    const bytes b("some bytes");
    CHECK(std::hash<bytes>()(b) == static_cast<std::size_t>(lb::hash(lb::buffer_view(b))));
}

TEST_CASE("bytes are assigned and moved to themselves and their parts") {
    bytes b(std::string(50, 'x') + "end");
    b = b[slice(-3, none)];
    CHECK(text_of(b) == "end");
    bytes& same = b;
    b = std::move(same);
    CHECK(text_of(b) == "end");
    b = b + "ing";
    CHECK(text_of(b) == "ending");
}

TEST_CASE("views of bytes are read-only and leased") {
    const bytes b("abc");
    STATIC_CHECK(std::is_same_v<decltype(lb::buffer_view(b)),
                                lb::buffer_view<const std::uint8_t, 1, lb::contiguous, lb::leased>>);
    STATIC_CHECK_FALSE(lb::viewable<bytes>);
    lb::buffer_view view(b);
    CHECK(view.share().block() == b.lend().block());
}

TEST_CASE("the last thread to let go of bytes frees them") {
    for (int repeat = 0; repeat < 20; ++repeat) {
        bytes shared(std::string(100, 'x'));
        std::vector<std::thread> threads;
        std::array<int, 4> sums{};
        for (auto& sum : sums)
            threads.emplace_back([&sum, mine = shared] {
                const bytes part = mine[slice(10, 20)];
                for (const auto byte : part) sum += byte;
            });
        shared = bytes();
        for (auto& thread : threads) thread.join();
        CHECK(sums == std::array<int, 4>{1200, 1200, 1200, 1200});
    }
}
