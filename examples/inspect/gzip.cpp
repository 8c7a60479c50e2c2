// gzip: one compressed file, with a header of optional parts and a trailer.
#include "report.hpp"

namespace inspect {

namespace {

constexpr std::uint8_t text_flag = 1, checksum_flag = 2, extra_flag = 4, name_flag = 8, comment_flag = 16;
constexpr name_of methods[] = {{8, "deflate"}};
constexpr name_of effort[] = {{0, "normal"}, {2, "best compression"}, {4, "fastest"}};
constexpr name_of systems[] = {{0, "FAT"}, {3, "Unix"}, {7, "Macintosh"}, {11, "NTFS"}, {255, "not told"}};

std::string flags_set(std::uint64_t flags) {
    std::string names;
    for (const auto& [flag, name] :
         {name_of{text_flag, "text"}, name_of{checksum_flag, "checksum"}, name_of{extra_flag, "extra"},
          name_of{name_flag, "name"}, name_of{comment_flag, "comment"}})
        if ((flags & flag) != 0) names += (names.empty() ? "" : ", ") + std::string(name);
    return fmt::format("{:#04x}{}", flags, names.empty() ? "" : fmt::format(" ({})", names));
}

std::string time_changed(std::uint64_t seconds) {
    return fmt::format("{} ({})", seconds, seconds == 0 ? "not given" : utc_time(seconds) + " UTC");
}

/// Prints a terminated text and moves `at` behind it.
void print_text(bytes file, std::uint64_t& at, const char* name, report& out) {
    const std::string_view value = terminated_text(file, at);
    out.field(file, at, value.size() + 1, name, quoted(value));
    at += value.size() + 1;
}

void print(bytes file, report& out) {
    out.heading("header");
    const auto [magic, method, flags, time, extra_flags, system] =
        out.fields<"<2sBBIBB">(file, 0,
                               {"magic",
                                {"method", named<methods>},
                                {"flags", flags_set},
                                {"time changed", time_changed},
                                {"effort", named<effort>},
                                {"system", named<systems>}});
    std::uint64_t at = 10;
    if ((flags & extra_flag) != 0) {
        const auto [size] = out.fields<"<H">(file, at, {"extra size"});
        (void)part(file, at + 2, size);
        out.field(file, at + 2, size, "extra", "");
        at += 2u + size;
    }
    if ((flags & name_flag) != 0) print_text(file, at, "name", out);
    if ((flags & comment_flag) != 0) print_text(file, at, "comment", out);
    if ((flags & checksum_flag) != 0) {
        out.fields<"<H">(file, at, {{"header checksum", hex}});
        at += 2;
    }

    out.heading("compressed data");
    const bytes rest = part(file, at, size_of(file) - at);
    constexpr std::uint64_t trailer = 8, least = 2; // deflate says nothing in two bytes
    (void)part(file, at, least + trailer);
    const std::uint64_t size = size_of(rest) - trailer;
    out.line("  {} bytes from offset {:#x}", size, at);
    out.hexdump(file, at, std::min<std::uint64_t>(size, 64));
    out.heading("trailer");
    out.fields<"<II">(file, at + size, {{"CRC of the contents", hex}, "size of the contents"});
}

} // namespace

const file_format gzip{"gzip", [](bytes file) { return starts_with(file, "\x1f\x8b"); }, print};

} // namespace inspect
