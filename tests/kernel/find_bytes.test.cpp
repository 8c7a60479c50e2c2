#include <cstdint>
#include <cstring>
#include <lendbuf/kernel/find_bytes.hpp>
#include <memory>
#include <string>
#include <string_view>

#include "support/catch.hpp"

namespace kernel = lendbuf::kernel;

namespace {

std::ptrdiff_t as_place(std::size_t place) {
    return place == std::string_view::npos ? -1 : static_cast<std::ptrdiff_t>(place);
}

// Searches in memory of exactly that size, at a chosen distance from an aligned address.
template <bool Forward>
std::ptrdiff_t find(std::string_view hay, std::string_view needle, std::size_t start = 0) {
    const std::unique_ptr<std::byte[]> memory(new std::byte[start + hay.size()]);
    std::memcpy(memory.get() + start, hay.data(), hay.size());
    const std::unique_ptr<std::byte[]> bytes(new std::byte[needle.size()]);
    std::memcpy(bytes.get(), needle.data(), needle.size());
    kernel::needle_finder<Forward> finder(bytes.get(), static_cast<std::ptrdiff_t>(needle.size()));
    return finder.find(memory.get() + start, static_cast<std::ptrdiff_t>(hay.size()));
}

template <bool Forward>
std::ptrdiff_t count(std::string_view hay, std::string_view needle) {
    kernel::needle_finder<Forward> finder(reinterpret_cast<const std::byte*>(needle.data()),
                                          static_cast<std::ptrdiff_t>(needle.size()));
    return finder.count(reinterpret_cast<const std::byte*>(hay.data()), static_cast<std::ptrdiff_t>(hay.size()));
}

std::ptrdiff_t count_slowly(std::string_view hay, std::string_view needle) {
    std::ptrdiff_t found = 0;
    for (std::size_t at = 0; (at = hay.find(needle, at)) != std::string_view::npos; at += needle.size()) ++found;
    return found;
}

bool found_both_ways(std::string_view hay, std::string_view needle, std::size_t start = 0) {
    // Among places that overlap, counting from either end takes as many.
    const std::ptrdiff_t number = count_slowly(hay, needle);
    return find<true>(hay, needle, start) == as_place(hay.find(needle)) &&
           find<false>(hay, needle, start) == as_place(hay.rfind(needle)) && count<true>(hay, needle) == number &&
           count<false>(hay, needle) == number;
}

class random_text {
public:
    explicit random_text(unsigned seed) : state_(seed) {}
    unsigned next(unsigned limit) {
        state_ = state_ * 1664525u + 1013904223u;
        return (state_ >> 8) % limit;
    }
    std::string operator()(std::size_t size, unsigned letters) {
        std::string text;
        for (std::size_t k = 0; k < size; ++k) text += static_cast<char>('a' + next(letters));
        return text;
    }

private:
    unsigned state_;
};

std::string repeated(std::string_view text, std::size_t times) {
    std::string result;
    for (std::size_t k = 0; k < times; ++k) result += text;
    return result;
}

} // namespace

TEST_CASE("a needle is found at every place of runs of every length") {
    for (const std::size_t size : {1u, 2u, 3u, 8u, 9u, 17u, 40u}) {
        const std::string needle = repeated("needle with 19 chars", 3).substr(0, size);
        for (std::size_t hay_size = 0; hay_size < 200; hay_size += hay_size < 90 ? 1 : 17) {
            bool right = found_both_ways(std::string(hay_size, '.'), needle);
            for (std::size_t place = 0; place + size <= hay_size; ++place) {
                std::string hay(hay_size, '.');
                hay.replace(place, size, needle);
                right = right && found_both_ways(hay, needle, hay_size % 5);
            }
            CAPTURE(size, hay_size);
            CHECK(right);
        }
    }
}

