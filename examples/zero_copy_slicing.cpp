// Slices of a bytearray are views: nothing is copied, and a write through one is seen by all.
#include <fmt/core.h>
#include <lendbuf/lendbuf.hpp>
#include <string>

namespace lb = lendbuf;

int main() {
    lb::bytearray data("Hello, zero-copy world!");
    lb::buffer_view view(data);

    const auto word = view[lb::slice(7, 16)];
    fmt::print("slice: {}\n", std::string(word.begin(), word.end()));
    fmt::print("same memory: {}\n", word.data() == data.data() + 7);

    word[0] = 'Z';
    view[-1] = '?';
    fmt::print("owner: {}\n", std::string(data.begin(), data.end()));

    // While views exist, the owner may not move its bytes.
    try {
        data.append('!');
    } catch (const lb::buffer_error& refusal) {
        fmt::print("append: {}\n", refusal.what());
    }
}
