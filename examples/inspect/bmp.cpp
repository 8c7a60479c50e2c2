// BMP: Windows bitmaps. Their rows usually run upwards: the pixels are a view with a negative stride.
#include "report.hpp"

namespace inspect {

namespace {

constexpr name_of header_kinds[] = {{12, "core"},   {40, "info"},       {52, "info 2"},    {56, "info 3"},
                                    {64, "OS/2 2"}, {108, "version 4"}, {124, "version 5"}};
constexpr std::uint32_t plain = 0, bit_fields = 3, alpha_bit_fields = 6;
constexpr name_of compressions[] = {{plain, "none"},
                                    {1, "RLE 8"},
                                    {2, "RLE 4"},
                                    {bit_fields, "bit fields"},
                                    {4, "JPEG"},
                                    {5, "PNG"},
                                    {alpha_bit_fields, "bit fields and alpha"}};

/// Holds what the different headers agree on; a negative height means rows that run downwards.
struct image {
    std::int64_t width, height;
    std::uint32_t bits, compression, colours;
};

image print_core_header(bytes file, report& out) {
    const auto [size, width, height, planes, bits] = out.fields<"<IHHHH">(
        file, 14, {{"header size", named<header_kinds>}, "width", "height", "planes", "bits per pixel"});
    return {width, height, bits, plain, bits <= 8 ? 1u << bits : 0};
}

image print_info_header(bytes file, std::uint32_t header_size, report& out) {
    const auto [size, width, height, planes, bits, compression, image_size, x, y, colours, important] =
        out.fields<"<IiiHHIIiiII">(file, 14,
                                   {{"header size", named<header_kinds>},
                                    "width",
                                    "height",
                                    "planes",
                                    "bits per pixel",
                                    {"compression", named<compressions>},
                                    "image size",
                                    "pixels per metre, x",
                                    "pixels per metre, y",
                                    "colours used",
                                    "colours important"});
    // Three masks, and one for alpha, are part of the later headers or follow the first.
    if (header_size >= 52 ? header_size != 64 : compression == bit_fields || compression == alpha_bit_fields)
        out.fields<"<III">(file, 54, {{"red mask", hex}, {"green mask", hex}, {"blue mask", hex}});
    if (header_size >= 56 ? header_size != 64 : compression == alpha_bit_fields)
        out.fields<"<I">(file, 66, {{"alpha mask", hex}});
    if (header_size >= 108) out.fields<"<4s">(file, 70, {"colour space, reversed"});
    return {width, height, bits, compression, colours == 0 && bits <= 8 ? 1u << bits : colours};
}

void print_palette(bytes file, std::uint64_t at, std::uint32_t colours, bool core, report& out) {
    constexpr std::int64_t most = 8;
    out.heading("palette: {} colours", colours);
    const std::uint64_t size = core ? 3 : 4;
    const bytes table = part(file, at, size * colours)[lb::slice(most * static_cast<std::int64_t>(size))];
    auto print_colour = [&, number = 0u](auto blue, auto green, auto red) mutable {
        out.field(file, at + size * number, size, fmt::format("colour {}", number),
                  fmt::format("#{:02x}{:02x}{:02x}", red, green, blue));
        ++number;
    };
    if (core)
        for (const auto [blue, green, red] : lb::iter_unpack<"BBB">(table)) print_colour(blue, green, red);
    else
        for (const auto [blue, green, red] : lb::iter_unpack<"BBBx">(table)) print_colour(blue, green, red);
    out.more(colours, "colours", most);
}

void print_pixels(bytes file, std::uint64_t at, const image& what, report& out) {
    const std::int64_t rows = what.height < 0 ? -what.height : what.height;
    // Rows are filled up to whole words.
    const std::int64_t row = (what.width * what.bits + 31) / 32 * 4;
    const std::int64_t pixel = what.bits / 8;
    out.heading("pixels: {} rows of {} bytes", rows, row);
    const bytes data = part(file, at, static_cast<std::uint64_t>(rows) * static_cast<std::uint64_t>(row));
    const lb::buffer_view<const std::uint8_t, 3> stored(data, lb::index_array_of(rows, what.width, pixel),
                                                        lb::index_array_of(row, pixel, 1));
    const auto upright = what.height < 0 ? stored : stored.flip(0);
    out.line("  top left corner, {}", pixel == 1 ? "as numbers of colours" : "as #rrggbb");
    for (const auto& line : upright[lb::slice(4)]) {
        std::string shown;
        for (const auto& dot : line[lb::slice(8)]) {
            if (pixel == 1)
                fmt::format_to(std::back_inserter(shown), " {:>3}", dot[0]);
            else
                fmt::format_to(std::back_inserter(shown), " #{:02x}{:02x}{:02x}", dot[2], dot[1], dot[0]);
        }
        out.line("   {}{}", shown, what.width > 8 ? " ..." : "");
    }
    if (rows > 4) out.line("    ...");
}

void print(bytes file, report& out) {
    out.heading("file header");
    const auto [magic, file_size, pixels_at] =
        out.fields<"<2sI4xI">(file, 0, {"magic", "file size", {"pixels at", hex}});

    out.heading("image header");
    const auto [header_size] = lb::unpack_from<"<I">(file, 14);
    if (header_size != 12 && header_size < 40)
        throw damaged("a header of {} bytes at offset 14 is none of the known ones", header_size);
    const image what = header_size == 12 ? print_core_header(file, out) : print_info_header(file, header_size, out);
    if (what.width < 0) throw damaged("the width at offset 18 is negative: {}", what.width);

    std::uint64_t palette_at = 14 + std::uint64_t{header_size};
    if (header_size == 40 && what.compression == bit_fields) palette_at += 12;
    if (header_size == 40 && what.compression == alpha_bit_fields) palette_at += 16;
    if (what.colours != 0) print_palette(file, palette_at, what.colours, header_size == 12, out);
    const bool whole_bytes = what.bits == 8 || what.bits == 24 || what.bits == 32;
    if (whole_bytes && (what.compression == plain || what.compression == bit_fields))
        print_pixels(file, pixels_at, what, out);
    else
        (void)part(file, pixels_at, 0);
}

bool recognises(bytes file) {
    if (!starts_with(file, "BM")) return false;
    // Many a text starts with "BM"; the size of the second header tells them apart.
    const auto header_size = lb::try_unpack_from<"<I">(file, 14);
    return !header_size || !find_name(header_kinds, lb::get<0>(*header_size)).empty();
}

} // namespace

const file_format bmp{"BMP", recognises, print};

} // namespace inspect