TEST_CASE("random needles over few letters are found as std does") {
    random_text text(1);
    for (unsigned k = 0; k < 4000; ++k) {
        const unsigned letters = 1 + text.next(4);
        const std::string hay = text(text.next(600), letters);
        std::string needle = text(1 + text.next(k % 4 == 0 ? 60 : 6), letters);
        if (k % 3 == 0 && hay.size() > 1) { // one that is there
            const std::size_t from = text.next(static_cast<unsigned>(hay.size()));
            needle = hay.substr(from, 1 + text.next(80));
        }
        CAPTURE(hay, needle);
        CHECK(found_both_ways(hay, needle, k % 9));
    }
}

TEST_CASE("large texts are searched with the rarest bytes of the needle") {
    random_text text(2);
    for (unsigned k = 0; k < 100; ++k) {
        std::string hay = text(20000, 2 + text.next(20));
        const std::string needle = text(2 + text.next(300), 2 + text.next(20));
        if (k % 2 == 0) hay.replace(text.next(19000), needle.size(), needle);
        CAPTURE(needle);
        CHECK(found_both_ways(hay, needle, k % 7));
    }
}

TEST_CASE("hostile needles are found") {
    const std::string a_100 = repeated("a", 100);
    const std::string b = "b";
    for (const std::string& needle : {a_100 + b, b + a_100, a_100 + b + a_100, repeated("ab", 40) + "aa",
                                      "aa" + repeated("ba", 40), repeated("ab", 20) + repeated("ba", 20)})
        for (const std::string& unit : {std::string("a"), std::string("ab"), std::string("ba"), std::string("aab"),
                                        repeated("ab", 39) + "b", a_100}) {
            std::string hay = repeated(unit, 20000 / unit.size());
            CAPTURE(needle, unit);
            CHECK(found_both_ways(hay, needle));
            CHECK(found_both_ways(needle + hay, needle));
            CHECK(found_both_ways(hay + needle, needle));
            CHECK(found_both_ways(hay + needle + hay, needle));
        }
}

TEST_CASE("a search goes on by vectors after a hostile part") {
    const std::string needle = repeated("ab", 200) + "ba" + repeated("ab", 200);
    std::string hay = repeated("ab", 10000) + std::string(30000, '.') + repeated("ba", 10000) + std::string(30000, '.');
    CHECK(found_both_ways(hay, needle));
    hay.insert(40000, needle);
    CHECK(found_both_ways(hay, needle));
    hay.insert(60000, needle);
    CHECK(found_both_ways(hay, needle));
}

TEST_CASE("dense places are counted where they do not overlap") {
    for (std::size_t size = 0; size < 300; size += 1 + size / 20) {
        CAPTURE(size);
        CHECK(count<true>(std::string(size, 'a'), "aaa") == static_cast<std::ptrdiff_t>(size / 3));
        CHECK(count<false>(std::string(size, 'a'), "aaa") == static_cast<std::ptrdiff_t>(size / 3));
        CHECK(count<true>(repeated("ab", size), "ab") == static_cast<std::ptrdiff_t>(size));
        CHECK(count<true>(repeated("ab", size), "aba") == static_cast<std::ptrdiff_t>(size / 2));
    }
}

TEST_CASE("one finder serves many runs") {
    const std::string needle = "ab";
    kernel::needle_finder<true> finder(reinterpret_cast<const std::byte*>(needle.data()), 2);
    for (std::size_t size = 0; size < 5000; size += 83) {
        const std::string hay = std::string(size, 'b') + "ab";
        CHECK(finder.find(reinterpret_cast<const std::byte*>(hay.data()), static_cast<std::ptrdiff_t>(hay.size())) ==
              static_cast<std::ptrdiff_t>(size));
    }
}

TEST_CASE("hostile needles cost linear time") {
    // Were it quadratic, this would take minutes; std's search is, so the answers are written down.
    const std::string half = repeated("ab", 100000);
    const std::string needle = half + "ba" + half;
    const std::string hay = repeated("ab", 1000000);
    CHECK(find<true>(hay, needle) == -1);
    CHECK(find<false>(hay, needle) == -1);
    CHECK(find<true>(hay + needle + hay, needle) == 2000000);
    CHECK(find<false>(hay + needle + hay, needle) == 2000000);
    CHECK(count<true>(hay + needle + needle + hay, needle) == 2);
    CHECK(count<true>(hay, half) == 10);
}
