#include <lendbuf/pack/field_reader.hpp>

#include "support/catch.hpp"
#include <cmath>
#include <limits>
#include <string>

namespace lb = lendbuf;

namespace {

/// Reads the first value of a format at some bytes into a `T`.
template <class T>
lb::errc read(std::string_view format, const std::string& bytes, T& target) {
    lb::format_walk walk(format.data(), format.size());
    lb::format_field field;
    if (!walk.next(field)) return lb::errc::bad_format_char;
    const void* at = bytes.data();
    return lb::read_field(target, static_cast<const std::byte*>(at), lb::plan_field(field, 0));
}

template <class T>
T value(std::string_view format, const std::string& bytes) {
    T target{};
    REQUIRE(read(format, bytes, target) == lb::errc::success);
    return target;
}

} // namespace

TEST_CASE("numbers of every width, sign and order reach wide variables", "[field_reader]") {
    CHECK(value<int>("<b", "\xFE") == -2);
    CHECK(value<int>("<B", "\xFE") == 254);
    CHECK(value<int>(">h", "\xFF\xFE") == -2);
    CHECK(value<int>("<H", "\xFF\xFE") == 0xFEFF);
    CHECK(value<std::int64_t>(">i", "\x80\x01\x02\x03") == -2147417597LL);
    CHECK(value<std::int64_t>("<I", "\x03\x02\x01\x80") == 0x80010203LL);
    CHECK(value<std::uint64_t>(">Q", "\xFF\xFE\xFD\xFC\xFB\xFA\xF9\xF8") == 0xFFFEFDFCFBFAF9F8u);
    CHECK(value<std::int64_t>("<q", "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF") == -1);
    CHECK(value<double>(">f", std::string("\x3F\xC0\0\0", 4)) == 1.5);
    CHECK(value<float>("<e", std::string("\x00\x3E", 2)) == 1.5f);
    CHECK(value<double>(">d", std::string("\xBF\xF8\0\0\0\0\0\0", 8)) == -1.5);
    CHECK(value<double>("<H", std::string("\x01\x02", 2)) == 513.0);
    CHECK(value<bool>("?", "\x20"));
    CHECK(value<char>("c", "x") == 'x');
}

TEST_CASE("numbers that do not fit are refused and leave the variable alone", "[field_reader]") {
    std::int8_t small = 5;
    CHECK(read("<B", "\x80", small) == lb::errc::value_out_of_range);
    CHECK(read("<h", "\x7F\xFF", small) == lb::errc::value_out_of_range);
    CHECK(read("<d", std::string(8, '\0'), small) == lb::errc::wrong_type);
    CHECK(read("2s", "ab", small) == lb::errc::wrong_type);
    std::uint64_t large = 5;
    CHECK(read("<b", "\xFF", large) == lb::errc::value_out_of_range);
    bool flag = false;
    CHECK(read("<d", std::string(8, '\0'), flag) == lb::errc::wrong_type);
    CHECK(small == 5);
    CHECK(large == 5);
}

TEST_CASE("strings are seen or copied", "[field_reader]") {
    const std::string source = "\x02xyz";
    CHECK(value<std::string>("3s", source) == "\x02xy");
    CHECK(value<std::string>("4p", source) == "xy");
    CHECK(value<lb::byte_run>("4s", source).size() == 4);
    const auto slice = value<lb::string_slice<std::byte>>("4p", source);
    CHECK(static_cast<const void*>(slice.data()) == source.data() + 1);
    char one = 'a';
    CHECK(read("2s", source, one) == lb::errc::wrong_type);
}
