// NumPy's .npy: a header in the words of Python, then the items of one array.
#include "npy.hpp"
#include <charconv>

namespace inspect {

namespace {

/// Finds what follows `'key':` in the header, up to its end.
std::string_view find_value(std::string_view header, std::string_view key) {
    const std::size_t found = header.find(fmt::format("'{}':", key));
    if (found == header.npos) throw damaged("the header has no key '{}'", key);
    const std::string_view rest = header.substr(found + key.size() + 3);
    return rest.substr(std::min(rest.find_first_not_of(' '), rest.size()));
}

/// Cuts `value` behind the bracket or quote that closes the one it starts with.
std::string_view closed_by(std::string_view value, char closing, std::string_view key) {
    const std::size_t end = value.find(closing, 1);
    if (end == value.npos) throw damaged("the value of '{}' has no end: {}", key, quoted(value));
    return value.substr(0, end + 1);
}

std::string_view find_descr(std::string_view header) {
    const std::string_view value = find_value(header, "descr");
    if (value.starts_with('\'')) return closed_by(value, '\'', "descr");
    if (!value.starts_with('[')) throw damaged("'descr' is neither a type nor a list: {}", quoted(value));
    // Lists nest: records have fields that are records.
    std::int64_t depth = 0;
    for (std::size_t k = 0; k < value.size(); ++k) {
        if (value[k] == '[') ++depth;
        if (value[k] == ']' && --depth == 0) return value.substr(0, k + 1);
    }
    throw damaged("the list of 'descr' has no end: {}", quoted(value));
}

std::string_view find_fortran_order(std::string_view header) {
    const std::string_view value = find_value(header, "fortran_order");
    for (const std::string_view word : {"True", "False"})
        if (value.starts_with(word)) return value.substr(0, word.size());
    throw damaged("'fortran_order' is neither True nor False: {}", quoted(value));
}

std::string_view find_shape(std::string_view header) {
    const std::string_view value = find_value(header, "shape");
    if (!value.starts_with('(')) throw damaged("'shape' is no tuple: {}", quoted(value));
    return closed_by(value, ')', "shape");
}

void read_shape(std::string_view tuple, array_header& what) {
    for (std::size_t at = 1; at + 1 < tuple.size();) {
        if (tuple[at] == ' ' || tuple[at] == ',') {
            ++at;
            continue;
        }
        if (what.rank == what.shape.size()) throw damaged("the shape has more than {} axes", what.shape.size());
        const char* const start = tuple.data() + at;
        const auto [end, error] = std::from_chars(start, tuple.data() + tuple.size(), what.shape[what.rank]);
        if (error != std::errc() || what.shape[what.rank] < 0)
            throw damaged("the shape has an extent that is no size: {}", quoted(tuple.substr(at)));
        ++what.rank;
        at += static_cast<std::size_t>(end - start);
        if (at < tuple.size() && tuple[at] == 'L') ++at; // long integers of Python 2
    }
}

void print(bytes file, report& out) {
    out.heading("header");
    const auto [magic, major, minor] = out.fields<"6sBB">(file, 0, {"magic", "major version", "minor version"});
    if (major < 1 || major > 3) throw damaged("version {} at offset 6 is none of 1, 2 and 3", major);
    std::uint64_t at = 8;
    std::uint32_t size = 0;
    if (major == 1) {
        size = lb::get<0>(out.fields<"<H">(file, at, {"header length"}));
        at += 2;
    } else {
        size = lb::get<0>(out.fields<"<I">(file, at, {"header length"}));
        at += 4;
    }
    const std::string_view header = text(part(file, at, size));
    out.field(file, at, size, "header", quoted(header.substr(0, header.find_last_not_of(" \n") + 1), 200));

    array_header what;
    const auto print_part = [&](const char* name, std::string_view value) {
        const auto place = at + static_cast<std::uint64_t>(value.data() - header.data());
        out.field(file, place, value.size(), name, printable(value));
        return value;
    };
    what.descr = print_part("descr", find_descr(header));
    what.fortran_order = print_part("fortran_order", find_fortran_order(header)) == "True";
    read_shape(print_part("shape", find_shape(header)), what);
    print_array(file, at + size, what, out);
}

} // namespace

const file_format npy{"NumPy array", [](bytes file) { return starts_with(file, "\x93NUMPY"); }, print};

} // namespace inspect
