#include <cstdint>
#include <lendbuf/kernel/byte_run.hpp>

#include "support/catch.hpp"

namespace lb = lendbuf;
using run = lb::kernel::byte_run<const std::uint8_t>;

namespace {
constexpr std::uint8_t memory[] = {10, 11, 12, 13, 14, 15};
constexpr run third{memory, 2, 3};
constexpr run whole{memory, 6, 1};
} // namespace

TEST_CASE("bytes are a stride apart") {
    CHECK_BOTH(third[0] == 10 && third[1] == 13 && whole[5] == 15);
}

TEST_CASE("a part starts where it is told to") {
    CHECK_BOTH(whole.part(2, 3)[0] == 12 && whole.part(2, 3).size == 3 && third.part(1, 1)[0] == 13);
    CHECK_BOTH(third.part(2, 0).size == 0 && third.part(2, 0).first == memory); // no address outside
}

TEST_CASE("reversed bytes come from the last to the first") {
    CHECK_BOTH(whole.reversed()[0] == 15 && whole.reversed()[5] == 10 && third.reversed()[1] == 10);
    CHECK_BOTH(run{memory, 0, 1}.reversed().first == memory);
}
