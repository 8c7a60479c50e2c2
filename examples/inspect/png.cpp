// PNG: an image in chunks, each with its length, its type and a CRC.
#include "report.hpp"

namespace inspect {

namespace {

using namespace std::string_view_literals;

constexpr auto signature = "\x89PNG\r\n\x1a\n"sv;
constexpr name_of colour_types[] = {
    {0, "greyscale"}, {2, "RGB"}, {3, "palette"}, {4, "greyscale and alpha"}, {6, "RGB and alpha"}};
constexpr name_of compressions[] = {{0, "deflate"}};
constexpr name_of filters[] = {{0, "adaptive"}};
constexpr name_of interlaces[] = {{0, "none"}, {1, "Adam7"}};

/// Computes the CRC-32 that PNG shares with gzip and ZIP.
std::uint32_t crc_of(bytes data) noexcept {
    static constexpr auto table = [] {
        std::array<std::uint32_t, 256> entries{};
        for (std::uint32_t n = 0; n < entries.size(); ++n) {
            std::uint32_t c = n;
            for (int k = 0; k < 8; ++k) c = (c & 1) != 0 ? 0xedb88320u ^ (c >> 1) : c >> 1;
            entries[n] = c;
        }
        return entries;
    }();
    std::uint32_t crc = 0xffffffffu;
    for (const std::uint8_t byte : data) crc = table[(crc ^ byte) & 0xff] ^ (crc >> 8);
    return ~crc;
}

std::string palette(bytes data) {
    constexpr std::ptrdiff_t most = 6, colour = 3;
    if (data.size() % colour != 0) return fmt::format("{} bytes are no palette", data.size());
    std::string colours = fmt::format("{} colours:", data.size() / colour);
    for (const auto [red, green, blue] : lb::iter_unpack<"BBB">(data[lb::slice(most * colour)]))
        fmt::format_to(std::back_inserter(colours), " #{:02x}{:02x}{:02x}", red, green, blue);
    return colours + (data.size() > most * colour ? " ..." : "");
}

/// Says what is in a chunk, where that fits a line.
std::string content(std::string_view type, bytes data) {
    if (type == "IHDR") {
        const auto [width, height, depth, colour] = lb::unpack<">IIBB3x">(data);
        return fmt::format("{} x {}, {} bits, {}", width, height, depth, find_name(colour_types, colour));
    }
    if (type == "PLTE") return palette(data);
    if (type == "gAMA") {
        const auto [gamma] = lb::unpack<">I">(data);
        return fmt::format("gamma {:.5f}", gamma / 100000.0);
    }
    if (type == "pHYs") {
        const auto [x, y, unit] = lb::unpack<">IIB">(data);
        return fmt::format("{} x {} pixels per {}", x, y, unit == 1 ? "metre" : "unit");
    }
    if (type == "tIME") {
        const auto [year, month, day, hour, minute, second] = lb::unpack<">HBBBBB">(data);
        return fmt::format("{}-{:02}-{:02} {:02}:{:02}:{:02} UTC", year, month, day, hour, minute, second);
    }
    if (type == "tEXt") {
        const std::string_view all = text(data);
        const std::size_t end = all.find('\0');
        return end == all.npos ? quoted(all)
                               : fmt::format("{} = {}", printable(all.substr(0, end)), quoted(all.substr(end + 1)));
    }
    if (type == "zTXt" || type == "iTXt" || type == "iCCP") {
        const std::string_view all = text(data);
        return printable(all.substr(0, all.find('\0')));
    }
    return {};
}

void print(bytes file, report& out) {
    out.heading("signature and header");
    out.fields<"8s">(file, 0, {"signature"});
    if (!starts_with(file, signature)) throw damaged("the signature at offset 0 was changed, as by a text-mode copy");
    const auto header = out.fields<">I4sIIBBBBBI">(file, signature.size(),
                                                   {"length",
                                                    "type",
                                                    "width",
                                                    "height",
                                                    "bits per sample",
                                                    {"colour type", named<colour_types>},
                                                    {"compression", named<compressions>},
                                                    {"filter", named<filters>},
                                                    {"interlace", named<interlaces>},
                                                    {"CRC", hex}});
    if (lb::get<1>(header) != "IHDR") throw damaged("the first chunk, at offset 8, is not IHDR");

    out.heading("chunks");
    out.line("  {:<8}  {:<4} {:>10}  {:<8}", "offset", "type", "length", "CRC");
    std::int64_t count = 0;
    std::string first_wrong;
    bool ended = false;
    std::uint64_t at = signature.size();
    while (!ended && at < size_of(file)) {
        out.about("chunk at offset {0} ({0:#x})", at);
        const auto [length, type] = lb::unpack_from<">I4s">(file, index_of(at));
        const bytes data = part(file, at + 8, length);
        const auto [crc] = lb::unpack_from<">I">(file, index_of(at + 8 + length));
        const std::uint32_t computed = crc_of(part(file, at + 4, length + std::uint64_t{4}));
        if (crc != computed && first_wrong.empty())
            first_wrong = fmt::format("chunk {} at offset {} ({:#x}): its CRC is {:08x}, its bytes give {:08x}",
                                      quoted(type), at, at, crc, computed);
        if (++count <= most_rows)
            out.line("  {:08x}  {:<4} {:>10}  {:08x} {}  {}", at, printable(type), length, crc,
                     crc == computed ? "ok " : "BAD", content(type, data));
        ended = type == "IEND";
        at += 12 + std::uint64_t{length};
    }
    out.more(count, "chunks");
    out.about("chunks");
    if (!first_wrong.empty()) throw damaged("{}", first_wrong);
    if (!ended) throw damaged("the file ends at offset {}, before a chunk IEND", at);
    if (at < size_of(file)) {
        out.heading("{} bytes after the image", size_of(file) - at);
        out.hexdump(file, at, 64);
    }
}

} // namespace

const file_format png{"PNG", [](bytes file) { return starts_with(file, signature.substr(0, 4)); }, print};

} // namespace inspect
