// GIF: one or more images and extensions, their data in sub-blocks of at most 255 bytes.
#include "report.hpp"

namespace inspect {

namespace {

constexpr std::uint8_t image_block = 0x2c, extension_block = 0x21, trailer_block = 0x3b;
constexpr name_of disposals[] = {{0, "any"}, {1, "keep"}, {2, "background"}, {3, "previous"}};

std::string screen_flags(std::uint64_t flags) {
    const std::string palette = (flags & 0x80) != 0 ? fmt::format("palette of {}", 2 << (flags & 7)) : "no palette";
    return fmt::format("{:#04x} ({}, {} bits per primary colour)", flags, palette, (flags >> 4 & 7) + 1);
}

std::string aspect_ratio(std::uint64_t value) {
    return value == 0 ? "0 (not given)" : fmt::format("{} ({:.3f})", value, (static_cast<double>(value) + 15) / 64);
}

/// Gives the bytes of a colour table whose existence and size are told by `flags`.
std::uint64_t palette_size(std::uint8_t flags) noexcept {
    return (flags & 0x80) != 0 ? std::uint64_t{6} << (flags & 7) : 0;
}

/// Walks over sub-blocks from `at` and moves it behind them. Returns how many bytes they hold.
std::uint64_t skip_sub_blocks(bytes file, std::uint64_t& at) {
    std::uint64_t held = 0;
    while (true) {
        const auto [size] = lb::unpack_from<"B">(file, index_of(at));
        (void)part(file, at + 1, size);
        at += 1u + size;
        if (size == 0) return held;
        held += size;
    }
}

std::string extension(bytes file, std::uint64_t at) {
    const auto [label, size] = lb::unpack_from<"xBB">(file, index_of(at));
    if (label == 0xf9 && size == 4) {
        const auto [flags, delay, transparent] = lb::unpack_from<"<BHB">(file, index_of(at + 3));
        return fmt::format("graphic control: delay {}.{:02} s, then {}{}", delay / 100, delay % 100,
                           named<disposals>(flags >> 2 & 7u),
                           (flags & 1) != 0 ? fmt::format(", transparent colour {}", transparent) : "");
    }
    const std::string_view start = text(part(file, at + 3, size));
    if (label == 0xfe) return fmt::format("comment: {}", quoted(start));
    if (label == 0xff) return fmt::format("application: {}", quoted(start));
    if (label == 0x01) return "plain text";
    return fmt::format("extension {:#04x}", label);
}

/// Says what the block at `at` is, and moves `at` behind it.
std::string read_block(bytes file, std::uint8_t kind, std::uint64_t& at) {
    if (kind == image_block) {
        const auto [left, top, width, height, flags] = lb::unpack_from<"<x4HB">(file, index_of(at));
        at += 10 + palette_size(flags);
        const auto [code_size] = lb::unpack_from<"B">(file, index_of(at));
        ++at;
        const std::uint64_t data = skip_sub_blocks(file, at);
        return fmt::format("image: {} x {} at ({}, {}){}{}, codes from {} bits, {} bytes of data", width, height, left,
                           top, (flags & 0x40) != 0 ? ", interlaced" : "",
                           (flags & 0x80) != 0 ? fmt::format(", palette of {}", 2 << (flags & 7)) : "", code_size,
                           data);
    }
    if (kind == extension_block) {
        const std::string what = extension(file, at);
        at += 2;
        (void)skip_sub_blocks(file, at);
        return what;
    }
    if (kind != trailer_block) throw damaged("byte {0:#04x} at offset {1} ({1:#x}) starts no block", kind, at);
    ++at;
    return "trailer";
}

void print(bytes file, report& out) {
    out.heading("header");
    const auto [magic, width, height, flags, background, ratio] =
        out.fields<"<6sHHBBB">(file, 0,
                               {"magic",
                                "width",
                                "height",
                                {"flags", screen_flags},
                                "background colour",
                                {"pixel aspect ratio", aspect_ratio}});

    std::uint64_t at = 13;
    if (const std::uint64_t size = palette_size(flags); size != 0) {
        constexpr std::int64_t most = 8;
        out.heading("palette: {} colours", size / 3);
        std::uint64_t entry = at;
        for (const auto [red, green, blue] : lb::iter_unpack<"BBB">(part(file, at, size)[lb::slice(3 * most)])) {
            out.field(file, entry, 3, fmt::format("colour {}", (entry - at) / 3),
                      fmt::format("#{:02x}{:02x}{:02x}", red, green, blue));
            entry += 3;
        }
        out.more(index_of(size / 3), "colours", most);
        at += size;
    }

    out.heading("blocks");
    out.line("  {:<8}  {:>8}", "offset", "size");
    std::int64_t count = 0;
    for (std::uint8_t kind = 0; kind != trailer_block;) {
        out.about("block at offset {0} ({0:#x})", at);
        if (at == size_of(file)) throw damaged("the file ends here, without a trailer");
        kind = lb::get<0>(lb::unpack_from<"B">(file, index_of(at)));
        const std::uint64_t start = at;
        const std::string what = read_block(file, kind, at);
        if (++count <= most_rows) out.line("  {:08x}  {:>8}  {}", start, at - start, what);
    }
    out.more(count, "blocks");
    if (at < size_of(file)) {
        out.heading("{} bytes after the image", size_of(file) - at);
        out.hexdump(file, at, 64);
    }
}

} // namespace

const file_format gif{"GIF", [](bytes file) { return starts_with(file, "GIF87a") || starts_with(file, "GIF89a"); },
                      print};

} // namespace inspect
