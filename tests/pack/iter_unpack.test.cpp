#include "pack/hex.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <lendbuf/owner/static_memory.hpp>
#include <lendbuf/pack/iter_unpack.hpp>
#include <lendbuf/view/buffer_view.hpp>
#include <ranges>
#include <vector>

namespace lb = lendbuf;
using lb::errc;
using test_support::hex;

namespace {

constexpr auto five_records = hex("0100a0"
                                  "0200b0"
                                  "0300c0"
                                  "0400d0"
                                  "0500e0");

constexpr int sum_of_ids() {
    int sum = 0;
    for (auto [id, tag] : lb::iter_unpack<"<HB">(five_records)) sum += id + (tag >> 4);
    return sum;
}

} // namespace

TEST_CASE("iter_unpack visits every record") {
    CHECK_BOTH(sum_of_ids() == 15 + 10 + 11 + 12 + 13 + 14);
}

TEST_CASE("iter_unpack gives random access") {
    constexpr auto records = lb::iter_unpack<"<HB">(five_records);
    CHECK_BOTH(records.size() == 5 && !records.empty());
    CHECK_BOTH(lb::get<0>(records[1]) == 2 && lb::get<0>(records[-1]) == 5);
    CHECK_BOTH(lb::get<0>(*(records.begin() + 3)) == 4 && lb::get<0>(records.end()[-2]) == 4);
    CHECK_BOTH(records.end() - records.begin() == 5);
    CHECK_THROWS_LB_AS(lb::index_error, records[5]);
    CHECK_THROWS_LB_AS(lb::index_error, records[-6]);
    using range = std::remove_const_t<decltype(records)>;
    STATIC_CHECK(std::ranges::random_access_range<range> && std::ranges::sized_range<range>);
    STATIC_CHECK(std::random_access_iterator<range::iterator> && std::default_initializable<range>);
}

TEST_CASE("iter_unpack serves algorithms") {
    const auto records = lb::iter_unpack<"<HB">(five_records);
    const auto found = std::ranges::find_if(records, [](auto record) { return lb::get<1>(record) == 0xc0; });
    CHECK(found - records.begin() == 2);
    const auto place = std::ranges::lower_bound(records, 4, {}, [](auto record) { return lb::get<0>(record); });
    CHECK(place - records.begin() == 3);
}

TEST_CASE("iter_unpack of an empty buffer has no records") {
    const std::vector<std::uint8_t> nothing;
    CHECK(lb::iter_unpack<"<HB">(nothing).empty());
    CHECK(lb::iter_unpack<"<HB">(nothing).begin() == lb::iter_unpack<"<HB">(nothing).end());
    CHECK(decltype(lb::iter_unpack<"<HB">(nothing))().empty());
}

TEST_CASE("iter_unpack wants whole records") {
    CHECK_THROWS_LB_WITH(lb::struct_error,
                         test_support::contains("iterative unpacking requires a buffer of a multiple of 4 bytes"),
                         lb::iter_unpack<"<I">(five_records));
    constexpr auto error = lb::try_iter_unpack<"<I">(five_records).error();
    CHECK_BOTH(error.code == errc::iterate_not_multiple && error.need == 4 && error.have == 15);
    CHECK_BOTH(lb::try_iter_unpack<"<HB">(five_records).value().size() == 5);
}

TEST_CASE("iter_unpack reads strings in place and strided bytes one by one") {
    const auto text = hex("016162"
                          "026364");
    int visited = 0;
    for (auto [number, name] : lb::iter_unpack<"<B2s">(text))
        CHECK((number == ++visited && name.data() == text.data() + 3 * visited - 2));
    CHECK(visited == 2);
    static constexpr auto spread = hex("01ee02ee03ee04");
    constexpr auto odd = lb::buffer_view<const std::uint8_t>(spread)[lb::slice(lb::none, lb::none, 2)];
    constexpr auto pairs = lb::iter_unpack<">H">(odd);
    CHECK_BOTH(pairs.size() == 2 && lb::get<0>(pairs[0]) == 0x0102 && lb::get<0>(pairs[1]) == 0x0304);
    std::array<std::uint16_t, 4> items{};
    const auto gaps = lb::buffer_view<std::uint16_t>(items)[lb::slice(lb::none, lb::none, 2)];
    CHECK(lb::try_iter_unpack<"H">(gaps).error().code == errc::not_c_contiguous);
}

TEST_CASE("iter_unpack holds a lease while the records live") {
    lb::static_memory<std::uint8_t, 6> memory(1, 0, 2, 0, 3, 0);
    {
        auto records = lb::iter_unpack<"<H">(memory);
        CHECK(memory.leases() == 1);
        auto copy = records;
        CHECK(memory.leases() == 2);
        auto from_view = lb::iter_unpack<"<H">(lb::buffer_view(memory));
        CHECK(memory.leases() == 3);
        CHECK(lb::get<0>(from_view[2]) == 3);
    }
    CHECK(memory.leases() == 0);
    CHECK_FALSE(lb::try_iter_unpack<"<I">(memory).has_value());
    CHECK(memory.leases() == 0);
}
