#include "support/catch.hpp"

#include <lendbuf/element/strided_bytes.hpp>

using lendbuf::detail::strided_bytes;

TEST_CASE("a cursor indexes and moves by strides") {
    static constexpr char text[] = "a-b-c";
    constexpr strided_bytes<const char> every_other{text, 2};
    CHECK_BOTH(every_other[2] == 'c');
    CHECK_BOTH((every_other + 1)[0] == 'b');
    CHECK_BOTH((every_other + 2 + -1)[1] == 'c');
    constexpr strided_bytes<const char> backwards{text + 4, -2};
    CHECK_BOTH(backwards[1] == 'b');
}
