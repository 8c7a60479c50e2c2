// pcap: captured network packets, as tcpdump writes them; both byte orders, micro- and nanoseconds.
#include "report.hpp"

namespace inspect {

namespace {

constexpr std::uint32_t microseconds = 0xa1b2c3d4, nanoseconds = 0xa1b23c4d;
constexpr name_of magics[] = {{microseconds, "microseconds"}, {nanoseconds, "nanoseconds"}};
constexpr name_of link_types[] = {{0, "BSD loopback"},  {1, "Ethernet"},       {101, "raw IP"},
                                  {105, "IEEE 802.11"}, {113, "Linux cooked"}, {276, "Linux cooked v2"}};
constexpr name_of ether_types[] = {{0x0800, "IPv4"}, {0x0806, "ARP"}, {0x8100, "VLAN"}, {0x86dd, "IPv6"}};
constexpr name_of protocols[] = {{1, "ICMP"}, {2, "IGMP"}, {6, "TCP"}, {17, "UDP"}, {58, "ICMPv6"}};

/// Says who talks to whom. What a packet holds is always big-endian, whatever the file around it is.
std::string conversation(bytes packet) {
    const auto ethernet = lb::try_unpack_from<">6s6sH">(packet);
    if (!ethernet) return "short frame";
    const auto [to, from, kind] = *ethernet;
    const auto ip = lb::try_unpack_from<">BxHxxxxBB2x4B4B">(packet, 14);
    if (kind == 0x0800 && ip) {
        const auto [version, length, hops, protocol, a, b, c, d, e, f, g, h] = *ip;
        return fmt::format("IPv4 {}.{}.{}.{} > {}.{}.{}.{} {}", a, b, c, d, e, f, g, h,
                           name_or_number(protocols, protocol));
    }
    return name_or_number(ether_types, kind);
}

template <std::endian Order>
void print_in_order(bytes file, report& out) {
    out.heading("header, {}-endian", Order == std::endian::big ? "big" : "little");
    const auto [magic, major, minor, zone, accuracy, snap_length, link] =
        out.fields<in_order<Order, "IHHiIII">>(file, 0,
                                               {{"magic", named<magics>},
                                                "major version",
                                                "minor version",
                                                "time zone",
                                                "accuracy",
                                                "snap length",
                                                {"link type", named<link_types>}});

    constexpr std::uint64_t header_size = 24;
    if (size_of(file) > header_size) {
        out.heading("first packet");
        const auto [seconds, fraction, captured, length] = out.fields<in_order<Order, "IIII">>(
            file, header_size,
            {"seconds", magic == nanoseconds ? "nanoseconds" : "microseconds", "captured length", "length"});
        out.hexdump(up_to(file, header_size + 16, captured), header_size + 16, 64);
    }

    out.heading("packets");
    out.line("  {:<8}  {:<29} {:>8} {:>8}", "offset", "time (UTC)", "captured", "length");
    std::int64_t count = 0;
    std::uint64_t at = header_size;
    while (at < size_of(file)) {
        out.about("packet {} at offset {} ({:#x})", count, at, at);
        const auto [seconds, fraction, captured, length] = lb::unpack_from<in_order<Order, "IIII">>(file, index_of(at));
        const bytes packet = part(file, at + 16, captured);
        if (++count <= most_rows)
            out.line("  {:08x}  {:<29} {:>8} {:>8}  {}", at,
                     fmt::format("{}.{:0{}}", utc_time(seconds), fraction, magic == nanoseconds ? 9 : 6), captured,
                     length, link == 1 ? conversation(packet) : "");
        at += 16 + std::uint64_t{captured};
    }
    out.more(count, "packets");
}

/// Tells whether the magic is one of ours when it is read in byte order `Order`.
template <std::endian Order>
bool is_in_order(bytes file) {
    const auto magic = lb::try_unpack_from<in_order<Order, "I">>(file);
    return magic && !find_name(magics, lb::get<0>(*magic)).empty();
}

bool recognises(bytes file) {
    return is_in_order<std::endian::little>(file) || is_in_order<std::endian::big>(file);
}

void print(bytes file, report& out) {
    if (is_in_order<std::endian::little>(file))
        print_in_order<std::endian::little>(file, out);
    else
        print_in_order<std::endian::big>(file, out);
}

} // namespace

const file_format pcap{"pcap", recognises, print};

} // namespace inspect
