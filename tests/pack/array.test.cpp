#include <lendbuf/pack/array.hpp>

#include "support/catch.hpp"
#include <lendbuf/owner/standard.hpp>
#include <limits>
#include <vector>

namespace lb = lendbuf;

namespace {

template <lb::fixed_format Format, class T>
void check_round_trip(std::size_t count) {
    std::vector<T> items(count);
    for (std::size_t k = 0; k < count; ++k) items[k] = static_cast<T>(static_cast<double>(k) * 3.0 + 1);
    std::vector<std::uint8_t> bytes(count * static_cast<std::size_t>(lb::calcsize<Format>()) + 3, 0xEE);
    lb::pack_array<Format>(bytes, 1, items);
    CHECK(bytes.front() == 0xEE);
    CHECK(bytes[bytes.size() - 2] == 0xEE);
    // Item by item, as the checked front reads it.
    for (std::size_t k = 0; k < count; ++k) {
        const auto offset = 1 + static_cast<std::ptrdiff_t>(k) * lb::calcsize<Format>();
        REQUIRE(lb::get<0>(lb::unpack_from<Format>(bytes, offset)) == items[k]);
    }
    std::vector<T> back(count);
    lb::unpack_array<Format>(bytes, 1, back);
    CHECK(back == items);
}

} // namespace

TEST_CASE("arrays of every width and order go in and come out", "[array]") {
    for (const std::size_t count : {0u, 1u, 2u, 3u, 7u, 8u, 15u, 16u, 17u, 31u, 33u, 63u, 64u, 65u, 200u}) {
        check_round_trip<"<H", std::uint16_t>(count);
        check_round_trip<">H", std::uint16_t>(count);
        check_round_trip<">h", std::int16_t>(count);
        check_round_trip<">I", std::uint32_t>(count);
        check_round_trip<"<i", std::int32_t>(count);
        check_round_trip<">Q", std::uint64_t>(count);
        check_round_trip<">q", std::int64_t>(count);
        check_round_trip<">f", float>(count);
        check_round_trip<"<d", double>(count);
        check_round_trip<">d", double>(count);
        check_round_trip<">e", float>(count);
        check_round_trip<"<e", float>(count);
        check_round_trip<"B", std::uint8_t>(count % 80);
    }
}

TEST_CASE("an array that does not fit is refused, and nothing is written", "[array]") {
    std::vector<std::uint8_t> bytes(15, 0x55);
    const auto before = bytes;
    const std::vector<std::uint32_t> items(4);
    const auto failed = lb::try_pack_array<">I">(bytes, 0, items);
    CHECK(failed.error().code == lb::errc::pack_into_needs);
    CHECK(failed.error().need == 16);
    std::vector<float> halves{1.0f, -65519.0f, 65520.0f};
    const auto too_large = lb::try_pack_array<"<e">(bytes, 2, halves);
    CHECK(too_large.error().code == lb::errc::float_too_large);
    CHECK(too_large.error().field == 2);
    CHECK(too_large.error().offset == 6);
    CHECK(bytes == before);
    halves[2] = std::numeric_limits<float>::infinity();
    CHECK(lb::try_pack_array<"<e">(bytes, 2, halves).has_value());
}
