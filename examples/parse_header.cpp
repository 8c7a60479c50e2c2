// One format describes a header for reading and for writing; the compiler checks it.
#include <fmt/core.h>
#include <lendbuf/lendbuf.hpp>
#include <string>

namespace lb = lendbuf;

int main() {
    lb::bytearray file(64);
    lb::pack_into<"<4sHI">(file, 0, "DATA", 3, 54u);

    const auto [magic, version, size] = lb::unpack_from<"<4sHI">(file);
    fmt::print("{} version {}, {} bytes follow a header of {}\n", std::string(magic), version, size,
               lb::calcsize<"<4sHI">());

    // What does not fit is refused before the first byte is written.
    const auto refused = lb::try_pack_into<"<4sHI">(file, 0, "LOST", 70000, 0u);
    fmt::print("version 70000: field {} at byte {} holds at most {}\n", refused.error().field, refused.error().offset,
               refused.error().need);
    try {
        (void)lb::unpack_from<"<4sHI">(file, 60);
    } catch (const lb::struct_error& error) {
        fmt::print("{}\n", error.what());
    }
    fmt::print("still {}\n", std::string(lb::get<0>(lb::unpack_from<"<4s">(file))));
}
