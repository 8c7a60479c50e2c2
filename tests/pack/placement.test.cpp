#include "support/catch.hpp"

#include <lendbuf/pack/placement.hpp>
#include <limits>

namespace lb = lendbuf;
using lb::errc;
using lb::transfer;

namespace {

// The rules of struct.unpack_from, as CPython writes them.
constexpr errc python_says(std::ptrdiff_t offset, std::ptrdiff_t size, std::ptrdiff_t length) {
    if (offset < 0) {
        if (offset + size > 0) return errc::not_enough_data;
        if (offset + length < 0) return errc::offset_out_of_range;
        offset += length;
    }
    return length - offset < size ? errc::unpack_from_needs : errc::success;
}

constexpr bool agrees_with_python() {
    for (std::ptrdiff_t length = 0; length <= 6; ++length)
        for (std::ptrdiff_t size = 0; size <= 7; ++size)
            for (std::ptrdiff_t offset = -9; offset <= 9; ++offset) {
                std::ptrdiff_t at = offset;
                const auto error = lb::detail::try_place(at, size, length, transfer::unpack);
                if (error.code != python_says(offset, size, length)) return false;
                if (error.code == errc::success && at != (offset < 0 ? offset + length : offset)) return false;
                if (error.code == errc::success && !lb::detail::lies_inside(at, size, length)) return false;
            }
    return true;
}

constexpr lb::error_info refusal(std::ptrdiff_t offset, std::ptrdiff_t size, std::ptrdiff_t length, transfer way) {
    return lb::detail::try_place(offset, size, length, way);
}

constexpr auto furthest = std::numeric_limits<std::ptrdiff_t>::max();
constexpr auto lowest = std::numeric_limits<std::ptrdiff_t>::min();

} // namespace

TEST_CASE("placement agrees with Python everywhere around a small buffer") {
    CHECK_BOTH(agrees_with_python());
}

TEST_CASE("placement does not overflow at the ends of the number range") {
    CHECK_BOTH(refusal(furthest, furthest, furthest, transfer::unpack).code == errc::unpack_from_needs);
    CHECK_BOTH(refusal(0, furthest, furthest, transfer::unpack).code == errc::success);
    CHECK_BOTH(refusal(lowest, furthest, furthest, transfer::unpack).code == errc::offset_out_of_range);
    CHECK_BOTH(refusal(lowest, 0, 0, transfer::pack).code == errc::offset_out_of_range);
    CHECK_BOTH(refusal(-1, furthest, furthest, transfer::pack).code == errc::no_space);
    CHECK_BOTH(refusal(-furthest, furthest, furthest, transfer::pack).code == errc::success);
    CHECK_BOTH(refusal(furthest, 0, furthest, transfer::pack).code == errc::success);
    CHECK_BOTH(refusal(furthest, 1, furthest, transfer::pack).code == errc::pack_into_needs);
}

TEST_CASE("placement says offset, need and have as they were given") {
    constexpr auto error = refusal(-3, 4, 12, transfer::pack);
    CHECK_BOTH(error.code == errc::no_space && error.offset == -3 && error.need == 4 && error.have == 12);
}

TEST_CASE("place returns the offset from the start or throws") {
    CHECK_BOTH(lb::detail::place(3, 4, 12, transfer::unpack) == 3);
    CHECK_BOTH(lb::detail::place(-4, 4, 12, transfer::unpack) == 8);
    CHECK_BOTH(lb::detail::place(12, 0, 12, transfer::unpack) == 12);
    CHECK_THROWS_LB_AS(lb::struct_error, lb::detail::place(9, 4, 12, transfer::unpack));
    CHECK_THROWS_LB(lb::struct_error, "no space to pack 4 bytes at offset -3",
                    lb::detail::place(-3, 4, 12, transfer::pack));
}
