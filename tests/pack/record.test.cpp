#include <lendbuf/pack/record.hpp>

#include "support/catch.hpp"
#include <lendbuf/owner/standard.hpp>
#include <string>
#include <vector>

namespace lb = lendbuf;

namespace {

constexpr const char* trades = "T{<I:id:<d:price:4s:name:T{>h:x:>h:y:}:place:(2,3)B:grid:?:open:<Zf:phase:}";
constexpr std::size_t trade_size = 4 + 8 + 4 + 4 + 6 + 1 + 8;

} // namespace

TEST_CASE("fields are read and written by name, in the bytes they belong to", "[record]") {
    std::vector<std::uint8_t> bytes(3 * trade_size, 0);
    const auto rows = lb::records(trades, bytes);
    REQUIRE(rows.size() == 3);
    REQUIRE(rows.itemsize() == static_cast<std::ptrdiff_t>(trade_size));

    rows[1]["id"] = 7u;
    rows[1]["price"] = 2.5;
    rows[1]["name"] = "ab";
    rows[1]["place"]["y"] = -2;
    rows[1]["grid"][1][-1] = 200;
    rows[1]["open"] = true;
    rows[1]["phase"] = lb::complex_value<float>{1.0f, -1.0f};

    const auto* const row = bytes.data() + trade_size;
    CHECK(row[0] == 7);
    CHECK(std::string(row + 12, row + 16) == std::string("ab\0\0", 4));
    CHECK(row[18] == 0xFF);
    CHECK(row[19] == 0xFE);
    CHECK(row[25] == 200);
    CHECK(rows[1]["price"].as<double>() == 2.5);
    CHECK(rows[1]["place"]["y"].as<int>() == -2);
    const double implicit = rows[1]["price"];
    CHECK(implicit == 2.5);
    CHECK(rows[1]["open"].as<bool>());
    CHECK(rows[1]["phase"].get().imag() == -1.0);
    for (std::size_t k = 0; k < trade_size; ++k) CHECK(bytes[k] == 0);
}

TEST_CASE("a value that does not fit changes nothing", "[record]") {
    std::vector<std::uint8_t> bytes(trade_size, 1);
    const auto before = bytes;
    const auto row = lb::record_at(trades, bytes);
    const auto range = row["id"].try_set(std::int64_t{-1});
    CHECK(range.error().code == lb::errc::number_out_of_range);
    CHECK(range.error().symbol == 'I');
    CHECK(range.error().need == 0xFFFFFFFFu);
    CHECK(row["place"]["x"].try_set(40000).error().code == lb::errc::number_out_of_range);
    CHECK(row["id"].try_set(1.5).error().code == lb::errc::not_an_integer);
    CHECK(row["name"].try_set(1).error().code == lb::errc::not_bytes);
    CHECK(row["phase"].try_set(1e300).error().code == lb::errc::float_too_large);
    CHECK(row["place"].try_set(1).error().code == lb::errc::wrong_type);
    CHECK(row["grid"].try_set(1).error().code == lb::errc::wrong_type);
    CHECK(bytes == before);
}

TEST_CASE("wrong names and wrong types are told", "[record]") {
    const std::vector<std::uint8_t> bytes(trade_size, 0);
    const auto row = lb::record_at(trades, bytes);
    CHECK(row.try_field("prize").error().code == lb::errc::no_such_field);
    CHECK(row["id"].try_field("x").error().code == lb::errc::wrong_type);
    CHECK(row.try_get().error().code == lb::errc::wrong_type);
    CHECK(row["grid"].try_get().error().code == lb::errc::wrong_type);
    CHECK_THROWS_LB(lb::index_error, "the record has no field of this name", row["prize"]);
    CHECK_THROWS_LB_AS(lb::index_error, row["grid"][2]);
    CHECK_THROWS_LB_AS(lb::type_error, row["id"][0]);
    CHECK(row["grid"].ndim() == 2);
    CHECK(row["grid"].extent(-1) == 3);
    CHECK(row["grid"][1].ndim() == 1);
}

TEST_CASE("records that do not fit the buffer are refused", "[record]") {
    const std::vector<std::uint8_t> bytes(2 * trade_size + 1, 0);
    const auto uneven = lb::try_records(trades, bytes);
    CHECK(uneven.error().code == lb::errc::iterate_not_multiple);
    CHECK(uneven.error().need == trade_size);
    CHECK(lb::try_records("T{}", bytes).error().code == lb::errc::iterate_zero_size);
    CHECK(lb::try_record_at(trades, bytes, 40).error().code == lb::errc::unpack_from_needs);
    CHECK(lb::try_record_at("T{i:a", bytes).error().code == lb::errc::unclosed);
    CHECK(lb::try_record_at(trades, bytes, -static_cast<std::ptrdiff_t>(trade_size)).has_value());
}

TEST_CASE("a format without braces is a record, or its only item", "[record]") {
    std::vector<std::uint8_t> bytes(12, 0);
    lb::record_at("<i:a:<d:b:", bytes)["b"] = 4.0;
    CHECK(lb::record_at("<d", bytes, 4).as<double>() == 4.0);
    CHECK(lb::record_at("(3)<i", bytes).ndim() == 1);
    CHECK(lb::record_at("T{T{<d:v:}:inner:}", bytes, 4)["inner"]["v"].as<double>() == 4.0);
}

TEST_CASE("rows are a random-access range", "[record]") {
    std::vector<std::uint8_t> bytes(4 * 10, 0);
    const auto rows = lb::records("T{<I:n:}", bytes);
    unsigned next = 1;
    for (const auto& row : rows) row["n"] = next++;
    unsigned sum = 0;
    for (const auto& row : rows) sum += row["n"].as<unsigned>();
    CHECK(sum == 55);
    CHECK(rows[-1]["n"].as<int>() == 10);
    CHECK(rows.end() - rows.begin() == 10);
    CHECK((*(rows.begin() + 3))["n"].as<int>() == 4);
}

TEST_CASE("long double, text and bits are readable", "[record]") {
    std::vector<std::uint8_t> bytes(64, 0);
    const long double pi = 3.25L;
    std::memcpy(bytes.data(), &pi, sizeof pi);
    CHECK(lb::record_at("T{g:pi:}", bytes)["pi"].as<double>() == 3.25);
    CHECK(lb::record_at("T{g:pi:}", bytes)["pi"].try_set(1.0).error().code == lb::errc::wrong_type);
    bytes[0] = 'a';
    CHECK(lb::record_at("T{<2w:t:}", bytes)["t"].get().bytes().size() == 8);
    CHECK(lb::record_at("T{12t:t:}", bytes)["t"].get().bytes().size() == 2);
}
