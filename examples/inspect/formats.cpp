// The list of formats, and what is done with a file: find its format, let it print, say what went wrong.
#include "report.hpp"

namespace inspect {

namespace {

constexpr const file_format* known_formats[] = {&elf, &png, &gif, &bmp, &riff, &zip, &gzip, &pcap, &npy};

void print_unknown(bytes file, report& out) {
    constexpr std::ptrdiff_t shown = 256;
    out.heading("{}", file.empty() ? "no bytes" : "bytes");
    out.hexdump(file, 0, shown);
    out.more(file.size(), "bytes", shown);
}

constexpr file_format unknown{"unknown format", nullptr, print_unknown};

const file_format& format_of(bytes file) {
    for (const file_format* format : known_formats)
        if (format->recognises(file)) return *format;
    return unknown;
}

/// Says in the words of this program what lendbuf found: a record does not fit, and by how much.
std::string describe(const lb::error& e) {
    const lb::error_info& info = e.info();
    if (info.code != lb::errc::unpack_from_needs) return e.what();
    return fmt::format("needs {0} byte{1} at offset {2} ({2:#x}), but the end is at {3} ({3:#x}): {4} missing",
                       info.need, info.need == 1 ? "" : "s", info.offset, info.have, info.missing());
}

} // namespace

std::string print_file(bytes file, report& out) {
    const file_format& format = format_of(file);
    out.line("{}, {} bytes", format.name, file.size());
    try {
        format.print(file, out);
        return {};
    } catch (const lb::error& e) {
        return fmt::format("{}: {}: {}", format.name, out.place(), describe(e));
    } catch (const damaged& e) {
        return fmt::format("{}: {}: {}", format.name, out.place(), e.what());
    }
}

} // namespace inspect
