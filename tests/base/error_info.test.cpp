#include <cerrno>
#include <cstdint>
#include <cstring>
#include <lendbuf/base/error.hpp>
#include <lendbuf/base/error_info.hpp>

#include "support/failure.hpp"

namespace lb = lendbuf;
using lb::errc;
using lb::error_info;
using test_support::message_of;

namespace {

constexpr bool says(const error_info& info, const char* expected) {
    char text[256] = {};
    lb::write_message(info, text, sizeof text);
    const char* at = text;
    for (; *at != '\0' && *at == *expected; ++at) ++expected;
    return *at == *expected;
}

} // namespace

TEST_CASE("members that do not apply keep their defaults") {
    constexpr error_info nothing;
    CHECK_BOTH(nothing.code == errc::success && nothing.symbol == '\0');
    CHECK_BOTH(nothing.field == -1 && nothing.offset == -1 && nothing.column == -1);
    CHECK_BOTH(nothing.need == 0 && nothing.have == 0 && nothing.subject == nullptr);
}

TEST_CASE("messages about indices and shapes carry the numbers") {
    CHECK_BOTH(says({.code = errc::index_out_of_bounds, .field = 1, .offset = -8, .have = 7},
                    "index out of bounds on dimension 2 (index -8, extent 7)"));
    CHECK_BOTH(says({.code = errc::zero_step}, "slice step cannot be zero"));
    CHECK_BOTH(says({.code = errc::negative_extent, .field = 0, .offset = -1}, "extent -1 of dimension 1 is negative"));
    CHECK_BOTH(says({.code = errc::bad_axes, .field = 0, .offset = 3, .have = 3},
                    "axis 3 is not one of the 3 axes, or is given twice"));
    CHECK_BOTH(says({.code = errc::layout_outside_memory, .offset = 8, .need = 4, .have = 10},
                    "layout reaches byte 8, 4 bytes long, of memory of 10 bytes"));
}

TEST_CASE("messages of buffer requests are those of CPython") {
    CHECK_BOTH(says({.code = errc::not_writable}, "Object is not writable."));
    CHECK_BOTH(says({.code = errc::not_c_contiguous}, "memoryview: underlying buffer is not C-contiguous"));
    CHECK_BOTH(says({.code = errc::not_f_contiguous}, "memoryview: underlying buffer is not Fortran contiguous"));
    CHECK_BOTH(says({.code = errc::not_contiguous}, "memoryview: underlying buffer is not contiguous"));
    CHECK_BOTH(says({.code = errc::needs_suboffsets}, "memoryview: underlying buffer requires suboffsets"));
    CHECK_BOTH(says({.code = errc::format_without_shape},
                    "memoryview: cannot cast to unsigned bytes if the format flag is present"));
}

TEST_CASE("messages of owners name the owner and its leases") {
    CHECK_BOTH(says({.code = errc::resize_while_leased, .have = 2, .subject = "bytearray"},
                    "Existing exports of data: object cannot be re-sized (bytearray, 2 leases)"));
    CHECK_BOTH(says({.code = errc::close_while_leased, .have = 1, .subject = "mmap"},
                    "cannot close exported pointers exist (mmap, 1 leases)"));
    CHECK_BOTH(says({.code = errc::byte_out_of_range, .offset = 256}, "byte must be in range(0, 256), got 256"));
    CHECK_BOTH(says({.code = errc::closed}, "buffer closed or invalid"));
}

TEST_CASE("messages of struct are those of CPython, with the numbers") {
    CHECK_BOTH(says({.code = errc::bad_format_char, .symbol = 'y', .column = 3},
                    "bad char in struct format: 'y' at column 3"));
    CHECK_BOTH(says({.code = errc::count_without_code, .column = 1},
                    "repeat count given without format specifier at column 1"));
    CHECK_BOTH(says({.code = errc::format_too_long, .column = 0}, "total struct size too long at column 0"));
    CHECK_BOTH(says({.code = errc::unpack_needs_exactly, .need = 4, .have = 3},
                    "unpack requires a buffer of 4 bytes (got 3)"));
    CHECK_BOTH(says({.code = errc::unpack_from_needs, .offset = 4, .need = 10, .have = 12},
                    "unpack_from requires a buffer of at least 14 bytes for unpacking 10 bytes at offset 4 (actual "
                    "buffer size is 12)"));
    CHECK_BOTH(says({.code = errc::pack_into_needs, .offset = 4, .need = 10, .have = 12},
                    "pack_into requires a buffer of at least 14 bytes for packing 10 bytes at offset 4 (actual "
                    "buffer size is 12)"));
    CHECK_BOTH(
        says({.code = errc::pack_needs_exactly, .need = 2, .have = 1}, "pack expected 2 items for packing (got 1)"));
    CHECK_BOTH(says({.code = errc::not_enough_data, .offset = -2, .need = 4},
                    "not enough data to unpack 4 bytes at offset -2"));
    CHECK_BOTH(says({.code = errc::no_space, .offset = -2, .need = 4}, "no space to pack 4 bytes at offset -2"));
    CHECK_BOTH(
        says({.code = errc::offset_out_of_range, .offset = -9, .have = 8}, "offset -9 out of range for 8-byte buffer"));
    CHECK_BOTH(says({.code = errc::iterate_zero_size}, "cannot iteratively unpack with a struct of length 0"));
    CHECK_BOTH(says({.code = errc::iterate_not_multiple, .need = 4, .have = 6},
                    "iterative unpacking requires a buffer of a multiple of 4 bytes (got 6)"));
    CHECK_BOTH(says({.code = errc::float_too_large, .symbol = 'f', .field = 1, .offset = 4},
                    "float too large to pack with f format (field 1, byte offset 4)"));
}

