// ELF: programs, libraries and object files; 32 and 64 bits, both byte orders. Its tables are overlaid with structs.
#include "report.hpp"

namespace inspect {

namespace {

constexpr name_of classes[] = {{1, "32-bit"}, {2, "64-bit"}};
constexpr name_of byte_orders[] = {{1, "little-endian"}, {2, "big-endian"}};
constexpr name_of systems[] = {{0, "System V"}, {2, "NetBSD"}, {3, "Linux"}, {9, "FreeBSD"}, {12, "OpenBSD"}};
constexpr name_of file_types[] = {
    {0, "none"}, {1, "relocatable"}, {2, "executable"}, {3, "shared object or PIE"}, {4, "core"}};
constexpr name_of machines[] = {{2, "SPARC"},      {3, "Intel 386"}, {8, "MIPS"},  {20, "PowerPC"},
                                {21, "PowerPC64"}, {22, "S/390"},    {40, "Arm"},  {43, "SPARC 9"},
                                {50, "IA-64"},     {62, "x86-64"},   {83, "AVR"},  {94, "Xtensa"},
                                {183, "AArch64"},  {243, "RISC-V"},  {247, "BPF"}, {258, "LoongArch"}};
constexpr std::uint32_t type_interpreter = 3;
constexpr name_of segment_types[] = {{0, "NULL"},
                                     {1, "LOAD"},
                                     {2, "DYNAMIC"},
                                     {type_interpreter, "INTERP"},
                                     {4, "NOTE"},
                                     {6, "PHDR"},
                                     {7, "TLS"},
                                     {0x6474e550, "GNU_EH_FRAME"},
                                     {0x6474e551, "GNU_STACK"},
                                     {0x6474e552, "GNU_RELRO"},
                                     {0x6474e553, "GNU_PROPERTY"}};
constexpr std::uint32_t type_null = 0, type_nobits = 8;
constexpr name_of section_types[] = {{type_null, "NULL"},
                                     {1, "PROGBITS"},
                                     {2, "SYMTAB"},
                                     {3, "STRTAB"},
                                     {4, "RELA"},
                                     {5, "HASH"},
                                     {6, "DYNAMIC"},
                                     {7, "NOTE"},
                                     {type_nobits, "NOBITS"},
                                     {9, "REL"},
                                     {11, "DYNSYM"},
                                     {14, "INIT_ARRAY"},
                                     {15, "FINI_ARRAY"},
                                     {16, "PREINIT_ARRAY"},
                                     {17, "GROUP"},
                                     {18, "SYMTAB_SHNDX"},
                                     {19, "RELR"},
                                     {0x6ffffff6, "GNU_HASH"},
                                     {0x6ffffffd, "VERDEF"},
                                     {0x6ffffffe, "VERNEED"},
                                     {0x6fffffff, "VERSYM"}};

/// Is one row of the section table as it lies in the file; `Word` is as wide as the addresses.
template <std::endian Order, class Word>
struct section {
    lb::endian_value<std::uint32_t, Order> name, type;
    lb::endian_value<Word, Order> flags, address, offset, size;
    lb::endian_value<std::uint32_t, Order> link, info;
    lb::endian_value<Word, Order> alignment, entry_size;
};

/// Is one row of the program header table; the flags moved when addresses grew to 64 bits.
template <std::endian Order, class Word>
struct segment {
    lb::endian_value<std::uint32_t, Order> type, flags;
    lb::endian_value<Word, Order> offset, address, physical, file_size, memory_size, alignment;
};
template <std::endian Order>
struct segment<Order, std::uint32_t> {
    lb::endian_value<std::uint32_t, Order> type, offset, address, physical, file_size, memory_size, flags, alignment;
};

std::string segment_flags(std::uint32_t flags) {
    return {(flags & 4) != 0 ? 'R' : '-', (flags & 2) != 0 ? 'W' : '-', (flags & 1) != 0 ? 'X' : '-'};
}

std::string section_flags(std::uint64_t flags) {
    constexpr std::string_view letters = "WAX MSILOGTC"; // for bit 0 and those above it
    std::string set;
    for (std::size_t bit = 0; bit < letters.size(); ++bit)
        if ((flags >> bit & 1) != 0) set += letters[bit];
    return set;
}

/// Lays `count` records over the table at `offset`.
template <class Record>
auto table_of(bytes file, std::uint64_t offset, std::uint64_t count, std::uint64_t record_size) {
    if (count != 0 && record_size != sizeof(Record))
        throw damaged("the header says records of {} bytes; they have {}", record_size, sizeof(Record));
    constexpr auto most = std::numeric_limits<std::uint64_t>::max();
    const std::uint64_t size = count > most / sizeof(Record) ? most : count * sizeof(Record);
    return part(file, offset, size).template cast<Record>();
}

template <class Segments>
void print_segments(bytes file, const Segments& segments, report& out) {
    out.line("  {:<14} {:<5} {:>10} {:>18} {:>10} {:>10} {:>8}", "type", "flags", "offset", "address", "file size",
             "in memory", "align");
    for (const auto& s : segments[lb::slice(most_rows)])
        out.line("  {:<14} {:<5} {:>#10x} {:>#18x} {:>#10x} {:>#10x} {:>#8x}", name_or_number(segment_types, s.type),
                 segment_flags(s.flags), s.offset.value(), s.address.value(), s.file_size.value(),
                 s.memory_size.value(), s.alignment.value());
    out.more(segments.size(), "segments");
    const auto interpreter =
        std::find_if(segments.begin(), segments.end(), [](const auto& s) { return s.type == type_interpreter; });
    if (interpreter == segments.end()) return;
    const bytes name = up_to(file, interpreter->offset, interpreter->file_size);
    out.line("  interpreter: {}", quoted(terminated_text(name, interpreter->offset)));
}

template <class Sections>
void print_sections(bytes file, const Sections& sections, std::uint32_t name_section, report& out) {
    bytes names;
    std::uint64_t names_at = 0;
    if (name_section < static_cast<std::uint64_t>(sections.size())) {
        const auto& s = sections[name_section];
        out.about("section names");
        names_at = s.offset;
        names = up_to(file, s.offset, s.size);
    }
    out.line("  {:>4} {:<14} {:>10} {:>10} {:>18} {:>5} {:<5} {:>4} {:>5} {:>5}  {}", "nr", "type", "offset", "size",
             "address", "entry", "flags", "link", "info", "align", "name");
    std::ptrdiff_t number = 0;
    for (const auto& s : sections[lb::slice(most_rows)]) {
        out.about("section {}", number);
        const std::string_view name = names.empty() ? "" : terminated_text(names, names_at + s.name);
        out.line("  {:>4} {:<14} {:>#10x} {:>#10x} {:>#18x} {:>#5x} {:<5} {:>4} {:>5} {:>5}  {}", number++,
                 name_or_number(section_types, s.type), s.offset.value(), s.size.value(), s.address.value(),
                 s.entry_size.value(), section_flags(s.flags), s.link.value(), s.info.value(), s.alignment.value(),
                 printable(name));
    }
    out.more(sections.size(), "sections");

    number = 0;
    for (const auto& s : sections) {
        out.about("section {}", number++);
        if (s.type != type_null && s.type != type_nobits) (void)part(file, s.offset, s.size);
    }
}

template <std::endian Order, class Word>
void print_rest(bytes file, report& out) {
    out.heading("header");
    const auto [type, machine, version, entry, segments_at, sections_at, flags, header_size, segment_size,
                segment_count, section_size, section_count, name_section] =
        out.fields<in_order<Order, sizeof(Word) == 8 ? "HHI3QI6H" : "HHI3II6H">>(file, 16,
                                                                                 {{"type", named<file_types>},
                                                                                  {"machine", named<machines>},
                                                                                  "version",
                                                                                  {"entry point", hex},
                                                                                  {"program headers at", hex},
                                                                                  {"section headers at", hex},
                                                                                  {"flags", hex},
                                                                                  "header size",
                                                                                  "program header size",
                                                                                  "program headers",
                                                                                  "section header size",
                                                                                  "section headers",
                                                                                  "section of names"});

    // Counts that do not fit 16 bits stand in section 0, which is otherwise empty.
    using section_type = section<Order, Word>;
    constexpr std::uint32_t elsewhere = 0xffff;
    std::uint64_t sections = section_count;
    std::uint64_t segments = segment_count;
    std::uint32_t names = name_section;
    if (sections_at != 0) {
        out.about("section 0");
        const section_type first = table_of<section_type>(file, sections_at, 1, section_size)[0];
        if (section_count == 0) sections = first.size;
        if (segment_count == elsewhere) segments = first.info;
        if (name_section == elsewhere) names = first.link;
    }
    if (segments_at != 0) {
        out.heading("program headers: {}", segments);
        print_segments(file, table_of<segment<Order, Word>>(file, segments_at, segments, segment_size), out);
    }
    if (sections_at != 0) {
        out.heading("section headers: {}", sections);
        print_sections(file, table_of<section_type>(file, sections_at, sections, section_size), names, out);
    }
}

void print(bytes file, report& out) {
    out.heading("identification");
    const auto [magic, width, order, version, system, system_version] =
        out.fields<"4sBBBBB7x">(file, 0,
                                {"magic",
                                 {"class", named<classes>},
                                 {"byte order", named<byte_orders>},
                                 "version",
                                 {"system", named<systems>},
                                 "system version"});
    if (width != 1 && width != 2) throw damaged("class {} at offset 4 is neither 1 (32-bit) nor 2 (64-bit)", width);
    if (order != 1 && order != 2) throw damaged("byte order {} at offset 5 is neither 1 (little) nor 2 (big)", order);
    const auto print_it = width == 1 ? (order == 1 ? print_rest<std::endian::little, std::uint32_t>
                                                   : print_rest<std::endian::big, std::uint32_t>)
                                     : (order == 1 ? print_rest<std::endian::little, std::uint64_t>
                                                   : print_rest<std::endian::big, std::uint64_t>);
    print_it(file, out);
}

} // namespace

const file_format elf{"ELF", [](bytes file) { return starts_with(file, "\177ELF"); }, print};

} // namespace inspect
