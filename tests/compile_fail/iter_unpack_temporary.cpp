// EXPECT: viewable
#include <lendbuf/core.hpp>
#include <vector>

std::vector<char> make();

auto read() {
    return lendbuf::iter_unpack<"<I">(make());
}