TEST_CASE("range messages give both limits of every integer code") {
    struct row {
        char symbol;
        std::uint64_t most;
        const char* limits;
    };
    static constexpr row rows[] = {
        {'b', 127, "'b' format requires -128 <= number <= 127"},
        {'B', 255, "'B' format requires 0 <= number <= 255"},
        {'h', 32767, "'h' format requires -32768 <= number <= 32767"},
        {'H', 65535, "'H' format requires 0 <= number <= 65535"},
        {'i', INT32_MAX, "'i' format requires -2147483648 <= number <= 2147483647"},
        {'I', UINT32_MAX, "'I' format requires 0 <= number <= 4294967295"},
        {'q', INT64_MAX, "'q' format requires -9223372036854775808 <= number <= 9223372036854775807"},
        {'Q', UINT64_MAX, "'Q' format requires 0 <= number <= 18446744073709551615"},
    };
    for (const row& r : rows)
        CHECK(message_of(
                  {.code = errc::number_out_of_range, .symbol = r.symbol, .field = 2, .offset = 6, .need = r.most}) ==
              std::string(r.limits) + " (field 2, byte offset 6)");
}

TEST_CASE("the total of an offset and a size is computed unsigned") {
    CHECK_THAT(message_of({.code = errc::unpack_from_needs, .offset = INT64_MAX, .need = 10, .have = 12}),
               test_support::contains("at least 9223372036854775817 bytes"));
}

TEST_CASE("characters that do not print are escaped") {
    CHECK_BOTH(says({.code = errc::bad_format_char, .symbol = '\0', .column = 0},
                    "bad char in struct format: '\\x00' at column 0"));
    CHECK_BOTH(says({.code = errc::bad_format_char, .symbol = '\n', .column = 0},
                    "bad char in struct format: '\\x0a' at column 0"));
    CHECK_BOTH(says({.code = errc::bad_format_char, .symbol = '\xE4', .column = 0},
                    "bad char in struct format: '\\xe4' at column 0"));
    CHECK_BOTH(says({.code = errc::bad_format_char, .symbol = '\x7F', .column = 0},
                    "bad char in struct format: '\\x7f' at column 0"));
}

TEST_CASE("system failures give the system's code and, with exceptions, its text") {
    const error_info info{.code = errc::system_failure, .have = ENOENT, .subject = "open"};
    const std::string text = lb::config::exceptions ? std::strerror(ENOENT) + std::string(" ") : std::string();
    CHECK(message_of(info) == "open failed: " + text + "(error " + std::to_string(ENOENT) + ")");
    CHECK(info.system_code() == ENOENT);
    CHECK(error_info{.code = errc::closed, .have = ENOENT}.system_code() == 0);
}

TEST_CASE("a message is cut at the capacity and always terminated") {
    const error_info info{.code = errc::zero_step};
    const std::string whole = "slice step cannot be zero";
    for (std::size_t capacity = 1; capacity <= whole.size() + 2; ++capacity) {
        char text[64];
        std::memset(text, '#', sizeof text);
        lb::write_message(info, text, capacity);
        CHECK(std::string(text) == whole.substr(0, capacity - 1));
        CHECK(text[capacity] == '#');
    }
}

TEST_CASE("an exception has room for the longest numbers of every message") {
    for (unsigned k = 0; k <= static_cast<unsigned>(errc::out_of_memory); ++k) {
        const error_info info{.code = static_cast<errc>(k),
                              .symbol = '\xFF',
                              .field = INT32_MIN,
                              .offset = INT64_MIN,
                              .column = INT64_MIN,
                              .need = UINT64_MAX,
                              .have = info.code == errc::system_failure ? std::uint64_t{ENOENT} : UINT64_MAX,
                              .subject = "shared_memory"};
        CHECK(message_of(info) == lb::error(info).what());
    }
}
