#include <lendbuf/kernel/byte_rank.hpp>
#include <string_view>
#include <utility>

#include "support/catch.hpp"

namespace {

std::pair<std::ptrdiff_t, std::ptrdiff_t> places_in(std::string_view needle, std::size_t looked_at) {
    std::ptrdiff_t places[2] = {-1, -1};
    lendbuf::kernel::detail::choose_rare_bytes(reinterpret_cast<const std::byte*>(needle.data()),
                                               static_cast<std::ptrdiff_t>(needle.size()),
                                               static_cast<std::ptrdiff_t>(looked_at), places);
    return {places[0], places[1]};
}
std::pair<std::ptrdiff_t, std::ptrdiff_t> places_in(std::string_view needle) {
    return places_in(needle, needle.size());
}
using pair = std::pair<std::ptrdiff_t, std::ptrdiff_t>;

} // namespace

TEST_CASE("the rarest bytes of a needle are chosen") {
    CHECK(places_in("the zebra") == pair{4, 6});
    CHECK(places_in("the Quiet") == pair{4, 5});
    CHECK(places_in(std::string_view("\0\0\x17\0", 4)) == pair{2, 3});
}

TEST_CASE("the second byte differs from the first and is far away") {
    CHECK(places_in("zzez") == pair{0, 2});
    CHECK(places_in("dog dog dog") == pair{2, 8});
}

TEST_CASE("needles of equal bytes give first and last") {
    CHECK(places_in("aaaa") == pair{0, 3});
    CHECK(places_in("a") == pair{0, 0});
}

TEST_CASE("where the first bytes are equal the others are asked, too") {
    CHECK(places_in("aaaaaabaa", 4) == pair{0, 6});
    CHECK(places_in("aaaaaaaaa", 4) == pair{0, 8});
    CHECK(places_in("aeaaaazaa", 4) == pair{0, 1});
}
