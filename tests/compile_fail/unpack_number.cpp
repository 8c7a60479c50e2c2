// EXPECT: exporter
#include <lendbuf/core.hpp>

auto read(int number) {
    return lendbuf::unpack<"<I">(number);
}
