// ZIP: an archive that is read from its end, where the central directory says what is in it.
#include "report.hpp"

namespace inspect {

namespace {

using namespace std::string_view_literals;

constexpr auto local_magic = "PK\3\4"sv, entry_magic = "PK\1\2"sv, end_magic = "PK\5\6"sv;
constexpr auto locator64_magic = "PK\6\7"sv, end64_magic = "PK\6\6"sv;
constexpr name_of methods[] = {{0, "stored"}, {8, "deflate"}, {9, "deflate64"}, {12, "bzip2"},
                               {14, "LZMA"},  {93, "zstd"},   {95, "XZ"},       {99, "AES"}};
constexpr std::uint32_t elsewhere = 0xffffffff; // the number needs 64 bits and stands in the extra field

/// Is where the central directory is.
struct directory {
    std::uint64_t entries, size, offset;
};

/// Holds the numbers of an entry that may need 64 bits.
struct extents {
    std::uint64_t size, compressed, offset;
};

void check_magic(bytes file, std::uint64_t at, std::string_view magic) {
    if (text(part(file, at, magic.size())) != magic)
        throw damaged("{} is expected at offset {} ({:#x})", quoted(magic), at, at);
}

/// Finds the end record: the last one whose comment ends with the file, or before it.
std::uint64_t find_end(bytes file) {
    constexpr std::ptrdiff_t record = 22, longest = record + 0xffff;
    const bytes tail = file[lb::slice(-longest, lb::none)];
    const std::size_t found = text(tail[lb::slice(lb::none, 4 - record)]).rfind(end_magic);
    if (tail.size() < record || found == std::string_view::npos)
        throw damaged("the end record {} is missing in the last {} bytes, from offset {}: the archive is cut",
                      quoted(end_magic), tail.size(), file.size() - tail.size());
    return size_of(file) - size_of(tail) + found;
}

std::string dos_date(std::uint64_t date) {
    return fmt::format("{}-{:02}-{:02}", 1980 + (date >> 9), date >> 5 & 15, date & 31);
}

std::string dos_time(std::uint64_t time) {
    return fmt::format("{:02}:{:02}:{:02}", time >> 11, time >> 5 & 63, (time & 31) * 2);
}

/// Reads the numbers that stand in the extra field because they did not fit.
void read_extra(bytes file, std::uint64_t at, std::uint64_t extra_size, extents& what) {
    const bytes extra = up_to(file, at, extra_size);
    while (at + 4 <= size_of(extra)) {
        const auto [kind, size] = lb::unpack_from<"<HH">(extra, index_of(at));
        const bytes field = up_to(extra, at + 4, size);
        std::uint64_t next = at + 4;
        for (std::uint64_t* number : {&what.size, &what.compressed, &what.offset})
            if (kind == 1 && *number == elsewhere) {
                *number = lb::get<0>(lb::unpack_from<"<Q">(field, index_of(next)));
                next += 8;
            }
        at += 4u + size;
    }
}

/// Prints the entry at `at` of the directory and returns its size.
std::uint64_t print_entry(bytes file, std::uint64_t at, bool shown, report& out) {
    check_magic(file, at, entry_magic);
    const auto [flags, method, time, date, crc, compressed, size, name_size, extra_size, comment_size, offset] =
        lb::unpack_from<"<8xHHHHIIIHHH8xI">(file, index_of(at));
    const std::string_view name = text(part(file, at + 46, name_size));
    extents what{size, compressed, offset};
    read_extra(file, at + 46 + name_size, extra_size, what);
    (void)part(file, at + 46 + name_size + extra_size, comment_size);
    check_magic(file, what.offset, local_magic);
    if (shown)
        out.line("  {:08x}  {:>10} {:>10} {:<9} {:08x} {:>10x}  {} {}  {}{}", at, what.size, what.compressed,
                 name_or_number(methods, method), crc, what.offset, dos_date(date), dos_time(time), printable(name),
                 (flags & 1) != 0 ? " (encrypted)" : "");
    return std::uint64_t{46} + name_size + extra_size + comment_size;
}

directory print_end(bytes file, report& out) {
    out.heading("end of central directory");
    const std::uint64_t at = find_end(file);
    const auto [magic, disk, first_disk, entries_here, entries, size, offset, comment_size] =
        out.fields<"<4sHHHHIIH">(file, at,
                                 {"magic",
                                  "disk",
                                  "disk of the directory",
                                  "entries on this disk",
                                  "entries",
                                  "directory size",
                                  {"directory at", hex},
                                  "comment size"});
    if (comment_size != 0)
        out.field(file, at + 22, comment_size, "comment", quoted(text(part(file, at + 22, comment_size))));
    // Larger archives have a second end record; a locator before the first one knows where.
    if (at < 20 || text(part(file, at - 20, 4)) != locator64_magic) return {entries, size, offset};

    out.heading("end of central directory, 64 bits");
    const auto [locator, end64_disk, end64_at, disks] =
        out.fields<"<4sIQI">(file, at - 20, {"magic", "disk of the end record", {"end record at", hex}, "disks"});
    check_magic(file, end64_at, end64_magic);
    const auto end64 = out.fields<"<4sQHHIIQQQQ">(file, end64_at,
                                                  {"magic",
                                                   "size of this record",
                                                   "made by version",
                                                   "needed version",
                                                   "disk",
                                                   "disk of the directory",
                                                   "entries on this disk",
                                                   "entries",
                                                   "directory size",
                                                   {"directory at", hex}});
    return {lb::get<7>(end64), lb::get<8>(end64), lb::get<9>(end64)};
}

void print_first_entry(bytes file, report& out) {
    out.heading("first entry");
    const auto record = out.fields<"<4sHHHHHIIIHH">(file, 0,
                                                    {"magic",
                                                     "needed version",
                                                     {"flags", hex},
                                                     {"method", named<methods>},
                                                     {"time", dos_time},
                                                     {"date", dos_date},
                                                     {"CRC", hex},
                                                     "compressed size",
                                                     "size",
                                                     "name size",
                                                     "extra size"});
    const std::uint64_t name_size = lb::get<9>(record);
    out.field(file, 30, name_size, "name", quoted(text(part(file, 30, name_size))));
}

void print(bytes file, report& out) {
    if (starts_with(file, local_magic)) print_first_entry(file, out);
    const directory where = print_end(file, out);
    out.heading("central directory: {} entries", where.entries);
    const bytes table = part(file, where.offset, where.size);
    out.line("  {:<8}  {:>10} {:>10} {:<9} {:<8} {:>10}  {:<19}  {}", "offset", "size", "compressed", "method", "CRC",
             "at", "time", "name");
    std::int64_t count = 0;
    std::uint64_t at = where.offset;
    while (at < where.offset + size_of(table)) {
        out.about("entry {} at offset {} ({:#x})", count, at, at);
        at += print_entry(file, at, ++count <= most_rows, out);
    }
    out.more(count, "entries");
    out.about("central directory");
    if (static_cast<std::uint64_t>(count) != where.entries)
        throw damaged("there are {} entries, the end record says {}", count, where.entries);
}

} // namespace

const file_format zip{"ZIP", [](bytes file) { return starts_with(file, local_magic) || starts_with(file, end_magic); },
                      print};

} // namespace inspect
