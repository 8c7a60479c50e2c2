#include <lendbuf/pack/unpack.hpp>

#include "support/catch.hpp"
#include <array>
#include <lendbuf/owner/standard.hpp>
#include <vector>

namespace lb = lendbuf;

namespace {

constexpr std::array<std::uint8_t, 23> data{1, 0, 0, 0, 0, 2, 0xFF, 0xFE, 'a', 'b', 'c', 5,
                                            0, 6, 0, 7, 0, 8, 0,    9,    0,   10,  0};

} // namespace

TEST_CASE("a record is unpacked as a tuple, inner records as tuples, sub-arrays as arrays", "[record_reader]") {
    constexpr auto record = lb::unpack<"T{<I:id:T{>h:x:>h:y:}:place:3s:name:<(2,3)h:grid:}">(data);
    CHECK_BOTH(lb::get<0>(record) == 1);
    CHECK_BOTH(lb::get<0>(lb::get<1>(record)) == 2);
    CHECK_BOTH(lb::get<1>(lb::get<1>(record)) == -2);
    CHECK_BOTH(lb::get<2>(record) == "abc");
    CHECK_BOTH(lb::get<3>(record)[0][0] == 5);
    CHECK_BOTH(lb::get<3>(record)[1][2] == 10);
    CHECK_BOTH(lb::get<3>(record)[-1][-1] == 10);

    const std::vector<std::uint8_t> bytes(data.begin(), data.end());
    const auto [id, place, name, grid] = lb::unpack<"T{<I:id:T{>h:x:>h:y:}:place:3s:name:<(2,3)h:grid:}">(bytes);
    const auto [x, y] = place;
    CHECK(id == 1);
    CHECK(x + y == 0);
    CHECK(name.data() == bytes.data() + 8);
    CHECK(grid.size() == 2);
}

TEST_CASE("calcsize of a record counts the padding at its end", "[record_reader]") {
    STATIC_CHECK(lb::calcsize<"T{b:a:i:b:b:c:}">() == 12);
    STATIC_CHECK(lb::calcsize<"T{<b:a:i:b:b:c:}">() == 6);
}

TEST_CASE("a short buffer is refused for records, too", "[record_reader]") {
    const auto failed = lb::try_unpack_from<"T{<Q:a:<Q:b:}">(data, 8);
    CHECK(failed.error().code == lb::errc::unpack_from_needs);
    CHECK(failed.error().need == 16);
    CHECK(failed.error().missing() == 1);
}

TEST_CASE("repeats above 256 are one array, in place", "[record_reader]") {
    std::vector<std::uint8_t> bytes(2 + 4 * 300, 0);
    bytes[2 + 4 * 299 + 3] = 9;
    const auto [head, numbers] = lb::unpack<"<H300I">(bytes);
    CHECK(head == 0);
    CHECK(numbers.size() == 300);
    CHECK(numbers[-1] == 9u << 24);
    CHECK(static_cast<const void*>(numbers.data()) == bytes.data() + 2);
    const auto [big] = lb::unpack_from<">300I">(bytes, 2);
    CHECK(big[299] == 9u);
    const auto [halves] = lb::unpack_from<">300e">(bytes, 2);
    CHECK(static_cast<float>(halves[0].value()) == 0.0f);
}

TEST_CASE("a prefix leaves the rest", "[record_reader]") {
    const auto [header, rest] = lb::unpack_prefix<"<IHH">(data);
    CHECK(lb::get<0>(header) == 1u);
    const auto [name, tail] = lb::unpack_prefix<"3s">(rest);
    CHECK(lb::get<0>(name) == "abc");
    CHECK(lb::describe(tail).shape[0] == 12);
    CHECK(lb::try_unpack_prefix<"<4I">(tail).error().missing() == 4);
}
