#include <cstddef>
#include <cstdint>
#include <lendbuf/base/number_limits.hpp>
#include <limits>

#include "support/catch.hpp"

namespace lb = lendbuf;

TEMPLATE_TEST_CASE("ranges are those of the standard library", "", bool, char, signed char, unsigned char, char8_t,
                   char16_t, wchar_t, short, unsigned short, int, unsigned, long, unsigned long, long long,
                   unsigned long long, std::ptrdiff_t, std::size_t, float, double, long double) {
    using ours = lb::number_limits<TestType>;
    using theirs = std::numeric_limits<TestType>;
    CHECK_BOTH(ours::max() == theirs::max());
    CHECK_BOTH(ours::lowest() == theirs::lowest());
    CHECK_BOTH(ours::digits == theirs::digits);
}

TEMPLATE_TEST_CASE("integers have a least number", "", bool, signed char, unsigned char, int, unsigned, std::int64_t,
                   std::uint64_t) {
    CHECK_BOTH(lb::number_limits<TestType>::min() == std::numeric_limits<TestType>::min());
}
