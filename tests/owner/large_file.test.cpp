#include "owner/temporary_file.hpp"
#include "support/catch.hpp"

#include <cstdint>
#include <filesystem>
#include <lendbuf/owner/mapped_file.hpp>

#if !defined(_WIN32) // there offsets always have 64 bits, and a file with a hole takes its full size
#    include <lendbuf/owner/large_file.hpp>

namespace lb = lendbuf;

TEST_CASE("offsets in files have 64 bits, whatever the machine's addresses have") {
    STATIC_REQUIRE(sizeof(lb::detail::large::offset) == 8);
}

TEST_CASE("pages of a file beyond 4 GiB are mapped, written and read again") {
    constexpr std::int64_t offset = (std::int64_t{1} << 32) + 12345;
    const test_support::temporary_file file("x"); // the rest is a hole, which takes no room on the disk
    std::filesystem::resize_file(file.path(), static_cast<std::uintmax_t>(offset) + 100);
    {
        lendbuf::mapped_file<lendbuf::access::write> mapped(file.path(), offset, 100);
        mapped[0] = 7;
        mapped[99] = 9;
        mapped.flush();
        CHECK(mapped.file_offset() == offset);
    }
    const lendbuf::mapped_file<> mapped(file.path(), offset);
    CHECK((mapped.size() == 100 && mapped[0] == 7 && mapped[99] == 9));
    CHECK_THROWS_LB_AS(lendbuf::value_error, lendbuf::mapped_file<>(file.path(), offset + 101));
}

#endif
