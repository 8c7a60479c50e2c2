#include <lendbuf/element/field_codec.hpp>

#include "support/catch.hpp"
#include <limits>
#include <string>
#include <string_view>

namespace lb = lendbuf;

namespace {

lb::plan_field field_of(std::string_view format) {
    lb::format_walk walk(format.data(), format.size());
    lb::format_field field;
    REQUIRE(walk.next(field));
    return {field, 0};
}

/// Writes a value that must fit, and gives the bytes.
std::string written(std::string_view format, const lb::item& value) {
    const lb::plan_field field = field_of(format);
    REQUIRE(lb::check_item(value, field) == lb::errc::success);
    std::byte bytes[24] = {};
    lb::write_item(bytes, value, field);
    const lb::byte_run run{bytes, field.count * field.itemsize, 1};
    return run.to<std::string>();
}

lb::item read(std::string_view format, const std::string& bytes) {
    const void* at = bytes.data();
    return lb::read_item(static_cast<const std::byte*>(at), field_of(format));
}

} // namespace

TEST_CASE("what is written is read again, in either byte order", "[field_codec]") {
    CHECK(written(">h", -2) == "\xFF\xFE");
    CHECK(written("<i", 0x01020304) == "\x04\x03\x02\x01");
    CHECK(written(">Q", 0x0102030405060708u) == "\x01\x02\x03\x04\x05\x06\x07\x08");
    CHECK(written("?", 7) == "\x01");
    CHECK(written(">e", 1.5) == std::string("\x3E\0", 2));
    CHECK(read(">h", "\xFF\xFE").as<int>() == -2);
    CHECK(read("<q", std::string(8, '\xFF')).as<int>() == -1);
    CHECK(read("<Q", std::string(8, '\xFF')).as<std::uint64_t>() == std::numeric_limits<std::uint64_t>::max());
    CHECK(read("?", "\x40").as<bool>());
    CHECK(read(">d", written(">d", -0.1)).real() == -0.1);
    CHECK(read("<Zf", written("<Zf", lb::complex_value<float>{1.0f, -2.0f})).imag() == -2.0);
    CHECK(read("c", "x").bytes().to<std::string>() == "x");
}

TEST_CASE("strings are cut and padded, pascal strings clamped", "[field_codec]") {
    CHECK(written("4s", "abcdef") == "abcd");
    CHECK(written("4s", "ab") == std::string("ab\0\0", 4));
    CHECK(written("4p", "abcdef") == "\x03"
                                     "abc");
    CHECK(written("4p", "a") == std::string("\x01"
                                            "a\0\0",
                                            4));
    CHECK(written("1p", "a") == std::string("\0", 1));
    CHECK(read("4p", "\xFF"
                     "abc")
              .bytes()
              .to<std::string>() == "abc");
    CHECK(read("3s", "abc").bytes().size() == 3);
}

TEST_CASE("both ends of every integer's range are known", "[field_codec]") {
    struct {
        std::string_view format;
        std::int64_t least;
        std::uint64_t most;
    } const cases[] = {
        {"<b", -128, 127},
        {"<B", 0, 255},
        {"<h", -32768, 32767},
        {"<H", 0, 65535},
        {"<i", -2147483648LL, 2147483647},
        {"<I", 0, 4294967295u},
        {"<q", std::numeric_limits<std::int64_t>::min(), 9223372036854775807u},
        {"<Q", 0, std::numeric_limits<std::uint64_t>::max()},
    };
    for (const auto& c : cases) {
        INFO(c.format);
        const lb::plan_field field = field_of(c.format);
        CHECK(lb::check_item(c.least, field) == lb::errc::success);
        CHECK(lb::check_item(c.most, field) == lb::errc::success);
        if (c.least > std::numeric_limits<std::int64_t>::min())
            CHECK(lb::check_item(c.least - 1, field) == lb::errc::number_out_of_range);
        if (c.most < std::numeric_limits<std::uint64_t>::max())
            CHECK(lb::check_item(c.most + 1, field) == lb::errc::number_out_of_range);
        CHECK(lb::check_item(1.0, field) == lb::errc::not_an_integer);
        CHECK(lb::check_item("1", field) == lb::errc::not_an_integer);
        const lb::error_info failure = lb::item_failure(lb::errc::number_out_of_range, field, 3, 8);
        CHECK(failure.need == c.most);
        CHECK(failure.field == 3);
        CHECK(failure.offset == 8);
        CHECK(failure.symbol == c.format[1]);
    }
}

TEST_CASE("floats that are too large are refused, infinities are not, gh-156865", "[field_codec]") {
    const double infinity = std::numeric_limits<double>::infinity();
    CHECK(lb::check_item(65519.0, field_of("<e")) == lb::errc::success);
    CHECK(lb::check_item(65520.0, field_of("<e")) == lb::errc::float_too_large);
    CHECK(lb::check_item(3.5e38, field_of("f")) == lb::errc::float_too_large);
    CHECK(lb::check_item(-infinity, field_of("f")) == lb::errc::success);
    CHECK(lb::check_item(3.5e38, field_of("<Zf")) == lb::errc::float_too_large);
    CHECK(lb::check_item(lb::complex_value<double>{0, 1}, field_of("<d")) == lb::errc::not_a_float);
    CHECK(lb::check_item(5, field_of("s")) == lb::errc::not_bytes);
    CHECK(lb::check_item("ab", field_of("c")) == lb::errc::not_a_byte);
}
