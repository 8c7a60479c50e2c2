// EXPECT: nodiscard
#pragma GCC diagnostic error "-Wunused-result"
#include <lendbuf/format/parse.hpp>

void look_away() {
    lendbuf::try_calcsize("i", 1);
}
