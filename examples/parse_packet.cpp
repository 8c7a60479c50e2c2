// A packet is a header, a payload and a checksum: three slices of one buffer, and no copy.
#include <fmt/core.h>
#include <lendbuf/lendbuf.hpp>
#include <numeric>
#include <string>

namespace lb = lendbuf;

/// Holds a packet's parts, all of them views.
struct packet {
    lb::buffer_view<const std::uint8_t, 1, lb::contiguous> header, payload, checksum;
};

packet parse_packet(lb::buffer_view<const std::uint8_t, 1, lb::contiguous> data) {
    return {data[lb::slice(lb::none, 12)], data[lb::slice(12, -4)], data[lb::slice(-4, lb::none)]};
}

int main() {
    lb::bytearray wire;
    const std::string text = "zero copies were made";
    wire.extend(lb::pack<">4sHHI">("PKT1", 7, text.size(), 0xCAFEu));
    wire.extend(text);
    wire.extend(lb::pack<">I">(std::accumulate(text.begin(), text.end(), 0u)));

    const auto [header, payload, checksum] = parse_packet(wire);
    const auto [magic, kind, length, id] = lb::unpack<">4sHHI">(header);
    fmt::print("header   magic={} kind={} length={} id={:#x}\n", std::string(magic), kind, length, id);
    fmt::print("payload  {} bytes: {}\n", payload.size(), std::string(payload.begin(), payload.end()));
    const auto [sum] = lb::unpack<">I">(checksum);
    fmt::print("checksum {} {}\n", sum, sum == std::accumulate(payload.begin(), payload.end(), 0u) ? "ok" : "WRONG");
    fmt::print("in place {}\n", payload.data() == wire.data() + 12);
}
