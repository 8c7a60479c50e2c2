#include <lendbuf/pack/basic_structure.hpp>

#include "support/catch.hpp"
#include "support/failure.hpp"
#include <lendbuf/owner/standard.hpp>
#include <string>
#include <vector>

namespace lb = lendbuf;

using bytes = std::vector<std::uint8_t>;

TEST_CASE("a format is parsed once and packs and unpacks ever after", "[basic_structure]") {
    const lb::static_structure<4> header("<4sHI");
    CHECK(header.size() == 10);
    CHECK(header.value_count() == 3);
    CHECK(header.format() == "<4sHI");

    bytes buffer(12, 0xEE);
    header.pack_into(buffer, 1, "DATA", 513, 70000u);
    CHECK(buffer == bytes{0xEE, 'D', 'A', 'T', 'A', 1, 2, 0x70, 0x11, 1, 0, 0xEE});

    std::string magic;
    std::uint16_t version = 0;
    std::int64_t size = 0;
    header.unpack_into(buffer, 1, magic, version, size);
    CHECK(magic == "DATA");
    CHECK(version == 513);
    CHECK(size == 70000);
}

TEST_CASE("repeats stay counts: a million items are one field", "[basic_structure]") {
    const lb::static_structure<1> big(">1000000I");
    CHECK(big.size() == 4000000);
    CHECK(big.value_count() == 1000000);
    CHECK(big.fields().end() - big.fields().begin() == 1);
    const bytes buffer(4000000, 1);
    const auto record = big.unpack(buffer);
    CHECK(record[999999].as<unsigned>() == 0x01010101u);
    CHECK(record[-1] == record[0]);
}

TEST_CASE("more fields than there is room for are an error that says where", "[basic_structure]") {
    const auto parsed = lb::static_structure<2>::try_parse("<bhi", 4);
    CHECK(parsed.error().code == lb::errc::too_many_fields);
    CHECK(parsed.error().need == 2);
    CHECK(parsed.error().column == 3);
    CHECK(lb::static_structure<3>::try_parse("<bhi", 4).has_value());
    CHECK(lb::static_structure<2>::try_parse("<b2y", 4).error().code == lb::errc::bad_format_char);
}

TEST_CASE("values are found across padding, strings, repeats and empty repeats", "[basic_structure]") {
    const lb::static_structure<8> mixed("<b2x3h0i2sp?");
    bytes buffer(static_cast<std::size_t>(mixed.size()), 0);
    mixed.pack_into(buffer, 0, -1, 10, 20, 30, "ab", "", true);
    const auto record = mixed.unpack(buffer);
    REQUIRE(record.size() == 7);
    CHECK(record[0].as<int>() == -1);
    CHECK(record[1].as<int>() == 10);
    CHECK(record[3].as<int>() == 30);
    CHECK(record[4].bytes().to<std::string>() == "ab");
    CHECK(record[5].bytes().size() == 0);
    CHECK(record[6].as<bool>());
    std::vector<lb::item> seen;
    mixed.visit(buffer, 0, [&](const lb::item& value, std::ptrdiff_t index) {
        CHECK(index == static_cast<std::ptrdiff_t>(seen.size()));
        seen.push_back(value);
    });
    CHECK(seen == std::vector<lb::item>(record.begin(), record.end()));
}

TEST_CASE("variables of the wrong type or range are refused, and none changes", "[basic_structure]") {
    const lb::static_structure<4> pair("<hd");
    bytes buffer(10, 0);
    pair.pack_into(buffer, 0, 300, 1.5);
    std::uint8_t small = 7;
    double number = 9;
    const auto range = pair.try_unpack_into(buffer, 0, small, number);
    CHECK(range.error().code == lb::errc::value_out_of_range);
    CHECK(range.error().field == 0);
    CHECK(range.error().symbol == 'h');
    int wide = 5;
    int wrong = 6;
    const auto type = pair.try_unpack_into(buffer, 0, wide, wrong);
    CHECK(type.error().code == lb::errc::wrong_type);
    CHECK(type.error().field == 1);
    CHECK(type.error().offset == 2);
    CHECK(pair.try_unpack_into(buffer, 0, wide).error().code == lb::errc::pack_needs_exactly);
    CHECK(small == 7);
    CHECK(number == 9);
    CHECK(wide == 5);
    CHECK(wrong == 6);
    CHECK(FAILURE_OF(pair.unpack_into(buffer, 0, wide, wrong)).code == lb::errc::wrong_type);
}

TEST_CASE("packing checks every value before the first byte", "[basic_structure]") {
    const lb::static_structure<8> mixed("<2BhHe3sc");
    bytes buffer(20, 0x77);
    const bytes before = buffer;
    const auto code = [&](const auto&... value) { return mixed.try_pack_into(buffer, 1, value...).error(); };
    CHECK(code(1, 256, 3, 4, 1.0, "abc", "x").code == lb::errc::number_out_of_range);
    CHECK(code(1, 256, 3, 4, 1.0, "abc", "x").field == 1);
    CHECK(code(1, 2, -32769, 4, 1.0, "abc", "x").need == 32767);
    CHECK(code(1, 2, 3, -1, 1.0, "abc", "x").code == lb::errc::number_out_of_range);
    CHECK(code(1, 2, 3, 4, 65520.0, "abc", "x").code == lb::errc::float_too_large);
    CHECK(code(1, 2, 3, 4, "no", "abc", "x").code == lb::errc::not_a_float);
    CHECK(code(1, 2, 3, 4.0, 1.0, "abc", "x").code == lb::errc::not_an_integer);
    CHECK(code(1, 2, 3, 4, 1.0, 5, "x").code == lb::errc::not_bytes);
    CHECK(code(1, 2, 3, 4, 1.0, "abc", "xy").code == lb::errc::not_a_byte);
    CHECK(code(1, 2).code == lb::errc::pack_needs_exactly);
    CHECK(mixed.try_pack_into(buffer, 9, 1, 2, 3, 4, 1.0, "abc", "x").error().code == lb::errc::pack_into_needs);
    CHECK(buffer == before);
}

TEST_CASE("records are iterated, and strided bytes will do", "[basic_structure]") {
    const lb::static_structure<4> pair(">HB");
    bytes third(3 * 9, 0xAA);
    for (std::size_t k = 0; k < 9; ++k) third[3 * k] = static_cast<std::uint8_t>(k);
    const lb::region<const std::uint8_t, 1, lb::strided> every_third{third.data(), {{9}}, {{3}}};
    std::vector<unsigned> seen;
    for (const auto& record : pair.iter_unpack(every_third)) {
        seen.push_back(record[0].as<unsigned>());
        seen.push_back(record[1].as<unsigned>());
    }
    CHECK(seen == std::vector<unsigned>{0x0001, 2, 0x0304, 5, 0x0607, 8});
}
