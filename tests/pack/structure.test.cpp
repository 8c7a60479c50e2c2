#include <lendbuf/pack/structure.hpp>

#include "support/catch.hpp"
#include "support/failure.hpp"
#include <lendbuf/owner/standard.hpp>
#include <string>
#include <vector>

namespace lb = lendbuf;

TEST_CASE("any number of fields is allowed, and a structure owns what it needs", "[structure]") {
    std::string format = "<";
    for (int k = 0; k < 100; ++k) format += "Bx";
    const lb::structure many(format);
    format.assign("gone");
    REQUIRE(many.value_count() == 100);
    CHECK(many.size() == 200);
    CHECK(many.format().size() == 201);
    std::vector<std::uint8_t> bytes(200);
    for (std::size_t k = 0; k < 200; ++k) bytes[k] = static_cast<std::uint8_t>(k);
    const lb::structure copy = many;
    CHECK(copy.unpack(bytes)[15].as<int>() == 30);
    CHECK(copy.unpack(bytes)[16].as<int>() == 32);
    CHECK(copy.unpack(bytes)[99].as<int>() == 198);
}

TEST_CASE("the functions of the module take the format as text", "[structure]") {
    const std::string format = "<4sHI";
    CHECK(lb::calcsize(format) == 10);
    const auto packed = lb::pack(format, "DATA", 3, 9u);
    CHECK(packed.size() == 10);
    const auto values = lb::unpack(format, packed);
    REQUIRE(values.size() == 3);
    CHECK(values[0].bytes().to<std::string>() == "DATA");
    CHECK(values[1] == lb::item(3));
    std::vector<std::uint8_t> buffer(16);
    lb::pack_into("<H", buffer, -2, 0x1234);
    CHECK(buffer[14] == 0x34);
    CHECK(lb::unpack_from(">H", buffer, -2)[0].as<int>() == 0x3412);
    unsigned number = 0;
    lb::unpack_into(">H", buffer, 14, number);
    CHECK(number == 0x3412);
}

TEST_CASE("records of a format given as text are iterated", "[structure]") {
    const std::vector<std::uint8_t> bytes{1, 0, 2, 3, 0, 4, 5, 0, 6};
    int sum = 0;
    for (const auto& record : lb::iter_unpack("<HB", bytes))
        sum = sum * 100 + record[0].as<int>() * 10 + record[1].as<int>();
    CHECK(sum == 123456);
    CHECK(lb::iter_unpack("<HB", bytes).size() == 3);
    CHECK(FAILURE_OF(lb::iter_unpack("<HH", bytes)).code == lb::errc::iterate_not_multiple);
    CHECK(FAILURE_OF(lb::iter_unpack("0s", bytes)).code == lb::errc::iterate_zero_size);
}

TEST_CASE("a format may be tried", "[structure]") {
    const auto parsed = lb::structure::try_parse("<HI");
    REQUIRE(parsed.has_value());
    CHECK(parsed->pack(1, 2u).size() == 6);
    const auto failed = lb::structure::try_parse("<H y");
    CHECK(failed.error().code == lb::errc::bad_format_char);
    CHECK(failed.error().column == 3);
}

TEST_CASE("what is wrong with a format is told with its column", "[structure]") {
    CHECK_THROWS_LB(lb::struct_error, "bad char in struct format: 'y' at column 3", lb::structure("<2xy"));
    CHECK_THROWS_LB(lb::struct_error, "repeat count given without format specifier at column 1", lb::calcsize("<12"));
    CHECK_THROWS_LB_AS(lb::struct_error, lb::calcsize("99999999999999999999I"));
    CHECK_THROWS_LB(lb::struct_error, "pack expected 2 items for packing (got 1)", lb::pack("<HH", 1));
    CHECK_THROWS_LB_AS(lb::overflow_error, lb::pack("<f", 1e300));
}
