#include <fmt/core.h>
#include <lendbuf/lendbuf.hpp>
#include <string>

namespace lb = lendbuf;

int main() {
    lb::bytearray file(32);                                               // owns memory, and lends it
    lb::pack_into<"<4sHI">(file, 0, "DATA", 3, 22u);                      // struct.pack_into, checked when compiled
    lb::buffer_view view(file);                                           // borrows it: no copy, and file may not move
    const auto body = view[lb::slice(10, lb::none)];                      // Python's view[10:]
    body[lb::slice(lb::none, 16)].cast<lb::be<std::uint32_t>>()[-1] = 42; // big-endian, at any address

    const auto [magic, version, size] = lb::unpack_from<"<4sHI">(view);
    fmt::print("{} v{}: {} bytes, byte 25 is {}\n", std::string(magic), version, size, view[25]);
}
